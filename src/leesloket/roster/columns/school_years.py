"""A column with a school year in every row: those in which the children were here, or came."""

from __future__ import annotations

from collections import Counter

from leesloket.roster.cleaning import school_year_in
from leesloket.roster.headings import tells_who
from leesloket.roster.model import RawTable

_COME_BACK = 0.5


def are_years_of_the_same(table: RawTable, column: int) -> bool:
    """Whether the children of earlier years come back in a later one.

    Where nobody does, it may be the year in which they came.
    """
    who = [at for at, heading in enumerate(table.headings) if tells_who(heading)]
    children: dict[str, set[tuple[str, ...]]] = {}
    for row in table.rows:
        if len(row.cells) == len(table.headings) and (year := row.cells[column].strip()):
            child = tuple(row.cells[at].strip().casefold() for at in who)
            children.setdefault(school_year_in(year), set()).add(child)
    if len(children) == 1 or "" in children:
        return False
    earlier = set().union(*(children[year] for year in sorted(children)[:-1]))
    seen = Counter(child for of_year in children.values() for child in of_year)
    return _COME_BACK * len(earlier) <= sum(seen[child] > 1 for child in earlier)
