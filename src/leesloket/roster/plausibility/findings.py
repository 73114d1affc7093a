"""What a plan found, as the holds look at it, and the limits they hold it against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from leesloket.roster.cleaning import start_of, year_groups_of
from leesloket.roster.columns import Oddities
from leesloket.roster.model import (
    Fingerprint,
    KnownPupil,
    Mode,
    PupilRecord,
    SourceFacts,
)

_NO_FACTS = SourceFacts()
_NONE_ODD = Oddities()
# A row without a year group may be of any year; it does not count as out of the ordinary.
_LEAVES_PRIMARY_AT, _LEAVES_SECONDARY_AT = 12, 16
"""Years old on 1 October: group 8 turns twelve, special education goes on to 16-20."""
_ENTRY_PRIMARY, _ENTRY_SECONDARY = frozenset({"1", ""}), frozenset({"11", ""})


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Limits of an ordinary file (SECURITY.md 2 item 6).  Shares are 0-1, the rest is children."""

    leavers_share: float = 0.10
    """Of the children outside the final year: 5 % is ordinary turnover."""
    leavers_at_least: int = 8
    group_leavers_share: float = 0.25
    group_leavers_at_least: int = 5
    total_leavers_share: float = 0.35
    group_gone_share: float = 0.90
    """A group of which this share leaves has gone."""
    group_gone_at_least: int = 4
    newcomers_share: float = 0.20
    """Of the rows outside the entry year: a growing district gives 15 %."""
    newcomers_at_least: int = 10
    newcomers_total_share: float = 0.50
    merger_newcomers_share: float = 0.25
    """Of the rows outside the entry year, spread over most year groups, while children stay."""
    merger_stays_share: float = 0.60
    other_school_share: float = 0.20
    """Fewer of the register's children and of the file's rows are known to each other."""
    smallest_register: int = 10
    """With fewer children a share says nothing."""
    numbers_changed_share: float = 0.60
    numbers_changed_at_least: int = 5
    zeros_lost_share: float = 0.50
    zeros_lost_at_least: int = 3
    sorted_share: float = 0.30
    sorted_at_least: int = 10
    shifted_share: float = 0.05
    shifted_at_least: int = 3
    adults_at_least: int = 3
    same_year_share: float = 0.60
    """Children in last year's year group, in a new school year: 3 % repeat."""
    same_year_at_least: int = 10
    returning_at_least: int = 4
    """Children who left and are in the file again, while others who are here are not."""


@dataclass(frozen=True, slots=True)
class PreviousImport:
    """The branch's latest applied import."""

    as_of: date
    school_year: str
    rows: int
    fingerprints: frozenset[Fingerprint] = field(default=frozenset(), repr=False)
    """Of its rows: the same rows in a new school year are an older file."""
    leavers: int | None = None
    """Outside the final year: what is usual here."""
    newcomers: int | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything the holds judge."""

    rows: int
    """Pupils in the file, rows with an error included."""
    matched: tuple[tuple[PupilRecord, KnownPupil], ...] = field(repr=False, default=())
    same_number: tuple[tuple[PupilRecord, KnownPupil], ...] = field(repr=False, default=())
    """Rows and children with the same number and both a birth date, whether they match or not."""
    asked: int = 0
    """Rows that may be a child we know, for a person to say."""
    newcomers: tuple[PupilRecord, ...] = field(repr=False, default=())
    leavers: tuple[KnownPupil, ...] = field(repr=False, default=())
    known: tuple[KnownPupil, ...] = field(repr=False, default=())
    """The children who are members now."""
    fingerprints: frozenset[Fingerprint] = field(repr=False, default=frozenset())
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
    secondary: bool = False
    expected_to_stay: tuple[KnownPupil, ...] = field(init=False, repr=False)
    """The members outside the final year."""
    unexpected_leavers: tuple[KnownPupil, ...] = field(init=False, repr=False)
    _final_if_born_before: date = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_final_if_born_before", self._last_birth_date())
        stay = tuple(pupil for pupil in self.known if not self.is_final(pupil))
        leave = tuple(pupil for pupil in self.leavers if not self.is_final(pupil))
        object.__setattr__(self, "expected_to_stay", stay)
        object.__setattr__(self, "unexpected_leavers", leave)

    def is_final(self, pupil: KnownPupil) -> bool:
        """Whether a child may have been in its final year, so that leaving is what it should do."""
        if self.shift == 0:
            return False
        if pupil.year_group:
            return pupil.year_group in self.final_year_groups
        years = year_groups_of(pupil.group, secondary=self.secondary)
        if years:
            return not self.final_year_groups.isdisjoint(years)
        # Groups called Zon and Maan, as in special education: only the age tells.
        born = pupil.birth_date
        return born is not None and born < self._final_if_born_before

    def _last_birth_date(self) -> date:
        """Of who may leave where no group tells a year: at twelve; sixteen if most are older."""
        start = start_of(self.school_year) or self.as_of.year
        twelve, sixteen = (
            date(start - age, 10, 1) for age in (_LEAVES_PRIMARY_AT, _LEAVES_SECONDARY_AT)
        )
        births = sorted(
            pupil.birth_date for pupil in self.known if pupil.birth_date and not pupil.year_group
        )
        return sixteen if births and births[len(births) // 2] < twelve else twelve

    def is_entry(self, record: PupilRecord) -> bool:
        """Whether newcomers are what this row's year is made of."""
        return record.year_group in (_ENTRY_SECONDARY if self.secondary else _ENTRY_PRIMARY)


def share(part: int, whole: int) -> float:
    """A share of 0 of nothing."""
    return part / whole if whole else 0.0


def percent(part: int, whole: int) -> int:
    """For people: a rounded percentage."""
    return round(100 * share(part, whole))


Detail = Mapping[str, int | str]
