"""People of a demonstration, whose passwords and codes are printed on purpose."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

from leesloket.accounts import rules, secrecy
from leesloket.accounts.models import Account, Right, normalised
from leesloket.isolation.scope import Scope, scoped, signing_in


@dataclass(frozen=True, slots=True)
class DemoRight:
    """A right to give at once."""

    kind: str
    branch_id: int
    from_date: date
    until_date: date | None = None


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody to add, with secrets that everybody may know."""

    login: str
    display_name: str
    rights: tuple[DemoRight, ...]
    password: str = field(repr=False)
    one_time: bool = True
    """Whether the password must be replaced at the first sign-in."""
    totp_secret: str = field(default="", repr=False)
    """Base32, for an authenticator app; empty for a person who has still to set one."""


class NotADemoError(Exception):
    """Real people live in this installation: secrets are made here, never given."""


@transaction.atomic
def add_demo_people(
    people: Iterable[DemoPerson], *, library_id: int, now: datetime
) -> dict[str, UUID]:
    """Add the people of one library; gives their ids by login name.

    Raises NotADemoError where settings.DEMO is off.
    """
    if not settings.DEMO:
        raise NotADemoError
    accounts = {}
    for person in people:
        account = Account(
            library_id=library_id,
            login=normalised(person.login),
            display_name=person.display_name,
            created_at=now,
        )
        account.set_password(person.password)
        if person.one_time:
            days = settings.ONE_TIME_PASSWORD_DAYS
            account.one_time_until = rules.one_time_until(now, days=days)
        accounts[person] = account
    _save(accounts, library_id)
    return {account.login: account.pk for account in accounts.values()}


def _save(accounts: dict[DemoPerson, Account], library_id: int) -> None:
    rights = [
        Right(
            account_id=account.pk,
            branch_id=right.branch_id,
            kind=right.kind,
            from_date=right.from_date,
            until_date=right.until_date,
        )
        for person, account in accounts.items()
        for right in person.rights
    ]
    branch_ids = tuple({right.branch_id for right in rights})
    with scoped(Scope(library_id, branch_ids)):
        Account.objects.bulk_create(accounts.values())
        Right.objects.bulk_create(rights)
    with signing_in():
        Authenticator.objects.bulk_create(
            Authenticator(
                user_id=account.pk,
                type=Authenticator.Type.TOTP,
                data={"secret": secrecy.encrypt(person.totp_secret)},
            )
            for person, account in accounts.items()
            if person.totp_secret
        )
