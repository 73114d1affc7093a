"""Birth dates that are none: children without papers are registered as born on one day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from leesloket.roster.matching.evidence import Child

_USUAL = frozenset({(1, 1), (7, 1)})
"""(month, day).  Municipalities write 1 January or 1 July for who knows only a year."""
_USUAL_AT_LEAST, _USUAL_SHARE = 3, 0.01
_ANY_AT_LEAST, _TIMES_ORDINARY = 5, 5


def placeholders_among(by_birth: Mapping[object, Sequence[Child]]) -> frozenset[object]:
    """The birth dates that far more children have than chance gives to a day."""
    counts = {born: len(children) for born, children in by_birth.items()}
    total = sum(counts.values())
    usual = [born for born in counts if isinstance(born, date) and (born.month, born.day) in _USUAL]
    limit = max(_ANY_AT_LEAST, _TIMES_ORDINARY * total / max(1, len(counts)))
    found = {born for born, count in counts.items() if count >= limit}
    if sum(counts[born] for born in usual) >= max(_USUAL_AT_LEAST, _USUAL_SHARE * total):
        found.update(usual)
    return frozenset(found)
