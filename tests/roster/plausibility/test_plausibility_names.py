"""Holds of lists in which nothing but a name tells who a child is, and of schools without years."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from string import ascii_lowercase
from typing import Any

import pytest
from tests.roster.cases import HEADINGS, LAST_YEAR, extract, next_year_rows, plan, row_of, school

from leesloket.roster import EarlierYear, PreviousImport
from leesloket.roster.model import KnownPupil
from leesloket.roster.plausibility.values import are_unlike

NAMES = ("Roepnaam", "Tussenvoegsel", "Achternaam", "Groep")
REGISTER = [replace(pupil, pupil_number="", birth_date=None) for pupil in school(12)]
ROWS = [[row[1], row[2], row[3], row[5]] for row in next_year_rows(REGISTER)]
ROOMS = ("Kevers", "Mieren", "Bijen", "Uilen", "Vossen", "Dassen", "Egels", "Wolven")


def _held(
    rows: list[list[str]],
    register: list[KnownPupil],
    headings: tuple[str, ...] = NAMES,
    **others: Any,
) -> dict[str, dict[str, int | str]]:
    made = plan(extract(rows, headings), register, **others)
    return {hold.code: dict(hold.detail) for hold in made.holds}


# --- rows that are questions ---------------------------------------------------------------------


def test_an_ordinary_list_of_names_and_groups_is_not_held() -> None:
    assert _held(ROWS, REGISTER) == {}


def test_children_in_last_years_groups_are_told_where_each_is_a_question() -> None:
    rows = [[row[1], row[2], row[3], row[5]] for row in map(row_of, REGISTER) if row[5] != "8"]

    assert _held(rows, REGISTER)["older_file"] == {"not_moved_up": 84, "of": 84}


@pytest.mark.parametrize(("column", "field"), [(0, "first_name"), (2, "surname")])
def test_half_of_a_name_that_was_sorted_makes_questions_of_nearly_all(
    column: int, field: str
) -> None:
    # Names that many have: every row has half of several children's.
    register = [
        replace(p, first_name=REGISTER[at * 5 % 19].first_name, surname=REGISTER[at % 11].surname)
        for at, p in enumerate(REGISTER)
    ]
    rows = [[row[1], row[2], row[3], row[5]] for row in next_year_rows(register)]
    rows = [rows[at * 37 % len(rows)] for at in range(len(rows))]
    sorted_alone = sorted(row[column] for row in rows)
    mixed = [
        [*row[:column], value, *row[column + 1 :]]
        for row, value in zip(rows, sorted_alone, strict=True)
    ]

    assert "column_sorted_alone" not in _held(rows, register)
    assert _held(mixed, register)["column_sorted_alone"]["field"] == field


def test_names_that_are_nobodys_are_no_sorted_column() -> None:
    # Official names where the register has call names: each is asked about.
    rows = [[f"{row[0]}ius Xander", *row[1:]] for row in ROWS]

    assert "column_sorted_alone" not in _held(rows, REGISTER)


def test_newcomers_with_names_that_many_have_are_no_sorted_column() -> None:
    # Where most leave each year: two of five are new, with a first name and a surname of others.
    register = [
        replace(p, first_name=REGISTER[at * 5 % 19].first_name, surname=REGISTER[at % 11].surname)
        for at, p in enumerate(REGISTER)
    ]
    rows = [[row[1], row[2], row[3], row[5]] for row in next_year_rows(register)]
    members = {(pupil.first_name, pupil.surname) for pupil in register}
    for row in (row for at, row in enumerate(rows) if at % 5 < 2):
        row[2] = next(p.surname for p in register if (row[0], p.surname) not in members)

    assert "column_sorted_alone" not in _held(rows, register)


def test_as_many_leave_as_there_are_too_few_rows() -> None:
    # Classes were dealt anew, so that every row is a question and nearly nobody leaves by it.
    register = [replace(p, group=ROOMS[int(p.group) - 1], year_group="") for p in REGISTER]
    rows = [[row[0], row[1], row[2], ROOMS[at % 8]] for at, row in enumerate(ROWS) if at % 2]

    held = _held(rows, register)

    assert held["too_many_leavers"]["outside_final_year"] == len(register) - len(rows)


def test_newcomers_to_the_country_do_not_all_stay_in_their_stage() -> None:
    register = [
        replace(pupil, group=f"ISK {1 + at // 12}", year_group="")
        for at, pupil in enumerate(school(12)[:36])
    ]
    rows = [row_of(pupil) for pupil in register if pupil.group != "ISK 3"]

    assert _held(rows, register, HEADINGS)["older_file"] == {"same_group": 24, "of": 24}


@pytest.mark.parametrize("mixed", [False, True])
def test_classes_of_the_next_stage_may_be_dealt_anew(*, mixed: bool) -> None:
    register = [
        replace(p, group=f"ISK 1{'ABCD'[at % 4]}", year_group="", birth_date=None)
        for at, p in enumerate(school(12)[:48])
    ]
    rows = [row_of(p, group=f"ISK 2{'ABCD'[at // 4 % 4]}") for at, p in enumerate(register)]
    new = [[f"9{at:03d}", f"Q{ascii_lowercase[at % 26]}o", "", f"X{ascii_lowercase[at // 26]}u", "",
            f"ISK 1{'ABCD'[at % 4]}"] for at in range(48)]  # fmt: skip
    rows = [row for pair in zip(rows, new, strict=True) for row in pair]
    if mixed:
        groups = sorted(row[5] for row in rows)
        rows = [[*row[:5], group] for row, group in zip(rows, groups, strict=True)]

    assert ("column_sorted_alone" in _held(rows, register, HEADINGS)) is mixed


# --- groups that tell no year --------------------------------------------------------------------


def _in_rooms(pupils: list[KnownPupil]) -> list[KnownPupil]:
    return [replace(p, group=ROOMS[int(p.group) - 1], year_group="") for p in pupils]


def _next_room(pupils: list[KnownPupil], but: str = "") -> list[list[str]]:
    """Who was in the last room has left, the others moved on, and newcomers fill the first."""
    moved = [
        row_of(pupil, group=ROOMS[ROOMS.index(pupil.group) + 1])
        for pupil in pupils
        if pupil.group != ROOMS[-1]
    ]
    new = [
        [
            f"9{at:03d}",
            f"Q{ascii_lowercase[at % 26]}o",
            "",
            f"X{ascii_lowercase[at // 3]}u",
            "",
            ROOMS[0],
        ]
        for at in range(12)
    ]
    return [row for row in [*moved, *new] if row[5] != but]


DATELESS = _in_rooms([replace(pupil, birth_date=None) for pupil in school(12)])


def test_where_nothing_tells_who_is_through_a_class_leaves_each_year() -> None:
    assert _held(_next_room(DATELESS), DATELESS, HEADINGS) == {}


def test_a_room_that_is_missing_is_held_where_nothing_tells_who_is_through() -> None:
    held = _held(_next_room(DATELESS, but=ROOMS[4]), DATELESS, HEADINGS)

    assert "Uilen" in str(held["part_missing"])


def test_a_fifth_that_is_missing_is_held_where_nothing_tells_who_is_through() -> None:
    rows = [row for at, row in enumerate(_next_room(DATELESS)) if at % 5]

    assert "too_many_leavers" in _held(rows, DATELESS, HEADINGS)


def test_a_last_class_that_leaves_is_odd_where_ages_tell_that_it_should_not() -> None:
    # All are of an age for the lower years, and the last room went as a whole.
    young = [
        replace(pupil, birth_date=replace_year(pupil, 2018)) for pupil in _in_rooms(school(12))
    ]
    old = replace(young[0], birth_date=replace_year(young[0], 2010))

    held = _held(_next_room([old, *young[1:]])[1:], [old, *young[1:]], HEADINGS)

    assert "part_missing" in held


def replace_year(pupil: KnownPupil, year: int) -> Any:
    assert pupil.birth_date is not None
    return pupil.birth_date.replace(year=year)


def _in_threes(pupils: list[KnownPupil]) -> list[KnownPupil]:
    """Groups 1 and 2, 3 to 5 and 6 to 8 together, two of each."""
    return [
        replace(p, year_group="", birth_date=None, group=_room(int(p.year_group), at % 2))
        for at, p in enumerate(pupils)
    ]


def _room(year: int, side: int) -> str:
    return ("Kevers", "Mieren", "Bijen", "Uilen", "Vossen", "Dassen")[
        2 * ((year + 1 >= 4) + (year >= 6)) + side
    ]


@pytest.mark.parametrize("missing", ["", "Bijen"])
def test_a_group_of_three_years_that_is_in_no_row_is_missing(missing: str) -> None:
    pupils = school(12)
    register = _in_threes(pupils)
    rows = [
        row_of(pupil, group=_room(int(pupil.year_group) + 1, at % 2))
        for at, pupil in enumerate(pupils)
        if pupil.year_group != "8"
    ]
    rows = [[*row[:4], "", row[5]] for row in rows]

    held = _held([row for row in rows if row[5] != missing], register, HEADINGS)

    assert list(held) == (["part_missing", "too_many_leavers"] if missing else [])


# --- newcomers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("usual", "held"), [((), False), ((5,), False), ((5, 9), True), ((5, 20), False)]
)
def test_newcomers_of_all_years_are_many_where_few_came_before(
    usual: tuple[int, ...], *, held: bool
) -> None:
    register = _in_rooms(school(12))
    rows = [row_of(pupil) for pupil in register if pupil.group != ROOMS[-1]]
    newcomers = [
        [
            f"9{at:03d}",
            f"Q{ascii_lowercase[at % 26]}o",
            "",
            f"X{ascii_lowercase[at // 3]}u",
            f"{1 + at % 28}-5-{2013 + at % 6}",
            ROOMS[at % 7],
        ]
        for at in range(32)
    ]
    years = tuple(EarlierYear(LAST_YEAR, 96, 4, came) for came in usual)
    previous = PreviousImport(date(2025, 8, 20), LAST_YEAR, 96, frozenset(), years)

    codes = _held([*rows, *newcomers], register, HEADINGS, previous=previous)

    assert ("merger" in codes) is held


@pytest.mark.parametrize(
    ("one", "other", "unlike"),
    [
        ("Bos", "Vermeulen", True),
        ("Bos", "Bos", False),
        ("Bos", "", False),
        ("", "Bos", False),
        ("Fi", "Fiene", False),
        ("Smit-Bakker", "Bakker", False),
        ("Tkachuk", "Tkatsjoek", False),
    ],
)
def test_two_names_are_unlike_when_no_word_of_one_begins_as_one_of_the_other(
    one: str, other: str, *, unlike: bool
) -> None:
    assert are_unlike(one, other) is unlike
