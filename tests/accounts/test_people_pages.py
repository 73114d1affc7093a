"""The desk's pages about people: who may sign in, rights, and new passwords."""

import re
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from tests.accounts.cast import PASSWORD, SECRET, Answer, Cast, code_of
from tests.accounts.conftest import SignIn

from leesloket import accounts
from leesloket.accounts import queries
from leesloket.desk.people_views import EVENTS

HOME = "/balie/mensen/"


def _today(cast: Cast, login: str) -> queries.Viewer:
    return cast.viewer(login, timezone.localdate())


@pytest.fixture
def els(cast: Cast, client: Client) -> Client:
    """Els imports for the Regenboog and is signed in."""
    return _enter(cast, client, "els", "import")


@pytest.fixture
def chief(cast: Cast) -> Client:
    """Somebody who administers the library, signed in."""
    return _enter(cast, Client(), "chef", "administer")


def _enter(cast: Cast, client: Client, login: str, kind: str) -> Client:
    cast.add(login, (kind, cast.regenboog), totp_secret=SECRET)
    client.post("/aanmelden/", {"login": login, "password": PASSWORD})
    client.post("/aanmelden/code/", {"code": code_of(SECRET)})
    return client


def _told(client: Client) -> list[str]:
    return [str(message) for message in client.get(HOME).context["messages"]]


def _page(account_id: UUID, part: str = "") -> str:
    return f"{HOME}{account_id}/{part}"


def test_only_who_manages_a_library_is_told_what_it_lacks(els: Client, chief: Client) -> None:
    told = "Niemand kan de lijst van De Vuurvlinder sturen."

    assert told in chief.get(HOME).content.decode()
    assert "Nog te doen" not in els.get(HOME).content.decode()


def test_many_rights_stand_behind_what_they_come_to(chief: Client, cast: Cast) -> None:
    kinds = ("upload", "import", "desk", "teach")
    many = cast.add(
        "wim", *((kind, at) for at in (cast.regenboog, cast.vuurvlinder) for kind in kinds)
    )
    few = cast.add("petra", ("upload", cast.regenboog))

    assert "<summary>8 rechten</summary>" in chief.get(_page(many)).content.decode()
    assert "rechten</summary>" not in chief.get(_page(few)).content.decode()


def test_people_are_found_by_their_name_and_by_their_school(chief: Client, cast: Cast) -> None:
    cast.add("petra", ("upload", cast.regenboog))
    cast.add("wim")

    def found(query: str) -> set[str]:
        return {one.login for one in chief.post(HOME, {"q": query}).context["people"]}

    everybody = found("")
    assert {"petra", "wim"} <= everybody
    assert found("petr") == {"petra"}
    assert "petra" in found("regenb")
    assert "wim" not in found("regenb")
    assert found("regenb petra") == {"petra"}
    assert found("niemand zo") == set()


# --- who may come in -----------------------------------------------------------------------------

POSTS = ("recht/", "recht/einde/", "wachtwoord/", "tweede-stap/")


def _all_answers(client: Client, account_id: UUID) -> list[Answer]:
    return [
        client.get(HOME),
        client.post(f"{HOME}nieuw/", {"name": "Piet", "login": "p.lindhout"}),
        client.get(_page(account_id)),
        *[client.post(_page(account_id, part)) for part in POSTS],
    ]


@pytest.mark.parametrize("kind", ["upload", "desk", "lending", "reports"])
def test_others_find_nothing_here(cast: Cast, client: Client, kind: str) -> None:
    _enter(cast, client, "met", kind)

    answers = _all_answers(client, cast.ids["bas"])

    assert {answer.status_code for answer in answers} == {404}


def test_strangers_are_sent_to_the_sign_in_page(cast: Cast, client: Client) -> None:
    answers = _all_answers(client, cast.ids["bas"])

    assert {answer["Location"].split("?")[0] for answer in answers} == {"/aanmelden/"}


def test_somebody_of_another_library_does_not_exist(cast: Cast, chief: Client) -> None:
    other = cast.ids["dirk"]
    right = {
        "kind": "upload",
        "branch": "regenboog",
        "from": timezone.localdate().isoformat(),
    }

    answers = [
        chief.get(_page(other)),
        chief.post(_page(other, "recht/"), right),
        chief.post(_page(other, "wachtwoord/")),
        chief.post(_page(other, "tweede-stap/")),
        chief.post(_page(other, "recht/einde/"), {"right": str(_today(cast, "dirk").rights[0].id)}),
        chief.post(_page(cast.ids["bas"], "recht/"), right | {"branch": "lijster"}),
    ]

    assert [answer.status_code for answer in answers] == [404] * 6
    assert "Dirk" not in chief.get(HOME).content.decode()


