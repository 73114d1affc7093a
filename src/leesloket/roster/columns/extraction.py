"""A table with a mapping to pupils: every row with a pupil is a record, or says what is wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import repeat

from leesloket.roster.cleaning import fold
from leesloket.roster.columns.blocks import (
    LEAVING,
    STAFF,
    blocks_of_others,
    says_leaving,
)
from leesloket.roster.columns.cells import Sheet, read_sheet
from leesloket.roster.columns.duplicates import find_duplicate_patrons, find_duplicates
from leesloket.roster.columns.fields import Values, values_of
from leesloket.roster.columns.former import (
    LEFT,
    PRE_REGISTERED,
    YET_TO_COME,
    is_class_of_leavers,
    is_former,
    is_group_of_former,
    not_understood,
)
from leesloket.roster.columns.identity import fingerprints_of
from leesloket.roster.columns.mapping import ColumnMapping
from leesloket.roster.columns.oddities import Oddities, find_oddities
from leesloket.roster.columns.patrons import card_numbers, subscriptions
from leesloket.roster.columns.rows import report_rows, report_unused_columns
from leesloket.roster.columns.shifted import shifted_rows
from leesloket.roster.columns.starting import starting_later
from leesloket.roster.model import (
    WHOLE_NAMES,
    Field,
    Fingerprint,
    ListKind,
    Origin,
    PupilRecord,
    RawTable,
    Repair,
    Skip,
)
from leesloket.roster.problems import Code, Detail, Problem, Severity

LEFT_OUT = "left_out"
"""The reason of a row that a person leaves out."""

_NONE_ODD = Oddities()
_MOST = 0.5


@dataclass(frozen=True, slots=True)
class Extraction:
    """The pupils of a file.  Every row with a pupil is in exactly one of the first three."""

    records: tuple[PupilRecord, ...] = field(repr=False)
    skips: tuple[Skip, ...] = field(repr=False, default=())
    """Rows that say again what another says, of who left before, of who has yet to come, and
    those a person leaves out."""
    set_aside: tuple[PupilRecord, ...] = field(repr=False, default=())
    """Rows with an error, as far as they could be read: they never make a leaver."""
    cells_set_aside: tuple[tuple[str, ...], ...] = field(repr=False, default=())
    """The cells of those rows: what is in them may stand under the wrong heading."""
    problems: tuple[Problem, ...] = ()
    twice: frozenset[Fingerprint] = frozenset()
    """Records that share name and birth date, with different numbers: one child or two?"""
    shared_numbers: frozenset[Fingerprint] = frozenset()
    """Records whose number is another child's too, in a file where many are."""
    secondary: bool | None = None
    """Whether it is a secondary school's; None where neither ages nor groups tell for sure."""
    whole_names: bool = False
    """Whether names stood in one cell each: where the surname begins was for us to tell."""
    oddities: Oddities = _NONE_ODD

    @property
    def rows_set_aside(self) -> Mapping[Fingerprint, Origin]:
        """Where the rows with an error stand."""
        return {record.fingerprint: record.origin for record in self.set_aside}


def extract_records(
    table: RawTable,
    mapping: ColumnMapping,
    *,
    secret: bytes,
    repairs: Sequence[Repair] = (),
    leave_out: Collection[Fingerprint] = frozenset(),
    as_of: date,
    kind: ListKind = ListKind.PUPILS,
    secondary: bool | None = None,
) -> Extraction:
    """Read every row.

    `repairs` replace cells of rows whose fingerprint is still the same; `as_of` settles two-digit
    years, unlikely birth dates and who has left already; `secret` keys the fingerprints.  With
    `secondary` it is known which kind of school the groups are of.  Of the rows that a person
    leaves out nothing is wrong any more, and they are no other row's double.
    """
    fingerprints = fingerprints_of(table.rows, secret=secret)
    sheet = read_sheet(
        table,
        mapping,
        fingerprints,
        repairs=repairs,
        as_of=as_of,
        kind=kind,
        secondary=secondary,
    )
    values = values_of(sheet)
    every = _records(sheet, values, fingerprints)
    titles, others = blocks_of_others(table, tells_groups=Field.GROUP in sheet.cells)
    shifted = shifted_rows(sheet, values)
    pupils = [at for at in report_rows(sheet, values, every, shifted) if at not in titles]
    for at in titles:
        sheet.row_problems.pop(at, None)
        sheet.report(at, Code.TOTALS_ROW_SKIPPED, Severity.WARNING)
    by_group, about_groups = _skips_by_group(sheet, every)
    in_blocks = {
        at: Skip(every[at], (reason,))
        for at, reason in others.items()
        if reason in {LEFT, YET_TO_COME}
    }
    gone = _gone_by_day(sheet)
    skipped = _skips(sheet, every, gone) | by_group | in_blocks
    for at in pupils:
        if fingerprints[at] in leave_out:
            # A row that tells by itself that its child left lets it go; a person's word does not.
            skipped[at] = Skip(every[at], (LEFT_OUT,))
            sheet.row_problems.pop(at, None)
    errors = {
        at
        for at, problems in sheet.row_problems.items()
        if any(problem.severity is Severity.ERROR for problem in problems)
    }
    for at in skipped.keys() - errors:
        # Of who is no pupil now no group or birth date is missed.
        sheet.row_problems.pop(at, None)
    planned = [every[at] for at in pupils if at not in errors and at not in skipped]
    find = find_duplicates if kind is ListKind.PUPILS else find_duplicate_patrons
    doubles = find(planned)
    out = doubles.taken_out()
    set_aside = [every[at] for at in pupils if at in errors]
    return Extraction(
        records=tuple(r for r in planned if r.fingerprint not in out) if out else tuple(planned),
        skips=(
            *(skipped[at] for at in pupils if at in skipped and at not in errors),
            *(Skip(record, ("duplicate_row",)) for record in doubles.repeated),
        ),
        set_aside=(*set_aside, *doubles.set_aside),
        cells_set_aside=tuple(table.rows[at].cells for at in pupils if at in errors),
        problems=(
            *(starting_later(table, as_of=as_of) if kind is ListKind.PUPILS else ()),
            *_about_all_dates(sheet, values),
            *_groups_are_years(sheet, values),
            *_unknown_statuses(sheet),
            *_leaving(
                at
                for at in pupils
                if at not in skipped and (others.get(at) == LEAVING or says_leaving(table.rows[at]))
            ),
            *about_groups,
            *_most_left(sheet, gone, pupils),
            *_in_row_order(sheet, doubles.problems),
        ),
        twice=frozenset(doubles.twice),
        shared_numbers=frozenset(doubles.shared),
        secondary=values.secondary,
        whole_names=not sheet.cells.keys().isdisjoint(WHOLE_NAMES),
        oddities=find_oddities(
            sheet,
            values,
            shifted=len(shifted),
            below_staff={at for at, reason in others.items() if reason == STAFF},
        ),
    )


