"""What left last summer, with the library's agreement, tells who finishes school this summer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from tests.roster.cases import LAST_YEAR, extract, next_year_rows, plan, row_of, school

from leesloket.roster.model import KnownPupil, PatronId
from leesloket.roster.plausibility.last_summer import LastSummer

BEFORE = "2024-2025"
ROOMS = ("Kevers", "Mieren", "Bijen", "Uilen", "Vossen", "Dassen", "Egels", "Wolven")


NEW = [
    [f"{800800 + at}", f"Nieuw{at:c}", "", f"Komer{at:c}", "", "Kevers"] for at in range(97, 109)
]


def _held(rows: Sequence[list[str]], register: Sequence[KnownPupil]) -> dict[str, Any]:
    made = plan(extract(rows), register)
    return {hold.code: dict(hold.detail) for hold in made.holds}


def _left(pupils: Sequence[KnownPupil], school_year: str = BEFORE) -> list[KnownPupil]:
    """As many children of the same groups, who left a summer ago."""
    return [
        replace(
            pupil,
            patron_id=PatronId(f"L{pupil.patron_id}"),
            pupil_number=f"9{pupil.pupil_number}",
            first_name=f"{pupil.first_name}{at:c}",
            surname=f"Eerder{at:c}",
            enrolled=False,
            school_year=school_year,
        )
        for at, pupil in enumerate(pupils, 97)
    ]


# --- years ---------------------------------------------------------------------------------------


def _gymnasium() -> list[KnownPupil]:
    """Classes 1 to 6, without birth dates: nothing says that it is no primary school."""
    return [replace(pupil, birth_date=None) for pupil in school(12) if pupil.group in "123456"]


def _of(pupils: Sequence[KnownPupil], groups: str) -> list[KnownPupil]:
    return [pupil for pupil in pupils if pupil.group in groups]


def _up(pupils: Sequence[KnownPupil], final: str) -> list[list[str]]:
    return [
        row_of(pupil, group=str(int(pupil.group) + 1)) for pupil in pupils if pupil.group != final
    ]


def test_the_year_that_left_as_a_whole_leaves_again() -> None:
    register = _gymnasium()
    rows = _up(register, "6")

    assert _held(rows, register)["part_missing"]["group"] == "6"
    assert _held(rows, [*register, *_left(_of(register, "6"))]) == {}


def test_another_year_does_not_leave_with_it() -> None:
    register = _gymnasium()
    rows = [row for row in _up(register, "6") if row[5] != "4"]

    held = _held(rows, [*register, *_left(_of(register, "6"))])
    assert held["part_missing"] == {"group": "3", "leavers": 12, "of": 12, "soon": "4"}


@pytest.mark.parametrize(
    "left",
    [
        _left(_of(_gymnasium(), "5")),  # most of year 5 are in year 6 now
        _left(_of(_gymnasium(), "6")[:4]),  # a family
        _left(_of(_gymnasium(), "6"), school_year="2023-2024"),  # longer ago
        _left(_of(_gymnasium(), "6"), school_year=LAST_YEAR),  # within the year
    ],
)
def test_what_left_in_part_or_at_another_time_teaches_nothing(left: list[KnownPupil]) -> None:
    register = _gymnasium()
    assert "part_missing" in _held(_up(register, "6"), [*register, *left])


@pytest.mark.parametrize(("left", "is_held"), [("345", False), ("3456", True)])
def test_a_school_that_was_divided_teaches_nothing(left: str, *, is_held: bool) -> None:
    """Three years may be those of mavo, havo and vwo."""
    register = _of(_gymnasium(), "123")
    rows = [row for row in _up(register, "6") if row[5] != "4"]

    held = _held(rows, [*register, *_left(_of(_gymnasium(), left))])
    assert ("part_missing" in held) is is_held


@pytest.mark.parametrize("dated", [True, False])
def test_a_year_that_went_to_another_school_does_not_finish(*, dated: bool) -> None:
    """Last summer group 4 did, with group 8; the one that is group 4 now stays."""
    every = [pupil if dated else replace(pupil, birth_date=None) for pupil in school(12)]
    register = [pupil for pupil in every if pupil.group != "5"]
    rows = [row for row in next_year_rows(register) if row[5] != "5"]
    new = [[*row[:5], "1"] for row in NEW]

    held = _held([*rows, *new], [*register, *_left(_of(every, "48"))])
    assert held["part_missing"] == {"group": "4", "leavers": 12, "of": 12, "soon": "5"}


def test_the_year_that_left_and_is_here_again_is_an_older_list() -> None:
    register = _gymnasium()
    stay = [*_up(register, "6"), *map(row_of, _of(register, "6"))]

    held = _held(
        [*stay, ["900900", "Pim", "", "Aalders", "", "1"]], [*register, *_left(_of(register, "6"))]
    )
    assert held["older_file"] == {"still_here": 12, "of": 12}


def _practical() -> list[KnownPupil]:
    """Five years, of which the branch says nothing: each of the last two may be a final one."""
    return [
        replace(pupil, group=f"P{pupil.group}a", year_group=f"1{pupil.group}", birth_date=None)
        for pupil in school(15)
        if pupil.group in "12345"
    ]


def _practical_rows(pupils: Sequence[KnownPupil]) -> list[list[str]]:
    return [
        row_of(pupil, group=f"P{int(pupil.group[1]) + 1}a")
        for pupil in pupils
        if pupil.group != "P5a"
    ]


def test_one_class_of_a_year_that_left_leaves_again() -> None:
    """Of six classes of year 4 one is of mavo, and no name says so; year 6 left as well."""
    register = [
        replace(pupil, group=f"{year}{'abcdef'[at % 6]}", year_group=f"1{year}", birth_date=None)
        for at, pupil in enumerate(school(60))
        if (year := int(pupil.group)) < 7
    ]
    done = [pupil for pupil in register if pupil.group == "4f" or pupil.group[0] == "6"]
    rows = [
        row_of(pupil, group=f"{int(pupil.group[0]) + 1}{pupil.group[1]}")
        for pupil in register
        if pupil not in done
    ]
    new = [[*row[:5], f"1{'abcdef'[at // 2]}"] for at, row in enumerate(NEW)]

    assert "part_missing" not in _held([*rows, *new], [*register, *_left(done)])


def test_a_year_before_the_one_that_left_does_not_finish() -> None:
    register = _practical()
    without = [row for row in _practical_rows(register) if row[5] != "P5a"]
    left = _left([pupil for pupil in register if pupil.group == "P5a"])

    assert _held(_practical_rows(register), [*register, *left]) == {}
    assert "part_missing" not in _held(without, register)
    assert _held(without, [*register, *left])["part_missing"]["group"] == "P4a"


def test_a_class_that_looks_like_one_of_a_longer_stream_leaves_with_its_year() -> None:
    """VB is basis, and would be class b of a vwo."""
    register = [
        replace(
            pupil,
            group=f"V{'BK'[at % 2]}{pupil.group}a",
            year_group=f"1{pupil.group}",
            birth_date=None,
        )
        for at, pupil in enumerate(school(16))
        if pupil.group in "1234"
    ]
    rows = [
        row_of(pupil, group=f"{pupil.group[:2]}{int(pupil.group[2]) + 1}a")
        for pupil in register
        if pupil.group[2] != "4"
    ]
    left = _left([pupil for pupil in register if pupil.group[2] == "4"])

    assert _held(rows, register)["part_missing"]["group"] == "VB4a"
    assert _held(rows, [*register, *left]) == {}


# --- groups that tell no year --------------------------------------------------------------------


def _rooms(children: int = 12) -> list[KnownPupil]:
    return [
        replace(pupil, year_group="", birth_date=None, group=ROOMS[int(pupil.group) - 1])
        for pupil in school(children)
    ]


def _into_the_next(pupils: Sequence[KnownPupil]) -> list[list[str]]:
    return [
        row_of(pupil, group=ROOMS[ROOMS.index(pupil.group) + 1])
        for pupil in pupils
        if pupil.group != ROOMS[-1]
    ]


def test_the_room_that_left_leaves_and_the_others_count_as_ever() -> None:
    register = _rooms()
    rows = [*_into_the_next(register), *NEW]
    remembered = [*register, *_left([pupil for pupil in register if pupil.group == "Wolven"])]

    assert _held(rows, remembered) == {}
    fewer = [row for row in rows if row[5] != "Uilen"]
    held = _held(fewer, remembered)
    assert held["part_missing"]["group"] == "Bijen"
    assert held["too_many_leavers"]["of"] == 84


def test_a_name_that_goes_along_with_its_class_is_not_the_last_room() -> None:
    """Who was in Wolven left, the name went to the youngest, and they are not in the list."""
    register = _rooms()
    rows = [row_of(pupil) for pupil in register if pupil.group not in {"Wolven", "Egels"}]
    remembered = [*register, *_left([pupil for pupil in register if pupil.group == "Wolven"])]

    assert "Wolven" in str(_held([*rows, *NEW], remembered)["part_missing"])


def _three_years(names: Sequence[str]) -> list[KnownPupil]:
    """Two groups of which a third goes each year, and two of younger children."""
    return [
        replace(pupil, year_group="", birth_date=None, group=names[(int(pupil.group) - 1) // 2])
        for pupil in school(6)
    ]


@pytest.mark.parametrize(("group", "is_held"), [("Vlinders", False), ("Kevers", True)])
def test_only_a_group_of_which_some_left_loses_more_than_others(
    group: str, *, is_held: bool
) -> None:
    register = _three_years(("Kevers", "Mieren", "Bijen", "Vlinders"))
    of_it = [pupil for pupil in register if pupil.group == group]
    oldest = [pupil for pupil in register if pupil.group == "Vlinders"]
    gone = {pupil.patron_id for pupil in of_it[:6]}
    rows = [*(row_of(pupil) for pupil in register if pupil.patron_id not in gone), *NEW[:3]]

    assert "too_many_leavers" not in _held(rows, register)
    held = _held(rows, [*register, *_left(oldest[:5])])
    assert ("too_many_leavers" in held) is is_held


@pytest.mark.parametrize(("gone", "is_held"), [(9, False), (10, True)])
def test_a_last_group_may_lose_as_many_as_last_summer(gone: int, *, is_held: bool) -> None:
    register = _three_years(("Kevers", "Mieren", "Bijen", "Vlinders"))
    oldest = [pupil for pupil in register if pupil.group == "Vlinders"]
    left = _left(oldest[:8])
    leavers = {pupil.patron_id for pupil in oldest[:gone]}
    rows = [*(row_of(pupil) for pupil in register if pupil.patron_id not in leavers), *NEW[:3]]

    assert _held(rows, register)["too_many_leavers"]["limit"] == 6
    assert ("too_many_leavers" in _held(rows, [*register, *left])) is is_held


def test_groups_with_other_names_each_year_teach_nothing() -> None:
    """Those of last summer were called after other teachers."""
    register = _three_years(("Kevers", "Mieren", "Bijen", "Vlinders"))
    gone = [pupil for pupil in register if pupil.group == "Kevers"][:6]
    rows = [*(row_of(pupil) for pupil in register if pupil not in gone), *NEW[:3]]
    left = [replace(pupil, group="Juf Eef") for pupil in _left(register[-8:])]

    assert "too_many_leavers" not in _held(rows, [*register, *left])


def test_a_group_of_a_few_children_teaches_nothing() -> None:
    """Of nine, of whom a third leaves in a year, it may be two, and six the year after."""
    register = _three_years(("Kevers", "Mieren", "Bijen", "Vlinders"))
    few = [pupil for pupil in register if pupil.group == "Kevers"]
    members = [pupil for pupil in register if pupil not in few[9:]]
    rows = [*(row_of(pupil) for pupil in members if pupil not in few[:5]), *NEW[:3]]
    left = _left([*few[:1], *register[-8:]])

    assert "too_many_leavers" not in _held(rows, [*members, *left])


def _two_years() -> list[KnownPupil]:
    """Rooms of two years each: half of the last one leaves, and half stays."""
    return [
        replace(pupil, year_group="", birth_date=None, group=ROOMS[(int(pupil.group) - 1) // 2])
        for pupil in school(8)
    ]


def test_half_of_a_room_that_left_does_not_take_the_other_half_along() -> None:
    register = _two_years()
    oldest = [pupil for pupil in register if pupil.group == "Uilen"]
    rows = [
        row_of(pupil, group=ROOMS[ROOMS.index(pupil.group) + at // 8 % 2])
        for at, pupil in enumerate(register)
        if pupil.group != "Uilen"
    ]

    held = _held([*rows, *NEW], [*register, *_left(oldest[8:])])
    assert held["part_missing"]["group"] == "Uilen"


def test_where_half_of_each_room_leaves_none_is_the_last() -> None:
    register = _rooms()
    rows = [row for row in _into_the_next(register) if row[5] != "Mieren"]
    left = _left([pupil for at, pupil in enumerate(register) if at % 2 or pupil.group == "Wolven"])

    assert "Wolven" in _held([*rows, *NEW], [*register, *left])["part_missing"]["groups"]


def test_where_each_child_leaves_when_it_is_through_no_group_is_the_last() -> None:
    """In VSO most of the few of one room did, and as many of the others."""
    register = _rooms()
    of_one = [pupil for pupil in register if pupil.group == "Wolven"]
    others = [pupil for pupil in register if pupil.group != "Wolven"]

    for every, whole in ((17, {"wolven"}), (7, set())):
        left = _left([*of_one[:10], *others[::every]])
        assert LastSummer(register, left, secondary=None).whole_groups == whole
