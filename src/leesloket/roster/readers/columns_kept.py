"""Throw away, while reading, the columns a library may not or need not hold.

By heading, and by what the cells look like: a BSN under another heading is still a BSN.  The test
is per column, never per value, since one number in eleven passes the check (DOMAIN.md 7).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, repeat, zip_longest
from operator import itemgetter
from typing import Literal

from leesloket.roster.cleaning.numbers import passes_eleven_test
from leesloket.roster.headings import field_for_heading, is_forbidden, is_needless
from leesloket.roster.model import DroppedColumn, Origin, RawRow, RawTable
from leesloket.roster.problems import Code, Problem
from leesloket.roster.readers.grid import Line, column_letters
from leesloket.roster.readers.result import ReadResult, warning

_BSN_SHARE = 0.8
_BSN_ROWS_UNDER_A_KNOWN_HEADING = 5
"""Fewer pupil numbers of nine digits may all pass by chance; under an unknown heading we drop."""

_LOOKED_AT = 400
_LONG = 100
_PROBES = 50
_SEPARATORS = str.maketrans("", "", ". -\u00a0\t")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]{2,}")
_PHONE = re.compile(r"(?:\+31|0031|0)[\s-]?(?:\(0\))?[1-9](?:[\s-]?\d){8}")
_POSTCODE = re.compile(r"[1-9]\d{3} ?[A-Za-z]{2}")
_NEEDLESS_SHARE = 0.6

Reason = Literal["forbidden", "not_needed", "empty"]


@dataclass(frozen=True, slots=True)
class Kept:
    """What is left of a table."""

    headings: tuple[str, ...]
    rows: tuple[RawRow, ...]
    dropped: tuple[DroppedColumn, ...]
    problems: tuple[Problem, ...]


def keep_columns(headings: Sequence[str], lines: Sequence[Line], *, sheet: str | None) -> Kept:
    """The table without forbidden, needless and empty columns, as rows with their own numbers."""
    width = max([len(headings), *(len(line.cells) for line in lines)])
    names = [*headings, *[""] * (width - len(headings))]
    keep: list[int] = []
    dropped: list[DroppedColumn] = []
    columns = chain(_columns(lines, width), repeat([]))
    for index, (heading, values) in enumerate(zip(names, columns, strict=False)):
        reason = _reason_to_drop(heading, values)
        if reason is None:
            keep.append(index)
        elif heading.strip() or values:
            dropped.append(DroppedColumn(_shown(heading, index), reason))
    problems = tuple(
        warning(Code.FORBIDDEN_COLUMN_DROPPED, column=column.heading)
        for column in dropped
        if column.reason == "forbidden"
    )
    kept_headings = tuple(_shown(names[index], index) for index in keep)
    return Kept(kept_headings, _rows(lines, keep, width, sheet), tuple(dropped), problems)


def without_bsn(table: RawTable) -> ReadResult:
    """A table of a format with fixed columns, less the columns that hold BSNs all the same."""
    columns = [
        [*filter(None, column)] for column in zip(*(row.cells for row in table.rows), strict=True)
    ]
    forbidden = {index for index, values in enumerate(columns) if holds_bsn(values, known=True)}
    if not forbidden:
        return ReadResult(table)
    keep = [index for index in range(len(table.headings)) if index not in forbidden]
    names = [table.headings[index] for index in sorted(forbidden)]
    kept = replace(
        table,
        headings=tuple(table.headings[index] for index in keep),
        fields=tuple(table.fields[index] for index in keep) if table.fields else None,
        rows=tuple(
            RawRow(row.origin, tuple(row.cells[index] for index in keep)) for row in table.rows
        ),
        dropped=(*table.dropped, *(DroppedColumn(name, "forbidden") for name in names)),
    )
    problems = (warning(Code.FORBIDDEN_COLUMN_DROPPED, column=name) for name in names)
    return ReadResult(kept, tuple(problems))


def _columns(lines: Sequence[Line], width: int) -> Iterator[list[str]]:
    """The filled cells of each column, stripped."""
    return (
        [*filter(None, map(str.strip, column))]
        for column in islice(zip_longest(*(line.cells for line in lines), fillvalue=""), width)
    )


def _rows(
    lines: Sequence[Line], keep: Sequence[int], width: int, sheet: str | None
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
            rows.append(RawRow(Origin(line.number, sheet), picked))
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
    if holds_bsn(values, known=field is not None):
        return "forbidden"
    if is_needless(heading):
        return "not_needed"
    if field is None and _is_needless_content(values[:_LOOKED_AT]):
        return "not_needed"
    return None


def holds_bsn(values: Sequence[str], *, known: bool) -> bool:
    """Whether most of a column's cells are BSNs (nine digits that pass the elfproef).

    A BSN that starts with zero may have lost it in the spreadsheet, so eight digits count too, but
    only beside others of nine.
    """
    if not any(_looks_like_bsn(value) for value in values[:: len(values) // _PROBES + 1]):
        return False
    long = [number for value in values if (number := _digits(value)) and len(number) in {8, 9}]
    if len(long) <= _BSN_SHARE * len(values) or not any(map(_looks_like_bsn, long)):
        return False
    if known and len(long) < _BSN_ROWS_UNDER_A_KNOWN_HEADING:
        return False
    passing = sum(1 for number in long if passes_eleven_test(number))
    return passing > _BSN_SHARE * len(long)


def _digits(value: str) -> str:
    """The digits of a number written with or without dots and spaces, or nothing."""
    digits = value.translate(_SEPARATORS)
    return digits if digits.isdecimal() else ""


def _looks_like_bsn(value: str) -> bool:
    return len(_digits(value)) == 9  # noqa: PLR2004 - a BSN has nine digits


def _is_needless_content(values: Sequence[str]) -> bool:
    """Whether most cells are mail addresses, telephone numbers or postcodes."""
    return any(
        sum(1 for value in values if len(value) <= _LONG and pattern.fullmatch(value))
        > _NEEDLESS_SHARE * len(values)
        for pattern in (_MAIL, _PHONE, _POSTCODE)
    )
