"""Find the pupils' table in a sheet: the heading row, and which lines below it hold a pupil."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from leesloket.roster.cleaning import looks_like_day, without_forbidden_characters, year_groups_of
from leesloket.roster.headings import (
    GROUP_FROM_LINES,
    NAME_FIELDS,
    TITLE_ABOVE,
    field_for_heading,
    is_heading,
)
from leesloket.roster.misspelt import are_misspelt_headings
from leesloket.roster.model import Field
from leesloket.roster.readers.carried_down import GROUP_FIELDS, carry_groups_down
from leesloket.roster.readers.closing import closing_of
from leesloket.roster.readers.example_rows import examples_in
from leesloket.roster.readers.further_headings import FurtherHeadings
from leesloket.roster.readers.grid import Grid, Line
from leesloket.roster.readers.rows_above import below_other_headings, rows_above
from leesloket.roster.readers.sections import Sections, titles_above
from leesloket.roster.readers.spanning_headings import below_others, of_others

_HEADINGS_WITHIN = 60
"""Lines searched for the heading row: above it stand a title, a date, a logo's alt text."""

_MISSPELT_WITHIN = 8
_FIELDS_AT_LEAST = 2
_OF_A_PUPIL = NAME_FIELDS | {
    Field.PUPIL_NUMBER,
    Field.PREFIX,
    Field.BIRTH_DATE,
    Field.GROUP,
    Field.GROUP_NAME,
    Field.YEAR_GROUP,
}
_TOTAL = re.compile(
    r"\s*(?:(?:sub|eind)?(?:totaal|totalen|total)|aantal|gemiddeld|(?:jongens|meisjes)\b"
    r"|\d+\s+(?:leerlingen|lln|kinderen)\b)",
    re.IGNORECASE,
)
_COUNTS = ("totaal", "aantal")
"""Behind a group, as spreadsheets call a subtotal: `8 Totaal`."""
_SUBTOTAL_HAS_CELLS_AT_MOST = 4
_FOOTNOTE = re.compile(
    r"\s*(pagina\s*\d|blad\s*\d|page\s*\d|afgedrukt|gedrukt op|(?:ge)?print(?:ed)?\b|"
    r"uitgedraaid\b|vertrouwelijk\b|"
    r"(?:(?:deze )?(?:lijst|overzicht)\s+)?(?:is\s+)?(?:aan|op)?gemaakt\s+(?:op|door)\b|"
    r"(?:met\s+)?vriendelijke\s+groet|bron\s*:|legenda|"
    r"einde (lijst|bestand|overzicht)|\*+\s|\(\d+ (?:rows?|rijen|records?)\))",
    re.IGNORECASE,
)
_PAGE = re.compile(
    r"(?:pagina|pag\.?|blad|page)\s*:?\s*\d{1,3}(?:\s*(?:van|of|/)\s*\d{1,3})?\s*",
    re.IGNORECASE,
)
_PAGE_HAS_CELLS_AT_MOST = 4
_WORD = re.compile(r"[^\W_]")
_CALENDAR = re.compile(
    r"(?:(?:ma|di|wo|do|vr|za|zo|(?:maan|dins|woens|donder|vrij|zater|zon)dag)\.?,?\s*(?:\d{1,2}(?:[-/]\d{1,2})?)?"
    r"|\d{1,2}[-/]\d{1,2}"
    r"|(?:wk|week)\.?\s*\d{1,2}|\d{1,2}"
    r"|(?:jan(?:uari)?|feb(?:ruari)?|mrt|maart|apr(?:il)?|mei|juni?|juli?|aug(?:ustus)?"
    r"|sept?(?:ember)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?)",
    re.IGNORECASE,
)
"""What stands above the crosses of an absence list."""
_TOTAL_HAS_CELLS_AT_MOST = 8
_TITLE_HAS_CELLS_AT_MOST = 3
_YEARS_OF_A_CLASS = 4
_OF_OTHER_YEARS = 0.2
_FEWEST_TOLD, _MOST_OTHER = 10, 0.5
"""A class has a child or two that are a year behind or ahead."""


