"""Rows that are gone from a list in order: who would stand where none are left."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from math import ceil, log

from leesloket.roster.cleaning import fold_surname
from leesloket.roster.model import KnownPupil, PupilRecord
from leesloket.roster.plausibility.findings import Findings, share
from leesloket.roster.plausibility.years import years_told

_IN_ORDER = 0.95
"""Programs put capitals, prefixes and accents in an order of their own."""
_SHORTEST_LIST = 15
_LONGEST_NUMBER = 20
_FEWEST_FAMILIES, _FEWEST_WITHIN = 3, 6
"""One family may stand last in the alphabet, and move house.  Within a list there are as many
places as rows for it to be by chance."""
_CHANCE = 0.001
"""Of a good list: that so many leavers stand together."""
_MOST = 0.5

_Pupil = PupilRecord | KnownPupil
_Order = Callable[[_Pupil], str]

_OF_NAMES: tuple[_Order, ...] = (
    lambda pupil: pupil.surname.casefold(),
    lambda pupil: f"{pupil.prefix} {pupil.surname}".strip().casefold(),
    lambda pupil: fold_surname(pupil.surname),
    lambda pupil: pupil.first_name.casefold(),
)
"""How programs sort: with or without prefix, with accents behind the z or not, by first name."""


def _by_birth_date(pupil: _Pupil) -> str:
    return pupil.birth_date.isoformat() if pupil.birth_date else ""


def _by_number(pupil: _Pupil) -> str:
    return pupil.pupil_number and pupil.pupil_number.zfill(_LONGEST_NUMBER)


def behind_last_row(found: Findings) -> int:
    """How many leavers would stand behind the last row of a list that is in order.

    By chance the last of the alphabet, or those who came last, are hardly ever all leavers, and of
    several families.  New numbers say nothing of where a leaver would stand; and those who came
    first finish school together, where nothing else tells who does.
    """
    orders = [*_OF_NAMES, _by_birth_date]
    if found.is_end_told and len(found.same_number) >= _MOST * len(found.matched):
        orders.append(_by_number)
    return max(_behind_last(order, found) for order in orders)


def _behind_last(order: _Order, found: Findings) -> int:
    keys = [order(record) for record in found.records]
    if _rises(keys):
        last = max(keys)
        behind = [pupil for pupil in found.unexpected_leavers if order(pupil) > last]
    elif _rises(keys[::-1]):
        last = min(keys)
        leavers = [  # the oldest, who may finish school where their groups tell no year
            pupil
            for pupil in found.unexpected_leavers
            if order in _OF_NAMES
            or years_told(pupil.year_group, pupil.group, secondary=found.secondary)
        ]
        behind = [pupil for pupil in leavers if "" < order(pupil) < last]
    else:
        return 0
    return len(behind) if _families(behind) >= _FEWEST_FAMILIES else 0


def between_two_rows(found: Findings) -> int:
    """How many leavers would stand between two rows of a list in order of names; 0 when few do.

    Who leaves stands here and there.  A page that was lost, or other rows pasted over it, takes all
    who stand together: more families than would be there by chance, where so many leave.
    """
    leave = share(len(found.unexpected_leavers), len(found.expected_to_stay))
    if not 0 < leave < _MOST:
        return 0
    by_chance = ceil(log(_CHANCE / len(found.known)) / log(leave))
    fewest = max(_FEWEST_WITHIN, by_chance)
    together = (
        pupils
        for order in _OF_NAMES
        for pupils in _places(order, found).values()
        if _families(pupils) >= fewest
    )
    return max(map(len, together), default=0)


def _places(order: _Order, found: Findings) -> Mapping[int, list[KnownPupil]]:
    """The leavers by the row behind which each would stand, in a list that is in order."""
    keys = [order(record) for record in found.records]
    places: dict[int, list[KnownPupil]] = defaultdict(list)
    if _rises(keys) or _rises(keys[::-1]):
        keys.sort()
        for pupil in found.unexpected_leavers:
            places[bisect_right(keys, order(pupil))].append(pupil)
    return places


def _rises(keys: Sequence[str]) -> bool:
    """Whether a list is in this order; not with initials only, or one name."""
    return (
        len(keys) >= _SHORTEST_LIST
        and all(keys)
        and sum(one <= other for one, other in pairwise(keys)) >= _IN_ORDER * (len(keys) - 1)
    )


def _families(pupils: Sequence[KnownPupil]) -> int:
    return len({fold_surname(pupil.surname) for pupil in pupils})
