"""Who runs the site lets the only administrator of a library in again."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.utils import timezone
from tests.accounts.cast import NOW, PASSWORD, SECRET, Cast

from leesloket.accounts import actions, queries, resetting
from leesloket.accounts.models import PasswordReset
from leesloket.accounts.way_back import open_way_back
from leesloket.audit.queries import events_about
from leesloket.isolation.scope import scoped, signing_in


@pytest.fixture
def chef(cast: Cast) -> Cast:
    cast.add("chef", ("administer", cast.regenboog), totp_secret=SECRET)
    return cast


def test_the_password_for_one_time_is_the_only_way_in_that_is_left(chef: Cast) -> None:
    given = open_way_back(login="chef", now=timezone.now())

    assert authenticate(None, username="chef", password=PASSWORD) is None
    found = authenticate(None, username="chef", password=given.password)
    assert found is not None
    assert found.one_time_until == given.valid_until
    with signing_in():
        assert not Authenticator.objects.filter(user_id=chef.ids["chef"]).exists()


def test_a_link_that_went_out_by_mail_opens_nothing_any_more(chef: Cast) -> None:
    """No second factor stops who reads the mail of an administrator that left."""
    with signing_in():
        link = PasswordReset.objects.create(account_id=chef.ids["chef"], made_at=NOW)
    assert resetting.is_open(link.pk, now=NOW)

    open_way_back(login="chef", now=NOW)

    assert not resetting.is_open(link.pk, now=NOW)


def test_the_record_says_that_nobody_of_the_library_did_it(chef: Cast) -> None:
    open_way_back(login="chef", now=NOW)

    with scoped(queries.managing_scope(chef.viewer("beheer"))):
        told = events_about(chef.ids["chef"])
    assert {(event.code, event.by) for event in told} >= {
        ("reset_started", None),
        ("second_factor_removed", None),
    }


def test_it_is_for_administrators_only(chef: Cast) -> None:
    with pytest.raises(actions.NotAllowedError):
        open_way_back(login="anna", now=timezone.now())
    with pytest.raises(queries.PersonNotFoundError):
        open_way_back(login="niemand", now=timezone.now())

    assert authenticate(None, username="anna", password=PASSWORD) is not None


def test_as_a_command(chef: Cast) -> None:
    out = StringIO()
    call_command("way_back", "chef", stdout=out)

    password = out.getvalue().split()[2]
    assert authenticate(None, username="chef", password=password) is not None
    with pytest.raises(CommandError, match="geen beheerder"):
        call_command("way_back", "anna")
