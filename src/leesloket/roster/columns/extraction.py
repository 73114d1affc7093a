"""A table with a mapping to pupils: every row with a pupil is a record, or says what is wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import repeat

from leesloket.roster.columns.cells import Sheet, read_sheet
from leesloket.roster.columns.duplicates import find_duplicate_patrons, find_duplicates
from leesloket.roster.columns.fields import Values, values_of
from leesloket.roster.columns.former import (
    not_understood,
)
from leesloket.roster.columns.identity import fingerprints_of
from leesloket.roster.columns.mapping import ColumnMapping
from leesloket.roster.columns.not_here import rows_not_here
from leesloket.roster.columns.oddities import Oddities, find_oddities
from leesloket.roster.columns.patrons import card_numbers, subscriptions
from leesloket.roster.columns.rows import report_missing_columns, report_rows
from leesloket.roster.columns.shifted import shifted_rows
from leesloket.roster.columns.starting import starting_later
from leesloket.roster.columns.titles import (
    LEAVING,
    STAFF,
    blocks_of_others,
    says_leaving,
)
from leesloket.roster.model import (
    WHOLE_NAMES,
    Field,
    Fingerprint,
    ListKind,
    PupilRecord,
    RawTable,
    Repair,
    Skip,
)
from leesloket.roster.problems import Code, Problem, Severity

LEFT_OUT = "left_out"
"""The reason of a row that a person leaves out: its child stays, as it does not when it left."""

DUPLICATE_ROW = "duplicate_row"
"""The reason of a row that says again what another says."""

_NONE_ODD = Oddities()


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
    """The cells of those rows, and of those left out: they may stand under the wrong heading."""
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
    left_out = {at for at, told in enumerate(fingerprints) if told in leave_out}
    rows = _judge(sheet, values, every, left_out)
    planned = [every[at] for at in rows.planned]
    find = find_duplicates if kind is ListKind.PUPILS else find_duplicate_patrons
    doubles = find(planned)
    out = doubles.taken_out()
    return Extraction(
        records=tuple(r for r in planned if r.fingerprint not in out) if out else tuple(planned),
        skips=(
            *(Skip(every[at], (reason,)) for at, reason in rows.skipped.items()),
            *(Skip(record, (DUPLICATE_ROW,)) for record in doubles.repeated),
        ),
        set_aside=(*(every[at] for at in rows.errors), *doubles.set_aside),
        cells_set_aside=tuple(table.rows[at].cells for at in (*rows.errors, *sorted(left_out))),
        problems=(
            *_about_the_list(sheet, values),
            *rows.problems,
            *_in_row_order(sheet, doubles.problems),
        ),
        twice=frozenset(doubles.twice),
        shared_numbers=frozenset(doubles.shared),
        secondary=values.secondary,
        whole_names=not sheet.cells.keys().isdisjoint(WHOLE_NAMES),
        oddities=find_oddities(sheet, values, shifted=rows.shifted, below_staff=rows.below_staff),
    )


@dataclass(frozen=True, slots=True)
class _Judged:
    """The rows with a pupil, by index and in their order: each is one of the first three."""

    planned: Sequence[int]
    errors: Sequence[int]
    skipped: Mapping[int, str]
    """With the reason."""
    problems: Sequence[Problem]
    """Of no single row."""
    shifted: int
    below_staff: Collection[int]
    """Rows below a title of people who work at the school."""


def _judge(
    sheet: Sheet, values: Values, records: Sequence[PupilRecord], left_out: Collection[int]
) -> _Judged:
    """Which rows hold a pupil, and which of these are no records; problems go to the sheet."""
    titles, below_titles = blocks_of_others(sheet.table, tells_groups=Field.GROUP in sheet.cells)
    shifted = shifted_rows(sheet, values)
    pupils = [at for at in report_rows(sheet, values, records, shifted) if at not in titles]
    for at in titles:
        sheet.take_back(at)
        sheet.report(at, Code.TOTALS_ROW_SKIPPED, Severity.WARNING)
    not_here = rows_not_here(sheet, records, below_titles, pupils)
    reasons = {**not_here.reasons, **{at: LEFT_OUT for at in pupils if at in left_out}}
    for at, reason in reasons.items():
        # Of who is no pupil now no group or birth date is missed; of a row left out, nothing.
        if reason == LEFT_OUT or not sheet.has_error(at):
            sheet.take_back(at)
    errors = frozenset(filter(sheet.has_error, pupils))
    here = [at for at in pupils if at not in reasons]
    leaving = [at for at in here if _is_leaving(sheet.table, at, below_titles)]
    return _Judged(
        planned=[at for at in here if at not in errors],
        errors=[at for at in pupils if at in errors],
        skipped={at: reasons[at] for at in pupils if at in reasons and at not in errors},
        problems=(*_leaving_later(leaving), *not_here.problems),
        shifted=len(shifted),
        below_staff={at for at, said in below_titles.items() if said == STAFF},
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


def _is_leaving(table: RawTable, at: int, below_titles: Mapping[int, str]) -> bool:
    """Who leaves may still be here on the day of the list."""
    return below_titles.get(at) == LEAVING or says_leaving(table.rows[at])


def _leaving_later(rows: Collection[int]) -> Iterator[Problem]:
    """They are told, and enrolled with the others."""
    if rows:
        yield Problem(Code.LEAVES_LATER, Severity.WARNING, detail={"count": len(rows)})


def _about_the_list(sheet: Sheet, values: Values) -> Iterator[Problem]:
    """What there is to say of no row in particular."""
    if sheet.kind is ListKind.PUPILS:
        yield from starting_later(sheet.table, as_of=sheet.as_of)
    yield from _about_all_dates(sheet, values)
    yield from _groups_are_years(sheet, values)
    yield from _unknown_statuses(sheet)


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


def _in_row_order(sheet: Sheet, others: Sequence[Problem]) -> tuple[Problem, ...]:
    problems = [problem for found in sheet.row_problems.values() for problem in found]
    problems.extend(replace(problem, column=sheet.heading_of(problem.field)) for problem in others)
    problems.sort(key=lambda problem: problem.origin.row if problem.origin else 0)
    return (*report_missing_columns(sheet), *problems)
