"""Columns of who left, under a heading of the school's own: by its words and by the values."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from leesloket.roster.cleaning import fold, looks_like_date, looks_like_serial
from leesloket.roster.columns.former import is_status
from leesloket.roster.columns.school_years import are_years_of_the_same
from leesloket.roster.columns.values import Profile
from leesloket.roster.headings import field_for_heading, fold_heading, is_school_year
from leesloket.roster.model import Field, RawTable

_DAY_OF_LEAVING = re.compile(
    r"(?:datum|dat|dd)?(?:van)?(?:uitschr(?:ijving|ijf)?|uitgeschr(?:even)?|uitstroom|uitgestroomd"
    r"|vertrek|vertrokken|verlaten|schoolverlaten|laatsteschooldag|vanschool|eindeinschrijving)"
    r"(?:datum|dat|dd|per|op)?"
    r"|datumeinde|einddat|inschrijvingtot|ingeschreventot|datuit|uitper"
)
"""A folded heading, above dates: all of it, for an Uitstroomgesprek is held before that day."""
_MOST = 0.5
_FEW = 8
"""Different values: a status has no more."""


def columns_of_leavers(table: RawTable, profiles: Sequence[Profile]) -> Iterator[tuple[int, Field]]:
    """The columns, under headings that mean nothing else, that tell who is no pupil any more."""
    for column, heading in enumerate(table.headings):
        if field_for_heading(heading) is not None:
            continue
        if is_school_year(heading):
            if are_years_of_the_same(table, column):
                yield column, Field.LEFT_ON
        elif _says_day_of_leaving(heading) and _are_dates(_told(table, column)):
            yield column, Field.LEFT_ON
        elif profiles[column].distinct <= _FEW:
            told = _told(table, column)
            if len(told) <= _FEW and is_status(set(map(fold, told)), heading=heading):
                yield column, Field.STATUS


def _told(table: RawTable, column: int) -> Collection[str]:
    """The different values of a whole column: one in a thousand may tell it."""
    return {row.cells[column].strip() for row in table.rows if column < len(row.cells)} - {""}


def _says_day_of_leaving(heading: str) -> bool:
    return _DAY_OF_LEAVING.fullmatch(fold_heading(heading)) is not None


def _are_dates(told: Collection[str]) -> bool:
    dates = sum(looks_like_date(text) or looks_like_serial(text) for text in told)
    return dates > _MOST * len(told)
