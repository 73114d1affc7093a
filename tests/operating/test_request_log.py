"""The line of a request: its route, never what somebody asked for."""

import json
import logging
from collections.abc import Iterator
from io import StringIO

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve
from django.utils.log import log_response

from leesloket.operating.middleware import RequestLogMiddleware
from leesloket.server.logs import JsonFormatter, request_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines() -> Iterator[StringIO]:
    """What a collector of logs gets."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonFormatter())
    logger = logging.getLogger("leesloket.request")
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield written
    logger.removeHandler(handler)
    logger.setLevel(level)


def test_a_request_is_told_by_its_pattern(visitor: Client, lines: StringIO) -> None:
    visitor.get("/balie/klanten/7d3f6f0e-31f5-4c0b-9d4e-0f9a3f7f9a11/?q=Zoë")

    told = json.loads(lines.getvalue())
    assert told["route"] == "balie/klanten/<uuid:patron_id>/"
    assert (told["method"], told["status"], told["logger"]) == ("GET", 302, "leesloket.request")
    assert told["ms"] >= 0
    assert set(told) == {
        "at", "level", "logger", "message", "route", "method", "status", "ms", "request",
    }  # fmt: skip


def test_an_address_that_is_none_is_not_told(visitor: Client, lines: StringIO) -> None:
    visitor.get("/Zoë-van-Dijk/")

    assert json.loads(lines.getvalue())["route"] == ""
    assert "Dijk" not in lines.getvalue()


@pytest.mark.parametrize("name", ["django.security.csrf", "django.request"])
def test_a_refused_form_and_a_broken_page_are_told_by_their_pattern(name: str) -> None:
    """Their addresses can hold the secret of a link, and what somebody typed."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    logger = logging.getLogger(name)
    logger.addHandler(handler)
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    try:
        if name == "django.request":
            request = RequestFactory().get("/aanmelden/vergeten/geheim%0aZoe/")
            request.resolver_match = resolve("/aanmelden/vergeten/geheim/")
            log_response("%s: %s", "Broken", request.path, request=request,
                         response=HttpResponse(status=500))  # fmt: skip
        else:
            client.post(
                "/aanmelden/vergeten/geheim%0aZoe/",
                headers={"Origin": "http://zoe.nl"},
                secure=True,
            )
    finally:
        logger.removeHandler(handler)

    assert "aanmelden/vergeten/<str:token>/" in written.getvalue()
    assert "geheim" not in written.getvalue()
    assert "Zoe" not in written.getvalue()
    assert "zoe.nl" not in written.getvalue()


def test_lines_of_one_request_share_an_id_that_ends_with_it() -> None:
    seen = []

    def page(_: object) -> object:
        seen.append(request_id.get())
        raise LookupError

    for _ in range(2):
        with pytest.raises(LookupError):
            RequestLogMiddleware(page)(RequestFactory().get("/"))  # type: ignore[arg-type] # it raises

    assert len(set(seen)) == 2
    assert all(seen)
    assert request_id.get() == ""
