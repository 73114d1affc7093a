"""What holds for every answer: not stored, and never an empty page."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from typing_extensions import override

from leesloket.web.views import bad_request, not_found


class CompressMiddleware(GZipMiddleware):
    """Answers go compressed where their length tells nobody anything.

    A page of somebody else can let a browser ask for one of ours again and again, each time with
    another guess in the address: the shorter answer holds it (BREACH).  So a page is compressed
    only for who asks from one of our own pages, or typed the address, and a browser that does not
    say which (Sec-Fetch-Site) gets it as it is.  In static files there is nothing to guess.
    """

    _FOR_OURSELVES = ("same-origin", "none")
    _PAGE = "text/html"
    _STATIC = ("text/css", "text/javascript", "image/svg+xml")

    @override
    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if request.path_info.startswith(settings.STATIC_URL):
            # Fonts are packed already; a part of a file is a part of what it is.
            wanted = kind in self._STATIC and response.status_code == HTTPStatus.OK
        else:
            asked_by = request.headers.get("Sec-Fetch-Site")
            wanted = kind == self._PAGE and asked_by in self._FOR_OURSELVES
        return super().process_response(request, response) if wanted else response


class NoStoreMiddleware:
    """Answers are not stored, in the browser either: a school's computer has several users.

    Static files come from WhiteNoise, which answers before this.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Cache-Control", "no-store")
        return response


class NoNulMiddleware:
    """Nothing that was sent holds the sign that PostgreSQL keeps in no text; no browser sends it.

    Behind the look for a form's token, which reads the form.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        sent = (*request.GET.lists(), *request.POST.lists())
        if any("\0" in text for name, values in sent for text in (name, *map(str, values))):
            return bad_request(request, BadRequest())
        return None


class OnlyForFormsMiddleware:
    """Who asks for an address that only a form is sent to gets a page, not the browser's own error.

    With Enter in the bar of the browser, or back in a tab of yesterday.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or request.method != "GET":
            return response
        page = not_found(request)
        page.status_code = response.status_code
        page["Allow"] = response["Allow"]
        return page
