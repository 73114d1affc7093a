"""One row beside one known child: what is the same, what is near, what differs, what is unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import Literal

from leesloket.roster.cleaning import (
    fold,
    fold_first_name,
    fold_group,
    fold_number,
    fold_surname,
    is_letter_or_initials,
    surname_words,
    year_groups_of,
)
from leesloket.roster.model import KnownPupil, PupilRecord

Number = Literal["same", "differs", "unknown"]
Name = Literal["same", "absent", "alike", "near", "differs", "unknown"]
"""`absent`: neither side has this half; a child with one name."""
Born = Literal["same", "swapped", "near", "differs", "unknown"]
Place = Literal["expected", "neighbour", "unexpected", "unknown"]

# Edits (insert, delete, replace, swap neighbours) that still count as a mistyped name.
_EDITS_BY_LENGTH = ((7, 2), (4, 1))
_SHORTEST_PART = 3
"""Letters: `Alex` is alike `Alexander`, `Bo` is not alike `Bob`."""
_TYPED_DATE_PARTS = 2
_YEAR_DIGITS = 2


@dataclass
class Child:
    """A row or a known child, folded for comparing.

    What only a few are compared on is folded when it is first asked for, and kept.
    """

    at: int
    number: str = field(repr=False)
    eck_id: str = field(repr=False)
    first: str = field(repr=False)
    surname: str = field(repr=False)
    born: date | None = field(repr=False)
    source: PupilRecord | KnownPupil = field(repr=False)

    @property
    def is_member(self) -> bool:
        """A child of the register that is enrolled; a row of a list is none."""
        return isinstance(self.source, KnownPupil) and self.source.enrolled

    @property
    def school_year(self) -> str | None:
        """The one of its placement in the register; a row has that of its list."""
        return self.source.school_year if isinstance(self.source, KnownPupil) else None

    @cached_property
    def first_names(self) -> tuple[str, ...]:
        """The call name, and every given name."""
        pupil = self.source
        return (*fold(pupil.first_name).split(), *fold(pupil.given_names).split())

    @cached_property
    def has_only_initials(self) -> bool:
        written = self.source.first_name or self.source.given_names
        return not written or is_letter_or_initials(written)

    @cached_property
    def with_prefix(self) -> str:
        """`Ben Salah` in one column, and `Ben` and `Salah` in two."""
        return fold_first_name(f"{self.source.prefix} {self.source.surname}")

    @cached_property
    def first_as_surname(self) -> str:
        """The first name, folded as it would be in the other column."""
        return fold_surname(self.source.first_name)

    @cached_property
    def surname_words(self) -> frozenset[str]:
        return surname_words(self.source.surname)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The year groups, counted on: primary 8 is followed by secondary 11."""
        pupil = self.source
        years = (pupil.year_group,) if pupil.year_group else year_groups_of(pupil.group)
        return tuple(
            int(year) - (2 if len(year) == _YEAR_DIGITS else 0) for year in years if year.isdigit()
        )


def children_of(
    pupils: Sequence[PupilRecord | KnownPupil], *, by_card: bool = False
) -> list[Child]:
    """The pupils folded, in the same order; `by_card`: the number that counts is the card's."""
    number_of = attrgetter("card_number" if by_card else "pupil_number")
    return [
        Child(
            at,
            fold_number(number) if (number := number_of(pupil)) else "",
            pupil.eck_id,
            fold_first_name(pupil.first_name or pupil.given_names or pupil.initials),
            fold_surname(pupil.surname),
            pupil.birth_date,
            pupil,
        )
        for at, pupil in enumerate(pupils)
    ]


