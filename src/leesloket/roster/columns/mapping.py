"""Which column is which field: by what a person said, by heading and by the values.

Never by position.  What cannot be settled is left open, for a person to say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from leesloket.roster.cleaning import DateOrder, clean_text, decide_date_order
from leesloket.roster.columns.claims import Claim, Rank, claims_by_heading
from leesloket.roster.columns.columns_of_names import names_by_common_ones
from leesloket.roster.columns.draft import DraftMapping
from leesloket.roster.columns.guesses import guess_by_values
from leesloket.roster.columns.raw_cells import cells_of
from leesloket.roster.columns.settling import settle
from leesloket.roster.columns.values import Profile, fits, profile_of, profiles_of
from leesloket.roster.heading_forms import fold_heading
from leesloket.roster.headings import field_for_heading
from leesloket.roster.model import WHOLE_NAMES, DroppedColumn, Field, ListKind, RawTable

T = TypeVar("T")

How = Literal["remembered", "heading", "values", "format", "confirmed", "unused"]

_DATE_FIELDS = frozenset({Field.BIRTH_DATE, Field.LEFT_ON, Field.MEMBER_FROM})
_FIRST_NAMES = (Field.FIRST_NAME, Field.GIVEN_NAMES, Field.INITIALS)


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What each column means, and how that is known."""

    fields: tuple[Field | None, ...]
    """One per heading; None for a column that is not used."""
    how: tuple[How, ...]
    date_orders: tuple[DateOrder | None, ...]
    """Day or month first, for the columns that hold dates."""
    missing: tuple[Field, ...]
    """Fields a list cannot do without, and that no column holds."""
    is_certain: bool
    """False: a person must look before the file is used."""
    doubts: tuple[int, ...] = ()
    """The columns a person should look at."""

    def column_of(self, field: Field) -> int | None:
        """The column that holds a field."""
        return self.fields.index(field) if field in self.fields else None


def suggest_mapping(
    table: RawTable,
    *,
    remembered: Mapping[str, Field] | None = None,
    kind: ListKind = ListKind.PUPILS,
) -> ColumnMapping:
    """The likeliest mapping.

    `remembered` is what this branch's people confirmed before, by heading (any spelling): it wins
    over everything but the guard against a BSN.
    """
    if table.fields is not None:
        return _mapping(table, table.fields, ["format"] * len(table.fields), kind=kind)
    profiles = profiles_of(table)
    if table.heading_row is None:
        return _without_headings(table, profiles, kind)
    claims = [
        *_claims_remembered(table, remembered or {}, profiles),
        *claims_by_heading(table, profiles, kind),
    ]
    return _mapping_of(settle(table, claims, profiles, kind), kind)


def confirm(
    table: RawTable, fields: Mapping[int, Field | None], *, kind: ListKind = ListKind.PUPILS
) -> ColumnMapping:
    """The mapping a person set, by column number from 0.  Columns not named are not used."""
    chosen = [fields.get(at) for at in range(len(table.headings))]
    how: list[How] = ["confirmed" if field else "unused" for field in chosen]
    return _mapping(table, chosen, how, kind=kind)


def narrow(table: RawTable, mapping: ColumnMapping) -> tuple[RawTable, ColumnMapping]:
    """The table with its used columns only (data minimisation), and the mapping that fits it.

    While something is missing nothing is thrown away: a person may still point at a column.
    """
    kept = [at for at, field in enumerate(mapping.fields) if field is not None]
    if mapping.missing or len(kept) == len(table.headings):
        return table, mapping
    unused = [at for at, field in enumerate(mapping.fields) if field is None]
    return (
        replace(
            table,
            headings=_pick(table.headings, kept),
            rows=tuple(
                replace(row, cells=tuple(row.cells[at] for at in kept if at < len(row.cells)))
                for row in table.rows
            ),
            dropped=(
                *table.dropped,
                *(DroppedColumn(table.headings[at], _reason(table, mapping, at)) for at in unused),
            ),
            fields=_pick(table.fields, kept) if table.fields is not None else None,
        ),
        replace(
            mapping,
            fields=_pick(mapping.fields, kept),
            how=_pick(mapping.how, kept),
            date_orders=_pick(mapping.date_orders, kept),
            doubts=tuple(kept.index(at) for at in mapping.doubts if at in kept),
        ),
    )


