"""Pairs of a row and a known child, each on its level of the policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from leesloket.roster.cleaning import start_of
from leesloket.roster.matching.blocks import (
    Block,
    birth_of,
    family_of,
    indexed,
    is_number_of_twin,
    number_of,
    whole_name_of,
)
from leesloket.roster.matching.evidence import Child, Evidence, are_others, compare
from leesloket.roster.matching.levels import Situation, level_of
from leesloket.roster.matching.placeholders import placeholders_among
from leesloket.roster.matching.together import Ways, goes_with_its_class, ways_of_classes

Never = Mapping[int, set[int]]
"""Row to the known children that a person said it is not."""


@dataclass(frozen=True, slots=True)
class Pair:
    row: int
    child: int
    evidence: Evidence
    level: int


class Side:
    """The rows beside the register: what the whole of both says about any two.

    Most files are matched without it; every part is made when it is first needed.
    """

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
        self._start = start_of(situation.school_year)

    def compare(self, row: Child, child: Child) -> Pair | None:
        """The pair, unless no level is true of it or a person said that these are two."""
        if are_others(row, child) or child.at in self._never.get(row.at, ()):
            return None
        evidence = compare(
            row,
            child,
            shift=self._shift(child),
            twin=self._has_twin(row) or self._has_twin(child),
            number_of_twin=is_number_of_twin(row, self._by_number),
            named_as_another=self._is_named_as_another(row, child),
            placeholder=self.has_placeholder(row),
        )
        if evidence.place == "unknown" and goes_with_its_class(row, child, self._ways):
            evidence = replace(evidence, place="expected")
        level = level_of(evidence, self.situation)
        return None if level is None else Pair(row.at, child.at, evidence, level)

    def has_placeholder(self, row: Child) -> bool:
        """Whether many children have the row's birth date."""
        return row.born in self._placeholders

    @cached_property
    def _by_number(self) -> Mapping[object, Sequence[Child]]:
        return indexed(self._known, number_of)

    @cached_property
    def _names(self) -> frozenset[object]:
        return frozenset(map(whole_name_of, self._known))

    def _is_named_as_another(self, row: Child, child: Child) -> bool:
        name = whole_name_of(row)
        return name is not None and name != whole_name_of(child) and name in self._names

    @cached_property
    def _ways(self) -> Ways:
        """Where the classes went, in a list that has nothing but names and groups.

        Where groups tell no year, that is where a child is expected.
        """
        file = self.situation
        if file.has_birth_dates or (file.numbers_hold and file.has_numbers):
            return frozenset()
        return ways_of_classes(self._rows, self._known)

    @cached_property
    def _by_birth(self) -> tuple[Mapping[object, Sequence[Child]], ...]:
        return indexed(self._rows, birth_of), indexed(self._known, birth_of)

    @cached_property
    def _placeholders(self) -> frozenset[object]:
        return frozenset().union(*map(placeholders_among, self._by_birth))

    @cached_property
    def _families_with_twins(self) -> frozenset[object]:
        """Surname and birth date of which the file, or the register, has two first names."""
        found = set()
        for children in (self._rows, self._known):
            first: dict[object, str] = {}
            for child in children:
                family = family_of(child)
                if family and first.setdefault(family, child.first) != child.first:
                    found.add(family)
        return frozenset(found)

    def _has_twin(self, child: Child) -> bool:
        return family_of(child) in self._families_with_twins

    def _shift(self, child: Child) -> int | None:
        """School years since this child's own placement, which may be older than the others'."""
        start = start_of(child.school_year)
        if self._start is None or start is None:
            return self.situation.shift
        return self._start - start


def pairs_between(
    rows: Sequence[Child], blocks: Sequence[Block], side: Side, seen: set[tuple[int, int]]
) -> list[Pair]:
    """Every row with every child that it meets in these blocks, and has not met before."""
    pairs = []
    for row in rows:
        met = {child.at: child for key, block in blocks for child in block.get(key(row), ())}
        for child in met.values():
            if (row.at, child.at) in seen:
                continue
            seen.add((row.at, child.at))
            pair = side.compare(row, child)
            if pair is not None:
                pairs.append(pair)
    return pairs
