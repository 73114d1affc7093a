"""Saying who teaches which group, and taking that back."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from leesloket.accounts.actions import OneTime, lock_account, new_account
from leesloket.accounts.models import Right
from leesloket.accounts.queries import PersonNotFoundError, Viewer
from leesloket.accounts.rules import TEACH
from leesloket.audit.actions import record_by
from leesloket.branches.models import Group
from leesloket.branches.rules import year_of
from leesloket.isolation.scope import scoped
from leesloket.teaching.models import Teaching
from leesloket.teaching.queries import NotAllowedError, colleagues, may_name
from leesloket.teaching.rules import is_covered, right_lasts, years_to_name_for


class GroupUnfitError(Exception):
    """No group was chosen, or one that is not of this branch and of this year or the next."""


class TeachingNotFoundError(Exception):
    """Nobody teaches that here, as far as the acting person can see."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A teacher who has no account yet."""

    login: str = field(repr=False)
    display_name: str = field(repr=False)


@transaction.atomic
def name_teacher(
    teacher: UUID | Newcomer,
    *,
    branch_id: int,
    group_ids: Collection[UUID],
    acting_user: Viewer,
    now: datetime,
) -> OneTime | None:
    """Say that a colleague, or somebody new, teaches these groups; a newcomer gets a password.

    The right ends with the school year.  What was said before is not said again, so that a second
    click does no harm.  Raises NotAllowedError, GroupUnfitError, PersonNotFoundError, and for a
    newcomer accounts.actions.LoginUnfitError and LoginTakenError.
    """
    if not may_name(acting_user, branch_id=branch_id):
        raise NotAllowedError
    today = localdate(now)
    with scoped(acting_user.scope.narrowed(branch_id)):
        groups = _groups(group_ids, branch_id, [year.label for year in years_to_name_for(today)])
        one_time = None
        if isinstance(teacher, Newcomer):
            one_time = new_account(
                login=teacher.login,
                display_name=teacher.display_name,
                acting_user=acting_user,
                now=now,
            )
        account_id = one_time.account_id if one_time else _colleague(teacher, branch_id, now)
        for year in sorted({group.school_year_id for group in groups}):
            _ensure_right(account_id, branch_id, year, acting_user, now)
        taught = Teaching.objects.filter(account_id=account_id, ended_at=None)
        known = set(taught.values_list("group_id", flat=True))
        for group in groups:
            if group.pk not in known:
                _begin(account_id, group, acting_user, now)
    return one_time


def _groups(group_ids: Collection[UUID], branch_id: int, years: Collection[str]) -> list[Group]:
    # An undo takes away the groups that its import made: not under our hands.
    found = Group.objects.select_for_update(no_key=True).filter(
        id__in=set(group_ids), branch_id=branch_id, school_year_id__in=years
    )
    groups = list(found.order_by("id"))
    if not groups or len(groups) != len(set(group_ids)):
        raise GroupUnfitError
    return groups


def _colleague(teacher: object, branch_id: int, now: datetime) -> UUID:
    """The account, locked: two who name one teacher at once wait for each other."""
    if not isinstance(teacher, UUID):
        raise PersonNotFoundError
    if not colleagues(branch_id, today=localdate(now)).filter(id=teacher).exists():
        raise PersonNotFoundError
    return lock_account(teacher).pk


def _ensure_right(
    account_id: UUID, branch_id: int, school_year: str, acting_user: Viewer, now: datetime
) -> None:
    lasts = right_lasts(year_of(school_year), localdate(now))
    if not is_covered(_rights(account_id, branch_id), lasts):
        Right.objects.create(
            account_id=account_id,
            branch_id=branch_id,
            kind=TEACH,
            from_date=lasts[0],
            until_date=lasts[1],
            given_by_id=acting_user.account_id,
        )


def _rights(account_id: UUID, branch_id: int) -> list[Right]:
    return list(
        Right.objects.filter(
            account_id=account_id, branch_id=branch_id, kind=TEACH, ended_at=None
        ).order_by("from_date", "id")
    )


def _begin(account_id: UUID, group: Group, acting_user: Viewer, now: datetime) -> None:
    teaching = Teaching.objects.create(
        branch_id=group.branch_id,
        group=group,
        account_id=account_id,
        named_at=now,
        named_by_id=acting_user.account_id,
    )
    _record("teacher_named", teaching, acting_user, now)


@transaction.atomic
def end_teaching(*, teaching_id: UUID, branch_id: int, acting_user: Viewer, now: datetime) -> None:
    """Say that somebody teaches a group no longer, at once.  Saying it again changes nothing.

    With the last group of a school year the right goes as well.  Raises NotAllowedError and
    TeachingNotFoundError.
    """
    if not may_name(acting_user, branch_id=branch_id):
        raise NotAllowedError
    with scoped(acting_user.scope.narrowed(branch_id)):
        found = Teaching.objects.filter(id=teaching_id, branch_id=branch_id)
        account_id = found.values_list("account_id", flat=True).first()
        if account_id is None:
            raise TeachingNotFoundError
        lock_account(account_id)
        teaching = found.select_related("group").get()
        if teaching.ended_at is not None:
            return
        teaching.ended_at = now
        teaching.save(update_fields=["ended_at"])
        _end_right(teaching, now)
        _record("teacher_ended", teaching, acting_user, now)


def _end_right(teaching: Teaching, now: datetime) -> None:
    """End the right of a school year in which nothing is left to teach."""
    year = year_of(teaching.group.school_year_id)
    left = Teaching.objects.filter(
        account_id=teaching.account_id,
        branch_id=teaching.branch_id,
        group__school_year_id=year.label,
        ended_at=None,
    )
    if left.exists():
        return
    for right in _rights(teaching.account_id, teaching.branch_id):
        if right.until_date == year.ends_on:
            right.ended_at = now
            right.save(update_fields=["ended_at"])


def _record(code: str, teaching: Teaching, acting_user: Viewer, now: datetime) -> None:
    record_by(
        code,
        acting_user,
        now,
        branch_id=teaching.branch_id,
        subject_id=teaching.account_id,
        detail={"kind": TEACH, "group": str(teaching.group_id)},
    )
