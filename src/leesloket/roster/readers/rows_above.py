"""Children above the headings: a list that was sorted, or put together, with its headings inside.

Whoever stands there would be missing, and be signed off.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

from leesloket.roster.cleaning import looks_like_date
from leesloket.roster.headings import is_heading
from leesloket.roster.readers.example_rows import is_example
from leesloket.roster.readers.further_headings import are_headings
from leesloket.roster.readers.grid import Line

_Shape = Literal["", "date", "number", "text"]

_NEARLY_ALL = 0.8
_LOOKED_AT = 200
_FEWEST_CELLS = 2
_FEWEST_WITHOUT_OTHERS = 3
"""Lines above headings with nothing below them: fewer are about a list that is still empty."""


def rows_above(
    above: Sequence[Line], headings: Sequence[str], below: Sequence[Line]
) -> Sequence[Line]:
    """The lines above the headings from the first that can only be a row of this table; or none.

    It fills the columns that nearly every row fills, each with the same kind of thing, and one of
    these is a date or a number, or says what other rows say there too.
    """
    wide = [line for line in above if _filled(line) >= _FEWEST_CELLS]
    # Often one or two lines of a title, which is soon seen.
    if not wide or max(map(_filled, wide)) * 2 < sum(1 for heading in headings if heading.strip()):
        return ()
    rows = [line for line in below[:_LOOKED_AT] if _filled(line) >= _FEWEST_CELLS]
    if not rows:
        rows = wide if len(wide) >= _FEWEST_WITHOUT_OTHERS else []
    elif len(rows) < len(wide):
        rows = [*rows, *wide]
    always = _always(rows, headings)
    if len(always) < _FEWEST_CELLS:
        return ()
    said = [Counter(_cell(line, at) for line in rows) for at in range(len(headings))]
    for at, line in enumerate(above):
        if _is_example_or_headings(line):
            return ()
        if _is_row(line, headings, always, said):
            return above[at:]
    return ()


def below_other_headings(above: Sequence[Line]) -> Sequence[Line]:
    """The lines above the headings from other headings of pupils on; none when nobody is below.

    The list has a part with fewer columns in front: the cells of those rows are in other places.
    """
    for at, line in enumerate(above):
        if are_headings(line.cells):
            rows = above[at + 1 :]
            return above[at:] if any(_filled(row) >= _FEWEST_CELLS for row in rows) else ()
    return ()


def _is_example_or_headings(line: Line) -> bool:
    """An example to fill in, or the headings of another table: what is below them is not ours."""
    words = [cell for cell in line.cells if cell.strip()]
    return is_example(line) or (len(words) >= _FEWEST_CELLS and all(map(is_heading, words)))


def _always(rows: Sequence[Line], headings: Sequence[str]) -> Mapping[int, _Shape]:
    """The columns that nearly every row fills with one kind of thing, and the kind."""
    always = {}
    for at in range(len(headings)):
        shapes = Counter(_shape(_cell(line, at)) for line in rows)
        shape, often = shapes.most_common(1)[0] if shapes else ("", 0)
        if shape and headings[at].strip() and often >= _NEARLY_ALL * len(rows):
            always[at] = shape
    return always


def _is_row(
    line: Line,
    headings: Sequence[str],
    always: Mapping[int, _Shape],
    said: Sequence[Mapping[str, int]],
) -> bool:
    beside = (at for at, cell in enumerate(line.cells) if cell.strip())
    if any(at >= len(headings) or not headings[at].strip() for at in beside):
        return False
    if any(_shape(_cell(line, at)) != shape for at, shape in always.items()):
        return False
    return any(
        shape in {"date", "number"} or said[at].get(_cell(line, at), 0) >= _FEWEST_CELLS
        for at, shape in always.items()
    )


def _filled(line: Line) -> int:
    return sum(1 for cell in line.cells if cell.strip())


def _cell(line: Line, at: int) -> str:
    return line.cells[at].strip() if at < len(line.cells) else ""


def _shape(cell: str) -> _Shape:
    if not cell:
        return ""
    if looks_like_date(cell):
        return "date"
    # 5b and 3 are of one kind.
    return "number" if any(sign.isdigit() for sign in cell) else "text"
