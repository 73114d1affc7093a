"""What was done at an account that a school shares is found under that account, with its names."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from pytest_django import Settings
from tests.accounts.cast import NOW, TODAY, Cast, make_cast

from leesloket.accounts import sessions, sharing
from leesloket.branches.queries import branch_line
from leesloket.isolation.scope import Scope
from leesloket.privacy.breach import account_names, breach_in
from leesloket.privacy.log import branch_log
from leesloket.privacy.tasks import forget_shared_names


@pytest.fixture
def cast(db: None, settings: Settings) -> Cast:
    settings.DEMO = True
    return make_cast()


def _shared_by_two(cast: Cast) -> UUID:
    account_id = sharing.add_shared_account(
        login="school1234",
        display_name="gedeeld account van De Regenboog",
        branch_id=cast.regenboog.pk,
        acting_user=cast.viewer("beheer"),
        now=NOW,
    ).account_id
    for name in ("Ria Bos", "Jan Vos"):
        session = Client().session
        sessions.begin(session, account_id=account_id, user_agent="", now=NOW)
        sharing.say_who(name, session=session, account_id=account_id, now=NOW)
    return account_id


def test_the_log_of_a_branch_narrows_to_a_shared_account_and_names_who_sat_there(
    cast: Cast,
) -> None:
    account_id = _shared_by_two(cast)

    page = branch_log(
        branch_line(cast.regenboog.pk), viewer=cast.viewer("beheer"), today=TODAY, by=account_id
    )

    assert [(one.code, one.by) for one in page.lines] == [
        ("person_said", "Jan Vos (school1234)"),
        ("person_said", "Ria Bos (school1234)"),
    ]
    names = [name for _, name in page.people]
    assert "gedeeld account van De Regenboog" in names
    assert not {"Ria Bos", "Jan Vos"} & set(names)


def test_a_breach_of_a_shared_account_counts_everybody_who_sat_there(cast: Cast) -> None:
    _shared_by_two(cast)
    library = Scope(cast.library.pk, (cast.regenboog.pk, cast.vuurvlinder.pk))

    breach = breach_in(library, since=NOW, until=NOW + timedelta(hours=1), login="school1234")

    assert set(account_names(breach, library).known.values()) >= {
        "Ria Bos (school1234)",
        "Jan Vos (school1234)",
    }


def test_the_worker_takes_old_names_away(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    account_id = _shared_by_two(cast)
    later = NOW + timedelta(days=731)
    monkeypatch.setattr("leesloket.privacy.tasks.timezone.now", lambda: later)

    forget_shared_names(0)

    page = branch_log(
        branch_line(cast.regenboog.pk), viewer=cast.viewer("beheer"), today=TODAY, by=account_id
    )
    assert {one.by for one in page.lines} == {"gedeeld account van De Regenboog"}
