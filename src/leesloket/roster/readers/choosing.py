"""From the sheets of a file to its one pupils' table, and what must be said about it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from leesloket.roster.cleaning import fold, without_forbidden_characters
from leesloket.roster.headings import field_for_heading
from leesloket.roster.model import Field, RawTable, places_on
from leesloket.roster.problems import Code, Detail, Problem, Severity
from leesloket.roster.readers.columns_kept import keep_columns
from leesloket.roster.readers.entities import read_out
from leesloket.roster.readers.grid import Grid, Line
from leesloket.roster.readers.names_alone import find_names_alone
from leesloket.roster.readers.one_column import parted
from leesloket.roster.readers.pupil_table import Found, find_headings
from leesloket.roster.readers.quote_marks import without_quote_marks
from leesloket.roster.readers.result import Budget, ReadResult, RefusedError, warning
from leesloket.roster.readers.set_parts import is_part_of_a_set
from leesloket.roster.readers.sheets_compared import years_of
from leesloket.roster.readers.sheets_together import (
    Together,
    compare,
    other_sheet,
    read_together,
    with_group_of_sheet,
)
from leesloket.roster.readers.spanning_headings import stand_side_by_side
from leesloket.roster.readers.twice_encoded import put_right
from leesloket.roster.sheet_rows import ALL_SHEETS

_NAME_LIKE = re.compile(r"[^\W\d_][^\d@#/\\|<>]*")
_GROUP_LIKE = re.compile(
    r"(?:groep|klas)?\s*\d{1,2}(?:\s*[/-]\s*\d)?\s*[a-z]{0,3}\d?", re.IGNORECASE
)
_DATE_LIKE = re.compile(r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{2,4}(?:[T ].*)?")
_TEAMS = frozenset(
    {
        *("team", "teamleden", "leerkrachten", "groepsleerkrachten", "leraren", "docenten"),
        *("personeel", "medewerkers", "mentoren"),
    }
)
"""A folded name of a sheet, all of it: `Team blauw` is a group."""
_OF_PIVOTS = frozenset(map(fold, ("Rijlabels", "Eindtotaal", "Row Labels", "Grand Total")))
_MOST = 0.6
_AS_WIDE = 0.75
_LOOKED_AT = 200
_NAME_AT_MOST = 100
"""Characters of a sheet's name: Excel has 31, and a person has to read it."""
_FAR_TOO_WIDE = 25
"""Times the budget's columns, filled in one line: what each says costs longer than there is."""
_LONG = 200
"""Characters: a longer cell is no name, no group and no date."""


def choose_table(
    grids: Sequence[Grid], *, format_name: str, sheet: str | None, budget: Budget
) -> ReadResult:
    """The table with pupils.  Raises RefusedError when there is none, or more than one.

    `sheet` is the name a person picked, or ALL_SHEETS for all that hold pupils; hidden sheets are
    only read when they are picked.
    """
    together = sheet == ALL_SHEETS
    if together:
        sheet = None
    filled = [_with_plain_name(grid) for grid in grids if grid.lines]
    if not filled:
        raise RefusedError(Code.EMPTY_FILE)
    wanted = [_prepared(grid, budget) for grid in _wanted(filled, sheet)]
    looked_at = [put_right(grid) or grid for grid in wanted]
    hidden = [] if sheet is not None else [grid for grid in filled if not grid.visible]
    tables = [*filter(None, map(find_headings, looked_at))]
    found = _without_empty(tables or [*filter(None, map(find_names_alone, looked_at))])
    found, teachers = _without_teachers(found)
    several = _several(found, looked_at, together=together) if found else None
    left_aside = ((Code.HIDDEN_SHEET_SKIPPED, len(hidden)), (Code.TEACHERS_LEFT_OUT, teachers))
    problems = [warning(code, count=count) for code, count in left_aside if count]
    _refuse_side_by_side(found)
    if not found:
        found = [_without_headings(looked_at, len(hidden))]
    if any(table.heading_row is None for table in found):
        problems.append(warning(Code.HEADINGS_NOT_FOUND))
    if several is not None:
        problems.extend(_said_of_sheets(several))
    if any(table.grid not in wanted for table in found):
        problems.append(warning(Code.ENCODING_GUESSED, encoding="utf-8, twice"))
    if several is not None:
        result = _result(several.table, format_name, budget, several.sheets)
    else:
        result = _result_of_one(found[0], format_name, budget)
    return replace(result, problems=(*problems, *result.problems))


def _without_empty(found: Sequence[Found]) -> Sequence[Found]:
    """A form with only headings is no second list."""
    return [table for table in found if table.lines] or found


