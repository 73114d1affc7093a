"""A mapping while it is made: every column may be one field, and every field one column."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Literal

from leesloket.roster.columns.raw_cells import cells_of
from leesloket.roster.columns.values import Profile
from leesloket.roster.model import Field, RawTable

Said = Literal["remembered", "heading", "values", "unused"]


@dataclass(slots=True)
class DraftMapping:
    """What is known of the columns so far; the rules that settle them change it one by one."""

    table: RawTable
    profiles: Sequence[Profile]
    """One per column."""
    fields: dict[int, Field] = field(default_factory=dict)
    """By column; those that are not used are in neither of the two."""
    how: dict[int, Said] = field(default_factory=dict)
    doubts: set[int] = field(default_factory=set)
    """The columns that a person must look at, used or not."""

    def use(self, column: int, what: Field, how: Said) -> None:
        """Take a column for a field."""
        self.fields[column] = what
        self.how[column] = how

    def propose(self, column: int, what: Field) -> None:
        """Take a column for a field by its values, for a person to confirm."""
        self.use(column, what, "values")
        self.doubts.add(column)

    def leave(self, column: int) -> None:
        """Use a column for nothing after all."""
        del self.fields[column], self.how[column]

    def column_of(self, what: Field) -> int | None:
        """The column that holds a field."""
        return next((at for at, told in self.fields.items() if told is what), None)

    def columns_of(self, fields: Collection[Field]) -> list[int]:
        """The columns that hold one of these."""
        return [at for at, told in self.fields.items() if told in fields]

    def headed(self, what: Field) -> int | None:
        """The column that holds a field as its heading says: nobody confirmed it before."""
        at = self.column_of(what)
        return at if at is not None and self.how[at] == "heading" else None

    def holds_any(self, fields: Collection[Field]) -> bool:
        """Whether one of these has a column."""
        return any(told in fields for told in self.fields.values())

    def cells(self, column: int) -> list[str]:
        """What stands in a column."""
        return cells_of(self.table.rows, column)
