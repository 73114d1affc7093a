"""A branch's settings as an administrator reads them, with who changed what."""

from dataclasses import dataclass, field
from datetime import datetime

from leesloket.accounts.queries import Viewer, display_names
from leesloket.accounts.rules import ADMINISTER
from leesloket.audit.queries import events_of_branch
from leesloket.branches.queries import BranchLine, BranchNotFoundError, branch_by_slug
from leesloket.branches.rules import FINAL_YEARS
from leesloket.isolation.scope import scoped


@dataclass(frozen=True, slots=True)
class SettingsChange:
    """That somebody changed settings, and which."""

    at: datetime
    by: str = field(repr=False)
    changed: tuple[str, ...]
    years_before: str
    """Filled when the final years changed."""
    years_after: str


@dataclass(frozen=True, slots=True)
class BranchPage:
    branch: BranchLine
    final_years: tuple[str, ...]
    """What can be chosen; empty for a public branch."""
    changes: tuple[SettingsChange, ...] = field(repr=False)


def branch_page(slug: str, *, viewer: Viewer) -> BranchPage:
    """The settings of a branch that this person administers; else BranchNotFoundError."""
    branch = branch_by_slug(slug, among=viewer.branches_with(ADMINISTER))
    with scoped(viewer.scope.narrowed(branch.id)):
        events = events_of_branch(branch.id, "branch_changed")
        names = display_names(event.by for event in events)
    changes = []
    for event in events:
        changed = tuple(str(event.detail["changed"]).split(","))
        years = "final_year_groups" in changed
        changes.append(
            SettingsChange(
                at=event.at,
                by=names.get(event.by, "") if event.by else "",
                changed=changed,
                years_before=str(event.detail["years_before"]) if years else "",
                years_after=str(event.detail["years_after"]) if years else "",
            )
        )
    return BranchPage(branch, FINAL_YEARS.get(branch.kind, ()), tuple(changes))


__all__ = ["BranchNotFoundError", "BranchPage", "SettingsChange", "branch_page"]
