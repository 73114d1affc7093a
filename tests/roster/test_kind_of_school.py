"""Groups that may be a primary or a secondary school's: ages and the register tell which."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.roster.cases import HEADINGS, LAST_YEAR, extract, next_year_rows, plan, row_of, school

from leesloket.roster.model import Enrol, Keep, KnownPupil, Mode, Update

WITHOUT_DATES = [heading for heading in HEADINGS if heading != "Geboortedatum"]
NAMES_AND_GROUPS = [heading for heading in WITHOUT_DATES if heading != "Leerlingnummer"]
THREE_COLUMNS = ["Roepnaam", "Achternaam", "Groep"]
TEACHERS = {"1": "MB", "2": "HT", "3": "KB", "4": "TL", "5": "HV", "6": "BK", "7": "JV", "8": "GL"}
Rows = list[list[str]]


def _gymnasium() -> list[KnownPupil]:
    """Classes 1a to 6b of twelve children each, six years older than those of groups 1 to 6."""
    return [
        replace(
            pupil,
            birth_date=date(2015 - int(pupil.group), 1 + at % 12, 1 + at % 28),
            year_group=f"1{pupil.group}",
            group=f"{pupil.group}{'ab'[at % 2]}",
        )
        for at, pupil in enumerate(school(24))
        if pupil.group in "123456"
    ]


def _next_year(register: list[KnownPupil]) -> Rows:
    return [
        row_of(pupil, group=f"{int(pupil.group[0]) + 1}{pupil.group[1:]}")
        for pupil in register
        if pupil.group[0] != "6"
    ]


def _others() -> list[KnownPupil]:
    """A primary school whose children nobody knows."""
    return [
        replace(pupil, first_name=f"Q{pupil.first_name}", surname="Xu", pupil_number=f"7{at}")
        for at, pupil in enumerate(school(12))
    ]


def _only(rows: Rows, headings: list[str]) -> Rows:
    return [[row[HEADINGS.index(heading)] for heading in headings] for row in rows]


@pytest.mark.parametrize("headings", [WITHOUT_DATES, NAMES_AND_GROUPS])
def test_classes_of_a_gymnasium_are_those_that_the_register_knows(headings: list[str]) -> None:
    register = _gymnasium()

    made = plan(extract(_only(_next_year(register), headings), headings), register)

    assert not made.holds
    assert {step.record.year_group for step in made.steps if isinstance(step, Update)} == {
        *("12", "13", "14", "15", "16")
    }


@pytest.mark.parametrize("final", [{"16"}, {"14", "15", "16"}])
def test_the_first_list_of_a_gymnasium_is_of_the_kind_of_its_branch(final: set[str]) -> None:
    rows = _only(list(map(row_of, _gymnasium())), WITHOUT_DATES)

    made = plan(extract(rows, WITHOUT_DATES), [], final_year_groups=frozenset(final))

    assert {step.record.year_group for step in made.steps if isinstance(step, Enrol)} == {
        *("11", "12", "13", "14", "15", "16")
    }


def test_the_first_list_of_a_school_with_birth_dates_tells_its_kind_itself() -> None:
    final = frozenset({"14", "15", "16"})

    made = plan(extract(list(map(row_of, _others()))), [], final_year_groups=final)

    assert {step.record.year_group for step in made.steps if isinstance(step, Enrol)} == {
        *"12345678"
    }


def test_the_kind_of_the_branch_makes_no_years_of_groups_that_tell_none() -> None:
    rows = [
        [p.first_name, p.surname, f"{('OB', 'MB', 'BB')[at % 3]}{1 + at // 12}"]
        for at, p in enumerate(school(6))
    ]

    made = plan(extract(rows, THREE_COLUMNS), [], final_year_groups=frozenset({"14", "15", "16"}))

    assert {step.record.year_group for step in made.steps if isinstance(step, Enrol)} == {""}


def test_a_branch_of_a_primary_school_says_nothing_of_streams() -> None:
    rows = [[p.first_name, p.surname, f"{p.group}havo"] for p in school(6) if p.group in "12345"]

    made = plan(extract(rows, THREE_COLUMNS), [])

    assert {step.record.year_group for step in made.steps if isinstance(step, Enrol)} == {
        *("11", "12", "13", "14", "15")
    }


def test_a_primary_school_without_birth_dates_stays_one() -> None:
    register = school(12)

    made = plan(extract(_only(next_year_rows(register), WITHOUT_DATES), WITHOUT_DATES), register)

    assert {step.record.year_group for step in made.steps if isinstance(step, Update)} == {
        *"2345678"
    }


def test_the_ages_of_a_list_tell_more_than_the_register() -> None:
    made = plan(extract(list(map(row_of, _others()))), _gymnasium())

    assert {step.record.year_group for step in made.steps if isinstance(step, Enrol)} == {
        *"12345678"
    }
    assert [hold.code for hold in made.holds] == ["other_school"]


def test_another_kind_of_school_is_held_without_birth_dates() -> None:
    rows = _only(list(map(row_of, _others())), WITHOUT_DATES)

    made = plan(extract(rows, WITHOUT_DATES), _gymnasium())

    assert [hold.code for hold in made.holds] == ["other_school"]


@pytest.mark.parametrize("headings", [list(HEADINGS), WITHOUT_DATES, NAMES_AND_GROUPS])
def test_the_teacher_behind_the_group_is_no_stream(headings: list[str]) -> None:
    register = school(12)
    rows = [[*row[:5], f"{row[5]} {TEACHERS[row[5]]}"] for row in next_year_rows(register)]

    made = plan(extract(_only(rows, headings), headings), register)

    assert not made.holds
    assert {step.record.year_group for step in made.steps if isinstance(step, Update)} == {
        *"2345678"
    }


def test_a_group_and_its_teacher_that_is_missing_is_held() -> None:
    register = [
        replace(pupil, group=f"{pupil.group} {TEACHERS[pupil.group]}") for pupil in school(12)
    ]
    rows = [[*row[:5], f"{row[5]} {TEACHERS[row[5]]}"] for row in next_year_rows(school(12))]

    made = plan(extract([row for row in rows if row[5] != "5 HV"]), register)

    assert "part_missing" in {hold.code for hold in made.holds}


def test_one_class_of_the_other_kind_keeps_its_year() -> None:
    register = [
        replace(pupil, group="1 bk", year_group="11")
        if at % 15 == 0
        else replace(pupil, group=f"{pupil.group}a")
        for at, pupil in enumerate(school(15))
    ]
    rows = _only([row_of(pupil) for pupil in register], WITHOUT_DATES)

    made = plan(extract(rows, WITHOUT_DATES), register, school_year=LAST_YEAR)

    assert made.counts["keep"] == len(register)


@pytest.mark.parametrize("born", [True, False])
def test_years_7_and_8_are_of_no_secondary_school(*, born: bool) -> None:
    # A school for special education, with units called SA-1 and SL-2: a third is twelve or older.
    headings = ["Roepnaam", "Achternaam", "Leerjaar", "Groep", *["Geboortedatum"] * born]
    rows = [
        [p.first_name, p.surname, p.year_group, f"SA-{1 + at // 16}", f"1-5-{2012 + at // 5}"]
        for at, p in enumerate(reversed(school(6)))
    ]

    found = extract([row[: len(headings)] for row in rows], headings)

    assert not found.secondary
    assert {record.year_group for record in found.records} == set("12345678")


def test_years_1_to_6_may_be_of_a_secondary_school() -> None:
    headings = ["Roepnaam", "Achternaam", "Leerjaar", "Groep"]
    rows = [
        [p.first_name, p.surname, p.year_group, f"h{p.year_group}a"]
        for p in school(6)
        if p.year_group in "12345"
    ]

    found = extract(rows, headings)

    assert found.secondary
    assert {record.year_group for record in found.records} == {"11", "12", "13", "14", "15"}


NAMES_OF_GROUPS = {"1": "Mieren", "2": "Panters", "3": "Bevers", "4": "Spechten", "5": "Reigers"}
NAMES_OF_GROUPS |= {"6": "Uilen", "7": "Otters"}


def _growing(years: str) -> list[KnownPupil]:
    """A primary school that has no group 8 yet, and no birth dates: read as a secondary one."""
    return [
        replace(
            pupil,
            group=f"{pupil.group} {NAMES_OF_GROUPS[pupil.group]}",
            year_group=f"1{pupil.group}",
            birth_date=None,
        )
        for pupil in school(12)
        if pupil.group in years
    ]


@pytest.mark.parametrize("headings", [WITHOUT_DATES, NAMES_AND_GROUPS])
def test_the_first_group_7_tells_what_the_groups_of_last_year_were(headings: list[str]) -> None:
    register = _growing("123456")
    years = [str(int(one.year_group[1:]) + 1) for one in register]
    new = [row_of(one, group="1 Mieren") for one in _others() if one.group == "1"]
    rows = [row_of(one, group=f"{year} {NAMES_OF_GROUPS[year]}")
            for one, year in zip(register, years, strict=True)]  # fmt: skip

    made = plan(extract(_only([*new, *rows], headings), headings), register)

    assert not made.holds
    assert (made.counts["update"], made.counts["enrol"], len(made.steps)) == (72, 12, 84)
    assert {step.record.year_group for step in made.steps if isinstance(step, Update)} == {
        *"234567"
    }


@pytest.mark.parametrize("years", ["123456", "1234567"])
def test_a_list_of_group_7_alone_is_of_those_who_were_in_group_6(years: str) -> None:
    register = [
        replace(one, year_group="7") if one.year_group == "17" else one for one in _growing(years)
    ]
    rows = [row_of(one, group="7 Otters") for one in register if one.group == "6 Uilen"]

    made = plan(extract(_only(rows, NAMES_AND_GROUPS), NAMES_AND_GROUPS), register,
                mode=Mode.ADDITIONS)  # fmt: skip

    assert made.counts["enrol"] == 0


@pytest.mark.parametrize("final", [{"8"}, {"14", "15", "16"}])
def test_a_slip_of_the_pen_makes_no_primary_school_of_a_gymnasium(final: set[str]) -> None:
    register = _gymnasium()
    rows = [row_of(one) for one in register]
    rows[0][5] = "7a"
    often = rows if final == {"8"} else [[*row[:5], "7a"] for row in rows[:8]] + rows[8:]

    made = plan(extract(_only(often, WITHOUT_DATES), WITHOUT_DATES), register,
                final_year_groups=frozenset(final), school_year=LAST_YEAR)  # fmt: skip

    years = {s.record.year_group for s in made.steps if isinstance(s, Update | Keep)}
    assert years >= {"11", "12", "13", "14", "15", "16"}


@pytest.mark.parametrize("stream", ["V1", "HT", " Uilen"])
def test_a_primary_school_tells_nothing_of_the_members_of_another(stream: str) -> None:
    register = [replace(one, group=f"{one.group[0]}{stream}") for one in _gymnasium()]
    rows = [[*row[:5], f"{row[5]} Uilen"] for row in map(row_of, _others())]

    [hold] = plan(extract(_only(rows, WITHOUT_DATES), WITHOUT_DATES), register).holds

    assert hold.code == "other_school"
