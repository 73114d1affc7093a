"""A register with a list of every school on its way, and its addresses asked by anybody."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker
from tests.conftest import _working_on
from tests.contracts.answers import read_out
from tests.contracts.doors import CAST, DOORS, LIBRARY_OF, MIXED, SCHOOLS, Door
from tests.imports.journey import receive
from tests.people import NOW, TODAY, branch, demo_file, school_viewer, truth, viewer

from leesloket.accounts import rules, sessions
from leesloket.accounts.models import Account, Right
from leesloket.accounts.sharing import add_shared_account
from leesloket.branches.models import Branch, Group
from leesloket.children.models import Child
from leesloket.demo.model import DemoMember
from leesloket.demo.populate import patron_id_of
from leesloket.isolation.scope import Scope, scoped, signing_in
from leesloket.server import embedded

FILES = {
    "vuurvlinder": "vuurvlinder-2026-2027.xlsx",
    "wilgenbos": "wilgenbos-2026-2027.csv",
    "zilvermeeuw": "zilvermeeuw-2026-2027.csv",
}
EVERYBODY = {**CAST, **MIXED}
CANARIES = 50
POSTED = {
    "answer": "clear",
    "birth_date": "2018-04-01",
    "branch": "vuurvlinder",
    "card": "V99999999",
    "deed": "revoke",
    "digest": "sha256:0",
    "field": "group",
    "fingerprint": "0" * 64,
    "first_name": "Iemand",
    "from": "2026-08-17",
    "group": str(uuid4()),
    "at": "0",
    "teaching": str(uuid4()),
    "upload": str(uuid4()),
    "key": "large_change",
    "kind": "upload",
    "login": "een.nieuweling",
    "mode": "full",
    "name": "Een Nieuweling",
    "page": str(uuid4()),
    "q": "v",
    "patron": str(uuid4()),
    "reason": "omdat de test het wil",
    "right": str(uuid4()),
    "school_year": "2026-2027",
    "sheet": "Leerlingen",
    "surname": "Anders",
    "value": "5",
}
"""Something for every form, so that a refusal is about who asks, never about what is missing."""


@dataclass(frozen=True, slots=True)
class World:
    """What there is in every school: ids to try the doors with."""

    uploads: Mapping[str, UUID]
    patrons: Mapping[str, UUID]
    groups: Mapping[str, UUID]
    people: Mapping[str, UUID]
    names: Mapping[str, tuple[str, ...]]
    """Fifty names of children that only this school has."""
    sessions: Mapping[str, str]
    old_sessions: Mapping[str, str]
    """Of people who signed in twenty minutes ago."""
    without_name: str
    """The session of a shared account, at which nobody has said who she is."""
    walked: dict[str, Any] = field(default_factory=dict)
    """What tests.contracts.walk saw behind each door."""


@pytest.fixture(scope="module")
def world(
    server: embedded.Embedded,
    demo_template: str,
    reader: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[World]:
    """The demo, with a list of every school on its way, on the day that they were sent."""
    name = f"guarded_{uuid4().hex[:8]}"
    server.make_database(name, template=demo_template)
    clock = timezone.now
    plain = override_settings(SECURE_SSL_REDIRECT=False, SESSION_COOKIE_SECURE=False)
    with _working_on(name, server, django_db_blocker), plain:
        timezone.now = lambda: NOW
        yield _made()
        timezone.now = clock
    server.drop_database(name)


@pytest.fixture
def rolled_back(world: World) -> Iterator[World]:
    """The world for one test that changes it."""
    with transaction.atomic():
        yield world
        transaction.set_rollback(True)


def _made() -> World:
    uploads = {
        slug: receive(
            demo_file(FILES[slug]), branch_id=branch(slug).id, by=school_viewer(slug), name="l.xlsx"
        )
        for slug in SCHOOLS
    }
    shared = add_shared_account(
        login="school1234",
        display_name="gedeeld account",
        branch_id=branch("vuurvlinder").id,
        acting_user=viewer("willem"),
        now=NOW,
    )
    _add_mixed()
    with signing_in():
        accounts = {account.login: account for account in Account.objects.all()}
        nobody = Account.objects.get(pk=shared.account_id)
    return World(
        uploads=uploads,
        patrons={slug: patron_id_of(only_here(slug)[0].key) for slug in SCHOOLS},
        groups={slug: _a_group(slug) for slug in SCHOOLS},
        people={"vuurvlinder": accounts["petra"].pk, "zilvermeeuw": accounts["noortje"].pk},
        names={
            slug: tuple(one.first_name + " " + one.surname for one in only_here(slug))[:CANARIES]
            for slug in SCHOOLS
        },
        sessions={login: _session(accounts[login]) for login in EVERYBODY if login},
        old_sessions={login: _session(accounts[login], minutes_ago=20) for login in CAST if login},
        without_name=_session(nobody),
    )


def _add_mixed() -> None:
    """Everybody of MIXED."""
    here, library_id = branch("vuurvlinder"), branch("vuurvlinder").library_id
    held = {**MIXED, "ended": {(kind, here.slug) for kind in rules.KINDS}}
    child_of = patron_id_of(only_here(here.slug)[1].key)
    branches = {one.slug: one for one in Branch.objects.filter(library_id=library_id)}
    with scoped(Scope(library_id, tuple(one.pk for one in branches.values()))):
        for login, rights in held.items():
            account = Account(library_id=library_id, login=login, created_at=NOW)
            account.set_unusable_password()
            account.save(force_insert=True)
            Right.objects.bulk_create(
                Right(
                    account=account,
                    branch=branches[slug],
                    kind=kind,
                    from_date=TODAY - timedelta(days=9),
                    until_date=TODAY - timedelta(days=1) if login == "ended" else None,
                )
                for kind, slug in rights
            )
        child = Account.objects.get(login="child")
        Child.objects.create(account=child, patron_id=child_of, library_id=library_id, made_at=NOW)
    with signing_in():
        for account in Account.objects.filter(login__in=held):
            Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={})


def only_here(slug: str) -> list[DemoMember]:
    """Members of this school whose name nobody has elsewhere."""
    elsewhere = {
        (one.first_name, one.surname)
        for other in LIBRARY_OF
        if other != slug
        for one in (*truth(other).members, *truth(other).next_year)
    }
    return [one for one in truth(slug).members if (one.first_name, one.surname) not in elsewhere]


def _a_group(slug: str) -> UUID:
    line = branch(slug)
    with scoped(Scope(line.library_id, (line.id,))):
        group = Group.objects.filter(branch_id=line.id).first()
    assert group is not None
    return group.pk


def _session(account: Account, *, minutes_ago: int = 0) -> str:
    """A session of somebody who has passed both steps."""
    # allauth goes by the machine's own clock.
    at = time.time() - 60 * minutes_ago
    store = Client().session
    store[SESSION_KEY] = str(account.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = account.get_session_auth_hash()
    store["account_authentication_methods"] = [
        {"method": "password", "at": at},
        {"method": "mfa", "type": "totp", "at": at},
    ]
    store["account_authentication_methods_user"] = str(account.pk)
    sessions.begin(store, account_id=account.pk, user_agent="", now=NOW)
    store.save()
    key = store.session_key
    assert key is not None
    return key


@lru_cache
def _browser(*, csrf: bool) -> Client:
    # Kept, because every new client looks through all static files.
    return Client(enforce_csrf_checks=csrf)


def client_of(world: World, login: str, *, csrf: bool = False, old: bool = False) -> Client:
    client = _browser(csrf=csrf)
    client.cookies.clear()
    if login:
        sessions = world.old_sessions if old else world.sessions
        client.cookies[settings.SESSION_COOKIE_NAME] = sessions[login]
    return client


def answer_of(
    world: World,
    login: str,
    method: str,
    address: str,
    posted: Mapping[str, str] = POSTED,
    *,
    old: bool = False,
) -> HttpResponse:
    """What somebody gets; whatever it changed is rolled back."""
    client = client_of(world, login, old=old)
    with transaction.atomic():
        got = client.get(address) if method == "GET" else client.post(address, posted)
        answer = read_out(got)
        transaction.set_rollback(True)
    return answer


def addresses_of(name: str, door: Door, world: World) -> Iterator[tuple[str, str]]:
    """(branch, address) for everything this door can be about; an unknown one has no branch."""
    own = {
        "upload": world.uploads,
        "patron": world.patrons,
        "group": world.groups,
        "person": world.people,
    }.get(door.about, {})
    yield from ((slug, reverse(name, args=_args(name, slug, one))) for slug, one in own.items())
    if door.about == "school":
        yield from ((slug, reverse(name, args=_args(name, slug))) for slug in SCHOOLS)
    if door.about == "nothing":
        yield "", reverse(name)
    else:
        slug, more = ("nergens", []) if door.about == "school" else ("vuurvlinder", [uuid4()])
        yield "nowhere", reverse(name, args=_args(name, slug, *more))


def _args(name: str, slug: str, *ids: UUID) -> list[str | UUID]:
    """What stands in an address: the school where it has one, the id, the kind of a file."""
    has_slug = name.startswith("portal:") or DOORS[name].about in {"school", "group"}
    return [*([slug] if has_slug else []), *ids, *(["xlsx"] if name == "portal:sample" else [])]
