"""A browser keeps static files for good, and pages travel small where that gives nothing away."""

import gzip
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http.response import HttpResponseBase
from django.templatetags.static import static
from django.test import Client

from leesloket.web.static_version import version_of_static_files

GZIP = {"accept_encoding": "gzip, deflate, br"}
PAGE = "/hoe-aanmelden/"


def _get(address: str, **headers: str) -> tuple[HttpResponseBase, bytes]:
    """What was answered, and its content, read to the end as a browser does."""
    said = {name.replace("_", "-"): value for name, value in headers.items()}
    response: HttpResponseBase = Client(headers=said).get(address, secure=True)
    return response, b"".join(response)


def test_another_file_gives_all_of_them_another_address(tmp_path: Path) -> None:
    """So that a page of a new version never meets the style or the script of an old one."""
    folder = tmp_path / "web" / "static" / "leesloket"
    folder.mkdir(parents=True)
    (folder / "app.js").write_text("old")
    old = version_of_static_files(tmp_path)
    assert version_of_static_files(tmp_path) == old

    (folder / "app.js").write_text("new")
    new = version_of_static_files(tmp_path)
    (folder / "more.css").write_text("")

    assert (
        len({old, new, version_of_static_files(tmp_path), version_of_static_files(tmp_path, [])})
        == 4
    )


def test_every_static_file_is_in_that_sum() -> None:
    folders = [settings.BASE]
    for name in ("django_htmx", "allauth"):
        found = find_spec(name)
        assert found is not None
        folders += map(Path, found.submodule_search_locations or ())

    for finder in finders.get_finders():
        for name, storage in finder.list(None):
            path = Path(storage.path(name))
            assert any(path.is_relative_to(folder) for folder in folders), path


def test_a_browser_asks_for_a_static_file_once_in_each_version() -> None:
    response, _ = _get(static("leesloket/components.css"))

    assert "immutable" in response["Cache-Control"]
    assert static("leesloket/components.css") == f"{settings.STATIC_URL}leesloket/components.css"


@pytest.mark.parametrize("name", ["components.css", "js/app.js", "favicon.svg"])
def test_static_text_is_compressed(name: str) -> None:
    _, plain = _get(static(f"leesloket/{name}"))
    response, content = _get(static(f"leesloket/{name}"), **GZIP)

    assert response["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in response["Vary"]
    assert gzip.decompress(content) == plain


def test_what_is_packed_already_and_what_is_a_part_go_as_they_are() -> None:
    font = static("leesloket/vendor/fonts/andika-latin-400-normal.woff2")

    whole, _ = _get(font, **GZIP)
    part, content = _get(static("leesloket/components.css"), range="bytes=0-9", **GZIP)

    assert not whole.has_header("Content-Encoding")
    assert not part.has_header("Content-Encoding")
    assert (part.status_code, len(content)) == (206, 10)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked_by", "compressed"),
    [
        ("same-origin", True),
        ("none", True),
        ("same-site", False),
        ("cross-site", False),
        ("", False),
    ],
)
def test_a_page_is_compressed_for_who_asks_from_our_own_pages_only(
    asked_by: str, *, compressed: bool
) -> None:
    """Others could guess what stands in it, and read from the length whether they were right."""
    said = {"sec_fetch_site": asked_by} if asked_by else {}

    response, _ = _get(PAGE, **GZIP, **said)

    assert response.status_code == 200
    assert response.has_header("Content-Encoding") == compressed


@pytest.mark.django_db
def test_what_is_no_page_goes_as_it_is() -> None:
    response, _ = _get("/healthz", sec_fetch_site="none", **GZIP)

    assert not response.has_header("Content-Encoding")
