"""Pairs of a row and a known child, each on its level of the policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from leesloket.roster.cleaning import start_of
from leesloket.roster.matching.blocks import (
    blocks_of,
    family_of,
    indexed,
    is_number_of_twin,
    number_of,
    twin_families,
)
from leesloket.roster.matching.evidence import Child, Evidence, compare
from leesloket.roster.matching.levels import Situation, level_of
from leesloket.roster.matching.placeholders import placeholders_among
from leesloket.roster.model import KnownPupil

Never = Mapping[int, set[int]]
"""Row to the known children that a person said it is not."""


@dataclass(frozen=True, slots=True)
class Pair:
    row: int
    child: int
    evidence: Evidence
    level: int


class Side:
    """The rows beside the register: what the whole of both says about any two."""

    def __init__(
        self,
        rows: Sequence[Child],
        known: Sequence[Child],
        never: Never,
        situation: Situation,
    ) -> None:
        self.situation = situation
        self._rows, self._known = rows, known
        self._never = never
        self._ready = False

    def _get_ready(self) -> None:
        """Look at everybody once, when there is anybody to compare at all."""
        if self._ready:
            return
        self._ready = True
        self._placeholders = placeholders_among(self._rows) | placeholders_among(self._known)
        self._by_number = indexed(self._known, number_of)
        self._twins = twin_families(self._rows) | twin_families(self._known)
        self._start = start_of(self.situation.school_year)

    def compare(self, row: Child, child: Child) -> Pair | None:
        """The pair, unless no level is true of it or a person said that these are two."""
        if child.at in self._never.get(row.at, ()):
            return None
        self._get_ready()
        evidence = compare(
            row,
            child,
            shift=self._shift(child),
            twin=family_of(row) in self._twins or family_of(child) in self._twins,
            number_of_twin=is_number_of_twin(row, self._by_number),
            placeholder=row.born in self._placeholders,
        )
        level = level_of(evidence, self.situation)
        return None if level is None else Pair(row.at, child.at, evidence, level)

    def _shift(self, child: Child) -> int | None:
        """School years since this child's own placement, which may be older than the others'."""
        pupil = child.source
        if self._start is not None and isinstance(pupil, KnownPupil):
            start = start_of(pupil.school_year)
            if start is not None:
                return self._start - start
        return self.situation.shift


def pairs_between(rows: Sequence[Child], known: Sequence[Child], side: Side) -> list[Pair]:
    """Every row with every child it shares a number, a birth date or a name with."""
    if not rows:
        return []
    blocks = blocks_of(known, side.situation)
    pairs = []
    for row in rows:
        met = {child.at: child for key, block in blocks for child in block.get(key(row), ())}
        for child in met.values():
            pair = side.compare(row, child)
            if pair is not None:
                pairs.append(pair)
    return pairs
