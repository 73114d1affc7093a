"""A part of one column slid a row, was sorted or dragged down: rows together tell what none can."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import pairwise
from operator import attrgetter
from typing import TypeVar

from leesloket.roster.matching.evidence import compare_dates
from leesloket.roster.model import KnownPupil, PupilRecord
from leesloket.roster.plausibility import values
from leesloket.roster.plausibility.findings import Findings
from leesloket.roster.plausibility.years import place_of, years_told

_TOGETHER, _WRONG = 8, 5
"""Rows that follow each other, and how many of them have the value of another child nearby: one is
a mistake of somebody who types, this is none."""
_NEAR_AT_LEAST, _NEAR_SHARE = 12, 1 / 8
"""How far off that child's own row may be: a larger part is seen by its share."""
_YEARS_TOGETHER, _YEARS_WRONG = 12, 8
"""Of year groups there are eight: more rows must be wrong, some too high and some too low."""
_FEW = 0.05
_IN_ORDER, _LONGEST = 0.95, 20
_DIGITS_OF_A_COUNT, _MOST_OF_A_COUNT = 3, 0.75
_COUNTS_OTHERWISE = 2
"""Years: a Vrijeschool counts its classes from group 3 on."""
_PART = 0.6
"""When more of the rows differ it is no part of a column: all numbers are new."""

_T = TypeVar("_T")
_BLANK = (None, "")
_Known = list[KnownPupil | None]
"""Per row, in the order of the file, the child that it is of by the other columns."""


def slipped(found: Findings) -> Iterator[tuple[str, int, int]]:
    """(field, wrong rows, of those we know) of each column of which a part is other children's."""
    loose = _Loose(found)
    yield from _slipped_columns(found, loose)
    counted, numbered = _counted_from_one(found, loose)
    if counted:
        yield "pupil_number", counted, numbered
    if found.shift is None:
        return
    children = loose.recognised((("pupil_number", *_NAME), _NAME))
    for field, told in _YEARS.items():
        off = _from_the_usual(list(_years_off(found, children, told)))
        wrong_years = sum(map(bool, off))
        if wrong_years <= _PART * len(off) and _are_together(
            off, _YEARS_TOGETHER, _YEARS_WRONG, both_ways=True
        ):
            yield field, wrong_years, len(off)


def _slipped_columns(found: Findings, loose: _Loose) -> Iterator[tuple[str, int, int]]:
    for field, (value, keys) in _COLUMNS.items():
        column = _Column(field, value, found.records, loose.recognised(keys, but_for=field))
        if len(column.others) < _WRONG or len(column.others) > _PART * len(column.compared):
            continue  # few, as in nearly every list, or more than slip
        for beside in (-1, 1):
            wrong = column.of_a_neighbour(beside)
            if _are_together(wrong, _TOGETHER, _WRONG):
                yield field, sum(wrong), len(wrong)
        exchanged = column.exchanged()
        if exchanged >= 2 * _WRONG:
            yield field, exchanged, len(column.compared)
        if field != "pupil_number":  # a class that comes from elsewhere has new ones
            of_a_class = column.of_one_class()
            if of_a_class:
                yield field, of_a_class, len(column.compared)


# --- who a row is of, but for one column ---------------------------------------------------------


_NAME = ("first_name", "surname")
_COLUMNS: Mapping[str, tuple[values.Value, tuple[tuple[str, ...], ...]]] = {
    "pupil_number": (values.number, (_NAME,)),
    "birth_date": (values.birth_date, (("pupil_number", *_NAME), _NAME)),
    "first_name": (values.first_name, (("pupil_number", "surname"), ("surname", "birth_date"))),
    "surname": (values.surname, (("pupil_number", "first_name"), ("first_name", "birth_date"))),
}
"""A column's value, and the other columns that tell whose it should be."""

_TOLD = ("pupil_number", "birth_date")
"""What tells that a namesake is another child."""


_Row = tuple[Mapping[str, object], int]
_Free = tuple[Mapping[str, object], KnownPupil]


class _Loose:
    """The rows that are tied to nobody, beside the children that are tied to no row."""

    def __init__(self, found: Findings) -> None:
        tied = {record.fingerprint: known for record, known in found.matched}
        self._tied: _Known = [tied.get(record.fingerprint) for record in found.records]
        loose = [at for at, child in enumerate(self._tied) if child is None]
        taken = {known.patron_id for known in tied.values()}
        free = [pupil for pupil in found.known if pupil.patron_id not in taken]
        # A list without either is most of what comes.
        self._rows = [(_facts(found.records[at]), at) for at in loose] if free else []
        self._free = [(_facts(pupil), pupil) for pupil in free] if loose else []
        self._met: dict[tuple[str, ...], Sequence[tuple[_Row, _Free]]] = {}

    def recognised(self, keys: Sequence[Sequence[str]], *, but_for: str = "") -> _Known:
        """Whose each row is, whatever one column says: a namesake is told by the others."""
        children = [*self._tied]
        told = [field for field in _TOLD if field != but_for]
        for key in keys:
            for (facts, at), (others, child) in self._meeting(tuple(key)):
                if children[at] is None and not _is_another(facts, others, told):
                    children[at] = child
        return children

    def _meeting(self, key: tuple[str, ...]) -> Sequence[tuple[_Row, _Free]]:
        """A row and a child that have a key which nothing else has; asked for several times."""
        if key not in self._met:
            one = _single(self._free, key)
            rows = _single(self._rows, key)
            self._met[key] = [(row, one[value]) for value, row in rows.items() if value in one]
        return self._met[key]


