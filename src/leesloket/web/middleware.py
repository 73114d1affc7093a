"""What holds for every answer: not stored, and never an empty page."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

from leesloket.web.views import bad_request, not_found


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
