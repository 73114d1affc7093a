"""Children who are in the list and start later: told, since they are enrolled with the others."""

from __future__ import annotations

from datetime import date

from leesloket.roster.cleaning import decide_date_order, parse_date
from leesloket.roster.model import RawTable
from leesloket.roster.problems import Code, Problem, Severity

_YEARS_AHEAD = 2
_MOST = 0.5
"""Of the children: in the summer a whole list starts later, and the list is next year's."""


def starting_later(table: RawTable, *, as_of: date) -> tuple[Problem, ...]:
    """A remark with how many start after the day of the list; none when most do."""
    order = decide_date_order(day for day, _ in table.starts)
    # A year of two digits can be one that has yet to come.
    latest = as_of.replace(year=as_of.year + _YEARS_AHEAD, day=min(as_of.day, 28))
    later = sum(
        count
        for text, count in table.starts
        if (day := parse_date(text, order=order, as_of=latest)) and as_of < day <= latest
    )
    if later == 0 or later > _MOST * len(table.rows):
        return ()
    return (Problem(Code.STARTS_LATER, Severity.WARNING, detail={"count": later}),)
