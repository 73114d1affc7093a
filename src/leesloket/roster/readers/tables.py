"""A sheet's table as the engine takes it, with what must be said about it."""

from __future__ import annotations

from collections.abc import Iterator

from leesloket.roster.model import RawTable, places_on
from leesloket.roster.problems import Code, Problem, Severity
from leesloket.roster.readers.columns_kept import keep_columns
from leesloket.roster.readers.group_of_sheet import with_group_of_sheet
from leesloket.roster.readers.pupil_table import Found
from leesloket.roster.readers.quote_marks import without_quote_marks
from leesloket.roster.readers.result import Budget, ReadResult, RefusedError, warning


def result_of_one(table: Found, format_name: str, budget: Budget) -> ReadResult:
    named = with_group_of_sheet(table) if table.headings else None
    result = result_of(named or table, format_name, budget)
    if named is None:
        return result
    told = warning(Code.GROUP_IS_THE_SHEET, sheets=(table.grid.name or "",))
    return result.after([told])


def result_of(
    table: Found, format_name: str, budget: Budget, sheets: tuple[str, ...] = ()
) -> ReadResult:
    if len(table.lines) > budget.rows:
        raise RefusedError(Code.TOO_MANY_ROWS, limit=budget.rows)
    lines = without_quote_marks(table.lines, max(len(table.headings), 1))
    kept = keep_columns(table.headings, lines, sheet=table.grid.name, sheets=sheets)
    if len(kept.headings) > budget.columns:
        raise RefusedError(Code.TOO_MANY_COLUMNS, limit=budget.columns)
    raw = RawTable(
        format=format_name,
        sheet=table.grid.name,
        headings=kept.headings,
        rows=kept.rows,
        heading_row=table.heading_row,
        dropped=kept.dropped,
        uneven_rows=_uneven(table),
        starts=kept.starts,
        sheets=sheets,
    )
    return ReadResult(raw, (*_notices(table, budget, sheets), *kept.problems))


def _uneven(table: Found) -> frozenset[int]:
    uneven = table.grid.uneven_rows | table.unsure
    return uneven & {line.number for line in table.lines} if uneven else uneven


def _notices(table: Found, budget: Budget, sheets: tuple[str, ...]) -> Iterator[Problem]:
    place = places_on(table.grid.name, sheets)
    numbers = {line.number for line in table.lines}
    counted = (
        (Code.HIDDEN_ROWS, len(table.grid.hidden_rows & numbers)),
        (Code.STRUCK_THROUGH, len(table.grid.struck_rows & numbers)),
        (Code.ROWS_ABOVE_HEADINGS, table.above),
        (Code.FORMULAS_READ_AS_VALUES, table.grid.formulas),
    )
    yield from (warning(code, count=count) for code, count in counted if count)
    for number in sorted(table.grid.cut_rows & numbers):
        yield Problem(
            Code.CELL_TOO_LONG,
            Severity.WARNING,
            place(number),
            detail={"limit": budget.cell_characters},
        )
    for heading, count in table.carried.items():
        yield warning(Code.GROUP_TAKEN_FROM_ABOVE, column=heading, count=count)
    for number in table.totals:
        yield Problem(Code.TOTALS_ROW_SKIPPED, Severity.WARNING, place(number))
    for number in sorted(table.examples):
        yield Problem(Code.EXAMPLE_ROW_SKIPPED, Severity.WARNING, place(number))
