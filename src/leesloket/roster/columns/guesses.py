"""What a column may be by its values alone, for a person to confirm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from leesloket.roster.columns.values import Profile
from leesloket.roster.model import Field, RawTable


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
    return seen.whole_names >= 0.9 and seen.names >= 0.95 and seen.distinct > 0.5 * seen.filled  # noqa: PLR2004 - shares


def _is_birth_date(seen: Profile) -> bool:
    return seen.dates >= 0.9 and seen.distinct > 0.3 * seen.filled  # noqa: PLR2004 - shares


def _is_number(seen: Profile) -> bool:
    return (
        seen.numbers >= 0.95  # noqa: PLR2004 - a share
        and seen.distinct == seen.filled
        and max(seen.dates, seen.groups) < 0.5  # noqa: PLR2004 - a share
        and not seen.is_bsn
    )


def _is_group(seen: Profile) -> bool:
    return seen.groups >= 0.9 and seen.distinct <= 0.5 * seen.filled and seen.dates == 0  # noqa: PLR2004 - shares


_UNMISTAKABLE = (
    (Field.BIRTH_DATE, _is_birth_date),
    (Field.FULL_NAME, _is_whole_name),
    (Field.PREFIX, lambda seen: seen.filled > 0 and seen.particles >= 0.95),  # noqa: PLR2004 - a share
    (Field.GROUP, _is_group),
    (Field.PUPIL_NUMBER, _is_number),
)
