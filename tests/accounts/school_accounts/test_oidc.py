"""What is believed of a provider, and what is not, whatever it says."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings
from tests.accounts.cast import Answer, Cast
from tests.accounts.school_accounts.hostile import Hostile, _key, running

from leesloket.accounts.models import Account
from leesloket.accounts.school_accounts.config import KINDS, Grant, Provider
from leesloket.isolation.scope import signing_in

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def hostile(cast: Cast, settings: Settings) -> Iterator[Hostile]:
    """A provider of Anna's library, whose employees may send for De Regenboog."""
    cache.clear()
    with running() as found:
        settings.SCHOOL_ACCOUNTS = (
            Provider(
                id="entree",
                name="Entree Federatie",
                kind="entree",
                library=cast.library.name,
                server_url=found.url,
                client_id="leesloket",
                secret="geheim",
                schools=frozenset({"11zz03"}),
                claims=KINDS["entree"],
                pupil_roles=frozenset({"student"}),
                grants=(Grant("11zz03", "employee", "", "upload", "regenboog"),),
                second_factor=frozenset(),
                scope=("openid",),
            ),
        )
        yield found


@dataclass(frozen=True, slots=True)
class Asked:
    """What we asked the provider for."""

    state: str
    nonce: str
    query: dict[str, list[str]]


def _begins(client: Client) -> Asked:
    answer = client.post("/aanmelden/school/entree/")
    query = parse_qs(urlsplit(answer.context["address"]).query)
    return Asked(query["state"][0], query["nonce"][0], query)


def _comes_back(client: Client, asked: Asked, **more: str) -> Answer:
    query = {"state": asked.state, "code": "c", **more}
    return client.get("/aanmelden/school/entree/terug/", query)


def _people() -> int:
    with signing_in():
        return Account.objects.count()


def test_what_is_right_opens_the_door(client: Client, hostile: Hostile) -> None:
    asked = _begins(client)
    hostile.gives(asked.nonce)

    answer = _comes_back(client, asked)

    assert answer.status_code == 302
    assert client.session["_auth_user_id"]
    [posted] = [posted for path, posted in hostile.asked if path == "/token"]
    assert posted["client_secret"] == ["geheim"]
    assert len(posted["code_verifier"][0]) >= 43


def test_what_we_ask_has_a_state_a_nonce_and_pkce(client: Client, hostile: Hostile) -> None:
    first, second = _begins(client), _begins(client)

    assert first.query["code_challenge_method"] == ["S256"]
    assert first.query["response_type"] == ["code"]
    assert first.query["redirect_uri"] == ["http://testserver/aanmelden/school/entree/terug/"]
    assert len({first.state, first.nonce, second.state, second.nonce}) == 4


Lies = Callable[[Hostile, str], None]


def _without_signature(hostile: Hostile, nonce: str) -> None:
    hostile.gives(nonce, key="", algorithm="none")


def _with_the_public_key(hostile: Hostile, nonce: str) -> None:
    hostile.gives(nonce, key="b" * 64, algorithm="HS256")


def _says(path: str, answer: Any) -> Lies:
    def lie(hostile: Hostile, nonce: str) -> None:
        hostile.gives(nonce)
        hostile.answers[path] = answer

    return lie


LIES: dict[str, Lies] = {
    "signed by another": lambda hostile, nonce: hostile.gives(nonce, key=_key()),
    "not signed": _without_signature,
    "signed with what everybody knows": _with_the_public_key,
    "for another client": lambda hostile, nonce: hostile.gives(nonce, aud="andere-dienst"),
    "of another provider": lambda hostile, nonce: hostile.gives(nonce, iss="https://elders.nl"),
    "over": lambda hostile, nonce: hostile.gives(nonce, exp=1_700_000_000),
    "for another moment": lambda hostile, _: hostile.gives("another-nonce"),
    "without nonce": lambda hostile, _: hostile.gives(None),
    "about another person": _says("/userinfo", {"sub": "somebody else", "uid": "x"}),
    "userinfo without a person": _says("/userinfo", {"uid": "x"}),
    "no token": _says("/token", {"access_token": "a"}),
    "refused": _says("/token", 400),
    "broken": _says("/token", 500),
    "no JSON": _says("/jwks", b"<html>"),
    "no keys": _says("/jwks", {"keys": []}),
    "something else": _says("/userinfo", ["person"]),
}


@pytest.mark.parametrize("lie", LIES)
def test_what_cannot_be_believed_opens_nothing(
    client: Client, hostile: Hostile, caplog: pytest.LogCaptureFixture, lie: str
) -> None:
    asked, before = _begins(client), _people()
    LIES[lie](hostile, asked.nonce)

    answer = _comes_back(client, asked)

    assert answer.status_code == 502
    assert "_auth_user_id" not in client.session
    assert _people() == before
    told = [one.getMessage() for one in caplog.records]
    assert [text.partition(":")[0] for text in told] == [
        "Identity provider entree cannot be believed",
        "Answered 502",
    ]
    assert "eyJ" not in "".join(told)


def test_a_state_counts_once_and_only_in_its_own_browser(client: Client, hostile: Hostile) -> None:
    asked = _begins(client)
    hostile.gives(asked.nonce)

    assert _comes_back(Client(), asked).status_code == 403
    assert _comes_back(client, asked).status_code == 302
    client.post("/aanmelden/af/")
    assert _comes_back(client, asked).status_code == 403


@pytest.mark.parametrize(
    ("error", "status"), [("access_denied", 403), ("server_error", 502), ("", 502)]
)
def test_an_answer_without_a_code_opens_nothing(
    client: Client, hostile: Hostile, error: str, status: int
) -> None:
    asked = _begins(client)

    answer = client.get("/aanmelden/school/entree/terug/", {"state": asked.state, "error": error})

    assert answer.status_code == status


@pytest.mark.parametrize(
    "answer", [500, 404, b"not json", {"issuer": "x"}, []], ids=["500", "404", "html", "{}", "[]"]
)
def test_a_provider_that_cannot_be_discovered_is_told(
    client: Client, hostile: Hostile, answer: Any
) -> None:
    hostile.answers["/.well-known/openid-configuration"] = answer

    assert client.post("/aanmelden/school/entree/").status_code == 502


def test_where_to_go_on_is_only_ever_here(client: Client, hostile: Hostile) -> None:
    answer = client.post("/aanmelden/school/entree/", {"next": "https://elders.example/"})
    query = parse_qs(urlsplit(answer.context["address"]).query)
    asked = Asked(query["state"][0], query["nonce"][0], query)
    hostile.gives(asked.nonce)

    assert _comes_back(client, asked)["Location"] == "/"


def test_a_school_is_not_asked_without_end(client: Client, hostile: Hostile) -> None:
    statuses = [client.post("/aanmelden/school/entree/").status_code for _ in range(61)]

    assert set(statuses[:60]) == {200}
    assert statuses[60] == 429


def test_the_way_there_needs_the_token_of_the_form_and_is_no_link(hostile: Hostile) -> None:
    strict = Client(enforce_csrf_checks=True)

    assert strict.post("/aanmelden/school/entree/").status_code == 403
    assert strict.get("/aanmelden/school/entree/").status_code == 405
    assert strict.get("/aanmelden/school/onbekend/terug/").status_code == 404


def test_the_site_keeps_no_claim_in_the_session(client: Client, hostile: Hostile) -> None:
    asked = _begins(client)
    hostile.gives(asked.nonce)
    _comes_back(client, asked)

    kept = str(dict(client.session))

    assert not [value for value in ("uid@school", "11zz03", "employee") if value in kept]
