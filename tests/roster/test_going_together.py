"""Where the classes went: who is in the list by a name that nobody else has, class by class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import product

import pytest
from tests.roster.cases import extract, known

from leesloket.roster.matching.evidence import children_of
from leesloket.roster.matching.together import tie_between, ways_of_classes

LETTERS = "abcdefghijklmnopqrstuvwxyz"
NAMES = [f"Ka{one}{other} Dijk" for one, other in product(LETTERS, repeat=2)]
Went = Mapping[tuple[str, str], int]


@pytest.mark.parametrize(
    ("seen", "tie"),
    [
        ({("3", "4"): 10}, 0),  # one class tells nothing
        ({("3", "4"): 10, ("3", "5"): 10}, 0),
        ({("3", "4"): 10, ("4", "5"): 10}, 13.435),
        ({("3", "4"): 10, ("4", "4"): 10, ("3", "5"): 10, ("4", "5"): 10}, -0.707),
        ({("3", "4"): 8, ("3", "5"): 2, ("4", "4"): 2, ("4", "5"): 8}, 4.384),
        ({("3", "a"): 6, ("4", "b"): 6, ("5", "c"): 6, ("5", "a"): 3}, 9.310),
    ],
)
def test_how_far_the_groups_of_two_years_belong_together(seen: Went, tie: float) -> None:
    assert tie_between(seen) == pytest.approx(tie, abs=0.001)


@pytest.mark.parametrize(
    ("went", "left", "ways"),
    [
        ({"AX": 8, "BY": 7}, 0, "AX BY"),
        ({"AX": 7, "BY": 7}, 0, ""),  # too few
        ({"AX": 8, "BY": 7}, 10, "AX BY"),
        ({"AX": 8, "BY": 7}, 11, ""),  # fewer than 60 % of the members
        ({"AX": 8, "AY": 3, "BY": 8}, 0, "AX AY BY"),
        ({"AX": 10, "AY": 2, "BY": 9}, 0, "AX BY"),  # two go another way by themselves
        ({"AX": 16, "AY": 3, "BY": 9}, 0, "AX BY"),  # three of nineteen too
        ({"AX": 8, "AY": 8, "BX": 8, "BY": 8}, 0, ""),  # dealt anew
    ],
)
def test_a_class_goes_where_three_children_and_a_fifth_of_it_go(
    went: Mapping[str, int], left: int, ways: str
) -> None:
    names = iter(NAMES)
    goes = [(way[0], way[1], next(names)) for way, count in went.items() for _ in range(count)]
    leavers = [known(name, name, group="A") for _, name in zip(range(left), names, strict=False)]
    members = [known(name, name, group=old) for old, _, name in goes]
    before = [replace(pupil, enrolled=False) for pupil in members]  # namesakes of years ago
    rows = [["", *name.split()[:1], "", "Dijk", "", new] for _, new, name in goes]

    found = ways_of_classes(
        children_of(extract(rows).records),
        children_of([*members, *leavers, *before]),
    )

    assert " ".join(sorted("".join(way).upper() for way in found)) == ways