def _records(
    sheet: Sheet, values: Values, fingerprints: Sequence[Fingerprint]
) -> list[PupilRecord]:
    patrons = sheet.kind is ListKind.TAKEOVER
    return [
        PupilRecord(row.origin, *cells)
        for row, *cells in zip(
            sheet.table.rows,
            fingerprints,
            values.number,
            values.first_name,
            values.given_names,
            values.initials,
            values.prefix,
            values.surname,
            values.birth_date,
            values.group,
            values.group_name,
            values.year_group,
            card_numbers(sheet) if patrons else sheet.column(Field.CARD_NUMBER),
            sheet.column(Field.ECK_ID),
            sheet.column(Field.LOCATION),
            subscriptions(sheet) if patrons else repeat(None, len(fingerprints)),
            strict=True,
        )
    ]


def _about_all_dates(sheet: Sheet, values: Values) -> Iterator[Problem]:
    if values.unused_dates is not None:
        what = Field.BIRTH_DATE
        column = sheet.heading_of(what)
        yield Problem(values.unused_dates, Severity.WARNING, field=what, column=column)


def _groups_are_years(sheet: Sheet, values: Values) -> Iterator[Problem]:
    """A format that has groups beside the years holds none: they may have been left out."""
    if sheet.table.fields is not None and any(values.group) and not any(sheet.column(Field.GROUP)):
        yield Problem(Code.GROUP_IS_THE_YEAR, Severity.WARNING, field=Field.GROUP)


def _unknown_statuses(sheet: Sheet) -> Iterator[Problem]:
    """How many there are, and never which: a status of one child is about that child."""
    heading = sheet.heading_of(Field.STATUS)
    if heading is None or sheet.kind is not ListKind.PUPILS:
        return
    count = not_understood(sheet.column(Field.STATUS), heading=heading)
    if count:
        yield Problem(
            Code.STATUS_UNKNOWN,
            Severity.WARNING,
            field=Field.STATUS,
            column=heading,
            detail={"count": count},
        )


def _most_left(sheet: Sheet, gone: Collection[int], pupils: Sequence[int]) -> Iterator[Problem]:
    """When by a column of days most have left: last year's list, or the end of something else."""
    count = sum(at in gone for at in pupils)
    if count > _MOST * len(pupils) and sheet.kind is ListKind.PUPILS:
        what = Field.LEFT_ON
        detail: dict[str, Detail] = {"count": count, "of": len(pupils)}
        heading = sheet.heading_of(what)
        yield Problem(Code.MOST_LEFT, Severity.WARNING, field=what, column=heading, detail=detail)


def _leaving(rows: Iterable[int]) -> Iterator[Problem]:
    """Who leaves may still be here on the day of the list: told, and enrolled with the others."""
    count = sum(1 for _ in rows)
    if count:
        yield Problem(Code.LEAVES_LATER, Severity.WARNING, detail={"count": count})


def _gone_by_day(sheet: Sheet) -> Collection[int]:
    """The rows of which the day of leaving lies behind the day of the list."""
    if Field.LEFT_ON not in sheet.cells:
        return frozenset()
    days = sheet.dates(Field.LEFT_ON)
    return {at for at, day in enumerate(days) if day is not None and day < sheet.as_of}


def _skips(sheet: Sheet, records: Sequence[PupilRecord], gone: Collection[int]) -> dict[int, Skip]:
    """Rows that are no pupils of this school on the day of the list."""
    skipped = {at: Skip(records[at], (LEFT,)) for at in gone}
    heading = sheet.heading_of(Field.STATUS)
    for at, status in enumerate(map(fold, sheet.cells.get(Field.STATUS, ()))):
        if is_former(status, heading=heading) or status in PRE_REGISTERED:
            reason = YET_TO_COME if status in PRE_REGISTERED else LEFT
            skipped[at] = Skip(records[at], (reason,))
    return skipped


def _skips_by_group(
    sheet: Sheet, records: Sequence[PupilRecord]
) -> tuple[dict[int, Skip], list[Problem]]:
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
    return {
        at: Skip(record, (reasons[record.group],))
        for at, record in enumerate(records)
        if record.group in reasons
    }, problems


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


def _in_row_order(sheet: Sheet, others: Sequence[Problem]) -> tuple[Problem, ...]:
    problems = [problem for found in sheet.row_problems.values() for problem in found]
    problems.extend(replace(problem, column=sheet.heading_of(problem.field)) for problem in others)
    problems.sort(key=lambda problem: problem.origin.row if problem.origin else 0)
    return (*report_unused_columns(sheet), *problems)
