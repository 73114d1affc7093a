"""One child twice in a file: the same row again, two groups, one number for two children."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from heapq import nsmallest
from itertools import combinations
from operator import attrgetter

from leesloket.roster.cleaning import (
    fold,
    fold_first_name,
    fold_group,
    fold_number,
    fold_surname,
    year_groups_of,
)
from leesloket.roster.model import Field, Fingerprint, PupilRecord
from leesloket.roster.problems import Code, Problem, Severity

_Key = str | tuple[str, str, date | None]

_SHARED_AT_LEAST, _SHARED_SHARE = 10, 0.02
"""Rows whose number is another child's as well: so many typing mistakes are in no list."""
_SCHOOLS_AT_MOST = 6
"""That became one: of a number that more children have, something else is the matter."""
_FEWEST_OF_EXTRA = 3
"""Children; the group of one or two may be a mistake."""
_MOST_IN_EXTRA = 0.2
_BESIDE_THE_OWN = re.compile(
    r"plus|verrij?k|talent|taal|schakel|kansklas|leesgroep|rekengroep|zwem|muziek|koor|^(?:hb|rt|bso)"
)
"""In a folded group.  Any other may be new, and have its children from several."""
_ROWS_NAMED = 6
"""Other rows that a problem names; a person reads some of them."""


@dataclass(slots=True)
class Duplicates:
    """What was found; a record that is in none of these stands alone."""

    repeated: list[PupilRecord] = field(repr=False, default_factory=list)
    set_aside: list[PupilRecord] = field(repr=False, default_factory=list)
    twice: set[Fingerprint] = field(default_factory=set)
    shared: set[Fingerprint] = field(default_factory=set)
    """Rows that stand, though their number is another child's too: numbers are not unique here."""
    in_two_groups: list[Sequence[PupilRecord]] = field(repr=False, default_factory=list)
    """The rows of each such child, until all are known."""
    problems: list[Problem] = field(default_factory=list)
    number_of: Callable[[PupilRecord], str] = attrgetter("pupil_number")

    def taken_out(self) -> frozenset[Fingerprint]:
        """The rows that are not planned on their own."""
        return frozenset(r.fingerprint for r in (*self.repeated, *self.set_aside))


def find_duplicates(records: Sequence[PupilRecord]) -> Duplicates:
    """Judge rows that share a number, then rows that share a name and a birth date.

    A number of two children is an error in both rows, unless many are: where two schools became
    one, both counted from 1000, and there is nothing for anybody to look up.
    """
    found = Duplicates()
    one_number = list(_sharing(records, lambda record: fold_number(record.pupil_number)))
    of_several = [same for same in one_number if _are_clearly_several(same)]
    rows = sum(map(len, of_several))
    if rows >= max(_SHARED_AT_LEAST, _SHARED_SHARE * len(records)):
        found.shared.update(record.fingerprint for same in of_several for record in same)
        found.problems.append(
            Problem(
                Code.PUPIL_NUMBERS_SHARED,
                Severity.WARNING,
                field=Field.PUPIL_NUMBER,
                detail={"numbers": len(of_several), "rows": rows},
            )
        )
    for same in one_number:
        if same[0].fingerprint not in found.shared:
            _judge_same_number(same, found)
    _judge_names(records, found)
    extra = _extra_groups(records, found.in_two_groups)
    for in_two in found.in_two_groups:
        _judge_two_groups(in_two, extra, found)
    return found


def find_duplicate_patrons(records: Sequence[PupilRecord]) -> Duplicates:
    """The same for a library's own list, by card and per branch: a patron may be at several."""
    found = Duplicates(number_of=attrgetter("card_number"))
    by_branch: dict[str, list[PupilRecord]] = {}
    for record in records:
        by_branch.setdefault(fold(record.location), []).append(record)
    for there in by_branch.values():
        for same in _sharing(there, lambda record: record.card_number):
            if _seem_one(same):
                _judge_groups(same, found)
            else:
                _set_aside(same, Code.CARD_NUMBER_TWICE, Field.CARD_NUMBER, found)
        _judge_names(there, found)
    for in_two in found.in_two_groups:
        _set_aside(in_two, Code.TWO_GROUPS, Field.GROUP, found)
    return found


