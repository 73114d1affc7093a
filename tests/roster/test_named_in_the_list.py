"""Where a name is all there is: who has the child's very name in the list, and who half of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.roster.cases import SECRET, THIS_YEAR, extract, known

from leesloket.roster import Ambiguous, match_records
from leesloket.roster.model import KnownPupil, PatronId

VERA = known("K1", "Vera Schouten", number="004711", group="1")


def _asked(rows: list[tuple[str, str, str]], register: list[KnownPupil]) -> list[list[str]]:
    """The candidates of each row."""
    cells = [["", first, "", last, "", group] for first, last, group in rows]
    matches = match_records(extract(cells).records, register, school_year=THIS_YEAR, secret=SECRET)
    return [
        [one.patron_id for one in match.candidates] if isinstance(match, Ambiguous) else []
        for match in matches
    ]


@pytest.mark.parametrize("row", [("Ruben", "Schouten", "1"), ("Vera", "Bakker", "1")])
def test_who_repeats_a_year_is_no_newcomer_with_half_of_its_name(row: tuple[str, str, str]) -> None:
    assert _asked([("Vera", "Schouten", "1"), row], [VERA]) == [["K1"], []]


@pytest.mark.parametrize(
    "row", [("Ruben", "Schouten", "1"), ("Vera", "Bakker", "1"), ("Verra", "Schouten", "2")]
)
def test_half_a_name_is_asked_about_when_nobody_has_the_whole(row: tuple[str, str, str]) -> None:
    assert _asked([("Tim", "Vos", "1"), row], [VERA]) == [[], ["K1"]]


@pytest.mark.parametrize("row", [("Vera", "Bakker", "2"), ("Verra", "Schouten", "2")])
def test_half_a_name_is_asked_about_in_the_group_where_the_namesake_is_not(
    row: tuple[str, str, str],
) -> None:
    assert _asked([("Vera", "Schouten", "1"), row], [VERA]) == [["K1"], ["K1"]]


def test_of_two_children_of_one_name_one_may_have_another_now() -> None:
    twice = [replace(VERA, patron_id=PatronId("K2")), VERA]
    rows = [("Vera", "Schouten", "2"), ("Vera", "Bakker", "2")]
    assert [sorted(who) for who in _asked(rows, twice)] == [["K1", "K2"], ["K1", "K2"]]
    both = [("Vera", "Schouten", "2"), ("Vera", "Schouten", "3"), ("Vera", "Bakker", "2")]
    assert _asked(both, twice)[2] == []


def test_a_second_row_of_the_very_name_stays_a_question() -> None:
    rows = [("Vera", "Schouten", "1"), ("Vera", "Schouten", "3")]
    assert _asked(rows, [VERA]) == [["K1"], ["K1"]]


@pytest.mark.parametrize(
    ("row", "first", "last"),
    [
        (("Anna Maria", "Schouten", "2"), "Anna", "Maria Schouten"),
        (("Anna", "Maria Schouten", "2"), "Anna Maria", "Schouten"),
    ],
)
def test_a_name_that_was_divided_elsewhere_is_asked_about(
    row: tuple[str, str, str], first: str, last: str
) -> None:
    anna = replace(known("K2", group="1"), first_name=first, surname=last)
    assert _asked([row], [anna]) == [["K2"]]


def test_who_has_the_words_of_a_name_in_another_order_is_somebody_else() -> None:
    anna = replace(known("K2", group="1"), first_name="Anna Maria", surname="Schouten")
    assert _asked([("Maria", "Anna Schouten", "2")], [anna]) == [[]]
