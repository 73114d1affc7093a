"""The same person at two doors at the same moment: rows that are changed while signing in."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import connection
from django.db.models import Model
from tests.accounts.cast import NOW, SECRET, Cast
from tests.waiting import until_they_wait

from leesloket.accounts.models import Account, EmergencyCode, PasswordReset, SignedIn
from leesloket.isolation.scope import signing_in


@contextmanager
def _own_connection() -> Iterator[None]:
    try:
        yield
    finally:
        connection.close()


def _bas(cast: Cast) -> None:
    """Give Bas one row of everything that is there while he signs in."""
    bas = cast.add("bas.twee", ("upload", cast.regenboog), totp_secret=SECRET, now=NOW)
    with signing_in():
        account = Account.objects.get(pk=bas)
        SignedIn.objects.create(account=account, started_at=NOW, seen_at=NOW)
        PasswordReset.objects.create(account=account, made_at=NOW)
        SocialAccount.objects.create(user=account, provider="entree", uid="bas@school")
        EmergencyCode.objects.create(
            account=account, hashed="x", made_at=NOW, until=NOW, made_by=account
        )


CHANGES: dict[type[Model], Callable[[], object]] = {
    Account: lambda: Account.objects.filter(login="bas.twee").update(last_login=NOW),
    Authenticator: lambda: Authenticator.objects.update(last_used_at=NOW),
    EmergencyCode: lambda: EmergencyCode.objects.update(wrong_tries=1),
    PasswordReset: lambda: PasswordReset.objects.update(over_at=NOW),
    SignedIn: lambda: SignedIn.objects.update(seen_at=NOW),
    SocialAccount: lambda: SocialAccount.objects.update(last_login=NOW),
}


@pytest.mark.parametrize("model", CHANGES)
def test_the_second_change_of_a_row_waits_and_is_made(
    committed_cast: Cast, model: type[Model]
) -> None:
    _bas(committed_cast)
    changed = Event()
    change = CHANGES[model]

    def first() -> None:
        with _own_connection(), signing_in():
            assert change()
            changed.set()
            until_they_wait(1)

    def second() -> object:
        changed.wait()
        with _own_connection(), signing_in():
            return change()

    with ThreadPoolExecutor(2) as doors:
        one, other = doors.submit(first), doors.submit(second)
        one.result()
        assert other.result() == 1
