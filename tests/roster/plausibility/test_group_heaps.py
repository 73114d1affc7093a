"""A column that is called the group, holds something else, and puts all ages together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.roster.cases import HEADINGS, THIS_YEAR, extract, next_year_rows, plan, row_of, school

from leesloket.roster.model import KnownPupil, PatronId

Rows = list[list[str]]
REGISTER = school(12)


def _held(rows: Rows, register: Sequence[KnownPupil]) -> dict[str, Any]:
    return {hold.code: dict(hold.detail) for hold in plan(extract(rows, HEADINGS), register).holds}


def _with_groups(name: Callable[[int, str], str]) -> Rows:
    return [[*row[:5], name(at, row[5])] for at, row in enumerate(next_year_rows(REGISTER))]


NONE_OF_THEM = [
    lambda _at, _year: "0",
    lambda _at, _year: "De Regenboog",
    lambda _at, _year: "1-8",
    lambda at, _year: "ja" if at % 2 else "nee",
    lambda at, _year: "abc"[at % 3],
    lambda _at, _year: "1-7",
    lambda _at, _year: "5",
]


@pytest.mark.parametrize("name", NONE_OF_THEM)
def test_a_column_of_groups_that_are_none_is_held(name: Callable[[int, str], str]) -> None:
    held = _held(_with_groups(name), REGISTER)

    assert held["columns_shifted"] == {"in_one_heap": 84, "of": 84}


def test_groups_that_are_none_are_held_where_only_ages_tell_the_year() -> None:
    named = [replace(pupil, group=f"Kring {pupil.group}", year_group="") for pupil in REGISTER]

    held = _held(_with_groups(lambda _at, _year: "leerling"), named)

    assert held["columns_shifted"]["in_one_heap"] == 84


@pytest.mark.parametrize(
    "name",
    [
        lambda _at, year: ("Onderbouw", "Middenbouw", "Bovenbouw")[(int(year) - 1) // 3],
        lambda _at, year: ("Beneden", "Boven")[(int(year) - 1) // 4],
        lambda _at, year: f"Dieren {year}",
        lambda _at, year: "1-2" if year in "12" else "3-8",
        lambda at, year: "Plusklas" if at % 6 == 0 else year,
    ],
)
def test_units_and_a_class_beside_the_others_are_ordinary(name: Callable[[int, str], str]) -> None:
    assert "columns_shifted" not in _held(_with_groups(name), REGISTER)


def test_children_who_are_not_of_the_years_of_their_group_are_held() -> None:
    assert _held(_with_groups(lambda at, _year: ("1-2", "3-8")[at % 2]), REGISTER)


SECONDARY = [
    replace(
        pupil,
        birth_date=date(2013 - at // 20, 1 + at % 12, 1 + at % 28),
        group=f"{1 + at // 20}{'HV'[at % 2]}{'ab'[at // 2 % 2]}",
        year_group="",
    )
    for at, pupil in enumerate(school(13)[:100])
]


def _in_secondary(name: Callable[[int, str], str]) -> Rows:
    return [
        row_of(pupil, group=name(at, f"{int(pupil.group[0]) + 1}{pupil.group[1:]}"))
        for at, pupil in enumerate(SECONDARY[:80])
    ]


def test_a_secondary_school_has_five_years_to_put_together() -> None:
    held = _held(_in_secondary(lambda _at, _group: "leerling"), SECONDARY)

    assert held["columns_shifted"] == {"in_one_heap": 80, "of": 80}
    assert "columns_shifted" not in _held(_in_secondary(lambda _at, group: group), SECONDARY)
    stages = _in_secondary(lambda _at, group: "onderbouw" if group[0] in "123" else "bovenbouw")
    assert "columns_shifted" not in _held(stages, SECONDARY)


def test_a_school_that_is_one_group_stays_so() -> None:
    one = [replace(pupil, group="De Regenboog") for pupil in REGISTER]
    rows = [row_of(pupil, group="De Regenboog") for pupil in one if pupil.year_group != "8"]

    assert "columns_shifted" not in _held(rows, one)


def test_rooms_of_all_ages_that_were_there_before_are_no_heap() -> None:
    # A school for special education with three rooms by age, that are two and mixed this year.
    rooms = [
        replace(pupil, year_group="", group=("Oranje", "Blauw", "Groen")[at * 3 // len(REGISTER)])
        for at, pupil in enumerate(REGISTER)
    ]
    rows = [
        row_of(pupil, group=("Oranje", "Blauw")[at % 2])
        for at, pupil in enumerate(rooms)
        if at % 12 < 11
    ]

    assert "columns_shifted" not in _held(rows, rooms)


def test_a_village_school_may_put_all_in_one_class() -> None:
    small = school(3)
    rows = [[*row[:5], "1-8"] for row in next_year_rows(small)]

    assert "columns_shifted" not in _held(rows, small)


LARGE = [replace(one, group=f"{one.group}{'abc'[at % 3]}") for at, one in enumerate(school(72))]
"""Three classes of 24 in each year."""


@pytest.mark.parametrize(
    "name",
    [
        lambda _at, year: ("Onderbouw", "Middenbouw", "Bovenbouw")[(int(year) - 1) // 3],
        lambda at, year: year if at % 7 else "Plusklas",
    ],
)
def test_groups_larger_than_a_class_are_held_where_there_were_none(
    name: Callable[[int, str], str],
) -> None:
    rows = [[*row[:5], name(at, row[5])] for at, row in enumerate(next_year_rows(LARGE))]

    held = _held(rows, LARGE)["columns_shifted"]

    assert held["crowded"] > 0.5 * held["of"] == 0.5 * len(rows)


@pytest.mark.parametrize("within_the_year", [True, False])
def test_a_class_with_the_name_of_another_is_held(*, within_the_year: bool) -> None:
    rows = list(map(row_of, LARGE)) if within_the_year else next_year_rows(LARGE)
    if not within_the_year:
        rows = [[*row[:5], f"{row[5]}{'abc'[at % 3]}"] for at, row in enumerate(rows)]
    over = [[*row, "5a" if group == "5b" else group] for *row, group in rows]
    dealt = [[*row, f"5{'ac'[at % 2]}" if group[0] == "5" else group]
             for at, (*row, group) in enumerate(rows)]  # fmt: skip
    register = [replace(one, school_year=THIS_YEAR) for one in LARGE] if within_the_year else LARGE

    assert _held(over, register)["columns_shifted"] == {"group": "5a", "together": 48}
    assert "columns_shifted" not in _held(dealt, register)


@pytest.mark.parametrize(("children", "too_large"), [(32, False), (37, False), (38, True)])
def test_two_small_classes_may_go_on_together(children: int, *, too_large: bool) -> None:
    year = [one for one in school(children) if one.group == "4"]
    in_two = [replace(one, group=f"4{'ab'[at % 2]}") for at, one in enumerate(year)]
    register = [*(one for one in school(24) if one.group != "4"), *in_two]
    register = [replace(one, patron_id=PatronId(f"K{at}"), pupil_number=f"{700 + at}")
                for at, one in enumerate(register)]  # fmt: skip

    held = _held(next_year_rows(register), register)

    assert held.get("columns_shifted") == ({"group": "5", "together": 38} if too_large else None)


@pytest.mark.parametrize("group", [lambda year: year, lambda year: "ab"[int(year) > 4]])
def test_groups_larger_than_a_class_that_were_so_before_are_ordinary(
    group: Callable[[str], str],
) -> None:
    units = [replace(one, group=group(one.year_group)) for one in LARGE]
    rows = [[*row[:5], group(row[5])] for row in next_year_rows(units)]

    assert "columns_shifted" not in _held(rows, units)
