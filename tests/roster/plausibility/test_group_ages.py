"""Groups of several years: dealt anew, sorted on their own, or with children of other ages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.roster.cases import AS_OF, extract, plan, row_of, school

from leesloket.roster import Plan
from leesloket.roster.model import Keep, KnownPupil, PatronId, Question, Update

Rows = list[list[str]]
FIRST, LAST, BORN, GROUP = 1, 3, 4, 5
UNITS = {year: ("Onder", "Midden", "Boven")[(year > 2) + (year > 5)] for year in range(1, 9)}


def _held(rows: Rows, register: list[KnownPupil]) -> dict[str, Any]:
    return {hold.code: dict(hold.detail) for hold in plan(extract(rows), register).holds}


def _year(pupil: KnownPupil) -> int:
    assert pupil.birth_date is not None
    return AS_OF.year - 1 - pupil.birth_date.year - 4


def _in_units(*, letters: str = "ABC") -> list[KnownPupil]:
    """A Montessori school of eight years in three units, with classes of all years of a unit."""
    return [
        replace(pupil, group=f"{UNITS[int(pupil.group)]} {letters[at % len(letters)]}",
                year_group="", birth_date=date(2021 - int(pupil.group), 1 + at % 9, 1 + at % 28))
        for at, pupil in enumerate(school(14))
    ]  # fmt: skip


def _a_year_on(register: list[KnownPupil], *, deal: int = 0) -> Rows:
    """Everybody a year older, in the class that has the same letter, or one that is dealt anew."""
    rows = []
    for at, pupil in enumerate(register):
        if _year(pupil) < 8:
            letter = "ABC"[at * deal // 7 % 3] if deal else pupil.group[-1]
            rows.append(row_of(pupil, group=f"{UNITS[_year(pupil) + 1]} {letter}"))
    return rows


def _by(rows: Rows, *columns: int) -> Rows:
    return sorted(rows, key=lambda row: [row[column] for column in columns])


def _with_column(rows: Rows, groups: list[str]) -> Rows:
    return [[*row[:GROUP], group] for row, group in zip(rows, groups, strict=True)]


# --- a list in order by more than one column -----------------------------------------------------


def test_groups_in_order_in_a_list_by_number_were_sorted_on_their_own() -> None:
    register = _in_units()
    rows = _by(_a_year_on(register), 0)
    groups = [row[GROUP] for row in rows]

    assert _held(rows, register) == {}
    for column in (sorted(groups), sorted(groups, reverse=True)):
        held = _held(_with_column(rows, column), register)
        assert held["column_sorted_alone"]["field"] == "group"


def test_a_list_that_was_sorted_by_number_without_its_groups_is_seen() -> None:
    register = _in_units()
    by_group = _by(_a_year_on(register), GROUP, LAST)

    rows = _with_column(_by(by_group, 0), [row[GROUP] for row in by_group])

    assert _held(rows, register)["column_sorted_alone"]["field"] == "group"


def test_groups_of_one_year_each_are_in_the_order_of_numbers() -> None:
    register = school(12)
    rows = [
        row_of(pupil, group=str(int(pupil.group) + 1)) for pupil in register if pupil.group != "8"
    ]

    assert _held(_by(rows, 0), register) == {}
    mixed = [replace(pupil, group=f"{pupil.group}{'ab'[at % 2]}", year_group=pupil.group)
             for at, pupil in enumerate(register)]  # fmt: skip
    assert _held(_by(rows, 0), mixed) == {}


# --- dealt anew ----------------------------------------------------------------------------------


def _renamed(rows: Rows) -> Rows:
    """What was called Onder is Boven now, and so on, in any order."""
    groups = sorted({row[GROUP] for row in rows})
    names = dict(zip(groups, [*groups[4:], *groups[:4]], strict=True))
    return [[*row[:GROUP], names[row[GROUP]]] for row in rows]


def test_groups_that_were_dealt_anew_with_their_names_are_no_disorder() -> None:
    register = _in_units()
    rows = _renamed(_a_year_on(register, deal=5))

    assert _held(_by(rows, LAST, FIRST), register) == {}
    assert _held(_by(rows, GROUP, LAST), register) == {}


@pytest.mark.parametrize("mixed", [False, True])
def test_classes_with_other_names_may_have_a_child_that_is_older(*, mixed: bool) -> None:
    register = [
        replace(pupil, year_group="", group=f"{NAMED[int(pupil.group) - 1]} {'AB'[at % 2]}")
        for at, pupil in enumerate(school(24))
    ]
    rows = [
        row_of(pupil, group=f"{NAMED[(_year(pupil) + 4) % 8]} {'AB'[at // 2 % 2]}")
        for at, pupil in enumerate(register)
        if _year(pupil) < 8
    ]
    for year in range(2, 9):  # born a year before the others
        group, born = NAMED[(year + 3) % 8], f"5-5-{2021 - year}"
        rows += [[f"9{year}{a}", f"Q{a}o", "", "Xu", born, f"{group} {a}"] for a in "AB"]
    rows = _by(rows, FIRST)
    if mixed:
        rows = _with_column(rows, sorted(row[GROUP] for row in rows))

    assert ("column_sorted_alone" in _held(rows, register)) is mixed


def test_a_column_in_disorder_puts_all_ages_together() -> None:
    register = _in_units()
    rows = _by(_renamed(_a_year_on(register, deal=5)), LAST, FIRST)
    groups = [row[GROUP] for row in rows]

    for column in (sorted(groups), [*groups[-7:], *groups[:-7]]):
        held = _held(_with_column(rows, column), register)
        assert held["column_sorted_alone"]["field"] == "group"


def test_groups_that_were_sorted_in_a_list_by_years_are_of_one_age_by_that_order() -> None:
    register = _in_units()
    dealt = _renamed(_a_year_on(register, deal=5))
    rows = sorted(dealt, key=lambda row: (-int(row[BORN][-4:]), row[LAST], row[FIRST]))
    groups = [row[GROUP] for row in rows]

    assert _held(rows, register) == {}
    held = _held(_with_column(rows, sorted(groups)), register)
    assert held["column_sorted_alone"]["field"] == "group"


# --- ages ----------------------------------------------------------------------------------------


def test_children_of_combination_groups_are_known_by_their_age() -> None:
    pairs = ("1/2", "3/4", "5/6", "7/8")
    register = [
        replace(pupil, group=pairs[(int(pupil.group) - 1) // 2], year_group="")
        for pupil in school(12)
    ]
    rows = _by(
        [row_of(pupil, group=pairs[_year(pupil) // 2]) for pupil in register if _year(pupil) < 8],
        LAST,
        FIRST,
    )
    groups = [row[GROUP] for row in rows]
    some = [*groups[:40], *groups[50:70], *groups[40:50], *groups[70:]]

    assert _held(rows, register) == {}
    assert _held(_with_column(rows, some), register)["column_sorted_alone"]["field"] == "group"


def test_where_no_age_told_the_group_last_year_it_tells_none_now() -> None:
    pairs = ("1/2", "3/4", "5/6", "7/8")
    register = [
        replace(
            pupil,
            group=pairs[(int(pupil.group) - 1) // 2],
            year_group="",
            birth_date=date(2021 - int(pupil.group) + at * 5 % 7 - 3, 1 + at % 9, 1 + at % 28),
        )
        for at, pupil in enumerate(school(15))
    ]
    rows = [
        row_of(pupil, group=pairs[pairs.index(pupil.group) + at % 2])
        for at, pupil in enumerate(register)
        if pupil.group != "7/8"
    ]

    assert "column_sorted_alone" not in _held(_by(rows, LAST, FIRST), register)


# --- names and groups, and nothing else ----------------------------------------------------------

NAMES_AND_GROUPS = ["Roepnaam", "Tussenvoegsel", "Achternaam", "Groep"]


def _names_only(rows: Rows, register: list[KnownPupil]) -> Plan:
    bare = [[*row[FIRST:BORN], row[GROUP]] for row in rows]
    return plan(extract(bare, NAMES_AND_GROUPS), register)


def test_who_goes_where_its_class_goes_is_not_asked_about() -> None:
    register = _in_units()

    made = _names_only(_a_year_on(register), register)

    assert made.counts["question"] <= 5
    assert made.counts["enrol"] == 0
    assert {step.reasons[-1] for step in made.steps if isinstance(step, Update | Keep)} == {
        "name_only"
    }
    assert not made.holds


def test_who_goes_where_hardly_any_of_its_class_goes_is_asked_about() -> None:
    register = _in_units()
    rows = _a_year_on(register)
    [one] = [at for at, row in enumerate(rows) if row[:LAST] == row_of(register[40])[:LAST]]
    rows[one][GROUP] = "Onder C"

    made = _names_only(rows, register)

    assert register[40].group != "Onder C"
    assert rows[one][FIRST] in {
        step.record.first_name for step in made.steps if isinstance(step, Question)
    }


def test_where_classes_were_dealt_anew_or_sorted_all_are_asked_about() -> None:
    register = _in_units()
    rows = _by(_a_year_on(register), LAST, FIRST)
    column = [row[GROUP] for row in rows]

    for groups in (sorted(column), [*column[-7:], *column[:-7]]):
        made = _names_only(_with_column(rows, groups), register)
        assert made.counts["update"] + made.counts["keep"] == 0


def test_where_many_left_a_namesake_may_have_come_instead() -> None:
    register = _in_units()
    rows = [row for at, row in enumerate(_a_year_on(register)) if at % 5 > 1]

    made = _names_only(rows, register)

    assert made.counts["update"] + made.counts["keep"] == 0


def test_where_its_class_goes_says_nothing_of_who_left_before() -> None:
    register = _in_units()
    left = replace(register[0], patron_id=PatronId("L"), first_name="Xerxes", enrolled=False)
    rows = [*_a_year_on(register), ["", "Xerxes", "", left.surname, "", left.group]]

    made = _names_only(rows, [*register, left])

    [asked] = [step for step in made.steps if isinstance(step, Question)]
    assert asked.reasons == ("same_name",)


# --- a column of another list --------------------------------------------------------------------

NAMED = ("Kevers", "Mieren", "Bijen", "Uilen", "Vossen", "Dassen", "Egels", "Wolven")


def _along(children: int = 14) -> list[KnownPupil]:
    """Classes of one year each, with names that go along."""
    return [
        replace(pupil, group=NAMED[int(pupil.group) - 1], year_group="")
        for pupil in school(children)
    ]


def _of_this_year(register: list[KnownPupil]) -> Rows:
    """The oldest left, and as many came."""
    new = [[f"{900900 + at}", f"Nieuw{at:c}", "", f"{'BDGJMPSV'[at % 8]}aas{at:c}",
            f"0{1 + at % 9}-03-2021", "Wolven"] for at in range(97, 111)]  # fmt: skip
    return [*(row_of(pupil) for pupil in register if pupil.group != "Wolven"), *new]


def test_last_years_groups_beside_this_years_names_are_of_all_ages() -> None:
    """Some children have their own group by chance, where as many left as came."""
    register = _along()
    rows = _by(_of_this_year(register), LAST, FIRST)
    last_year = [row[GROUP] for row in _by(list(map(row_of, register)), LAST, FIRST)]

    assert _held(rows, register) == {}
    assert _held(_with_column(rows, last_year), register)["column_sorted_alone"]["field"] == "group"


def test_a_school_whose_classes_had_all_ages_has_so_still() -> None:
    register = [
        replace(pupil, group=NAMED[at % 4], year_group="") for at, pupil in enumerate(school(14))
    ]
    rows = [row_of(pupil) for pupil in register if _year(pupil) < 8]

    assert "column_sorted_alone" not in _held(rows, register)


def test_a_school_that_goes_over_to_groups_of_several_years_is_as_it_should_be() -> None:
    register = _along()
    groups = {name: f"Unit {1 + at // 4}a" for at, name in enumerate(NAMED)}
    groups["Wolven"] = "Unit 1a"  # the youngest, of whom the oldest left the name
    rows = [[*row[:GROUP], groups[row[GROUP]]] for row in _of_this_year(register)]
    mixed = [[*row[:GROUP], f"{row[GROUP][:-1]}{'ab'[at % 2]}"] for at, row in enumerate(rows)]

    assert "column_sorted_alone" not in _held(mixed, register)


def test_a_location_of_three_years_may_begin_with_groups_of_all_of_them() -> None:
    young = [pupil for pupil in school(15) if pupil.group in "123"]
    register = [
        replace(pupil, group=f"{NAMED[int(pupil.group)]} {at % 3}", year_group="")
        for at, pupil in enumerate(young)
    ]
    rows = [
        row_of(pupil, group=f"Unit {pupil.group[-1]}") for pupil in register if _year(pupil) < 3
    ]
    new = [[f"{900900 + at}", f"Nieuw{at:c}", "", f"{'BDGJMPSV'[at % 8]}aas{at:c}",
            f"0{1 + at % 9}-03-2021", f"Unit {at % 3}"] for at in range(97, 112)]  # fmt: skip

    assert "column_sorted_alone" not in _held([*rows, *new], register)
