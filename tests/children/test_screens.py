"""The doors of children: what they say when a code is wrong, and how long a child stays in."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.children.conftest import Class
from tests.people import NOW
from tests.printing.reading_back import codes, links_and_scripts, texts

from leesloket.children import rules
from leesloket.children.queries import group_cards
from leesloket.patrons.actions import correct_details
from leesloket.patrons.rules import ChildDetails
from leesloket.web import papers

PASSWORD = "paarse olifant danst"


@pytest.fixture(autouse=True)
def _plain(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SECURE_SSL_REDIRECT = False
    settings.SESSION_COOKIE_SECURE = False
    settings.CSRF_COOKIE_SECURE = False
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def _activated(group: Class, client: Client) -> str:
    """A child that has just made its account, in this client; gives its card number."""
    [card] = group.activations(only=1)
    client.post("/activeer/", {"number": card.number, "code": card.code})
    answer = client.post("/activeer/wachtwoord/", {"password": PASSWORD, "again": PASSWORD})
    assert answer["Location"] == "/mijn/"
    return card.number


def test_what_is_printed_leads_to_the_form_with_its_secret_behind_the_hash(group: Class) -> None:
    page = group_cards(
        group.school.branch,
        group.group_id,
        viewer=group.school.marloes,
        today=NOW.date(),
        now=NOW,
    )
    printed = group.activations()

    found = {urlsplit(one) for _, one in codes(papers.activation_cards(page, printed))}

    assert {one.path for one in found} == {"/activeer/"}
    assert {one.query for one in found} == {""}
    assert {one.fragment for one in found} == {f"{one.number}.{one.code}" for one in printed}


def test_a_hostile_name_is_printed_as_a_name(group: Class) -> None:
    evil = '#panic() <script>alert("x")</script>'
    correct_details(
        patron_id=group.ids[0],
        details=ChildDetails(first_name=evil, surname="=1+1"),
        acting_user=group.school.marloes,
        now=NOW,
    )
    page = group_cards(
        group.school.branch,
        group.group_id,
        viewer=group.school.marloes,
        today=NOW.date(),
        now=NOW,
    )

    for pdf in (
        papers.library_cards(page, "Bibliotheek"),
        papers.activation_cards(page, group.activations()),
        papers.picture_cards(page, group.pictures()),
    ):
        assert '#panic()<script>alert("x")</script>' in "".join(" ".join(texts(pdf)).split())
        assert links_and_scripts(pdf) == []


def test_a_child_goes_from_the_front_door_to_its_own_page(group: Class, client: Client) -> None:
    _activated(group, client)

    assert client.get("/")["Location"] == "/mijn/"
    seen = client.get("/mijn/").content.decode()
    assert "Zoë van Dijk" in seen
    assert "tweede-stap" not in seen


def test_a_child_is_signed_out_when_its_time_is_over(
    group: Class, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    _activated(group, client)
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(minutes=59))
    assert client.get("/mijn/").status_code == 200

    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(minutes=60))

    assert client.get("/mijn/")["Location"].startswith("/aanmelden/")


def test_the_cookie_of_a_child_ends_with_the_browser(group: Class, client: Client) -> None:
    _activated(group, client)

    [cookie] = [one for name, one in client.cookies.items() if "session" in name]
    assert (cookie["max-age"], cookie["expires"]) == ("", "")


def test_a_class_that_mistypes_is_not_kept_out_and_a_machine_is(
    group: Class, client: Client
) -> None:
    [card] = group.activations(only=1)
    for number in range(rules.WRONG_PER_ADDRESS):
        answer = client.post("/activeer/", {"number": f"X{number:05d}", "code": "CCCCCCCC"})
        assert answer.status_code == 200

    answer = client.post("/activeer/", {"number": card.number, "code": card.code})

    assert answer.status_code == 429
    assert "Wacht tien minuten" in answer.content.decode()
    elsewhere = client.post(
        "/activeer/", {"number": card.number, "code": card.code}, REMOTE_ADDR="10.1.1.1"
    )
    assert elsewhere["Location"] == "/activeer/wachtwoord/"


@pytest.mark.parametrize(
    ("path", "back"), [("/activeer/wachtwoord/", "/activeer/"), ("/plaatje/kies/", "/plaatje/")]
)
def test_without_a_card_the_next_page_leads_back(
    group: Class, client: Client, path: str, back: str
) -> None:
    for answer in (client.get(path), client.post(path, {"password": PASSWORD, "again": PASSWORD})):
        assert answer["Location"] == back


def test_one_answer_for_every_reason_that_a_code_is_wrong(group: Class, client: Client) -> None:
    [card] = group.activations(only=1)
    [known] = {
        client.post("/activeer/", {"number": number, "code": "CCCCCCCC"})
        .content.decode()
        .split('role="alert"')[-1]
        .split("</div>")[0]
        for number in (card.number, "X99999")
    }

    assert known


def test_no_card_page_is_kept_by_a_browser(group: Class, client: Client) -> None:
    _activated(group, client)

    for path in ("/activeer/", "/plaatje/", "/mijn/"):
        assert client.get(path)["Cache-Control"].startswith(("no-store", "max-age=0")), path
