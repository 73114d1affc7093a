"""Who is looking, on every request."""

from collections.abc import Callable
from typing import Final
from urllib.parse import urlencode

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from leesloket.accounts import sessions
from leesloket.accounts.doors import viewed
from leesloket.accounts.queries import AccountNotFoundError, Viewer, in_person, viewer_of

_BEFORE_A_NAME: Final = (
    "accounts:who", "account_logout", "portal:how_to_sign_in", "portal:privacy",
)  # fmt: skip
"""All that opens at a shared account before somebody has said who she is: the question, and what
anybody may read."""


class ViewerMiddleware:
    """Sets `request.viewer`: a Viewer, or None when nobody is signed in.

    Once per request and only for a session that names somebody: other pages cost no query.  At a
    shared account every address leads to the question who sits there, until that is answered.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        viewer = _viewer(request)
        viewed(request).viewer = viewer
        if viewer is not None and viewer.must_say_who and request.path not in _opens():
            return _ask_who(request)
        return self.get_response(request)


def _viewer(request: HttpRequest) -> Viewer | None:
    if not request.user.is_authenticated:
        return None
    account_id, now = request.user.pk, timezone.now()
    try:
        is_open = sessions.is_open(request.session, now=now)
        viewer = viewer_of(account_id, today=timezone.localdate(now), only_if=is_open)
    except AccountNotFoundError:
        # Signed out from elsewhere, or too long ago; or switched off just now.
        request.session.flush()
        request.user = AnonymousUser()
        return None
    sessions.was_seen(request.session, now=now)
    if viewer.shared_id:
        person = sessions.person_in(request.session)
        return in_person(viewer, person) if person else viewer
    return viewer


def _opens() -> tuple[str, ...]:
    return tuple(map(reverse, _BEFORE_A_NAME))


def _ask_who(request: HttpRequest) -> HttpResponse:
    """To the question; what was posted is not done, and nothing comes back to it."""
    url = reverse("accounts:who")
    if request.headers.get("HX-Request") == "true":
        return HttpResponseClientRedirect(url)
    if request.method == "GET":
        url += "?" + urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
    return HttpResponse(
        status=302 if request.method == "GET" else 303,
        headers={"Location": url, "Cache-Control": "no-store"},
    )
