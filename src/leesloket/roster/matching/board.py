"""The state of one matching."""

from __future__ import annotations

from dataclasses import dataclass, field

from leesloket.roster.matching.evidence import Child
from leesloket.roster.matching.pairs import Pair


@dataclass(slots=True)
class Board:
    """Who is tied to whom, and who is spoken for."""

    rows: list[Child] = field(repr=False)
    known: list[Child] = field(repr=False)
    tied: dict[int, tuple[int, str, tuple[str, ...]]] = field(default_factory=dict)
    """Row to (known child, level, reasons)."""
    asked: dict[int, list[Pair]] = field(default_factory=dict)
    """Row to its candidates."""
    taken: set[int] = field(default_factory=set)
    """Known children that are tied, or that several rows claim with the same right."""

    def tie(self, row: int, child: int, level: str, reasons: tuple[str, ...]) -> None:
        self.tied[row] = (child, level, reasons)
        self.taken.add(child)

    def free_rows(self) -> list[Child]:
        return [row for row in self.rows if row.at not in self.tied]

    def free_known(self) -> list[Child]:
        """Those who are tied to no row; some may be asked about."""
        tied = {child for child, _, _ in self.tied.values()}
        return [child for child in self.known if child.at not in tied]

    def is_open(self, pair: Pair) -> bool:
        return (
            pair.row not in self.tied
            and pair.row not in self.asked
            and pair.child not in self.taken
        )
