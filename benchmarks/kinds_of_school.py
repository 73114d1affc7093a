"""Invented schools of every kind over three years, and the lists that they write.

Primary schools with single and with combination groups, secondary schools with streams, and special
schools whose groups have names and no years; 30 to 900 pupils.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import Literal

from leesloket.demo.names import ORIGINS
from leesloket.roster.model import KnownPupil, PatronId

LAST_YEAR, THIS_YEAR = "2025-2026", "2026-2027"
LIST_DAY, SPRING_DAY = date(2026, 8, 24), date(2026, 3, 2)

Kind = Literal["primary", "combined", "secondary", "special"]
KINDS: tuple[Kind, ...] = ("primary", "combined", "secondary", "special", "primary", "combined")

_TWO_YEARS_AGO = 2024
_LEAVES, _ARRIVES, _SIBLING = 0.04, 0.04, 0.35
_NAMED_GROUPS = ("Oranje", "Blauw", "Groen", "Paars", "Geel", "Rood", "Wit", "Turkoois")
_STREAM_YEARS = {"M": 4, "H": 5, "V": 6}


@dataclass(frozen=True)
class Child:
    """A child as it really is; `key` tells who it is, whatever a file says."""

    key: str
    first: str
    prefix: str
    surname: str
    born: date
    number: str
    year: int
    """1-8, in a secondary school 1-6; in a special school the year of other children its age."""
    stream: str = ""
    group: str = ""


@dataclass
class School:
    """A school in three summers: two years ago, last year (the register), and now."""

    kind: Kind
    seed: int
    random: Random
    zeros: bool
    two_years_ago: list[Child] = field(default_factory=list)
    before: list[Child] = field(default_factory=list)
    after: list[Child] = field(default_factory=list)
    size: int = 0
    last_number: int = 0
    taken: set[tuple[str, str]] = field(default_factory=set)

    @property
    def final_year_groups(self) -> frozenset[str]:
        """What the branch's setting says."""
        return frozenset({"14", "15", "16"} if self.kind == "secondary" else {"8"})

    def is_final(self, child: Child) -> bool:
        last = _STREAM_YEARS[child.stream] if self.kind == "secondary" else 8
        return child.year >= last

    def new_child(self, year: int, start: int, *, family: Child | None = None) -> Child:
        """A child that is in a year group in the school year that begins in `start`."""
        self.last_number += self.random.randint(1, 3)
        number = f"{self.last_number:06d}" if self.zeros else f"{100000 + self.last_number}"
        key, who = f"k{self.last_number}", (number, year)
        child = _draw(self.random, key, who, age=self._age(year), start=start, family=family)
        for _ in range(50):
            if (child.first, child.surname) not in self.taken:
                break
            child = _draw(self.random, key, who, age=self._age(year), start=start, family=family)
        self.taken.add((child.first, child.surname))
        if self.kind == "secondary":
            streams = [stream for stream, last in _STREAM_YEARS.items() if last >= year]
            child = replace(child, stream=self.random.choice(streams))
        return child

    def _age(self, year: int) -> int:
        return year + (11 if self.kind == "secondary" else 3)


def make_school(seed: int) -> School:
    """The school of a seed: the same in every run."""
    random = Random(seed * 7919 + 17)  # noqa: S311 - the same schools in every run
    kind = KINDS[seed % len(KINDS)]
    low, high = {"combined": (30, 180), "special": (30, 160), "secondary": (250, 900)}.get(
        kind, (120, 900)
    )
    size = max(low, min(high, int(low + random.paretovariate(1.3) * (high - low) / 8)))
    school = School(kind, seed, random, zeros=random.random() < 0.6, size=size)
    school.last_number = 400 + 7 * (seed % 10_000)  # of six figures, zeros in front
    years = 6 if kind == "secondary" else 8
    children: list[Child] = []
    while len(children) < size:
        family = random.choice(children) if children and random.random() < _SIBLING else None
        year = random.randint(1, years)
        child = school.new_child(year, _TWO_YEARS_AGO, family=family)
        children.append(child)
    school.two_years_ago = regrouped(children, school)
    school.before = a_year_later(school.two_years_ago, school, _TWO_YEARS_AGO + 1)
    school.after = a_year_later(school.before, school, _TWO_YEARS_AGO + 2)
    return school


def a_year_later(
    children: Sequence[Child],
    school: School,
    start: int,
    *,
    leaves: float = _LEAVES,
    arrives: float = _ARRIVES,
    repeats: float = 0.025,
) -> list[Child]:
    """Who is at school when the next year starts."""
    random = school.random
    later: list[Child] = []
    for child in children:
        if random.random() < leaves:
            continue
        if random.random() < repeats:
            later.append(child)
        elif not school.is_final(child):
            later.append(replace(child, year=child.year + 1))
    years = 6 if school.kind == "secondary" else 8
    entry = max(2, round(school.size / years))
    new_years = [1] * entry + [
        random.randint(2, years) for _ in range(round(arrives * len(children)))
    ]
    if school.kind == "special":  # children come at any age
        new_years = [random.randint(1, 6) for _ in new_years]
    for year in new_years:
        family = random.choice(children) if random.random() < _SIBLING else None
        later.append(school.new_child(year, start, family=family))
    return regrouped(later, school)


