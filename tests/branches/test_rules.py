"""School years: which one a day and a list belong to, and when a list takes effect."""

from datetime import date

import pytest

from leesloket.branches.rules import (
    NotASchoolYearError,
    effective_on,
    folded,
    year_of,
    year_of_list,
    year_on,
    year_to_open,
    years_to_choose,
)


@pytest.mark.parametrize("label", ["2026", "2026-2026", "2026-2028", "26-27", "", "2026-2027x"])
def test_what_is_no_school_year_is_refused(label: str) -> None:
    with pytest.raises(NotASchoolYearError):
        year_of(label)


def test_a_school_year_runs_from_the_first_of_august_to_the_end_of_july() -> None:
    year = year_of("2026-2027")

    assert (year.starts_on, year.ends_on) == (date(2026, 8, 1), date(2027, 7, 31))
    assert (year.label, year.next.label) == ("2026-2027", "2027-2028")


@pytest.mark.parametrize(
    ("day", "present", "of_list"),
    [
        (date(2026, 5, 31), "2025-2026", "2025-2026"),
        (date(2026, 6, 1), "2025-2026", "2026-2027"),
        (date(2026, 7, 31), "2025-2026", "2026-2027"),
        (date(2026, 8, 1), "2026-2027", "2026-2027"),
        (date(2026, 12, 31), "2026-2027", "2026-2027"),
        (date(2027, 1, 1), "2026-2027", "2026-2027"),
    ],
)
def test_in_june_and_july_a_list_is_about_the_year_after_the_summer(
    day: date, present: str, of_list: str
) -> None:
    assert year_on(day).label == present
    assert year_of_list(day).label == of_list
    assert year_of_list(day) in years_to_choose(day)


@pytest.mark.parametrize(
    ("sent", "effective"),
    [
        (date(2026, 7, 6), date(2026, 8, 1)),
        (date(2026, 8, 1), date(2026, 8, 1)),
        (date(2026, 11, 22), date(2026, 11, 22)),
    ],
)
def test_a_list_takes_effect_when_its_year_begins_or_when_it_is_sent(
    sent: date, effective: date
) -> None:
    assert effective_on(year_of("2026-2027"), sent) == effective


@pytest.mark.parametrize(
    ("labels", "day", "opens"),
    [
        (("2026-2027", "2025-2026"), date(2026, 7, 31), "2025-2026"),
        (("2026-2027", "2025-2026"), date(2026, 8, 1), "2026-2027"),
        (("2026-2027", "2025-2026"), date(2028, 9, 1), "2026-2027"),
        (("2028-2029", "2027-2028"), date(2026, 9, 1), "2027-2028"),
        ((), date(2026, 9, 1), ""),
    ],
)
def test_a_page_opens_with_the_school_year_of_today(
    labels: tuple[str, ...], day: date, opens: str
) -> None:
    assert year_to_open(labels, day) == opens


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Zoë van 't Hof", "zoe van t hof"),
        ("Gökçe Öztürk", "gokce ozturk"),
        ("IJsbrand-Jan", "ijsbrand jan"),
        ("Łukasz", "lukasz"),
        ("Чехов", "chekhov"),
        ("  D'Arcy  ", "d arcy"),
        ("%_'\";--", ""),
    ],
)
def test_a_name_folds_to_plain_letters(text: str, plain: str) -> None:
    assert folded(text) == plain
