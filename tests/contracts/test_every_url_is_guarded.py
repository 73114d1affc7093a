"""Every address, for everybody, about everything that is theirs and that is not.

The table is tests/contracts/doors.py.  An address that is not in it fails.
"""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.contracts.doors import (
    ASK_AGAIN,
    BEFORE_A_NAME,
    CAST,
    DOORS,
    LIBRARY_OF,
    OF_SIGNING_IN,
    OF_THE_OPERATOR,
    OPEN_TO_ALL,
    SCHOOLS,
    Door,
)
from tests.contracts.walk import walk
from tests.contracts.world import (
    EVERYBODY,
    POSTED,
    World,
    addresses_of,
    answer_of,
    client_of,
    world,
)

from leesloket.web.record_words import SEEN

__all__ = ["world"]

COMES_IN = {200, 302, 303, 400, 404, 409}
"""What somebody may get who comes in; 404 when what was posted names nothing."""

_WHO = "/aanmelden/wie/"


@pytest.mark.parametrize("name", sorted({*DOORS, *OPEN_TO_ALL, *OF_SIGNING_IN} - BEFORE_A_NAME))
def test_a_shared_account_says_first_who_sits_there(world: World, name: str) -> None:
    where = next(addresses_of(name, DOORS[name], world))[1] if name in DOORS else _own(name)
    client = client_of(world, "")
    client.cookies[settings.SESSION_COOKIE_NAME] = world.without_name

    answers = [
        client.get(where),
        client.post(where, POSTED),
        client.post(where, POSTED, headers={"HX-Request": "true"}),
    ]

    assert [one.get("Location", "").split("?")[0] for one in answers[:2]] == [_WHO, _WHO]
    assert answers[2]["HX-Redirect"] == _WHO
    assert not any(one.content for one in answers)


# --- the table and the URLconf -------------------------------------------------------------------


def _names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from _names(one.url_patterns, inner)
        else:
            yield f"{space}{one.name}"


def test_every_address_is_in_the_table_once() -> None:
    known = [*DOORS, *OF_SIGNING_IN, *OF_THE_OPERATOR, *OPEN_TO_ALL]

    assert sorted(_names(get_resolver().url_patterns)) == sorted(known)


# --- everybody at every door ---------------------------------------------------------------------


def _may(login: str, door: Door, slug: str) -> bool:
    held = EVERYBODY[login]
    if not door.rights or door.about == "nothing":
        return not door.rights or any(kind in door.rights for kind, _ in held)
    if door.about == "person":
        # People belong to a library, not to a branch of it.
        library = LIBRARY_OF.get(slug)
        return any(kind in door.rights and LIBRARY_OF[at] == library for kind, at in held)
    return any((kind, slug) in held for kind in door.rights)


def _expected(login: str, door: Door, slug: str) -> set[int]:
    if not login:
        return {302}
    return COMES_IN if _may(login, door, slug) else {404}


@pytest.mark.parametrize("name", DOORS)
def test_everybody_gets_what_the_table_says_and_nobody_sees_another_school(
    world: World, name: str
) -> None:
    door = DOORS[name]
    for seen in walk(world, name):
        opened = {
            at for kind, at in EVERYBODY[seen.login] if not door.rights or kind in door.rights
        }
        assert seen.status in _expected(seen.login, door, seen.slug), seen
        if seen.status == 302:
            assert seen.location.startswith("/aanmelden/?next=") == (not seen.login), seen
        assert seen.named <= opened, seen


@pytest.mark.parametrize("name", DOORS)
def test_every_page_and_file_that_shows_a_pupil_tells_who_saw_it(world: World, name: str) -> None:
    for seen in walk(world, name):
        if name != "portal:sample" and seen.shows_a_pupil:
            assert seen.recorded & set(SEEN), seen


SHOWING = ("desk:patron", "desk:patrons", "desk:group", "desk:group_xlsx", "desk:seen", "desk:plan")


