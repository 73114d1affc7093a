"""The way back in for who lost a telephone: a code for one time, given at the desk.

It stands in for the second factor only.  Staff who give one know no password, so nobody signs in
with the code alone; and it is used up by signing in, after which a new second factor is set.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from leesloket.accounts import queries, rules
from leesloket.accounts.actions import check_reset, lock_account
from leesloket.accounts.models import Account, EmergencyCode
from leesloket.accounts.queries import Viewer
from leesloket.audit.actions import record, record_by
from leesloket.isolation.jobs import enqueue
from leesloket.isolation.scope import Scope, scoped, signing_in

EMERGENCY = "emergency"
"""How a session says that its second factor was such a code."""


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """A code, to be shown once and then forgotten."""

    account_id: UUID
    code: str = field(repr=False)
    valid_until: datetime


class NothingToReplaceError(Exception):
    """There is no second factor: a password alone leads to setting one."""


class MadeAlreadyError(Exception):
    """Another code was made after the page was opened: by the same form, or by somebody else."""


class TooManyCodesError(Exception):
    """There were some today already; somebody should find out what goes wrong."""


@transaction.atomic
def issue(*, account_id: UUID, seen: str, acting_user: Viewer, now: datetime) -> IssuedCode:
    """Make a code for somebody who lost the second factor; an earlier one is worth nothing then.

    `seen` is which code was the last one (`latest`) when the page was opened.  So the same form
    makes one code, however often it is sent: what was shown once is shown by nothing else.
    The person is told by mail, where there is an address.  Raises PersonNotFoundError,
    NotAllowedError, NothingToReplaceError, MadeAlreadyError and TooManyCodesError.
    """
    code = rules.emergency_code()
    until = now + timedelta(hours=settings.EMERGENCY_CODE_HOURS)
    with scoped(acting_user.scope):
        account = lock_account(account_id)
        check_reset(account_id, acting_user, now)
        if not queries.has_second_factor(account_id):
            raise NothingToReplaceError
        issued = EmergencyCode(
            account_id=account_id,
            hashed=make_password(rules.emergency_digits(code)),
            made_at=now,
            until=until,
            made_by_id=acting_user.account_id,
        )
        with signing_in():
            if seen != _latest(account_id):
                raise MadeAlreadyError
            earlier = EmergencyCode.objects.filter(account_id=account_id)
            day_ago = now - timedelta(days=1)
            if earlier.filter(made_at__gt=day_ago).count() >= rules.EMERGENCY_PER_DAY:
                raise TooManyCodesError
            # Kept for a day, to be counted.
            earlier.filter(made_at__lte=day_ago).delete()
            earlier.filter(over_at=None).update(over_at=now)
            issued.save(force_insert=True)
        record_by("emergency_code_made", acting_user, now, subject_id=account_id)
        if account.email:
            scope = Scope(account.library_id, ())
            enqueue(
                "messaging.tell_of_emergency_code",
                scope=scope,
                account_id=account_id,
                code_id=issued.pk,
            )
    return IssuedCode(account_id, code, until)


def latest(account_id: UUID) -> str:
    """Which code was made last, for `issue` to compare; empty when there was none of late."""
    with signing_in():
        return _latest(account_id)


def _latest(account_id: UUID) -> str:
    made = EmergencyCode.objects.filter(account_id=account_id).order_by("-made_at", "-id")
    return str(made.values_list("id", flat=True).first() or "")


def open_until(account_id: UUID, *, now: datetime) -> datetime | None:
    """Until when a code that was made can be used; None when there is none."""
    with signing_in():
        found = _open(account_id, now).first()
    return found.until if found else None


def _open(account_id: UUID, now: datetime) -> QuerySet[EmergencyCode]:
    return EmergencyCode.objects.filter(
        account_id=account_id,
        over_at=None,
        until__gt=now,
        wrong_tries__lt=rules.EMERGENCY_TRIES,
    )


def use(*, account_id: UUID, digits: str, now: datetime) -> bool:
    """Take a code, once; a wrong one counts against the code that there is."""
    with signing_in():
        found = _open(account_id, now).select_for_update().first()
        if found is None:
            return False
        if not check_password(digits, found.hashed):
            found.wrong_tries += 1
            found.save(update_fields=["wrong_tries"])
            return False
        found.over_at = now
        found.save(update_fields=["over_at"])
        library_id = lock_account(account_id).library_id
        record(
            "emergency_code_used",
            at=now,
            by=account_id,
            library_id=library_id,
            subject_id=account_id,
        )
    return True


# --- a new second factor -------------------------------------------------------------------------


def must_replace(request: HttpRequest) -> bool:
    """Whether this session came in with such a code, and has no new second factor yet."""
    records = get_authentication_records(request, request.user)
    factors = [record.get("type") for record in records if record.get("method") == "mfa"]
    return factors[-1:] == [EMERGENCY]


def drop_old_factors(owner: object, *, now: datetime) -> None:
    """Let go of what was lost, in the transaction that sets the new second factor."""
    if not isinstance(owner, Account):
        raise TypeError
    account_id = owner.pk
    with signing_in():
        library_id = lock_account(account_id).library_id
        Authenticator.objects.filter(user_id=account_id).delete()
        record(
            "second_factor_removed",
            at=now,
            by=account_id,
            library_id=library_id,
            subject_id=account_id,
        )
