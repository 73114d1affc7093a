"""What a plan found, as the holds look at it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from math import sqrt
from operator import attrgetter
from typing import NamedTuple

from leesloket.roster.cleaning import fold_group, stage_of, start_of
from leesloket.roster.columns import Oddities
from leesloket.roster.model import (
    KnownPupil,
    Mode,
    PatronId,
    PupilRecord,
    SourceFacts,
)
from leesloket.roster.plausibility import values
from leesloket.roster.plausibility.final_year import FinalYear, more_than_one
from leesloket.roster.plausibility.limits import PreviousImport
from leesloket.roster.plausibility.years import place_of, year_by_age, years_told

_NO_FACTS = SourceFacts()
_NONE_ODD = Oddities()
_ENTRY_PRIMARY, _ENTRY_SECONDARY = "1", "11"
_HALF, _NEARLY_ALL = 0.5, 0.9
_ENTERS = 1 / 4
"""Of a group: in one of years 1 to 3 a third is of the first."""

_TODDLERS = re.compile(r"^(?!.*kleuter).*(?:peuter|dreumes|baby)", re.IGNORECASE)
"""Who are with a primary school and in none of its years: EDEXML's 0, D and B."""

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
    withdrawn: tuple[KnownPupil, ...] = field(repr=False, default=())
    """The children who were members before."""
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
    recognised: tuple[tuple[PupilRecord, KnownPupil], ...] = field(init=False, repr=False)
    """The matched children, and of the rows to be asked about those that can be one child of their
    name: where nothing but a name tells who a child is, one mistake makes questions of all."""
    moves: Counter[Move] = field(init=False, repr=False)
    """How many of the recognised children made each move."""
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
    _by_group: frozenset[PatronId] = field(init=False, repr=False)
    """The members of whom only their group says that they were in its final year."""
    _final: FinalYear = field(init=False, repr=False)

    def __post_init__(self) -> None:
        final = FinalYear(
            self.known,
            self.final_year_groups,
            self.school_year,
            self.shift,
            self.secondary,
            self.withdrawn,
        )
        object.__setattr__(self, "_final", final)
        object.__setattr__(self, "final_year_groups", final.year_groups)
        object.__setattr__(self, "_first_year", self._lowest_year())
        stages = range(1, 2 + more_than_one(self.shift))
        groups = {record.group for record in self.records}
        first = frozenset(group for group in groups if stage_of(group) in stages)
        object.__setattr__(self, "_first_stages", first)
        object.__setattr__(self, "_entry_groups", self._where_children_enter())
        members = {pupil.patron_id: pupil for pupil in (*self.known, *self.leavers)}
        stage = frozenset(final.those_in_the_last_stage(members.values()))
        groups_done = self._groups_that_finish()
        done = {p.patron_id for p in members.values() if fold_group(p.group) in groups_done}
        last = stage | done | frozenset(final.those_in_it(members.values()))
        told = (one for one in last if final.is_told_for(members[one]))
        object.__setattr__(self, "finals", last)
        object.__setattr__(self, "_by_group", frozenset(done))
        through = max(len(stage.union(told, done)), self._as_many_as_come_in())
        object.__setattr__(self, "through", through)
        stay = tuple(pupil for pupil in self.known if pupil.patron_id not in last)
        leave = tuple(pupil for pupil in self.leavers if pupil.patron_id not in last)
        object.__setattr__(self, "expected_to_stay", stay)
        object.__setattr__(self, "unexpected_leavers", leave)
        asked = [(row, values.namesakes(row, who)) for row, who in self.unsure]
        by_name = ((row, who[0]) for row, who in asked if len(who) == 1)
        object.__setattr__(self, "recognised", (*self.matched, *by_name))
        moves = Counter(
            Move(known.group, known.year_group, record.group, record.year_group)
            for record, known in self.recognised
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
        return (
            pupil.patron_id in self.finals
            and pupil.patron_id not in self._by_group
            and (pupil.birth_date is not None or len(self._final.years_of(pupil)) == 1)
        )

    def is_final_by_age(self, pupil: KnownPupil) -> bool:
        """Whether nothing but its age says that a member was in its final year."""
        return pupil.patron_id in self.finals and self._final.is_by_age(pupil)

    @property
    def stay_longer(self) -> bool:
        """Whether many who are through by their age alone were so a year before as well."""
        return self._final.keeps_children_longer(self.finals)

    def is_entry(self, record: PupilRecord) -> bool:
        """Whether newcomers are what this row's year is made of; not so where nothing tells."""
        # Who entered in a year of which no list was sent has moved up since.
        latest = self.first_year_of_all + more_than_one(self.shift)
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
            latest = self._first_year + more_than_one(self.shift)
            return place_of(record.year_group) <= latest
        return record.group in self._first_stages

    @property
    def first_year_of_all(self) -> int:
        """The place of the year in which children begin here."""
        return max(self._usual_entry, self._first_year)

    @property
    def _usual_entry(self) -> int:
        return place_of(_ENTRY_SECONDARY if self.secondary else _ENTRY_PRIMARY)

    @property
    def is_end_told(self) -> bool:
        """Whether a year, a stage or an age tells who is through, or nobody can be yet."""
        if self.finals or not self.shift:
            return True
        told = sum(bool(self._final.years_of(pupil)) for pupil in self.known)
        return told >= _HALF * len(self.known)

    @property
    def is_for_newcomers_to_the_country(self) -> bool:
        """Whether most members are in a stage of such a school (ISK 1A, Taalklas 2)."""
        in_stage = sum(stage_of(pupil.group) is not None for pupil in self.known)
        return in_stage > _HALF * len(self.known)

    def may_finish(self, group: str) -> bool:
        """Whether part of a group that tells no year may have been in its final year.

        Not where hardly anybody left it last summer, when others did.
        """
        return self._final.last_summer.may_go_in_part(group)

    def left_last_summer(self, group: str) -> int:
        """How many left a group of this name in the summer before; 0 where that is not told."""
        return self._final.last_summer.left_of(group) if self.shift == 1 else 0

    def may_go_as_a_whole(self, group: str) -> bool:
        """Whether a group without a year may be the last: it left last summer, or nobody did."""
        return self._final.last_summer.may_go_as_a_whole(group)

    def has_yet_to_begin(self, group: str) -> bool:
        """Whether a group is of children who are too young for school."""
        return _TODDLERS.search(group) is not None

    def shift_of(self, pupil: KnownPupil) -> int | None:
        """School years from the child's own placement to this list."""
        return self._final.shift_of(pupil)

    def year_of(self, record: PupilRecord) -> str:
        """A row's year, or what comes nearest to one: its age, its group."""
        start = start_of(self.school_year)
        if record.year_group or record.birth_date is None or start is None:
            return record.year_group or record.group
        return f"age {year_by_age(record.birth_date, start)}"

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
        dated = [p for p in self.known if p.birth_date is not None and not self._final.years_of(p)]
        entered = Counter(
            pupil.group
            for pupil in dated
            if pupil.birth_date is not None
            and year_by_age(pupil.birth_date, start - self.shift) <= self.first_year_of_all
        )
        members = Counter(pupil.group for pupil in dated)
        return frozenset(g for g, count in entered.items() if count >= _ENTERS * members[g])

    def _groups_that_finish(self) -> frozenset[str]:
        """The groups without a year or a stage that are the last of the school.

        Such a group left as a whole last summer, and others of the school are in it now.
        """
        if self.shift != 1:
            return frozenset()
        last_summer = self._final.last_summer
        rows = Counter(fold_group(record.group) for record in self.records)
        moved_in = Counter(
            group
            for record, known in self.matched
            if (group := fold_group(record.group)) != fold_group(known.group)
        )
        return frozenset(
            group
            for group in last_summer.whole_groups
            if moved_in[group] >= _HALF * max(rows[group], last_summer.members_of(group))
            and not years_told("", group, secondary=self.secondary)
            and stage_of(group) is None
        )

    def _as_many_as_come_in(self) -> int:
        """The members in the lowest year of a location that has upper years only."""
        if self._first_year <= self._usual_entry:
            return 0
        lowest = sum(
            place_of(years[0]) == self._first_year
            for pupil in self.known
            if (years := self._final.years_of(pupil))
        )
        return min(len(self.known), lowest * (1 + more_than_one(self.shift)))


def share(part: int, whole: int) -> float:
    """A share of 0 of nothing."""
    return part / whole if whole else 0.0


def deviation(of: int, part: float) -> float:
    """The standard deviation of how many leave, or come, where each does so by this chance."""
    return sqrt(of * part * (1 - part))
