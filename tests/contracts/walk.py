"""Everybody at every address of a door, once: whatever is asked of the answers, is of these."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.db import transaction
from django.http import HttpResponse
from tests.contracts.answers import read_out
from tests.contracts.doors import CAST, DOORS, SCHOOLS
from tests.contracts.world import EVERYBODY, POSTED, World, addresses_of, client_of, only_here
from tests.people import viewer, whole_scope

from leesloket.audit.models import Event
from leesloket.isolation.scope import scoped
from leesloket.patrons.queries import full_name, sorted_name

SHEET = "application/vnd.openxmlformats"
PAPER = "application/pdf"


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody got at an address that is about something of this branch."""

    login: str
    slug: str
    method: str
    status: int
    location: str
    named: frozenset[str]
    """The schools of which a child is named that only they have."""
    shows_a_pupil: bool
    """A pupil of the demo by name, or a file; asked of the cast only."""
    recorded: frozenset[str]
    """If so: the codes of what the record tells of who asked."""


def walk(world: World, name: str) -> list[Seen]:
    """What everybody gets at one door; whatever it changed is rolled back."""
    if name not in world.walked:
        world.walked[name] = list(_walk(world, name))
    found: list[Seen] = world.walked[name]
    return found


def _walk(world: World, name: str) -> Iterator[Seen]:
    door = DOORS[name]
    addresses = list(addresses_of(name, door, world))
    for login in EVERYBODY:
        posted = _posted(world, login)
        for slug, address in addresses:
            for method in door.methods:
                with transaction.atomic():
                    client = client_of(world, login)
                    got = client.get(address) if method == "GET" else client.post(address, posted)
                    answer = read_out(got)
                    seen = _seen(world, login, slug, method, answer)
                    transaction.set_rollback(True)
                yield seen


def _place(login: str, world: World) -> str:
    """A branch of somebody of the cast, with names that only it has where there is one."""
    places = sorted(at for _, at in CAST.get(login, ()))
    return next((one for one in places if one in world.names), places[0] if places else "")


def _posted(world: World, login: str) -> dict[str, str]:
    """Something for every form; who may look for a child of a school looks for one of it."""
    at = _place(login, world)
    if not at:
        return POSTED
    first_name = world.names[at][0].split()[0] if at in world.names else ""
    return {**POSTED, "q": first_name, "zoek": "", "soort": "all"}


def _seen(world: World, login: str, slug: str, method: str, answer: HttpResponse) -> Seen:
    text = answer.content.decode(errors="replace")
    at = _place(login, world)
    shown = bool(at) and _shows_a_pupil(answer, text)
    return Seen(
        login=login,
        slug=slug,
        method=method,
        status=answer.status_code,
        location=answer.get("Location", ""),
        named=frozenset(
            school for school in SCHOOLS if any(one in text for one in world.names[school])
        ),
        shows_a_pupil=shown,
        recorded=_recorded_of(login, at) if shown else frozenset(),
    )


def _recorded_of(login: str, at: str) -> frozenset[str]:
    with scoped(whole_scope(at)):
        told = Event.objects.filter(account_id=viewer(login).account_id)
        return frozenset(told.values_list("code", flat=True))


@lru_cache
def _names() -> dict[str, list[str]]:
    """By first word, for reading and for a list: `Zoë van Dijk`, and `Dijk, Zoë van`."""
    found: dict[str, list[str]] = {}
    for one in (one for slug in SCHOOLS for one in only_here(slug)):
        for name_of in (full_name, sorted_name):
            name = name_of(one.first_name, one.prefix, one.surname)
            found.setdefault(_words(name)[0], []).append(name)
    return found


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def _shows_a_pupil(answer: HttpResponse, text: str) -> bool:
    if answer.get("Content-Type", "").startswith((SHEET, PAPER)):
        return True
    names = _names()
    return any(name in text for word in names.keys() & {*_words(text)} for name in names[word])
