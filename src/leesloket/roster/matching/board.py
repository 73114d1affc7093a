"""The state of one matching."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import NamedTuple

from leesloket.roster.matching.evidence import Child
from leesloket.roster.matching.pairs import Pair


class Tie(NamedTuple):
    """Who a row is, by which level, and why."""

    child: int
    level: str
    reasons: tuple[str, ...]


@dataclass(slots=True)
class Board:
    """Who is tied to whom, and who is spoken for."""

    rows: list[Child] = field(repr=False)
    known: list[Child] = field(repr=False)
    tied: dict[int, Tie] = field(default_factory=dict)
    """By row."""
    asked: dict[int, list[Pair]] = field(default_factory=dict)
    """Row to its candidates."""
    taken: set[int] = field(default_factory=set)
    """Known children that are tied, or that several rows claim with the same right."""

    def tie(self, row: int, tie: Tie) -> None:
        """Tie a row to a child that no other row may have."""
        self.tied[row] = tie
        self.taken.add(tie.child)

    def ask_instead(self, row: int, pairs: list[Pair]) -> None:
        """Take a tie back: a person says who the row is.  The child stays spoken for."""
        del self.tied[row]
        self.asked[row] = pairs

    def child_of(self) -> Mapping[int, int]:
        """Row to known child, of all that are tied."""
        return {row: tie.child for row, tie in self.tied.items()}

    def tied_children(self) -> AbstractSet[int]:
        return {tie.child for tie in self.tied.values()}

    def free_rows(self) -> list[Child]:
        return [row for row in self.rows if row.at not in self.tied]

    def free_known(self) -> list[Child]:
        """Those who are tied to no row; some may be asked about."""
        tied = self.tied_children()
        return [child for child in self.known if child.at not in tied]

    def is_open(self, pair: Pair) -> bool:
        return (
            pair.row not in self.tied
            and pair.row not in self.asked
            and pair.child not in self.taken
        )
