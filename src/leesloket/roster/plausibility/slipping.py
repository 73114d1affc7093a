"""A part of one column slid a row, was sorted or dragged down: rows together tell what none can."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from itertools import pairwise
from operator import attrgetter

from leesloket.roster.cleaning import surname_words
from leesloket.roster.matching.evidence import compare_dates
from leesloket.roster.plausibility import values
from leesloket.roster.plausibility.findings import Findings
from leesloket.roster.plausibility.limits import Thresholds
from leesloket.roster.plausibility.loose import COLUMNS, NAME, Known, Loose
from leesloket.roster.plausibility.year_steps import YEAR_COLUMNS, years_off

_TOGETHER, _WRONG = 8, 5
"""Rows that follow each other, and how many of them have the value of another child nearby: one is
a mistake of somebody who types, this is none."""
_NEAR_AT_LEAST, _NEAR_SHARE = 12, 1 / 8
"""How far off that child's own row may be: a larger part is seen by its share."""
_YEARS_TOGETHER, _YEARS_WRONG = 12, 8
"""Of year groups there are eight: more rows must be wrong, some too high and some too low."""
_ALL_BUT_ONE = 7
"""Of those rows: who calls some of her class by another name does not rename the class."""
_IN_ORDER, _NEARLY_ALL, _LONGEST = 0.95, 0.8, 20
_ABOVE = 3
"""Rows: how far up the cell may be from which others count on."""
_DIGITS_OF_A_COUNT, _MOST_OF_A_COUNT = 3, 0.75
_PART = 0.6
"""When more of the rows differ it is no part of a column: all numbers are new."""


_Count = tuple[str, int, int]
"""A field, how many rows are wrong, of how many that are known."""


def slipped(found: Findings, limits: Thresholds) -> Iterator[_Count]:
    """(field, wrong rows, of those we know) of each column of which a part is other children's."""
    loose = Loose(found)
    yield from _slipped_columns(found, loose, limits)
    counted, numbered = _counted_from_one(found, loose)
    if counted:
        yield "pupil_number", counted, numbered
    if found.shift is None:
        return
    children = loose.recognised((("pupil_number", *NAME), NAME))
    for field in YEAR_COLUMNS:
        off = [years for _, years in years_off(found, children, field)]
        wrong_years = sum(map(bool, off))
        if wrong_years <= _PART * len(off) and _are_together(
            off, _YEARS_TOGETHER, _YEARS_WRONG, both_ways=True
        ):
            yield field, wrong_years, len(off)


def _slipped_columns(found: Findings, loose: Loose, limits: Thresholds) -> Iterator[_Count]:
    for field, (value, keys) in COLUMNS.items():
        column = _Column(field, value, found, loose.recognised(keys, but_for=field))
        hands = column.changed_hands()
        if hands >= max(limits.sorted_at_least, limits.sorted_share * len(column.compared)):
            yield field, hands, len(column.compared)
        if _WRONG <= len(column.others) <= _PART * len(column.compared):
            yield from ((field, rows, len(column.compared)) for rows in _of_a_part(column))


def _of_a_part(column: _Column) -> Iterator[int]:
    """How many rows are wrong, by each thing that happens to a part of a column."""
    for beside in (-1, 1):
        wrong = column.of_a_neighbour(beside)
        if _are_together(wrong, _TOGETHER, _WRONG):
            yield sum(wrong)
    counted = column.counted_on()
    if counted >= _WRONG:
        yield counted
    exchanged = column.exchanged()
    if exchanged >= 2 * _WRONG:
        yield exchanged
    yield from filter(None, [column.of_a_stretch()])


# --- what is wrong, row by row -------------------------------------------------------------------


