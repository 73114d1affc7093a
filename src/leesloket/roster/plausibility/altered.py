"""Values that are those of their children, but for the same thing in each: a column was edited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from itertools import takewhile
from operator import attrgetter

from leesloket.roster.model import KnownPupil, PupilRecord
from leesloket.roster.plausibility import values
from leesloket.roster.plausibility.findings import Findings
from leesloket.roster.plausibility.loose import COLUMNS, NAME

_FEWEST, _HALF = 5, 0.5
"""Different values, and of those that differ: what people correct differs in every way."""
_FEW = 0.02
"""Of the numbers compared: by hand it happens to one here and there."""
_NAMES_WITH_DIGITS = 3
_MAY_BE = 3
"""Replacements that are looked at: where two are in one value it is told by the others."""
_AS_LONG = 2
"""Letters: a name that was cut behind a comma or a space is so much shorter."""

_Change = tuple[str, str]
"""What a child had, and what the list has."""


def altered_alike(found: Findings) -> Iterator[tuple[str, int, int]]:
    """(field, values, of) of each column in which most that differ do so in one way.

    Find and replace was meant for another column (7 by 8 to raise the groups, *mei* by 05), names
    were cut at some letters, or numbers had two digits turned about, one lost or one added.
    """
    for field, (value, _) in COLUMNS.items():
        raw = attrgetter(field)
        told = [pair for pair in found.recognised if all(map(raw, pair))]
        # Most values are written as they were: folding is only for those that are not.
        differing = [
            (record, known)
            for record, known in told
            if raw(record) != raw(known) and _is_other(field, value, record, known)
        ]
        changes = [(_text(raw(known)), _text(raw(record))) for record, known in differing]
        count = _most_alike(field, set(changes), of=len(told))
        if field in NAME:
            digits = sum(_gained_a_digit(*change) for change in changes)
            count = max(count, digits if digits >= _NAMES_WITH_DIGITS else 0)
            count = max(count, _cut(found, field, differing))
        if count:
            yield field, count, len(told)


def _most_alike(field: str, changes: Collection[_Change], *, of: int) -> int:
    """How many changed in one way, when that are most; a family with another name counts once."""
    if len(changes) < _FEWEST:  # as in nearly every list
        return 0
    alike = _replaced(changes)
    mistyped = sum(_is_mistyped(*change) for change in changes) if field == "pupil_number" else 0
    if mistyped >= _FEW * of:
        alike = max(alike, mistyped)
    return alike if alike >= max(_FEWEST, _HALF * len(changes)) else 0


def _is_other(field: str, value: values.Value, record: PupilRecord, known: KnownPupil) -> bool:
    if field == "first_name":  # some go by all of their given names
        return values.is_other_first_name(record.first_name, known.first_name)
    return value(record) != value(known)


def _gained_a_digit(before: str, now: str) -> bool:
    """*05er* for *Meier*; a child may be *Bram 2* beside another Bram."""
    return any(map(str.isdigit, now)) and not any(map(str.isdigit, before))


def _text(value: str | date) -> str:
    return value.isoformat() if isinstance(value, date) else value.casefold()


def _replaced(changes: Collection[_Change]) -> int:
    """How many are what they were, with the same piece of text replaced or left out."""
    ways = Counter(way for change in changes if (way := _way(*change))[0])
    return max(
        (
            sum(before.replace(*way) == now for before, now in changes)
            for way, _ in ways.most_common(_MAY_BE)
        ),
        default=0,
    )


def _way(before: str, now: str) -> _Change:
    """The piece that was replaced, and by what: what is left without a beginning and end alike."""
    start = _alike(before, now)
    before, now = before[start:], now[start:]
    end = _alike(before[::-1], now[::-1])
    return before[: len(before) - end], now[: len(now) - end]


def _alike(one: str, other: str) -> int:
    """How many characters they begin with are the same."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _cut(found: Findings, field: str, differing: Sequence[tuple[PupilRecord, KnownPupil]]) -> int:
    """How many names begin as the child's does, and end where no name of the list goes on.

    Either the column is as narrow, or that of whole names was.  Who is called by a short name has
    one of any length.
    """
    cut = [
        record
        for record, known in differing
        if getattr(known, field).casefold().startswith(getattr(record, field).casefold())
    ]
    widths: tuple[Callable[[PupilRecord], int], ...] = (
        lambda row: len(getattr(row, field)),
        lambda row: len(row.first_name) + len(row.prefix) + len(row.surname),
    )
    most = 0
    for width in widths if len(cut) >= _FEWEST else ():
        widest = max(map(width, found.records))
        ends = {getattr(row, field) for row in cut if width(row) >= widest - _AS_LONG}
        most = max(most, len(ends))
    return most if most >= _FEWEST else 0


def _is_mistyped(before: str, now: str) -> bool:
    """Whether two digits of a number changed places, or it has one more or less.

    A digit in front of all is none of that: so does a school that numbers a class anew.
    """
    if len(before) == len(now):
        at = _alike(before, now)
        return now == before[:at] + before[at : at + 2][::-1] + before[at + 2 :]
    removed, added = _way(before, now)
    return len(removed + added) == 1 and now[1:] != before
