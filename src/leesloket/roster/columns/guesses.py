"""What a column may be by its values alone, for a person to confirm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from leesloket.roster.columns.values import Profile
from leesloket.roster.model import Field, RawTable

_ALMOST_ALL, _NEARLY_ALL, _HALF, _A_THIRD = 0.95, 0.9, 0.5, 0.3
"""Of the filled cells: those that look like it, and different ones among them."""


def guess_by_values(
    table: RawTable, columns: Mapping[int, None], profiles: Sequence[Profile]
) -> dict[int, Field]:
    """What columns may be, from their values alone; only where one column stands out."""
    guesses: dict[int, Field] = {}
    for field, looks_right in _UNMISTAKABLE:
        found = [at for at in columns if at not in guesses and looks_right(profiles[at])]
        if len(found) == 1:
            guesses[found[0]] = field
    rows = len(table.rows)
    return {at: field for at, field in guesses.items() if profiles[at].filled > 0 and rows > 0}


def _is_whole_name(seen: Profile) -> bool:
    return (
        seen.whole_names >= _NEARLY_ALL
        and seen.names >= _ALMOST_ALL
        and seen.distinct > _HALF * seen.filled
    )


def _is_birth_date(seen: Profile) -> bool:
    return seen.dates >= _NEARLY_ALL and seen.distinct > _A_THIRD * seen.filled


def _is_number(seen: Profile) -> bool:
    return (
        seen.numbers >= _ALMOST_ALL
        and seen.distinct == seen.filled
        and max(seen.dates, seen.groups) < _HALF
        and not seen.is_bsn
    )


def _is_group(seen: Profile) -> bool:
    return seen.groups >= _NEARLY_ALL and seen.distinct <= _HALF * seen.filled and seen.dates == 0


_UNMISTAKABLE = (
    (Field.BIRTH_DATE, _is_birth_date),
    (Field.FULL_NAME, _is_whole_name),
    (Field.PREFIX, lambda seen: seen.filled > 0 and seen.particles >= _ALMOST_ALL),
    (Field.GROUP, _is_group),
    (Field.PUPIL_NUMBER, _is_number),
)