@pytest.mark.parametrize("name", [*SHOWING, "portal:plan"])
def test_a_page_that_is_about_pupils_does_show_one(world: World, name: str) -> None:
    """Or the test above would hold of nothing."""
    login = "petra" if name == "portal:plan" else "marloes"

    assert any(seen.shows_a_pupil for seen in walk(world, name) if seen.login == login)


@pytest.mark.parametrize("name", DOORS)
def test_a_door_takes_no_other_method(world: World, name: str) -> None:
    [(_, address), *_] = addresses_of(name, DOORS[name], world)
    for login in ("", "petra", "marloes"):
        for method in {"GET", "POST"} - set(DOORS[name].methods):
            assert answer_of(world, login, method, address).status_code == 405, (login, method)


def _own(name: str) -> str:
    """A page about oneself; some are about a passkey, a link of a mail, or a school."""
    about_one = {
        "mfa_edit_webauthn",
        "mfa_remove_webauthn",
        "accounts:link_school",
        "accounts:reset_by_mail",
        "accounts:school_sign_in",
        "openid_connect_callback",
    }
    return reverse(name, args=[1] if name in about_one else [])


def test_what_weighs_asks_who_is_there_and_nothing_else_does(world: World) -> None:
    asks = set()
    for name in (*DOORS, *OF_SIGNING_IN):
        door = DOORS.get(name, Door(("GET", "POST")))
        where = _own(name) if name in OF_SIGNING_IN else next(addresses_of(name, door, world))[1]
        for login in ("petra", "marloes", "willem"):
            if name in DOORS and not _may(login, door, "vuurvlinder"):
                continue
            for method in door.methods:
                answer = answer_of(world, login, method, where, old=True)
                if answer.get("Location", "").startswith("/aanmelden/opnieuw/?"):
                    asks.add(name)

    assert asks == ASK_AGAIN


@pytest.mark.parametrize("name", [name for name, door in DOORS.items() if "POST" in door.methods])
def test_an_empty_form_breaks_nothing(world: World, name: str) -> None:
    for login in ("petra", "marloes", "willem"):
        for _, address in addresses_of(name, DOORS[name], world):
            answer = answer_of(world, login, "POST", address, {})

            assert answer.status_code in COMES_IN, (login, answer.status_code)


@pytest.mark.parametrize("login", ["petra", "joost"])
def test_an_upload_of_another_school_is_not_found_under_ones_own(world: World, login: str) -> None:
    [(_, own)] = CAST[login]
    for slug in SCHOOLS:
        if slug == own:
            continue
        for view in (one for one in DOORS if one.startswith("portal:")):
            if DOORS[view].about != "upload":
                continue
            address = reverse(view, args=[own, world.uploads[slug]])
            for method in DOORS[view].methods:
                answer = answer_of(world, login, method, address)
                assert answer.status_code == 404, (view, method, slug)


@pytest.mark.parametrize("name", [name for name, door in DOORS.items() if "POST" in door.methods])
def test_a_post_without_the_token_of_the_form_is_refused(world: World, name: str) -> None:
    [(slug, address), *_] = addresses_of(name, DOORS[name], world)
    for login in CAST:
        answer = client_of(world, login, csrf=True).post(address)

        assert answer.status_code == 403, (login, slug)


@pytest.mark.parametrize("name", OPEN_TO_ALL)
def test_what_anybody_may_read_names_no_child(world: World, name: str) -> None:
    for login in CAST:
        answer = client_of(world, login).get(reverse(name))

        assert answer.status_code == 200
        seen = answer.content.decode()
        assert not [one for names in world.names.values() for one in names if one in seen]


@pytest.mark.parametrize("name", OF_SIGNING_IN)
def test_no_page_of_signing_in_breaks_or_names_a_child(world: World, name: str) -> None:
    for login in CAST:
        for method in ("GET", "POST"):
            answer = answer_of(world, login, method, _own(name), {})

            assert answer.status_code in {200, 302, 303, 400, 403, 404, 405, 429}, (login, method)
            seen = answer.content.decode()
            assert not [one for names in world.names.values() for one in names if one in seen]
