"""A right in every branch, or several rights, in one go: all of it is done, or nothing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from leesloket.accounts.actions import (
    EndsBeforeItStartsError,
    NoSchoolError,
    NotAllowedError,
    RightAlreadyGivenError,
    end_right,
    give_right,
)
from leesloket.accounts.queries import Viewer

_REFUSED = (NotAllowedError, NoSchoolError, RightAlreadyGivenError, EndsBeforeItStartsError)


@dataclass(frozen=True, slots=True)
class Given:
    """In how many branches somebody has a new right, and why not in the others."""

    count: int
    problems: frozenset[type[Exception]]


@transaction.atomic
def give_right_at(
    *,
    account_id: UUID,
    branch_ids: Collection[int],
    kind: str,
    from_date: date,
    until_date: date | None,
    acting_user: Viewer,
    now: datetime,
) -> Given:
    """Give somebody a right in each of these branches where it can be given; else in none.

    A branch that refuses (it is no school, the right is there already) stops no other.  Raises
    PersonNotFoundError.
    """
    count, problems = 0, set[type[Exception]]()
    for branch_id in branch_ids:
        try:
            give_right(
                account_id=account_id,
                branch_id=branch_id,
                kind=kind,
                from_date=from_date,
                until_date=until_date,
                acting_user=acting_user,
                now=now,
            )
        except _REFUSED as refusal:
            problems.add(type(refusal))
        else:
            count += 1
    return Given(count, frozenset(problems))


@transaction.atomic
def end_rights(*, right_ids: Collection[UUID], acting_user: Viewer, now: datetime) -> None:
    """End all of these rights at once, or none of them; raises what `end_right` does."""
    for right_id in right_ids:
        end_right(right_id=right_id, acting_user=acting_user, now=now)
