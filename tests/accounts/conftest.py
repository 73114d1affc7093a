"""A small cast in two libraries, and a site with nothing but doors."""

import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from pytest_django import DjangoDbBlocker, Settings
from tests.accounts.cast import PASSWORD, Answer, Cast, make_cast

from leesloket.accounts.doors import needs, viewer_in
from leesloket.desk.people_views import people_urls
from leesloket.desk.shared_views import shared_urls
from leesloket.desk.way_in_views import way_in_urls
from leesloket.server import embedded


@pytest.fixture
def cast(db: None, settings: Settings) -> Cast:
    settings.DEMO = True
    return make_cast()


# --- a site --------------------------------------------------------------------------------------


def _tells(request: HttpRequest) -> HttpResponse:
    return HttpResponse(viewer_in(request).display_name)


def _anybody(request: HttpRequest, **_: str) -> HttpResponse:
    return HttpResponse("-" if request.viewer is None else "known")  # type: ignore[attr-defined]


def _site() -> ModuleType:
    site = ModuleType("accounts_test_site")
    portal = [
        path("", needs()(_tells), name="home"),
        path("hoe/", _anybody, name="how_to_sign_in"),
        path("privacy/", _anybody, name="privacy"),
        path("activeer/", _anybody, name="activate"),
        path("school/<slug:slug>/leerlingen/", _anybody, name="uploads"),
        path("groepen/", _anybody, name="own_groups"),
    ]
    # Where the bar on every page leads.
    desk = [
        path(f"{name}/", _anybody, name=name)
        for name in ("queue", "patrons", "groups", "branches", "review")
    ]
    site.urlpatterns = [  # type: ignore[attr-defined]
        path("", include("leesloket.accounts.urls")),
        path("", include((portal, "portal"))),
        path("importeren/", needs("import")(_tells), name="importing"),
        path("sturen/", needs("upload", "import")(_tells), name="sending"),
        path("uitlenen/", needs("lending")(_tells), name="lending"),
        path("balie/", include(([*people_urls, *shared_urls, *way_in_urls, *desk], "desk"))),
    ]
    site.handler404 = "leesloket.web.views.not_found"  # type: ignore[attr-defined]
    return site


@pytest.fixture(autouse=True)
def _the_site(settings: Settings) -> None:
    sys.modules.setdefault("accounts_test_site", _site())
    settings.ROOT_URLCONF = "accounts_test_site"
    settings.SECURE_SSL_REDIRECT = False
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
    settings.SESSION_COOKIE_NAME = "session"
    settings.SESSION_COOKIE_SECURE = False
    settings.DEVICE_COOKIE_NAME = "device"
    settings.CSRF_COOKIE_NAME = "csrf"
    settings.CSRF_COOKIE_SECURE = False


SignIn = Callable[..., Answer]


@pytest.fixture
def sign_in(client: Client) -> SignIn:
    """Type a login name and password on the sign-in page; gives the answer."""

    def typed(login: str, password: str = PASSWORD, **more: Any) -> Answer:
        return client.post("/aanmelden/", {"login": login, "password": password}, **more)

    return typed


# --- a database in which a commit is one ---------------------------------------------------------


@pytest.fixture
def committed_cast(
    server: embedded.Embedded,
    template_database: str,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    settings: Settings,
) -> Iterator[Cast]:
    """The cast in a database of its own, where transactions end for real."""
    name = f"accounts_{uuid4().hex[:8]}"
    server.make_database(name, template=template_database)
    connection = connections["default"]
    usual = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["NAME"] = name
        settings.DEMO = True
        yield make_cast()
        connection.close()
        connection.settings_dict["NAME"] = usual
    server.drop_database(name)
