"""Groups that stand some rows too high or too low, and groups that changed places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.roster.cases import HEADINGS, extract, next_year_rows, plan, row_of, school

from leesloket.roster.model import KnownPupil, PatronId

Rows = list[list[str]]
LAST, GROUP = 3, 5
REGISTER = school(12)
LETTERS = "ab"


def _held(rows: Rows, register: list[KnownPupil], headings: Any = HEADINGS) -> dict[str, Any]:
    return {hold.code: dict(hold.detail) for hold in plan(extract(rows, headings), register).holds}


def _moved(rows: Rows, by: int) -> Rows:
    """The column of groups so many rows down, or up."""
    column = [row[GROUP] for row in rows]
    if by > 0:
        column = [*column[:1] * by, *column[:-by]]
    else:
        column = [*column[-by:], *column[-1:] * -by]
    return [[*row[:GROUP], group] for row, group in zip(rows, column, strict=True)]


def _by_group_and_name(rows: Rows) -> Rows:
    return sorted(rows, key=lambda row: (row[GROUP], row[LAST], row[1]))


def _by_group(rows: Rows) -> Rows:
    """In the order of groups, and in none within a group."""
    return sorted(rows, key=lambda row: (row[GROUP], int(row[0]) * 7 % 13))


@pytest.mark.parametrize("in_order", [_by_group_and_name, _by_group])
@pytest.mark.parametrize("by", [-3, -1, 1, 2])
def test_groups_that_moved_some_rows_are_seen(in_order: Callable[[Rows], Rows], by: int) -> None:
    rows = in_order(next_year_rows(REGISTER))

    assert _held(rows, REGISTER) == {}
    held = _held(_moved(rows, by), REGISTER)
    assert held["column_sorted_alone"]["field"] == "group"
    assert held["column_sorted_alone"]["rows"] >= 5 * abs(by)


@pytest.mark.parametrize("by", [-3, -1, 1, 2])
def test_of_groups_that_moved_the_rows_at_their_six_borders_are_counted(by: int) -> None:
    rows = _moved(_by_group(next_year_rows(REGISTER)), by)

    assert _held(rows, REGISTER)["column_sorted_alone"]["rows"] == 6 * abs(by)


def test_groups_that_moved_are_seen_without_a_register_of_last_year() -> None:
    rows = _by_group_and_name(next_year_rows(REGISTER))

    assert _held(_moved(rows, 2), [])["column_sorted_alone"]["field"] == "group"
    assert _held(rows, []) == {}


def test_groups_that_moved_in_the_second_half_are_seen() -> None:
    rows = _by_group_and_name(next_year_rows(REGISTER))

    held = _held([*rows[:30], *_moved(rows[30:], -2)], REGISTER)

    assert held["column_sorted_alone"]["field"] == "group"


def test_who_has_one_name_stands_first_in_its_group() -> None:
    rows = _by_group_and_name(next_year_rows(REGISTER))
    single = [
        [f"0099{group}", f"Za{group}", "", "", f"1-1-{2020 - group}", str(group)]
        for group in (3, 4, 5)
    ]
    register = [
        *REGISTER,
        *[
            replace(
                REGISTER[0],
                patron_id=PatronId(f"S{row[5]}"),
                pupil_number=row[0],
                first_name=row[1],
                surname="",
                birth_date=date(2020 - int(row[5]), 1, 1),
                group=str(int(row[5]) - 1),
                year_group=str(int(row[5]) - 1),
            )
            for row in single
        ],
    ]

    assert _held(_by_group_and_name([*rows, *single]), register) == {}


def test_who_has_no_birth_date_may_stand_last() -> None:
    rows = _by_group(next_year_rows(REGISTER))
    rows[-3:] = [[*row[:4], "", row[GROUP]] for row in rows[-3:]]

    assert _held(rows, REGISTER) == {}


def test_some_groups_of_one_child_are_no_groups_that_moved() -> None:
    names = [chr(65 + at % 24) for at in range(96)]
    names[-3:] = "FED"
    rows = [
        *(
            [
                f"55{at}",
                f"Bo{97 + at % 24:c}{97 + at // 24:c}",
                "",
                f"{name}a",
                "",
                f"1{'abcd'[at // 24]}",
            ]
            for at, name in enumerate(names)
        ),
        *([f"77{name}1", f"Qi{name}", "", f"{name}a", "", f"{name}1"] for name in "GHIJ"),
    ]

    assert _held(rows, []) == {}


def test_girls_before_boys_are_no_groups_that_moved() -> None:
    rows = sorted(
        next_year_rows(REGISTER), key=lambda row: (row[GROUP], int(row[0]) % 3 == 0, row[LAST])
    )

    assert _held(rows, REGISTER) == {}


def test_who_stays_behind_in_every_group_is_no_group_that_moved() -> None:
    stay = {f"00{500 + 12 * group}" for group in range(1, 7)}
    rows = [
        [*row[:GROUP], str(int(row[GROUP]) - (row[0] in stay))] for row in next_year_rows(REGISTER)
    ]

    assert "column_sorted_alone" not in _held(_by_group(rows), REGISTER)


def test_classes_that_are_split_over_two_others_are_no_groups_that_moved() -> None:
    rows = [
        [*row[:GROUP], f"{row[GROUP]}{'aab'[int(row[0]) % 3]}"] for row in next_year_rows(REGISTER)
    ]
    in_order = sorted(rows, key=lambda row: (row[GROUP], int(row[0]) % 5))

    assert _held(in_order, REGISTER) == {}


def test_a_class_that_is_split_and_called_as_in_a_secondary_school_is_not_behind() -> None:
    rows = [
        [*row[:GROUP], f"3N{1 + int(row[0]) % 2}" if row[GROUP] == "3" else row[GROUP]]
        for row in next_year_rows(REGISTER)
    ]

    assert _held(rows, REGISTER) == {}


# --- groups that changed places ------------------------------------------------------------------


def _letter(pupil: KnownPupil) -> str:
    return LETTERS[int(pupil.pupil_number) // 7 % 2]


PARALLEL = [replace(pupil, group=f"{pupil.year_group}{_letter(pupil)}") for pupil in school(24)]


def _next(letters: Callable[[KnownPupil, str], str]) -> Rows:
    return [
        row_of(pupil, group=letters(pupil, str(int(pupil.year_group) + 1)))
        for pupil in PARALLEL
        if pupil.year_group != "8"
    ]


def _as_before(pupil: KnownPupil, year: str) -> str:
    return f"{year}{_letter(pupil)}"


def _other(pupil: KnownPupil, year: str) -> str:
    return f"{year}{'ba'[LETTERS.index(_letter(pupil))]}"


def test_two_classes_that_changed_places_are_seen() -> None:
    rows = _next(lambda pupil, year: (_other if year == "5" else _as_before)(pupil, year))

    assert _held(_next(_as_before), PARALLEL) == {}
    assert _held(rows, PARALLEL) == {
        "column_sorted_alone": {"field": "group", "rows": 24, "of": 168}
    }


def test_two_years_that_changed_places_are_seen() -> None:
    other = {"5": "6", "6": "5"}
    rows = [[*row[:GROUP], other.get(row[GROUP], row[GROUP])] for row in next_year_rows(REGISTER)]

    assert _held(rows, REGISTER)["column_sorted_alone"] == {"field": "group", "rows": 24, "of": 84}


@pytest.mark.parametrize(
    "letters",
    [
        _other,
        lambda pupil, year: (_other if year in "257" else _as_before)(pupil, year),
        lambda pupil, year: f"{year}{LETTERS[int(pupil.pupil_number) % 2]}",
        lambda pupil, year: f"{year}{'xy'[LETTERS.index(_letter(pupil))]}",
    ],
    ids=["all", "several", "mixed anew", "other letters"],
)
def test_letters_may_be_dealt_anew(letters: Callable[[KnownPupil, str], str]) -> None:
    assert _held(_next(letters), PARALLEL) == {}


_ROOMS = ("Oranje", "Blauw", "Groen", "Paars")


def _in_rooms() -> list[KnownPupil]:
    """Four rooms that tell no year, of children whose age nobody knows."""
    return [
        replace(pupil, year_group="", birth_date=None, group=_ROOMS[at * len(_ROOMS) // 96])
        for at, pupil in enumerate(school(12))
    ]


def test_rooms_that_have_nothing_to_do_with_last_years_are_seen() -> None:
    rooms = _in_rooms()
    rows = [row_of(pupil, group=_ROOMS[at % len(_ROOMS)]) for at, pupil in enumerate(rooms)]

    assert _held(rows, rooms)["column_sorted_alone"] == {"field": "group", "rows": 96, "of": 96}


def test_rooms_that_changed_their_names_are_ordinary() -> None:
    rooms = _in_rooms()
    rows = [row_of(pupil, group=f"Kring {pupil.group}") for pupil in rooms]

    assert "column_sorted_alone" not in _held(rows, rooms)