def _judge_names(records: Sequence[PupilRecord], found: Duplicates) -> None:
    out = found.taken_out().union(r.fingerprint for same in found.in_two_groups for r in same)
    rest = [record for record in records if record.fingerprint not in out] if out else records
    # Names are only folded among children of one birth date.
    for same_day in _sharing(rest, lambda record: (record.birth_date,)):
        for same in _sharing(same_day, _name_and_birth_date):
            _judge_same_name(same, found)


def _judge_same_number(same: Sequence[PupilRecord], found: Duplicates) -> None:
    if _seem_one(same):
        _judge_groups(same, found)
    elif all(record.location for record in same):
        # Schools number their own pupils: in a board's file a number is one child's per location.
        for there in _sharing(same, lambda record: fold(record.location)):
            if _seem_one(there):
                _judge_groups(there, found)
            else:
                _set_aside(there, Code.PUPIL_NUMBER_TWICE, Field.PUPIL_NUMBER, found)
    else:
        _set_aside(same, Code.PUPIL_NUMBER_TWICE, Field.PUPIL_NUMBER, found)


def _seem_one(same: Sequence[PupilRecord]) -> bool:
    names = {_name(record) for record in same}
    dates = {record.birth_date for record in same if record.birth_date is not None}
    return len(names) == 1 and len(dates) <= 1


def _are_clearly_several(same: Sequence[PupilRecord]) -> bool:
    """Whether no two rows of one location can be one child, written in two ways."""
    return len(same) <= _SCHOOLS_AT_MOST and all(
        _are_clearly_two(one, other) for one, other in combinations(same, 2)
    )


def _are_clearly_two(one: PupilRecord, other: PupilRecord) -> bool:
    """Another birth date and another name; or, where a date is missing, both halves of the name."""
    if fold(one.location) != fold(other.location):
        return False  # not one school's numbers
    (first, surname), (first_other, surname_other) = _name(one), _name(other)
    names_differ = (first != first_other) + (surname != surname_other)
    if one.birth_date is None or other.birth_date is None:
        return names_differ == len(_name(one))
    return one.birth_date != other.birth_date and names_differ > 0


def _judge_same_name(same: Sequence[PupilRecord], found: Duplicates) -> None:
    if not all(_name(same[0])):
        # Brothers and sisters whose first names are missing look like one child.
        alike = [same] if same[0].birth_date is not None else _sharing(same, _everything)
        found.twice.update(record.fingerprint for group in alike for record in group)
        return
    numbers = {fold_number(number) for record in same if (number := found.number_of(record))}
    if len(numbers) > 1:
        # Twins never share a first name; still only a person can say that this is one child.
        # Without birth dates two numbers in two groups are two children of one name.
        if same[0].birth_date is not None or len({fold_group(r.group) for r in same}) < len(same):
            found.twice.update(record.fingerprint for record in same)
    elif same[0].birth_date is not None:
        _judge_groups(same, found)
    else:
        # Without number and birth date only a row that says exactly the same is the same child.
        for identical in _sharing(same, _everything):
            _repeat(identical, found)


def _judge_groups(same: Sequence[PupilRecord], found: Duplicates) -> None:
    if len({fold_group(record.group) for record in same if record.group}) > 1:
        found.in_two_groups.append(same)
    else:
        _repeat(same, found)


