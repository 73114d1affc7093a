"""The pages for what went wrong: each says what happened, what did not, and where to go."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Final

from django.core.exceptions import DisallowedHost
from django.db import InternalError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.translation import gettext as _
from psycopg.errors import InFailedSqlTransaction


def _page(template: str, status: int) -> Callable[..., HttpResponse]:
    def view(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
        return render(request, template, status=status)

    return view


forbidden = _page("403.html", 403)
not_found = _page("404.html", 404)
"""There is nothing here, or nothing that this person may know of."""
csrf_failure = _page("403_csrf.html", 403)
"""A form that was open too long, or came from elsewhere."""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what was sent makes no sense, or it was sent to a host that this site does not have."""
    is_elsewhere = isinstance(exception, DisallowedHost)
    return render(request, "400_host.html" if is_elsewhere else "400.html", status=400)


_REFUSED: Final = frozenset({"40", "53", "55", "58", "XX"})
"""Classes of SQLSTATE with which PostgreSQL says no and lives on: what was begun is undone."""
_TRY_AGAIN_AFTER: Final = 120
"""Seconds."""


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a bug; 503: the database cannot do its work now (a full disk, a restart).

    No context: a page about a fault must not be able to fault itself.
    """
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InternalError) and not isinstance(
        error.__cause__, InFailedSqlTransaction
    ):
        return _not_now(request, error)
    return HttpResponse(get_template("500.html").render(), status=500)


def _not_now(request: HttpRequest, error: OperationalError | InternalError) -> HttpResponse:
    told = _told(request, error)
    answer: HttpResponse
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        answer = JsonResponse({"error": told}, status=503)
    else:
        answer = HttpResponse(get_template("503.html").render({"told": told}), status=503)
    answer["Retry-After"] = str(_TRY_AGAIN_AFTER)
    return answer


def _told(request: HttpRequest, error: OperationalError | InternalError) -> str:
    """What became of it: a step is one transaction, but a broken line may have had its commit."""
    if request.method in {"GET", "HEAD"}:
        return _("We can't show this now. What was kept is still there. Try again in a while.")
    if (getattr(error.__cause__, "sqlstate", None) or "")[:2] in _REFUSED:
        return _("We can't keep anything now. This was not kept. Try again in a while.")
    return _(
        "We got no answer from our database. Look in a while whether this was kept."
        " If it was not, do it again."
    )