def regrouped(children: Iterable[Child], school: School) -> list[Child]:
    """Every child in the group of its year."""
    return [replace(child, group=group_of(child, school)) for child in children]


def group_of(child: Child, school: School) -> str:
    """A group as this school names it; children of one year stay together."""
    year, parity = child.year, sum(map(ord, child.key)) % 2
    if school.kind == "secondary":
        return (
            f"{year}{'MH' if child.stream == 'M' else 'HV'}{parity + 1}"
            if year < 3
            else (f"{year}{child.stream}{parity + 1}")
        )
    if school.kind == "special":
        bands = max(3, min(8, school.size // 12))
        return _NAMED_GROUPS[min(bands - 1, (year - 1) * bands // 8)]
    if school.kind == "combined" and school.size < 60:
        return "1/2/3" if year < 4 else "4/5" if year < 6 else "6/7/8"
    if school.kind == "combined":
        pair = (year - 1) // 2
        return f"{2 * pair + 1}/{2 * pair + 2}"
    return f"{year}{'ab'[parity]}" if school.size > 320 else f"{year}"


def _draw(
    random: Random,
    key: str,
    who: tuple[str, int],
    *,
    age: int,
    start: int,
    family: Child | None,
) -> Child:
    origin = random.choices(ORIGINS, [origin.share for origin in ORIGINS])[0]
    first = random.choice(random.choice((origin.girls, origin.boys)))
    prefix, surname = random.choice(origin.surnames)
    if family is not None:
        prefix, surname = family.prefix, family.surname
    born = date(start - age - 1, 10, 1) + timedelta(days=random.randrange(365))
    number, year = who
    return Child(key, first, prefix, surname, born, number, year)


# --- the register --------------------------------------------------------------------------------


def register_of(school: School, *, school_year: str = LAST_YEAR) -> list[KnownPupil]:
    """The library's register: last year's children, and those who left before, withdrawn."""
    here = {child.key for child in school.before}
    left = [child for child in school.two_years_ago if child.key not in here]
    return [
        *(known_pupil(child, school, school_year) for child in school.before),
        *(
            replace(known_pupil(child, school, "2024-2025"), enrolled=False)
            for child in left[: len(left) if school.seed % 2 else 0]
        ),
    ]


def known_pupil(child: Child, school: School, school_year: str) -> KnownPupil:
    """A child as the register has it."""
    year = {"special": "", "secondary": f"1{child.year}"}.get(school.kind, str(child.year))
    return KnownPupil(
        patron_id=PatronId(child.key),
        pupil_number=child.number,
        first_name=child.first,
        prefix=child.prefix,
        surname=child.surname,
        birth_date=child.born,
        group=child.group,
        year_group=year,
        school_year=school_year,
    )


# --- the list ------------------------------------------------------------------------------------

Row = dict[str, str]

NUMBER, FIRST, PREFIX, LAST = "Leerlingnummer", "Roepnaam", "Tussenvoegsel", "Achternaam"
NAME, BORN, GROUP, YEAR = "Naam leerling", "Geboortedatum", "Groep", "Leerjaar"

LAYOUTS: dict[str, tuple[str, ...]] = {
    "full": (NUMBER, FIRST, PREFIX, LAST, BORN, GROUP, YEAR),
    "no year": (NUMBER, FIRST, PREFIX, LAST, BORN, GROUP),
    "whole name": (NUMBER, NAME, BORN, GROUP),
    "no number": (FIRST, PREFIX, LAST, BORN, GROUP),
    "no birth date": (NUMBER, FIRST, PREFIX, LAST, GROUP),
}
_LAYOUT_OF = ("full", "no year", "full", "no year", "whole name", "no number", "no birth date")


def layout_of(school: School) -> tuple[str, ...]:
    """The columns of this school's lists."""
    columns = LAYOUTS[_LAYOUT_OF[school.seed % len(_LAYOUT_OF)]]
    return tuple(c for c in columns if c != YEAR or school.kind != "special")


_ORDERS: tuple[Callable[[Child], object], ...] = (
    lambda child: (child.group, child.surname, child.first),
    lambda child: (child.surname.casefold(), child.first),
    lambda child: child.number,
    lambda child: child.key[::-1],
)


def in_list_order(children: Iterable[Child], school: School) -> list[Child]:
    """The children as the school's program sorts them."""
    order = _ORDERS[school.seed // len(KINDS) % len(_ORDERS)]
    return sorted(children, key=lambda child: (order(child), child.key))


def rows_of(children: Iterable[Child], school: School) -> list[Row]:
    """The rows of a list, with every column any layout has."""
    return [row_of(child) for child in in_list_order(children, school)]


def row_of(child: Child) -> Row:
    """A row as it is typed."""
    prefix = f" {child.prefix}" if child.prefix else ""
    return {
        NUMBER: child.number,
        FIRST: child.first,
        PREFIX: child.prefix,
        LAST: child.surname,
        NAME: f"{child.surname}, {child.first}{prefix}",
        BORN: f"{child.born:%d-%m-%Y}",
        GROUP: child.group,
        YEAR: str(child.year),
    }
