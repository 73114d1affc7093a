"""Which rows are of children who are no pupils on the day of the list, and what to say of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from leesloket.roster.cleaning import fold
from leesloket.roster.columns.cells import Sheet
from leesloket.roster.columns.former import (
    LEFT,
    PRE_REGISTERED,
    YET_TO_COME,
    is_class_of_leavers,
    is_former,
    is_group_of_former,
)
from leesloket.roster.model import Field, ListKind, PupilRecord
from leesloket.roster.problems import Code, Detail, Problem, Severity

_MOST = 0.5


@dataclass(frozen=True, slots=True)
class NotHere:
    """The rows of who left before, and of who has yet to come."""

    reasons: Mapping[int, str]
    """By row."""
    problems: Sequence[Problem]
    """Of groups, and of days on which nearly everybody left."""


def rows_not_here(
    sheet: Sheet,
    records: Sequence[PupilRecord],
    below_titles: Mapping[int, str],
    pupils: Sequence[int],
) -> NotHere:
    """Told by a day of leaving, a status, a group, or the title above: the last of these counts.

    `below_titles` says of rows what that title says; `pupils` are the rows with a pupil.  A day
    that cannot be read is reported on the sheet.
    """
    by_day = _gone_by_day(sheet)
    by_group, of_groups = _by_group(sheet, records)
    in_blocks = {at: said for at, said in below_titles.items() if said in {LEFT, YET_TO_COME}}
    return NotHere(
        dict.fromkeys(by_day, LEFT) | _by_status(sheet) | by_group | in_blocks,
        (*of_groups, *_most_left(sheet, by_day, pupils)),
    )


def _gone_by_day(sheet: Sheet) -> Collection[int]:
    """The rows of which the day of leaving lies behind the day of the list."""
    if Field.LEFT_ON not in sheet.cells:
        return frozenset()
    days = sheet.dates(Field.LEFT_ON)
    return {at for at, day in enumerate(days) if day is not None and day < sheet.as_of}


def _by_status(sheet: Sheet) -> dict[int, str]:
    reasons = {}
    heading = sheet.heading_of(Field.STATUS)
    for at, status in enumerate(map(fold, sheet.cells.get(Field.STATUS, ()))):
        if status in PRE_REGISTERED:
            reasons[at] = YET_TO_COME
        elif is_former(status, heading=heading):
            reasons[at] = LEFT
    return reasons


def _by_group(
    sheet: Sheet, records: Sequence[PupilRecord]
) -> tuple[dict[int, str], Sequence[Problem]]:
    """A group that is none: of children who have yet to come, or who left; and what to say of it.

    A class may be called so, and then that is said too.
    """
    reasons = {}
    problems = []
    for group in {record.group for record in records}:
        if fold(group) in PRE_REGISTERED:
            reasons[group] = YET_TO_COME
        elif is_group_of_former(fold(group)):
            if _is_class(sheet, records, group):
                problems.append(_told_of(Code.CLASS_OF_LEAVERS, [group], records))
            else:
                reasons[group] = LEFT
    left = [group for group, reason in reasons.items() if reason == LEFT]
    if left:
        problems.append(_told_of(Code.GROUP_OF_LEAVERS, left, records))
    if not reasons:
        return {}, problems
    of_rows = {at: reasons.get(record.group, "") for at, record in enumerate(records)}
    return {at: reason for at, reason in of_rows.items() if reason}, problems


def _told_of(code: Code, groups: Collection[str], records: Sequence[PupilRecord]) -> Problem:
    count = sum(record.group in groups for record in records)
    detail: dict[str, Detail] = {"groups": tuple(sorted(groups)), "count": count}
    return Problem(code, Severity.WARNING, detail=detail)


def _is_class(sheet: Sheet, records: Sequence[PupilRecord], group: str) -> bool:
    inside = [at for at, record in enumerate(records) if record.group == group]
    statuses = sheet.column(Field.STATUS)
    return is_class_of_leavers(
        fold(group),
        statuses={fold(statuses[at]) for at in inside},
        years={records[at].year_group for at in inside},
        years_of_others={
            record.year_group for record in records if record.year_group and record.group != group
        },
    )


def _most_left(sheet: Sheet, gone: Collection[int], pupils: Sequence[int]) -> Iterator[Problem]:
    """When by a column of days most have left: last year's list, or the end of something else."""
    count = sum(at in gone for at in pupils)
    if count > _MOST * len(pupils) and sheet.kind is ListKind.PUPILS:
        what = Field.LEFT_ON
        detail: dict[str, Detail] = {"count": count, "of": len(pupils)}
        heading = sheet.heading_of(what)
        yield Problem(Code.MOST_LEFT, Severity.WARNING, field=what, column=heading, detail=detail)
