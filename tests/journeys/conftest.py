"""The real Chromium before the running site."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from tests.journeys.person import Arrives, Person, arrive
from tests.site.fixtures import Ground, ground, site
from tests.site.running import Site

from leesloket.dev import BROWSERS

__all__ = ["ground", "site"]

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


class NoBrowserError(Exception):
    """These tests are nothing without Chromium: `./run test` installs it and names it."""


def _chromium() -> str:
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise NoBrowserError
    return found


# Per module: Playwright's event loop runs in this thread as long as it lives, and Django's
# database calls of other tests refuse to work beside one.
@pytest.fixture(scope="module")
def chromium(ground: Ground) -> Iterator[Browser]:
    expect.set_options(timeout=45_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def looked_at(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where all workers of this run remember the pages that were looked at."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "looked-at"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
def arrives(chromium: Browser, ground: Ground, site: Site, looked_at: Path) -> Iterator[Arrives]:
    """Lets somebody of the cast come to a site where nothing has happened yet."""
    here: list[Person] = []

    def come(login: str = "", *, scripts: bool = True) -> Person:
        cookies = ground.cookies[login] if login else {}
        person = arrive(chromium, site.url, cookies, looked_at, scripts=scripts)
        here.append(person)
        return person

    yield come
    for person in here:
        person.page.context.close()
    assert [complaint for person in here for complaint in person.complaints] == []


@pytest.fixture
def petra(arrives: Arrives) -> Person:
    """Who sends for De Vuurvlinder."""
    return arrives("petra").goes_to("/")


@pytest.fixture
def marloes(arrives: Arrives) -> Person:
    """Who imports for the library."""
    return arrives("marloes").goes_to("/")


@pytest.fixture
def tarik(arrives: Arrives) -> Person:
    """Who is the second person."""
    return arrives("tarik").goes_to("/")
