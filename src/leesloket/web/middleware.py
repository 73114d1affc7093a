"""What holds for every answer: not stored, and never an empty page."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from leesloket.web.views import not_found


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