class _Column:
    """The rows whose value in one column is not that of their child."""

    def __init__(self, field: str, value: values.Value, found: Findings, children: Known) -> None:
        self._field, self._value, self._children = field, value, children
        self._records = records = found.records
        self._new = {record.fingerprint for record in found.newcomers}
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

    def changed_hands(self) -> int:
        """How many rows have a value that another of the wrong rows should have.

        The numbers of leavers are given out again.
        """
        if self._field == "pupil_number":
            return 0
        pairs = [(self._records[at], child) for at in self.others if (child := self._children[at])]
        gained = Counter(self._value(record) for record, _ in pairs)
        return (gained & Counter(self._value(child) for _, child in pairs)).total()

    def exchanged(self) -> int:
        """How many rows of two classes, or of two parts of the list, have each other's values.

        Here and there two children's may change places.
        """
        gave = defaultdict(list)
        for at in self.others:
            child = self._children[at]
            if child is not None and not _are_swapped(
                self._records[at].birth_date, child.birth_date
            ):
                gave[self._value(self._records[at]), self._value(child)].append(at)
        pairs = [
            (at, other)
            for (got, had), rows in gave.items()
            for at, other in zip(rows, gave.get((had, got), ()), strict=False)
        ]
        classes = Counter(self._records[at].group for at, _ in pairs)
        apart = Counter(abs(at - other) for at, other in pairs)
        of_two = max(
            sum(rows for _, rows in classes.most_common(2)),
            sum(rows for _, rows in apart.most_common(1)),
        )
        return of_two if of_two >= _NEARLY_ALL * len(pairs) else 0

    def _are_with_others(self) -> bool:
        """Whether the values that they should have stand in other rows."""
        told = {self._value(record) for record in self._records}
        theirs = [self._value(child) for at in self.others if (child := self._children[at])]
        return sum(value in told for value in theirs) >= _NEARLY_ALL * len(theirs)

    def of_a_stretch(self) -> int:
        """How many rows have another value, when nearly all do that follow each other.

        Below each other in the list, or in one class: their cells are those of a class that nobody
        knows yet, or of no class at all.  Another spelling of a name, or a short one, is none.
        """
        unlike = frozenset(filter(self._is_unlike, self.others))
        if len(unlike) < _ALL_BUT_ONE:
            return 0
        rows = range(len(self._records))
        orders = (
            [at for at in rows if not self._is_as_beside(at, -1)],
            sorted(rows, key=lambda at: self._records[at].group),
        )
        told = ([at in unlike for at in order] for order in orders)
        if not any(_are_together(one, _TOGETHER, _ALL_BUT_ONE) for one in told):
            return 0
        # A class that comes from elsewhere has new numbers, and nobody has those that it had.
        return len(unlike) if self._field != "pupil_number" or self._are_with_others() else 0

    def _is_unlike(self, at: int) -> bool:
        record, child = self._records[at], self._children[at]
        if child is None or record.fingerprint in self._new:  # named as somebody who left
            return False
        if self._is_in_order and self._fits_here(at):  # where all that is new may stand
            return False
        if self._field == "surname":  # in a list by surname those of a class that slid begin alike
            return surname_words(record.surname).isdisjoint(surname_words(child.surname))
        return self._field not in NAME or values.are_unlike(record.first_name, child.first_name)

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

    def counted_on(self) -> int:
        """How many wrong cells count on from each other, and the first from one that is right.

        A cell was dragged down over the rows that a filter shows: those between kept theirs.
        """
        if self._is_in_order:
            return 0
        wrong = sorted(self.others)
        most = here = 0
        for before, at in zip((-1, *wrong), wrong, strict=False):
            if here and self._counts_on(before, at):
                here += 1
            else:
                above = range(max(0, at - _ABOVE), at)
                here = int(any(n not in self.others and self._counts_on(n, at) for n in above))
            most = max(most, here)
        return most

    def _counts_on(self, above: int, at: int) -> bool:
        return _counts_on(self._raw(self._records[above]), self._raw(self._records[at]))

    def _fits_here(self, at: int) -> bool:
        """Whether a cell is in order between those of other rows that are right."""
        rows = len(self._records)
        above = next((n for n in range(at - 1, -1, -1) if n not in self.others), at)
        below = next((n for n in range(at + 1, rows) if n not in self.others), at)
        one, here, other = (_in_order(self._raw(self._records[n])) for n in (above, at, below))
        return one <= here <= other

    @cached_property
    def _is_in_order(self) -> bool:
        cells = [_in_order(cell) for cell in map(self._raw, self._records) if cell]
        rising = sum(one <= other for one, other in pairwise(cells))
        return rising >= _IN_ORDER * (len(cells) - 1)


def _counted_from_one(found: Findings, loose: Loose) -> tuple[int, int]:
    """How many rows have 1, 2, 3 ... for the number of their child, of those that have one.

    Somebody numbered the children of a class, those who are new among them.
    """
    pairs = [
        (record, child)
        for record, child in zip(found.records, loose.recognised((NAME,)), strict=True)
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