@dataclass(frozen=True, slots=True)
class Found:
    """The table in one sheet.  Without a heading row `heading_row` is None."""

    grid: Grid
    heading_row: int | None
    headings: tuple[str, ...]
    lines: tuple[Line, ...] = field(repr=False)
    totals: tuple[int, ...] = ()
    """Numbers of the lines below the table that were left out."""
    carried: Mapping[str, int] = field(default_factory=dict)
    """How many groups were taken from a line above, per heading."""
    unsure: frozenset[int] = frozenset()
    """Numbers of lines below other headings: their cells may stand in other columns."""
    examples: frozenset[int] = frozenset()
    """Numbers of the lines that only show how to fill in the list."""
    above: int = 0
    """How many of the lines stand above the headings."""


def find_headings(grid: Grid) -> Found | None:
    """The table below the line with most headings, or None when no line is a heading row.

    A list printed group by group has its groups in lines of their own (`Groep 5b`): where no column
    tells the group, those lines become one.  One that tells it at the first child only is filled.
    """
    best = _best_heading_line(grid.lines[:_HEADINGS_WITHIN])
    if best is None:
        best = _misspelt_heading_line(grid.lines[:_MISSPELT_WITHIN])
    if best is None:
        return None
    position, headings, height = best
    headings = tuple(map(without_forbidden_characters, headings))
    start = position + height
    examples = examples_in(grid.lines[start:])
    lines = [line for line in grid.lines if line.number not in examples]
    above = rows_above(lines[:position], headings, lines[start:])
    begin = position - len(above or below_other_headings(lines[:position]))
    body, totals, groups, unsure = _pupil_lines(lines, begin, range(position, start), headings)
    if (
        not _tells_groups(headings)
        or _stand_beside_years(groups, body, headings)
        or _tell_other_years(groups, body, headings)
    ):
        body, headings = _with_groups(body, headings, groups)
    pupils, carried = carry_groups_down(body, headings)
    number = grid.lines[start - 1].number
    rows_before = sum(line.number < number for line in pupils) if above else 0
    told = (tuple(totals), carried, frozenset(unsure), examples, rows_before)
    return Found(grid, number, headings, tuple(pupils), *told)


def _with_groups(
    body: list[Line], headings: tuple[str, ...], groups: Sequence[str]
) -> tuple[list[Line], tuple[str, ...]]:
    """A column with what the lines between tell: groups, or titles that a person may call so."""
    added = GROUP_FROM_LINES
    if not groups:
        groups = titles_above([line.cells for line in body], _names_in(headings))
        added = TITLE_ABOVE
    if not groups:
        return body, headings
    lines = [
        Line(line.number, (*_padded(line.cells, len(headings)), group))
        for line, group in zip(body, groups, strict=True)
        if group or added == GROUP_FROM_LINES
    ]
    return lines, (*headings, added)


def _tells_groups(headings: Sequence[str]) -> bool:
    return not GROUP_FIELDS.isdisjoint(map(field_for_heading, headings))


def _stand_beside_years(
    groups: Sequence[str], body: Sequence[Line], headings: Sequence[str]
) -> bool:
    """Whether a list below titles of groups has only years: 5 of the class 5b, 1 or 2 of 1/2.

    `Groep 1 t/m 8` is no class, and `Groep 5` above children of all years is none of theirs.
    """
    fields = [*map(field_for_heading, headings)]
    if GROUP_FIELDS.intersection(fields) != {Field.YEAR_GROUP} or not (groups and all(groups)):
        return False
    at = fields.index(Field.YEAR_GROUP)
    years = [*map(year_groups_of, groups)]
    of_others = sum(
        1
        for line, told in zip(body, years, strict=True)
        if at < len(line.cells) and told and not _tells_one_of(line.cells[at], told)
    )
    most = max(map(len, years))
    return most <= _YEARS_OF_A_CLASS and of_others <= _OF_OTHER_YEARS * len(body)


