"""A list whose groups may be of a primary or a secondary school: what we know tells which."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TypeVar

from leesloket.roster.cleaning import PRIMARY, SECONDARY, year_groups_of
from leesloket.roster.columns import Extraction
from leesloket.roster.model import KnownPupil, PupilRecord

_NEARLY_ALL = 0.98
"""Of the members: one class of the other kind would be read as the rest."""
_MOST = 0.9
"""Of the rows: some have no group yet."""
_FEW = 0.5
"""Of the rows with a birth date: with more the ages have told which kind of school it is."""
_FEWEST, _FEWEST_IN_GROUP = 10, 4
_OF_EITHER, _OF_PRIMARY = frozenset("123456"), frozenset("78")

_Row = TypeVar("_Row", PupilRecord, KnownPupil)


def with_known_kind(
    extraction: Extraction, known: Sequence[KnownPupil], final_year_groups: Collection[str]
) -> Extraction:
    """The extraction with its years read as those of the kind of school that we know.

    `1a` to `6c` are the classes of a gymnasium, or of a primary school; `5 HT` is a stream, or a
    group and its teacher.  Without birth dates a list does not tell, and the children that were
    in year 13 last year are not in group 4 now.  Where the members do not tell either, as before
    the first list, the branch's final years do: a school that ends with year 14, 15 or 16 has no
    group 4.  That makes no years of groups that tell none, as BB3 in special education.  What a
    column says in so many words stays.
    """
    secondary = _is_secondary(known)
    if secondary is None and final_year_groups and _are_of_either_kind(extraction):
        secondary = SECONDARY.issuperset(final_year_groups) or None
    if secondary is None or secondary == extraction.secondary:
        return extraction
    rows = (*extraction.records, *extraction.set_aside)
    if sum(row.birth_date is not None for row in rows) >= _FEW * len(rows):
        return extraction
    before = extraction.secondary
    return replace(
        extraction,
        records=tuple(_read(row, before=before, secondary=secondary) for row in extraction.records),
        set_aside=tuple(
            _read(row, before=before, secondary=secondary) for row in extraction.set_aside
        ),
        secondary=secondary,
    )


def read_as_listed(
    known: Sequence[KnownPupil], extraction: Extraction, final_year_groups: Collection[str]
) -> Sequence[KnownPupil]:
    """The members, with their years read as those of a primary school when the list is of one.

    Without birth dates *1 Mieren* to *6 Uilen*, or one of them alone, are read as classes of a
    secondary school, until *7 Otters* tells otherwise: group 6 would leave, being through, and
    group 7 come in.  In a branch that ends with year 14, 15 or 16 it is a slip of the pen.
    """
    if SECONDARY.issuperset(final_year_groups) or _is_secondary(known) is False:
        return known
    in_7_or_8 = sum(row.year_group in _OF_PRIMARY for row in extraction.records)
    if extraction.secondary or (extraction.secondary is None and in_7_or_8 < _FEWEST_IN_GROUP):
        return known
    read = [_read(pupil, before=True, secondary=False) for pupil in known]
    return read if _is_secondary(read) is False else known


def _are_of_either_kind(extraction: Extraction) -> bool:
    """Whether nearly all rows are of a year that both kinds of school have, as their groups say."""
    years = [row.year_group for row in extraction.records]
    told = sum(year in _OF_EITHER for year in years)
    return extraction.secondary is None and told >= _MOST * len(years)


def _is_secondary(known: Sequence[KnownPupil]) -> bool | None:
    """What the members' years are; None where they are of both, or too few tell."""
    told = [pupil.year_group for pupil in known if pupil.enrolled and pupil.year_group]
    if len(told) < _FEWEST:
        return None
    for years, secondary in ((SECONDARY, True), (PRIMARY, False)):
        if sum(year in years for year in told) >= _NEARLY_ALL * len(told):
            return secondary
    return None


def _read(row: _Row, *, before: bool | None, secondary: bool) -> _Row:
    """A row or a member with the year that its group tells of in this kind of school."""
    if row.year_group and (row.year_group,) != year_groups_of(row.group, secondary=before):
        return row
    years = year_groups_of(row.group, secondary=secondary)
    year = years[0] if len(years) == 1 else ""
    return row if year == row.year_group else replace(row, year_group=year)
