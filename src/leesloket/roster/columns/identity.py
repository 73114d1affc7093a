"""A row and a child as codes: keyed hashes that tell `the same` without telling who."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from hashlib import blake2b

from leesloket.roster.cleaning import fold_first_name, fold_number, fold_surname
from leesloket.roster.model import Fingerprint, Identity, KnownPupil, PupilRecord, RawRow

_LENGTH = 32  # hexadecimal digits: 128 bits


def fingerprints_of(rows: Iterable[RawRow], *, secret: bytes) -> list[Fingerprint]:
    """One per row: a keyed hash of its raw cells and of how often these cells came before.

    BLAKE2 with a key (RFC 7693) is a MAC of its own, and four times as fast as HMAC here.
    """
    seen: dict[tuple[str, ...], int] = {}
    fingerprints = []
    for row in rows:
        times = seen[row.cells] = seen.get(row.cells, 0) + 1
        text = "\x1f".join(row.cells) + f"\x1e{times}"
        keyed = blake2b(_encoded(text), key=secret, digest_size=_LENGTH // 2)
        fingerprints.append(Fingerprint(keyed.hexdigest()))
    return fingerprints


def identities(child: PupilRecord | KnownPupil, *, secret: bytes) -> tuple[Identity, ...]:
    """The codes of a child: its number, and its folded name with its birth date.

    Without a number, or without a name and a birth date, that code is left out.
    """
    codes = []
    number = fold_number(child.pupil_number)
    if number:
        codes.append(_digest(f"number\x1f{number}", secret))
    first = fold_first_name(child.first_name or child.given_names or child.initials)
    if child.surname and child.birth_date is not None:
        name = f"{first}\x1f{fold_surname(child.surname)}\x1f{child.birth_date.isoformat()}"
        codes.append(_digest(f"name\x1f{name}", secret))
    return tuple(map(Identity, codes))


def _digest(text: str, secret: bytes) -> str:
    return hmac.digest(secret, _encoded(text), "sha256").hex()[:_LENGTH]


def _encoded(text: str) -> bytes:
    # Half of a surrogate pair can stand in a damaged cell; it must not stop the file.
    return text.encode("utf-8", "surrogatepass")