def _extra_groups(
    records: Sequence[PupilRecord], in_two_groups: Sequence[Sequence[PupilRecord]]
) -> frozenset[str]:
    """Groups beside the children's own: a `Plusklas` of which all are in 4a, 5a or 6a as well.

    They are called so and tell no year, the others do, and few children are in them.
    """
    of_group: dict[str, list[Sequence[PupilRecord]]] = {}
    for same in in_two_groups:
        for group in {fold_group(record.group) for record in same}:
            of_group.setdefault(group, []).append(same)
    sizes = Counter(fold_group(record.group) for record in records) if of_group else Counter()
    extra = {
        group
        for group, children in of_group.items()
        if sizes[group] == len(children) >= _FEWEST_OF_EXTRA
        and _BESIDE_THE_OWN.search(group)
        and not year_groups_of(group)
        and len({_own_group(same, group) for same in children} - {""}) > 1
    }
    rows = sum(sizes[group] for group in extra)
    return frozenset(extra if rows <= _MOST_IN_EXTRA * len(records) else ())


def _own_group(same: Sequence[PupilRecord], extra: str) -> str:
    """The one group that tells a year beside an extra one; empty when there is no such one."""
    others = {fold_group(record.group) for record in same} - {extra}
    return others.pop() if len(others) == 1 and all(map(year_groups_of, others)) else ""


def _judge_two_groups(
    same: Sequence[PupilRecord], extra: Collection[str], found: Duplicates
) -> None:
    """A child stays in its own group; a person says which that is of two."""
    own = [record for record in same if fold_group(record.group) not in extra]
    if len({fold_group(record.group) for record in own}) == 1:
        _repeat(same, found, own)
    else:
        _set_aside(same, Code.TWO_GROUPS, Field.GROUP, found)


def _repeat(same: Sequence[PupilRecord], found: Duplicates, of: Sequence[PupilRecord] = ()) -> None:
    """Keep the row that says most, `of` some; the order of the rows must not matter."""
    named = _named(same)
    best = max(
        of or same,
        key=lambda r: (sum(map(bool, _everything(r))), str(_everything(r)), -r.origin.row),
    )
    for record in same:
        if record is not best:
            found.repeated.append(record)
            found.problems.append(
                _problem(record, Code.DUPLICATE_ROW, Severity.WARNING, None, named)
            )


def _set_aside(same: Sequence[PupilRecord], code: Code, what: Field, found: Duplicates) -> None:
    named = _named(same)
    for record in same:
        found.set_aside.append(record)
        found.problems.append(_problem(record, code, Severity.ERROR, what, named))


def _named(same: Iterable[PupilRecord]) -> Sequence[PupilRecord]:
    """The first of the rows: when all rows of a list are one, no row names them all."""
    return nsmallest(_ROWS_NAMED + 1, same, key=lambda record: record.origin.row)


def _problem(
    record: PupilRecord,
    code: Code,
    severity: Severity,
    what: Field | None,
    named: Sequence[PupilRecord],
) -> Problem:
    others = [other.origin.row for other in named if other is not record]
    return Problem(
        code, severity, record.origin, what, detail={"rows": tuple(others[:_ROWS_NAMED])}
    )


def _sharing(
    records: Iterable[PupilRecord], key_of: Callable[[PupilRecord], object]
) -> Iterator[list[PupilRecord]]:
    """The records that share a key with another; an empty key is shared with nobody."""
    by_key: dict[object, list[PupilRecord]] = {}
    for record in records:
        key = key_of(record)
        if key:
            by_key.setdefault(key, []).append(record)
    return (same for same in by_key.values() if len(same) > 1)


def _name(record: PupilRecord) -> tuple[str, str]:
    return (
        fold_first_name(record.first_name or record.initials),
        fold_surname(record.surname),
    )


def _name_and_birth_date(record: PupilRecord) -> _Key:
    first, last = _name(record)
    return (first, last, record.birth_date) if first or last else ""


def _everything(record: PupilRecord) -> tuple[str | date | None, ...]:
    return (
        *(record.pupil_number, record.first_name, record.given_names, record.initials),
        *(record.prefix, record.surname, record.birth_date, record.group, record.group_name),
        *(record.year_group, record.card_number, record.eck_id, record.location),
    )