@dataclass(frozen=True, slots=True)
class Evidence:
    """How a row and a known child compare."""

    number: Number
    first: Name
    surname: Name
    born: Born
    place: Place
    enrolled: bool
    twin: bool = False
    """Another row or known child has the same surname and birth date."""
    number_of_twin: bool = False
    """The row's number is that of a known child with its birth date and half of its name only, or
    with its name and another birth date."""
    named_as_another: bool = False
    """The row has the very name of another known child."""
    crossed: bool = False
    """First name and surname changed places."""
    half_crossed: bool = False
    """The row has the child's first name for its surname."""
    same_initial: bool = False
    """One half of the name begins with the same letter on both sides."""
    bare_again: bool = False
    """A name and nothing else on both sides, in one group of one school year."""
    placeholder: bool = False
    """The row's birth date is one that many children have: 1 January for who has no papers."""

    def reasons(self) -> tuple[str, ...]:
        """The codes that tell a person what speaks for this child."""
        names: tuple[str | None, ...]
        if self.crossed or (self.half_crossed and self.first == self.surname == "differs"):
            names = ("crossed_name",)
        elif self.first in _SAME_HALF and self.surname in _SAME_HALF:
            names = ("same_name",)
        else:
            names = (_FIRST_NAME_REASONS[self.first], _SURNAME_REASONS[self.surname])
        found = (
            _NUMBER_REASONS[self.number],
            *names,
            _BORN_REASONS[self.born],
            "expected_group" if self.place == "expected" else None,
        )
        return tuple(reason for reason in found if reason is not None)


_SAME_HALF = frozenset({"same", "absent"})
_NUMBER_REASONS = {"same": "same_number", "differs": "other_number", "unknown": None}
_FIRST_NAME_REASONS = {
    "same": "same_first_name",
    "absent": None,
    "alike": "alike_first_name",
    "near": "near_name",
    "differs": "other_first_name",
    "unknown": None,
}
_SURNAME_REASONS = {
    "same": "same_surname",
    "absent": None,
    "alike": "part_of_surname",
    "near": "near_name",
    "differs": "other_surname",
    "unknown": None,
}
_BORN_REASONS = {
    "same": "same_birth_date",
    "swapped": "swapped_birth_date",
    "near": "near_birth_date",
    "differs": "other_birth_date",
    "unknown": None,
}


def compare(
    row: Child,
    known: Child,
    *,
    shift: int | None,
    twin: bool = False,
    number_of_twin: bool = False,
    named_as_another: bool = False,
    placeholder: bool = False,
) -> Evidence:
    """Put a row beside a known child.  `shift`: school years between the two, None = not known."""
    number: Number = "unknown"
    if (row.eck_id and row.eck_id == known.eck_id) or (row.number and row.number == known.number):
        number = "same"
    elif row.number and known.number:
        number = "differs"
    return Evidence(
        number=number,
        first=_compare_first_names(row, known),
        surname=_compare_surnames(row, known),
        born=compare_dates(row.born, known.born),
        place=_compare_places(row, known, shift),
        enrolled=known.is_member,
        twin=twin,
        number_of_twin=number_of_twin,
        named_as_another=named_as_another,
        crossed=_are_crossed(row, known),
        half_crossed=row.surname == known.first != "",
        same_initial=row.first[:1] == known.first[:1] != ""
        or row.surname[:1] == known.surname[:1] != "",
        bare_again=shift == 0 and _are_bare_in_one_group(row, known),
        placeholder=placeholder,
    )


def are_others(row: Child, known: Child) -> bool:
    """Whether these are two at a glance: born on another day, named otherwise, no number in common.

    Who shares half of a name with somebody hardly ever is that child, and no level of the policy
    is true of such a pair.
    """
    if row.born is None or known.born is None or compare_dates(row.born, known.born) != "differs":
        return False
    if (row.number and row.number == known.number) or (row.eck_id and row.eck_id == known.eck_id):
        return False
    return row.first != known.first or (
        row.surname != known.surname and row.with_prefix != known.with_prefix
    )


def compare_dates(one: date | None, other: date | None) -> Born:
    """Same, day and month swapped, one part mistyped, or really different."""
    if one is None or other is None:
        return "unknown"
    if one == other:
        return "same"
    if one.year == other.year and (one.day, one.month) == (other.month, other.day):
        return "swapped"
    if abs((one - other).days) == 1:
        return "near"  # 31 October and 1 November
    same_parts = (one.year == other.year) + (one.month == other.month) + (one.day == other.day)
    return "near" if same_parts >= _TYPED_DATE_PARTS else "differs"


