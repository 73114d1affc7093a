"""Who left by the last list, to which the library agreed: which year, or group, finishes school."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from leesloket.roster.cleaning import fold_group, start_of
from leesloket.roster.model import KnownPupil
from leesloket.roster.plausibility.years import place_of, years_told

_FEWEST, _FEWEST_OF_A_YEAR = 5, 10
"""Children who left together; and of a year group or a group, that its share says something."""
_MOST_YEARS = 3
_MOST = 0.5
_FEWEST_OF_A_PART, _OF_A_PART = 3, 0.1
"""Children who left a group of several years, and the part of it: fewer moved house."""
_AS_A_WHOLE, _OF_OTHERS = 0.8, 0.25
"""Of a year group or a group that left; and of it, those a year above, who stayed."""


@dataclass(frozen=True)
class LastSummer:
    """What the register remembers of the summer before its own school year.

    Without slots, for what is kept.
    """

    members: Sequence[KnownPupil]
    """The children who are members now."""
    withdrawn: Sequence[KnownPupil]
    """All who were, with their last placement."""
    secondary: bool | None

    @cached_property
    def whole_years(self) -> frozenset[str]:
        """The year groups that left as a whole: they finish school here.

        Of more than three, as of mavo, havo and vwo, the school was divided; and where the year
        above one stayed, the children of that one went to another school together.
        """
        years = frozenset(
            year
            for year, left in self._left_of_year.items()
            if left >= _FEWEST
            and (self.share_of_year(year) or 0) >= _AS_A_WHOLE
            and self._members_of_place[place_of(year) + 2] <= _OF_OTHERS * left
        )
        return years if len(years) <= _MOST_YEARS else frozenset()

    def share_of_year(self, year: str) -> float | None:
        """The part of a year group that left; None when too few tell.

        The others are those who are a year further now.
        """
        left, stayed = self._left_of_year[year], self._members_of_place[place_of(year) + 1]
        return left / (left + stayed) if left + stayed >= _FEWEST_OF_A_YEAR else None

    @cached_property
    def whole_groups(self) -> frozenset[str]:
        """The groups that left as a whole, by those who are in them now, while others stayed.

        Most of who left were of them: otherwise each child goes when it is through, as in VSO.
        """
        whole = frozenset(filter(self._left_as_a_whole, self._left_of_group))
        left = sum(self._left_of_group[group] for group in whole)
        return whole if left > _MOST * len(self._left) else frozenset()

    def may_go_as_a_whole(self, group: str) -> bool:
        """Whether a group did last summer; or nothing is told of it."""
        name = fold_group(group)
        return not self._is_told_of(name) or self._left_as_a_whole(name)

    def may_go_in_part(self, group: str) -> bool:
        """Whether some left from a group last summer; or nothing is told of it."""
        name = fold_group(group)
        fewest = max(_FEWEST_OF_A_PART, _OF_A_PART * self._members_of_group[name])
        return not self._is_told_of(name) or self._left_of_group[name] >= fewest

    def left_of(self, group: str) -> int:
        """How many left from a group."""
        return self._left_of_group[fold_group(group)]

    def _is_told_of(self, group: str) -> bool:
        """Whether it says something that hardly anybody left from a group.

        It does in a group that is large enough, where those who left were in groups that are there
        now: with other names, as those of teachers, the same children may be in it.
        """
        known = sum(
            left for name, left in self._left_of_group.items() if self._members_of_group[name]
        )
        return self._members_of_group[group] >= _FEWEST_OF_A_YEAR and known >= max(
            _FEWEST, _MOST * len(self._left)
        )

    def members_of(self, group: str) -> int:
        """How many are in a group now."""
        return self._members_of_group[fold_group(group)]

    def _left_as_a_whole(self, group: str) -> bool:
        members = self._members_of_group[group]
        return self._left_of_group[group] >= max(_FEWEST, _AS_A_WHOLE * members)

    @cached_property
    def _start(self) -> int | None:
        """The first calendar year of the school year in which the members were placed."""
        starts = (start_of(pupil.school_year) for pupil in self.members)
        return max((start for start in starts if start is not None), default=None)

    @cached_property
    def _left(self) -> Sequence[KnownPupil]:
        last = self._start and self._start - 1
        return [pupil for pupil in self.withdrawn if last and start_of(pupil.school_year) == last]

    @cached_property
    def _left_of_year(self) -> Counter[str]:
        return Counter(year for pupil in self._left if (year := self._year_of(pupil)))

    @cached_property
    def _members_of_place(self) -> Counter[int]:
        return Counter(place_of(year) for pupil in self.members if (year := self._year_of(pupil)))

    @cached_property
    def _left_of_group(self) -> Counter[str]:
        return Counter(fold_group(pupil.group) for pupil in self._left)

    @cached_property
    def _members_of_group(self) -> Counter[str]:
        return Counter(fold_group(pupil.group) for pupil in self.members)

    def _year_of(self, pupil: KnownPupil) -> str:
        years = years_told(pupil.year_group, pupil.group, secondary=self.secondary)
        return years[0] if len(years) == 1 else ""
