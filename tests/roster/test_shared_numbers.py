"""Two schools that became one, and both numbered their children from the same number."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.roster.cases import (
    HEADINGS,
    SECRET,
    applied,
    examples_at_most,
    extract,
    next_year_rows,
    plan,
    school,
)

from leesloket.roster import identities
from leesloket.roster.model import Enrol, Field, Keep, Skip, Update
from leesloket.roster.problems import Code, Problem, Severity

Rows = list[list[str]]

OURS = school(12)
WITHOUT_DATES = [heading for heading in HEADINGS if heading != "Geboortedatum"]


def _theirs(count: int, first_number: int = 500) -> Rows:
    """The children of the other school, in all years, with numbers from this one on."""
    return [
        [
            f"00{first_number + at}",
            f"Q{'abcdefghijklmnop'[at % 16]}ria",
            "",
            f"Xand{'abcdefghijklmnop'[at // 16]}r",
            f"{29 + at % 2}-{3 + at % 10:02d}-{2022 - group}",  # no birthday of ours
            str(group),
        ]
        for at in range(count)
        for group in [1 + at % 8]
    ]


def _as_sent(rows: Rows, *, dates: bool) -> tuple[Rows, list[str]]:
    if dates:
        return rows, list(HEADINGS)
    return [[*row[:4], row[5]] for row in rows], WITHOUT_DATES


def test_numbers_of_two_schools_are_one_remark_about_the_file() -> None:
    found = extract([*next_year_rows(OURS), *_theirs(60)])

    assert found.problems == (
        Problem(
            Code.PUPIL_NUMBERS_SHARED,
            Severity.WARNING,
            field=Field.PUPIL_NUMBER,
            column="Leerlingnummer",
            detail={"numbers": 60, "rows": 120},
        ),
    )
    assert len(found.records) == 144


def test_a_few_numbers_of_two_children_are_errors_to_put_right() -> None:
    found = extract([*next_year_rows(OURS), *_theirs(4)])

    assert {problem.code for problem in found.problems} == {Code.PUPIL_NUMBER_TWICE}
    assert len(found.set_aside) == 8


def test_one_child_in_two_rows_is_still_an_error_among_shared_numbers() -> None:
    rows = next_year_rows(OURS)
    typed_anew = [*rows[70][:3], "Anders", *rows[70][4:]]

    found = extract([*rows, *_theirs(60), typed_anew])

    assert [record.pupil_number for record in found.set_aside] == [rows[70][0]] * 2


@pytest.mark.parametrize("dates", [True, False])
def test_a_merger_of_schools_with_the_same_numbers_is_one_decision(*, dates: bool) -> None:
    rows, headings = _as_sent([*next_year_rows(OURS), *_theirs(60)], dates=dates)

    made = plan(extract(rows, headings), OURS)

    [hold] = made.holds
    assert (hold.code, hold.detail["shared_numbers"]) == ("merger", 120)
    assert made.counts == {
        "enrol": 60, "update": 84, "keep": 0, "question": 0, "skip": 0, "withdraw": 12,
    }  # fmt: skip


@pytest.mark.parametrize("dates", [True, False])
def test_a_shared_number_stays_with_the_child_that_has_it(*, dates: bool) -> None:
    rows, headings = _as_sent([*next_year_rows(OURS), *_theirs(60)], dates=dates)

    made = plan(extract(rows, headings), OURS)

    changed = {
        change.field for step in made.steps if isinstance(step, Update) for change in step.changes
    }
    new = [step.record.pupil_number for step in made.steps if isinstance(step, Enrol)]
    assert changed == {Field.GROUP, Field.YEAR_GROUP}
    assert new == [""] * 60


def test_numbers_that_are_of_two_and_of_neither_change_nobodys() -> None:
    ours = [[f"00{595 - at}", *row[1:]] for at, row in enumerate(next_year_rows(OURS))]

    made = plan(extract([*ours, *_theirs(96)]), OURS)

    after = {pupil.patron_id: pupil for pupil in applied(made, OURS)}
    assert made.counts["update"] == 84
    assert [after[pupil.patron_id].pupil_number for pupil in OURS] == [
        pupil.pupil_number for pupil in OURS
    ]


def test_who_is_not_to_be_included_does_not_leave_out_the_other_child_of_its_number() -> None:
    never = frozenset(identities(OURS[3], secret=SECRET))

    made = plan(extract([*next_year_rows(OURS), *_theirs(60)]), OURS, not_to_be_included=never)

    [skip] = [step for step in made.steps if isinstance(step, Skip)]
    assert skip.record.surname == OURS[3].surname


@settings(max_examples=examples_at_most(40), deadline=None)
@given(
    count=st.integers(40, 110),
    first_number=st.integers(480, 560),
    gone=st.sets(st.integers(0, 83), max_size=12),
    dates=st.booleans(),
)
def test_the_list_of_two_schools_comes_again_and_everybody_is_kept(
    *, count: int, first_number: int, gone: set[int], dates: bool
) -> None:
    ours = [row for at, row in enumerate(next_year_rows(OURS)) if at not in gone]
    rows, headings = _as_sent([*ours, *_theirs(count, first_number)], dates=dates)
    found = extract(rows, headings)
    made = plan(found, OURS)
    after = applied(made, OURS)

    again = plan(found, after)

    assert made.counts["question"] == 0
    assert made.counts["enrol"] + made.counts["update"] == len(rows) - len(found.set_aside)
    assert [step for step in again.steps if not isinstance(step, Keep)] == []
    numbers = {pupil.patron_id: pupil.pupil_number for pupil in after}
    assert all(numbers[pupil.patron_id] == pupil.pupil_number for pupil in OURS)