@pytest.mark.parametrize("part", POSTS)
def test_what_changes_something_is_posted(cast: Cast, els: Client, part: str) -> None:
    answer = els.get(_page(cast.ids["bas"], part))

    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "Hier is niets" in answer.content.decode()


# --- adding and resetting ------------------------------------------------------------------------


def _password_on(answer: Answer) -> str:
    [password] = re.findall(r'id="secret">([^<]+)<', answer.content.decode())
    return str(password)


def test_somebody_added_comes_in_with_the_password_shown_once(cast: Cast, els: Client) -> None:
    answer = els.post(f"{HOME}nieuw/", {"name": "Piet Lindhout", "login": "P.Lindhout"})

    password = _password_on(answer)
    assert answer["Cache-Control"] == "no-store"
    assert "Piet Lindhout" in els.get(HOME).content.decode()
    new = Client().post("/aanmelden/", {"login": "p.lindhout", "password": password})
    assert new["Location"] == "/aanmelden/nieuw-wachtwoord/"
    added = next(
        one
        for one in queries.people_of(_today(cast, "els"), today=timezone.localdate())
        if one.login == "p.lindhout"
    )
    assert password not in els.get(_page(added.id)).content.decode()


@pytest.mark.parametrize(
    ("name", "login", "sentence"),
    [
        ("", "p.lindhout", "Typ een naam en een gebruikersnaam."),
        ("Piet", "piet lindhout", "Een gebruikersnaam heeft 3 tot 60 kleine letters"),
        ("Piet", "BAS", "Iemand heeft deze gebruikersnaam al."),
    ],
)
def test_a_poor_login_name_is_told_and_what_was_typed_stays(
    cast: Cast, els: Client, name: str, login: str, sentence: str
) -> None:
    answer = els.post(f"{HOME}nieuw/", {"name": name, "login": login})

    page = answer.content.decode()
    assert sentence in page
    assert f'value="{name}"' in page
    assert f'value="{login}"' in page


def _form(client: Client, account_id: UUID, door: str) -> dict[str, str]:
    """What the form that leads to this door carries, on the page of a person."""
    page = client.get(_page(account_id)).content.decode()
    [seen] = re.findall(
        rf'action="{_page(account_id, door)}".*?name="seen" value="(.*?)"', page, re.DOTALL
    )
    return {"seen": seen}


def test_a_password_is_shown_once_and_loading_again_makes_no_other(cast: Cast, els: Client) -> None:
    form = _form(els, cast.ids["bas"], "wachtwoord/")
    password = _password_on(els.post(_page(cast.ids["bas"], "wachtwoord/"), form))

    again = els.post(_page(cast.ids["bas"], "wachtwoord/"), form)

    assert again.status_code == 303
    told = els.get(again["Location"]).content.decode()
    assert "Er is nu niets gemaakt." in told
    assert "Maak een nieuw eenmalig wachtwoord" in told
    assert password not in told
    assert 'id="secret"' not in told
    signed_in = Client().post("/aanmelden/", {"login": "bas", "password": password})
    assert signed_in["Location"] == "/aanmelden/nieuw-wachtwoord/"


def test_a_new_password_is_made_on_purpose(cast: Cast, els: Client) -> None:
    door = _page(cast.ids["bas"], "wachtwoord/")
    first, second = (
        _password_on(els.post(door, _form(els, cast.ids["bas"], "wachtwoord/"))) for _ in range(2)
    )

    assert first != second


def test_a_reset_shows_a_password_that_works_once(cast: Cast, els: Client) -> None:
    form = _form(els, cast.ids["bas"], "wachtwoord/")
    answer = els.post(_page(cast.ids["bas"], "wachtwoord/"), form)

    password = _password_on(answer)
    bas = Client()
    bas.post("/aanmelden/", {"login": "bas", "password": password})
    done = bas.post(
        "/aanmelden/nieuw-wachtwoord/", {"password": "een eigen zin", "again": "een eigen zin"}
    )
    assert done.status_code == 302
    page = els.get(_page(cast.ids["bas"])).content.decode()
    assert "Eenmalig wachtwoord gemaakt · Els Voorbeeld" in page
    assert "Koos een eigen wachtwoord" in page
    assert password not in page


