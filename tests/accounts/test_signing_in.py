"""Signing in with a login name and a password, through the pages."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.accounts.cast import ONE_TIME, PASSWORD, Cast, mark_of
from tests.accounts.conftest import SignIn

from leesloket.accounts import actions
from leesloket.accounts.models import Account
from leesloket.isolation.scope import scoped, signing_in

NEW = "nog een zin om te onthouden"


def _codes(cast: Cast, login: str) -> list[str]:
    """What was recorded about somebody, oldest first."""
    with scoped(cast.viewer("beheer").scope), connection.cursor() as cursor:
        cursor.execute(
            "select code from audit_event where subject_id = %s order by id", [cast.ids[login]]
        )
        return [code for (code,) in cursor.fetchall()]


def _signed_in(client: Client) -> bool:
    return client.get("/hoe/").content == b"known"


@pytest.fixture
def vera(cast: Cast) -> UUID:
    """A volunteer who lends: no second factor."""
    return cast.add("vera", ("lending", cast.regenboog))


# --- in and out ----------------------------------------------------------------------------------


@pytest.mark.usefixtures("vera")
def test_the_right_password_signs_in(cast: Cast, client: Client, sign_in: SignIn) -> None:
    answer = sign_in("Vera ")

    assert answer.status_code == 302
    assert answer["Location"] == "/"
    assert client.get("/uitlenen/").content == b"Vera Voorbeeld"
    assert _codes(cast, "vera") == ["signed_in"]
    with signing_in():
        assert Account.objects.get(login="vera").last_login is not None


@pytest.mark.usefixtures("vera")
def test_the_sign_in_page_sends_one_back_to_where_one_wanted_to_be(client: Client) -> None:
    wanted = client.get("/uitlenen/")

    assert wanted["Location"] == "/aanmelden/?next=/uitlenen/"
    answer = client.post(wanted["Location"], {"login": "vera", "password": PASSWORD})
    assert answer["Location"] == "/uitlenen/"


@pytest.mark.usefixtures("vera")
def test_the_sign_in_page_sends_nobody_to_another_site(client: Client) -> None:
    answer = client.post(
        "/aanmelden/?next=https://elders.example/", {"login": "vera", "password": PASSWORD}
    )

    assert answer["Location"] == "/"


@pytest.mark.usefixtures("vera")
def test_signing_in_gives_the_session_a_new_name(client: Client, sign_in: SignIn) -> None:
    client.post("/aanmelden/", {"login": "vera", "password": "nee"})
    session = client.session
    session["before"] = True
    session.save()
    before = session.session_key

    sign_in("vera")

    assert client.session.session_key != before


@pytest.mark.usefixtures("vera")
def test_signing_out_ends_the_session(cast: Cast, client: Client, sign_in: SignIn) -> None:
    sign_in("vera")

    asked = client.get("/aanmelden/af/")
    assert "Wil je afmelden?" in asked.content.decode()
    assert _signed_in(client)
    client.post("/aanmelden/af/")

    assert not _signed_in(client)
    assert _codes(cast, "vera") == ["signed_in", "signed_out"]


@pytest.mark.parametrize("path", ["aanmelden/signup/", "signup/", "aanmelden/password/reset/"])
def test_nobody_signs_up_and_nobody_resets_by_mail(client: Client, path: str, db: None) -> None:
    assert client.get(f"/{path}").status_code == 404


# --- failures ------------------------------------------------------------------------------------


@pytest.mark.usefixtures("vera")
def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(
    client: Client, sign_in: SignIn
) -> None:
    wrong, unknown = sign_in("vera", "nee"), sign_in("niemand", "nee")

    sentence = "Deze gebruikersnaam en dit wachtwoord horen niet bij elkaar."
    assert sentence in wrong.content.decode()
    assert sentence in unknown.content.decode()
    assert wrong.status_code == unknown.status_code == 200
    assert not _signed_in(client)


def test_a_failure_is_kept_although_nobody_signed_in(
    committed_cast: Cast, client: Client, sign_in: SignIn
) -> None:
    sign_in("anna", "nee")

    connection.close()  # what was not committed is gone
    assert _codes(committed_cast, "anna") == ["sign_in_failed"]
    with scoped(committed_cast.viewer("beheer").scope), connection.cursor() as cursor:
        cursor.execute("select account_id, detail from audit_event")
        assert cursor.fetchall() == [(None, '{"step": "password"}')]
        cursor.execute("select count(*) from web_cache where cache_key like '%login_failed%'")
        assert cursor.fetchone() != (0,)


def test_an_unknown_login_name_is_never_kept(cast: Cast, sign_in: SignIn) -> None:
    sign_in("mijnwachtwoord!", "nee")

    with connection.cursor() as cursor:
        cursor.execute("select cache_key || value from web_cache")
        kept = "".join(text for (text,) in cursor.fetchall())
    assert kept
    assert "mijnwachtwoord" not in kept
    with scoped(cast.viewer("beheer").scope), connection.cursor() as cursor:
        cursor.execute("select count(*) from audit_event where detail::text like '%mijnwacht%'")
        assert cursor.fetchone() == (0,)


@pytest.mark.usefixtures("vera")
def test_somebody_switched_off_cannot_sign_in_and_is_out_at_once(
    client: Client, sign_in: SignIn
) -> None:
    sign_in("vera")
    with signing_in():
        Account.objects.filter(login="vera").update(is_active=False)

    assert not _signed_in(client)
    assert "horen niet bij elkaar" in sign_in("vera").content.decode()


# --- guessing ------------------------------------------------------------------------------------


@pytest.mark.usefixtures("vera")
def test_after_five_wrong_tries_even_the_right_password_waits(
    client: Client, sign_in: SignIn
) -> None:
    for _ in range(5):
        sign_in("vera", "nee")

    refused = sign_in("vera")

    assert "Te vaak geprobeerd. Wacht vijf minuten" in refused.content.decode()
    assert not _signed_in(client)


@pytest.mark.usefixtures("vera")
def test_guessing_keeps_out_neither_the_owner_elsewhere_nor_a_colleague(
    cast: Cast, client: Client, sign_in: SignIn
) -> None:
    cast.add("wim", ("lending", cast.regenboog))
    for _ in range(7):
        sign_in("vera", "nee", REMOTE_ADDR="203.0.113.9")

    assert sign_in("vera", REMOTE_ADDR="198.51.100.7").status_code == 302
    assert (
        Client()
        .post("/aanmelden/", {"login": "wim", "password": PASSWORD}, REMOTE_ADDR="203.0.113.9")
        .status_code
        == 302
    )


@pytest.mark.usefixtures("vera")
def test_a_made_up_forwarding_header_gives_no_new_tries(client: Client, sign_in: SignIn) -> None:
    for number in range(6):
        sign_in("vera", "nee", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")

    refused = sign_in("vera", HTTP_X_FORWARDED_FOR="198.51.100.77")

    assert "Te vaak geprobeerd" in refused.content.decode()


# --- a password for one time ---------------------------------------------------------------------


def test_a_one_time_password_lets_in_only_after_a_new_one(
    cast: Cast, client: Client, sign_in: SignIn
) -> None:
    cast.add("piet", ("lending", cast.regenboog), password=ONE_TIME, one_time=True)

    answer = sign_in("piet", ONE_TIME)

    assert answer["Location"] == "/aanmelden/nieuw-wachtwoord/"
    assert not _signed_in(client)
    assert "Kies je wachtwoord" in client.get(answer["Location"]).content.decode()
    done = client.post(answer["Location"], {"password": NEW, "again": NEW})
    assert done["Location"] == "/"
    told = [str(message) for message in client.get("/aanmelden/tweede-stap/").context["messages"]]
    assert told == ["Nieuw wachtwoord is ingesteld en actief"]
    assert _signed_in(client)
    assert _codes(cast, "piet") == ["password_set", "signed_in"]
    assert Client().post("/aanmelden/", {"login": "piet", "password": ONE_TIME}).status_code == 200


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ((ONE_TIME, ONE_TIME), "Kies een ander wachtwoord dan het huidige."),
        (("te kort", "te kort"), "Kies een langer wachtwoord: minstens 12 tekens."),
        (("piet voorbeeld", "piet voorbeeld"), "Dit wachtwoord lijkt op je naam"),
        (("wachtwoord van ons", "wachtwoord van mij"), "Deze twee wachtwoorden verschillen."),
        (("qwerty123456", "qwerty123456"), "Veel mensen gebruiken dit wachtwoord"),
    ],
)
def test_a_poor_new_password_is_refused(
    cast: Cast, client: Client, sign_in: SignIn, typed: tuple[str, str], sentence: str
) -> None:
    cast.add("piet", ("lending", cast.regenboog), password=ONE_TIME, one_time=True)
    sign_in("piet", ONE_TIME)
    password, again = typed

    answer = client.post("/aanmelden/nieuw-wachtwoord/", {"password": password, "again": again})

    assert answer.status_code == 200
    assert sentence in str(answer.context["form"].errors)
    assert password not in answer.content.decode()
    assert not _signed_in(client)


def test_a_one_time_password_that_is_too_old_tells_whom_to_call(
    cast: Cast, client: Client, sign_in: SignIn, settings: Settings
) -> None:
    long_ago = timezone.now() - timedelta(days=settings.ONE_TIME_PASSWORD_DAYS, minutes=1)
    cast.add("piet", ("upload", cast.regenboog), password=ONE_TIME, one_time=True, now=long_ago)

    answer = sign_in("piet", ONE_TIME)

    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Dit wachtwoord is te oud" in page
    assert "Els van de balie" in page
    assert "0344 123456" in page
    assert not _signed_in(client)
    assert client.get("/aanmelden/nieuw-wachtwoord/").status_code == 302
    assert _codes(cast, "piet") == ["one_time_expired"]


def test_nobody_sets_a_new_password_without_the_one_time_one(client: Client, db: None) -> None:
    assert client.get("/aanmelden/nieuw-wachtwoord/")["Location"] == "/aanmelden/"
    assert (
        client.post("/aanmelden/nieuw-wachtwoord/", {"password": NEW, "again": NEW})["Location"]
        == "/aanmelden/"
    )


# --- sessions and passwords ----------------------------------------------------------------------


@pytest.mark.usefixtures("vera")
def test_a_reset_at_the_desk_ends_every_session(
    cast: Cast, client: Client, sign_in: SignIn
) -> None:
    sign_in("vera")
    assert _signed_in(client)

    actions.start_reset(
        account_id=cast.ids["vera"],
        seen=mark_of(cast.ids["vera"]),
        acting_user=cast.viewer("beheer", timezone.localdate()),
        now=timezone.now(),
    )

    assert not _signed_in(client)


@pytest.mark.usefixtures("vera")
def test_changing_the_own_password_ends_the_other_sessions(client: Client, sign_in: SignIn) -> None:
    elsewhere = Client()
    elsewhere.post("/aanmelden/", {"login": "vera", "password": PASSWORD})
    sign_in("vera")

    done = client.post(
        "/aanmelden/wachtwoord/", {"present": PASSWORD, "password": NEW, "again": NEW}
    )

    assert done["Location"] == "/"
    assert _signed_in(client)
    assert not _signed_in(elsewhere)


@pytest.mark.usefixtures("vera")
def test_changing_the_own_password_takes_the_present_one(client: Client, sign_in: SignIn) -> None:
    sign_in("vera")

    answer = client.post(
        "/aanmelden/wachtwoord/", {"present": "iets anders", "password": NEW, "again": NEW}
    )

    assert "Dit is niet je wachtwoord." in answer.content.decode()
    assert client.get("/aanmelden/wachtwoord/").status_code == 200
