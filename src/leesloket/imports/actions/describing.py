"""Another name, place or kind for a branch.

It stands here, above all that hangs on a branch.  On the name hangs which rows of a list of several
locations are its own (`own_locations`); on the kind, which years are final and how a take-over's
groups are read.  Plans are made anew from both.  Whether it is a school decides far more: which
members it can have, who sends lists, and whether anybody sees them.
"""

from datetime import datetime

from django.utils.timezone import localdate

from leesloket.accounts.queries import Viewer, is_sent_for
from leesloket.accounts.rules import ADMINISTER
from leesloket.accounts.school_accounts.queries import is_granted_by_schools
from leesloket.audit.actions import record_by
from leesloket.branches.actions import ChangedMeanwhileError
from leesloket.branches.founding import describe
from leesloket.branches.models import Branch
from leesloket.branches.queries import (
    BRANCH_DESCRIBED,
    BranchLine,
    BranchNotFoundError,
    Described,
    branch_line,
    lock_branch,
)
from leesloket.imports.models import RosterImport
from leesloket.intake.queries import unread
from leesloket.isolation.scope import scoped
from leesloket.patrons.queries import had_members


class KindHeldError(Exception):
    """A school becomes no public library now, nor the other way round; `by` says what hangs on it.

    `members`, `lists` or `rights`.
    """

    def __init__(self, by: tuple[str, ...]) -> None:
        super().__init__(*by)
        self.by = by


def describe_branch(
    branch_id: int,
    what: Described,
    *,
    seen: Described | None,
    acting_user: Viewer,
    now: datetime,
) -> bool:
    """Give a branch another name, place or kind; True if something changed.

    `seen` is what the page showed.  The rules are those by which a branch is made.  Raises
    BranchNotFoundError (also without the right to administer it), ChangedMeanwhileError,
    KindHeldError, and what `founding.describe` raises.
    """
    if not acting_user.may(ADMINISTER, branch_id):
        raise BranchNotFoundError
    with scoped(acting_user.scope):
        lock_branch(branch_id)
        line = branch_line(branch_id)
        if what.cleaned() == line.described:
            return False
        if line.described != seen:
            raise ChangedMeanwhileError
        held_by = _held_by(line, becomes=what.kind, now=now)
        if held_by:
            raise KindHeldError(held_by)
        describe(Branch.objects.get(id=branch_id), what)
        record_by(
            BRANCH_DESCRIBED,
            acting_user,
            now,
            branch_id=branch_id,
            detail=_told(line, branch_line(branch_id)),
        )
    return True


def _held_by(branch: BranchLine, *, becomes: str, now: datetime) -> tuple[str, ...]:
    """What keeps a school a school, and a public library one."""
    public = Branch.Kind.PUBLIC
    if (branch.kind == public) == (becomes == public):
        return ()
    held = {
        "members": had_members(branch.id),
        "lists": _has_lists(branch.id),
        "rights": becomes == public
        and (is_sent_for(branch.id, today=localdate(now)) or is_granted_by_schools(branch.slug)),
    }
    return tuple(code for code, holds in held.items() if holds)


def _has_lists(branch_id: int) -> bool:
    """Whether a list is under way, or waits to be read."""
    lists = RosterImport.objects.filter(branch_id=branch_id, status__in=RosterImport.UNDER_WAY)
    return lists.exists() or unread().filter(branch_id=branch_id).exists()


def _told(before: BranchLine, after: BranchLine) -> dict[str, int | str | bool | None]:
    """What changed, old and new: a name may hold any sign, so they are not in one text."""
    told: dict[str, int | str | bool | None] = {}
    for name in ("name", "place", "kind"):
        told[f"{name}_before"], told[f"{name}_after"] = getattr(before, name), getattr(after, name)
    told["years_before"] = ", ".join(before.final_year_groups)
    told["years_after"] = ", ".join(after.final_year_groups)
    return told