def _tell_other_years(groups: Sequence[str], body: Sequence[Line], headings: Sequence[str]) -> bool:
    """Whether the titles contradict the one column of groups, by their years: a person says which.

    The column may be last year's, or of a part of the group.
    """
    columns = [
        at for at, told in enumerate(map(field_for_heading, headings)) if told is Field.GROUP
    ]
    if len(columns) != 1 or not groups:
        return False
    beside = [
        (set(year_groups_of(group)), set(year_groups_of(line.cells[columns[0]].strip())))
        for line, group in zip(body, groups, strict=True)
        if columns[0] < len(line.cells)
    ]
    both = [(title, cell) for title, cell in beside if title and cell]
    others = sum(title.isdisjoint(cell) for title, cell in both)
    return len(both) >= _FEWEST_TOLD and others > _MOST_OTHER * len(both)


def _tells_one_of(year: str, told: Sequence[str]) -> bool:
    """The years of a secondary school have a ten before them, or none."""
    written = year_groups_of(year)
    return not written or not {one[-1] for one in written}.isdisjoint(one[-1] for one in told)


def _names_in(headings: Sequence[str]) -> Collection[int]:
    return {at for at, heading in enumerate(headings) if field_for_heading(heading) in NAME_FIELDS}


def _pupil_lines(
    lines: Sequence[Line], start: int, heading_lines: range, headings: Sequence[str]
) -> tuple[list[Line], list[int], Sequence[str], set[int]]:
    """The lines with a pupil, the numbers of totals, and each pupil's group where lines tell it.

    The rows begin at `start`, which is above the headings when some stand there.

    Last the numbers of lines with a pupil that stand below the headings of another table.
    """
    tells_groups = _tells_groups(headings)
    sections = Sections(_names_in(headings), tells_groups=tells_groups)
    above = [line.cells for line in lines[:start] if not sections.start(line.cells)]
    titles = {_words(cells) for cells in above} if tells_groups else set()
    first, behind = heading_lines.start, heading_lines.stop
    further = FurtherHeadings(headings, lines[first:behind])
    closing = closing_of(lines[behind:])
    body: list[Line] = []
    totals: list[int] = []
    for at, line in enumerate(lines[start:], start):
        if first <= at < behind:
            further.start(line.cells)
            continue
        filled = len(line.cells) - line.cells.count("")
        if not line.cells[0][:1].isalnum() and _WORD.search("".join(line.cells)) is None:
            continue  # a line of dashes
        if filled <= _TOTAL_HAS_CELLS_AT_MOST and (
            is_total(line.cells)
            or line.number in closing
            or (filled <= _TITLE_HAS_CELLS_AT_MOST and _words(line.cells) in titles)
        ):
            totals.append(line.number)
        elif not sections.start(line.cells) and not further.start(line.cells):
            below = further.in_columns(line)
            body.append(below)
            sections.add(below.cells)
    return body, totals, sections.groups(), further.unsure


def _words(cells: Sequence[str]) -> tuple[str, ...]:
    """What a line says: that of a title comes back at the top of the next page."""
    return tuple(" ".join(cell.split()) for cell in cells if cell and not cell.isspace())


