"""Two people who agree at one terminal: for what may not be done by one, and not in the browser."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from leesloket.accounts.queries import account_by_login, held_by
from leesloket.accounts.rules import ADMINISTER, IMPORT


class NotTwoPeopleError(Exception):
    """A wrong password, somebody without the right, or the same person twice."""


def two_people(given: Sequence[tuple[str, str]], *, today: date) -> tuple[UUID, UUID]:
    """The accounts of two different people who gave login name and password.

    Both may import or administer somewhere today.  Raises NotTwoPeopleError, and does not say
    which of the two was wrong.
    """
    found = []
    for login, password in given:
        account = account_by_login(login)
        rights = held_by(account.pk, today=today) if account else ()
        fits = (
            account is not None
            and account.is_active
            and account.check_password(password)
            and any(right.kind in {ADMINISTER, IMPORT} for right in rights)
        )
        if account is not None and fits:
            found.append(account.pk)
    if len(set(found)) != len(given):
        raise NotTwoPeopleError
    first, second = found
    return first, second
