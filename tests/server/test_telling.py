"""What the terminal says: who can still sign in with what."""

from pathlib import Path

import pytest

from leesloket.accounts.models import Account
from leesloket.isolation.scope import signing_in
from leesloket.server import database, embedded
from leesloket.server.telling import tell_where

pytestmark = pytest.mark.enable_socket


def test_who_chose_a_password_is_found_without_a_scope(
    server: embedded.Embedded, fresh_database: str
) -> None:
    with signing_in():
        Account.objects.filter(login="petra").update(one_time_until=None)

    found = database.with_own_password(server.url(embedded.WEB_ROLE, fresh_database))

    assert found == {"petra"}


def test_a_password_that_was_used_is_not_shown_again(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    people = [
        {"login": login, "password": word, "totp_secret": "", "display_name": login, "role": "x"}
        for login, word in (("petra", "gebruikt-woord"), ("els", "nieuw-woord"))
    ]

    tell_where("http://localhost:8000", people, tmp_path, [], own_password={"petra"})

    told = capsys.readouterr().out
    assert "gebruikt-woord" not in told
    assert "(eigen wachtwoord)" in told
    assert "nieuw-woord" in told


def test_mail_that_goes_to_a_server_lies_in_no_folder(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    tell_where("https://lees.example.nl", [], tmp_path, [], mail_lies_here=False)

    told = capsys.readouterr().out
    assert "https://lees.example.nl" in told
    assert ".eml" not in told