def _padded(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    return (*cells, *[""] * (width - len(cells)))[:width]


def _best_heading_line(lines: Sequence[Line]) -> tuple[int, tuple[str, ...], int] | None:
    best: tuple[int, tuple[str, ...], int] | None = None
    best_score = 0
    for position, line in enumerate(lines):
        score = _score(line.cells)
        headings, height = line.cells, 1
        if (score or _is_broken_off(line.cells)) and position + 1 < len(lines):
            headings, height, score = _over_two_lines(line.cells, lines[position + 1].cells, score)
        if score > best_score:
            best, best_score = (position, headings, height), score
    if best is not None and best[2] == 1 and best[0] > 0:
        return (best[0], of_others(best[1], lines[best[0] - 1].cells), 1)
    return best


def _misspelt_heading_line(lines: Sequence[Line]) -> tuple[int, tuple[str, ...], int] | None:
    """Of a sheet without headings the line that has them with typing mistakes."""
    found = (at for at, line in enumerate(lines) if are_misspelt_headings(line.cells))
    position = next(found, None)
    return None if position is None else (position, lines[position].cells, 1)


def _over_two_lines(
    upper: tuple[str, ...], lower: Sequence[str], score: int
) -> tuple[tuple[str, ...], int, int]:
    """The headings with the line below them where that belongs to them; its height and score."""
    merged = _merged(upper, lower)
    if merged and _score(merged) > score:
        return merged, 2, _score(merged)
    divided = below_others(upper, lower)
    return (divided, 2, score) if divided else (upper, 1, score)


def _score(cells: Iterable[str]) -> int:
    """How many fields of a pupil a line names; 0 when it cannot be a heading row."""
    filled = [cell for cell in cells if cell and not cell.isspace()]
    fields = {found for cell in filled if (found := field_for_heading(cell)) is not None}
    if not fields & NAME_FIELDS or len(fields & _OF_A_PUPIL) < _FIELDS_AT_LEAST:
        return 0
    known = sum(map(is_heading, filled))
    # A pupil called Naam in group Klas is no heading row; a row of mostly other words neither.
    # The days and weeks above the crosses of who was there are no words.
    words = sum(1 for cell in filled if not is_of_calendar(cell.strip()))
    return len(fields & _OF_A_PUPIL) if known * 3 >= words else 0


def is_of_calendar(cell: str) -> bool:
    """Whether a cell is a day or a week, as above the crosses of who was there."""
    return _CALENDAR.fullmatch(cell) is not None or looks_like_day(cell)


def _merged(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...] | None:
    """Two heading lines as one: `Leerling` over `Roepnaam`, `Achternaam` means the lower words.

    `Achter-` over `naam` is one word.
    """
    if _is_broken_off(upper):
        lower = [
            cell.rstrip()[:-1] + below.strip() if cell.rstrip().endswith("-") and below else below
            for cell, below in zip_longest(upper, lower, fillvalue="")
        ]
    words = [cell for cell in lower if cell.strip()]
    if not words or not all(map(is_heading, words)):
        return None
    width = max(len(upper), len(lower))
    upper = (*upper, *[""] * (width - len(upper)))
    lower = (*lower, *[""] * (width - len(lower)))
    return tuple(
        below if below.strip() else above for above, below in zip(upper, lower, strict=True)
    )


def _is_broken_off(cells: Sequence[str]) -> bool:
    return any(cell.rstrip().endswith("-") for cell in cells)


def is_total(cells: Sequence[str]) -> bool:
    """Whether a line counts the pupils, or ends a page or the list: `Totaal 28`, `Pagina 2`."""
    filled = [cell for cell in cells if cell and not cell.isspace()]
    if not filled:
        return False
    last = filled[-1]
    if len(filled) <= _PAGE_HAS_CELLS_AT_MOST and last[:1] in "pPbB" and _PAGE.fullmatch(last):
        return True
    if _TOTAL.match(filled[0]):
        return len(filled) == 1 or all(
            _is_plain_number(cell) or _TOTAL.match(cell) for cell in filled[1:]
        )
    if len(filled) <= _SUBTOTAL_HAS_CELLS_AT_MOST and any(map(_is_subtotal, filled)):
        return all(_is_plain_number(cell) or _is_subtotal(cell) for cell in filled)
    return len(filled) == 1 and _FOOTNOTE.match(filled[0]) is not None


def _is_subtotal(cell: str) -> bool:
    return cell.rstrip().lower().endswith(_COUNTS)


def _is_plain_number(cell: str) -> bool:
    return cell.strip().rstrip("%").replace(",", "").replace(".", "").isdigit()
