"""Throw away, while reading, the columns a library may not or need not hold.

By heading, and by what the cells look like: a BSN under another heading is still a BSN.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, repeat
from operator import itemgetter
from typing import Literal

from leesloket.roster.cleaning import looks_like_date, looks_like_serial
from leesloket.roster.heading_forms import fold_heading
from leesloket.roster.headings import (
    MAY_COUNT_ROWS,
    field_for_heading,
    is_forbidden,
    is_needless,
    is_start_day,
)
from leesloket.roster.model import DroppedColumn, Field, Origin, RawRow, RawTable, places_on
from leesloket.roster.problems import Code, Problem
from leesloket.roster.readers.bsn import cells_with_bsn, holds_bsn
from leesloket.roster.readers.grid import Line, column_letters, columns_of
from leesloket.roster.readers.result import ReadResult, warning

_LOOKED_AT = 400
_LONG = 100
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]{2,}")
_PHONE = re.compile(r"(?:\+31|0031|0)[\s-]?(?:\(0\))?[1-9](?:[\s-]?\d){8}")
_MOBILE = re.compile(r"(?:\+31|0031|0)[\s-]?(?:\(0\))?6(?:[\s-]?\d){8}")
_DIGITS_AFTER_SIX, _FEWEST_OF_PHONES = 8, 10
_POSTCODE = re.compile(r"[1-9]\d{3} ?[A-Za-z]{2}")
_NEEDLESS_SHARE = 0.6
_STREET = re.compile(r"straat|street|(?<!mail)(?:adres|address)")
_OF_PARENTS = re.compile(r"ouder|verzorger|moeder|vader|voogd|parent|guardian|contactpers")
"""In a folded heading."""
_PARTS_OF_A_NAME = frozenset({Field.PREFIX, Field.INITIALS})

Reason = Literal["forbidden", "not_needed", "empty"]


@dataclass(frozen=True, slots=True)
class Kept:
    """What is left of a table."""

    headings: tuple[str, ...]
    rows: tuple[RawRow, ...]
    dropped: tuple[DroppedColumn, ...]
    problems: tuple[Problem, ...]
    starts: tuple[tuple[str, int], ...] = ()
    """Days on which children start, and how many do."""


def keep_columns(
    headings: Sequence[str],
    lines: Sequence[Line],
    *,
    sheet: str | None,
    sheets: tuple[str, ...] = (),
) -> Kept:
    """The table without forbidden, needless and empty columns, as rows with their own numbers.

    The lines stand on `sheet`, or on one of `sheets` that are read together.
    """
    width = max([len(headings), *(len(line.cells) for line in lines)])
    columns = [*_judged([*headings, *[""] * (width - len(headings))], lines)]
    kept = [column for column in columns if column.reason is None]
    dropped = [
        DroppedColumn(column.heading, column.reason)
        for column in columns
        if column.reason is not None and column.says_something
    ]
    cleaned = {column.at: column.without_bsn for column in kept if column.without_bsn}
    rows = _rows(
        _cleaned(lines, cleaned), [one.at for one in kept], width, places_on(sheet, sheets)
    )
    problems = (*said_of_forbidden(dropped), *_bsn_notices(columns[at].heading for at in cleaned))
    starts = next((column.starts for column in columns if column.starts), ())
    return Kept(tuple(one.heading for one in kept), rows, tuple(dropped), problems, starts)


@dataclass(frozen=True, slots=True)
class _Judged:
    """What there is to know of one column, without its cells."""

    at: int
    heading: str
    """As it is shown."""
    reason: Reason | None
    """Why it goes; None for one that stays."""
    says_something: bool
    """Whether it has a heading or a filled cell."""
    without_bsn: Mapping[str, str]
    """Of one that stays the cells with a BSN among other things, and what is left of each."""
    starts: tuple[tuple[str, int], ...]


def _judged(headings: Sequence[str], lines: Sequence[Line]) -> Iterator[_Judged]:
    """The columns one by one: the cells of all of them together would fill the memory."""
    before: Sequence[str] = ()
    columns = chain(_columns(lines, len(headings)), repeat([]))
    for at, (heading, values) in enumerate(zip(headings, columns, strict=False)):
        reason = _reason_to_drop(heading, values)
        if reason is None and _goes_on_with_others(headings, at, before):
            reason = "not_needed"
        yield _Judged(
            at,
            _shown(heading, at),
            reason,
            says_something=heading.strip() != "" or bool(values),
            without_bsn=cells_with_bsn(values) if reason is None else {},
            starts=days_in(values) if is_start_day(heading) else (),
        )
        before = values


def said_of_forbidden(dropped: Iterable[DroppedColumn]) -> Iterator[Problem]:
    """That a column went which a library may not have; of the others nobody needs to know."""
    for column in dropped:
        if column.reason == "forbidden":
            yield warning(Code.FORBIDDEN_COLUMN_DROPPED, column=column.heading)


def days_in(values: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """The days among these cells, each with how often it is there; whatever else is left out."""
    days = Counter(value for value in values if looks_like_date(value) or looks_like_serial(value))
    return tuple(sorted(days.items()))


def _cleaned(lines: Sequence[Line], cleaned: Mapping[int, Mapping[str, str]]) -> Sequence[Line]:
    """The lines without the BSNs among other values; `cleaned` tells per column what is left."""
    if not cleaned:
        return lines
    return [Line(number, _without_bsn(cells, cleaned)) for number, cells in lines]


def _without_bsn(cells: Sequence[str], cleaned: Mapping[int, Mapping[str, str]]) -> tuple[str, ...]:
    return tuple(
        cleaned[index].get(cell.strip(), cell) if index in cleaned else cell
        for index, cell in enumerate(cells)
    )


def _bsn_notices(headings: Iterable[str]) -> tuple[Problem, ...]:
    return tuple(warning(Code.BSN_DROPPED, column=heading) for heading in headings)


def without_bsn(table: RawTable) -> ReadResult:
    """A table of a format with fixed columns, less the BSNs that it holds all the same."""
    columns = [
        [*filter(None, map(str.strip, column))]
        for column in zip(*(row.cells for row in table.rows), strict=True)
    ]
    forbidden = {index for index, values in enumerate(columns) if holds_bsn(values)}
    cleaned = {
        index: left
        for index, values in enumerate(columns)
        if index not in forbidden and (left := cells_with_bsn(values))
    }
    if not forbidden and not cleaned:
        return ReadResult(table)
    keep = [index for index in range(len(table.headings)) if index not in forbidden]
    gone = [DroppedColumn(table.headings[index], "forbidden") for index in sorted(forbidden)]
    rows = [(row.origin, _without_bsn(row.cells, cleaned)) for row in table.rows]
    kept = replace(
        table,
        headings=tuple(table.headings[index] for index in keep),
        fields=tuple(table.fields[index] for index in keep) if table.fields else None,
        rows=tuple(RawRow(origin, tuple(cells[index] for index in keep)) for origin, cells in rows),
        dropped=(*table.dropped, *gone),
    )
    found = _bsn_notices(table.headings[index] for index in cleaned)
    return ReadResult(kept, (*said_of_forbidden(gone), *found))


def _columns(lines: Sequence[Line], width: int) -> Iterator[list[str]]:
    """The filled cells of each column, stripped."""
    return ([*filter(None, map(str.strip, column))] for column in islice(columns_of(lines), width))


def _rows(
    lines: Sequence[Line], keep: Sequence[int], width: int, place: Callable[[int], Origin]
) -> tuple[RawRow, ...]:
    if not keep:
        return ()
    if len(keep) == 1:
        only = keep[0]
        pick: Callable[[Sequence[str]], tuple[str, ...]] = lambda cells: (cells[only],)  # noqa: E731 - a one-column itemgetter gives no tuple
    else:
        pick = itemgetter(*keep)
    blank = ("",) * width
    rows = []
    for line in lines:
        cells = line.cells if len(line.cells) == width else (line.cells + blank)[:width]
        picked = pick(cells)
        if any(picked):
            rows.append(RawRow(place(line.number), picked))
    return tuple(rows)


def _shown(heading: str, index: int) -> str:
    """The heading on one line, or the column's letter when it has none."""
    return " ".join(heading.split()) or f"kolom {column_letters(index)}"


