"""A part of one column slid a row, or was sorted: a few rows together tell what a share cannot."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import TypeVar

from leesloket.roster.cleaning import fold_first_name, fold_number, fold_surname
from leesloket.roster.model import KnownPupil, PupilRecord
from leesloket.roster.plausibility.findings import Findings
from leesloket.roster.plausibility.numbers import name_of
from leesloket.roster.plausibility.years import place_of, years_told

_TOGETHER, _WRONG = 8, 5
"""Rows that follow each other, and how many of them have the value of another child nearby: one is
a mistake of somebody who types, this is none."""
_NEAR_AT_LEAST, _NEAR_SHARE = 12, 1 / 8
"""How far off that child's own row may be: a larger part is seen by its share."""
_YEARS_TOGETHER, _YEARS_WRONG = 12, 8
"""Of year groups there are eight: more rows must be wrong, some too high and some too low."""
_PART = 0.6
"""When more of the rows differ it is no part of a column: all numbers are new."""

_T = TypeVar("_T")
_Pupil = PupilRecord | KnownPupil
_Value = Callable[[_Pupil], object]
_BLANK = (None, "")
_Known = list[KnownPupil | None]
"""Per row, in the order of the file, the child that it is of by the other columns."""


def slipped(found: Findings) -> Iterator[tuple[str, int, int]]:
    """(field, wrong rows, of those we know) of each column of which a part is other children's."""
    for field, (value, keys) in _COLUMNS.items():
        children = _recognised(found, keys, value)
        other, wrong = _of_others_nearby(found.records, children, field, value)
        if other <= _PART * len(wrong) and _are_together(wrong, _TOGETHER, _WRONG):
            yield field, sum(wrong), len(wrong)
    if found.shift is None:
        return
    children = _recognised(found, (_number_and_name, name_of))
    for field, told in _YEARS.items():
        off = list(_years_off(found, children, told))
        wrong_years = sum(map(bool, off))
        if wrong_years <= _PART * len(off) and _are_together(
            off, _YEARS_TOGETHER, _YEARS_WRONG, both_ways=True
        ):
            yield field, wrong_years, len(off)


# --- who a row is of, but for one column ---------------------------------------------------------


def _number(pupil: _Pupil) -> object:
    return fold_number(pupil.pupil_number)


def _born(pupil: _Pupil) -> object:
    return pupil.birth_date


def _first(pupil: _Pupil) -> object:
    return fold_first_name(pupil.first_name)


def _surname(pupil: _Pupil) -> object:
    return fold_surname(pupil.surname)


def _all_of(*values: _Value) -> _Value:
    def key(pupil: _Pupil) -> object:
        found = tuple(value(pupil) for value in values)
        return found if all(found) else None

    return key


_number_and_name = _all_of(_number, name_of)

_COLUMNS: Mapping[str, tuple[_Value, tuple[_Value, ...]]] = {
    "pupil_number": (_number, (_all_of(_first, _surname),)),
    "birth_date": (_born, (_number_and_name, _all_of(_first, _surname))),
    "first_name": (_first, (_all_of(_number, _surname), _all_of(_surname, _born))),
    "surname": (_surname, (_all_of(_number, _first), _all_of(_first, _born))),
}
"""A column's value, and the keys that tell whose it should be."""


def _recognised(found: Findings, keys: Sequence[_Value], column: _Value | None = None) -> _Known:
    """Whose each row is, whatever `column` says: a namesake has another number or birth date."""
    tied = {record.fingerprint: known for record, known in found.matched}
    children: _Known = [tied.get(record.fingerprint) for record in found.records]
    loose = [at for at, child in enumerate(children) if child is None]
    if not loose:
        return children
    taken = {known.patron_id for known in tied.values()}
    free = [pupil for pupil in found.known if pupil.patron_id not in taken]
    told = [value for value in (_number, _born) if value is not column]
    for key in keys:
        one = _single((key(pupil), pupil) for pupil in free)
        rows = _single((key(found.records[at]), at) for at in loose if children[at] is None)
        for value, at in rows.items():
            child = one.get(value)
            if child is not None and not _is_another(found.records[at], child, told):
                children[at] = child
    return children


def _is_another(record: PupilRecord, child: KnownPupil, told: Sequence[_Value]) -> bool:
    return any(
        mine != theirs
        for value in told
        if (mine := value(record)) not in _BLANK and (theirs := value(child)) not in _BLANK
    )


def _single(pairs: Iterable[tuple[object, _T]]) -> dict[object, _T]:
    """What has a key that nothing else has."""
    all_pairs = [(key, thing) for key, thing in pairs if key]
    often = Counter(key for key, _ in all_pairs)
    return {key: thing for key, thing in all_pairs if often[key] == 1}


# --- what is wrong, row by row -------------------------------------------------------------------


def _of_others_nearby(
    records: Sequence[PupilRecord], children: _Known, field: str, value: _Value
) -> tuple[int, list[int]]:
    """How many rows have another value than their child; of each, if it is a neighbour's."""
    raw = attrgetter(field)
    # Most values are written as they were: folding is only for those that are not.
    told = [
        (at, raw(record) != raw(child) and value(record) != value(child))
        for at, (record, child) in enumerate(zip(records, children, strict=True))
        if child is not None and raw(record) and raw(child)
    ]
    other = sum(differs for _, differs in told)
    if other < _WRONG:  # as in nearly every list
        return other, [0] * len(told)
    rows_of: dict[object, list[int]] = defaultdict(list)
    for at, child in enumerate(children):
        if child is not None:
            rows_of[value(child)].append(at)
    near = max(_NEAR_AT_LEAST, int(_NEAR_SHARE * len(records)))
    return other, [
        int(differs and _is_near(at, rows_of.get(value(records[at]), []), near))
        for at, differs in told
    ]


def _is_near(at: int, rows: Sequence[int], near: int) -> bool:
    first = bisect_left(rows, at - near)
    return first < len(rows) and rows[first] <= at + near


_YEARS: Mapping[str, Callable[[PupilRecord, bool], tuple[str, ...]]] = {
    "group": lambda record, secondary: years_told("", record.group, secondary=secondary),
    "year_group": lambda record, _: (record.year_group,) if record.year_group else (),
}


def _years_off(
    found: Findings,
    children: _Known,
    told: Callable[[PupilRecord, bool], tuple[str, ...]],
) -> Iterator[int]:
    """How many years each row that we know is from the year that the child should be in."""
    for record, child in zip(found.records, children, strict=True):
        if child is None or not child.year_group:
            continue
        years = told(record, found.secondary)
        if years:
            expected = place_of(child.year_group) + (found.shift_of(child) or 0)
            first, last = place_of(years[0]), place_of(years[-1])
            yield min(0, last - expected) + max(0, first - expected)


def _are_together(
    wrong: Sequence[int], together: int, enough: int, *, both_ways: bool = False
) -> bool:
    """Whether so many of the rows that follow each other are wrong."""
    for at in range(max(1, len(wrong) - together + 1)):
        part = wrong[at : at + together]
        if sum(map(bool, part)) >= enough and (not both_ways or min(part) < 0 < max(part)):
            return True
    return False