def _without_teachers(found: Sequence[Found]) -> tuple[Sequence[Found], int]:
    """The sheets less those of a team, which have names and groups too; and how many rows go.

    They are called so, and nothing on them is of pupils only.
    """
    pupils = [table for table in found if not _is_of_teachers(table)]
    if not pupils:
        return found, 0
    return pupils, sum(len(table.lines) for table in found if _is_of_teachers(table))


def _is_of_teachers(table: Found) -> bool:
    fields = {field_for_heading(heading) for heading in table.headings}
    return fold(table.grid.name or "") in _TEAMS and fields.isdisjoint(
        {Field.BIRTH_DATE, Field.PUPIL_NUMBER}
    )


def _refuse_side_by_side(found: Sequence[Found]) -> None:
    """Asked of what was chosen only: two lists may stand beside each other on another sheet."""
    if any(stand_side_by_side(table.headings) or _has_others_beside(table) for table in found):
        raise RefusedError(Code.LISTS_SIDE_BY_SIDE)


def _has_others_beside(table: Found) -> bool:
    """Whether pupils stand in columns without headings, beside those that have them.

    Directly behind them, without an empty column, stand the parents or a buddy of the same child
    too: that is a list only with the same columns, or where it is longer than this one.
    """
    headed = [at for at, heading in enumerate(table.headings) if heading.strip()]
    if not headed:
        return False
    behind = headed[-1] + 1
    if not any(any(line.cells[behind:]) for line in table.lines):
        return False
    beside = [Line(line.number, line.cells[behind:]) for line in table.lines]
    if not _looks_like_pupils(beside):
        return False
    own = [Line(line.number, line.cells[:behind]) for line in table.lines]
    return (
        not any(line.cells and line.cells[0] for line in beside)
        or any(
            not any(one.cells) and any(other.cells) for one, other in zip(own, beside, strict=True)
        )
        or _kinds(own) == _kinds(beside)
    )


def _kinds(lines: Sequence[Line]) -> Sequence[Sequence[bool]]:
    """Per column what its cells look like."""
    columns = zip(*_even([line.cells for line in lines[:_LOOKED_AT]]), strict=True)
    patterns = (_NAME_LIKE, _GROUP_LIKE, _DATE_LIKE)
    return [[_mostly(column, pattern) for pattern in patterns] for column in columns]


def _said_of_sheets(several: Together) -> Iterator[Problem]:
    if several.groups:
        yield warning(Code.GROUP_IS_THE_SHEET, sheets=several.groups)
    if several.repeats:
        yield warning(Code.SHEET_REPEATS, sheet=several.everybody, count=several.repeats)


def _with_plain_name(grid: Grid) -> Grid:
    name = without_forbidden_characters(grid.name or "")[:_NAME_AT_MOST]
    return grid if name == (grid.name or "") else replace(grid, name=name)


def _several(found: Sequence[Found], sheets: Sequence[Grid], *, together: bool) -> Together | None:
    """The sheets as one list, when a person said so; else RefusedError, with what can be chosen.

    None when there is only one.  A sheet without headings that looks like pupils is another.
    """
    with_headings = {id(table.grid) for table in found}
    others = [
        grid
        for grid in sheets
        if id(grid) not in with_headings
        and _looks_like_pupils(grid.lines)
        and not _is_pivot(grid.lines)
    ]
    if len(found) == 1:
        others = [grid for grid in others if _is_as_wide(grid, found[0])]
        if not others:
            return None
    detail = _what_sheets_say(found, others)
    if together and "rows" in detail:
        return read_together(found)
    chosen_from = [table.grid for table in found] if len(found) > 1 else [found[0].grid, *others]
    names = tuple(grid.name or "" for grid in chosen_from)
    raise RefusedError(Code.SEVERAL_SHEETS, sheets=names, **detail)


def _is_pivot(lines: Sequence[Line]) -> bool:
    """A table of counts that a spreadsheet made of the list: its words tell it."""
    first = {fold(next(filter(None, line.cells), "")[:_LONG]) for line in lines}
    return not _OF_PIVOTS.isdisjoint(first)


def _is_as_wide(grid: Grid, table: Found) -> bool:
    """Whether a sheet has about as many columns as the list: one with teachers has fewer."""
    width = max(len(line.cells) for line in grid.lines)
    return width >= _AS_WIDE * sum(1 for heading in table.headings if heading.strip())