def _facts(pupil: values.Pupil) -> Mapping[str, object]:
    """The columns folded, once for all keys."""
    return {field: value(pupil) for field, (value, _) in _COLUMNS.items()}


def _is_another(
    facts: Mapping[str, object], others: Mapping[str, object], told: Sequence[str]
) -> bool:
    return any(
        facts[field] != others[field]
        for field in told
        if facts[field] not in _BLANK and others[field] not in _BLANK
    )


def _single(
    things: Sequence[tuple[Mapping[str, object], _T]], key: Sequence[str]
) -> dict[object, tuple[Mapping[str, object], _T]]:
    """What has a key that nothing else has."""
    told = [(tuple(map(thing[0].__getitem__, key)), thing) for thing in things]
    often = Counter(value for value, _ in told)
    return {value: thing for value, thing in told if often[value] == 1 and all(value)}


# --- what is wrong, row by row -------------------------------------------------------------------


class _Column:
    """The rows whose value in one column is not that of their child."""

    def __init__(
        self, field: str, value: values.Value, records: Sequence[PupilRecord], children: _Known
    ) -> None:
        self._field, self._value, self._records, self._children = field, value, records, children
        self._raw = raw = attrgetter(field)
        # Most values are written as they were: folding is only for those that are not.
        differ = (
            at
            for at, (record, child) in enumerate(zip(records, children, strict=True))
            if child is not None and raw(record) != raw(child)
        )
        self.others = frozenset(filter(self._is_other, differ))

    def _is_other(self, at: int) -> bool:
        record, child = self._records[at], self._children[at]
        if not self._are_told(at) or child is None or self._value(record) == self._value(child):
            return False
        return self._field != "first_name" or values.is_other_first_name(
            record.first_name, child.first_name
        )

    def _are_told(self, at: int) -> bool:
        child = self._children[at]
        return bool(child and self._raw(self._records[at]) and self._raw(child))

    @cached_property
    def compared(self) -> list[int]:
        """The rows that have a value, and whose child has one."""
        return [at for at in range(len(self._records)) if self._are_told(at)]

    def exchanged(self) -> int:
        """How many rows have the value of a child whose row has theirs: two classes' columns."""
        gave = Counter(
            (self._value(child), self._value(self._records[at]))
            for at in self.others
            if (child := self._children[at]) is not None
            and not _are_swapped(self._records[at].birth_date, child.birth_date)
        )
        return sum(min(count, gave[got, had]) for (had, got), count in gave.items())

    def of_one_class(self) -> int:
        """How many children of one class have another value, when most of them do, and few else.

        Their cells are those of a class that nobody knows yet.
        """
        groups = Counter(self._records[at].group for at in self.others)
        [(group, wrong)] = groups.most_common(1)
        rows = sum(record.group == group for record in self._records)
        others = len(self.others) - wrong
        if group and wrong >= max(_TOGETHER, _PART * rows) and others <= _FEW * len(self.compared):
            return wrong
        return 0

    def of_a_neighbour(self, beside: int) -> list[int]:
        """Of each row whether its value is that of a child nearby.

        So is one that is the cell above, or counts on from it: a spreadsheet does that to what is
        dragged down.  Of brothers and sisters below each other only the first tells whether their
        surname slid down, and only the last if it slid up: `beside` is -1 or 1.
        """
        rows_of: dict[object, list[int]] = defaultdict(list)
        for at, child in enumerate(self._children):
            if child is not None:
                rows_of[self._value(child)].append(at)
        near = max(_NEAR_AT_LEAST, int(_NEAR_SHARE * len(self._records)))
        return [
            int(
                at in self.others
                and (
                    _is_near(at, rows_of.get(self._value(self._records[at]), []), near)
                    or self._was_dragged_here(at)
                )
            )
            for at in self.compared
            if not self._is_as_beside(at, beside)
        ]

    def _is_as_beside(self, at: int, beside: int) -> bool:
        """Whether the child of the row above, or below, has the same value; who is new, its row."""
        other, here = at + beside, self._children[at]
        if here is None or not 0 <= other < len(self._children):
            return False
        return self._value(self._children[other] or self._records[other]) == self._value(here)

    def _was_dragged_here(self, at: int) -> bool:
        """Whether this cell is the one above, or counts on from it.

        In a list in the order of this column any may be that: then the child's own fits here too,
        and has not come from elsewhere in the list.
        """
        if at == 0:
            return False
        above, here = self._raw(self._records[at - 1]), self._raw(self._records[at])
        if not (above == here or _counts_on(above, here)):
            return False
        child = self._children[at]
        if not self._is_in_order or child is None:
            return True
        right = next((n for n in range(at - 1, -1, -1) if n not in self.others), at)
        return _in_order(self._raw(self._records[right])) <= _in_order(self._raw(child))

    @cached_property
    def _is_in_order(self) -> bool:
        cells = [_in_order(cell) for cell in map(self._raw, self._records) if cell]
        rising = sum(one <= other for one, other in pairwise(cells))
        return rising >= _IN_ORDER * (len(cells) - 1)


