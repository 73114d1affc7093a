"""Accounts that a school shares: making one, and the people who sit at it (ADR 0024)."""

from datetime import datetime
from uuid import UUID, uuid4

from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.utils.timezone import localdate

from leesloket.accounts import queries, rules, sessions
from leesloket.accounts.actions import NotAllowedError, OneTime, give_right, new_account
from leesloket.accounts.models import Account
from leesloket.accounts.queries import Viewer
from leesloket.audit.actions import record
from leesloket.isolation.scope import scoped, signing_in


class SharedAlreadyError(Exception):
    """The branch shares an account; it is opened again rather than made twice."""


class NameUnfitError(Exception):
    """What was typed is not the first and last name of somebody; see rules.person_name."""


class NotSharedError(Exception):
    """Not signed in with a shared account: a personal one has its name."""


@transaction.atomic
def add_shared_account(
    *, login: str, display_name: str, branch_id: int, acting_user: Viewer, now: datetime
) -> OneTime:
    """Make the account that a branch shares, with the right to send its lists and no other.

    Raises NotAllowedError, SharedAlreadyError, and for the login name LoginUnfitError and
    LoginTakenError.
    """
    if branch_id not in {line.id for line in queries.branches_to_share(acting_user)}:
        raise NotAllowedError
    with scoped(queries.managing_scope(acting_user)):
        if Account.objects.filter(shared_at_id=branch_id).exists():
            raise SharedAlreadyError
    one_time = new_account(
        login=login,
        display_name=display_name,
        shared_at=branch_id,
        acting_user=acting_user,
        now=now,
    )
    give_right(
        account_id=one_time.account_id,
        branch_id=branch_id,
        kind=rules.UPLOAD,
        from_date=localdate(now),
        until_date=None,
        acting_user=acting_user,
        now=now,
    )
    return one_time


# --- who sits there ------------------------------------------------------------------------------


@transaction.atomic
def say_who(typed: str, *, session: SessionBase, account_id: UUID, now: datetime) -> str:
    """Let the person of this name be the doer of what this session does from now on.

    Gives the name as it is written down.  The same name at the same account is the same person,
    as far as we know.  Raises NameUnfitError and NotSharedError.
    """
    name = rules.person_name(typed)
    if name is None:
        raise NameUnfitError
    with signing_in():
        account = Account.objects.filter(id=account_id, is_active=True).first()
        if account is None or account.shared_at_id is None:
            raise NotSharedError
        person = _person_of(account, name, now)
        sessions.let_in(session, person=person)
        record(
            "person_said",
            at=now,
            by=person.pk,
            library_id=account.library_id,
            branch_id=account.shared_at_id,
            subject_id=account.pk,
        )
    return name


def _person_of(account: Account, name: str, now: datetime) -> Account:
    nobodys = Account()
    nobodys.set_unusable_password()
    pk = uuid4()
    person, _ = Account.objects.get_or_create(
        person_of=account,
        display_name=name,
        defaults={
            "id": pk,
            "library_id": account.library_id,
            "login": f"persoon-{pk}",
            "password": nobodys.password,
            "is_active": False,
            "created_at": now,
        },
    )
    person.last_login = now
    person.save(update_fields=["last_login"])
    return person
