"""What the columns say they are: by their headings, as far as their values agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from leesloket.roster.columns.classes import are_letters_of_years, counts_the_groups
from leesloket.roster.columns.draft import Said
from leesloket.roster.columns.values import Profile, are_of_several, counts_the_rows, fits
from leesloket.roster.columns.who_left import columns_of_leavers, silent_beside_others
from leesloket.roster.heading_forms import fold_heading
from leesloket.roster.headings import (
    GROUP_FIELDS,
    MANY_GROUPS,
    MAY_COUNT_ROWS,
    field_for_heading,
    is_of_one_school_year,
    other_meanings,
    says_of_whom,
)
from leesloket.roster.model import Field, ListKind, RawTable

TELLS_WHO_LEFT = (Field.STATUS, Field.LEFT_ON)
_CALL_NAME = "roepnaam"
_OF_LETTERS = frozenset(
    {"parallel", "parallelklas", "parallelgroep", "groepsletter", "klasletter", "letter"}
)
_KEYS = frozenset({"key", "laskey", "lassleutel", "lasid", "employeeid", "externnr"})
"""Of a system, beside the number that the school knows a pupil by."""


class Rank(IntEnum):
    """How strong a claim is: the lowest is heard first, and takes its field."""

    SAID = 0
    """By people of this branch, or of the system, of an earlier list."""
    PLAIN = 1
    """By a heading with one meaning, or that says whose number or name it is."""
    ONE_OF_SEVERAL = 2
    """By a heading that means another thing in another list."""
    STANDS_IN = 3
    """For the group, where no column has it by a word of its own."""
    WHO_LEFT = 4
    """By a heading of the school's own, above days of leaving or statuses."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A column says it is a field."""

    column: int
    field: Field
    rank: Rank

    @property
    def how(self) -> Said:
        """How it is known that the column is this field."""
        return "remembered" if self.rank is Rank.SAID else "heading"


def claims_by_heading(table: RawTable, profiles: Sequence[Profile], kind: ListKind) -> list[Claim]:
    """What the headings say, as far as the values agree."""
    claims = [*_claims_of_words(table, profiles, patrons=kind is ListKind.TAKEOVER)]
    if GROUP_FIELDS.isdisjoint(claim.field for claim in claims):
        claims.extend(_claims_of_many(table, profiles))
    claims.extend(
        Claim(column, field, Rank.WHO_LEFT) for column, field in columns_of_leavers(table, profiles)
    )
    claims.extend(_claims_of_letters(table))
    silent = {
        (column, field)
        for field in TELLS_WHO_LEFT
        for column in silent_beside_others(
            table, [claim.column for claim in claims if claim.field is field], field
        )
    }
    return [
        claim
        for claim in claims
        if (claim.column, claim.field) not in silent and not _counts_groups(table, claim, claims)
    ]


def _claims_of_words(
    table: RawTable, profiles: Sequence[Profile], *, patrons: bool
) -> Iterator[Claim]:
    """What the headings say by a word that we know."""
    for column, heading in enumerate(table.headings):
        folded = fold_heading(heading)
        likeliest = field_for_heading(heading, patrons=patrons)
        if likeliest is None:
            continue
        meanings = other_meanings(heading) or (likeliest,)
        if folded in MAY_COUNT_ROWS and (
            counts_the_rows(table, column, in_order=patrons)
            or (not patrons and are_of_several(table, column))
        ):
            continue
        if patrons and Field.CARD_NUMBER in meanings:
            meanings = (Field.CARD_NUMBER,)  # a library's own `Nummer` is that of the card
        fitting = [field for field in meanings if fits(field, profiles[column])]
        if fitting:
            is_plain = len(meanings) == 1 and folded not in _KEYS
            is_own = folded.startswith(_CALL_NAME) or (
                Field.PUPIL_NUMBER in meanings and says_of_whom(heading)
            )
            rank = Rank.PLAIN if is_plain or is_own else Rank.ONE_OF_SEVERAL
            yield Claim(column, fitting[0], rank)
        elif likeliest is Field.YEAR_GROUP and fits(Field.GROUP, profiles[column]):
            yield Claim(column, Field.GROUP, Rank.STANDS_IN)  # "Leerjaar" that holds 5b


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
    groups = [
        at for at, other in enumerate(table.headings) if field_for_heading(other) in GROUP_FIELDS
    ]
    for letters, heading in enumerate(table.headings if groups else ()):
        if fold_heading(heading) in _OF_LETTERS and all(
            are_letters_of_years(table, letters=letters, years=years) for years in groups
        ):
            yield Claim(letters, Field.GROUP, Rank.STANDS_IN)


def _claims_of_many(table: RawTable, profiles: Sequence[Profile]) -> Iterator[Claim]:
    """`Groepen`, in a list with no other column for the group."""
    for column, heading in enumerate(table.headings):
        if fold_heading(heading) in MANY_GROUPS and fits(Field.GROUP, profiles[column]):
            yield Claim(column, Field.GROUP, Rank.STANDS_IN)
