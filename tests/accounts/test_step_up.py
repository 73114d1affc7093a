"""Is it still you?  What weighs is asked about, and what was posted is done afterwards."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from tests.accounts.cast import PASSWORD, SECRET, TODAY, Answer, Cast, code_of, mark_of
from tests.accounts.conftest import SignIn

from leesloket.accounts import queries

LOOK_FIRST = "Kijk eerst of het al gedaan is. Zo niet, doe het dan nog een keer."
NOTHING_DONE = "Er is nog niets gedaan. Doe het nog een keer."


def go_stale(client: Client, *, minutes: int = 16) -> None:
    """Let somebody have signed in a while ago."""
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= minutes * 60
    session.save()


@pytest.fixture
def boss(cast: Cast, client: Client, sign_in: SignIn) -> Client:
    """An administrator who signed in a moment ago."""
    cast.add("baas", ("administer", cast.regenboog), totp_secret=SECRET)
    sign_in("baas")
    client.post("/aanmelden/code/", {"code": code_of(SECRET)})
    return client


def _give(
    client: Client, cast: Cast, *, kind: str = "upload", headers: dict[str, str] | None = None
) -> Answer:
    right = {"kind": kind, "branch": "vuurvlinder", "from": "2026-08-01"}
    return client.post(f"/balie/mensen/{cast.ids['bas']}/recht/", right, headers=headers)


def _rights(cast: Cast) -> set[tuple[str, str]]:
    found = queries.person(cast.viewer("baas"), cast.ids["bas"], today=TODAY)
    return {(right.kind, right.branch_slug) for right in found.rights}


def _next_page(client: Client) -> str:
    return client.get("/balie/mensen/").content.decode()


BEFORE = {("upload", "regenboog")}
AFTER = BEFORE | {("upload", "vuurvlinder")}


def test_who_signed_in_a_moment_ago_is_not_asked(boss: Client, cast: Cast) -> None:
    _give(boss, cast)

    assert _rights(cast) == AFTER


def test_after_a_while_the_act_waits_and_is_done_when_the_password_is_right(
    boss: Client, cast: Cast
) -> None:
    go_stale(boss)

    asked = _give(boss, cast)

    assert asked["Location"].startswith("/aanmelden/opnieuw/?")
    page = boss.get(asked["Location"]).content.decode()
    assert "Ben je het nog?" in page
    assert "Je gaat iemand een recht geven." in page
    wrong = boss.post(asked["Location"], {"password": "nee"})
    assert "Dit is niet je wachtwoord." in wrong.content.decode()
    assert _rights(cast) == BEFORE
    done = boss.post(asked["Location"], {"password": PASSWORD})
    assert done["Location"] == f"/balie/mensen/{cast.ids['bas']}/"
    assert "Het recht is gegeven." in boss.get(done["Location"]).content.decode()
    assert _rights(cast) == AFTER


def test_a_code_of_the_app_says_it_as_well(boss: Client, cast: Cast) -> None:
    go_stale(boss)
    asked = _give(boss, cast)
    by_code = asked["Location"].replace("/opnieuw/", "/code/opnieuw/")
    assert by_code.replace("&", "&amp;") in boss.get(asked["Location"]).content.decode()

    boss.post(by_code, {"code": code_of(SECRET, periods_ago=-1)})

    assert _rights(cast) == AFTER


def test_htmx_is_led_to_the_page_that_asks(boss: Client, cast: Cast) -> None:
    go_stale(boss)

    asked = _give(boss, cast, headers={"HX-Request": "true"})

    assert asked.status_code == 200
    assert asked["HX-Redirect"].startswith("/aanmelden/opnieuw/?")
    boss.post(asked["HX-Redirect"], {"password": PASSWORD})
    assert _rights(cast) == AFTER


def test_no_leads_back_to_where_one_was(boss: Client, cast: Cast) -> None:
    go_stale(boss)
    came_from = f"http://testserver/balie/mensen/{cast.ids['bas']}/?a=1"

    asked = _give(boss, cast, headers={"Referer": came_from})

    back = f'href="/balie/mensen/{cast.ids["bas"]}/?a=1"'
    assert back in boss.get(asked["Location"]).content.decode()
    elsewhere = _give(boss, cast, headers={"Referer": "https://elders.example/"})
    assert "elders.example" not in boss.get(elsewhere["Location"]).content.decode()


def test_in_two_tabs_both_acts_wait_and_neither_is_done_twice(boss: Client, cast: Cast) -> None:
    go_stale(boss)
    first = _give(boss, cast)
    cast.add("met", ("upload", cast.regenboog))
    door = f"/balie/mensen/{cast.ids['met']}/wachtwoord/"
    second = boss.post(door, {"seen": mark_of(cast.ids["met"])})

    boss.post(first["Location"], {"password": PASSWORD})
    shown = boss.post(second["Location"], {"password": PASSWORD})
    boss.post(second["Location"], {"password": PASSWORD})

    assert _rights(cast) == AFTER
    assert "Je ziet dit wachtwoord alleen nu." in shown.content.decode()
    assert LOOK_FIRST in _next_page(boss)


def test_what_waits_is_done_within_a_quarter_of_an_hour_or_not_at_all(
    boss: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_stale(boss)
    asked = _give(boss, cast)
    later = time.time() + 16 * 60
    monkeypatch.setattr(time, "time", lambda: later)

    boss.post(asked["Location"], {"password": PASSWORD})

    assert NOTHING_DONE in _next_page(boss)
    assert _rights(cast) == BEFORE


def test_what_waits_for_one_person_is_never_done_by_another(
    boss: Client, cast: Cast, sign_in: SignIn
) -> None:
    cast.add("baas2", ("administer", cast.regenboog), totp_secret=SECRET)
    go_stale(boss)
    asked = _give(boss, cast)
    boss.post("/aanmelden/af/")
    sign_in("baas2")
    boss.post("/aanmelden/code/", {"code": code_of(SECRET)})

    boss.post(asked["Location"], {"password": PASSWORD})

    assert _rights(cast) == BEFORE


def test_what_was_typed_cannot_be_read_in_the_session(boss: Client, cast: Cast) -> None:
    go_stale(boss)

    _give(boss, cast, kind="een geheim")

    [kept] = boss.session["leesloket_kept"].values()
    assert kept["sealed"]
    assert "geheim" not in str(dict(boss.session))


def test_what_is_too_much_to_keep_is_asked_for_again(boss: Client, cast: Cast) -> None:
    go_stale(boss)

    asked = _give(boss, cast, kind="x" * 300_000)
    boss.post(asked["Location"], {"password": PASSWORD})

    assert NOTHING_DONE in _next_page(boss)


def test_nothing_waits_that_no_longer_matters(boss: Client, cast: Cast) -> None:
    go_stale(boss)
    for _ in range(3):
        _give(boss, cast)
    for number in range(6):
        boss.post(f"/balie/mensen/{cast.ids['bas']}/recht/?nr={number}", {"kind": "upload"})

    assert len(boss.session["leesloket_kept"]) == 4


def test_an_act_is_done_only_when_it_was_asked_for(boss: Client, cast: Cast) -> None:
    go_stale(boss)
    asked = _give(boss, cast)
    _, _, query = asked["Location"].partition("?")
    assert parse_qs(query)["next"] == [f"/balie/mensen/{cast.ids['bas']}/recht/"]

    elsewhere = boss.post("/aanmelden/opnieuw/?next=/hoe/", {"password": PASSWORD})

    assert urlsplit(elsewhere["Location"]).path == "/hoe/"
    assert _rights(cast) == BEFORE
