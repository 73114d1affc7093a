"""The key files: who can open what.

`worker` opens raw files (and belongs to the worker's user in a split set-up), `working` opens what
the pages need, `recovery` lies offline and only its public half is here, `pseudonyms` is the secret
behind fingerprints and the 'niet opnemen' list.  `record` binds the chain over the record: only the
worker needs it, and who makes pages better lacks it.
"""

import os
import secrets
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from pyrage import x25519


def make_key_files(folder: Path) -> None:
    """Make the keys that are not there yet; an existing key is never touched."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in ("worker", "working", "recovery"):
        if not (folder / f"{name}.pub").exists():
            identity = x25519.Identity.generate()
            _write(folder / f"{name}.key", str(identity))
            _write(folder / f"{name}.pub", str(identity.to_public()))
    for name in ("pseudonyms", "record"):
        if not (folder / f"{name}.key").exists():
            _write(folder / f"{name}.key", secrets.token_hex(32))


def _write(path: Path, text: str) -> None:
    partial = path.with_suffix(".new")
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


@lru_cache
def recipient(name: str) -> x25519.Recipient:
    """The public half of a key: enough to seal."""
    return x25519.Recipient.from_str((settings.KEYS / f"{name}.pub").read_text().strip())


@lru_cache
def identity(name: str) -> x25519.Identity:
    """The private half of a key; FileNotFoundError for a process that may not have it."""
    return x25519.Identity.from_str((settings.KEYS / f"{name}.key").read_text().strip())


@lru_cache
def pseudonym_secret() -> bytes:
    """The secret from which every branch's own one is derived."""
    return bytes.fromhex((settings.KEYS / "pseudonyms.key").read_text().strip())


@lru_cache
def record_secret() -> bytes:
    """The secret of the chain over the record; FileNotFoundError for who may not have it."""
    return bytes.fromhex((settings.KEYS / "record.key").read_text().strip())
