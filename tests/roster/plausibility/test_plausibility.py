"""A wrong file is held and says why in numbers; an ordinary good file is never held."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from string import ascii_lowercase
from typing import Any

import pytest
from tests.roster.cases import (
    AS_OF,
    HEADINGS,
    LAST_YEAR,
    SECRET,
    THIS_YEAR,
    extract,
    known,
    next_year_rows,
    plan,
    row_of,
    school,
    table,
)

from leesloket.roster import HOLDS, PreviousImport, confirm, extract_records, suggest_mapping
from leesloket.roster.model import Enrol, Hold, KnownPupil, Mode, SourceFacts

REGISTER = school(12)
ROWS = next_year_rows(REGISTER)
NEW_ONES = [
    [str(9000 + at), f"Bo{letter}", "", f"Vos{letter * 2}", f"2022-0{at % 9 + 1}-11", "1"]
    for at, letter in enumerate("abcdefghijkl")
]


def _holds(
    rows: list[list[str]], register: list[KnownPupil] | None = None, **others: Any
) -> list[Hold]:
    found = extract(rows, others.pop("headings", HEADINGS))
    return list(plan(found, REGISTER if register is None else register, **others).holds)


def _codes(
    rows: list[list[str]], register: list[KnownPupil] | None = None, **others: Any
) -> set[str]:
    return {hold.code for hold in _holds(rows, register, **others)}


# --- ordinary good files -------------------------------------------------------------------------


def test_an_ordinary_september_is_not_held() -> None:
    assert _codes([*ROWS, *NEW_ONES]) == set()


def test_additions_without_birth_dates_are_new_beside_a_few_namesakes() -> None:
    names = [row[:4] for row in ROWS]
    namesakes = [[f"8{row[0]}", *row[1:4], "", "1"] for row in names[40:41]]
    siblings = [[f"7{row[0]}", "Quirine", *row[2:4], "", "1"] for row in names[10:20]]

    found = plan(extract([*namesakes, *siblings]), REGISTER, mode=Mode.ADDITIONS)

    assert not found.holds
    enrolled = [step.record.first_name for step in found.steps if isinstance(step, Enrol)]
    assert enrolled[-10:] == ["Quirine"] * 10


def test_a_first_import_into_an_empty_branch_is_not_held() -> None:
    assert _codes([*ROWS, *NEW_ONES], []) == set()


def _of_age(year: int, *, later: int = 0) -> list[list[str]]:
    """Children of a year, of whom one is a year older than most."""
    born = 2026 - year - 4 - later
    letters = "abcdefgh"
    return [
        [
            f"{year}0{at}",
            f"Bo{one}",
            "",
            f"Vos{one}{letters[-at]}",
            f"{born + (at > 0)}-05-11",
            str(year),
        ]
        for at, one in enumerate(letters)
    ]


@pytest.mark.parametrize(
    ("off", "held"), [(-1, {"a_year_too_old"}), (0, None), (1, {"a_year_too_young"}), (-2, None)]
)
def test_a_first_list_of_another_year_is_held_by_the_ages(off: int, held: set[str] | None) -> None:
    whole = [row for year in range(1, 9) for row in _of_age(year)]
    rows = [[*row, str(int(year) + off)] for *row, year in whole if 0 < int(year) + off < 9]

    for some, is_told in ((rows, True), (rows[:14], False), (rows[:16], False)):
        details = [dict(hold.detail) for hold in _holds(some, [])]
        assert [detail.keys() - {"of"} for detail in details] == [held] * bool(held and is_told)


def test_half_of_a_special_school_may_be_a_year_older() -> None:
    rows = [row for year in range(1, 9) for row in _of_age(year, later=year % 2)]

    assert _codes(rows, []) == set()


def test_most_of_a_small_special_school_may_be_a_year_older() -> None:
    rows = [row for year in (3, 5, 7) for row in _of_age(year, later=1)]
    three = [row for year in (4, 6, 8) for row in _of_age(year)[-1:]]

    assert _codes([*rows, *three], []) == set()
    assert _codes([*rows, *three[:2]], []) == {"older_file"}


def test_a_small_school_is_not_held() -> None:
    register = school(3)

    kept = [row for at, row in enumerate(next_year_rows(register)) if at not in {1, 7, 14}]

    assert _codes([*kept, *NEW_ONES[:3]], register) == set()


def test_a_month_in_the_year_is_not_held() -> None:
    register = [replace(pupil, school_year=THIS_YEAR) for pupil in REGISTER]

    assert _codes([*map(row_of, register), *NEW_ONES[:2]], register) == set()


def test_new_letters_behind_the_groups_are_not_held() -> None:
    rows = [[*row[:5], f"{row[5]}{'ab'[at % 2]}"] for at, row in enumerate(ROWS)]

    assert _codes([*rows, *NEW_ONES]) == set()


def test_groups_without_years_are_not_held() -> None:
    names = ("Kevers", "Mieren", "Bijen", "Uilen", "Vossen", "Dassen", "Egels", "Wolven")
    register = [
        replace(pupil, group=names[int(pupil.group) - 1], year_group="") for pupil in REGISTER
    ]
    rows = [[*row[:5], names[int(row[5]) - 1]] for row in ROWS]

    assert "older_file" not in _codes([*rows, *NEW_ONES], register)


def test_groups_of_all_ages_without_years_are_not_held() -> None:
    names = ("Zon", "Maan", "Ster", "Wolk")
    register = [
        replace(pupil, group=names[at % 4], year_group="") for at, pupil in enumerate(REGISTER)
    ]
    rows = [[*row[:5], names[at % 4]] for at, row in enumerate(ROWS)]

    assert _codes([*rows, *NEW_ONES], register) == set()


def test_a_school_that_is_one_group_is_not_held() -> None:
    register = [replace(pupil, group="1-8", year_group="") for pupil in REGISTER]

    assert _codes([[*row[:5], "1-8"] for row in [*ROWS, *NEW_ONES]], register) == set()


def test_additions_are_not_held_for_who_is_missing() -> None:
    assert _codes(NEW_ONES, mode=Mode.ADDITIONS) == set()


def test_some_turnover_in_every_group_is_not_held() -> None:
    kept = [row for at, row in enumerate(ROWS) if at % 12 != 5]
    movers = [[f"8{row[0]}", row[1], "", f"Nieuw{row[3]}", row[4], row[5]] for row in kept[::12]]

    assert _codes([*kept, *movers, *NEW_ONES]) == set()


# --- wrong files ---------------------------------------------------------------------------------


def test_no_rows() -> None:
    assert [hold.code for hold in _holds([])] == ["no_rows"]


def test_another_school_by_its_children() -> None:
    other = [[f"7{row[0]}", f"A{row[1]}", "", f"X{row[3]}", "2016-02-03", row[5]] for row in ROWS]

    [hold] = _holds(other)

    assert hold.code == "other_school"
    assert hold.detail["of"] == len(REGISTER)


@pytest.mark.parametrize(
    ("says", "branch", "held"),
    [
        ("05KO00", "05KO01", False),
        ("05KO", "05KO01", False),
        ("05ko01", "05KO01", False),
        ("11AB00", "05KO01", True),
        ("05KO02", "05KO01", True),
        (None, "05KO01", False),
        ("11AB00", None, False),
    ],
)
def test_another_school_by_its_brin(says: str | None, branch: str | None, *, held: bool) -> None:
    codes = _codes([*ROWS, *NEW_ONES], facts=SourceFacts(brin=says), branch_brin=branch)

    assert codes == ({"other_school"} if held else set())


@pytest.mark.parametrize(
    ("says", "branch", "held"),
    [
        (("11AB00", "22CD00"), "05KO01", True),
        (("11AB", "11AB"), "05KO01", True),
        (("11AB-00", "05KO00"), "05KO01", False),
        (("Noord", "Zuid"), "05KO01", False),
        (("11AB00", ""), "05KO01", False),
        (("11AB00", "22CD00"), None, False),
    ],
)
def test_other_schools_by_the_brins_of_their_rows(
    says: tuple[str, str], branch: str | None, *, held: bool
) -> None:
    rows = [[*row, says[at % 2]] for at, row in enumerate([*ROWS, *NEW_ONES])]

    codes = _codes(rows, headings=(*HEADINGS, "BRIN"), branch_brin=branch)

    assert ("other_school" in codes) is held


def test_last_years_list_is_older() -> None:
    assert _codes([row_of(pupil) for pupil in REGISTER]) == {"older_file"}


def test_a_list_of_a_year_later_is_of_another_year() -> None:
    raised = [[*row[:5], str(min(8, int(row[5]) + 1))] for row in ROWS]

    [hold] = _holds(raised)

    assert (hold.code, hold.detail["moved_up_too_far"]) == ("older_file", 60)


def test_a_school_that_counts_its_years_otherwise_is_not_a_year_later() -> None:
    counted_on = [[*row[:5], str(int(row[5]) + 2)] for row in ROWS if int(row[5]) < 7]

    assert "older_file" not in _codes(counted_on)


def test_a_file_that_says_an_earlier_school_year_is_older() -> None:
    assert "older_file" in _codes(ROWS, facts=SourceFacts(school_year="2024-2025"))
    assert "older_file" not in _codes(ROWS, facts=SourceFacts(school_year="2026-2027"))


def test_a_file_of_before_the_last_import_is_older() -> None:
    previous = PreviousImport(as_of=AS_OF, school_year=THIS_YEAR, rows=100)

    assert "older_file" in _codes(
        ROWS, facts=SourceFacts(as_of=date(2026, 6, 1)), previous=previous
    )


def test_the_same_rows_in_a_new_year_are_an_older_file() -> None:
    register: list[KnownPupil] = []
    found = extract(ROWS)
    prints = frozenset(record.fingerprint for record in found.records)
    previous = PreviousImport(as_of=AS_OF, school_year=LAST_YEAR, rows=84, fingerprints=prints)

    assert [hold.code for hold in plan(found, register, previous=previous).holds] == ["older_file"]


def test_who_left_is_back_and_who_came_is_gone() -> None:
    register = [replace(pupil, school_year=THIS_YEAR) for pupil in REGISTER]
    rows = [row_of(pupil) for pupil in register[6:]]
    register = [*register[:90], *(replace(pupil, enrolled=False) for pupil in register[90:])]

    assert "older_file" in _codes(rows, register)


def test_a_missing_group_is_named() -> None:
    rows = [row for row in ROWS if row[5] != "5"]

    holds = _holds([*rows, *NEW_ONES])

    assert Hold("part_missing", {"group": "4", "leavers": 12, "of": 12, "soon": "5"}) in holds


def test_a_year_in_which_nobody_begins_is_missing() -> None:
    new = _of_group("5", 3)

    assert _holds([*ROWS, *new]) == [Hold("part_missing", {"nobody_in": "1", "before": 12})]
    assert _codes([*ROWS, *new[:2]]) == set()
    for group in ("1", "1-2"):
        first = ["8001", "Bo", "", "Eik", "2022-01-13", group]
        assert _codes([*ROWS, *new, first]) == set()


def test_too_many_leavers_outside_the_final_year() -> None:
    kept = [row for at, row in enumerate(ROWS) if at % 6]

    holds = _holds([*kept, *NEW_ONES])

    assert [hold.code for hold in holds] == ["too_many_leavers"]
    assert holds[0].detail == {"outside_final_year": 14, "of": 84, "limit": 8}


def test_a_quarter_of_one_group_is_too_many() -> None:
    register = school(18)
    kept = [row for at, row in enumerate(next_year_rows(register)) if not 40 <= at < 46]

    [hold] = _holds(kept, register)

    assert hold == Hold("too_many_leavers", {"group": "3", "leavers": 6, "of": 18, "limit": 4})


def test_the_final_year_of_a_secondary_school_is_its_own() -> None:
    register = [
        replace(pupil, group=f"{pupil.group}HV", year_group=f"1{pupil.group}", birth_date=None)
        for pupil in school(30)
        if pupil.group in "12345"
    ]
    staying = [p for p in register if p.year_group != "15"]
    rows = [[*row_of(p)[:5], f"{int(p.group[0]) + 1}HV"] for p in staying]

    assert "too_many_leavers" not in _codes(rows, register, final_year_groups=frozenset({"15"}))
    assert "too_many_leavers" in _codes(rows, register, final_year_groups=frozenset({"16"}))


def _movers(count: int, group: str) -> list[list[str]]:
    """Newcomers in a group above the first, with numbers and names nobody has."""
    return [
        [
            *(f"8{group}{at:03d}", f"Ni{letter}", "", f"Zij{letter}{letter}"),
            *(f"{2021 - int(group)}-0{at % 9 + 1}-1{at % 9}", group),
        ]
        for at, letter in enumerate(ascii_lowercase[:count])
    ]


SMALL = school(8)


def _without_letter(letter: str, but_for: int = 0) -> list[list[str]]:
    rows = next_year_rows(SMALL)
    hidden = [row for row in rows if row[3][0] == letter][but_for:]
    return [*(row for row in rows if row not in hidden), *NEW_ONES[:6]]


def test_a_letter_that_a_filter_hid_is_missing() -> None:
    [hold] = _holds(_without_letter("M"), SMALL)

    assert hold.code == "part_missing"
    assert dict(hold.detail) == {"letter": "M", "leavers": 6, "of": 6}


def test_who_leaves_may_have_the_same_letter() -> None:
    two_families = [row for row in next_year_rows(SMALL) if row[3][0] != "D"]

    assert _codes(_without_letter("M", but_for=1), SMALL) == set()
    assert _codes([*two_families, *NEW_ONES[:6]], SMALL) == set()


def _of_group(group: str, children: int) -> list[list[str]]:
    return [
        [
            f"7{at}00",
            f"Qu{letter}",
            "",
            f"Xe{letter * 2}",
            f"{2021 - int(group)}-0{at % 9 + 1}-13",
            group,
        ]
        for at, letter in enumerate(ascii_lowercase[:children])
    ]


@pytest.mark.parametrize("at", [0, 40, len(ROWS)])
def test_a_class_of_another_school_that_was_put_in_is_seen(at: int) -> None:
    [hold] = _holds([*ROWS[:at], *_of_group("5", 12), *ROWS[at:], *NEW_ONES])

    assert hold.code == "too_many_newcomers"
    assert dict(hold.detail) == {"group": "5", "newcomers": 12, "of": 24}


def test_newcomers_of_several_groups_may_stand_below_each_other() -> None:
    below = [row for group in "358" for row in _of_group(group, 3)]

    assert _codes([*ROWS, *NEW_ONES, *below]) == set()
    assert _codes([*ROWS, *NEW_ONES, *_of_group("5", 9)]) == set()


def test_newcomers_of_one_group_stand_where_their_names_belong() -> None:
    rows = [*ROWS, *NEW_ONES, *_of_group("5", 12)]

    assert _codes(sorted(rows, key=lambda row: row[1][::-1])) == set()


def test_too_many_newcomers_outside_the_entry_year() -> None:
    holds = _holds([*ROWS, *NEW_ONES, *_movers(26, "4")])

    assert [hold.code for hold in holds] == ["too_many_newcomers"]
    assert holds[0].detail["outside_entry_year"] == 26


def test_a_merger_is_one_decision() -> None:
    other_school = [row for group in "234567" for row in _movers(8, group)]

    holds = _holds([*ROWS, *NEW_ONES, *other_school])

    assert [hold.code for hold in holds] == ["merger"]
    assert holds[0].detail["newcomers"] == 60


def test_a_merger_that_brings_back_who_had_left_is_one_decision() -> None:
    gone = [
        replace(known(f"G{at}", f"Ad{letter} Kip{letter}", group="7", born=date(2014, 3, at + 1)),
                enrolled=False)
        for at, letter in enumerate("abcdefgh")
    ]  # fmt: skip
    other_school = [row for group in "234567" for row in _movers(8, group)]
    here = [row for at, row in enumerate(ROWS) if at % 14]
    rows = [*here, *NEW_ONES, *other_school, *(row_of(pupil, group="8") for pupil in gone)]

    assert [hold.code for hold in _holds(rows, [*REGISTER, *gone])] == ["merger"]


def test_all_numbers_new_is_one_decision() -> None:
    rows = [[f"9{row[0]}", *row[1:]] for row in ROWS]

    [hold] = _holds([*rows, *NEW_ONES])

    assert hold == Hold("numbers_all_new", {"changed": 84, "of": 84})


def test_new_numbers_that_collide_with_old_ones_are_no_sorted_column() -> None:
    numbers = [pupil.pupil_number for pupil in reversed(REGISTER)]
    rows = [[number, *row[1:]] for number, row in zip(numbers, ROWS, strict=False)]

    assert _codes([*rows, *NEW_ONES]) == {"numbers_all_new"}


def test_numbers_that_slid_down_a_row_are_a_column_sorted_alone() -> None:
    numbers = [row[0] for row in ROWS]
    rows = [[numbers[at - 1], *row[1:]] for at, row in enumerate(ROWS)]

    held = {hold.code: hold for hold in _holds([*rows, *NEW_ONES])}

    assert held["column_sorted_alone"].detail == {"field": "pupil_number", "rows": 84, "of": 84}


def test_lost_zeros_are_seen() -> None:
    rows = [[row[0].lstrip("0"), *row[1:]] for row in ROWS]

    [hold] = _holds([*rows, *NEW_ONES])

    assert hold == Hold("zeros_lost", {"rows": 84, "of": 84})


def _moved(days: int) -> list[list[str]]:
    """The ordinary rows, with every child born so many days later."""
    rows = []
    for row in ROWS:
        day, month, year = map(int, row[4].split("-"))
        born = date(year, month, day) + timedelta(days=days)
        rows.append([*row[:4], f"{born:%d-%m-%Y}", row[5]])
    return rows


@pytest.mark.parametrize("days", [-1, 1])
@pytest.mark.parametrize("with_numbers", [True, False])
def test_birth_dates_that_all_moved_are_one_decision(days: int, *, with_numbers: bool) -> None:
    rows = [[row[0] if with_numbers else "", *row[1:]] for row in _moved(days)]

    made = plan(extract([*rows, *NEW_ONES]), REGISTER)

    [hold] = made.holds
    assert hold.code == "birth_dates_moved"
    assert hold.detail["days"] == abs(days)
    assert made.counts["question"] == 0
    assert made.counts["enrol"] == len(NEW_ONES)


def test_a_list_that_counts_its_days_from_1904_knows_its_children() -> None:
    made = plan(extract([*_moved(-1462), *NEW_ONES]), REGISTER)

    assert "birth_dates_moved" in {hold.code for hold in made.holds}
    assert made.counts["question"] == 0
    assert made.counts["enrol"] == len(NEW_ONES)


def _born(row: list[str], born: str) -> list[str]:
    return [*row[:4], born, row[5]]


def _turned_about(rows: list[list[str]], most: int) -> list[list[str]]:
    """The first so many birth dates whose day may be a month have them the other way round."""
    turned = []
    for row in rows:
        day, month, year = row[4].split("-")
        may_turn = int(day) <= 12 and day != month
        turned.append([*row[:4], f"{month}-{day}-{year}" if may_turn and most else row[4], row[5]])
        most -= may_turn and most > 0
    return turned


def test_birth_dates_that_a_spreadsheet_turned_about_are_held() -> None:
    [hold] = _holds([*_turned_about(ROWS, 20), *NEW_ONES])

    assert hold == Hold("birth_dates_moved", {"swapped": 20, "of": len(ROWS)})


BORN_ON_ALL_DAYS = [
    replace(pupil, birth_date=date(2021 - int(pupil.group), 1 + 5 * at % 12, 1 + 11 * at % 28))
    for at, pupil in enumerate(school(24))
]


@pytest.mark.parametrize("sort_by", [0, 1])
def test_birth_dates_of_one_class_that_were_turned_about_are_held(sort_by: int) -> None:
    rows = sorted(next_year_rows(BORN_ON_ALL_DAYS), key=lambda row: row[sort_by])
    turned = iter(_turned_about([row for row in rows if row[5] == "5"], 24))
    rows = [next(turned) if row[5] == "5" else row for row in rows]

    [hold] = _holds(rows, BORN_ON_ALL_DAYS)

    assert (hold.code, hold.detail["of"]) == ("birth_dates_moved", 168)
    assert "swapped" in hold.detail


def test_birth_dates_turned_about_here_and_there_are_not_held() -> None:
    rows = next_year_rows(BORN_ON_ALL_DAYS)
    turned = [at for at, row in enumerate(_turned_about(rows, len(rows))) if row != rows[at]]
    for at in turned[::7]:
        rows[at] = _turned_about([rows[at]], 1)[0]

    assert len(turned[::7]) > 5
    assert _codes(rows, BORN_ON_ALL_DAYS) == set()


def test_a_few_birth_dates_that_were_put_right_are_not_held() -> None:
    assert _codes([*_turned_about(ROWS, 4), *NEW_ONES]) == set()


@pytest.mark.parametrize(
    ("column", "ending", "field"), [(1, "ius", "first_name"), (3, "-de Wit", "surname")]
)
def test_other_names_for_nearly_everybody_are_one_decision(
    column: int, ending: str, field: str
) -> None:
    rows = [[*row[:column], row[column] + ending, *row[column + 1 :]] for row in ROWS]

    made = plan(extract([*rows, *NEW_ONES]), REGISTER)

    [hold] = made.holds
    assert hold == Hold("names_changed", {"field": field, "rows": len(ROWS), "of": len(ROWS)})


@pytest.mark.parametrize(
    ("column", "field", "every"), [(1, "first_name", 4), (1, "first_name", 7), (3, "surname", 2)]
)
def test_names_of_a_part_that_have_nothing_of_the_old_ones_are_held(
    column: int, field: str, every: int
) -> None:
    rows = [row[:] for row in ROWS]
    for row in rows[::every]:
        row[column] = f"Q{row[column][::-1].lower()}"

    [hold] = _holds([*rows, *NEW_ONES])

    assert hold == Hold(
        "names_changed", {"field": field, "rows": len(ROWS) // every, "of": len(ROWS)}
    )


@pytest.mark.parametrize(("column", "ending"), [(1, "ius"), (3, "-de Wit"), (3, "sen")])
def test_names_of_half_in_another_spelling_are_not_held(column: int, ending: str) -> None:
    rows = [row[:] for row in ROWS]
    for row in rows[::2]:
        row[column] += ending

    assert _codes([*rows, *NEW_ONES]) == set()


@pytest.mark.parametrize("written", ["{0}", "{0} Maria", "{1}.", "{2}"])
def test_a_list_that_writes_first_names_in_its_own_way_is_not_held(written: str) -> None:
    rows = [[*row[:1], written.format(row[1], row[1][0], row[1].upper()), *row[2:]] for row in ROWS]

    assert _codes([*rows, *NEW_ONES]) == set()


def test_a_register_of_initials_is_not_held_when_it_learns_the_names() -> None:
    known = [replace(pupil, first_name=f"{pupil.first_name[0]}.") for pupil in REGISTER]

    assert not plan(extract([*ROWS, *NEW_ONES]), known).holds


@pytest.mark.parametrize("days", [-1, 1, 1462])
@pytest.mark.parametrize("part", [slice(20), slice(40, 45), slice(None, None, 2)])
def test_birth_dates_of_a_part_that_moved_are_held(part: slice, days: int) -> None:
    rows = [row[:] for row in ROWS]
    rows[part] = _moved(days)[part]

    [hold] = _holds([*rows, *NEW_ONES])

    assert (hold.code, hold.detail["days"]) == ("birth_dates_moved", abs(days))


def test_birth_dates_of_a_part_that_are_a_year_later_are_held() -> None:
    rows = [_born(row, f"{row[4][:6]}{int(row[4][6:]) + 1}") for row in ROWS[:12]]

    [hold] = _holds([*rows, *ROWS[12:], *NEW_ONES])

    assert hold == Hold("birth_dates_moved", {"days": 365, "rows": 12, "of": len(ROWS)})


@pytest.mark.parametrize("days", [(1, 1, 1, 1), (1, 1, 1, 1, 1, -1, 30, 9, -10, 31, 365)])
def test_some_birth_dates_that_were_put_right_are_not_held(days: tuple[int, ...]) -> None:
    rows = [row[:] for row in ROWS]
    for at, day in zip(range(0, len(rows), 7), days, strict=False):
        rows[at] = _moved(day)[at]

    assert _codes([*rows, *NEW_ONES]) == set()


def test_children_of_the_first_of_january_may_all_be_of_the_first_of_july() -> None:
    known = [
        replace(pupil, birth_date=pupil.birth_date and date(pupil.birth_date.year, 1, 1))
        if at % 9 == 0
        else pupil
        for at, pupil in enumerate(REGISTER)
    ]
    rows = [
        row if at % 9 else _born(row, f"01-07-{pupil.birth_date:%Y}")
        for at, (row, pupil) in enumerate(zip(ROWS, known, strict=False))
    ]

    assert not plan(extract([*rows, *NEW_ONES]), known).holds


@pytest.mark.parametrize(("column", "name"), [(3, "surname"), (1, "first_name"), (4, "birth_date")])
def test_a_column_sorted_alone_is_seen(column: int, name: str) -> None:
    values = sorted(row[column] for row in ROWS)
    rows = [
        [*row[:column], value, *row[column + 1 :]] for row, value in zip(ROWS, values, strict=True)
    ]

    held = {hold.code: hold for hold in _holds(rows)}

    assert held["column_sorted_alone"].detail["field"] == name


@pytest.mark.parametrize("form", ["{}", "Groep {}", "1{:02}"])
def test_groups_that_a_spreadsheet_counted_on_are_held(form: str) -> None:
    groups = [form.format(5 + max(0, at - 20)) for at in range(30)]
    rows = [[*row[:4], "", group] for row, group in zip(ROWS, groups, strict=False)]

    held = {hold.code: hold for hold in _holds(rows, [])}

    assert held["columns_shifted"].detail == {"rows": 9, "of": 30}


def test_a_school_with_one_child_in_each_group_is_not_held() -> None:
    rows = [[*row[:4], "", str(1 + at)] for at, row in enumerate(ROWS[:8])]

    assert _codes(rows, []) == set()


def test_groups_sorted_alone_are_seen_by_the_ages() -> None:
    rows = [
        [*row[:5], group] for row, group in zip(ROWS, reversed([r[5] for r in ROWS]), strict=True)
    ]

    assert "column_sorted_alone" in _codes(rows, [])


def test_year_groups_sorted_alone_are_seen_without_birth_dates() -> None:
    headings = (*HEADINGS, "Leerjaar")
    good = [[*row[:4], "", f"Kevers {row[5]}", row[5]] for row in sorted(ROWS, key=lambda r: r[3])]
    years = sorted(row[6] for row in good)
    rows = [[*row[:6], year] for row, year in zip(good, years, strict=True)]

    held = {hold.code: hold for hold in _holds(rows, headings=headings)}

    assert held["column_sorted_alone"].detail["field"] == "year_group"
    assert _codes(good, headings=headings) == set()


def test_two_columns_in_order_that_cannot_both_be() -> None:
    surnames = sorted(row[3] for row in ROWS)
    rows = [[*row[:3], name, *row[4:]] for row, name in zip(ROWS, surnames, strict=True)]

    [hold] = _holds(rows, [])

    assert hold == Hold("column_sorted_alone", {"field": "surname", "other": "group"})


def test_shifted_rows_are_seen() -> None:
    shifted = [["Jan", "", "Vos", "2017-01-02", "5", ""] for _ in range(1)]
    rows = [*ROWS, *([*shifted[0][:2], f"V{'abcdef'[at]}s", *shifted[0][3:]] for at in range(6))]

    assert "columns_shifted" in _codes(rows)


def test_swapped_name_columns_are_seen() -> None:
    swapped = table([[row[0], row[3], row[2], row[1], *row[4:]] for row in ROWS])
    as_headed = dict(enumerate(suggest_mapping(table(ROWS)).fields))

    found = extract_records(swapped, confirm(swapped, as_headed), secret=SECRET, as_of=AS_OF)

    assert "columns_shifted" in {hold.code for hold in plan(found, REGISTER).holds}


def test_teachers_in_the_list_are_seen() -> None:
    teachers = [[f"{at}", "Juf", "", "Vos" + "abc"[at], "01-02-1985", "Team"] for at in range(3)]

    [hold] = _holds([*ROWS, *NEW_ONES, *teachers])

    assert hold == Hold("teachers_in_list", {"adults": 3, "staff_rows": 3})


@pytest.mark.parametrize("name", [3, None])
def test_mistyped_birth_years_of_children_we_know_are_no_teachers(name: int | None) -> None:
    rows = [[*row[:4], "01-02-1996", row[5]] if at < 4 else row for at, row in enumerate(ROWS)]
    for row in rows[: name or 0]:
        row[3] = f"{row[3]}s"

    assert _codes([*rows, *NEW_ONES]) == set()


def test_mistyped_birth_years_without_numbers_are_no_teachers() -> None:
    rows = [[*row[:4], "01-02-1996", row[5]] if at < 4 else row for at, row in enumerate(ROWS)]

    assert "teachers_in_list" not in _codes([["", *row[1:]] for row in rows])


def test_every_hold_of_the_design_has_a_rule() -> None:
    assert set(HOLDS) == {
        *("other_school", "older_file", "part_missing", "column_sorted_alone", "columns_shifted"),
        *("too_many_leavers", "too_many_newcomers", "zeros_lost", "numbers_all_new", "merger"),
        *("teachers_in_list", "no_rows", "entered_by_hand", "birth_dates_moved"),
        "names_changed",
    }
