"""Encrypting what a second factor is made from, so that a copy of the database makes no codes."""

from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def encrypt(text: str) -> str:
    """Encrypt under the key of this installation."""
    return _box(_secrets()).encrypt(text.encode()).decode()


def decrypt(encrypted: str) -> str:
    """Undo `encrypt`, also after SECRET_KEY moved to SECRET_KEY_FALLBACKS.

    Raises cryptography.fernet.InvalidToken for anything else.
    """
    return _box(_secrets()).decrypt(encrypted.encode()).decode()


def _secrets() -> tuple[str, ...]:
    return (settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS))


@lru_cache(maxsize=4)
def _box(secrets: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str) -> bytes:
    # Its own purpose, so that it is not the key that signs sessions.
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"leesloket second factor")
    return urlsafe_b64encode(derived.derive(secret.encode()))
