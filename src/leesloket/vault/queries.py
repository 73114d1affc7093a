"""Opening what may be opened, and the secrets derived for a branch."""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import pyrage
from django.db.models import Exists, OuterRef, Subquery
from django.utils.timezone import localdate
from pyrage import x25519

from leesloket.vault import keys
from leesloket.vault.models import Sealed, Shredded, WrappedKey


@dataclass(frozen=True, slots=True)
class KeptLine:
    """One sealed thing that lies here."""

    id: UUID
    branch_id: int
    kind: str
    sealed_at: datetime
    due_on: date


@dataclass(frozen=True, slots=True)
class ShreddedLine:
    """That one sealed thing was shredded."""

    id: UUID
    branch_id: int
    kind: str
    reason: str
    at: datetime
    sealed_at: datetime | None
    due_on: date | None
    sha256: str

    @property
    def late(self) -> bool:
        return self.due_on is not None and localdate(self.at) > self.due_on


class ShreddedError(Exception):
    """The content is gone: its key was dropped, on its day or on request."""


def open_sealed(sealed_id: UUID, *, key: str = "working") -> bytes:
    """The content of a sealed thing, opened with the named key file.

    Raises ShreddedError when the key was dropped (or lies outside the scope), FileNotFoundError
    when this process does not hold the key.
    """
    wrapped = WrappedKey.objects.filter(sealed_id=OuterRef("id")).values("wrapped")
    found = Sealed.objects.filter(id=sealed_id).values_list("ciphertext", Subquery(wrapped)).first()
    if found is None or found[1] is None:
        raise ShreddedError
    ciphertext, its_key = map(bytes, found)
    one_time = x25519.Identity.from_str(pyrage.decrypt(its_key, keys.identities(key)).decode())
    return bytes(pyrage.decrypt(ciphertext, [one_time]))


def is_kept(sealed_id: UUID) -> bool:
    """Whether a sealed thing can still be opened (by who holds the key)."""
    content = Sealed.objects.filter(id=OuterRef("sealed_id"))
    return WrappedKey.objects.filter(Exists(content), sealed_id=sealed_id).exists()


def open_label(sealed: bytes | memoryview) -> str:
    """The text of a label sealed by `seal_label`; empty for one that was erased."""
    if not sealed:
        return ""
    return bytes(pyrage.decrypt(bytes(sealed), keys.identities("working"))).decode()


def shown_label(sealed: bytes | memoryview) -> str:
    """The same, to be shown beside other things; empty as well when no key here opens it.

    An older backup has labels for a key that was destroyed since.  They take no page along.
    """
    try:
        return open_label(sealed)
    except pyrage.DecryptError:
        return ""


def not_opened_here() -> int:
    """How much in the scope is sealed for another key than the one in use; of this process."""
    found = WrappedKey.objects.all()
    mine = {f"{name}:{keys.mark_of(keys.public_half(name))}" for name in ("worker", "working")}
    for one in mine:
        found = found.exclude(marks__contains=one)
    return found.exclude(marks="").count()


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one sealed thing; neither is set for what was never kept."""

    destroyed_at: datetime | None = None
    kept_until: date | None = None


def fates_of(sealed_ids: Iterable[UUID]) -> dict[UUID, Fate]:
    """Destroyed and when, or kept until which day."""
    ids = list(sealed_ids)
    kept = Sealed.objects.filter(id__in=ids).values_list("id", "expires_on")
    gone = Shredded.objects.filter(sealed_id__in=ids).values_list("sealed_id", "at")
    return {
        **{one: Fate(kept_until=until) for one, until in kept},
        **{one: Fate(destroyed_at=at) for one, at in gone},
    }


def due_on(today: date) -> tuple[UUID, ...]:
    """Everything in the scope whose day of destruction has come."""
    return tuple(Sealed.objects.filter(expires_on__lte=today).values_list("id", flat=True))


def overdue_before(today: date) -> int:
    """How much in the scope should have been destroyed on an earlier day than `today`."""
    return Sealed.objects.filter(expires_on__lt=today).count()


def kept_lines() -> tuple[KeptLine, ...]:
    """Everything that lies in the vault, first what goes first.  Needs a scope."""
    found = Sealed.objects.order_by("expires_on", "id")
    fields = ("id", "branch_id", "kind", "sealed_at", "expires_on")
    return tuple(KeptLine(*row) for row in found.values_list(*fields))


def shredded_lines() -> tuple[ShreddedLine, ...]:
    """Everything that was shredded, oldest first.  Needs a scope."""
    found = Shredded.objects.order_by("at", "sealed_id")
    fields = (
        *("sealed_id", "branch_id", "kind", "reason"),
        *("at", "sealed_at", "due_on", "sha256"),
    )
    return tuple(ShreddedLine(*row) for row in found.values_list(*fields))


def still_here(sealed_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those of which a key or the content lies here all the same.  Needs a scope."""
    ids = list(sealed_ids)
    keys_of = WrappedKey.objects.filter(sealed_id__in=ids).values_list("sealed_id", flat=True)
    contents = Sealed.objects.filter(id__in=ids).values_list("id", flat=True)
    return frozenset(keys_of) | frozenset(contents)


def branch_secret(branch_id: int) -> bytes:
    """The branch's own secret for fingerprints and identities: they say nothing elsewhere."""
    return hmac.digest(keys.pseudonym_secret(), f"branch:{branch_id}".encode(), hashlib.sha256)
