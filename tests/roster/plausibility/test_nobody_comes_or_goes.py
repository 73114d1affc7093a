"""A list for a new school year that has exactly the children of the last one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.roster.cases import LAST_YEAR, THIS_YEAR, extract, known, plan, row_of, school

from leesloket.roster.model import KnownPupil, Mode

ROOMS = ("Kevers", "Mieren", "Bijen", "Uilen", "Vossen", "Dassen", "Egels", "Wolven", "Beren")
NAMES = ("Roepnaam", "Tussenvoegsel", "Achternaam", "Groep")
REGISTER = [
    replace(pupil, year_group="", birth_date=None, group=ROOMS[int(pupil.group) - 1])
    for pupil in school(4)
]
"""Of rooms, in which nothing tells who is through."""
ROWS = [row_of(pupil, group=ROOMS[ROOMS.index(pupil.group) + 1]) for pupil in REGISTER]
NEW = ["900900", "Pim", "", "Aalders", "", "Kevers"]


def _held(rows: list[list[str]], register: list[KnownPupil] = REGISTER, **others: Any) -> Any:
    made = plan(extract(rows), register, **others)
    return {hold.code: dict(hold.detail) for hold in made.holds}.get("older_file")


def test_everybody_is_here_and_nobody_else() -> None:
    assert _held(ROWS) == {"all_still_here": 32}


@pytest.mark.parametrize("rows", [[*ROWS, NEW], ROWS[:-1]])
def test_one_who_comes_or_goes_makes_a_list_of_this_year(rows: list[list[str]]) -> None:
    assert _held(rows) is None


def test_in_a_school_of_twenty_nine_it_happens() -> None:
    assert _held(ROWS[:29], REGISTER[:29]) is None
    assert _held(ROWS[:30], REGISTER[:30]) == {"all_still_here": 30}


def test_within_a_year_and_in_additions_it_is_ordinary() -> None:
    again = [row_of(pupil) for pupil in REGISTER]
    assert _held(again, school_year=LAST_YEAR) is None
    assert _held(ROWS, mode=Mode.ADDITIONS) is None


def test_who_is_asked_about_by_its_very_name_is_here() -> None:
    rows = [[row[1], row[2], row[3], "Zebra's"] for row in ROWS]
    made = plan(extract(rows, NAMES), REGISTER)

    assert made.counts["question"] == len(REGISTER)
    assert {"all_still_here": 32} in [dict(hold.detail) for hold in made.holds]


def test_who_is_asked_about_by_half_of_its_name_may_be_new() -> None:
    lone = [known(f"K{at}", f"Kind{at:c} Bos{at:c}", group="Kevers") for at in range(97, 127)]
    rows = [[one.first_name, "", one.surname, "Mieren"] for one in lone]
    made = plan(extract([*rows[:-1], ["Zoë", *rows[-1][1:]]], NAMES), lone)

    assert made.counts["question"] == len(lone)
    assert "all_still_here" not in {key for hold in made.holds for key in hold.detail}


ADDED = replace(known("H1", "Pim Aalders", group="Kevers"), year_group="", school_year=THIS_YEAR)


@pytest.mark.parametrize(
    "added",
    [
        replace(ADDED, pupil_number="900900"),  # by a list of additions
        replace(ADDED, entered_on=date(2026, 7, 1)),
        replace(ADDED, entered_on=date(2026, 7, 1), school_year=LAST_YEAR),
    ],
)
def test_who_was_added_before_the_list_is_new_in_it(added: KnownPupil) -> None:
    """The oldest were withdrawn by hand, so nobody leaves by the list either."""
    assert _held([*ROWS, NEW], [*REGISTER, added]) is None
