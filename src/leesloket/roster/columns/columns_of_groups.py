"""Which columns hold the group, its name and the year group, where several may."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from leesloket.roster.columns.classes import (
    are_classes_of_years,
    are_letters_of_years,
    are_of_another_school_year,
    go_on_from_a,
    stand_together,
    tells_the_years_of,
)
from leesloket.roster.columns.draft import DraftMapping
from leesloket.roster.columns.values import fits
from leesloket.roster.heading_forms import fold_heading
from leesloket.roster.headings import MANY_GROUPS, is_of_one_school_year
from leesloket.roster.model import Field


def second_of_groups(draft: DraftMapping, group: int, second: int) -> Field | None:
    """What a second column is that claims to be the group.

    The letter of the class, when the first one holds its year; or the year group, when it holds
    bare years, those of the groups.  With other years than these it is the group of another school
    year: nothing.
    """
    if are_letters_of_years(draft.table, letters=second, years=group):
        draft.fields[group] = Field.YEAR_GROUP
        return Field.GROUP
    if (
        not fits(Field.YEAR_GROUP, draft.profiles[second])
        or any(is_of_one_school_year(draft.table.headings[at]) for at in (group, second))
        or not tells_the_years_of(draft.table, group=group, years=second)
    ):
        return None
    return Field.YEAR_GROUP


def settle_group(draft: DraftMapping) -> None:
    """The column with the finest division is the group; a bare year beside it is the year group.

    A group and a name of other years are those of two school years: the columns are in doubt.  So
    are a group and year groups that are all one behind or before it.
    """
    group, name, year = map(draft.column_of, (Field.GROUP, Field.GROUP_NAME, Field.YEAR_GROUP))
    if group is None:
        stand_in = name if name is not None else year
        if stand_in is not None:
            draft.fields[stand_in] = Field.GROUP
        return
    if year is not None and are_of_another_school_year(draft.table, group=group, years=year):
        draft.doubts.update((group, year))
    if name is None:
        return
    if not tells_the_years_of(draft.table, group=group, years=name):
        if is_of_one_school_year(draft.table.headings[group]):
            draft.fields[name] = Field.GROUP
            draft.leave(group)
        draft.doubts.update((group, name))
    elif (
        year is None
        and fits(Field.YEAR_GROUP, draft.profiles[group])
        and draft.profiles[name].distinct > draft.profiles[group].distinct
    ):
        draft.fields[group], draft.fields[name] = Field.YEAR_GROUP, Field.GROUP


def years_beside_letters(draft: DraftMapping, unknown: Iterable[int]) -> Mapping[int, Field]:
    """`Jaar` with bare years beside `Klas` with A and B, of which by themselves all are in two."""
    letters = draft.column_of(Field.GROUP)
    if letters is None or draft.holds_any({Field.YEAR_GROUP}):
        return {}
    years = [at for at in unknown if are_letters_of_years(draft.table, letters=letters, years=at)]
    return {years[0]: Field.YEAR_GROUP} if len(years) == 1 else {}


def letters_beside_years(draft: DraftMapping, unknown: Iterable[int]) -> Mapping[int, Field]:
    """`Groep` with bare years beside a word of the school's own with A and B, class by class.

    A letter that comes and goes within a year is the child's own: a level, a set.  So are J and N,
    M and V, or a cross: the letters of classes go on from A.
    """
    years = draft.column_of(Field.GROUP)
    if years is None or draft.holds_any({Field.YEAR_GROUP}):
        return {}
    letters = [
        at
        for at in unknown
        if are_letters_of_years(draft.table, letters=at, years=years)
        and go_on_from_a(draft.table, at)
        and stand_together(draft.table, years, at)
    ]
    return {letters[0]: Field.GROUP, years: Field.YEAR_GROUP} if len(letters) == 1 else {}


def classes_beside_years(draft: DraftMapping, unknown: Iterable[int]) -> Mapping[int, Field]:
    """`Leerjaar` or `Groep` with bare years beside `Groepen` with their classes.

    A child may be in several of those, and under `Rekengroep` stand other classes: a person says.
    """
    years = draft.column_of(Field.GROUP)
    if years is None or draft.holds_any({Field.YEAR_GROUP}):
        return {}
    classes = [
        at
        for at in unknown
        if fold_heading(draft.table.headings[at]) in MANY_GROUPS
        and are_classes_of_years(draft.table, classes=at, years=years)
    ]
    return {classes[0]: Field.GROUP, years: Field.YEAR_GROUP} if len(classes) == 1 else {}
