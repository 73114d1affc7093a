"""Which line of a sheet holds the headings of its pupils, and what they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from leesloket.roster.cleaning import looks_like_day, without_forbidden_characters
from leesloket.roster.headings import NAME_FIELDS, field_for_heading, is_heading
from leesloket.roster.misspelt import are_misspelt_headings
from leesloket.roster.model import Field
from leesloket.roster.readers.grid import Line, filled_in
from leesloket.roster.readers.spanning_headings import below_others, of_others

_WITHIN = 60
"""Lines searched for the headings: above them stand a title, a date, a logo's alt text."""

_MISSPELT_WITHIN = 8
_FEWEST = 2
_OF_A_PUPIL = NAME_FIELDS | {
    Field.PUPIL_NUMBER,
    Field.PREFIX,
    Field.BIRTH_DATE,
    Field.GROUP,
    Field.GROUP_NAME,
    Field.YEAR_GROUP,
}
_CALENDAR = re.compile(
    r"(?:(?:ma|di|wo|do|vr|za|zo|(?:maan|dins|woens|donder|vrij|zater|zon)dag)\.?,?\s*(?:\d{1,2}(?:[-/]\d{1,2})?)?"
    r"|\d{1,2}[-/]\d{1,2}"
    r"|(?:wk|week)\.?\s*\d{1,2}|\d{1,2}"
    r"|(?:jan(?:uari)?|feb(?:ruari)?|mrt|maart|apr(?:il)?|mei|juni?|juli?|aug(?:ustus)?"
    r"|sept?(?:ember)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?)",
    re.IGNORECASE,
)
"""What stands above the crosses of an absence list."""


@dataclass(frozen=True, slots=True)
class HeadingLine:
    """The headings, and which line they are: or two lines, the lower dividing the upper."""

    at: int
    headings: tuple[str, ...]
    height: int = 1

    @property
    def end(self) -> int:
        """The first line below them."""
        return self.at + self.height


def find_heading_line(lines: Sequence[Line]) -> HeadingLine | None:
    """The line that names most fields of a pupil; None when no line can be a heading row.

    Where there is none, one that has them with typing mistakes.
    """
    best: HeadingLine | None = None
    best_score = 0
    for at, line in enumerate(lines[:_WITHIN]):
        score = _score(line.cells)
        found = HeadingLine(at, line.cells)
        if (score or _is_broken_off(line.cells)) and at + 1 < min(len(lines), _WITHIN):
            found, score = _over_two_lines(found, lines[at + 1].cells, score)
        if score > best_score:
            best, best_score = found, score
    if best is None:
        best = _misspelt(lines[:_MISSPELT_WITHIN])
    elif best.height == 1 and best.at > 0:
        best = replace(best, headings=of_others(best.headings, lines[best.at - 1].cells))
    return best and replace(best, headings=tuple(map(without_forbidden_characters, best.headings)))


def _misspelt(lines: Sequence[Line]) -> HeadingLine | None:
    found = (at for at, line in enumerate(lines) if are_misspelt_headings(line.cells))
    at = next(found, None)
    return None if at is None else HeadingLine(at, lines[at].cells)


def _over_two_lines(
    upper: HeadingLine, lower: Sequence[str], score: int
) -> tuple[HeadingLine, int]:
    """The headings with the line below them, where that belongs to them, and their score."""
    merged = _merged(upper.headings, lower)
    if merged and _score(merged) > score:
        return HeadingLine(upper.at, merged, 2), _score(merged)
    divided = below_others(upper.headings, lower)
    return (HeadingLine(upper.at, divided, 2), score) if divided else (upper, score)


def _score(cells: Iterable[str]) -> int:
    """How many fields of a pupil a line names; 0 when it cannot be a heading row."""
    filled = filled_in(cells)
    fields = {found for cell in filled if (found := field_for_heading(cell)) is not None}
    if not fields & NAME_FIELDS or len(fields & _OF_A_PUPIL) < _FEWEST:
        return 0
    known = sum(map(is_heading, filled))
    # A pupil called Naam in group Klas is no heading row; a row of mostly other words neither.
    # The days and weeks above the crosses of who was there are no words.
    words = sum(1 for cell in filled if not is_of_calendar(cell))
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


def are_headings(cells: Sequence[str]) -> bool:
    """Whether a line holds nothing but headings, and one of them is of a name."""
    filled = filled_in(cells)
    return (
        len(filled) >= _FEWEST
        and not NAME_FIELDS.isdisjoint(map(field_for_heading, filled))
        and all(map(is_heading, filled))
    )
