"""Birth dates that are none: children without papers are registered as born on one day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from leesloket.roster.matching.evidence import Child

_USUAL = frozenset({(1, 1), (7, 1)})
"""(month, day).  Municipalities write 1 January or 1 July for who knows only a year."""
_USUAL_AT_LEAST, _USUAL_SHARE = 3, 0.01
_ANY_AT_LEAST, _TIMES_ORDINARY = 5, 5


def placeholders_among(children: Sequence[Child]) -> frozenset[date]:
    """The birth dates that far more children have than chance gives to a day."""
    births = Counter(child.born for child in children if child.born is not None)
    if not births:
        return frozenset()
    ordinary = births.total() / len(births)
    usual = [day for day in births if (day.month, day.day) in _USUAL]
    found = {
        day
        for day, count in births.items()
        if count >= max(_ANY_AT_LEAST, _TIMES_ORDINARY * ordinary)
    }
    if sum(births[day] for day in usual) >= max(_USUAL_AT_LEAST, _USUAL_SHARE * births.total()):
        found.update(usual)
    return frozenset(found)
