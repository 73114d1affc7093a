"""What the demo world is made of: libraries, their branches, and the people in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal

LAST_YEAR = "2025-2026"
"""The school year that the register knows when the demo starts."""

THIS_YEAR = "2026-2027"
"""The school year the schools send their lists for."""

LIST_DAY = date(2026, 8, 17)
"""The day on which the schools make their lists."""

Sex = Literal["girl", "boy"]


@dataclass(frozen=True, slots=True)
class DemoMember:
    """A person as one branch knows them in one school year.

    The same `key` in another branch, or in the next year, is the same person: that is the truth
    a plan can be held against.  Outside a school, number, group and year group are empty.
    """

    key: str
    sex: Sex = field(repr=False)
    first_name: str = field(repr=False)
    prefix: str = field(repr=False)
    surname: str = field(repr=False)
    birth_date: date = field(repr=False)
    given_names: str = field(default="", repr=False)
    pupil_number: str = field(default="", repr=False)
    card_number: str = field(default="", repr=False)
    """Empty for newcomers: the library gives the card."""
    group: str = ""
    year_group: str = ""
    category: Literal["pupil", "youth", "adult"] = "pupil"

    @property
    def initials(self) -> str:
        """`A.S.` for Anne Sophie, `IJ.` for IJsbrand: the Dutch IJ is one letter."""
        return "".join(
            ("IJ" if name.startswith("IJ") else name[0]) + "."
            for name in self.given_names.replace("-", " ").split()
        )


@dataclass(frozen=True, slots=True)
class DemoTeacher:
    """A teacher as an EDEXML file lists them; a proposal to the library, never a right."""

    key: str
    first_name: str = field(repr=False)
    prefix: str = field(repr=False)
    surname: str = field(repr=False)
    groups: tuple[str, ...]
    """The groups of `THIS_YEAR`."""


@dataclass(frozen=True, slots=True)
class DemoBranch:
    """A school library or a public one.  `brin6` is empty for a public one."""

    slug: str
    name: str
    place: str
    kind: Literal["school", "public"]
    brin6: str
    members: tuple[DemoMember, ...]
    """Who is a member at the end of `LAST_YEAR`, as the register has it."""
    next_year: tuple[DemoMember, ...]
    """The truth for `THIS_YEAR`."""
    teachers: tuple[DemoTeacher, ...] = ()


@dataclass(frozen=True, slots=True)
class DemoLibrary:
    """A tenant."""

    slug: str
    name: str
    branches: tuple[DemoBranch, ...]


@dataclass(frozen=True, slots=True)
class DemoWorld:
    """Everything there is, for one seed."""

    seed: int
    libraries: tuple[DemoLibrary, ...]

    @property
    def branches(self) -> Mapping[str, DemoBranch]:
        """Every branch by its slug, which is unique over the libraries."""
        return MappingProxyType(
            {branch.slug: branch for library in self.libraries for branch in library.branches}
        )
