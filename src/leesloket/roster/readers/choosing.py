"""From the sheets of a file to its one table with pupils."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from leesloket.roster.cleaning import fold
from leesloket.roster.headings import field_for_heading
from leesloket.roster.model import Field
from leesloket.roster.problems import Code, Detail, Problem
from leesloket.roster.readers.grid import Grid, Line
from leesloket.roster.readers.likely_pupils import has_others_beside, looks_like_pupils
from leesloket.roster.readers.names_alone import find_names_alone
from leesloket.roster.readers.prepared import prepared, with_plain_name
from leesloket.roster.readers.pupil_table import Found, find_table
from leesloket.roster.readers.result import Budget, ReadResult, RefusedError, warning
from leesloket.roster.readers.sheets_compared import years_of
from leesloket.roster.readers.sheets_together import Together, compare, other_sheet, read_together
from leesloket.roster.readers.spanning_headings import stand_side_by_side
from leesloket.roster.readers.tables import result_of, result_of_one
from leesloket.roster.readers.twice_encoded import put_right
from leesloket.roster.sheet_rows import ALL_SHEETS

_TEAMS = frozenset(
    {
        *("team", "teamleden", "leerkrachten", "groepsleerkrachten", "leraren", "docenten"),
        *("personeel", "medewerkers", "mentoren"),
    }
)
"""A folded name of a sheet, all of it: `Team blauw` is a group."""
_OF_PIVOTS = frozenset(map(fold, ("Rijlabels", "Eindtotaal", "Row Labels", "Grand Total")))
_LONGEST_LABEL = 200
_AS_WIDE = 0.75


def choose_table(
    grids: Sequence[Grid], *, format_name: str, sheet: str | None, budget: Budget
) -> ReadResult:
    """The table with pupils.  Raises RefusedError when there is none, or more than one.

    `sheet` is the name a person picked, or ALL_SHEETS for all that hold pupils; hidden sheets are
    only read when they are picked.
    """
    filled = [with_plain_name(grid) for grid in grids if grid.lines]
    if not filled:
        raise RefusedError(Code.EMPTY_FILE)
    picked = None if sheet == ALL_SHEETS else sheet
    hidden = 0 if picked is not None else sum(not grid.visible for grid in filled)
    wanted = [prepared(grid, budget) for grid in _wanted(filled, picked)]
    looked_at = [put_right(grid) or grid for grid in wanted]
    found, teachers = _without_teachers(_lists_on(looked_at))
    several = _several(found, looked_at, together=sheet == ALL_SHEETS) if found else None
    _refuse_side_by_side(found)
    if not found:
        found = [_without_headings(looked_at, hidden)]
    problems = _said_of_sheets(hidden, teachers, found, several, wanted)
    if several is not None:
        result = result_of(several.table, format_name, budget, several.sheets)
    else:
        result = result_of_one(found[0], format_name, budget)
    return result.after(problems)


def _said_of_sheets(
    hidden: int,
    teachers: int,
    found: Sequence[Found],
    several: Together | None,
    as_sent: Sequence[Grid],
) -> Iterator[Problem]:
    """What a person should know of the sheets that were chosen, and of those left aside."""
    for code, count in ((Code.HIDDEN_SHEET_SKIPPED, hidden), (Code.TEACHERS_LEFT_OUT, teachers)):
        if count:
            yield warning(code, count=count)
    if any(table.heading_row is None for table in found):
        yield warning(Code.HEADINGS_NOT_FOUND)
    if several is not None and several.groups:
        yield warning(Code.GROUP_IS_THE_SHEET, sheets=several.groups)
    if several is not None and several.repeats:
        yield warning(Code.SHEET_REPEATS, sheet=several.everybody, count=several.repeats)
    if any(table.grid not in as_sent for table in found):
        yield warning(Code.ENCODING_GUESSED, encoding="utf-8, twice")


def _lists_on(grids: Sequence[Grid]) -> Sequence[Found]:
    """The lists that have headings; where there are none, those of nothing but names."""
    with_headings = [*filter(None, map(find_table, grids))]
    return _without_empty(with_headings or [*filter(None, map(find_names_alone, grids))])


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
    if any(stand_side_by_side(table.headings) or has_others_beside(table) for table in found):
        raise RefusedError(Code.LISTS_SIDE_BY_SIDE)


def _several(found: Sequence[Found], sheets: Sequence[Grid], *, together: bool) -> Together | None:
    """The sheets as one list, when a person said so; else RefusedError, with what can be chosen.

    None when there is only one.  A sheet without headings that looks like pupils is another.
    """
    with_headings = {id(table.grid) for table in found}
    others = [
        grid
        for grid in sheets
        if id(grid) not in with_headings
        and looks_like_pupils(grid.lines)
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
    first = {fold(next(filter(None, line.cells), "")[:_LONGEST_LABEL]) for line in lines}
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
    likely = [grid for grid in grids if looks_like_pupils(grid.lines)]
    if len(likely) > 1:
        raise RefusedError(Code.SEVERAL_SHEETS, sheets=tuple(grid.name or "" for grid in likely))
    if not likely:
        # The list itself may be on a hidden one, behind a title page.
        raise RefusedError(Code.NOT_A_PUPIL_LIST, **({"hidden_sheets": hidden} if hidden else {}))
    return Found(likely[0], None, (), likely[0].lines)
