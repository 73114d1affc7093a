"""Adding people, giving rights, and new passwords: what somebody at the desk can do."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from leesloket.accounts import queries, rules, sessions
from leesloket.accounts.models import (
    Account,
    EmergencyCode,
    PasswordReset,
    Right,
    SignedIn,
    normalised,
)
from leesloket.accounts.queries import PersonNotFoundError, Viewer
from leesloket.audit.actions import record, record_by
from leesloket.branches.models import Branch
from leesloket.branches.queries import branch_line
from leesloket.isolation.scope import scoped, signing_in


class NotAllowedError(Exception):
    """The acting person may not do this, here or to this person."""


@dataclass(frozen=True, slots=True)
class OneTime:
    """A new password, to be shown once and then forgotten."""

    account_id: UUID
    password: str = field(repr=False)
    valid_until: datetime


@transaction.atomic
def scrub(account_id: UUID) -> bool:
    """Take the person out of an account that never held a right, as a pupil's; False for others.

    The row stays, because the record names it; nobody can sign in with it.  Needs a scope.
    """
    if Right.objects.filter(account_id=account_id).exists():
        return False
    account = Account(pk=account_id)
    account.set_unusable_password()
    with signing_in():
        Authenticator.objects.filter(user_id=account_id).delete()
        EmergencyCode.objects.filter(account_id=account_id).delete()
        SignedIn.objects.filter(account_id=account_id).delete()
        PasswordReset.objects.filter(account_id=account_id).delete()
        SocialAccount.objects.filter(user_id=account_id).delete()
    Account.objects.filter(pk=account_id).update(
        login=f"gewist-{account_id}",
        display_name="",
        email="",
        password=account.password,
        is_active=False,
        one_time_until=None,
    )
    return True


# --- people --------------------------------------------------------------------------------------


class LoginUnfitError(Exception):
    """A login name that nobody can type without doubt; see rules.login_fits."""


class LoginTakenError(Exception):
    """Somebody, maybe of another library, has this login name."""


@transaction.atomic
def add_account(
    *, login: str, display_name: str, email: str = "", acting_user: Viewer, now: datetime
) -> OneTime:
    """Add a person to the acting user's library, with a password for one time and no rights yet.

    Raises NotAllowedError, LoginUnfitError and LoginTakenError.
    """
    if not rules.may_manage_people(acting_user.held):
        raise NotAllowedError
    return new_account(
        login=login, display_name=display_name, email=email, acting_user=acting_user, now=now
    )


@transaction.atomic
def new_account(
    *,
    login: str,
    display_name: str,
    email: str = "",
    shared_at: int | None = None,
    acting_user: Viewer,
    now: datetime,
) -> OneTime:
    """As add_account, for an action that has asked itself who may.

    Raises LoginUnfitError and LoginTakenError.
    """
    check_login(login)
    account = Account(
        library_id=acting_user.library_id,
        login=normalised(login),
        display_name=display_name.strip(),
        email=email.strip(),
        shared_at_id=shared_at,
        created_at=now,
    )
    one_time = one_time_for(account, now)
    with scoped(acting_user.scope):
        save_new(account)
        record_by("account_added", acting_user, now, subject_id=account.pk)
    return one_time


def check_login(login: str) -> None:
    """Raise LoginUnfitError or LoginTakenError for what cannot be a new login name."""
    if not rules.login_fits(normalised(login)):
        raise LoginUnfitError
    if queries.account_by_login(login) is not None:
        raise LoginTakenError


def save_new(account: Account) -> None:
    """Save a new account, in the caller's scope and transaction; raises LoginTakenError."""
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as error:
        # Two people adding the same login name at once.
        raise LoginTakenError from error


def one_time_for(account: Account, now: datetime) -> OneTime:
    """Give `account` a password for one time; the caller saves it."""
    password = rules.one_time_password()
    account.set_password(password)
    account.one_time_until = rules.one_time_until(now, days=settings.ONE_TIME_PASSWORD_DAYS)
    return OneTime(account.pk, password, account.one_time_until)


# --- rights --------------------------------------------------------------------------------------


class NoSchoolError(Exception):
    """Nobody sends lists for a public library, or teaches there."""


class RightAlreadyGivenError(Exception):
    """The person has the same right here, on some of these days."""


class EndsBeforeItStartsError(Exception):
    """The last day lies before the first, or before today."""


class RightNotFoundError(Exception):
    """No such right, or not one the acting person can see."""


@transaction.atomic
def give_right(
    *,
    account_id: UUID,
    branch_id: int,
    kind: str,
    from_date: date,
    until_date: date | None,
    acting_user: Viewer,
    now: datetime,
) -> UUID:
    """Give somebody of the acting user's library a right in one branch; gives its id.

    Raises NotAllowedError, PersonNotFoundError, EndsBeforeItStartsError, NoSchoolError and
    RightAlreadyGivenError (so that a second click does no harm).
    """
    if kind not in rules.KINDS or not rules.may_give(
        acting_user.held, kind=kind, branch_id=branch_id
    ):
        raise NotAllowedError
    if until_date is not None and until_date < max(from_date, timezone.localdate(now)):
        raise EndsBeforeItStartsError
    right = Right(
        account_id=account_id,
        branch_id=branch_id,
        kind=kind,
        from_date=from_date,
        until_date=until_date,
        given_by_id=acting_user.account_id,
    )
    scope = queries.managing_scope(acting_user)
    if branch_id not in scope.branch_ids:
        raise NotAllowedError
    with scoped(scope.narrowed(branch_id)):
        account = lock_account(account_id)
        if kind in rules.OF_A_SCHOOL and branch_line(branch_id).kind == Branch.Kind.PUBLIC:
            raise NoSchoolError
        if account.shared_at_id and not rules.shared_may_hold(
            kind=kind, branch_id=branch_id, shared_at=account.shared_at_id
        ):
            raise NotAllowedError
        others = Right.objects.filter(account_id=account_id, branch_id=branch_id, kind=kind)
        if any(rules.overlaps(right, other) for other in others):
            raise RightAlreadyGivenError
        right.save(force_insert=True)
        record_right("right_given", right, acting_user, now)
    return right.pk


