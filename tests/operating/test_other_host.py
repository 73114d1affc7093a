"""A request that names another host: a plain page, and one line that repeats nothing of it."""

import logging
import re
from collections.abc import Iterator
from io import BytesIO, StringIO
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.handlers.wsgi import WSGIHandler
from pytest_django import Settings

from leesloket.server.logs import LineFormatter

pytestmark = pytest.mark.django_db

EVIL = "zoë-van-dijk.example"


@pytest.fixture
def lines() -> Iterator[StringIO]:
    """What the console gets."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(LineFormatter("{levelname} {name} {message}", style="{"))
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


def _ask(host: str, *, path: str = "/", method: str = "GET") -> tuple[str, dict[str, str], str]:
    """Status, headers and page, as a web server would ask for them."""
    asked = {"HTTP_HOST": host, "PATH_INFO": path, "REQUEST_METHOD": method}
    environ = {"wsgi.input": BytesIO(), **asked}
    setup_testing_defaults(environ)
    told: list[tuple[str, dict[str, str]]] = []

    def start(status: str, headers: list[tuple[str, str]], *_: object) -> None:
        told.append((status, dict(headers)))

    page = b"".join(WSGIHandler()(environ, start)).decode()  # type: ignore[arg-type] # as WSGI does
    [(status, headers)] = told
    return status, headers, page


@pytest.mark.parametrize("moves_to_https", [False, True])
@pytest.mark.parametrize("path", ["/", "/aanmelden/", "/healthz"])
def test_another_host_gets_a_page_that_says_so(
    settings: Settings, path: str, *, moves_to_https: bool
) -> None:
    settings.SECURE_SSL_REDIRECT = moves_to_https

    status, _, page = _ask(EVIL, path=path)

    assert status == "400 Bad Request"
    assert "Dit adres kennen wij niet" in page
    assert EVIL not in page


@pytest.mark.parametrize("host", [EVIL, "een host\r\nERROR nep", "[::1", "x" * 9000])
def test_the_log_has_one_line_without_what_was_asked_for(lines: StringIO, host: str) -> None:
    status, _, _ = _ask(host, method="POST")

    assert status == "400 Bad Request"
    [line] = lines.getvalue().splitlines()
    assert re.fullmatch(r"WARNING django\.security\.DisallowedHost [^:]+LEESLOKET_HOSTS.*", line)
    assert EVIL not in line
    assert "nep" not in line
