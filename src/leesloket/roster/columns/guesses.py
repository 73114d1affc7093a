"""What a column may be by its values, or by a heading with a typing mistake: a person confirms."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from leesloket.roster.columns.raw_cells import cells_beside
from leesloket.roster.columns.values import Profile, fits
from leesloket.roster.heading_forms import fold_heading
from leesloket.roster.misspelt import field_of_misspelt
from leesloket.roster.model import Field, RawTable

_ALMOST_ALL, _NEARLY_ALL, _HALF, _A_THIRD = 0.95, 0.9, 0.5, 0.3
"""Of the filled cells: those that look like it, and different ones among them."""

_ABOUT_SCHOOL = re.compile(
    r"sinds|vanaf|inschr|aanm|intake|instroom|start|begin|uitstr|vertr|toets|gespr|afname|onderzoek"
)
"""In a folded heading above dates: of what children do at school, and not of their birth."""


def guess_by_spelling(
    table: RawTable,
    columns: Sequence[int],
    profiles: Sequence[Profile],
    wanted: Collection[Field],
) -> dict[int, Field]:
    """What columns may be by headings with a typing mistake, as `Achternaan`.

    One of the fields `wanted`, where the values look like it; of two columns for one field neither.
    """
    if not wanted:
        return {}
    guesses = {
        at: field
        for at in columns
        if (field := field_of_misspelt(table.headings[at])) is not None
        and field in wanted
        and fits(field, profiles[at])
    }
    found = list(guesses.values())
    return {at: field for at, field in guesses.items() if found.count(field) == 1}


def guess_by_values(
    table: RawTable, columns: Sequence[int], profiles: Sequence[Profile]
) -> dict[int, Field]:
    """What columns may be, from their values alone; only where one stands out, with its copies."""
    guesses: dict[int, Field] = {}
    for field, looks_right in _UNMISTAKABLE:
        found = [at for at in columns if at not in guesses and looks_right(profiles[at])]
        if field is Field.BIRTH_DATE:
            found = [at for at in found if not _is_about_school(table.headings[at])]
        if found and all(have_same_values(table, found[0], at) for at in found[1:]):
            guesses[found[0]] = field
    return {at: field for at, field in guesses.items() if profiles[at].filled > 0}


def have_same_values(table: RawTable, one: int, other: int) -> bool:
    """Whether two columns say the same in every row."""
    return all(cell == beside for cell, beside in cells_beside(table.rows, one, other))


def are_filled_alike(table: RawTable, one: int, other: int) -> bool:
    """Whether two columns have something in nearly the same rows."""
    filled = [(cell != "", beside != "") for cell, beside in cells_beside(table.rows, one, other)]
    either = sum(map(any, filled))
    return sum(map(all, filled)) >= _NEARLY_ALL * either


def _is_about_school(heading: str) -> bool:
    return _ABOUT_SCHOOL.search(fold_heading(heading)) is not None


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
