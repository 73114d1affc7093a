"""Which birth dates are none: children without papers are registered as born on one day."""

from __future__ import annotations

from datetime import date

import pytest
from tests.roster.cases import known

from leesloket.roster.matching.evidence import Child, children_of
from leesloket.roster.matching.placeholders import placeholders_among


@pytest.mark.parametrize(
    ("born", "children", "others", "a_day", "is_placeholder"),
    [
        (date(2017, 1, 1), 3, 297, 1, True),
        (date(2017, 7, 1), 3, 297, 1, True),
        (date(2017, 1, 1), 2, 60, 1, False),  # two are chance
        (date(2017, 1, 1), 3, 298, 1, False),  # and so is less than 1 %
        (date(2017, 1, 2), 3, 297, 1, False),
        (date(2017, 8, 1), 4, 60, 1, False),
        (date(2017, 8, 1), 6, 60, 1, True),  # far more than on any other day
        (date(2017, 8, 1), 10, 120, 2, False),
        (date(2017, 8, 1), 12, 120, 2, True),
    ],
)
def test_a_date_is_none_when_far_more_children_have_it_than_chance_gives(
    born: date, children: int, others: int, a_day: int, *, is_placeholder: bool
) -> None:
    [child] = children_of([known("K1", "Zoë Dijk", born=born)])
    by_birth: dict[object, list[Child]] = {born: [child] * children}
    for day in range(others // a_day):
        by_birth[date(2016, 1 + day % 12, 2 + day // 12)] = [child] * a_day

    assert placeholders_among(by_birth) == ({born} if is_placeholder else set())


def test_the_usual_days_count_together() -> None:
    [child] = children_of([known("K1", "Zoë Dijk")])
    usual = ((2015, 1), (2016, 7), (2017, 1))
    by_birth: dict[object, list[Child]] = {date(*day, 1): [child] for day in usual}

    assert placeholders_among(by_birth) == by_birth.keys()
