from datetime import timedelta

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.accounts.cast import PASSWORD, SECRET, Cast, code_of
from tests.accounts.conftest import SignIn

from leesloket.accounts.doors import NoViewerError, needs, viewer_in


def _enter(client: Client, login: str) -> None:
    """Sign in with password and code."""
    client.post("/aanmelden/", {"login": login, "password": PASSWORD})
    client.post("/aanmelden/code/", {"code": code_of(SECRET)})


def test_a_stranger_goes_to_the_sign_in_page_and_back(client: Client, db: None) -> None:
    answer = client.get("/importeren/?p=2")

    assert answer["Location"] == "/aanmelden/?next=/importeren/%3Fp%3D2"


@pytest.mark.parametrize(
    ("page", "back"),
    [
        ("http://testserver/importeren/?p=2", "/importeren/%3Fp%3D2"),
        ("https://elders.example/importeren/", "/"),
        ("", "/"),
    ],
)
def test_after_signing_in_a_form_is_not_asked_for_as_a_page(
    client: Client, db: None, page: str, back: str
) -> None:
    answer = client.post("/importeren/", headers={"referer": page} if page else {})

    assert answer["Location"] == f"/aanmelden/?next={back}"
    assert "Wat je net deed, is niet bewaard." in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    ("kind", "importing", "sending", "lending"),
    [
        ("import", 200, 200, 404),
        ("upload", 404, 200, 404),
        ("administer", 404, 404, 404),
        ("desk", 404, 404, 404),
        ("reports", 404, 404, 404),
    ],
)
def test_a_door_opens_for_its_rights_only(  # noqa: PLR0917 - a table
    cast: Cast, client: Client, kind: str, importing: int, sending: int, lending: int
) -> None:
    cast.add("met", (kind, cast.regenboog), totp_secret=SECRET)
    _enter(client, "met")

    found = [client.get(path).status_code for path in ("/importeren/", "/sturen/", "/uitlenen/")]

    assert found == [importing, sending, lending]
    assert client.get("/").content == b"Met Voorbeeld"


def test_a_volunteer_who_lends_needs_no_second_factor(
    cast: Cast, client: Client, sign_in: SignIn
) -> None:
    cast.add("vera", ("lending", cast.regenboog))
    sign_in("vera")

    assert client.get("/uitlenen/").status_code == 200


def test_a_door_closes_when_the_right_does(cast: Cast, client: Client) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    cast.add("met", ("import", cast.regenboog), totp_secret=SECRET, until_date=yesterday)
    cast.add("nu", ("import", cast.regenboog), totp_secret=SECRET, until_date=timezone.localdate())
    _enter(client, "met")
    other = Client()
    _enter(other, "nu")

    assert client.get("/importeren/").status_code == 404
    assert other.get("/importeren/").status_code == 200


def test_a_wrong_right_tells_nothing_before_the_second_factor(
    cast: Cast, client: Client, sign_in: SignIn
) -> None:
    sign_in("bas")

    assert client.get("/importeren/").status_code == 404
    assert client.get("/sturen/")["Location"] == "/aanmelden/tweede-stap/instellen/"


def test_a_page_for_nobody_costs_no_query(
    client: Client, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert client.get("/hoe/").content == b"-"


def test_a_page_behind_a_door_costs_little(
    cast: Cast, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cast.add("met", ("import", cast.regenboog), totp_secret=SECRET)
    _enter(client, "met")

    # The session; the account and the viewer, each with its savepoint and its scope set and put
    # back: 1 + (1 + 4) + (2 + 4).
    with django_assert_num_queries(12):
        client.get("/importeren/")


def test_a_door_for_an_unknown_right_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="imprt"):
        needs("imprt")


def test_a_screen_without_a_door_has_no_viewer(client: Client, db: None) -> None:
    request = client.get("/hoe/").wsgi_request

    with pytest.raises(NoViewerError):
        viewer_in(request)


def test_a_door_opens_the_branches_of_its_rights_and_no_other(cast: Cast) -> None:
    cast.add("met", ("import", cast.regenboog), ("upload", cast.regenboog))
    cast.add("mia", ("import", cast.regenboog), ("upload", cast.vuurvlinder))

    met, mia = cast.viewer("met"), cast.viewer("mia")

    assert met.at_branches_with("import") == met
    assert mia.scope.branch_ids == (cast.regenboog.pk, cast.vuurvlinder.pk)
    assert mia.at_branches_with("import").scope.branch_ids == (cast.regenboog.pk,)
    assert mia.at_branches_with("import", "upload") == mia
    assert mia.at_branches_with("desk").scope.branch_ids == ()


def test_a_door_says_whom_it_is_for() -> None:
    @needs("import", "desk")
    def screen(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert screen.__dict__["needs"] == ("import", "desk")
