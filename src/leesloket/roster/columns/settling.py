"""From claims to a mapping: the strongest claim wins, and a tie about what matters is a question.

What no claim settles is proposed where it can be told, for a person to confirm.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from leesloket.roster.cleaning import school_year_in, start_of
from leesloket.roster.columns.cells_of_names import holds_surnames
from leesloket.roster.columns.claims import TELLS_WHO_LEFT, Claim
from leesloket.roster.columns.columns_of_groups import (
    classes_beside_years,
    letters_beside_years,
    second_of_groups,
    settle_group,
    years_beside_letters,
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
from leesloket.roster.columns.draft import DraftMapping
from leesloket.roster.columns.former import leaves_doubt
from leesloket.roster.columns.guesses import (
    are_filled_alike,
    guess_by_spelling,
    guess_by_values,
    have_same_values,
)
from leesloket.roster.columns.names_of_others import doubt_names_of_others
from leesloket.roster.columns.values import Profile
from leesloket.roster.columns.who_left import told_gone
from leesloket.roster.heading_forms import fold_heading
from leesloket.roster.headings import field_for_heading, is_start_day
from leesloket.roster.model import Field, ListKind, RawTable

# What a column under an unknown heading may be taken for, for a person to confirm.
_WORTH_A_GUESS = frozenset({Field.FULL_NAME, Field.PREFIX, Field.BIRTH_DATE, Field.GROUP})
_MAY_BE_MISSPELT = _WORTH_A_GUESS | {Field.FIRST_NAME, Field.SURNAME, Field.PUPIL_NUMBER}
# A second column with other values for one of these is a question, not a choice of ours.
_ASKED_WHEN_TWICE = frozenset(
    {Field.GROUP, Field.SURNAME, Field.FULL_NAME, Field.PREFIX, Field.BIRTH_DATE}
)
_NAMES_NO_YEAR = 9999


def settle(
    table: RawTable, claims: Iterable[Claim], profiles: Sequence[Profile], kind: ListKind
) -> DraftMapping:
    """One field per column and one column per field, with the columns that are in doubt."""
    draft = DraftMapping(table, profiles)
    for claim in sorted(claims, key=lambda claim: _weakness(claim, draft)):
        if claim.column not in draft.fields:
            _grant(claim, draft)
    settle_whole_name(draft)
    settle_two_names(draft)
    settle_other_name(draft)
    settle_group(draft)
    doubt_names_of_others(draft)
    _propose(draft, _unknown(draft, kind))
    _doubt_what_does_not_fit(draft)
    settle_order_of_names(draft)
    settle_swapped_names(draft)
    _doubt_status(draft)
    return draft


def _weakness(claim: Claim, draft: DraftMapping) -> tuple[int, bool, int, str]:
    """The order in which claims are heard: never that of the columns.

    A column means the same wherever it stands.  Of several school years the latest comes first;
    what names no year is of the year of the list.
    """
    heading = draft.table.headings[claim.column]
    year = start_of(school_year_in(heading)) or _NAMES_NO_YEAR
    return claim.rank, draft.profiles[claim.column].filled == 0, -year, fold_heading(heading)


def _grant(claim: Claim, draft: DraftMapping) -> None:
    winner = draft.column_of(claim.field)
    field = claim.field if winner is None else _second_meaning(claim, winner, draft)
    if field is not None:
        draft.use(claim.column, field, claim.how)


def _second_meaning(claim: Claim, winner: int, draft: DraftMapping) -> Field | None:
    """What a column is whose field is taken: something next to it, a question, or nothing."""
    table = draft.table
    if draft.profiles[claim.column].filled == 0 or have_same_values(table, winner, claim.column):
        return None
    other = None
    if claim.field is Field.FIRST_NAME:
        other = Field.GIVEN_NAMES  # Roepnaam beside Voornaam
    elif claim.field is Field.GROUP:
        other = second_of_groups(draft, winner, claim.column)
    if other is not None and draft.column_of(other) is None:
        return other
    if claim.field in NAMES and holds_surnames(table, whole=claim.column, surname=winner):
        return None  # the whole name beside its parts
    if claim.field is Field.PREFIX and are_filled_alike(table, winner, claim.column):
        return None  # of the same children, written in another way
    if claim.field in _ASKED_WHEN_TWICE or (
        claim.field in TELLS_WHO_LEFT and told_gone(table, claim.column, claim.field)
    ):
        draft.doubts.update((winner, claim.column))
    return None


def _propose(draft: DraftMapping, unknown: Sequence[int]) -> None:
    """Take columns that nothing claims for what is wanted, in doubt: a person confirms."""
    table, profiles = draft.table, draft.profiles
    present = draft.fields.values()
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
        **names_by_common_ones(draft, told, left),
        **years_beside_letters(draft, unknown),
        **letters_beside_years(draft, unknown),
        **classes_beside_years(draft, unknown),
        **first_names_beside_initials(draft, unknown),
    }
    for column, field in proposed.items():
        draft.propose(column, field)


def _is_wanted(field: Field, present: Collection[Field]) -> bool:
    """Whether no heading told where a field is; a whole name only where no other name is.

    A prefix stands beside a surname.
    """
    if field is Field.FULL_NAME:
        return ANY_NAME.isdisjoint(present)
    if field is Field.PREFIX and Field.SURNAME not in present:
        return False
    return field not in present


def _unknown(draft: DraftMapping, kind: ListKind) -> list[int]:
    """The columns that nothing claims and whose heading says nothing."""
    return [
        at
        for at, heading in enumerate(draft.table.headings)
        if at not in draft.fields
        and field_for_heading(heading, patrons=kind is ListKind.TAKEOVER) is None
        and not is_start_day(heading)
    ]


def _doubt_what_does_not_fit(draft: DraftMapping) -> None:
    """Columns called prefix, first name or group that hold something else: nobody would miss them.

    Beside a surname; initials or given names stand in for the first name, years for the group.
    """
    headings = draft.table.headings
    promised = {Field.PREFIX, Field.FIRST_NAME}.difference(draft.fields.values())
    if not draft.holds_any({Field.SURNAME}):
        promised.clear()
    groups = draft.columns_of({Field.GROUP})
    if any(field_for_heading(headings[at]) is Field.YEAR_GROUP for at in groups):
        promised.add(Field.GROUP)
    draft.doubts.update(
        at
        for at, heading in enumerate(headings)
        if at not in draft.fields
        and draft.profiles[at].filled
        and field_for_heading(heading) in promised
    )


def _doubt_status(draft: DraftMapping) -> None:
    """A yes or a no by which many have left may be the answer to something else."""
    status = draft.headed(Field.STATUS)
    if status is not None and leaves_doubt(
        draft.cells(status), heading=draft.table.headings[status]
    ):
        draft.doubts.add(status)
