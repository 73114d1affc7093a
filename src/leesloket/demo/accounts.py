"""Give the demo cast accounts, rights and a second factor that is ready to use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.utils import timezone

from leesloket.accounts import rules
from leesloket.accounts.actions import add_account, give_right
from leesloket.accounts.models import Account, Right
from leesloket.accounts.queries import Viewer, viewer_of
from leesloket.branches.rules import year_on
from leesloket.demo.cast import DemoAccount
from leesloket.isolation.scope import Scope, scoped, signing_in


@dataclass(frozen=True, slots=True)
class Credential:
    """What one person of the cast signs in with.  To be shown once: only hashes are kept."""

    login: str
    display_name: str
    role: str
    """In Dutch: what this person may do."""
    password: str = field(repr=False)
    """For one time; the person chooses another after it."""
    totp_secret: str = field(repr=False)
    """Base32, for an authenticator app; empty for who needs no second factor."""


def add_cast(
    cast: Sequence[DemoAccount], *, library_id: int, branch_ids: Mapping[str, int], now: datetime
) -> tuple[Credential, ...]:
    """Add these people to one library; the first of them must be its administrator.

    `branch_ids` are the library's branches by slug.
    """
    first, *others = cast
    account_id, password = _first_administrator(
        first, library_id=library_id, branch_ids=branch_ids, now=now
    )
    administrator = viewer_of(account_id, today=timezone.localdate(now))
    return (
        _credential(first, account_id, password),
        *(
            _added(person, branch_ids=branch_ids, administrator=administrator, now=now)
            for person in others
        ),
    )


def _first_administrator(
    person: DemoAccount, *, library_id: int, branch_ids: Mapping[str, int], now: datetime
) -> tuple[UUID, str]:
    """Nobody is there yet who could give the first administrator anything."""
    password = rules.one_time_password()
    account = Account(
        library_id=library_id,
        login=person.login,
        display_name=person.display_name,
        email=_email(person),
        created_at=now,
        one_time_until=rules.one_time_until(now, days=settings.ONE_TIME_PASSWORD_DAYS),
    )
    account.set_password(password)
    with scoped(Scope(library_id, tuple(branch_ids.values()))):
        account.save(force_insert=True)
        Right.objects.bulk_create(
            Right(
                account=account,
                branch_id=branch_ids[right.branch],
                kind=right.kind,
                from_date=timezone.localdate(now),
            )
            for right in person.rights
        )
    return account.pk, password


def _added(
    person: DemoAccount,
    *,
    branch_ids: Mapping[str, int],
    administrator: Viewer,
    now: datetime,
) -> Credential:
    one_time = add_account(
        login=person.login,
        display_name=person.display_name,
        email=_email(person),
        acting_user=administrator,
        now=now,
    )
    for right in person.rights:
        give_right(
            account_id=one_time.account_id,
            branch_id=branch_ids[right.branch],
            kind=right.kind,
            from_date=timezone.localdate(now),
            until_date=_last_day(right.kind, now),
            acting_user=administrator,
            now=now,
        )
    return _credential(person, one_time.account_id, one_time.password)


def _last_day(kind: str, now: datetime) -> date | None:
    """A teacher's right ends with the school year, as when a school names one."""
    return year_on(timezone.localdate(now)).ends_on if kind == rules.TEACH else None


def _credential(person: DemoAccount, account_id: UUID, password: str) -> Credential:
    secret = ""
    if rules.needs_second_factor(right.kind for right in person.rights):
        secret = generate_totp_secret()
        with signing_in():
            account = Account.objects.get(id=account_id)
            TOTP.activate(account, secret)
            RecoveryCodes.activate(account)
    return Credential(
        login=person.login,
        display_name=person.display_name,
        role=person.role,
        password=password,
        totp_secret=secret,
    )


def _email(person: DemoAccount) -> str:
    return f"{person.login}@{person.library}.example"
