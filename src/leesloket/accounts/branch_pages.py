"""A branch's settings as an administrator reads them, with who changed what."""

from dataclasses import dataclass, field
from datetime import datetime

from leesloket.accounts.names import display_names
from leesloket.accounts.queries import Viewer
from leesloket.accounts.rules import ADMINISTER
from leesloket.audit.queries import EventLine, events_of_branch
from leesloket.branches.queries import (
    BRANCH_CHANGED,
    BRANCH_DESCRIBED,
    BranchLine,
    BranchNotFoundError,
    branch_by_slug,
)
from leesloket.branches.rules import FINAL_YEARS
from leesloket.isolation.scope import scoped

_KEPT = {"name": "name", "place": "place", "kind": "kind", "final_year_groups": "years"}
"""Of which settings the record keeps old and new, and under which word."""


@dataclass(frozen=True, slots=True)
class SettingsChange:
    """That somebody changed settings, and which."""

    at: datetime
    by: str = field(repr=False)
    changed: tuple[tuple[str, str, str], ...]
    """(code, old, new); of contact persons and addresses the record does not keep which."""


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
        events = events_of_branch(branch.id, BRANCH_CHANGED, BRANCH_DESCRIBED)
        names = display_names(event.by for event in events)
    changes = tuple(
        SettingsChange(
            at=event.at,
            by=names.of(event.by),
            changed=_changed(event),
        )
        for event in events
    )
    return BranchPage(branch, FINAL_YEARS.get(branch.kind, ()), changes)


def _changed(event: EventLine) -> tuple[tuple[str, str, str], ...]:
    told = {code: str(value) for code, value in event.detail.items()}
    kept = {
        code: (told.get(f"{word}_before", ""), told.get(f"{word}_after", ""))
        for code, word in _KEPT.items()
    }
    if event.code == BRANCH_DESCRIBED:
        return tuple((code, *both) for code, both in kept.items() if both[0] != both[1])
    codes = told["changed"].split(",")
    return tuple((code, *kept.get(code, ("", ""))) for code in codes)


__all__ = ["BranchNotFoundError", "BranchPage", "SettingsChange", "branch_page"]