def test_nobody_resets_somebody_with_more_rights(cast: Cast, els: Client) -> None:
    assert els.post(_page(cast.ids["beheer"], "wachtwoord/")).status_code == 404
    assert els.post(_page(cast.ids["beheer"], "tweede-stap/")).status_code == 404
    assert "wachtwoord/" not in els.get(_page(cast.ids["beheer"])).content.decode()


def test_a_lost_telephone_is_helped_at_the_desk(cast: Cast, els: Client) -> None:
    met = cast.add("met", ("upload", cast.regenboog), totp_secret=SECRET)

    answer = els.post(_page(met, "tweede-stap/"))

    assert answer.status_code == 303
    assert not queries.has_second_factor(met)
    assert SECRET not in els.get(_page(met)).content.decode()


def test_an_emergency_code_is_shown_once_and_loading_again_makes_no_other(
    cast: Cast, els: Client
) -> None:
    met = cast.add("met", ("upload", cast.regenboog), totp_secret=SECRET)
    form = _form(els, met, "noodcode/")
    shown = els.post(_page(met, "noodcode/"), form).content.decode()
    [code] = re.findall(r'id="secret">([^<]+)<', shown)

    again = els.post(_page(met, "noodcode/"), form)

    assert again.status_code == 303
    told = els.get(again["Location"]).content.decode()
    assert "er is nu niets gemaakt" in told
    assert "Maak een nieuwe noodcode" in told
    assert code not in told
    assert 'id="secret"' not in told


def test_a_new_emergency_code_is_made_on_purpose(cast: Cast, els: Client) -> None:
    met = cast.add("met", ("upload", cast.regenboog), totp_secret=SECRET)
    first = els.post(_page(met, "noodcode/"), _form(els, met, "noodcode/"))

    second = els.post(_page(met, "noodcode/"), _form(els, met, "noodcode/"))

    codes = [re.findall(r'id="secret">([^<]+)<', one.content.decode()) for one in (first, second)]
    assert all(len(one) == 1 for one in codes)
    assert codes[0] != codes[1]


# --- rights --------------------------------------------------------------------------------------


def _give(client: Client, account_id: UUID, **changed: str) -> Answer:
    data = {
        "kind": "upload",
        "branch": "regenboog",
        "from": timezone.localdate().isoformat(),
        "until": "",
    }
    return client.post(_page(account_id, "recht/"), data | changed)


def test_a_right_is_given_shown_and_ended(cast: Cast, els: Client) -> None:
    piet = cast.add("piet")
    until = timezone.localdate() + timedelta(days=300)

    given = _give(els, piet, until=until.isoformat())

    assert (given.status_code, given["Location"]) == (303, _page(piet))
    [right] = _today(cast, "piet").rights
    assert (right.kind, right.until_date) == ("upload", until)
    page = els.get(_page(piet)).content.decode()
    assert "Recht gegeven: mag lenergegevens uploaden voor, De Regenboog" in page
    ended = els.post(_page(piet, "recht/einde/"), {"right": str(right.id)})
    assert ended.status_code == 303
    assert _today(cast, "piet").rights == ()
    assert "Recht beëindigd" in els.get(_page(piet)).content.decode()


def test_a_second_click_gives_no_second_right(cast: Cast, els: Client) -> None:
    piet = cast.add("piet")
    _give(els, piet)
    _told(els)

    again = _give(els, piet)

    assert again.status_code == 303
    assert _told(els) == ["Dit recht was er al, voor een deel van deze dagen."]
    assert len(_today(cast, "piet").rights) == 1


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"kind": "import"}, 404),
        ({"kind": "king"}, 404),
        ({"branch": "vuurvlinder"}, 404),
        ({"branch": "nergens"}, 404),
        ({"from": "gisteren"}, 303),
        ({"until": "2020-01-01"}, 303),
    ],
)
def test_what_may_not_or_cannot_be_given_is_not(
    cast: Cast, els: Client, changed: dict[str, str], status: int
) -> None:
    piet = cast.add("piet")

    assert _give(els, piet, **changed).status_code == status
    assert _today(cast, "piet").rights == ()


