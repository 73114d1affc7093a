"""Last year's groups in a part of the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from tests.roster.cases import (
    HEADINGS,
    LAST_YEAR,
    THIS_YEAR,
    extract,
    next_year_rows,
    plan,
    row_of,
    school,
)

from leesloket.roster.model import KnownPupil

Rows = list[list[str]]
REGISTER = school(12)
ROWS = next_year_rows(REGISTER)
BY_NAME = sorted(ROWS, key=lambda row: (row[3], row[1]))
GROUP = 5


def _held(
    rows: Rows, register: Sequence[KnownPupil] = REGISTER, headings: Sequence[str] = HEADINGS
) -> dict[str, Any]:
    return {hold.code: dict(hold.detail) for hold in plan(extract(rows, headings), register).holds}


def _as_last_year(rows: Rows, part: slice) -> Rows:
    rows = [row[:] for row in rows]
    for row in rows[part]:
        row[GROUP] = str(max(1, int(row[GROUP]) - 1))
    return rows


@pytest.mark.parametrize("part", [slice(42), slice(30, 60), slice(None, None, 2)])
def test_last_years_groups_in_a_part_of_the_list_are_seen(part: slice) -> None:
    held = _held(_as_last_year(BY_NAME, part))

    assert held["older_file"]["of"] == 72  # group 8 has left, and who begins may stay


@pytest.mark.parametrize("part", [slice(42), slice(30, 60), slice(None, None, 2)])
def test_last_years_groups_beside_this_years_years_are_seen(part: slice) -> None:
    rows = [
        [*row, years[GROUP]]
        for row, years in zip(_as_last_year(BY_NAME, part), BY_NAME, strict=True)
    ]

    assert "older_file" in _held(rows, headings=[*HEADINGS, "Leerjaar"])


def test_ten_rows_below_each_other_are_enough_in_a_large_school() -> None:
    register = school(30)
    rows = sorted(next_year_rows(register), key=lambda row: (row[1], row[3]))

    held = _held(_as_last_year(rows, slice(100, 118)), register)

    assert held["older_file"]["not_moved_up"] >= 8


def test_last_years_groups_of_one_in_five_are_seen() -> None:
    # Two lists were merged, and of who was in both the older row was kept.
    held = _held(_as_last_year(BY_NAME, slice(None, None, 5)))

    assert held == {"older_file": {"not_moved_up": 13, "of": 72}}


@pytest.mark.parametrize("every", [7, 8, 12])
def test_some_may_repeat_a_year(every: int) -> None:
    assert _held(_as_last_year(BY_NAME, slice(None, None, every))) == {}


def test_half_of_the_youngest_may_stay_together() -> None:
    register = school(24)
    rows = sorted(next_year_rows(register), key=lambda row: (row[GROUP], row[0]))
    stay = [row for row in rows if row[GROUP] == "3"][:12]
    for row in stay:
        row[GROUP] = "2"

    assert _held(sorted(rows, key=lambda row: (row[GROUP], row[0])), register) == {}


def test_a_year_of_a_combination_group_that_stays_is_seen() -> None:
    pairs = dict(
        zip("12345678", ("1/2", "1/2", "3/4", "3/4", "5/6", "5/6", "7/8", "7/8"), strict=True)
    )
    register = [replace(pupil, group=pairs[pupil.year_group]) for pupil in REGISTER]
    rows = [[*row[:GROUP], pairs[row[GROUP]]] for row in BY_NAME]
    assert _held(rows, register) == {}
    fours = {pupil.pupil_number for pupil in REGISTER if pupil.year_group == "4"}
    rows = [[*row[:GROUP], "3/4"] if row[0] in fours else row for row in rows]

    assert _held(rows, register)["older_file"]["not_moved_up"] == 12


def test_who_repeats_the_final_year_stands_together() -> None:
    register = school(30)
    stay = [row_of(pupil) for pupil in register if pupil.group == "8"][:9]

    assert _held([*next_year_rows(register), *stay], register) == {}


def test_a_final_year_that_is_all_here_is_seen_where_only_years_tell_it() -> None:
    register = [
        replace(pupil, pupil_number="", birth_date=None, group=TEACHERS[int(pupil.group) - 1])
        for pupil in REGISTER
    ]
    rows = [
        [pupil.first_name, pupil.surname, pupil.group, str(min(8, int(pupil.year_group) + 1))]
        for pupil in register
    ]

    rows = [*rows[3:], ["Quint", "Xander", "Els", "1"]]

    held = _held(rows, register, ["Roepnaam", "Achternaam", "Groep", "Leerjaar"])

    assert "older_file" in held


TEACHERS = ("Els", "Ans", "Bea", "Cor", "Dirk", "Fre", "Gon", "Han")


def test_rooms_with_a_number_are_not_years() -> None:
    register = [replace(pupil, group=f"Kring {1 + at % 8}") for at, pupil in enumerate(school(12))]
    rows = [
        [*row_of(pupil), str(int(pupil.year_group) + 1)]
        for pupil in register
        if pupil.year_group != "8"
    ]

    assert _held(rows, register, [*HEADINGS, "Leerjaar"]) == {}


def test_classes_that_are_split_and_counted_have_their_year() -> None:
    rows = [[*row[:GROUP], f"{row[GROUP]}-{1 + at % 2}"] for at, row in enumerate(ROWS)]

    assert _held(rows) == {}


@pytest.mark.parametrize(("by", "what"), [(-1, "not_moved_up"), (1, "moved_up_too_far")])
@pytest.mark.parametrize("school_year", [LAST_YEAR, THIS_YEAR])
def test_a_class_that_was_copied_over_another_is_seen(by: int, what: str, school_year: str) -> None:
    register = [replace(pupil, school_year=school_year) for pupil in REGISTER]
    good = BY_NAME if school_year == LAST_YEAR else sorted(map(row_of, REGISTER))
    rows = [
        [*row[:GROUP], str(int(row[GROUP]) + by) if row[GROUP] == "6" else row[GROUP]]
        for row in good
    ]

    assert _held(rows, register)["older_file"][what] == 12


def test_the_youngest_may_all_stay_in_the_first_year() -> None:
    rows = [[*row[:GROUP], "1"] if row[GROUP] == "2" else row for row in ROWS]

    assert _held(rows) == {}
