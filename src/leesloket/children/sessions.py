"""A child's time on the school's computer is short, also when nobody signs out."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import logout, signals
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from leesloket.accounts.models import Account
from leesloket.children.models import Child
from leesloket.isolation.scope import signing_in

_UNTIL = "child_until"


def connect() -> None:
    """Listen for everybody who signs in."""
    signals.user_logged_in.connect(_signed_in)


def _signed_in(request: HttpRequest | None, user: Account, **_: Any) -> None:
    with signing_in():
        is_child = Child.objects.filter(account_id=user.pk).exists()
    if is_child and request is not None:
        limit = timedelta(minutes=settings.CHILD_SESSION_MINUTES)
        request.session[_UNTIL] = (timezone.now() + limit).isoformat()


class ShortSessionMiddleware:
    """Signs a child out when its time is over.

    The cookie itself ends with the browser; an expiry of Django's own would make it outlive that.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        until = request.session.get(_UNTIL)
        if until and datetime.fromisoformat(until) <= timezone.now():
            logout(request)
        return self.get_response(request)
