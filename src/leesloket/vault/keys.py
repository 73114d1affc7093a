"""The key files: who can open what.

`worker` opens raw files (and belongs to the worker's user in a split set-up), `working` opens what
the pages need, `recovery` lies offline and only its public half is here, `pseudonyms` is the secret
behind fingerprints and the 'niet opnemen' list.  `record` binds the chain over the record: only the
worker needs it, and who makes pages better lacks it.

The files are looked at again for every use, so that a key that was changed (vault.rotation) is the
one in use at once.  While it is being changed, the one before and the one after open as well.
"""

import hashlib
import os
import secrets
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from pyrage import x25519

PAIRS = ("worker", "working", "recovery")
"""The keys with a public half: these seal, and these can be changed."""


def make_key_files(folder: Path) -> None:
    """Make the keys that are not there yet; an existing key is never touched."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in PAIRS:
        if not (folder / f"{name}.pub").exists():
            identity = x25519.Identity.generate()
            write(folder / f"{name}.key", str(identity))
            write(folder / f"{name}.pub", str(identity.to_public()))
    for name in ("pseudonyms", "record"):
        if not (folder / f"{name}.key").exists():
            write(folder / f"{name}.key", secrets.token_hex(32))


def write(path: Path, text: str) -> None:
    """Write a key file, wholly or not at all, readable by its owner only."""
    partial = path.with_suffix(".new")
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def public_half(name: str) -> str:
    """The public half of a key as it is written: enough to seal."""
    return _text(f"{name}.pub")


@lru_cache
def recipient_of(public: str) -> x25519.Recipient:
    """A public half as age takes it."""
    return x25519.Recipient.from_str(public)


def mark_of(public: str) -> str:
    """Tells one public half from another, and is short enough to stand beside what it sealed."""
    return hashlib.sha256(public.encode()).hexdigest()[:16]


def identities(name: str) -> list[x25519.Identity]:
    """What opens for this key: itself, and while it is being changed its other half of the change.

    FileNotFoundError for a process that may not have it.
    """
    return [
        _identity(_text(f"{name}.key")),
        *(
            _identity(_text(beside))
            for beside in (f"{name}.old.key", f"{name}.next.key")
            if (settings.KEYS / beside).exists()
        ),
    ]


def pseudonym_secret() -> bytes:
    """The secret from which every branch's own one is derived."""
    return bytes.fromhex(_text("pseudonyms.key"))


def record_secret() -> bytes:
    """The secret of the chain over the record; FileNotFoundError for who may not have it."""
    return bytes.fromhex(_text("record.key"))


def _text(file_name: str) -> str:
    path = settings.KEYS / file_name
    about = path.stat()
    return _read(path, about.st_ino, about.st_mtime_ns)


@lru_cache
def _read(path: Path, _inode: int, _changed: int) -> str:
    return path.read_text().strip()


@lru_cache
def _identity(text: str) -> x25519.Identity:
    return x25519.Identity.from_str(text)
