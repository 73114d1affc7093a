"""A small cast in two libraries, and a site with nothing but doors."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from types import ModuleType
from uuid import UUID, uuid4

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from django.utils import timezone
from pytest_django import DjangoDbBlocker, Settings

from leesloket.accounts.doors import needs, viewer_in
from leesloket.accounts.queries import Viewer, viewer_of
from leesloket.accounts.seed import DemoPerson, DemoRight, add_demo_people
from leesloket.branches.models import Branch, Library
from leesloket.server import embedded

NOW = datetime(2026, 8, 24, 9, 12, tzinfo=UTC)
TODAY = date(2026, 8, 24)
PASSWORD = "een lange zin om te onthouden"
ONE_TIME = "boelan-zeetuk-miral-roetes-47"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True, scope="session")
def _cheap_argon2() -> None:
    """Argon2id still, with the least work it takes."""
    Argon2PasswordHasher.time_cost = 1
    Argon2PasswordHasher.memory_cost = 8
    Argon2PasswordHasher.parallelism = 1


# --- the cast ------------------------------------------------------------------------------------


@dataclass
class Cast:
    """Two libraries; the first has two schools.  People are added as a test needs them."""

    library: Library
    regenboog: Branch
    vuurvlinder: Branch
    other_library: Library
    lijster: Branch
    ids: dict[str, UUID] = field(default_factory=dict)

    def add(
        self,
        login: str,
        *rights: tuple[str, Branch],
        password: str = PASSWORD,
        one_time: bool = False,
        totp_secret: str = "",
        library: Library | None = None,
        from_date: date = date(2025, 8, 1),
        until_date: date | None = None,
        now: datetime | None = None,
    ) -> UUID:
        person = DemoPerson(
            login=login,
            display_name=f"{login.title()} Voorbeeld",
            rights=tuple(
                DemoRight(kind, branch.pk, from_date, until_date) for kind, branch in rights
            ),
            password=password,
            one_time=one_time,
            totp_secret=totp_secret,
        )
        library_id = (library or self.library).pk
        added = add_demo_people([person], library_id=library_id, now=now or timezone.now())
        self.ids.update(added)
        return added[login]

    def viewer(self, login: str, today: date = TODAY) -> Viewer:
        return viewer_of(self.ids[login], today=today)


@pytest.fixture
def cast(db: None, settings: Settings) -> Cast:
    """Anna works for the Regenboog, Bas teaches there; Beheer looks after the whole library."""
    return _cast(settings)


def _cast(settings: Settings) -> Cast:
    settings.DEMO = True
    library = Library.objects.create(name="Bibliotheek Rivierenland")
    other = Library.objects.create(name="Bibliotheek Kempen")
    cast = Cast(
        library=library,
        regenboog=_branch(library, "regenboog", "De Regenboog"),
        vuurvlinder=_branch(library, "vuurvlinder", "De Vuurvlinder"),
        other_library=other,
        lijster=_branch(other, "lijster", "De Lijster"),
    )
    cast.add("beheer", ("administer", cast.regenboog))
    cast.add("anna", ("import", cast.regenboog), ("desk", cast.regenboog))
    cast.add("bas", ("upload", cast.regenboog))
    cast.add("dirk", ("administer", cast.lijster), library=other)
    return cast


def _branch(library: Library, slug: str, name: str) -> Branch:
    return Branch.objects.create(
        library=library,
        slug=slug,
        name=name,
        kind=Branch.Kind.PRIMARY,
        contact_name="Els van de balie",
        contact_phone="0344 123456",
        helpdesk="Helpdesk, ma-vr 9-17",
    )


# --- a site --------------------------------------------------------------------------------------


def _tells(request: HttpRequest) -> HttpResponse:
    return HttpResponse(viewer_in(request).display_name)


def _anybody(request: HttpRequest) -> HttpResponse:
    return HttpResponse("-" if request.viewer is None else "known")  # type: ignore[attr-defined]


def _site() -> ModuleType:
    site = ModuleType("accounts_test_site")
    portal = [path("", needs()(_tells), name="home"), path("hoe/", _anybody, name="how_to_sign_in")]
    site.urlpatterns = [  # type: ignore[attr-defined]
        path("", include("leesloket.accounts.urls")),
        path("", include((portal, "portal"))),
        path("importeren/", needs("import")(_tells), name="importing"),
        path("sturen/", needs("upload", "import")(_tells), name="sending"),
        path("uitlenen/", needs("lending")(_tells), name="lending"),
    ]
    site.handler404 = "leesloket.web.views.not_found"  # type: ignore[attr-defined]
    return site


@pytest.fixture(autouse=True)
def _the_site(settings: Settings) -> None:
    sys.modules.setdefault("accounts_test_site", _site())
    settings.ROOT_URLCONF = "accounts_test_site"
    settings.SECURE_SSL_REDIRECT = False
    settings.SESSION_COOKIE_NAME = "session"
    settings.SESSION_COOKIE_SECURE = False
    settings.CSRF_COOKIE_NAME = "csrf"
    settings.CSRF_COOKIE_SECURE = False


SignIn = Callable[..., HttpResponse]


@pytest.fixture
def sign_in(client: Client) -> SignIn:
    """Type a login name and password on the sign-in page; gives the answer."""

    def typed(login: str, password: str = PASSWORD, **more: str) -> HttpResponse:
        return client.post("/aanmelden/", {"login": login, "password": password}, **more)  # type: ignore[return-value,arg-type]

    return typed


def code_of(secret: str, *, periods_ago: int = 0) -> str:
    """What an authenticator app shows for `secret`, now or a while ago."""
    counter = int(timezone.now().timestamp()) // 30 - periods_ago
    shown: str = format_hotp_value(hotp_value(secret, counter))
    return shown


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
        yield _cast(settings)
        connection.close()
        connection.settings_dict["NAME"] = usual
    server.drop_database(name)
