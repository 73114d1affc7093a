"""What a school's privacy officer asks: which data, who may, what came in, who looked, how long.

Counts, days and the names of grown-ups with a right.  No pupil stands in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils.timezone import get_current_timezone, localdate

from leesloket.accounts.names import display_names
from leesloket.accounts.queries import Viewer, people_of
from leesloket.accounts.rules import ADMINISTER
from leesloket.audit.queries import counted_by_month
from leesloket.branches.policies import leaver_term
from leesloket.branches.queries import BranchLine
from leesloket.intake.queries import received_at_branch
from leesloket.isolation.scope import scoped
from leesloket.patrons.members import counted_members
from leesloket.privacy.log import NotForThisPersonError
from leesloket.privacy.processing import Processing, activities
from leesloket.privacy.rules import LOOKS
from leesloket.vault.queries import Fate, fates_of

YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class HolderLine:
    """Somebody with a right at this branch today."""

    name: str = field(repr=False)
    kind: str
    from_date: date
    until_date: date | None
    last_sign_in: datetime | None


@dataclass(frozen=True, slots=True)
class ListLine:
    """A file that came in, and what became of it."""

    received_at: datetime
    received_by: str = field(repr=False)
    kind: str
    refused: bool
    destroyed_at: datetime | None
    kept_until: date | None


@dataclass(frozen=True, slots=True)
class Accountability:
    branch: BranchLine
    members: Mapping[str, int]
    """Members today, by category."""
    holders: tuple[HolderLine, ...] = field(repr=False)
    lists: tuple[ListLine, ...] = field(repr=False)
    looks: tuple[tuple[date, str, int], ...]
    """(first of the month, code, how often)"""
    processing: tuple[Processing, ...]


def accountability(branch: BranchLine, *, viewer: Viewer, now: datetime) -> Accountability:
    """The account of one branch over the last year.

    Raises NotForThisPersonError for who does not administer it.
    """
    if not viewer.may(ADMINISTER, branch.id):
        raise NotForThisPersonError
    since = datetime.combine(localdate(now) - YEAR, time.min, tzinfo=get_current_timezone())
    people = people_of(viewer, today=localdate(now))
    with scoped(viewer.scope.narrowed(branch.id)):
        files = received_at_branch(branch.id, since=since)
        fates = fates_of(one.sealed_id for one in files if one.sealed_id)
        names = display_names(one.received_by for one in files)
        members = counted_members(branch.id, on=localdate(now))
        looks = counted_by_month(branch.id, codes=LOOKS, since=since)
        leaver_days = leaver_term(viewer.library_id).days
    return Accountability(
        branch=branch,
        members=members,
        holders=tuple(
            HolderLine(
                one.display_name,
                right.kind,
                right.from_date,
                right.until_date,
                one.last_sign_in,
            )
            for one in people
            for right in one.rights
            if right.branch_id == branch.id
        ),
        lists=tuple(
            ListLine(
                one.received_at,
                names.of(one.received_by),
                one.kind,
                one.refused,
                fate.destroyed_at,
                fate.kept_until,
            )
            for one in files
            for fate in [fates.get(one.sealed_id, Fate()) if one.sealed_id else Fate()]
        ),
        looks=looks,
        processing=activities(leaver_days),
    )
