"""Children above the headings: a list that was sorted, or put together, with its headings inside.

Whoever stands there would be missing, and be signed off.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from leesloket.roster.cleaning import looks_like_date
from leesloket.roster.headings import is_heading
from leesloket.roster.readers.example_rows import is_example
from leesloket.roster.readers.grid import Line
from leesloket.roster.readers.heading_line import are_headings

_Shape = Literal["", "date", "number", "text"]

_NEARLY_ALL = 0.8
_LOOKED_AT = 200
_FEWEST_CELLS = 2
_FEWEST_IN_A_PART = 2
_FEW_CELLS = 3
"""With a heading among so many, a row is a title: `De Beer`, `Klas`, `5b`."""
_FEWEST_WITHOUT_OTHERS = 3
"""Lines above headings with nothing below them: fewer are about a list that is still empty."""
_FEWEST_OF_OTHER_YEARS = 3
"""Lines: one or two of a later year than all others have the day on which the list was made."""
_YEARS_LATER = 2
"""A year or two is a younger child."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_DIGITS, _LETTER = re.compile(r"\d+"), re.compile(r"[^\W\d_]")


def rows_above(
    above: Sequence[Line], headings: Sequence[str], below: Sequence[Line]
) -> Sequence[Line]:
    """The lines above the headings from the first that can only be a row of this table; or none.

    It fills the columns that nearly every row fills, each with the same kind of thing, and one of
    these is a birth date or a number as the others have, or says what other rows say there too.
    A title beside the day or the school year of the list is no row.
    """
    wide = [line for line in above if line.filled() >= _FEWEST_CELLS]
    # Often one or two lines of a title, which is soon seen.
    if not wide or max(line.filled() for line in wide) * 2 < sum(
        1 for heading in headings if heading.strip()
    ):
        return ()
    rows = [line for line in below[:_LOOKED_AT] if line.filled() >= _FEWEST_CELLS]
    often = 1
    if not rows:
        rows = wide if len(wide) >= _FEWEST_WITHOUT_OTHERS else []
    elif len(rows) < len(wide):
        rows, often = [*rows, *wide], 2  # itself, and another one
    always = _always(rows, headings)
    if len(always) < _FEWEST_CELLS:
        return ()
    said = {at: Counter(line.cell(at) for line in rows) for at in always}
    like_rows = [at for at in _before_others(above) if _is_like_rows(above[at], headings, always)]
    later = {at for at in like_rows if _is_later(above[at], always, said)}
    if len(later) >= _FEWEST_OF_OTHER_YEARS:
        later = set()
    for at in like_rows:
        if at not in later and _is_row(above[at], always, said, often=often):
            return above[at:]
    return ()


def _before_others(above: Sequence[Line]) -> range:
    """The lines before an example or the headings of another table."""
    others = (at for at, line in enumerate(above) if _is_example_or_headings(line))
    return range(next(others, len(above)))


def below_other_headings(above: Sequence[Line]) -> Sequence[Line]:
    """The lines above the headings from other headings of pupils on; none when nobody is below.

    The list has a part with fewer columns in front: the cells of those rows are in other places.
    A single row is the teacher or the school, and below an example is nobody.
    """
    for at, line in enumerate(above):
        if is_example(line):
            return ()
        if are_headings(line.cells):
            rows = [row for row in above[at + 1 :] if row.filled() >= _FEWEST_CELLS]
            return above[at:] if len(rows) >= _FEWEST_IN_A_PART else ()
    return ()


def _is_example_or_headings(line: Line) -> bool:
    """An example to fill in, or the headings of another table: what is below them is not ours."""
    words = [cell for cell in line.cells if cell.strip()]
    if is_example(line) or len(words) < _FEWEST_CELLS:
        return is_example(line)
    # Of teachers, or how many there are: Groep, Leerkracht, Aantal.
    return any(map(is_heading, words)) and _DIGITS.search("".join(words)) is None


def _always(rows: Sequence[Line], headings: Sequence[str]) -> Mapping[int, _Shape]:
    """The columns that nearly every row fills with one kind of thing, and the kind."""
    always = {}
    for at in range(len(headings)):
        shapes = Counter(_shape(line.cell(at)) for line in rows)
        shape, often = shapes.most_common(1)[0] if shapes else ("", 0)
        if shape and headings[at].strip() and often >= _NEARLY_ALL * len(rows):
            always[at] = shape
    return always


def _is_like_rows(line: Line, headings: Sequence[str], always: Mapping[int, _Shape]) -> bool:
    beside = (at for at, cell in enumerate(line.cells) if cell.strip())
    if any(at >= len(headings) or not headings[at].strip() for at in beside):
        return False
    return all(_shape(line.cell(at)) == shape for at, shape in always.items())


def _is_row(
    line: Line,
    always: Mapping[int, _Shape],
    said: Mapping[int, Counter[str]],
    *,
    often: int,
) -> bool:
    if _headings_in(line) * _FEW_CELLS >= line.filled():
        return False  # `Groep` beside 5b, `Datum` beside today
    shapes = set(always.values())
    if "date" in shapes:
        return True
    if "number" in shapes:
        numbers = (at for at, shape in always.items() if shape == "number")
        return all(_has_form(line.cell(at), said[at], often) for at in numbers)
    return any(said[at][line.cell(at)] >= _FEWEST_CELLS for at in always)


def _is_later(
    line: Line, always: Mapping[int, _Shape], said: Mapping[int, Mapping[str, int]]
) -> bool:
    """Whether a date is of a year long after the others': the day on which the list was made."""
    dates = (at for at, shape in always.items() if shape == "date")
    return any(_is_later_than(line.cell(at), said[at]) for at in dates)


def _is_later_than(date: str, others: Iterable[str]) -> bool:
    own = _YEAR.search(date)
    if own is None:
        return False
    years = [int(found[0]) for other in others if other != date and (found := _YEAR.search(other))]
    return bool(years) and int(own[0]) > max(years) + _YEARS_LATER


def _has_form(cell: str, others: Mapping[str, int], often: int) -> bool:
    form = _form(cell)
    alike = {other: count for other, count in others.items() if _form(other) == form}
    longest = max(map(len, alike), default=0)
    # 9 and 10, 99 and 100; but no year or number of pupils in a column of 5 and 6.
    return sum(alike.values()) >= often and len(cell) <= longest + (longest > 1)


def _form(cell: str) -> str:
    """`5b` is 9a, and `2026-2027` is 9-9."""
    return _LETTER.sub("a", _DIGITS.sub("9", cell))


def _headings_in(line: Line) -> int:
    """How many cells are a heading.  `Dorpsstraat 3` has the word of one, and is an address."""
    words = (cell for cell in line.cells if cell.strip())
    return sum(is_heading(word) for word in words if _DIGITS.search(word) is None)


def _shape(cell: str) -> _Shape:
    if not cell:
        return ""
    if looks_like_date(cell):
        return "date"
    # 5b and 3 are of one kind.
    return "number" if any(sign.isdigit() for sign in cell) else "text"
