"""Columns claim fields; the strongest claim wins, and a tie about what matters is a question."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from leesloket.roster.cleaning import school_year_in, start_of
from leesloket.roster.columns.classes import (
    are_letters_of_years,
    counts_the_groups,
    go_on_from_a,
    stand_together,
    tells_the_years_of,
)
from leesloket.roster.columns.columns_of_names import (
    ANY_NAME,
    NAMES,
    first_names_beside_initials,
    names_by_common_ones,
    settle_order_of_names,
    settle_other_name,
    settle_swapped_names,
    settle_two_names,
    settle_whole_name,
)
from leesloket.roster.columns.former import leaves_doubt
from leesloket.roster.columns.guesses import (
    guess_by_spelling,
    guess_by_values,
    have_same_values,
)
from leesloket.roster.columns.raw_cells import cells_of
from leesloket.roster.columns.values import (
    Profile,
    counts_the_rows,
    fits,
    holds_surnames,
)
from leesloket.roster.columns.who_left import (
    columns_of_leavers,
    silent_beside_others,
    told_gone,
)
from leesloket.roster.headings import (
    MAY_COUNT_ROWS,
    field_for_heading,
    fold_heading,
    is_of_one_school_year,
    is_start_day,
    other_meanings,
)
from leesloket.roster.model import Field, ListKind, RawTable

Said = Literal["remembered", "heading", "values", "unused"]

# What a column under an unknown heading may be taken for, for a person to confirm.
_WORTH_A_GUESS = frozenset({Field.FULL_NAME, Field.PREFIX, Field.BIRTH_DATE, Field.GROUP})
_MAY_BE_MISSPELT = _WORTH_A_GUESS | {Field.FIRST_NAME, Field.SURNAME, Field.PUPIL_NUMBER}
# A second column with other values for one of these is a question, not a choice of ours.
_ASKED_WHEN_TWICE = frozenset({Field.GROUP, Field.SURNAME, Field.FULL_NAME, Field.BIRTH_DATE})
_WHAT_A_SECOND_CLAIM_MEANS = {
    Field.FIRST_NAME: Field.GIVEN_NAMES,  # Roepnaam beside Voornaam
    Field.GROUP: Field.GROUP_NAME,  # a code beside a name
}
_TELLS_WHO_LEFT = (Field.STATUS, Field.LEFT_ON)
_CALL_NAME = "roepnaam"
_GROUPS = frozenset({Field.GROUP, Field.GROUP_NAME, Field.YEAR_GROUP})
_OF_LETTERS = frozenset(
    {"parallel", "parallelklas", "parallelgroep", "groepsletter", "klasletter", "letter"}
)
_MANY_GROUPS = frozenset({"groepen", "klassen"})
_NAMES_NO_YEAR = 9999


@dataclass(frozen=True, slots=True)
class Claim:
    """A column says it is a field.  The lowest rank is the strongest."""

    column: int
    field: Field
    how: Said
    rank: int


def claims_by_heading(table: RawTable, profiles: Sequence[Profile], kind: ListKind) -> list[Claim]:
    """What the headings say, as far as the values agree."""
    patrons = kind is ListKind.TAKEOVER
    claims = []
    for column, heading in enumerate(table.headings):
        folded = fold_heading(heading)
        likeliest = field_for_heading(heading, patrons=patrons)
        if likeliest is None:
            continue
        meanings = other_meanings(heading) or (likeliest,)
        if folded in MAY_COUNT_ROWS and counts_the_rows(table, column, in_order=patrons):
            continue
        if patrons and Field.CARD_NUMBER in meanings:
            meanings = (Field.CARD_NUMBER,)  # a library's own `Nummer` is that of the card
        fitting = [field for field in meanings if fits(field, profiles[column])]
        if fitting:
            rank = 1 if len(meanings) == 1 or folded.startswith(_CALL_NAME) else 2
            claims.append(Claim(column, fitting[0], "heading", rank))
        elif likeliest is Field.YEAR_GROUP and fits(Field.GROUP, profiles[column]):
            claims.append(Claim(column, Field.GROUP, "heading", 3))  # "Leerjaar" that holds 5b
    if _GROUPS.isdisjoint(claim.field for claim in claims):
        claims.extend(_claims_of_many(table, profiles))
    claims.extend(
        Claim(column, field, "heading", 4) for column, field in columns_of_leavers(table, profiles)
    )
    claims.extend(_claims_of_letters(table))
    silent = {
        (column, field)
        for field in _TELLS_WHO_LEFT
        for column in silent_beside_others(
            table, [claim.column for claim in claims if claim.field is field], field
        )
    }
    return [
        claim
        for claim in claims
        if (claim.column, claim.field) not in silent and not _counts_groups(table, claim, claims)
    ]


def _counts_groups(table: RawTable, claim: Claim, claims: Sequence[Claim]) -> bool:
    """Whether a column only numbers the groups of another, both of no school year of their own."""
    if claim.field is not Field.GROUP or is_of_one_school_year(table.headings[claim.column]):
        return False
    return any(
        other.field in {Field.GROUP, Field.GROUP_NAME}
        and other.column != claim.column
        and not is_of_one_school_year(table.headings[other.column])
        and counts_the_groups(table, codes=claim.column, groups=other.column)
        for other in claims
    )


def _claims_of_letters(table: RawTable) -> Iterator[Claim]:
    """`Parallelklas` with A and B, where nothing but years tells the group."""
    groups = [at for at, other in enumerate(table.headings) if field_for_heading(other) in _GROUPS]
    for letters, heading in enumerate(table.headings if groups else ()):
        if fold_heading(heading) in _OF_LETTERS and all(
            are_letters_of_years(table, letters=letters, years=years) for years in groups
        ):
            yield Claim(letters, Field.GROUP, "heading", 3)


def _claims_of_many(table: RawTable, profiles: Sequence[Profile]) -> Iterator[Claim]:
    """`Groepen`, in a list with no other column for the group."""
    for column, heading in enumerate(table.headings):
        if fold_heading(heading) in _MANY_GROUPS and fits(Field.GROUP, profiles[column]):
            yield Claim(column, Field.GROUP, "heading", 3)


def settle(
    table: RawTable, claims: Iterable[Claim], profiles: Sequence[Profile], kind: ListKind
) -> tuple[list[Field | None], list[Said], tuple[int, ...]]:
    """One field per column and one column per field: (fields, how, columns in doubt)."""
    fields: dict[int, Field] = {}
    how: dict[int, Said] = {}
    doubts: list[int] = []
    ordered = sorted(
        claims,
        key=lambda claim: (
            claim.rank,
            profiles[claim.column].filled == 0,
            # The latest; one that names no year is of the year of the list.
            -(start_of(school_year_in(table.headings[claim.column])) or _NAMES_NO_YEAR),
            # Not the position: a column means the same wherever it stands.
            fold_heading(table.headings[claim.column]),
        ),
    )
    for claim in ordered:
        if claim.column in fields:
            continue
        field: Field | None = claim.field
        if field in fields.values():
            field = _second_meaning(table, claim, fields, profiles, doubts)
        if field is not None:
            fields[claim.column] = field
            how[claim.column] = claim.how
    settle_whole_name(table, fields, profiles)
    doubts.extend(settle_two_names(table, fields))
    for column, field in settle_other_name(table, fields, doubts).items():
        fields[column] = field
        how[column] = "heading"
    doubts.extend(_settle_group(table, fields, profiles))
    unknown = _unknown(table, fields, kind)
    present = fields.values()
    wanted = {field for field in _MAY_BE_MISSPELT if _is_wanted(field, present)}
    misspelt = guess_by_spelling(table, unknown, profiles, wanted)
    if Field.SURNAME in misspelt.values() and Field.PREFIX not in present:
        misspelt |= guess_by_spelling(table, unknown, profiles, {Field.PREFIX})
    guesses = {
        column: field
        for column, field in guess_by_values(table, unknown, profiles).items()
        if field in _WORTH_A_GUESS and _is_wanted(field, [*present, *misspelt.values()])
    }
    told = {*present, *guesses.values(), *misspelt.values()}
    left = [at for at in unknown if at not in guesses and at not in misspelt]
    proposed = {
        **guesses,
        **misspelt,
        **names_by_common_ones(table, told, left, profiles),
        **_years_beside_letters(table, fields, unknown),
        **_letters_beside_years(table, fields, unknown),
        **first_names_beside_initials(table, fields, unknown),
    }
    for column, field in proposed.items():
        fields[column] = field
        how[column] = "values"
        doubts.append(column)
    doubts.extend(_not_fitting(table, fields, profiles))
    doubts.extend(settle_order_of_names(table, fields, how))
    doubts.extend(settle_swapped_names(table, fields, how))
    doubts.extend(_doubtful_statuses(table, fields, how))
    width = range(len(table.headings))
    return (
        [fields.get(at) for at in width],
        [how.get(at, "unused") if at in fields else "unused" for at in width],
        tuple(sorted(set(doubts))),
    )


def _is_wanted(field: Field, present: Collection[Field]) -> bool:
    """Whether no heading told where a field is; a whole name only where no other name is.

    A prefix stands beside a surname.
    """
    if field is Field.FULL_NAME:
        return ANY_NAME.isdisjoint(present)
    if field is Field.PREFIX and Field.SURNAME not in present:
        return False
    return field not in present


def _second_meaning(
    table: RawTable,
    claim: Claim,
    fields: dict[int, Field],
    profiles: Sequence[Profile],
    doubts: list[int],
) -> Field | None:
    """What a column is whose field is taken: something next to it, a question, or nothing."""
    winner = next(column for column, field in fields.items() if field is claim.field)
    if profiles[claim.column].filled == 0 or have_same_values(table, winner, claim.column):
        return None
    other = _WHAT_A_SECOND_CLAIM_MEANS.get(claim.field)
    if claim.field is Field.GROUP and are_letters_of_years(
        table, letters=claim.column, years=winner
    ):
        fields[winner] = Field.YEAR_GROUP
        return Field.GROUP
    if other is Field.GROUP_NAME:
        other = _year_or_nothing(table, winner, claim.column, profiles[claim.column])
    if other is not None and other not in fields.values():
        return other
    if claim.field in NAMES and holds_surnames(table, whole=claim.column, surname=winner):
        return None  # the whole name beside its parts
    if claim.field in _ASKED_WHEN_TWICE or (
        claim.field in _TELLS_WHO_LEFT and told_gone(table, claim.column, claim.field)
    ):
        doubts.extend((winner, claim.column))
    return None


def _year_or_nothing(table: RawTable, group: int, second: int, seen: Profile) -> Field | None:
    """A second column of groups is the year group when it holds bare years, those of the groups.

    With other years than the groups tell of it is the group of another school year.
    """
    if not fits(Field.YEAR_GROUP, seen):
        return None
    if any(is_of_one_school_year(table.headings[at]) for at in (group, second)):
        return None
    return Field.YEAR_GROUP if tells_the_years_of(table, group=group, years=second) else None


def _settle_group(
    table: RawTable, fields: dict[int, Field], profiles: Sequence[Profile]
) -> Sequence[int]:
    """The column with the finest division is the group; a bare year beside it is the year group.

    A group and a name of other years are those of two school years: the columns are in doubt.
    """
    by_field = {field: column for column, field in fields.items()}
    group, name = by_field.get(Field.GROUP), by_field.get(Field.GROUP_NAME)
    if group is None:
        stand_in = name if name is not None else by_field.get(Field.YEAR_GROUP)
        if stand_in is not None:
            fields[stand_in] = Field.GROUP
        return ()
    if name is None:
        return ()
    if not tells_the_years_of(table, group=group, years=name):
        if is_of_one_school_year(table.headings[group]):
            fields[name] = Field.GROUP
            del fields[group]
        return (group, name)
    if (
        Field.YEAR_GROUP not in by_field
        and fits(Field.YEAR_GROUP, profiles[group])
        and profiles[name].distinct > profiles[group].distinct
    ):
        fields[group], fields[name] = Field.YEAR_GROUP, Field.GROUP
    return ()


def _years_beside_letters(
    table: RawTable, fields: Mapping[int, Field], unknown: Iterable[int]
) -> Mapping[int, Field]:
    """`Jaar` with bare years beside `Klas` with A and B, of which by themselves all are in two."""
    letters = next((at for at, field in fields.items() if field is Field.GROUP), None)
    if letters is None or Field.YEAR_GROUP in fields.values():
        return {}
    years = [at for at in unknown if are_letters_of_years(table, letters=letters, years=at)]
    return {years[0]: Field.YEAR_GROUP} if len(years) == 1 else {}


def _letters_beside_years(
    table: RawTable, fields: dict[int, Field], unknown: Iterable[int]
) -> Mapping[int, Field]:
    """`Groep` with bare years beside a word of the school's own with A and B, class by class.

    A letter that comes and goes within a year is the child's own: a level, a set.  So are J and N,
    M and V, or a cross: the letters of classes go on from A.
    """
    years = next((at for at, field in fields.items() if field is Field.GROUP), None)
    if years is None or Field.YEAR_GROUP in fields.values():
        return {}
    letters = [
        at
        for at in unknown
        if are_letters_of_years(table, letters=at, years=years)
        and go_on_from_a(table, at)
        and stand_together(table, years, at)
    ]
    return {letters[0]: Field.GROUP, years: Field.YEAR_GROUP} if len(letters) == 1 else {}


def _not_fitting(
    table: RawTable, fields: Mapping[int, Field], profiles: Sequence[Profile]
) -> Iterator[int]:
    """Columns called prefix, first name or group that hold something else: nobody would miss them.

    Beside a surname; initials or given names stand in for the first name, years for the group.
    """
    promised = {Field.PREFIX, Field.FIRST_NAME}.difference(fields.values())
    if Field.SURNAME not in fields.values():
        promised.clear()
    groups = (table.headings[at] for at, field in fields.items() if field is Field.GROUP)
    if any(field_for_heading(heading) is Field.YEAR_GROUP for heading in groups):
        promised.add(Field.GROUP)
    for at, heading in enumerate(table.headings):
        if at not in fields and profiles[at].filled and field_for_heading(heading) in promised:
            yield at


def _doubtful_statuses(
    table: RawTable, fields: Mapping[int, Field], how: Mapping[int, Said]
) -> list[int]:
    return [
        at
        for at, field in fields.items()
        if field is Field.STATUS
        and how[at] == "heading"
        and leaves_doubt(cells_of(table.rows, at), heading=table.headings[at])
    ]


def _unknown(table: RawTable, fields: Mapping[int, Field], kind: ListKind) -> list[int]:
    """The columns that nothing claims and whose heading says nothing."""
    return [
        at
        for at, heading in enumerate(table.headings)
        if at not in fields
        and field_for_heading(heading, patrons=kind is ListKind.TAKEOVER) is None
        and not is_start_day(heading)
    ]