def lock_account(account_id: UUID, *, by_itself: bool = False) -> Account:
    """The account, locked; raises PersonNotFoundError outside of the scope.

    A child's has no name: staff give it no rights and no passwords.  Nor to who sits at a shared
    account: that is what they give them to.
    """
    found = Account.objects.select_for_update().filter(id=account_id, person_of=None)
    account = found.first()
    if account is None or (not account.display_name and not by_itself):
        raise PersonNotFoundError
    return account


@transaction.atomic
def end_right(*, right_id: UUID, acting_user: Viewer, now: datetime) -> None:
    """End a right at once.  Ending it again changes nothing.

    Raises RightNotFoundError and NotAllowedError.
    """
    with scoped(queries.managing_scope(acting_user)):
        right = Right.objects.select_for_update().filter(id=right_id).first()
        if right is None:
            raise RightNotFoundError
        if not rules.may_give(acting_user.held, kind=right.kind, branch_id=right.branch_id):
            raise NotAllowedError
        if right.ended_at is not None:
            return
        right.ended_at = now
        right.ended_by_id = acting_user.account_id
        right.save(update_fields=["ended_at", "ended_by"])
        record_right("right_ended", right, acting_user, now)


def record_right(code: str, right: Right, acting_user: Viewer, now: datetime) -> None:
    """Record what somebody did with a right: of which kind, where and whose."""
    record_by(
        code,
        acting_user,
        now,
        branch_id=right.branch_id,
        subject_id=right.account_id,
        detail={"kind": right.kind, "right": str(right.pk)},
    )


# --- passwords and second factors ----------------------------------------------------------------


class PasswordChangedError(Exception):
    """There is another password than when the page was opened: made by the same form, perhaps."""


@transaction.atomic
def start_reset(*, account_id: UUID, seen: str, acting_user: Viewer, now: datetime) -> OneTime:
    """Give somebody a password for one time; it ends their sessions and leaves the second factor.

    `seen` is which password there was (`PersonPage.password_mark`) when the page was opened.  So
    the same form makes one, however often it is sent: what was shown once is shown by nothing else.
    The person chooses the next password alone (ASVS 6.4.6).  School accounts that were linked
    beside a password go: who once knew the password may have linked one.  Raises
    PersonNotFoundError, NotAllowedError and PasswordChangedError.
    """
    with scoped(acting_user.scope):
        account = lock_account(account_id)
        check_reset(account_id, acting_user, now)
        if not constant_time_compare(seen, account.password_mark):
            raise PasswordChangedError
        if account.has_usable_password():
            with signing_in():
                links = SocialAccount.objects.filter(user_id=account_id)
                providers = list(links.values_list("provider", flat=True))
                links.delete()
            for provider in providers:
                detail = {"provider": provider}
                record_by("school_unlinked", acting_user, now, subject_id=account_id, detail=detail)
        one_time = one_time_for(account, now)
        account.save(update_fields=["password", "one_time_until"])
        sessions.end(account_id=account_id, now=now)
        record_by("reset_started", acting_user, now, subject_id=account_id)
    return one_time


def check_reset(account_id: UUID, acting_user: Viewer, now: datetime) -> None:
    """Raise NotAllowedError unless this person may be helped back in by the acting one."""
    held = queries.held_by(account_id, today=timezone.localdate(now))
    if account_id == acting_user.account_id or not rules.may_reset(acting_user.held, held):
        raise NotAllowedError


@transaction.atomic
def reset_second_factor(*, account_id: UUID, acting_user: Viewer, now: datetime) -> None:
    """Take somebody's second factor and recovery codes away, so that they set new ones.

    For a lost telephone without recovery codes.  Without a second factor it changes nothing.
    Raises PersonNotFoundError and NotAllowedError.
    """
    with scoped(acting_user.scope):
        lock_account(account_id)
        check_reset(account_id, acting_user, now)
        with signing_in():
            count, _ = Authenticator.objects.filter(user_id=account_id).delete()
            EmergencyCode.objects.filter(account_id=account_id, over_at=None).update(over_at=now)
        if count:
            record_by("second_factor_reset", acting_user, now, subject_id=account_id)


@transaction.atomic
def set_new_password(*, account_id: UUID, password: str, now: datetime) -> Account:
    """Set the password somebody chose, which ends the time of one for one time.

    The caller has validated it and knows who is asking.  Raises PersonNotFoundError.
    """
    with signing_in():
        account = lock_account(account_id, by_itself=True)
        account.set_password(password)
        account.one_time_until = None
        account.save(update_fields=["password", "one_time_until"])
        record(
            "password_set",
            at=now,
            by=account_id,
            library_id=account.library_id,
            subject_id=account_id,
        )
    return account
