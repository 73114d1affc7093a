"""Sealing, shredding and expiry."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID, uuid4

import pyrage
from django.db import connection, transaction
from django.db.models import CharField, F, Func, Value
from pyrage import x25519

from leesloket.audit.actions import record
from leesloket.branches.queries import branch_line
from leesloket.vault import keys
from leesloket.vault.models import AcceptedKey, Sealed, Shredded, WrappedKey
from leesloket.vault.queries import due_on

OPENED_BY = {
    Sealed.Kind.RAW: ("worker", "recovery"),
    Sealed.Kind.TABLE: ("working",),
    Sealed.Kind.ANSWERS: ("working",),
    Sealed.Kind.JOURNAL: ("working", "recovery"),
    Sealed.Kind.PICKUP: ("working",),
}
"""Who can open which kind.  The web process cannot open a raw file, not even its own; what the
worker made ready for two people who agreed (intake.fetching), it can, once."""

SHREDDED = "sealed_shredded"

_SHA256 = Func(
    Func(F("ciphertext"), function="sha256"),
    Value("hex"),
    function="encode",
    output_field=CharField(),
)


class KeyRetiredError(Exception):
    """A process holds a key that was changed since: it must be started again."""


def seal(
    content: bytes,
    *,
    kind: str,
    branch_id: int,
    expires_on: date,
    now: datetime,
    copy_of: UUID | None = None,
) -> UUID:
    """Encrypt `content` under a key of its own and keep it until `expires_on`; gives its id.

    The key is wrapped for those who may open this kind (OPENED_BY) and stored apart: dropping it
    is deleting the content, in every backup that no longer has the key.  In the caller's
    transaction; raises KeyRetiredError before anything is written.
    """
    one_time = x25519.Identity.generate()
    wrapped, marks = wrap(one_time, OPENED_BY[Sealed.Kind(kind)])
    sealed_id = uuid4()
    Sealed.objects.bulk_create(
        [
            Sealed(
                id=sealed_id,
                branch_id=branch_id,
                kind=kind,
                ciphertext=pyrage.encrypt(content, [one_time.to_public()]),
                sealed_at=now,
                expires_on=expires_on,
                copy_of=copy_of,
            )
        ]
    )
    WrappedKey.objects.bulk_create(
        [WrappedKey(sealed_id=sealed_id, branch_id=branch_id, wrapped=wrapped, marks=marks)]
    )
    return sealed_id


def wrap(one_time: x25519.Identity, openers: tuple[str, ...]) -> tuple[bytes, str]:
    """A one-time key for those who may open, and their marks; raises KeyRetiredError."""
    hold_keys()
    halves = {name: keys.public_half(name) for name in openers}
    _refuse_retired(halves)
    sealed = pyrage.encrypt(str(one_time).encode(), [*map(keys.recipient_of, halves.values())])
    return bytes(sealed), " ".join(f"{name}:{keys.mark_of(halves[name])}" for name in openers)


def hold_keys(*, to_change: bool = False) -> None:
    """Until this transaction ends no key is changed; `to_change` waits for who is sealing now."""
    with connection.cursor() as cursor:
        shared = "" if to_change else "_shared"
        cursor.execute(f"select pg_advisory_xact_lock{shared}(hashtext('vault.keys'))")


def _refuse_retired(halves: Mapping[str, str]) -> None:
    accepted: dict[str, set[str]] = {}
    for name, mark in AcceptedKey.objects.filter(name__in=halves).values_list("name", "mark"):
        accepted.setdefault(name, set()).add(mark)
    for name, half in halves.items():
        if name in accepted and keys.mark_of(half) not in accepted[name]:
            raise KeyRetiredError(name)


@transaction.atomic
def shred(sealed_id: UUID, *, reason: str, now: datetime) -> bool:
    """Drop the key and the ciphertext, and those of its copies; False when done before.

    What was shredded stands in the record with the sum of its ciphertext, so that the proof can be
    held to the record's chain.
    """
    for sealed in Sealed.objects.filter(id=sealed_id).defer("ciphertext").annotate(sha256=_SHA256):
        WrappedKey.objects.filter(sealed_id=sealed_id).delete()
        proof = Shredded(
            sealed_id=sealed_id,
            branch_id=sealed.branch_id,
            kind=sealed.kind,
            reason=reason,
            at=now,
            sealed_at=sealed.sealed_at,
            due_on=sealed.expires_on,
            sha256=sealed.sha256,
        )
        Shredded.objects.bulk_create([proof], ignore_conflicts=True)
        Sealed.objects.filter(id=sealed_id).delete()
        shred_copies(sealed_id, reason=reason, now=now)
        record(
            SHREDDED,
            at=now,
            by=None,
            library_id=branch_line(sealed.branch_id).library_id,
            branch_id=sealed.branch_id,
            subject_id=sealed_id,
            detail={"kind": sealed.kind, "reason": reason, "sha256": sealed.sha256},
        )
        return True
    return False


def shred_copies(sealed_id: UUID, *, reason: str, now: datetime) -> None:
    """Shred what was sealed as a copy of something, in the caller's transaction."""
    for copy in Sealed.objects.filter(copy_of=sealed_id).values_list("id", flat=True):
        shred(copy, reason=reason, now=now)


@transaction.atomic
def reseal(sealed_id: UUID, content: bytes, *, reason: str, now: datetime) -> UUID:
    """Seal `content` in the place of a sealed thing, which is shredded; gives the new id.

    Kind, branch and day of destruction stay.  Raises Sealed.DoesNotExist for what is gone.
    """
    old = Sealed.objects.defer("ciphertext").get(id=sealed_id)
    new = seal(
        content,
        kind=old.kind,
        branch_id=old.branch_id,
        expires_on=old.expires_on,
        now=now,
    )
    shred(sealed_id, reason=reason, now=now)
    return new


def keep_until(sealed_ids: Iterable[UUID], *, expires_on: date) -> None:
    """Move the day of destruction, as when a raw file's import has been applied."""
    Sealed.objects.filter(id__in=list(sealed_ids)).update(expires_on=expires_on)


@transaction.atomic
def hand_over(sealed_id: UUID, *, branch_id: int) -> None:
    """Let a sealed thing belong to another branch of the scope; its day stays what it was."""
    WrappedKey.objects.filter(sealed_id=sealed_id).update(branch_id=branch_id)
    Sealed.objects.filter(id=sealed_id).update(branch_id=branch_id)


@transaction.atomic
def shred_expired(*, today: date, now: datetime) -> int:
    """Shred everything in the scope whose day has come; gives how many."""
    return sum(shred(sealed_id, reason="expired", now=now) for sealed_id in due_on(today))


def seal_label(text: str) -> bytes:
    """Encrypt a short text (a file's name) that the pages show and nobody searches.

    In the caller's transaction, and for a field of the class vault.models.Label; raises
    KeyRetiredError.
    """
    hold_keys()
    half = keys.public_half("working")
    _refuse_retired({"working": half})
    return bytes(pyrage.encrypt(text.encode(), [keys.recipient_of(half)]))
