"""Setting, using and losing a second factor, with the codes an app would show."""

import re

import pytest
from django.db import connection
from django.test import Client
from tests.accounts.cast import NOW, ONE_TIME, PASSWORD, SECRET, Cast, code_of
from tests.accounts.conftest import SignIn

from leesloket.accounts import actions, queries
from leesloket.isolation.scope import scoped, signing_in

SET = "/aanmelden/tweede-stap/instellen/"
CODE = "/aanmelden/code/"


def _codes(cast: Cast, login: str) -> list[str]:
    with scoped(cast.viewer("beheer").scope), connection.cursor() as cursor:
        cursor.execute(
            "select code from audit_event where subject_id = %s order by id", [cast.ids[login]]
        )
        return [code for (code,) in cursor.fetchall()]


def _enrol(client: Client) -> tuple[str, list[str]]:
    """Set a second factor as a person does; gives the secret and the recovery codes."""
    page = client.get(SET)
    secret = page.context["form"].secret
    answer = client.post(SET, {"code": code_of(secret)}, follow=True)
    shown = re.findall(r"<li><code>(\d{8})</code></li>", answer.content.decode())
    return secret, shown


def _met(cast: Cast) -> None:
    cast.add("met", ("upload", cast.regenboog), totp_secret=SECRET)


# --- setting -------------------------------------------------------------------------------------


def test_whoever_sees_pupils_sets_a_second_factor_first(
    committed_cast: Cast, client: Client, sign_in: SignIn
) -> None:
    sign_in("bas")

    assert client.get("/sturen/")["Location"] == SET
    secret, recovery_codes = _enrol(client)

    assert len(recovery_codes) == 10
    assert client.get("/sturen/").content == b"Bas Voorbeeld"
    assert _codes(committed_cast, "bas") == [
        "signed_in",
        "second_factor_set",
        "recovery_codes_made",
    ]
    with signing_in(), connection.cursor() as cursor:
        cursor.execute("select data::text from mfa_authenticator")
        stored = "".join(data for (data,) in cursor.fetchall())
    assert secret not in stored
    assert not any(code in stored for code in recovery_codes)


def test_the_page_shows_a_picture_and_a_key(cast: Cast, client: Client, sign_in: SignIn) -> None:
    sign_in("bas")

    page = client.get(SET)

    text = page.content.decode()
    assert 'src="data:image/svg+xml;base64,' in text
    assert "".join(re.findall(r"<span>([A-Z2-7]{1,4})</span>", text)) == page.context["form"].secret
    assert "Leesloket" in page.context["totp_url"]
    assert page["Cache-Control"] == "no-store"


def test_a_wrong_first_code_sets_nothing(cast: Cast, client: Client, sign_in: SignIn) -> None:
    sign_in("bas")
    client.get(SET)

    answer = client.post(SET, {"code": "000000"})

    assert "Deze code klopt niet" in answer.content.decode()
    assert not queries.has_second_factor(cast.ids["bas"])


def test_recovery_codes_are_shown_once(
    committed_cast: Cast, client: Client, sign_in: SignIn
) -> None:
    sign_in("bas")
    _, recovery_codes = _enrol(client)

    again = client.get("/aanmelden/herstelcodes/").content.decode()

    assert not any(code in again for code in recovery_codes)
    assert "10" in again


def test_another_session_without_the_second_factor_must_sign_in_again(
    committed_cast: Cast, client: Client, sign_in: SignIn
) -> None:
    elsewhere = Client()
    elsewhere.post("/aanmelden/", {"login": "bas", "password": PASSWORD})
    sign_in("bas")
    _enrol(client)

    answer = elsewhere.get("/sturen/")

    assert answer["Location"] == "/aanmelden/?next=/sturen/"
    assert elsewhere.get("/hoe/").content == b"-"


# --- using ---------------------------------------------------------------------------------------


def test_signing_in_takes_the_password_and_a_code(
    cast: Cast, client: Client, sign_in: SignIn
) -> None:
    _met(cast)

    asked = sign_in("met")

    assert asked["Location"] == CODE
    assert client.get("/sturen/")["Location"].startswith("/aanmelden/")
    done = client.post(CODE, {"code": code_of(SECRET)})
    assert done["Location"] == "/"
    assert client.get("/sturen/").content == b"Met Voorbeeld"
    assert _codes(cast, "met") == ["signed_in"]


def test_a_code_of_half_a_minute_ago_is_still_right(
    cast: Cast, client: Client, sign_in: SignIn
) -> None:
    _met(cast)
    sign_in("met")

    answer = client.post(CODE, {"code": code_of(SECRET, periods_ago=1)})

    assert answer.status_code == 302


