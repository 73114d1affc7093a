"""Who a row is of by its other columns, whatever one of them says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TypeVar

from leesloket.roster.model import KnownPupil
from leesloket.roster.plausibility import values
from leesloket.roster.plausibility.findings import Findings

_T = TypeVar("_T")
_BLANK = (None, "")
Known = list[KnownPupil | None]
"""Per row, in the order of the file, the child that it is of by the other columns."""

NAME = ("first_name", "surname")
_WITHOUT_NAME = ("pupil_number", "birth_date")
COLUMNS: Mapping[str, tuple[values.Value, tuple[tuple[str, ...], ...]]] = {
    "pupil_number": (values.number, (NAME,)),
    "birth_date": (values.birth_date, (("pupil_number", *NAME), NAME)),
    "first_name": (
        values.first_name,
        (("pupil_number", "surname"), ("surname", "birth_date"), _WITHOUT_NAME),
    ),
    "surname": (
        values.surname,
        (("pupil_number", "first_name"), ("first_name", "birth_date"), _WITHOUT_NAME),
    ),
}
"""A column's value, and the other columns that tell whose it should be."""

_TOLD = ("pupil_number", "birth_date")
"""What tells that a namesake is another child."""


_Row = tuple[Mapping[str, object], int]
_Free = tuple[Mapping[str, object], KnownPupil]


class Loose:
    """The rows that are tied to nobody, beside the children that are tied to no row."""

    def __init__(self, found: Findings) -> None:
        tied = {record.fingerprint: known for record, known in found.matched}
        self._tied: Known = [tied.get(record.fingerprint) for record in found.records]
        loose = [at for at, child in enumerate(self._tied) if child is None]
        taken = {known.patron_id for known in tied.values()}
        free = [pupil for pupil in found.known if pupil.patron_id not in taken]
        # A list without either is most of what comes.
        self._rows = [(_facts(found.records[at]), at) for at in loose] if free else []
        self._free = [(_facts(pupil), pupil) for pupil in free] if loose else []
        self._met: dict[tuple[str, ...], Sequence[tuple[_Row, _Free]]] = {}

    def recognised(self, keys: Sequence[Sequence[str]], *, but_for: str = "") -> Known:
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
    return {field: value(pupil) for field, (value, _) in COLUMNS.items()}


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