def _what_sheets_say(found: Sequence[Found], others: Sequence[Grid]) -> dict[str, Detail]:
    """What helps a person to choose; with `rows` when all of them together is a choice too."""
    years = years_of(found)
    if len({year for year in years if year}) > 1:
        return {"years": years}
    other = other_sheet(found, others)
    if other is not None:
        return {"other": other} if other else {}
    compared = compare(found)
    moved = compared.in_other_groups()
    if moved is not None:
        return {"in_other_groups": found[moved].grid.name or ""}
    rows = sum(len(table.lines) for table in found)
    repeated = compared.repeated()
    if repeated is None:
        return {"rows": rows}
    everybody = found[repeated.sheet].grid.name or ""
    return {"rows": rows - len(repeated.lines), "everybody": everybody}


def _prepared(grid: Grid, budget: Budget) -> Grid:
    """The sheet as people see it: within the budget, with its letters, and in columns."""
    _refuse_far_too_wide(grid, budget)
    if is_part_of_a_set(grid.lines[0].cells):
        raise RefusedError(Code.PART_OF_A_SET)
    grid = read_out(_within_cell_budget(grid, budget))
    inside = parted(grid, budget)
    return inside if inside is not None and find_headings(inside) is not None else grid


def _refuse_far_too_wide(grid: Grid, budget: Budget) -> None:
    most = _FAR_TOO_WIDE * budget.columns
    wide = (line.cells for line in grid.lines if len(line.cells) > most)
    if any(len(cells) - cells.count("") > most for cells in wide):
        raise RefusedError(Code.TOO_MANY_COLUMNS, limit=budget.columns)


def _wanted(filled: Sequence[Grid], sheet: str | None) -> list[Grid]:
    if sheet is None:
        visible = [grid for grid in filled if grid.visible]
        if not visible:
            raise RefusedError(Code.NOT_A_PUPIL_LIST, hidden_sheets=len(filled))
        return visible
    named = [grid for grid in filled if grid.name == sheet]
    if not named:
        raise RefusedError(Code.SEVERAL_SHEETS, sheets=tuple(grid.name or "" for grid in filled))
    return named


def _without_headings(grids: Sequence[Grid], hidden: int) -> Found:
    """A sheet that looks like pupils but says not what its columns are: a person must point."""
    likely = [grid for grid in grids if _looks_like_pupils(grid.lines)]
    if len(likely) > 1:
        raise RefusedError(Code.SEVERAL_SHEETS, sheets=tuple(grid.name or "" for grid in likely))
    if not likely:
        # The list itself may be on a hidden one, behind a title page.
        raise RefusedError(Code.NOT_A_PUPIL_LIST, **({"hidden_sheets": hidden} if hidden else {}))
    return Found(likely[0], None, (), likely[0].lines)


def _looks_like_pupils(lines: Sequence[Line]) -> bool:
    """A column of names beside one of groups or of dates: as much as can be told without words."""
    sample = lines[:_LOOKED_AT]
    columns = [*filter(any, zip(*_even([line.cells for line in sample]), strict=True))]
    names = any(_mostly(column, _NAME_LIKE) and _varied(column) for column in columns)
    return names and any(
        _mostly(column, _GROUP_LIKE) or _mostly(column, _DATE_LIKE) for column in columns
    )


def _even(rows: Sequence[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    width = max((len(row) for row in rows), default=0)
    return ((*row, *[""] * (width - len(row))) for row in rows)


def _mostly(column: Sequence[str], pattern: re.Pattern[str]) -> bool:
    hits = sum(1 for cell in column if len(cell) <= _LONG and pattern.fullmatch(cell.strip()))
    return hits > 0 and hits >= _MOST * len(column)


def _varied(column: Sequence[str]) -> bool:
    return len(set(column)) * 2 >= len(column)


def _result_of_one(table: Found, format_name: str, budget: Budget) -> ReadResult:
    named = with_group_of_sheet(table) if table.headings else None
    result = _result(named or table, format_name, budget)
    if named is None:
        return result
    told = warning(Code.GROUP_IS_THE_SHEET, sheets=(table.grid.name or "",))
    return replace(result, problems=(told, *result.problems))


def _result(
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


def _within_cell_budget(grid: Grid, budget: Budget) -> Grid:
    """The sheet with every cell cut to its budget, before anything looks at the cells."""
    most = budget.cell_characters
    if all(len("".join(line.cells)) <= most for line in grid.lines):
        return grid
    cut = frozenset(
        line.number for line in grid.lines if max(map(len, line.cells), default=0) > most
    )
    # One long text may stand in every cell, and is one; so it stays when it is cut.
    shortened = {
        cell: cell[:most] for line in grid.lines for cell in line.cells if len(cell) > most
    }
    lines = (
        Line(line.number, tuple(shortened.get(cell, cell) for cell in line.cells))
        if line.number in cut
        else line
        for line in grid.lines
    )
    return replace(grid, lines=tuple(lines), cut_rows=cut)


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
