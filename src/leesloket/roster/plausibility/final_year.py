"""Who may have been in the final year before a list's, so that leaving is what they should do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from leesloket.roster.cleaning import stage_of, start_of
from leesloket.roster.model import KnownPupil, PatronId
from leesloket.roster.plausibility.last_summer import LastSummer
from leesloket.roster.plausibility.years import (
    final_years,
    place_of,
    streams_of,
    year_by_age,
    years_told,
)

_MOST = 0.5
_AS_MANY, _STRAGGLERS, _FEWEST_IN_YEAR = 0.85, 0.1, 20
"""Of the first year that may be a final one, in each after it: then there is one stream only."""
_HARDLY_ANY = 0.1
"""Of a year group: fewer who left last summer are those who move house, and no class of mavo."""
_STAY_LONGER = 1 / 4
"""Of those who are through by age: in a primary school one in seven or eight is a year older."""
_MOST_BY_AGE = 1 / 3
"""When more than this share would be in the final year by age, age does not tell it.  So it is of
one summer: after three a school of eight years lost three eighths."""
_MOST_SUMMERS = 3


@dataclass(frozen=True)
class FinalYear:
    """The last years of a school, and its members in them.  Without slots, for what is kept."""

    known: Sequence[KnownPupil]
    """The children who are members now."""
    given: frozenset[str]
    """The final year groups of the branch."""
    school_year: str
    shift: int | None
    """School years between the register's placements and the list; None when not known."""
    secondary: bool | None
    withdrawn: Sequence[KnownPupil] = ()
    """The children who were members before."""

    @cached_property
    def last_summer(self) -> LastSummer:
        return LastSummer(self.known, self.withdrawn, self.secondary)

    @cached_property
    def year_groups(self) -> frozenset[str]:
        """Those of the branch, the highest one that this school has, and what left as a whole."""
        return self._usual | self._last_year_of_its_own() | self.last_summer.whole_years

    @cached_property
    def _usual(self) -> frozenset[str]:
        return final_years(self.given, secondary=self.secondary)

    @cached_property
    def _streams(self) -> Mapping[str, str]:
        """The final year of each group whose name tells a stream."""
        groups = (pupil.group for pupil in self.known)
        return streams_of(groups) if len(self.year_groups) > 1 else {}

    def years_of(self, pupil: KnownPupil) -> tuple[str, ...]:
        return years_told(pupil.year_group, pupil.group, secondary=self.secondary)

    def shift_of(self, pupil: KnownPupil) -> int | None:
        """School years from the child's own placement to this list."""
        start, last = start_of(self.school_year), start_of(pupil.school_year)
        return self.shift if start is None or last is None else start - last

    def those_in_it(self, members: Iterable[KnownPupil]) -> Iterator[PatronId]:
        """The children who may have been in their final year before this list's."""
        # The same for a whole group, but where an age tells.
        told: dict[tuple[str, str, str | None], bool | None] = {}
        for pupil in members:
            words = pupil.year_group, pupil.group, pupil.school_year
            if words not in told:
                told[words] = self._is_final_group(pupil)
            is_final = told[words]
            if self._is_final_by_age(pupil) if is_final is None else is_final:
                yield pupil.patron_id

    def those_in_the_last_stage(self, members: Collection[KnownPupil]) -> Iterator[PatronId]:
        """The children who were in the last of several stages before this list's year."""
        groups = {pupil.group for pupil in members}
        stages = {group: stage for group in groups if (stage := stage_of(group)) is not None}
        last = max(stages.values(), default=0)
        for pupil in members if last > 1 else ():
            shift, stage = self.shift_of(pupil), stages.get(pupil.group)
            if stage and shift != 0 and stage + more_than_one(shift) >= last:
                yield pupil.patron_id

    def is_told_for(self, pupil: KnownPupil) -> bool:
        """Whether it is known which year is the last: not so where 4, 5 and 6 all may be."""
        return (
            len(years := self.years_of(pupil)) != 1
            or len(self._without_stream) == 1
            or years[0] in self.last_summer.whole_years
            or self._streams.get(pupil.group) in self.year_groups
        )

    def is_by_age(self, pupil: KnownPupil) -> bool:
        """Whether nothing but its age can say that a member was in its final year."""
        return not self.years_of(pupil)

    def _is_final_group(self, pupil: KnownPupil) -> bool | None:
        """Whether this child's group was in its final year; None where that is for each to tell.

        Who was in group 7 two school years ago has been in group 8 since.  Where several years are
        final, the stream in the group's name tells which one is: a child of 4 havo has a year to
        go.
        """
        shift = self.shift_of(pupil)
        if shift == 0:
            return False
        years, more = self.years_of(pupil), more_than_one(shift)
        if len(years) == 1 and years[0] in self.last_summer.whole_years:
            return True
        final = self._streams.get(pupil.group)
        if years and final in self.year_groups:
            return place_of(years[-1]) + more >= place_of(final)
        return self._ends_in(years[0], more) if len(years) == 1 else None

    def _is_final_by_age(self, pupil: KnownPupil) -> bool:
        """Of 7/8 one half goes and one stays; who is in a group without a year may be anywhere."""
        years, more = self.years_of(pupil), more_than_one(self.shift_of(pupil))
        if not years:
            return pupil.patron_id in self._by_age
        if pupil.birth_date is None:
            return any(self._ends_in(year, more) for year in years)
        return self._ends_in(years[-1], more) and self.is_old_enough(pupil)

    def _ends_in(self, year: str, more: int) -> bool:
        """Whether this year is a final one, or comes before one by so many years at most."""
        finals = self._without_stream
        return year in finals or any(
            0 <= place_of(final) - place_of(year) <= more
            for final in finals
            if more and final.isdigit() and year.isdigit()
        )

    @cached_property
    def _without_stream(self) -> frozenset[str]:
        """Of several final years the last one, where the years before it lose hardly anybody.

        Where groups tell no streams, as those of a gymnasium (4a, 5a, 6a), each of 4, 5 and 6 may
        be the last.  But of a school with mavo or havo far fewer are in year 6 than in year 4.  And
        where one left as a whole last summer it is seen which others lost hardly anybody.
        """
        finals = sorted(filter(str.isdigit, self.year_groups), key=place_of)
        if self.last_summer.whole_years:
            left = {year: self.last_summer.share_of_year(year) for year in self.year_groups}
            stay = {year for year, part in left.items() if part is not None and part < _HARDLY_ANY}
            return self.year_groups - stay
        if len(finals) <= 1 or self._streams:
            return self.year_groups
        years = Counter(told[0] for pupil in self.known if len(told := self.years_of(pupil)) == 1)
        first = years[finals[0]]
        full = [year for year in finals if years[year] > _STRAGGLERS * first]
        if first < _FEWEST_IN_YEAR or any(years[year] < _AS_MANY * first for year in full):
            return self.year_groups
        return frozenset(finals[finals.index(full[-1]) :])

    def _last_year_of_its_own(self) -> frozenset[str]:
        """The highest year, where nobody is in a final one and it has children of that age.

        A Vrijeschool counts its classes from group 3 on: who leaves is in class 6.
        """
        words = {(pupil.year_group, pupil.group) for pupil in self.known}
        years = {year for one in words for year in years_told(*one, secondary=self.secondary)}
        if not years or not self._usual.isdisjoint(years):
            return frozenset()
        last = max(years, key=place_of)
        pupils = [pupil for pupil in self.known if last in self.years_of(pupil)]
        old_enough = sum(self._is_of_age(pupil, self._usual) for pupil in pupils)
        return frozenset({last}) if old_enough > _MOST * len(pupils) else frozenset()

    @cached_property
    def _by_age(self) -> frozenset[PatronId]:
        """Of the members without any year: those old enough, unless that are too many."""
        undated = [pupil for pupil in self.known if not self.years_of(pupil)]
        old_enough = frozenset(p.patron_id for p in undated if self.is_old_enough(p))
        stay = (1 - _MOST_BY_AGE) ** min(_MOST_SUMMERS, 1 + more_than_one(self.shift))
        return old_enough if len(old_enough) <= (1 - stay) * len(undated) else frozenset()

    def is_old_enough(self, pupil: KnownPupil, *, years_ago: int = 0) -> bool:
        """Whether a child was of the age of the final year, in the year before this list's.

        Or so many years before that.
        """
        return self._is_of_age(pupil, self.year_groups, years_ago)

    def _is_of_age(self, pupil: KnownPupil, finals: frozenset[str], years_ago: int = 0) -> bool:
        start = start_of(self.school_year)
        places = [place_of(year) for year in finals if year.isdigit()]
        if start is None or not places or pupil.birth_date is None:
            return False
        last_year = start - (1 if self.shift is None else min(1, self.shift))
        return year_by_age(pupil.birth_date, last_year - years_ago) >= min(places)

    def keeps_children_longer(self, through: Collection[PatronId]) -> bool:
        """Whether many of those who are through by their age alone were so a year before as well.

        A school for special education keeps them a year more.
        """
        by_age = [
            pupil for pupil in self.known if pupil.patron_id in through and self.is_by_age(pupil)
        ]
        older = sum(self.is_old_enough(pupil, years_ago=1) for pupil in by_age)
        return older > _STAY_LONGER * len(by_age)


def more_than_one(shift: int | None) -> int:
    """The school years of which no list was sent."""
    return max(0, (shift or 0) - 1)
