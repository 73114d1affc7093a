"""Whether cells look like pupils, where no heading says what they are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from leesloket.roster.readers.grid import Line, columns_of
from leesloket.roster.readers.pupil_table import Found

_NAME_LIKE = re.compile(r"[^\W\d_][^\d@#/\\|<>]*")
_GROUP_LIKE = re.compile(
    r"(?:groep|klas)?\s*\d{1,2}(?:\s*[/-]\s*\d)?\s*[a-z]{0,3}\d?", re.IGNORECASE
)
_DATE_LIKE = re.compile(r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{2,4}(?:[T ].*)?")
_MOST = 0.6
_LOOKED_AT = 200
_LONG = 200
"""Characters: a longer cell is no name, no group and no date."""


def looks_like_pupils(lines: Sequence[Line]) -> bool:
    """A column of names beside one of groups or of dates: as much as can be told without words."""
    columns = [*filter(any, columns_of(lines[:_LOOKED_AT]))]
    names = any(_mostly(column, _NAME_LIKE) and _varied(column) for column in columns)
    return names and any(
        _mostly(column, _GROUP_LIKE) or _mostly(column, _DATE_LIKE) for column in columns
    )


def has_others_beside(table: Found) -> bool:
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
    if not looks_like_pupils(beside):
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
    columns = columns_of(lines[:_LOOKED_AT])
    patterns = (_NAME_LIKE, _GROUP_LIKE, _DATE_LIKE)
    return [[_mostly(column, pattern) for pattern in patterns] for column in columns]


def _mostly(column: Sequence[str], pattern: re.Pattern[str]) -> bool:
    hits = sum(1 for cell in column if len(cell) <= _LONG and pattern.fullmatch(cell.strip()))
    return hits > 0 and hits >= _MOST * len(column)


def _varied(column: Sequence[str]) -> bool:
    return len(set(column)) * 2 >= len(column)
