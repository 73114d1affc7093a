"""What a plan found, as the holds look at it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from leesloket.roster.cleaning import start_of
from leesloket.roster.columns import Oddities
from leesloket.roster.model import (
    KnownPupil,
    Mode,
    PatronId,
    PupilRecord,
    SourceFacts,
)
from leesloket.roster.plausibility.limits import PreviousImport
from leesloket.roster.plausibility.years import (
    final_years,
    place_of,
    stage_of,
    streams_of,
    year_by_age,
    years_told,
)

_NO_FACTS = SourceFacts()
_NONE_ODD = Oddities()
_ENTRY_PRIMARY, _ENTRY_SECONDARY = "1", "11"
_MOST, _NEARLY_ALL = 0.5, 0.9
_AS_MANY, _STRAGGLERS, _FEWEST_IN_YEAR = 0.85, 0.1, 20
"""Of the first year that may be a final one, in each after it: then there is one stream only."""
_ENTERS = 1 / 4
"""Of a group: in one of years 1 to 3 a third is of the first."""
_STAY_LONGER = 1 / 4
"""Of those who are through by age: in a primary school one in seven or eight is a year older."""
_MOST_BY_AGE = 1 / 3
"""When more than this share would be in the final year by age, age does not tell it."""


_NAME_AND_BIRTH = attrgetter("first_name", "surname", "birth_date")


class Move(NamedTuple):
    """From which group to which; thousands of children make a few dozen different moves."""

    group_before: str
    year_before: str
    group: str
    year: str


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything the holds judge."""

    rows: int
    """Pupils in the file, rows with an error included."""
    records: tuple[PupilRecord, ...] = field(repr=False, default=())
    """Those rows in the order of the file, as far as they could be read."""
    matched: tuple[tuple[PupilRecord, KnownPupil], ...] = field(repr=False, default=())
    same_number: tuple[tuple[PupilRecord, KnownPupil], ...] = field(repr=False, default=())
    """Rows and members with the same number, whether they match or not."""
    unsure: tuple[tuple[PupilRecord, tuple[KnownPupil, ...]], ...] = field(repr=False, default=())
    """Rows that may be a child we know, for a person to say, with the children it may be."""
    newcomers: tuple[PupilRecord, ...] = field(repr=False, default=())
    leavers: tuple[KnownPupil, ...] = field(repr=False, default=())
    known: tuple[KnownPupil, ...] = field(repr=False, default=())
    """The children who are members now."""
    mode: Mode = Mode.FULL
    school_year: str = ""
    as_of: date = date.min
    shift: int | None = None
    """School years between the register's placements and the file; None when not known."""
    final_year_groups: frozenset[str] = frozenset({"8"})
    facts: SourceFacts = _NO_FACTS
    branch_brin: str | None = None
    previous: PreviousImport | None = None
    oddities: Oddities = _NONE_ODD
    shared_numbers: int = 0
    """Rows whose number is another child's as well."""
    secondary: bool | None = None
    moves: Counter[Move] = field(init=False, repr=False)
    """How many of the matched children made each move."""
    same_number_differing: tuple[tuple[PupilRecord, KnownPupil], ...] = field(
        init=False, repr=False
    )
    """Those of `same_number` whose name or birth date is not written as it was: hardly any."""
    finals: frozenset[PatronId] = field(init=False, repr=False)
    """The members who may have been in their final year, so that leaving is what they should do."""
    through: int = field(init=False, repr=False)
    """How many members a school expects to leave, by a stream, a stage, the one final year there is
    or an age.  Where upper years only do not tell their streams, as many as come in."""
    expected_to_stay: tuple[KnownPupil, ...] = field(init=False, repr=False)
    """The members outside the final year."""
    unexpected_leavers: tuple[KnownPupil, ...] = field(init=False, repr=False)
    _first_year: int = field(init=False, repr=False)
    """The lowest one that the school has, by place; 0 when it is not told."""
    _first_stages: frozenset[str] = field(init=False, repr=False)
    """The groups of the list in which newcomers to the country begin."""
    _entry_groups: frozenset[str] = field(init=False, repr=False)
    """The groups without a year in which the youngest were last year, by their age."""
    _streams: Mapping[str, str] = field(init=False, repr=False)
    _finals_without_stream: frozenset[str] = field(init=False, repr=False)
    """The final years of the groups whose names tell no stream."""
    _final_by_age: frozenset[PatronId] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        finals = final_years(self.final_year_groups, secondary=self.secondary)
        object.__setattr__(self, "final_year_groups", finals)
        finals |= self._last_year_of_its_own()
        object.__setattr__(self, "final_year_groups", finals)
        object.__setattr__(self, "_first_year", self._lowest_year())
        stages = range(1, 2 + _more_than_one(self.shift))
        groups = {record.group for record in self.records}
        first = frozenset(group for group in groups if stage_of(group) in stages)
        object.__setattr__(self, "_first_stages", first)
        object.__setattr__(self, "_entry_groups", self._where_children_enter())
        streams = streams_of(p.group for p in self.known) if len(finals) > 1 else {}
        object.__setattr__(self, "_streams", streams)
        object.__setattr__(self, "_finals_without_stream", self._last_where_none_leave_before())
        object.__setattr__(self, "_final_by_age", self._who_is_final_by_age())
        members = {pupil.patron_id: pupil for pupil in (*self.known, *self.leavers)}
        stage = frozenset(self._who_are_in_the_last_stage(members.values()))
        last = stage | frozenset(self._who_are_final(members.values()))
        told = (one for one in last if self._tells_the_last_year(members[one]))
        object.__setattr__(self, "finals", last)
        through = max(len(stage.union(told)), self._as_many_as_come_in())
        object.__setattr__(self, "through", through)
        stay = tuple(pupil for pupil in self.known if pupil.patron_id not in last)
        leave = tuple(pupil for pupil in self.leavers if pupil.patron_id not in last)
        object.__setattr__(self, "expected_to_stay", stay)
        object.__setattr__(self, "unexpected_leavers", leave)
        moves = Counter(
            Move(known.group, known.year_group, record.group, record.year_group)
            for record, known in self.matched
        )
        object.__setattr__(self, "moves", moves)
        differing = tuple(
            (record, known)
            for record, known in self.same_number
            if _NAME_AND_BIRTH(record) != _NAME_AND_BIRTH(known)
        )
        object.__setattr__(self, "same_number_differing", differing)

    @property
    def asked(self) -> int:
        """How many rows are questions about a child."""
        return len(self.unsure)

    @property
    def loose_records(self) -> tuple[PupilRecord, ...]:
        """Rows that are not tied to anybody."""
        return (*self.newcomers, *(record for record, _ in self.unsure))

    def is_surely_final(self, pupil: KnownPupil) -> bool:
        """Whether a member was in its final year, and not one of a group in which others were."""
        return pupil.patron_id in self.finals and (
            pupil.birth_date is not None or len(self._years_of(pupil)) == 1
        )

    def is_final_by_age(self, pupil: KnownPupil) -> bool:
        """Whether nothing but its age says that a member was in its final year."""
        return pupil.patron_id in self.finals and not self._years_of(pupil)

    @property
    def stay_longer(self) -> bool:
        """Whether many who are through by their age alone were so a year before as well.

        A school for special education keeps them a year more.
        """
        by_age = list(filter(self.is_final_by_age, self.known))
        older = sum(self._is_old_enough(pupil, years_ago=1) for pupil in by_age)
        return older > _STAY_LONGER * len(by_age)

    def is_entry(self, record: PupilRecord) -> bool:
        """Whether newcomers are what this row's year is made of; not so where nothing tells."""
        # Who entered in a year of which no list was sent has moved up since.
        latest = self.first_year_of_all + _more_than_one(self.shift)
        if record.year_group:
            return place_of(record.year_group) <= latest
        if stage_of(record.group) is not None:
            return self._begins_here(record)
        start = start_of(self.school_year)
        if record.birth_date is not None and start is not None:
            return year_by_age(record.birth_date, start) <= latest
        years = years_told("", record.group, secondary=self.secondary)
        if not years:
            return record.group in self._entry_groups
        return any(place_of(year) <= latest for year in years)

    def beginning(self, records: Collection[PupilRecord]) -> int:
        """How many of these rows are where all come in who come from other schools.

        The first stage of a school for newcomers to the country, or the first year of a location
        that has upper years only.
        """
        if not self._first_stages and self._first_year <= self._usual_entry:
            return 0
        return sum(map(self._begins_here, records))

    def _begins_here(self, record: PupilRecord) -> bool:
        if self._first_year > self._usual_entry and record.year_group:
            latest = self._first_year + _more_than_one(self.shift)
            return place_of(record.year_group) <= latest
        return record.group in self._first_stages

    @property
    def first_year_of_all(self) -> int:
        """The place of the year in which children begin here."""
        return max(self._usual_entry, self._first_year)

    @property
    def _usual_entry(self) -> int:
        return place_of(_ENTRY_SECONDARY if self.secondary else _ENTRY_PRIMARY)

    def year_of(self, record: PupilRecord) -> str:
        """A row's year, or what comes nearest to one: its age, its group."""
        start = start_of(self.school_year)
        if record.year_group or record.birth_date is None or start is None:
            return record.year_group or record.group
        return f"age {year_by_age(record.birth_date, start)}"

    def shift_of(self, pupil: KnownPupil) -> int | None:
        """School years from the child's own placement to this list."""
        start, last = start_of(self.school_year), start_of(pupil.school_year)
        return self.shift if start is None or last is None else start - last

    def _who_are_final(self, members: Iterable[KnownPupil]) -> Iterator[PatronId]:
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

    def _who_are_in_the_last_stage(self, members: Collection[KnownPupil]) -> Iterator[PatronId]:
        """The children who were in the last of several stages before this list's year."""
        groups = {pupil.group for pupil in members}
        stages = {group: stage for group in groups if (stage := stage_of(group)) is not None}
        last = max(stages.values(), default=0)
        for pupil in members if last > 1 else ():
            shift, stage = self.shift_of(pupil), stages.get(pupil.group)
            if stage and shift != 0 and stage + _more_than_one(shift) >= last:
                yield pupil.patron_id

    def _is_final_group(self, pupil: KnownPupil) -> bool | None:
        """Whether this child's group was in its final year; None where that is for each to tell.

        Who was in group 7 two school years ago has been in group 8 since.  Where several years are
        final, the stream in the group's name tells which one is: a child of 4 havo has a year to
        go.
        """
        shift = self.shift_of(pupil)
        if shift == 0:
            return False
        years, more = self._years_of(pupil), _more_than_one(shift)
        final = self._streams.get(pupil.group)
        if years and final in self.final_year_groups:
            return place_of(years[-1]) + more >= place_of(final)
        return self._ends_in(years[0], more) if len(years) == 1 else None

    def _tells_the_last_year(self, pupil: KnownPupil) -> bool:
        """Whether it is known which year is the last: not so where 4, 5 and 6 all may be."""
        return (
            len(self._years_of(pupil)) != 1
            or len(self._finals_without_stream) == 1
            or self._streams.get(pupil.group) in self.final_year_groups
        )

    def _is_final_by_age(self, pupil: KnownPupil) -> bool:
        """Of 7/8 one half goes and one stays; who is in a group without a year may be anywhere."""
        years, more = self._years_of(pupil), _more_than_one(self.shift_of(pupil))
        if not years:
            return pupil.patron_id in self._final_by_age
        if pupil.birth_date is None:
            return any(self._ends_in(year, more) for year in years)
        return self._ends_in(years[-1], more) and self._is_old_enough(pupil)

    def _ends_in(self, year: str, more: int) -> bool:
        """Whether this year is a final one, or comes before one by so many years at most."""
        finals = self._finals_without_stream
        return year in finals or any(
            0 <= place_of(final) - place_of(year) <= more
            for final in finals
            if more and final.isdigit() and year.isdigit()
        )

    def _years_of(self, pupil: KnownPupil) -> tuple[str, ...]:
        return years_told(pupil.year_group, pupil.group, secondary=self.secondary)

    def _last_where_none_leave_before(self) -> frozenset[str]:
        """Of several final years the last one, where the years before it lose hardly anybody.

        Where groups tell no streams, as those of a gymnasium (4a, 5a, 6a), each of 4, 5 and 6 may
        be the last.  But of a school with mavo or havo far fewer are in year 6 than in year 4.
        """
        finals = sorted(filter(str.isdigit, self.final_year_groups), key=place_of)
        if len(finals) <= 1 or self._streams:
            return self.final_year_groups
        years = Counter(told[0] for pupil in self.known if len(told := self._years_of(pupil)) == 1)
        first = years[finals[0]]
        full = [year for year in finals if years[year] > _STRAGGLERS * first]
        if first < _FEWEST_IN_YEAR or any(years[year] < _AS_MANY * first for year in full):
            return self.final_year_groups
        return frozenset(finals[finals.index(full[-1]) :])

    def _last_year_of_its_own(self) -> frozenset[str]:
        """The highest year, where nobody is in a final one and it has children of that age.

        A Vrijeschool counts its classes from group 3 on: who leaves is in class 6.
        """
        words = {(pupil.year_group, pupil.group) for pupil in self.known}
        years = {year for one in words for year in years_told(*one, secondary=self.secondary)}
        if not years or not self.final_year_groups.isdisjoint(years):
            return frozenset()
        last = max(years, key=place_of)
        pupils = [pupil for pupil in self.known if last in self._years_of(pupil)]
        old_enough = sum(map(self._is_old_enough, pupils))
        return frozenset({last}) if old_enough > _MOST * len(pupils) else frozenset()

    def _lowest_year(self) -> int:
        """Where a location begins: some have the upper years only."""
        words = Counter((pupil.year_group, pupil.group) for pupil in self.known)
        told = {
            one: years for one in words if (years := years_told(*one, secondary=self.secondary))
        }
        if sum(words[one] for one in told) < _NEARLY_ALL * len(self.known):
            return 0
        return min((place_of(years[0]) for years in told.values()), default=0)

    def _where_children_enter(self) -> frozenset[str]:
        """The groups without a year of which many were of the entry year: a Kleuterklas."""
        start = start_of(self.school_year)
        if start is None or self.shift is None:
            return frozenset()
        dated = [p for p in self.known if p.birth_date is not None and not self._years_of(p)]
        entered = Counter(
            pupil.group
            for pupil in dated
            if pupil.birth_date is not None
            and year_by_age(pupil.birth_date, start - self.shift) <= self.first_year_of_all
        )
        members = Counter(pupil.group for pupil in dated)
        return frozenset(g for g, count in entered.items() if count >= _ENTERS * members[g])

    def _as_many_as_come_in(self) -> int:
        """The members in the lowest year of a location that has upper years only."""
        if self._first_year <= self._usual_entry:
            return 0
        lowest = sum(
            place_of(years[0]) == self._first_year
            for pupil in self.known
            if (years := self._years_of(pupil))
        )
        return min(len(self.known), lowest * (1 + _more_than_one(self.shift)))

    def _who_is_final_by_age(self) -> frozenset[PatronId]:
        """Of the members without any year: those old enough, unless that are too many."""
        undated = [pupil for pupil in self.known if not self._years_of(pupil)]
        old_enough = frozenset(p.patron_id for p in undated if self._is_old_enough(p))
        return old_enough if len(old_enough) <= _MOST_BY_AGE * len(undated) else frozenset()

    def _is_old_enough(self, pupil: KnownPupil, *, years_ago: int = 0) -> bool:
        """Whether a child was of the age of the final year, in the year before this list's.

        Or so many years before that.
        """
        start = start_of(self.school_year)
        finals = [place_of(year) for year in self.final_year_groups if year.isdigit()]
        if start is None or not finals or pupil.birth_date is None:
            return False
        last_year = start - (1 if self.shift is None else min(1, self.shift))
        return year_by_age(pupil.birth_date, last_year - years_ago) >= min(finals)


def _more_than_one(shift: int | None) -> int:
    """The school years of which no list was sent."""
    return max(0, (shift or 0) - 1)


def share(part: int, whole: int) -> float:
    """A share of 0 of nothing."""
    return part / whole if whole else 0.0
