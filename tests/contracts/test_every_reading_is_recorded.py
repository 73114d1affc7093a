"""Whoever sees a pupil leaves a line in the record: walked over every address of the site."""

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from django.db import transaction
from django.http import HttpResponse
from tests.contracts.answers import read_out
from tests.contracts.doors import CAST, DOORS, SCHOOLS
from tests.contracts.test_every_url_is_guarded import (
    POSTED,
    World,
    _addresses,
    _client,
    _only_here,
    world,
)
from tests.people import viewer, whole_scope

from leesloket.audit.models import Event
from leesloket.isolation.scope import scoped
from leesloket.patrons.queries import full_name, sorted_name
from leesloket.web.record_words import CODES, SEEN

__all__ = ["world"]

SOURCE = Path(__file__).parents[2] / "src" / "leesloket"
SHEET = "application/vnd.openxmlformats"
PAPER = "application/pdf"


def _asked(world: World, login: str, method: str, address: str) -> tuple[bool, frozenset[str]]:
    """Whether somebody is shown a pupil, and the codes of what was recorded; all rolled back."""
    places = sorted(at for _, at in CAST[login])
    at = next((one for one in places if one in world.names), places[0])
    with transaction.atomic():
        client = _client(world, login)
        first_name = world.names[at][0].split()[0] if at in world.names else ""
        asked = {**POSTED, "q": first_name, "zoek": "", "soort": "all"}
        answer = client.get(address) if method == "GET" else client.post(address, asked)
        shown = _shows_a_pupil(read_out(answer))  # type: ignore[arg-type] # the client's has more
        codes = _recorded_of(login, at) if shown else frozenset()
        transaction.set_rollback(True)
    return shown, codes


def _recorded_of(login: str, at: str) -> frozenset[str]:
    with scoped(whole_scope(at)):
        told = Event.objects.filter(account_id=viewer(login).account_id)
        return frozenset(told.values_list("code", flat=True))


@lru_cache
def _names() -> dict[str, list[str]]:
    """By first word, for reading and for a list: `Zoë van Dijk`, and `Dijk, Zoë van`."""
    found: dict[str, list[str]] = {}
    for one in (one for slug in SCHOOLS for one in _only_here(slug)):
        for name_of in (full_name, sorted_name):
            name = name_of(one.first_name, one.prefix, one.surname)
            found.setdefault(_words(name)[0], []).append(name)
    return found


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def _shows_a_pupil(answer: HttpResponse) -> bool:
    if answer.get("Content-Type", "").startswith((SHEET, PAPER)):
        return True
    seen = answer.content.decode(errors="replace")
    names = _names()
    return any(name in seen for word in names.keys() & {*_words(seen)} for name in names[word])


@pytest.mark.parametrize("name", DOORS)
def test_every_page_and_file_that_shows_a_pupil_tells_who_saw_it(world: World, name: str) -> None:
    for login in (who for who, held in CAST.items() if held):
        for _, address in _addresses(name, DOORS[name], world):
            for method in DOORS[name].methods:
                shown, codes = _asked(world, login, method, address)

                if name != "portal:sample" and shown:
                    assert codes & set(SEEN), (login, method, address)


SHOWING = ("desk:patron", "desk:patrons", "desk:group", "desk:group_xlsx", "desk:seen", "desk:plan")


@pytest.mark.parametrize("name", [*SHOWING, "portal:plan"])
def test_a_page_that_is_about_pupils_does_show_one(world: World, name: str) -> None:
    """Or the test above would hold of nothing."""
    login = "petra" if name == "portal:plan" else "marloes"

    shown = [
        _asked(world, login, method, address)[0]
        for _, address in _addresses(name, DOORS[name], world)
        for method in DOORS[name].methods
    ]

    assert any(shown)


def _recorded() -> Iterator[str]:
    """Every code that the source gives to `record`, or to a helper of that name."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = node.func.id if isinstance(node.func, ast.Name) else ""
            if called.lstrip("_") in {"record", "told"}:
                for one in ast.walk(node.args[0]):
                    if isinstance(one, ast.Constant) and isinstance(one.value, str):
                        yield one.value


def test_every_code_that_is_recorded_has_plain_words() -> None:
    codes = set(_recorded())

    assert len(codes) > 30
    assert codes - set(CODES) == set()
