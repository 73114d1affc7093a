"""Groups that lines between the children tell, as a column of the table."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from leesloket.roster.cleaning import year_groups_of
from leesloket.roster.headings import (
    GROUP_FIELDS,
    GROUP_FROM_LINES,
    NAME_FIELDS,
    TITLE_ABOVE,
    field_for_heading,
)
from leesloket.roster.model import Field
from leesloket.roster.readers.grid import Line
from leesloket.roster.readers.sections import titles_above

_YEARS_OF_A_CLASS = 4
_OF_OTHER_YEARS = 0.2
_FEWEST_TOLD, _MOST_OTHER = 10, 0.5
"""A class has a child or two that are a year behind or ahead."""


def with_groups_between(
    body: Sequence[Line], headings: tuple[str, ...], groups: Sequence[str]
) -> tuple[Sequence[Line], tuple[str, ...]]:
    """The lines and the headings of a table with a column for what the lines between tell.

    `groups` are those of the lines, or none at all: then it is titles that a person may call so.
    Not where a column of the table tells the group, unless that is another thing.
    """
    if (
        tells_groups(headings)
        and not _stand_beside_years(groups, body, headings)
        and not _tell_other_years(groups, body, headings)
    ):
        return body, headings
    added = GROUP_FROM_LINES
    if not groups:
        groups = titles_above([line.cells for line in body], names_in(headings))
        added = TITLE_ABOVE
    if not groups:
        return body, headings
    blank = ("",) * len(headings)
    lines = [
        Line(line.number, (*(line.cells + blank)[: len(headings)], group))
        for line, group in zip(body, groups, strict=True)
        if group or added == GROUP_FROM_LINES
    ]
    return lines, (*headings, added)


def tells_groups(headings: Sequence[str]) -> bool:
    """Whether one of the columns is called a group, its name or its year."""
    return not GROUP_FIELDS.isdisjoint(map(field_for_heading, headings))


def _stand_beside_years(
    groups: Sequence[str], body: Sequence[Line], headings: Sequence[str]
) -> bool:
    """Whether a list below titles of groups has only years: 5 of the class 5b, 1 or 2 of 1/2.

    `Groep 1 t/m 8` is no class, and `Groep 5` above children of all years is none of theirs.
    """
    fields = [*map(field_for_heading, headings)]
    if GROUP_FIELDS.intersection(fields) != {Field.YEAR_GROUP} or not (groups and all(groups)):
        return False
    at = fields.index(Field.YEAR_GROUP)
    years = [*map(year_groups_of, groups)]
    of_others = sum(
        1
        for line, told in zip(body, years, strict=True)
        if told and not _tells_one_of(line.cell(at), told)
    )
    most = max(map(len, years))
    return most <= _YEARS_OF_A_CLASS and of_others <= _OF_OTHER_YEARS * len(body)


def _tell_other_years(groups: Sequence[str], body: Sequence[Line], headings: Sequence[str]) -> bool:
    """Whether the titles contradict the one column of groups, by their years: a person says which.

    The column may be last year's, or of a part of the group.
    """
    columns = [
        at for at, told in enumerate(map(field_for_heading, headings)) if told is Field.GROUP
    ]
    if len(columns) != 1 or not groups:
        return False
    beside = [
        (set(year_groups_of(group)), set(year_groups_of(line.cell(columns[0]))))
        for line, group in zip(body, groups, strict=True)
    ]
    both = [(title, cell) for title, cell in beside if title and cell]
    others = sum(title.isdisjoint(cell) for title, cell in both)
    return len(both) >= _FEWEST_TOLD and others > _MOST_OTHER * len(both)


def _tells_one_of(year: str, told: Sequence[str]) -> bool:
    """The years of a secondary school have a ten before them, or none."""
    written = year_groups_of(year)
    return not written or not {one[-1] for one in written}.isdisjoint(one[-1] for one in told)


def names_in(headings: Sequence[str]) -> Collection[int]:
    """The columns that hold names."""
    return {at for at, heading in enumerate(headings) if field_for_heading(heading) in NAME_FIELDS}
