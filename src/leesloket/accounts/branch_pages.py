"""A branch's settings as an administrator reads them, with who changed what."""

from dataclasses import dataclass, field

from leesloket.accounts.changes import Change, Told, before_and_after, changes_in, differing
from leesloket.accounts.queries import Viewer
from leesloket.accounts.rules import ADMINISTER
from leesloket.audit.queries import EventLine, events_of_branch
from leesloket.branches.queries import (
    BRANCH_CHANGED,
    BRANCH_DESCRIBED,
    BranchLine,
    branch_by_slug,
)
from leesloket.branches.rules import FINAL_YEARS
from leesloket.isolation.scope import scoped

_KEPT = {"name": "name", "place": "place", "kind": "kind", "final_year_groups": "years"}
"""Of which settings the record keeps old and new, and under which word."""


@dataclass(frozen=True, slots=True)
class BranchPage:
    branch: BranchLine
    final_years: tuple[str, ...]
    """What can be chosen; empty for a public branch."""
    changes: tuple[Change, ...] = field(repr=False)


def branch_page(slug: str, *, viewer: Viewer) -> BranchPage:
    """The settings of a branch that this person administers; else BranchNotFoundError."""
    branch = branch_by_slug(slug, among=viewer.branches_with(ADMINISTER))
    with scoped(viewer.scope.narrowed(branch.id)):
        events = events_of_branch(branch.id, BRANCH_CHANGED, BRANCH_DESCRIBED)
        changes = changes_in(events, _told)
    return BranchPage(branch, FINAL_YEARS.get(branch.kind, ()), changes)


def _told(event: EventLine) -> tuple[Told, ...]:
    """Of contact persons and addresses the record does not keep old and new."""
    if event.code == BRANCH_DESCRIBED:
        return differing(event, _KEPT.items())
    codes = str(event.detail["changed"]).split(",")
    return tuple((code, *before_and_after(event, _KEPT.get(code, code))) for code in codes)
