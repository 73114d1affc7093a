"""Who is looking, on every request."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from leesloket.accounts import sessions
from leesloket.accounts.queries import AccountNotFoundError, Viewer, viewer_of


class ViewerMiddleware:
    """Sets `request.viewer`: a Viewer, or None when nobody is signed in.

    Once per request and only for a session that names somebody: other pages cost no query.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = _viewer(request)  # type: ignore[attr-defined]
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
    return viewer