def test_a_code_of_two_minutes_ago_is_wrong(cast: Cast, client: Client, sign_in: SignIn) -> None:
    _met(cast)
    sign_in("met")

    answer = client.post(CODE, {"code": code_of(SECRET, periods_ago=4)})

    assert "Deze code klopt niet" in answer.content.decode()
    assert client.get("/hoe/").content == b"-"
    assert _codes(cast, "met") == ["sign_in_failed"]


def test_a_code_counts_once(cast: Cast, client: Client, sign_in: SignIn) -> None:
    _met(cast)
    sign_in("met")
    code = code_of(SECRET)
    client.post(CODE, {"code": code})
    # As allauth forgets a used code after one period, while a late code is right for three.
    with connection.cursor() as cursor:
        cursor.execute("delete from web_cache where cache_key like '%allauth.mfa.totp.used%'")
    elsewhere = Client()
    elsewhere.post("/aanmelden/", {"login": "met", "password": PASSWORD})

    answer = elsewhere.post(CODE, {"code": code})

    assert answer.status_code == 200
    assert elsewhere.get("/hoe/").content == b"-"


def test_codes_cannot_be_guessed(cast: Cast, client: Client, sign_in: SignIn) -> None:
    _met(cast)
    sign_in("met")
    for number in range(5):
        client.post(CODE, {"code": f"00000{number}"})

    answer = client.post(CODE, {"code": code_of(SECRET)})

    assert "Te vaak geprobeerd" in answer.content.decode()
    assert client.get("/hoe/").content == b"-"


def test_the_code_page_is_for_who_gave_a_password(client: Client, db: None) -> None:
    assert client.get(CODE)["Location"] == "/aanmelden/"


def test_a_one_time_password_does_not_get_around_the_second_factor(
    cast: Cast, client: Client, sign_in: SignIn
) -> None:
    cast.add(
        "piet",
        ("upload", cast.regenboog),
        password=ONE_TIME,
        one_time=True,
        totp_secret=SECRET,
    )

    assert sign_in("piet", ONE_TIME)["Location"] == CODE
    assert client.get("/aanmelden/nieuw-wachtwoord/")["Location"] == "/aanmelden/"
    answer = client.post(CODE, {"code": code_of(SECRET)})
    assert answer["Location"] == "/aanmelden/nieuw-wachtwoord/"


# --- losing --------------------------------------------------------------------------------------


def test_a_recovery_code_signs_in_once(
    committed_cast: Cast, client: Client, sign_in: SignIn
) -> None:
    sign_in("bas")
    _, [code, *_] = _enrol(client)
    client.post("/aanmelden/af/")

    sign_in("bas")
    assert client.post(CODE, {"code": code})["Location"] == "/"
    client.post("/aanmelden/af/")
    sign_in("bas")
    refused = client.post(CODE, {"code": code})

    assert refused.status_code == 200
    assert client.get("/hoe/").content == b"-"
    assert _codes(committed_cast, "bas")[-4:] == [
        "recovery_code_used",
        "signed_in",
        "signed_out",
        "sign_in_failed",
    ]


def test_after_a_reset_at_the_desk_a_new_second_factor_is_set(
    cast: Cast, client: Client, sign_in: SignIn
) -> None:
    _met(cast)
    sign_in("met")
    client.post(CODE, {"code": code_of(SECRET)})

    actions.reset_second_factor(
        account_id=cast.ids["met"], acting_user=cast.viewer("anna"), now=NOW
    )

    assert client.get("/sturen/")["Location"] == SET
    page = client.get(SET)
    assert page.context["form"].secret != SECRET


def test_another_telephone_takes_the_old_one_off(
    committed_cast: Cast, client: Client, sign_in: SignIn
) -> None:
    sign_in("bas")
    old_secret, old_codes = _enrol(client)

    off = client.post("/aanmelden/tweede-stap/weghalen/")
    new_secret, new_codes = _enrol(client)

    assert off.status_code == 302
    assert old_secret != new_secret
    assert not set(old_codes) & set(new_codes)
    assert "second_factor_removed" in _codes(committed_cast, "bas")


@pytest.mark.parametrize("path", [SET, "/aanmelden/tweede-stap/", "/aanmelden/herstelcodes/"])
def test_nobody_sees_these_pages_without_signing_in(client: Client, db: None, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/aanmelden/")


def test_changing_how_one_signs_in_asks_the_password_after_a_while(
    cast: Cast, client: Client, sign_in: SignIn
) -> None:
    sign_in("bas")
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 16 * 60
    session.save()

    asked = client.get(SET)
    assert asked["Location"].startswith("/aanmelden/opnieuw/")
    wrong = client.post(asked["Location"], {"password": "nee"})
    assert "Dit is niet je wachtwoord." in wrong.content.decode()
    right = client.post(asked["Location"], {"password": PASSWORD})

    assert right["Location"] == SET
    assert client.get(SET).status_code == 200
