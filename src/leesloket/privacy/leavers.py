"""Leavers go by themselves: some time after the last membership ended, when nothing is open."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.utils.timezone import localdate

from leesloket.accounts.queries import Viewer, managing_scope
from leesloket.accounts.rules import ADMINISTER
from leesloket.branches.limits import PAUSE
from leesloket.branches.policies import LeaverTerm, leaver_term
from leesloket.imports.leavers import copies_at_home
from leesloket.isolation.scope import Scope, scoped
from leesloket.patrons.erasing import left_for, memberships_of
from leesloket.patrons.queries import lines_of
from leesloket.patrons.showing import PatronLine
from leesloket.privacy.erasing import erase_at, lock_for_erasing

TOLD_BEFORE = PAUSE
"""How many days beforehand an administrator sees whom it will be."""

AT_ONCE = 200
"""How many go in one run of the job; it comes back every hour."""


@dataclass(frozen=True, slots=True)
class LeaverLine:
    """Who will be erased, and when; `copies` keep somebody."""

    patron: PatronLine = field(repr=False)
    left_on: date
    erased_on: date
    copies: int


def term_for(viewer: Viewer) -> LeaverTerm:
    """After how many days leavers of the viewer's library are erased, and from when."""
    with scoped(viewer.scope):
        return leaver_term(viewer.library_id)


def leavers_to_erase(*, viewer: Viewer, today: date) -> tuple[LeaverLine, ...]:
    """Whom the job will erase within TOLD_BEFORE days, soonest first; for administrators.

    Empty for anybody else.
    """
    if not viewer.branches_with(ADMINISTER):
        return ()
    with scoped(managing_scope(viewer)):
        term = leaver_term(viewer.library_id)
        left = left_for(days=term.days - TOLD_BEFORE, today=today)
        at_home = copies_at_home(left)
        lines = lines_of(left, today=today)
    found = [
        LeaverLine(
            patron=line,
            left_on=left[line.id],
            erased_on=term.erased_on(left[line.id]),
            copies=at_home.get(line.id, 0),
        )
        for line in lines
    ]
    return tuple(sorted(found, key=lambda line: line.erased_on))


def erase_leavers(library: Scope, *, now: datetime) -> int:
    """Erase whose time has come in a library; gives how many.

    Each in a transaction of its own: broken off, the rest comes with the next run.  Nobody goes on
    the list 'niet opnemen': a child that comes back is enrolled as any other.
    """
    today = localdate(now)
    with scoped(library):
        due = _due(library, today)
        open_still = copies_at_home(due)
    going = [patron_id for patron_id in sorted(due) if patron_id not in open_still]
    return sum(_erased(patron_id, library, now=now) for patron_id in going[:AT_ONCE])


def _due(library: Scope, today: date) -> dict[UUID, date]:
    """Whose time has come, by the term that the library has now."""
    term = leaver_term(library.library_id)
    if term.erasing_from and today < term.erasing_from:
        return {}
    return left_for(days=term.days, today=today)


def _erased(patron_id: UUID, library: Scope, *, now: datetime) -> bool:
    with scoped(library):
        branches = memberships_of(patron_id)
        lock_for_erasing(patron_id, branches)
        # Read again under the locks: an import may have brought this child back.
        if patron_id not in _due(library, localdate(now)):
            return False
        erase_at(patron_id, branches, library=library, now=now, reason="left")
        return True
