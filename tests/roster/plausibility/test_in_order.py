"""What a plan says is in order, beside what it holds for."""

import pytest

from leesloket.roster import HOLDS, TAKEOVER_HOLDS, checks_in_order


def test_where_nothing_is_held_every_check_is_in_order() -> None:
    assert checks_in_order([]) == tuple(HOLDS)


@pytest.mark.parametrize("held", ["other_school", "no_rows"])
def test_of_a_list_that_knows_nobody_nothing_of_the_children_is_in_order(held: str) -> None:
    said = checks_in_order([held])

    assert not {"too_many_leavers", "too_many_newcomers", "part_missing"} & {*said}
    assert not {"names_changed", "numbers_all_new", "birth_dates_moved"} & {*said}
    assert {"columns_shifted", "teachers_in_list"} <= {*said}


@pytest.mark.parametrize(
    ("held", "silent"), [("part_missing", "too_many_leavers"), ("merger", "too_many_newcomers")]
)
def test_a_hold_that_counts_who_leaves_or_comes_speaks_for_the_check(
    held: str, silent: str
) -> None:
    assert silent not in checks_in_order([held])
    assert silent in checks_in_order(["teachers_in_list"])


def test_a_list_of_cards_has_checks_of_its_own() -> None:
    assert checks_in_order(["columns_shifted"], TAKEOVER_HOLDS) == (
        "no_rows",
        "column_sorted_alone",
    )


def test_of_a_first_list_nothing_that_compares_is_in_order() -> None:
    said = checks_in_order([], is_first=True)

    assert not {"other_school", "too_many_leavers", "too_many_newcomers", "names_changed"} & {*said}
    assert {"no_rows", "columns_shifted", "teachers_in_list"} <= {*said}