def _reason_to_drop(heading: str, values: Sequence[str]) -> Reason | None:
    if is_forbidden(heading):
        return "forbidden"
    field = field_for_heading(heading)
    if not values:
        return None if field is not None else "empty"
    if holds_bsn(values):
        return "forbidden"
    if is_needless(heading):
        return "not_needed"
    if field is None and _is_needless_content(values[:_LOOKED_AT]):
        return "not_needed"
    if field is Field.PUPIL_NUMBER and _are_mobile_numbers(values[:_LOOKED_AT]):
        return "not_needed"
    return None


def _goes_on_with_others(headings: Sequence[str], at: int, before: Sequence[str]) -> bool:
    """Whether a heading of ours goes on with what stands beside it: `Nr` behind `Straat`.

    Or `Tussenvoegsel` between two headings of parents.  The number is the child's where the cells
    `before` it, those of the street, have numbers of their own.
    """
    if at == 0:
        return False
    heading, left = headings[at], fold_heading(headings[at - 1])
    if fold_heading(heading) in MAY_COUNT_ROWS and _STREET.search(left):
        return sum(value[-1].isdigit() for value in before) < len(before) / 2
    if field_for_heading(heading) not in _PARTS_OF_A_NAME or at + 1 == len(headings):
        return False
    right = fold_heading(headings[at + 1])
    return _OF_PARENTS.search(left) is not None and _OF_PARENTS.search(right) is not None


def _is_needless_content(values: Sequence[str]) -> bool:
    """Whether most cells are mail addresses, telephone numbers or postcodes."""
    return any(_are_mostly(pattern, values) for pattern in (_MAIL, _PHONE, _POSTCODE))


def _are_mobile_numbers(values: Sequence[str]) -> bool:
    """Whether most are numbers of mobile telephones, of as many families: a school's run on."""
    if not _are_mostly(_MOBILE, values):
        return False
    digits = ["".join(filter(str.isdigit, value)) for value in values]
    first_two = {number[-_DIGITS_AFTER_SIX:][:2] for number in digits}
    return len(first_two) >= min(_FEWEST_OF_PHONES, len(set(digits)) / 2)


def _are_mostly(pattern: re.Pattern[str], values: Sequence[str]) -> bool:
    hits = sum(1 for value in values if len(value) <= _LONG and pattern.fullmatch(value))
    return hits > _NEEDLESS_SHARE * len(values)
