"""A new password by mail: for who has an address, once, for an hour, and telling nothing."""

from datetime import timedelta

import pytest
from django.core.signing import Signer
from django.db import connection
from django.test import Client
from django.utils import timezone
from tests.accounts.cast import PASSWORD, SECRET, Cast
from tests.accounts.conftest import SignIn
from tests.accounts.test_emergency_codes import CODE
from tests.accounts.test_sessions import _in, _knows
from tests.people import recorded

from leesloket.accounts import actions, addresses, queries, resetting
from leesloket.accounts.models import PasswordReset
from leesloket.isolation.scope import scoped, signing_in

ASK = "/aanmelden/vergeten/"
NEW = "een zin die niemand raadt"
OVER = "Deze link werkt niet meer"


@pytest.fixture
def met(cast: Cast) -> Cast:
    """The cast, with Met who has an address and a second factor."""
    cast.add("met", ("upload", cast.regenboog), totp_secret=SECRET)
    addresses.set_address(
        account_id=cast.ids["met"],
        address="met@school.example",
        acting_user=cast.viewer("anna"),
        now=timezone.now(),
    )
    return cast


def _jobs() -> list[dict[str, object]]:
    with connection.cursor() as cursor:
        cursor.execute("select task_name, args::text from procrastinate_jobs order by id")
        return [dict(zip(("task", "args"), row, strict=True)) for row in cursor.fetchall()]


def _link(cast: Cast, client: Client) -> str:
    client.post(ASK, {"login": "met"})
    with signing_in():
        newest = PasswordReset.objects.filter(account_id=cast.ids["met"]).latest("made_at")
    return f"{ASK}{resetting.token_of(newest.pk)}/"


def _choose(client: Client, link: str, password: str = NEW) -> str:
    sent = {"password": password, "again": password}
    return client.post(link, sent, follow=True).content.decode()


# --- asking --------------------------------------------------------------------------------------


def test_a_mail_is_enqueued_that_carries_ids_only(met: Cast, client: Client) -> None:
    client.post(ASK, {"login": " MET "})

    [job] = _jobs()
    assert job["task"] == "messaging.send_password_reset"
    assert "school.example" not in str(job)
    assert resetting.token_of(met.ids["met"])[-20:] not in str(job)
    told = recorded(met.ids["met"], met.viewer("anna").scope)
    assert told[-2:] == ["address_set", "reset_asked"]


def test_the_answer_is_the_same_for_a_name_that_nobody_has(met: Cast, client: Client) -> None:
    answers = {
        client.post(ASK, {"login": login}).content for login in ("met", "bas", "niemand", "dirk")
    }

    assert len(answers) == 1
    assert len(_jobs()) == 1


@pytest.mark.django_db
def test_a_pupil_who_has_no_mail_is_told_where_to_go(client: Client) -> None:
    assert "Vraag op school om een nieuwe kaart." in client.get(ASK).content.decode()


def test_who_is_switched_off_gets_no_mail(met: Cast, client: Client) -> None:
    with scoped(met.viewer("beheer").scope), connection.cursor() as cursor:
        cursor.execute(
            "update accounts_account set is_active = false where id = %s", [met.ids["met"]]
        )

    client.post(ASK, {"login": "met"})

    assert _jobs() == []


def test_nobodys_mailbox_is_filled(met: Cast, client: Client) -> None:
    for _ in range(6):
        resetting.ask(login="met", now=timezone.now())

    assert len(_jobs()) == 3


def test_one_address_cannot_ask_for_ever(met: Cast, client: Client) -> None:
    statuses = [client.post(ASK, {"login": f"naam{nr}"}).status_code for nr in range(25)]

    assert statuses[0] == 200
    assert statuses[-1] == 429


# --- the link ------------------------------------------------------------------------------------


def test_the_link_sets_a_password_and_the_second_step_stays(
    met: Cast, client: Client, sign_in: SignIn
) -> None:
    link = _link(met, client)
    assert "Kies je wachtwoord" in client.get(link).content.decode()

    _choose(client, link)

    assert client.get("/hoe/").content == b"-"
    assert sign_in("met", PASSWORD).status_code == 200
    assert sign_in("met", NEW)["Location"] == CODE


def test_the_link_works_once_and_the_others_end_with_it(met: Cast, client: Client) -> None:
    first, second = _link(met, client), _link(met, client)
    _choose(client, second)

    for link in (first, second):
        answer = client.get(link)
        assert answer.status_code == 404
        assert OVER in answer.content.decode()
        assert OVER in _choose(client, link, "nog een andere lange zin")


def test_looking_at_the_link_uses_nothing_up(met: Cast, client: Client) -> None:
    link = _link(met, client)

    for _ in range(3):
        assert client.get(link).status_code == 200
    assert "Kies een langer wachtwoord" in _choose(client, link, "kort")
    assert client.get(link).status_code == 200


def test_the_link_is_too_late_after_an_hour(met: Cast, client: Client) -> None:
    link = _link(met, client)
    with signing_in():
        PasswordReset.objects.update(made_at=timezone.now() - timedelta(minutes=60, seconds=1))

    assert OVER in client.get(link).content.decode()
    assert OVER in _choose(client, link)


def test_a_link_of_ones_own_making_opens_nothing(met: Cast, client: Client) -> None:
    _link(met, client)
    with signing_in():
        reset = PasswordReset.objects.get()
    forged = Signer(key="iets anders", salt="leesloket password reset").sign(reset.pk.hex)

    for token in (forged, reset.pk.hex, f"{reset.pk.hex}:", "niets", "x" * 500):
        assert OVER in client.get(f"{ASK}{token}/").content.decode(), token


def test_other_sessions_end(met: Cast, client: Client) -> None:
    met.add("karim")
    addresses.set_address(
        account_id=met.ids["karim"],
        address="karim@school.example",
        acting_user=met.viewer("beheer"),
        now=timezone.now(),
    )
    elsewhere = _in("karim")
    assert _knows(elsewhere)
    resetting.ask(login="karim", now=timezone.now())
    with signing_in():
        reset = PasswordReset.objects.get(account_id=met.ids["karim"])

    _choose(client, f"{ASK}{resetting.token_of(reset.pk)}/")

    assert not _knows(elsewhere)


# --- the address ---------------------------------------------------------------------------------


def test_who_may_not_help_somebody_in_sets_no_address(met: Cast) -> None:
    def set_it(by: str, to: str) -> None:
        addresses.set_address(
            account_id=met.ids[to],
            address="dief@bedrog.example",
            acting_user=met.viewer(by),
            now=timezone.now(),
        )

    for by, to in (("bas", "met"), ("anna", "beheer"), ("met", "met"), ("beheer", "beheer")):
        with pytest.raises(actions.NotAllowedError):
            set_it(by, to)
    with pytest.raises(queries.PersonNotFoundError):
        set_it("dirk", "met")


@pytest.mark.parametrize("address", ["geen", "a@b", "a@b.nl\nBcc: x@y.nl", "<script>@x.nl"])
def test_what_is_no_address_is_refused(met: Cast, address: str) -> None:
    with pytest.raises(addresses.AddressUnfitError):
        addresses.set_address(
            account_id=met.ids["met"],
            address=address,
            acting_user=met.viewer("anna"),
            now=timezone.now(),
        )


def test_nobody_sees_the_resets(met: Cast, client: Client) -> None:
    _link(met, client)

    with scoped(met.viewer("beheer").scope), connection.cursor() as cursor:
        cursor.execute("select count(*) from accounts_passwordreset")
        assert cursor.fetchone() == (0,)
