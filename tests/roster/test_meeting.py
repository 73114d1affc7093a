"""Who is compared with whom: a list can be made so that everybody would meet everybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.roster.cases import extract, known

from leesloket.roster.matching.blocks import by_birth_date, by_half_a_name
from leesloket.roster.matching.evidence import Child, are_others, children_of, compare

LETTERS = "abcdefghijklmnopqrstuvwxyz"
DAY = date(2017, 3, 2)


def _name(at: int) -> str:
    return f"{LETTERS[at // 26]}{LETTERS[at % 26]}".title()


def _register(size: int) -> list[Child]:
    return children_of([known(f"K{at}", f"Ka{_name(at)} Dijk{_name(at)}", number=str(at), born=DAY)
                        for at in range(size)])  # fmt: skip


def _list(size: int) -> list[Child]:
    rows = [[str(900 + at), f"Ro{_name(at)}", "", f"Berg{_name(at)}", f"{DAY}", "5"]
            for at in range(size)]  # fmt: skip
    return children_of(extract(rows).records)


def _meetings(rows: list[Child], register: list[Child]) -> int:
    blocks = [*by_birth_date(register, rows), *by_half_a_name(register, rows)]
    return sum(len(block.get(key(row), ())) for row in rows for key, block in blocks)


def test_children_of_one_day_meet_when_they_are_few() -> None:
    assert _meetings(_list(9), _register(9)) == 81


def test_a_crowd_of_one_day_does_not_meet() -> None:
    assert _meetings(_list(60), _register(60)) == 0


def test_in_a_crowd_whoever_shares_half_a_name_meets_all_the_same() -> None:
    mistyped = extract([["7", "KaAc", "", "Bakker", f"{DAY}", "5"]]).records
    rows = [*_list(60), *children_of(mistyped)]
    register = _register(60)

    [(key, block)] = [
        (key, block) for key, block in by_birth_date(register, rows) if block.get(key(rows[-1]))
    ]

    assert [child.source.first_name for child in block[key(rows[-1])]] == ["KaAc"]


def test_the_newcomers_of_a_large_list_do_not_meet_every_leaver_of_their_name() -> None:
    names = [(f"Ka{_name(at % 7)}", f"Dijk{_name(at % 11)}") for at in range(77)]
    leavers = [known(f"K{at}", f"{first} {last}", number=str(at), born=DAY.replace(day=1 + at % 28))
               for at, (first, last) in enumerate(names)]  # fmt: skip
    rows = [[str(900 + at), first, "", last, f"{date(2021, 7, 8)}", "1"]
            for at, (first, last) in enumerate(names)]  # fmt: skip

    # Their namesakes, whose birth date may be a mistake: by first name, and by surname.
    assert _meetings(children_of(extract(rows).records), children_of(leavers)) == 2 * 77


@pytest.mark.parametrize("crowd", [1, 60])
@pytest.mark.parametrize(
    ("row", "born"),
    [
        ("2017-03-02", "2016-03-02"),
        ("2017-03-02", "2017-04-02"),
        ("2017-03-02", "2017-03-09"),
        ("2017-03-02", "2017-02-03"),
        ("2017-10-31", "2017-11-01"),
        ("2017-12-31", "2018-01-01"),
        ("2018-01-01", "2017-12-31"),
        ("2017-01-01", "2018-01-01"),
        ("2017-03-02", ""),
        ("", "2017-03-02"),
        ("", ""),
    ],
)
def test_who_shares_half_a_name_meets_whose_birth_date_may_be_mistyped(
    row: str, born: str, crowd: int
) -> None:
    day = date.fromisoformat(born) if born else None
    emma = [known(f"K{at}", "Emma Bakker", number="7", born=day) for at in range(crowd)]
    for first, last in (("Emma", "Smit"), ("Fenna", "Bakker")):
        rows = children_of(extract([["8", first, "", last, row, "5"]]).records)
        blocks = by_half_a_name(children_of(emma), rows)
        assert any(block.get(key(rows[0])) for key, block in blocks)


@pytest.mark.parametrize(
    ("row", "are_two"),
    [
        (["8", "Emma", "", "Smit", "2018-11-20", "5"], True),
        (["8", "Emma", "", "Bakker", "2018-11-20", "5"], False),
        (["7", "Emma", "", "Smit", "2018-11-20", "5"], False),
        (["8", "Emma", "", "Smit", "", "5"], False),
        (["8", "Emma", "", "Smit", "2017-02-03", "5"], False),  # day and month swapped
        (["8", "Emma", "", "Smit", "2016-03-02", "5"], False),  # a mistyped year
    ],
)
def test_who_shares_half_a_name_is_another_child_when_nothing_else_fits(
    row: list[str], *, are_two: bool
) -> None:
    [child] = children_of(extract([row]).records)
    [emma] = children_of([known("K1", "Emma Bakker", number="7", born=DAY)])
    assert are_others(child, emma) is are_two


@pytest.mark.parametrize(
    ("swaps", "surname"), [(0, "same"), (1, "near"), (2, "near"), (3, "differs")]
)
def test_neighbours_that_changed_places_in_a_long_name_are_slips(swaps: int, surname: str) -> None:
    """Each swap is one edit, and two where only letters are put in, taken out and replaced."""
    name = "Dqkwmzbtxhcvnrgplsjf" * 10
    written = name
    for at in (3, 90, 177)[:swaps]:
        written = written[:at] + written[at + 1] + written[at] + written[at + 2 :]
    [row] = children_of(extract([["8", "Kim", "", written, f"{DAY}", "5"]]).records)
    [child] = children_of([known("K1", f"Kim {name}", number="7", born=DAY)])

    assert compare(row, child, shift=0).surname == surname


@pytest.mark.parametrize(
    ("given", "first"),
    [
        ("Jean Maria", "alike"),
        ("Jean M L", "alike"),
        ("Jean Paul", "differs"),
        ("Jean uc", "differs"),
    ],
)
def test_a_name_or_initial_stands_at_the_beginning_of_another(given: str, first: str) -> None:
    [row] = children_of(extract([["8", "Jean Luc Maria", "", "Dijk", f"{DAY}", "5"]]).records)
    [child] = children_of([replace(known("K1", " Dijk", born=DAY), first_name=given)])

    assert compare(row, child, shift=0).first == first
