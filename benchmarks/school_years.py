"""Invented schools and what a year does to them: the truth that matching is held against.

Shares are those of DOMAIN.md (sizes, year change) and of ordinary Dutch schools; names are drawn
from few enough for every school to have namesakes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from leesloket.demo.names import ORIGINS
from leesloket.roster.model import KnownPupil, PatronId

LAST_YEAR, THIS_YEAR = "2025-2026", "2026-2027"
LIST_DAY = date(2026, 8, 24)

_LEAVES, _ARRIVES, _REPEATS, _SKIPS = 0.04, 0.04, 0.025, 0.004
_TWIN, _SIBLING = 0.015, 0.35
_NEW_SURNAME, _NEW_SPELLING = 0.006, 0.006
_LAST_YEAR_OF = {"bk": 4, "havo": 5, "vwo": 6}
_SPECIAL = "special"
_SPECIAL_GROUPS = ("Zon", "Maan", "Ster", "Komeet", "Regenboog", "Wolk", "Bliksem", "Sneeuw")


@dataclass(frozen=True)
class Child:
    """A child as it really is; `key` tells who it is, whatever a file says."""

    key: str
    first_name: str
    given_names: str
    prefix: str
    surname: str
    born: date
    number: str
    year: int
    group: str = ""
    stream: str = ""

    @property
    def last_year(self) -> int:
        """The year after which this child leaves."""
        return _LAST_YEAR_OF.get(self.stream, 8)

    @property
    def year_group(self) -> str:
        """As EDEXML has it: 1-8, 11-16, and none in special education."""
        if self.stream == _SPECIAL:
            return ""
        return f"1{self.year}" if self.stream else str(self.year)


@dataclass
class SchoolYear:
    """A school before and after the summer."""

    random: Random
    before: list[Child]
    after: list[Child]
    next_number: int
    combined: bool
    kind: str = "primary"
    taken: set[tuple[str, str, date]] = field(default_factory=set)
    """Names with birth dates: nothing in a file could tell two such children apart."""

    def new_number(self) -> str:
        self.next_number += 1
        return f"{self.next_number:06d}"

    def new_child(self, year: int, *, family: Child | None = None) -> Child:
        """A child of a year group, of an existing family now and then."""
        while True:
            child = _draw(self.random, f"n{self.next_number}", year, self.new_number())
            child = _enrolled_at(self.kind, child, self.random)
            if family is not None:
                child = replace(child, prefix=family.prefix, surname=family.surname)
            who = (child.first_name, child.surname, child.born)
            if who not in self.taken:
                self.taken.add(who)
                return child


def make_school_year(seed: int, kind: str = "primary") -> SchoolYear:
    """A school of 30 to 900 children, the smaller ones with combination groups.

    `kind`: primary, secondary (three streams), or special (groups without years).
    """
    random = Random(seed)  # noqa: S311 - the same schools in every run
    size = max(30, min(900, int(random.lognormvariate(5.2, 0.7))))
    combined = size < 140 and kind == "primary"
    school = SchoolYear(random, [], [], 1000 * (1 + seed % 90), combined, kind)
    for _ in range(size):
        year = random.randint(1, 6 if kind == "secondary" else 8)
        families = school.before
        family = random.choice(families) if families and random.random() < _SIBLING else None
        child = school.new_child(year, family=family)
        school.before.append(child)
        if random.random() < _TWIN:
            twin = school.new_child(year, family=child)
            who = (twin.first_name, twin.surname, child.born)
            if who not in school.taken:
                school.taken.add(who)
                school.before.append(replace(twin, born=child.born))
    school.before = [replace(child, group=_group(child, school)) for child in school.before]
    school.after = [placed(child, school) for child in _a_year_later(school)]
    return school


def _a_year_later(school: SchoolYear) -> list[Child]:
    random = school.random
    after = []
    for child in school.before:
        moves = random.random()
        if moves < _LEAVES or (child.year == child.last_year and moves > _REPEATS * 0.3 + _LEAVES):
            continue
        step = 0 if moves < _LEAVES + _REPEATS else 1
        if moves > 1 - _SKIPS and child.year < child.last_year - 1:
            step = 2
        year = min(child.last_year, child.year + step)
        after.append(_renamed(replace(child, year=year), random))
    entry = max(2, round(len(school.before) / 8))
    newcomers = [1] * entry + [
        random.randint(2, 4 if school.kind == "secondary" else 8)
        for _ in range(round(len(school.before) * _ARRIVES))
    ]
    for year in newcomers:
        family = random.choice(school.before) if random.random() < _SIBLING else None
        after.append(school.new_child(year, family=family))
    random.shuffle(after)
    return after


def _renamed(child: Child, random: Random) -> Child:
    chance = random.random()
    if chance < _NEW_SURNAME:
        origin = random.choice(ORIGINS)
        prefix, surname = random.choice(origin.surnames)
        return replace(child, prefix=prefix, surname=surname)
    if chance < _NEW_SURNAME + _NEW_SPELLING:
        return replace(child, first_name=mistyped(child.first_name, random))
    return child


def mistyped(text: str, random: Random) -> str:
    """One letter doubled, dropped, replaced or swapped with its neighbour."""
    if len(text) < 4:
        return text
    at = random.randrange(1, len(text) - 1)
    kind = random.randrange(4)
    if kind == 0:
        return text[:at] + text[at] + text[at:]
    if kind == 1:
        return text[:at] + text[at + 1 :]
    if kind == 2:
        return text[:at] + random.choice("aeiounrst") + text[at + 1 :]
    return text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :]


def _draw(random: Random, key: str, year: int, number: str) -> Child:
    origin = random.choices(ORIGINS, [origin.share for origin in ORIGINS])[0]
    names = random.choice((origin.girls, origin.boys))
    first = random.choice(names)
    prefix, surname = random.choice(origin.surnames)
    born = date(2026 - year - 5, 10, 1) + timedelta(days=random.randrange(365))
    given = first if random.random() < 0.6 else f"{first} {random.choice(names)}"
    return Child(key, first, given, prefix, surname, born, number, year)


def _enrolled_at(kind: str, child: Child, random: Random) -> Child:
    """The child with its stream, and of the age that goes with it."""
    if kind == "primary":
        return child
    if kind == "special":
        return replace(child, stream=_SPECIAL)
    stream = random.choice(tuple(_LAST_YEAR_OF))
    year = min(child.year, _LAST_YEAR_OF[stream])
    if year < child.year:  # short streams are as full in every year as long ones
        year = random.randint(1, year)
    day = min(28, child.born.day)
    born = child.born.replace(year=child.born.year - 7 + child.year - year, day=day)
    return replace(child, stream=stream, year=year, born=born)


def _group(child: Child, school: SchoolYear) -> str:
    if school.kind == "special":
        return _SPECIAL_GROUPS[(hash_of(child.key) + child.year) % len(_SPECIAL_GROUPS)]
    if school.kind == "secondary":
        return f"{child.year}{child.stream}{1 + hash_of(child.key) % 2}"
    if school.combined:
        pair = (child.year - 1) // 2
        return f"{2 * pair + 1}/{2 * pair + 2}"
    letters = "ab" if len(school.before) > 320 else "a"
    return f"{child.year}{letters[hash_of(child.key) % len(letters)]}"


def placed(child: Child, school: SchoolYear) -> Child:
    """The child in the group of its year."""
    return replace(child, group=_group(child, school))


def hash_of(text: str) -> int:
    """The same for the same text in every run."""
    return sum(map(ord, text))


def register_of(children: Sequence[Child], *, school_year: str = LAST_YEAR) -> list[KnownPupil]:
    """The library's register of these children."""
    return [
        KnownPupil(
            patron_id=PatronId(child.key),
            pupil_number=child.number,
            first_name=child.first_name,
            prefix=child.prefix,
            surname=child.surname,
            birth_date=child.born,
            group=child.group,
            year_group=child.year_group,
            school_year=school_year,
        )
        for child in children
    ]
