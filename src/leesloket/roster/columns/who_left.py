"""Columns of who left, under a heading of the school's own: by its words and by the values."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from leesloket.roster.cleaning import fold, looks_like_date, looks_like_serial
from leesloket.roster.columns.former import PRE_REGISTERED, is_former, is_status
from leesloket.roster.columns.raw_cells import cells_of
from leesloket.roster.columns.school_years import are_years_of_the_same
from leesloket.roster.columns.staff import is_staff
from leesloket.roster.columns.values import Profile
from leesloket.roster.heading_forms import fold_heading
from leesloket.roster.headings import field_for_heading, is_school_year
from leesloket.roster.model import Field, RawTable

_DAY_OF_LEAVING = re.compile(
    r"(?:datum|dat|dd)?(?:van)?(?:uitschr(?:ijving|ijf)?|uitgeschr(?:even)?|uitstroom|uitgestroomd"
    r"|vertrek|vertrokken|verlaten|schoolverlaten|laatsteschooldag|vanschool"
    r"|einde?(?:inschrijving|verbintenis))"
    r"(?:datum|dat|dd|per|op)?"
    r"|datumeinde|einddat|inschrijvingtot|ingeschreventot|datuit|uitper|exitdate"
)
"""A folded heading, above dates: all of it, for an Uitstroomgesprek is held before that day."""
_MOST = 0.5
_NEARLY_ALL = 0.9
_TWO = 2
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


def silent_beside_others(table: RawTable, columns: Sequence[int], field: Field) -> Collection[int]:
    """Of several columns that may tell who left those that say nothing: `Rol` beside `Status`.

    They take no row away where another one does; a status none that another one does not.
    """
    if len(columns) < _TWO:
        return ()
    told = {column: told_gone(table, column, field).keys() for column in columns}
    best = max(columns, key=lambda column: len(told[column]))
    return [
        column
        for column in columns
        if column != best
        and (not told[column] or (field is Field.STATUS and told[column] <= told[best]))
    ]


def told_gone(table: RawTable, column: int, field: Field) -> Mapping[int, str]:
    """Which rows, by index, a column of days of leaving or of statuses tells are no pupils."""
    told = {
        at: row.cells[column].strip()
        for at, row in enumerate(table.rows)
        if column < len(row.cells) and row.cells[column].strip()
    }
    if field is Field.LEFT_ON:
        # One day for everybody is the end of the school year.
        is_for_all = len(told) >= _NEARLY_ALL * len(table.rows) and len(set(told.values())) == 1
        return {} if is_for_all else told
    heading = table.headings[column]
    gone = {
        text
        for text in set(told.values())
        if is_former(fold(text), heading=heading)
        or fold(text) in PRE_REGISTERED
        or is_staff(fold(text))
    }
    return {at: text for at, text in told.items() if text in gone}


def _told(table: RawTable, column: int) -> Collection[str]:
    """The different values of a whole column: one in a thousand may tell it."""
    return set(map(str.strip, cells_of(table.rows, column))) - {""}


def _says_day_of_leaving(heading: str) -> bool:
    return _DAY_OF_LEAVING.fullmatch(fold_heading(heading)) is not None


def _are_dates(told: Collection[str]) -> bool:
    dates = sum(looks_like_date(text) or looks_like_serial(text) for text in told)
    return dates > _MOST * len(told)
