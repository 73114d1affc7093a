"""Who says who teaches, and from which day until which that holds."""

from dataclasses import dataclass
from datetime import date

import pytest

from leesloket.accounts.rules import (
    ADMINISTER,
    DESK,
    IMPORT,
    KINDS,
    LENDING,
    REPORTS,
    TEACH,
    UPLOAD,
    Held,
    kinds_to_give,
    login_for,
    may_name_teachers,
    may_reset,
    needs_second_factor,
)
from leesloket.branches.rules import Year
from leesloket.teaching.rules import is_covered, right_lasts, years_to_name_for

HERE, ELSEWHERE = 1, 2


@dataclass(frozen=True, slots=True)
class Lasts:
    from_date: date
    until_date: date | None


@pytest.mark.parametrize(
    ("kind", "at", "may"),
    [
        (UPLOAD, HERE, True),
        (IMPORT, HERE, True),
        (ADMINISTER, HERE, True),
        # An administrator looks after every branch of the library.
        (ADMINISTER, ELSEWHERE, True),
        (UPLOAD, ELSEWHERE, False),
        (IMPORT, ELSEWHERE, False),
        (DESK, HERE, False),
        (LENDING, HERE, False),
        (REPORTS, HERE, False),
        (TEACH, HERE, False),
    ],
)
def test_the_school_and_the_library_say_who_teaches(kind: str, at: int, *, may: bool) -> None:
    assert may_name_teachers([Held(kind, at)], branch_id=HERE) is may


def test_a_teacher_needs_a_second_step() -> None:
    assert needs_second_factor([TEACH])


def test_the_right_to_teach_is_not_given_without_a_group() -> None:
    for kind in (ADMINISTER, IMPORT):
        assert TEACH not in kinds_to_give([Held(kind, HERE)])
    assert set(kinds_to_give([Held(ADMINISTER, HERE)])) == set(KINDS) - {TEACH}


def test_the_library_helps_a_teacher_back_in_and_a_school_does_not() -> None:
    teacher = [Held(TEACH, HERE)]

    assert may_reset([Held(IMPORT, HERE)], teacher)
    assert not may_reset([Held(IMPORT, ELSEWHERE)], teacher)
    assert not may_reset([Held(UPLOAD, HERE)], teacher)
    assert not may_reset(teacher, teacher)


@pytest.mark.parametrize(
    ("today", "labels"),
    [
        (date(2026, 7, 31), ("2025-2026", "2026-2027")),
        (date(2026, 8, 1), ("2026-2027", "2027-2028")),
        (date(2027, 1, 1), ("2026-2027", "2027-2028")),
    ],
)
def test_groups_of_this_year_and_the_next_can_be_given(
    today: date, labels: tuple[str, str]
) -> None:
    assert tuple(year.label for year in years_to_name_for(today)) == labels


def test_a_right_begins_at_once_or_with_the_year_and_ends_with_it() -> None:
    last = date(2027, 7, 31)

    assert right_lasts(Year(2026), date(2026, 10, 5)) == (date(2026, 10, 5), last)
    assert right_lasts(Year(2026), date(2026, 7, 5)) == (date(2026, 8, 1), last)


@pytest.mark.parametrize(
    ("first", "last", "covered"),
    [
        (date(2026, 8, 1), date(2027, 7, 31), True),
        (date(2026, 8, 1), None, True),
        (date(2026, 10, 6), date(2027, 7, 31), False),
        (date(2025, 8, 1), date(2026, 7, 31), False),
    ],
)
def test_a_right_that_is_there_is_not_given_again(
    first: date, last: date | None, *, covered: bool
) -> None:
    asked = (date(2026, 10, 5), date(2027, 7, 31))

    assert is_covered([Lasts(first, last)], asked) is covered
    assert not is_covered([], asked)


@pytest.mark.parametrize(
    ("name", "login"),
    [
        ("Anna de Vries", "anna.devries"),
        ("Zoë van 't Hof", "zoe.vanthof"),
        ("Bo", ""),
        ("Anna", "anna"),
        ("", ""),
        ("!?", ""),
        ("A" * 100, "a" * 60),
    ],
)
def test_a_login_name_is_proposed(name: str, login: str) -> None:
    assert login_for(name) == login
