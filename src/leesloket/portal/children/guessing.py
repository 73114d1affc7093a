"""How many wrong codes one address may send: a class makes mistakes, a machine makes thousands."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

from leesloket.children.rules import PER, WRONG_PER_ADDRESS


def too_many(request: HttpRequest) -> bool:
    """Whether this address has to wait."""
    return int(cache.get(_key(request), 0)) >= WRONG_PER_ADDRESS


def count(request: HttpRequest) -> None:
    """One wrong code more from this address."""
    key = _key(request)
    if not cache.add(key, 1, timeout=int(PER.total_seconds())):
        try:
            cache.incr(key)
        except ValueError:
            cache.add(key, 1, timeout=int(PER.total_seconds()))


def _key(request: HttpRequest) -> str:
    return f"wrong-card-code:{get_adapter().get_client_ip(request)}"
