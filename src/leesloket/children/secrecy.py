"""Codes on cards are kept as codes of codes: a copy of the database opens no account."""

import hashlib
import hmac

from leesloket.vault.keys import pseudonym_secret


def mac_of(kind: str, *parts: str) -> str:
    """An HMAC under a key that is not in the database; parts cannot run into each other."""
    secret = hmac.digest(pseudonym_secret(), f"children:{kind}".encode(), hashlib.sha256)
    return hmac.new(secret, "\x00".join(parts).encode(), hashlib.sha256).hexdigest()
