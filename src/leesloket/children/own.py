"""What a teacher sees: the groups that are the teacher's own today, and nothing else."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from leesloket.accounts.queries import Viewer
from leesloket.accounts.rules import TEACH
from leesloket.branches.queries import BranchLine, branch_lines
from leesloket.branches.rules import year_on
from leesloket.children.queries import GroupCards, group_cards
from leesloket.patrons.pages import GroupNotFoundError, groups_of
from leesloket.patrons.showing import GroupLine
from leesloket.teaching.queries import groups_taught, teaches


@dataclass(frozen=True, slots=True)
class OwnSchool:
    """A school with the groups that somebody teaches there."""

    branch: BranchLine
    groups: tuple[GroupLine, ...] = field(repr=False)


def own_groups(viewer: Viewer, *, today: date) -> tuple[OwnSchool, ...]:
    """The viewer's own groups of the present school year, by school."""
    found = []
    for branch in branch_lines(viewer.branches_with(TEACH)):
        own = groups_taught(viewer, branch_id=branch.id, today=today)
        groups = groups_of(branch, year_on(today).label, viewer=viewer, today=today)
        found.append(OwnSchool(branch, tuple(group for group in groups if group.id in own)))
    return tuple(found)


def own_group(
    branch: BranchLine, group_id: UUID, *, viewer: Viewer, today: date, now: datetime
) -> GroupCards:
    """One of them, with who signs in; raises GroupNotFoundError for every other group."""
    if not teaches(viewer, group_id, branch_id=branch.id, today=today):
        raise GroupNotFoundError
    return group_cards(branch, group_id, viewer=viewer, today=today, now=now)