def _compare_first_names(row: Child, known: Child) -> Name:
    if not row.first or not known.first:
        return "unknown" if row.first or known.first else "absent"
    if row.first == known.first:
        return "same"
    if _are_alike(row, known):
        return "alike"
    return "near" if _is_near(row.first, known.first) else "differs"


def _compare_surnames(row: Child, known: Child) -> Name:
    if not row.surname or not known.surname:
        return "unknown" if row.surname or known.surname else "absent"
    if row.surname == known.surname:
        return "same"
    if row.with_prefix == known.with_prefix:
        return "same"
    if any(len(word) >= _SHORTEST_PART for word in row.surname_words & known.surname_words):
        return "alike"
    if 1 in {len(row.surname), len(known.surname)}:
        # `Anna B.`, of a school that keeps surnames to itself: only with the very first name.
        initials = [{one.surname[0], fold(one.source.surname)[:1]} for one in (row, known)]
        return "differs" if initials[0].isdisjoint(initials[1]) else "near"
    return "near" if _is_near(row.surname, known.surname) else "differs"


def _are_bare_in_one_group(row: Child, known: Child) -> bool:
    told = (row.number, row.born, known.number, known.born)
    return not any(told) and fold_group(row.source.group) == fold_group(known.source.group)


def _are_crossed(row: Child, known: Child) -> bool:
    """First name and surname changed places, one of them perhaps with a typing mistake."""
    if row.first == known.first or not (row.first and row.surname and known.first):
        return False
    first, surname = row.first_as_surname, row.surname
    return (
        surname == known.first and (first == known.surname or _is_near(first, known.surname))
    ) or (first == known.surname and _is_near(surname, known.first))


def _are_alike(row: Child, known: Child) -> bool:
    """A call name among the given names, the first of several names, or its initials."""
    ours, theirs = row.first_names, known.first_names
    if row.first in theirs or known.first in ours:
        return True
    if (
        ours
        and theirs
        and ours[0] == theirs[0]
        and (_are_in(ours, theirs) or _are_in(theirs, ours))
    ):
        return True
    if row.has_only_initials or known.has_only_initials:
        return row.first[0] == known.first[0]
    shorter, longer = sorted((row.first, known.first), key=len)
    return len(shorter) >= _SHORTEST_PART and longer.startswith(shorter)


def _are_in(names: Sequence[str], others: Sequence[str]) -> bool:
    """Whether all names, or their initials, are among the others: Jean-Luc is no Jean-Paul."""
    beginnings = " ".join(("", *others))
    return all(f" {name}" in beginnings for name in names)


def _is_near(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _SHORTEST_PART:
        return False
    length = max(len(one), len(other))
    for at_least, edits in _EDITS_BY_LENGTH:
        if length >= at_least:
            return _edits(one, other, most=edits) <= edits or (
                # Folded, `Stjin` is two edits from `Styn`, and one from `Stijn`.
                "y" in one + other
                and _edits(one.replace("y", "ij"), other.replace("y", "ij"), most=edits) <= edits
            )
    return False


def _edits(one: str, other: str, *, most: int) -> int:
    from rapidfuzz.distance import (  # noqa: PLC0415 - 70 ms that a plan without typos never needs
        OSA,
        Levenshtein,
    )

    # Without swaps, of which each is two edits then, long names are told apart many times as fast.
    if Levenshtein.distance(one, other, score_cutoff=2 * most) > 2 * most:
        return most + 1
    return OSA.distance(one, other, score_cutoff=most)


def _compare_places(row: Child, known: Child, shift: int | None) -> Place:
    years, before = row.years, known.years
    if not years or not before:
        return "unknown"
    shifts = (0, 1) if shift is None else (shift,)
    if any(year - old in shifts for year in years for old in before):
        return "expected"
    close = any(abs(year - old - step) <= 1 for year in years for old in before for step in shifts)
    return "neighbour" if close else "unexpected"
