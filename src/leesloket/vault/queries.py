"""Opening what may be opened, and the secrets derived for a branch."""

import hashlib
import hmac
from datetime import date
from uuid import UUID

import pyrage
from pyrage import x25519

from leesloket.vault import keys
from leesloket.vault.models import Sealed, WrappedKey


class ShreddedError(Exception):
    """The content is gone: its key was dropped, on its day or on request."""


def open_sealed(sealed_id: UUID, *, key: str = "working") -> bytes:
    """The content of a sealed thing, opened with the named key file.

    Raises ShreddedError when the key was dropped (or lies outside the scope), FileNotFoundError
    when this process does not hold the key.
    """
    try:
        wrapped = WrappedKey.objects.get(sealed_id=sealed_id).wrapped
        sealed = Sealed.objects.get(id=sealed_id)
    except (WrappedKey.DoesNotExist, Sealed.DoesNotExist):
        raise ShreddedError from None
    one_time = x25519.Identity.from_str(
        pyrage.decrypt(bytes(wrapped), [keys.identity(key)]).decode()
    )
    return bytes(pyrage.decrypt(bytes(sealed.ciphertext), [one_time]))


def open_label(sealed: bytes | memoryview) -> str:
    """The text of a label sealed by `seal_label`; empty for one that was erased."""
    if not sealed:
        return ""
    return bytes(pyrage.decrypt(bytes(sealed), [keys.identity("working")])).decode()


def due_on(today: date) -> tuple[UUID, ...]:
    """Everything in the scope whose day of destruction has come."""
    return tuple(Sealed.objects.filter(expires_on__lte=today).values_list("id", flat=True))


def overdue_before(today: date) -> int:
    """How much in the scope should have been destroyed on an earlier day than `today`."""
    return Sealed.objects.filter(expires_on__lt=today).count()


def branch_secret(branch_id: int) -> bytes:
    """The branch's own secret for fingerprints and identities: they say nothing elsewhere."""
    return hmac.digest(keys.pseudonym_secret(), f"branch:{branch_id}".encode(), hashlib.sha256)
