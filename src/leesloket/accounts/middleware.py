"""Who is looking, on every request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

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
    try:
        return viewer_of(request.user.pk, today=timezone.localdate())
    except AccountNotFoundError:
        # Switched off between two lines of this request.
        return None