def test_a_right_that_ends_before_it_begins_is_told(cast: Cast, els: Client) -> None:
    _give(els, cast.add("piet"), until="2020-01-01")

    assert _told(els) == ["De laatste dag ligt voor de eerste, of is al voorbij."]


def test_a_right_is_given_at_all_branches_at_once(cast: Cast, els: Client, chief: Client) -> None:
    piet = cast.add("piet")
    assert "Alle vestigingen" not in els.get(_page(piet)).content.decode()
    assert "Alle vestigingen" in chief.get(_page(piet)).content.decode()
    _give(els, piet, branch="*")

    _give(chief, piet, branch="*")
    told = _told(chief)
    again = _give(chief, piet, branch="*")

    assert sorted(right.branch_id for right in _today(cast, "piet").rights) == sorted(
        one.id for one in queries.branches_to_give(_today(cast, "chef"))
    )
    assert told == ["Het recht is gegeven."]
    assert again.status_code == 303
    assert _told(chief) == ["Dit recht was er al, voor een deel van deze dagen."]
    assert _give(els, piet, branch="*", kind="import").status_code == 404


def test_the_page_offers_what_one_can_give(cast: Cast, els: Client, chief: Client) -> None:
    mine, everything = els.get(_page(cast.ids["bas"])), chief.get(_page(cast.ids["bas"]))

    assert mine.context["kinds"] == ("upload",)
    assert [branch.slug for branch in mine.context["branches"]] == ["regenboog"]
    assert len(everything.context["kinds"]) == 6
    assert [one.slug for one in everything.context["branches"]] == ["regenboog", "vuurvlinder"]


@pytest.mark.parametrize("right", ["", "geen", "b1946ac9-2492-4d23-8a3d-0d2b2f9e7a11"])
def test_a_right_that_is_not_there_cannot_end(cast: Cast, els: Client, right: str) -> None:
    answer = els.post(_page(cast.ids["bas"], "recht/einde/"), {"right": right})

    assert answer.status_code == 404


# --- words ---------------------------------------------------------------------------------------


RECORD = (
    *("actions", "addresses", "closing", "emergency", "recording", "resetting", "reviewing"),
    *("forgetting", "sharing"),
    *("school_accounts/actions", "school_accounts/unlinking"),
)
OF_NOBODY = {"people_forgotten"}
"""Stands in the record of the library, and on no person's page."""


def test_everything_that_is_recorded_has_a_word() -> None:
    folder = Path(accounts.__file__).parent
    source = "".join((folder / f"{name}.py").read_text() for name in RECORD)
    source += (folder.parent / "teaching" / "actions.py").read_text()

    recorded = set(re.findall(r'"([a-z]+_[a-z_]+)"', source)) & set(EVENTS)
    written = set(re.findall(r'(?:_record|record)\(\s*"([a-z_]+)"', source))

    assert written - OF_NOBODY <= set(EVENTS)
    assert recorded == set(EVENTS)


def test_templates_hold_no_secret_and_no_script() -> None:
    folder = Path(accounts.__file__).parent / "templates"
    for path in folder.rglob("*.html"):
        text = path.read_text()
        assert "<script" not in text
        assert "style=" not in text
        assert not re.search(r"[A-Z2-7]{20,}", text)


def test_a_name_with_a_bracket_is_shown_as_it_is(cast: Cast, els: Client, sign_in: SignIn) -> None:
    els.post(f"{HOME}nieuw/", {"name": "<b>Piet</b>", "login": "p.lindhout"})

    page = els.get(HOME).content.decode()

    assert "&lt;b&gt;Piet&lt;/b&gt;" in page
    assert "<b>Piet</b>" not in page


def test_a_right_that_opens_nothing_yet_says_so_where_it_is_given_and_held(
    cast: Cast, els: Client, chief: Client
) -> None:
    piet = cast.add("piet", ("lending", cast.regenboog))

    page = chief.get(_page(piet)).content.decode()

    assert page.count("leent uit en neemt in (opent nog niets)") >= 2
    assert "(opent nog niets)</option>" in page
    assert "telt zodra Leesloket dat deel heeft" in page
    assert "(opent nog niets)" in chief.get(HOME).content.decode()
    # Who gives only what opens something reads nothing of it.
    assert "telt zodra" not in els.get(_page(cast.add("jan"))).content.decode()
