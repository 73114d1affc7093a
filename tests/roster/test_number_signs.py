"""Numbers that all have a letter or a sign, in list or register: `L1234` for 1234."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.roster.cases import HEADINGS, SECRET, applied, extract, next_year_rows, plan, school

from leesloket.roster import identities
from leesloket.roster.model import Enrol, Keep, Question, Skip, Update

REGISTER = school(12)
WITHOUT_DATES = [heading for heading in HEADINGS if heading != "Geboortedatum"]
Rows = list[list[str]]


def _written(rows: Rows, way: Callable[[str], str]) -> Rows:
    return [[way(row[0]), *row[1:]] for row in rows]


def _newcomer(number: str) -> list[str]:
    return [number, "Wisława", "", "Szymborska", "3-4-2021", "1"]


@pytest.mark.parametrize(
    "way",
    [
        lambda number: f"L{number}",
        lambda number: f"lln-{number}",
        lambda number: f"{number}-01",
    ],
)
def test_what_stands_at_all_numbers_is_none_of_them(way: Callable[[str], str]) -> None:
    rows = _written([*next_year_rows(REGISTER), _newcomer("00901")], way)

    made = plan(extract(rows), REGISTER)

    assert not made.holds
    assert {step.changes[0].field.value for step in made.steps if isinstance(step, Update)} == {
        "group"
    }
    [newcomer] = [step.record for step in made.steps if isinstance(step, Enrol)]
    assert newcomer.pupil_number == "00901"


def test_without_birth_dates_the_number_still_tells() -> None:
    rows = [[*row[:4], row[5]] for row in _written(next_year_rows(REGISTER), "L{}".format)]

    made = plan(extract(rows, WITHOUT_DATES), REGISTER)

    assert not made.holds
    assert not any(isinstance(step, Question) for step in made.steps)


def test_a_register_with_letters_keeps_them() -> None:
    register = [replace(child, pupil_number=f"L{child.pupil_number}") for child in REGISTER]

    made = plan(extract([*next_year_rows(REGISTER), _newcomer("00901")]), register)

    assert not made.holds
    [newcomer] = [step.record for step in made.steps if isinstance(step, Enrol)]
    assert newcomer.pupil_number == "L00901"


def test_the_same_list_again_changes_nothing() -> None:
    found = extract(_written([*next_year_rows(REGISTER), _newcomer("00901")], "L{}".format))
    after = applied(plan(found, REGISTER), REGISTER)

    again = plan(found, after)

    assert all(isinstance(step, Keep) for step in again.steps)


def test_numbers_of_other_children_with_a_letter_are_new_numbers() -> None:
    rows = next_year_rows(REGISTER)
    numbers = [row[0] for row in rows]
    moved = [
        [f"L{number}", *row[1:]]
        for number, row in zip(numbers[30:] + numbers[:30], rows, strict=True)
    ]

    made = plan(extract(moved), REGISTER)

    assert [hold.code for hold in made.holds] == ["numbers_all_new"]


def test_letters_that_tell_numbers_apart_stay() -> None:
    register = [
        replace(child, pupil_number=f"{'AB'[at % 2]}{100 + at // 2}")
        for at, child in enumerate(REGISTER)
    ]

    made = plan(extract(next_year_rows(register)), register)

    assert not made.holds
    assert not any(isinstance(step, Question | Enrol) for step in made.steps)


def test_who_is_not_to_be_included_is_known_by_its_number_with_a_letter() -> None:
    rows = next_year_rows(REGISTER)
    [record] = extract([rows[0]]).records
    never = frozenset(identities(record, secret=SECRET))
    renamed = [[rows[0][0], "Other", "", "Name", "", rows[0][5]], *rows[1:]]

    made = plan(extract(_written(renamed, "L{}".format)), REGISTER, not_to_be_included=never)

    [skip] = [step for step in made.steps if isinstance(step, Skip)]
    assert skip.reasons == ("not_to_be_included",)
