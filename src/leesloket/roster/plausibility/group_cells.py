"""Groups that are none: cells of another column, or one for each child."""

from __future__ import annotations

from collections import Counter

from leesloket.roster.cleaning import fold_group
from leesloket.roster.model import PupilRecord
from leesloket.roster.plausibility.findings import Findings

_FEWEST_ROWS = 30
"""In a school with fewer a child may be its whole year."""
_FEWEST, _FEW = 5, 0.01
"""Groups of one child: some are *extern*, or in a *plusklas* by themselves."""
_MOST = 0.5
"""Of a group: *Anna* is a class of juf Anna, with an Anna in it or two."""


def rows_with_other_cells(found: Findings) -> int:
    """Rows of a new group that most of its children have in another column.

    A first name, a surname, a number or the year in which they were born.
    """
    new = _new_groups(found)
    own = Counter(row.group for row in found.records if row.group in new and _is_own_cell(row))
    return sum(rows for group, rows in own.items() if rows >= _MOST * new[group])


def groups_of_one_child(found: Findings) -> int:
    """How many new groups have one child each, where a school has no such groups.

    A spreadsheet counted on (*Groep 5*, *Groep 6*, row after row), or part of the cells are of
    another column.
    """
    if len(found.records) < _FEWEST_ROWS:
        return 0
    alone = sum(rows == 1 for rows in _new_groups(found).values())
    return alone if alone >= max(_FEWEST, _FEW * len(found.records)) else 0


def _new_groups(found: Findings) -> Counter[str]:
    """The rows of each group that nobody was in last year."""
    before = set(map(fold_group, {pupil.group for pupil in found.known}))
    groups = Counter(record.group for record in found.records if record.group)
    return Counter(
        {group: rows for group, rows in groups.items() if fold_group(group) not in before}
    )


def _is_own_cell(row: PupilRecord) -> bool:
    born = str(row.birth_date.year) if row.birth_date else ""
    cells = row.first_name, row.surname, row.pupil_number, born
    return row.group.casefold() in map(str.casefold, cells)
