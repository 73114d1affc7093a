"""Browsers in which somebody has signed in before, for counting wrong passwords fairly.

Wrong tries count per name and address.  A school has one address: a pupil who guesses there would
keep the secretary out.  So a browser that has signed in as her before counts by itself, by a signed
cookie that gives no other right.
"""

from secrets import token_hex
from typing import Final

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse

from leesloket.accounts.models import Account
from leesloket.accounts.queries import account_by_login

_AT_MOST: Final = 10
"""As many people as one computer is remembered for: a school's has several users."""
_KEPT_FOR: Final = 365 * 24 * 60 * 60


def _signer() -> Signer:
    return Signer(salt="leesloket known device")


def _remembered(request: HttpRequest) -> dict[str, str]:
    cookie = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    try:
        found: dict[str, str] = _signer().unsign_object(cookie)
    except (BadSignature, ValueError):
        return {}
    return found


def device_of(request: HttpRequest, login: str) -> str | None:
    """By what this browser is counted for this name; None for a browser that is not known."""
    remembered = _remembered(request)
    account = account_by_login(login) if remembered else None
    return remembered.get(account.pk.hex) if account else None


def remember(request: HttpRequest, response: HttpResponse, account: Account) -> None:
    """Know this browser the next time somebody tries this name in it."""
    others = _remembered(request)
    mark = others.pop(account.pk.hex, None) or token_hex(16)
    newest = [*others.items(), (account.pk.hex, mark)][-_AT_MOST:]
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        _signer().sign_object(dict(newest)),
        max_age=_KEPT_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
