"""What a data breach touched: from when to when, through which accounts, about whom.

Counts and ids, so that the answer itself can be mailed; names only in a file that is asked for.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from leesloket.accounts.names import Names, display_names
from leesloket.accounts.queries import account_by_login, doers_at
from leesloket.audit.actions import record
from leesloket.audit.queries import EventLine, events_between
from leesloket.branches.queries import branch_lines
from leesloket.imports.queries import patrons_of_uploads, without_index
from leesloket.isolation.scope import Scope, scoped
from leesloket.patrons.erasing import members_of_branches
from leesloket.patrons.queries import lines_of, members_of_groups, present
from leesloket.privacy import rules


class NoSuchAccountError(Exception):
    """Nobody signs in with this name."""


class NoSuchBranchError(Exception):
    """No branch has this name in its address."""


@dataclass(frozen=True, slots=True)
class Breach:
    """What happened in one library in the time that was asked for."""

    library_id: int
    codes: Counter[str]
    accounts: dict[UUID, int]
    """How many events by whom."""
    patrons: frozenset[UUID] = field(repr=False)
    """Everybody that was on a screen, in a list or in a file, as far as the record tells."""
    unnamed_pages: int
    """Searches that showed more people than are kept, and pages of who will be erased: whom they
    showed is not known."""
    lists_not_processed: int
    """Lists that somebody saw and that never were processed: nor is whom their plans named."""
    erased: int
    """Of these people so many are no longer in the register."""
    first: datetime | None
    last: datetime | None


def breach_in(
    library: Scope,
    *,
    since: datetime,
    until: datetime,
    login: str = "",
    branch_slug: str = "",
) -> Breach:
    """Reconstruct from the record; `login` and `branch_slug` narrow it.

    Raises NoSuchAccountError, NoSuchBranchError.
    """
    account = account_by_login(login) if login else None
    if login and account is None:
        raise NoSuchAccountError
    branch_id = _branch(library, branch_slug) if branch_slug else None
    with scoped(library):
        by = doers_at(account.pk) if account else ()
        events = events_between(since, until, by=by, branch_id=branch_id)
        patrons = _patrons(events)
        still_there = present(patrons)
        not_processed = without_index(_subjects(events, rules.ABOUT_A_LIST))
    times = [event.at for event in events]
    return Breach(
        library_id=library.library_id,
        codes=Counter(event.code for event in events),
        accounts=dict(Counter(event.by for event in events if event.by)),
        patrons=frozenset(patrons),
        unnamed_pages=sum(
            event.code in {rules.PATRONS_SEARCHED, rules.LEAVERS_VIEWED}
            and not event.detail.get("shown")
            for event in events
        ),
        lists_not_processed=len(not_processed),
        erased=len(patrons - still_there),
        first=min(times, default=None),
        last=max(times, default=None),
    )


def _branch(library: Scope, slug: str) -> int | None:
    for line in branch_lines(library.branch_ids):
        if line.slug == slug:
            return line.id
    raise NoSuchBranchError


def _subjects(events: Sequence[EventLine], codes: Collection[str]) -> set[UUID]:
    return {event.subject_id for event in events if event.subject_id and event.code in codes}


def _patrons(events: Sequence[EventLine]) -> set[UUID]:
    found = _subjects(events, (*rules.ABOUT_A_PATRON, rules.PATRON_ERASED, "patron_corrected"))
    for event in events:
        if event.code == rules.PATRONS_SEARCHED:
            shown = str(event.detail.get("shown") or "")
            found |= {UUID(one) for one in shown.split(",") if one}
    groups = _subjects(events, rules.ABOUT_A_GROUP)
    lists = _subjects(events, (*rules.ABOUT_A_LIST, "import_applied", "import_undone"))
    exported = {event.branch_id for event in events if event.code == rules.LIBRARY_EXPORTED}
    everybody = members_of_branches(branch_id for branch_id in exported if branch_id)
    return found | members_of_groups(groups) | patrons_of_uploads(lists) | everybody


def names_for(breach: Breach, library: Scope, *, today: date) -> list[tuple[str, str, str]]:
    """(id, name, branches) of everybody touched who is still there, to be told about it."""
    with scoped(library):
        lines = lines_of(breach.patrons, today=today)
    return [(str(one.id), one.name, ", ".join(one.branch_names)) for one in lines]


def told_of(breach: Breach, library: Scope, *, names: bool, now: datetime) -> None:
    """Record that it was looked up: who runs the site reads nobody's data in secret either."""
    detail = {"count": len(breach.patrons), "names": names}
    with scoped(library):
        record(
            rules.BREACH_EXAMINED,
            at=now,
            by=None,
            library_id=library.library_id,
            detail=detail,
        )


def account_names(breach: Breach, library: Scope) -> Names:
    """The names of the accounts, which belong to grown-ups."""
    with scoped(library):
        return display_names(breach.accounts)