def _counted_from_one(found: Findings, loose: _Loose) -> tuple[int, int]:
    """How many rows have 1, 2, 3 ... for the number of their child, of those that have one.

    Somebody numbered the children of a class, those who are new among them.
    """
    pairs = [
        (record, child)
        for record, child in zip(found.records, loose.recognised((_NAME,)), strict=True)
        if child is not None and record.pupil_number and child.pupil_number
    ]
    changed = {
        int(number)
        for record, child in pairs
        if record.pupil_number != child.pupil_number
        and len(number := values.number(record)) <= _DIGITS_OF_A_COUNT
        and number.isdecimal()
        and number != values.number(child)
    }
    counts = [
        count
        for count, number in enumerate(sorted(changed), start=1)
        if count >= _MOST_OF_A_COUNT * number
    ]
    counted = counts[-1] if counts else 0
    return (counted, len(pairs)) if _WRONG <= counted <= _PART * len(pairs) else (0, 0)


def _are_swapped(one: date | None, other: date | None) -> bool:
    """Day and month changed places, as they may have in another date that is this one then."""
    return compare_dates(one, other) == "swapped"


def _in_order(cell: object) -> str:
    """A cell as it sorts among others of its column."""
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell or "").casefold().zfill(_LONGEST)


def _counts_on(above: object, here: object) -> bool:
    """`4712` below `4711`, or the next day."""
    if isinstance(above, date) and isinstance(here, date):
        return (here - above).days == 1
    return (
        isinstance(above, str)
        and isinstance(here, str)
        and above.isdecimal()
        and here.isdecimal()
        and int(here) - int(above) == 1
    )


def _is_near(at: int, rows: Sequence[int], near: int) -> bool:
    first = bisect_left(rows, at - near)
    return first < len(rows) and rows[first] <= at + near


_YEARS: Mapping[str, Callable[[PupilRecord], tuple[str, str]]] = {
    "group": lambda record: ("", record.group),
    "year_group": lambda record: (record.year_group, ""),
}
"""What of a row tells its year: a year group, a group."""


def _years_off(
    found: Findings, children: _Known, told: Callable[[PupilRecord], tuple[str, str]]
) -> Iterator[int]:
    """How many years each row that we know is from the year that the child should be in."""
    # A school has some dozens of groups, and a row each would be worked out anew.
    worked_out: dict[tuple[tuple[str, str], str, str | None], int | None] = {}
    for record, child in zip(found.records, children, strict=True):
        if child is None or not child.year_group:
            continue
        words = told(record)
        key = (words, child.year_group, child.school_year)
        if key not in worked_out:
            worked_out[key] = _years_between(found, words, child)
        off = worked_out[key]
        if off is not None:
            yield off


def _from_the_usual(off: Sequence[int]) -> Sequence[int]:
    """Where class 3 is year 5, as in a Vrijeschool, it is so for most.

    One year off is none of that: the groups of a list that is too old, or that never moved up.
    """
    if not any(off):  # as in nearly every list
        return off
    [(usual, rows)] = Counter(off).most_common(1)
    if abs(usual) < _COUNTS_OTHERWISE or rows <= _PART * len(off):
        return off
    return [years - usual for years in off]


def _years_between(found: Findings, words: tuple[str, str], child: KnownPupil) -> int | None:
    years = years_told(*words, secondary=found.secondary) if any(words) else ()
    if not years:
        return None
    expected = place_of(child.year_group) + (found.shift_of(child) or 0)
    first, last = place_of(years[0]), place_of(years[-1])
    return min(0, last - expected) + max(0, first - expected)


def _are_together(
    wrong: Sequence[int], together: int, enough: int, *, both_ways: bool = False
) -> bool:
    """Whether so many of the rows that follow each other are wrong."""
    if len(wrong) - wrong.count(0) < enough:
        return False
    for at in range(max(1, len(wrong) - together + 1)):
        part = wrong[at : at + together]
        if sum(map(bool, part)) >= enough and (not both_ways or min(part) < 0 < max(part)):
            return True
    return False