def _reason(
    table: RawTable, mapping: ColumnMapping, column: int
) -> Literal["not_needed", "does_not_fit", "same_for_all"]:
    """Why a column is not used: a heading that promises what no other column holds is told so."""
    promised = field_for_heading(table.headings[column])
    if promised is None or promised in mapping.fields:
        return "not_needed"
    seen = profile_of(cells_of(table.rows, column))
    if fits(promised, seen):
        return "not_needed"
    are_numbers = promised is Field.PUPIL_NUMBER and seen.numbers == 1
    return "same_for_all" if are_numbers and seen.is_hardly_different else "does_not_fit"


def missing_fields(
    fields: Sequence[Field | None], *, kind: ListKind = ListKind.PUPILS
) -> tuple[Field, ...]:
    """What a list cannot do without: a whole name or a surname and a first name, and a group.

    Pupil number and birth date are asked for but can be missed: matching is less sure then.  A
    library's own list needs the numbers of its cards, and no groups: most patrons are in none.
    """
    present = set(fields)
    missing = []
    if present.isdisjoint(WHOLE_NAMES):
        if present.isdisjoint(_FIRST_NAMES):
            missing.append(Field.FIRST_NAME)
        if Field.SURNAME not in present:
            missing.append(Field.SURNAME)
    needed = Field.GROUP if kind is ListKind.PUPILS else Field.CARD_NUMBER
    if needed not in present:
        missing.append(needed)
    return tuple(missing)


def _claims_remembered(
    table: RawTable, remembered: Mapping[str, Field], profiles: Sequence[Profile]
) -> list[Claim]:
    by_heading = {fold_heading(heading): field for heading, field in remembered.items()}
    return [
        Claim(at, by_heading[folded], Rank.SAID)
        for at, folded in enumerate(map(fold_heading, table.headings))
        if folded in by_heading and _can_be(by_heading[folded], profiles[at])
    ]


def _can_be(field: Field, seen: Profile) -> bool:
    """Whether a column can still be what people said of another file."""
    return not seen.is_bsn and not (field is Field.PUPIL_NUMBER and seen.is_hardly_different)


def _without_headings(
    table: RawTable, profiles: Sequence[Profile], kind: ListKind
) -> ColumnMapping:
    """A table without headings: a proposal from the values alone, always for a person to check."""
    draft = DraftMapping(table, profiles)
    columns = range(len(table.headings))
    guessed = guess_by_values(table, columns, profiles)
    left = [at for at in columns if at not in guessed]
    guessed |= names_by_common_ones(draft, {*guessed.values()}, left)
    for column, field in guessed.items():
        draft.propose(column, field)
    return _mapping_of(draft, kind)


def _mapping_of(draft: DraftMapping, kind: ListKind) -> ColumnMapping:
    columns = range(len(draft.table.headings))
    return _mapping(
        draft.table,
        [draft.fields.get(at) for at in columns],
        [draft.how.get(at, "unused") for at in columns],
        doubts=tuple(sorted(draft.doubts)),
        kind=kind,
    )


def _mapping(
    table: RawTable,
    fields: Sequence[Field | None],
    how: Sequence[How],
    *,
    doubts: tuple[int, ...] = (),
    kind: ListKind,
) -> ColumnMapping:
    missing = missing_fields(fields, kind=kind)
    return ColumnMapping(
        fields=tuple(fields),
        how=tuple(how),
        date_orders=tuple(
            _date_order(table, at) if field in _DATE_FIELDS else None
            for at, field in enumerate(fields)
        ),
        missing=missing,
        is_certain=not missing and not doubts,
        doubts=doubts,
    )


def _date_order(table: RawTable, column: int) -> DateOrder:
    return decide_date_order(map(clean_text, cells_of(table.rows, column)))


def _pick(items: Sequence[T], columns: Sequence[int]) -> tuple[T, ...]:
    return tuple(items[at] for at in columns)
