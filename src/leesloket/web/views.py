"""The pages for what went wrong: each says what happened, what did not, and where to go."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template


def _page(template: str, status: int) -> Callable[..., HttpResponse]:
    def view(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
        return render(request, template, status=status)

    return view


bad_request = _page("400.html", 400)
forbidden = _page("403.html", 403)
not_found = _page("404.html", 404)
"""There is nothing here, or nothing that this person may know of."""
too_large = _page("413.html", 413)
too_often = _page("429.html", 429)
csrf_failure = _page("403_csrf.html", 403)
"""A form that was open too long, or came from elsewhere."""


def server_error(_: HttpRequest) -> HttpResponse:
    """500: a bug.  No context: a page about a fault must not be able to fault itself."""
    return HttpResponse(get_template("500.html").render(), status=500)
