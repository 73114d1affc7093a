"""Sealing, shredding and expiry."""

from datetime import date, datetime
from uuid import UUID, uuid4

import pyrage
from django.db import transaction
from pyrage import x25519

from leesloket.vault import keys
from leesloket.vault.models import Sealed, Shredded, WrappedKey
from leesloket.vault.queries import due_on

OPENED_BY = {
    Sealed.Kind.RAW: ("worker", "recovery"),
    Sealed.Kind.TABLE: ("working",),
    Sealed.Kind.ANSWERS: ("working",),
    Sealed.Kind.JOURNAL: ("working", "recovery"),
}
"""Who can open which kind.  The web process cannot open a raw file, not even its own."""


@transaction.atomic
def seal(content: bytes, *, kind: str, branch_id: int, expires_on: date, now: datetime) -> UUID:
    """Encrypt `content` under a key of its own and keep it until `expires_on`; gives its id.

    The key is wrapped for those who may open this kind (OPENED_BY) and stored apart: dropping it
    is deleting the content, in every backup that no longer has the key.
    """
    one_time = x25519.Identity.generate()
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
            )
        ]
    )
    openers = [keys.recipient(name) for name in OPENED_BY[Sealed.Kind(kind)]]
    WrappedKey.objects.bulk_create(
        [
            WrappedKey(
                sealed_id=sealed_id,
                branch_id=branch_id,
                wrapped=pyrage.encrypt(str(one_time).encode(), openers),
            )
        ]
    )
    return sealed_id


@transaction.atomic
def shred(sealed_id: UUID, *, reason: str, now: datetime) -> bool:
    """Drop the key and the ciphertext; False when that was done before."""
    for sealed in Sealed.objects.filter(id=sealed_id).only("branch_id", "kind"):
        WrappedKey.objects.filter(sealed_id=sealed_id).delete()
        Shredded.objects.bulk_create(
            [
                Shredded(
                    sealed_id=sealed_id,
                    branch_id=sealed.branch_id,
                    kind=sealed.kind,
                    reason=reason,
                    at=now,
                )
            ],
            ignore_conflicts=True,
        )
        Sealed.objects.filter(id=sealed_id).delete()
        return True
    return False


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


@transaction.atomic
def keep_until(sealed_id: UUID, *, expires_on: date) -> None:
    """Move the day of destruction, as when a raw file's import has been applied."""
    Sealed.objects.filter(id=sealed_id).update(expires_on=expires_on)


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
    """Encrypt a short text (a file's name) that the pages show and nobody searches."""
    return bytes(pyrage.encrypt(text.encode(), [keys.recipient("working")]))
