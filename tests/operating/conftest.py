"""An empty site with a data folder of its own."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker, Settings
from tests.accounts.cast import PASSWORD, SECRET, code_of
from tests.conftest import _working_on
from tests.people import NOW, make_branch, make_library

from leesloket.accounts.seed import DemoPerson, DemoRight, add_demo_people
from leesloket.branches.models import Branch, Library
from leesloket.server import embedded


@pytest.fixture
def committing(
    server: embedded.Embedded,
    template_database: str,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[str]:
    """Work in an empty database of one's own, where a commit is a commit; gives its name."""
    name = f"operating_{uuid4().hex[:8]}"
    server.make_database(name, template=template_database)
    with _working_on(name, server, django_db_blocker):
        yield name
    server.drop_database(name)


@pytest.fixture
def data(settings: Settings, tmp_path: Path) -> Path:
    """The data folder of a site that nobody has set up."""
    settings.DATA = tmp_path
    settings.DEMO = False
    return tmp_path


@pytest.fixture
def visitor(data: Path, settings: Settings) -> Client:
    """Somebody's browser, over plain HTTP."""
    settings.SECURE_SSL_REDIRECT = False
    settings.SESSION_COOKIE_SECURE = False
    settings.SESSION_COOKIE_NAME = "session"
    settings.CSRF_COOKIE_SECURE = False
    settings.CSRF_COOKIE_NAME = "csrf"
    return Client()


@pytest.fixture
def library(db: None) -> Library:
    library = make_library()
    make_branch(library, "centrum", kind="public")
    return library


@pytest.fixture
def chief(library: Library, visitor: Client, settings: Settings) -> Client:
    """An administrator of the library, signed in."""
    settings.DEMO = True
    right = DemoRight("administer", Branch.objects.get(slug="centrum").pk, NOW.date())
    person = DemoPerson(
        login="chef",
        display_name="Chef",
        password=PASSWORD,
        one_time=False,
        totp_secret=SECRET,
        rights=(right,),
    )
    add_demo_people([person], library_id=library.pk, now=NOW)
    visitor.post("/aanmelden/", {"login": "chef", "password": PASSWORD})
    visitor.post("/aanmelden/code/", {"code": code_of(SECRET)})
    return visitor
