"""The record in plain words: a branch's log, and who saw the data of one person."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils.timezone import get_current_timezone

from leesloket.accounts.names import display_names
from leesloket.accounts.queries import Viewer, doers_at, managing_scope, people_of
from leesloket.accounts.rules import ADMINISTER
from leesloket.audit import queries as audit
from leesloket.audit.queries import EventLine
from leesloket.branches.queries import BranchLine, branch_lines
from leesloket.imports.queries import uploads_that_touched
from leesloket.isolation.scope import scoped
from leesloket.patrons.erasing import memberships_of
from leesloket.patrons.queries import (
    PatronNotFoundError,
    group_codes,
    groups_ever_of,
    lines_of,
    present,
)
from leesloket.patrons.showing import PatronLine
from leesloket.privacy import rules

AT_ONCE = 50
QUIET = ("sealed_shredded",)
"""Told only to who asks for them: every correction in a list destroys what it replaces."""
OF_A_RIGHT = ("right_given", "right_ended", "right_confirmed", "right_reported")


class NotForThisPersonError(Exception):
    """The log of a branch is for who administers it."""


@dataclass(frozen=True, slots=True)
class LogLine:
    """One thing that happened, with the names of today."""

    at: datetime
    code: str
    by: str = field(repr=False)
    """Empty when nobody asked for it: a job, or who could not sign in."""
    about: str = field(repr=False)
    """A person or a colleague, as they are called now; empty for who is gone."""
    group: str = field(repr=False)
    """The code of the group that it is about; else empty."""
    right: str
    """The kind of right that was given, confirmed or ended; else empty."""
    patron_id: UUID | None
    count: int | None


@dataclass(frozen=True, slots=True)
class LogPage:
    branch: BranchLine
    lines: tuple[LogLine, ...] = field(repr=False)
    people: tuple[tuple[UUID, str], ...] = field(repr=False)
    page: int
    more: bool


@dataclass(frozen=True, slots=True)
class SeenLine:
    """That somebody saw one person's data."""

    at: datetime
    code: str
    by: str = field(repr=False)
    branch_name: str


@dataclass(frozen=True, slots=True)
class SeenPage:
    patron: PatronLine = field(repr=False)
    lines: tuple[SeenLine, ...] = field(repr=False)


def branch_log(
    branch: BranchLine,
    *,
    viewer: Viewer,
    today: date,
    codes: Collection[str] = (),
    by: UUID | None = None,
    day: date | None = None,
    page: int = 1,
) -> LogPage:
    """What happened at a branch, newest first, with what happened in the library as a whole.

    `codes`, `by` and `day` narrow it.  Raises NotForThisPersonError.
    """
    if not viewer.may(ADMINISTER, branch.id):
        raise NotForThisPersonError
    first = max(page - 1, 0) * AT_ONCE
    with scoped(viewer.scope):
        found = audit.events_at(
            branch.id,
            codes=codes,
            without=() if codes else QUIET,
            by=doers_at(by) if by else (),
            between=_whole(day) if day else None,
        )
        events = [audit.line_of(one) for one in found[first : first + AT_ONCE + 1]]
        lines = _told(events[:AT_ONCE], today=today)
    people = tuple((one.id, one.display_name) for one in people_of(viewer, today=today))
    return LogPage(branch, lines, people, max(page, 1), more=len(events) > AT_ONCE)


def _whole(day: date) -> tuple[datetime, datetime]:
    starts = datetime.combine(day, time.min, tzinfo=get_current_timezone())
    ends = datetime.combine(day + timedelta(days=1), time.min, tzinfo=get_current_timezone())
    return starts, ends


def _told(events: Sequence[EventLine], *, today: date) -> tuple[LogLine, ...]:
    """Names are looked up, never kept: of who is gone only a code stands in the record."""
    subjects = {event.subject_id for event in events if event.subject_id}
    names = display_names([*subjects, *(event.by for event in events)])
    patrons = {line.id: line for line in lines_of(subjects, today=today)}
    groups = group_codes(map(str, subjects))
    lines = []
    for event in events:
        subject = event.subject_id
        patron = patrons.get(subject) if subject else None
        colleague = names.of(subject) if subject != event.by else ""
        counted = event.detail.get("count")
        lines.append(
            LogLine(
                at=event.at,
                code=event.code,
                by=names.of(event.by),
                about=patron.name if patron else colleague,
                group=groups.get(str(subject), ""),
                right=str(event.detail.get("kind", "")) if event.code in OF_A_RIGHT else "",
                patron_id=patron.id if patron else None,
                count=counted if isinstance(counted, int) else None,
            )
        )
    return tuple(lines)


def who_saw(patron_id: UUID, *, viewer: Viewer, today: date) -> SeenPage:
    """Who saw the data of one person, newest first: by its own page, a list, a search or a file.

    As far as the viewer's branches reach; administrators see the whole library.  Raises
    PatronNotFoundError.
    """
    with scoped(viewer.scope):
        if patron_id not in present([patron_id]):
            raise PatronNotFoundError
        [patron] = lines_of([patron_id], today=today)
    with scoped(managing_scope(viewer)):
        events = sorted(_seeing(patron_id), key=lambda event: event.at, reverse=True)
        names = display_names(event.by for event in events)
    branches = {line.id: line.name for line in branch_lines({one.branch_id or 0 for one in events})}
    return SeenPage(
        patron,
        tuple(
            SeenLine(
                at=event.at,
                code=event.code,
                by=names.of(event.by),
                branch_name=branches.get(event.branch_id or 0, ""),
            )
            for event in events
        ),
    )


def _seeing(patron_id: UUID) -> Iterable[EventLine]:
    yield from audit.events_among([patron_id], rules.ABOUT_A_PATRON)
    # A list is about next year before it begins, so no day is asked: rather one line too many.
    yield from audit.events_among(groups_ever_of(patron_id), rules.ABOUT_A_GROUP)
    yield from audit.events_among(uploads_that_touched(patron_id), rules.ABOUT_A_LIST)
    yield from audit.events_that_show(patron_id, rules.PATRONS_SEARCHED)
    for branch_id in memberships_of(patron_id):
        yield from audit.events_of_branch(branch_id, rules.LIBRARY_EXPORTED)


__all__ = [
    "AT_ONCE",
    "LogLine",
    "LogPage",
    "NotForThisPersonError",
    "PatronNotFoundError",
    "SeenLine",
    "SeenPage",
    "branch_log",
    "who_saw",
]
