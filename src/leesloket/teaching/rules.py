"""When somebody is teacher of a group.  Pure."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from leesloket.branches.rules import Year, year_on


class _Dated(Protocol):
    @property
    def from_date(self) -> date: ...
    @property
    def until_date(self) -> date | None: ...


def years_to_name_for(today: date) -> tuple[Year, Year]:
    """The school years for whose groups a teacher can be named: the present one and the next."""
    present = year_on(today)
    return present, present.next


def right_lasts(year: Year, today: date) -> tuple[date, date]:
    """From which day until which a teacher of a group of `year` has the right."""
    return max(today, year.starts_on), year.ends_on


def is_covered(held: Iterable[_Dated], lasts: tuple[date, date]) -> bool:
    """Whether one of these rights, that did not end, holds on all of those days."""
    first, last = lasts
    return any(
        one.from_date <= first and (one.until_date is None or last <= one.until_date)
        for one in held
    )
