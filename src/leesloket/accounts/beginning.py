"""The first library with its first administrator, and the branches that come after."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from leesloket.accounts import rules
from leesloket.accounts.actions import (
    NotAllowedError,
    OneTime,
    check_login,
    one_time_for,
    save_new,
)
from leesloket.accounts.models import Account, Right, normalised
from leesloket.accounts.queries import Viewer
from leesloket.audit.actions import record
from leesloket.branches import founding
from leesloket.branches.founding import NameMissingError, NewBranch
from leesloket.branches.queries import is_there_a_library
from leesloket.isolation.scope import Scope, scoped


class BegunAlreadyError(Exception):
    """There is a library already; only the operator adds another one, in the terminal."""


class NoBranchError(ValueError):
    """A library begins with at least one branch: rights hold for branches."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a library begins with."""

    library_name: str
    library_place: str
    login: str = field(repr=False)
    display_name: str = field(repr=False)
    email: str = field(repr=False)
    branches: tuple[NewBranch, ...]


def may_begin() -> bool:
    """Whether this site waits for its first library.  A demo makes its own."""
    return not settings.DEMO and not is_there_a_library()


@transaction.atomic
def begin(beginning: Beginning, *, now: datetime, another: bool = False) -> OneTime:
    """Make a library with branches and an administrator; gives the password for one time.

    The second step is set at the first sign-in: no page opens to an administrator before it.
    Raises BegunAlreadyError when there is a library, unless `another` is wanted; NoBranchError,
    LoginUnfitError, LoginTakenError, and what founding raises.
    """
    founding.wait_for_other_founders()
    if is_there_a_library() and not another:
        raise BegunAlreadyError
    _check(beginning)
    library_id = founding.found_library(name=beginning.library_name, place=beginning.library_place)
    branch_ids = founding.add_branches(beginning.branches, library_id=library_id, by=None, now=now)
    account = Account(
        library_id=library_id,
        login=normalised(beginning.login),
        display_name=beginning.display_name.strip(),
        email=beginning.email.strip(),
        created_at=now,
    )
    one_time = one_time_for(account, now)
    founding.check_fields(account, "library")
    with scoped(Scope(library_id, branch_ids)):
        save_new(account)
        record("account_added", at=now, by=None, library_id=library_id, subject_id=account.pk)
        _let_administer(account.pk, library_id, branch_ids, by=None, now=now)
    return one_time


def _check(beginning: Beginning) -> None:
    if not beginning.branches:
        raise NoBranchError
    if not beginning.display_name.strip():
        raise NameMissingError
    check_login(beginning.login)


@transaction.atomic
def add_branches(
    branches: Sequence[NewBranch], *, acting_user: Viewer, now: datetime
) -> tuple[int, ...]:
    """Add branches to the administrator's library, who administers them from now on.

    Raises NotAllowedError, and what founding raises.
    """
    if not any(right.kind == rules.ADMINISTER for right in acting_user.held):
        raise NotAllowedError
    by, library_id = acting_user.account_id, acting_user.library_id
    branch_ids = founding.add_branches(branches, library_id=library_id, by=by, now=now)
    with scoped(Scope(library_id, branch_ids, by)):
        _let_administer(by, library_id, branch_ids, by=by, now=now)
    return branch_ids


def _let_administer(
    account_id: UUID,
    library_id: int,
    branch_ids: Sequence[int],
    *,
    by: UUID | None,
    now: datetime,
) -> None:
    today: date = timezone.localdate(now)
    rights = [
        Right(
            account_id=account_id,
            branch_id=branch_id,
            kind=rules.ADMINISTER,
            from_date=today,
            given_by_id=by,
        )
        for branch_id in branch_ids
    ]
    Right.objects.bulk_create(rights)
    for right in rights:
        record(
            "right_given",
            at=now,
            by=by,
            library_id=library_id,
            branch_id=right.branch_id,
            subject_id=account_id,
            detail={"kind": right.kind, "right": str(right.pk)},
        )
