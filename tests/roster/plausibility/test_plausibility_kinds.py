"""Holds for schools of every kind, and what earlier years teach: combination groups, streams."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from string import ascii_lowercase
from typing import Any

import pytest
from tests.roster.cases import (
    AS_OF,
    HEADINGS,
    LAST_YEAR,
    THIS_YEAR,
    extract,
    known,
    next_year_rows,
    plan,
    row_of,
    school,
)

from leesloket.roster import EarlierYear, PreviousImport, Thresholds
from leesloket.roster.model import Hold, KnownPupil, Mode, SourceFacts
from leesloket.roster.plausibility import learned
from leesloket.roster.plausibility.years import streams_of

REGISTER = school(12)
ROWS = next_year_rows(REGISTER)
PAIRS = {
    year: f"{(int(year) - 1) // 2 * 2 + 1}/{(int(year) - 1) // 2 * 2 + 2}" for year in "12345678"
}
NAMED = ("Kevers", "Mieren", "Bijen", "Uilen", "Vossen", "Dassen", "Egels", "Wolven")


def _holds(
    rows: list[list[str]], register: list[KnownPupil] | None = None, **others: Any
) -> list[Hold]:
    found = extract(rows, others.pop("headings", HEADINGS))
    return list(plan(found, REGISTER if register is None else register, **others).holds)


def _details(
    rows: list[list[str]], register: list[KnownPupil] | None = None, **others: Any
) -> dict[str, Any]:
    return {hold.code: dict(hold.detail) for hold in _holds(rows, register, **others)}


def _combined(pupils: list[KnownPupil]) -> list[KnownPupil]:
    return [replace(pupil, group=PAIRS[pupil.year_group]) for pupil in pupils]


def _combined_rows(pupils: list[KnownPupil]) -> list[list[str]]:
    """Next year's rows, without a column that tells the year."""
    return [[*row[:5], PAIRS[row[5]]] for row in next_year_rows(pupils)]


def _without_years(pupils: list[KnownPupil]) -> list[KnownPupil]:
    return [replace(pupil, year_group="", group=NAMED[int(pupil.group) - 1]) for pupil in pupils]


# --- parts that are missing ----------------------------------------------------------------------


def test_several_missing_groups_are_one_decision() -> None:
    holds = _holds([row for row in ROWS if row[5] not in "56"])

    assert holds == [
        Hold("part_missing", {"groups": "4, 5", "leavers": 24, "of": 24}),
        Hold(
            "too_many_leavers",
            {"outside_final_year": 24, "of": 84, "limit": 8, "groups_losing": 2, "groups": 7},
        ),
    ]


def test_a_year_missing_from_combination_groups_is_named() -> None:
    rows = [
        row for row, plain in zip(_combined_rows(REGISTER), ROWS, strict=True) if plain[5] != "4"
    ]

    held = _details(rows, _combined(REGISTER))

    assert held["part_missing"] == {"year_group": "3", "leavers": 12, "of": 12}


def test_three_children_are_a_whole_year_of_a_small_school() -> None:
    register = school(3)

    assert _details([row for row in next_year_rows(register) if row[5] != "4"], register) == {
        "part_missing": {"group": "3", "leavers": 3, "of": 3, "soon": "4"}
    }


@pytest.mark.parametrize(("gone", "held"), [(3, True), (2, False)])
def test_one_child_that_stays_behind_hides_no_missing_year(gone: int, *, held: bool) -> None:
    register = school(4)
    rows = next_year_rows(register)
    year = [row for row in rows if row[5] == "3"]
    others = [row for row in rows if row[5] != "3"]
    stays_behind = [[*row[:5], "2"] for row in year[gone:]]

    assert _details([*others, *stays_behind], register).get("part_missing") == (
        {"year_group": "2", "leavers": 3, "of": 4} if held else None
    )


def test_a_list_that_stops_before_the_end_of_the_alphabet() -> None:
    last = sorted({row[3] for row in ROWS})[-3:]
    rows = sorted((row for row in ROWS if row[3] not in last), key=lambda row: row[3])

    gone = len(ROWS) - len(rows)
    assert 4 <= gone <= 8
    assert _details(rows)["part_missing"] == {"behind_last_row": gone, "leavers": gone}


def _in_order_of_names() -> tuple[list[KnownPupil], list[list[str]]]:
    """Children of as many families, and their rows in order of surnames."""
    register = [
        replace(pupil, surname=f"{ascii_lowercase[at * 37 % 96 // 4]}{'bdfh'[at * 37 % 4]}ert")
        for at, pupil in enumerate(REGISTER)
    ]
    return register, sorted(next_year_rows(register), key=lambda row: row[3])


@pytest.mark.parametrize("gone", [6, 7])
def test_rows_that_are_gone_from_within_a_list_in_order(gone: int) -> None:
    register, rows = _in_order_of_names()

    lost = [*rows[:30], *rows[30 + gone :]]

    assert _details(lost, register)["part_missing"] == {"between_rows": gone, "leavers": gone}
    assert _details(lost[::-1], register)["part_missing"]["between_rows"] == gone


def test_leavers_here_and_there_or_of_one_family_are_no_lost_rows() -> None:
    register, rows = _in_order_of_names()
    family = [
        replace(pupil, surname="Kuiper")
        if pupil.surname in {row[3] for row in rows[30:37]}
        else pupil
        for pupil in register
    ]
    of_the_others = sorted(
        (row for row in next_year_rows(family) if row[3] != "Kuiper"), key=lambda row: row[3]
    )

    assert _details([row for at, row in enumerate(rows) if at % 12], register) == {}
    assert _details([*rows[:30], *rows[35:]], register) == {}
    assert _details(of_the_others, family) == {}


def _by_number(row: list[str]) -> str:
    return row[0]


def _by_birth_date(row: list[str]) -> str:
    day, month, year = row[4].split("-")
    return year + month + day


@pytest.mark.parametrize("order", [_by_number, _by_birth_date])
@pytest.mark.parametrize("downwards", [False, True])
def test_a_list_in_another_order_that_stops_early(order: Any, *, downwards: bool) -> None:
    rows = sorted(ROWS, key=order, reverse=downwards)[:-5]

    held = _details(rows).get("part_missing")

    assert held == {"behind_last_row": 5, "leavers": 5}


@pytest.mark.parametrize("order", [_by_number, _by_birth_date])
def test_who_came_first_may_leave_from_groups_that_tell_no_year(order: Any) -> None:
    def in_groups_by_name(pupil: KnownPupil) -> KnownPupil:
        return replace(pupil, group=NAMED[int(pupil.year_group) // 5], year_group="")

    register = [in_groups_by_name(pupil) for pupil in REGISTER]
    rows = sorted((row_of(pupil) for pupil in register), key=order, reverse=True)[:-5]

    assert "part_missing" not in _details(rows, register)


def test_the_latest_who_came_may_leave_when_others_came_after_them() -> None:
    newcomers = [
        [f"00{900 + at}", name, "", "Nieuw", f"{at + 1:02}-03-2022", "1"]
        for at, name in enumerate(("Aafje", "Bo", "Cas"))
    ]
    rows = sorted([*ROWS[:-5], *newcomers], key=_by_number)

    assert "part_missing" not in _details(rows)


def test_new_numbers_put_nobody_behind_the_last_row() -> None:
    renumbered = [[str(at), *row[1:]] for at, row in enumerate(ROWS[5:], start=1)]

    assert "part_missing" not in _details(renumbered)


def test_a_family_at_the_end_of_the_alphabet_may_leave() -> None:
    register = [
        *REGISTER,
        *(known(f"Z{at}", f"Kind{letter} Zwart", number=f"77{at}", born=date(2016, 5, at + 1))
          for at, letter in enumerate("abcd")),
    ]  # fmt: skip

    assert _details(sorted(ROWS, key=lambda row: row[3]), register) == {}


def test_a_split_is_one_decision() -> None:
    holds = _holds(ROWS[::2])

    assert [hold.code for hold in holds] == ["too_many_leavers"]
    assert holds[0].detail["groups_losing"] == 7


@pytest.mark.parametrize(
    ("group", "gone", "held"),
    [("Peuters", 7, False), ("Peuterkleuters", 7, True), ("Kevers", 7, True), ("Peuters", 9, True)],
)
def test_of_those_who_have_yet_to_begin_many_go_to_another_school(
    group: str, gone: int, *, held: bool
) -> None:
    toddlers = [
        known(f"P{at}", f"Kind{ascii_lowercase[at]} Zwart{ascii_lowercase[at]}", number=f"77{at}",
              born=date(2022, 1 + at, 5), group=group)
        for at in range(12)
    ]  # fmt: skip
    rows = [*ROWS, *(row_of(pupil, group="1") for pupil in toddlers[gone:])]

    details = _details(rows, [*REGISTER, *toddlers])

    assert ("too_many_leavers" in details) is held


# --- older files ---------------------------------------------------------------------------------


def test_last_years_combination_groups_are_older_without_their_years() -> None:
    register = _combined(REGISTER)
    stay = [pupil for pupil in register if pupil.year_group != "8"]

    assert _details(_combined_rows(REGISTER), register) == {}
    assert _details([row_of(pupil) for pupil in stay], register)["older_file"] == {
        "same_group": 84,
        "of": 84,
    }


def _of_one_group(register: list[KnownPupil], group: str) -> list[list[str]]:
    """Half of the children moved up within it, two of each year repeat it; and newcomers."""
    here = [pupil for pupil in register if pupil.group == group]
    first = [pupil for pupil in here if pupil.year_group == "1"]
    second = [pupil for pupil in here if pupil.year_group == "2"]
    rows = [[*row_of(pupil), "1" if at < 2 else "2"] for at, pupil in enumerate(first)]
    rows += [[*row_of(pupil), "2"] for pupil in second[:2]]
    return [*rows, *([f"90{at}", f"Q{at}o", "", "Xu", "1-5-2022", group, "1"] for at in range(6))]


@pytest.mark.parametrize("headings", [HEADINGS, [*HEADINGS, "Leerjaar"]])
def test_who_moves_up_within_a_combination_group_is_in_no_older_file(headings: list[str]) -> None:
    register = _combined(REGISTER)
    rows = [row[: len(headings)] for row in _of_one_group(register, "1/2")]

    assert _details(rows, register, headings=headings, mode=Mode.ADDITIONS) == {}


@pytest.mark.parametrize("headings", [HEADINGS, HEADINGS[:4] + HEADINGS[5:]])
def test_last_years_list_of_a_combination_group_is_older(headings: tuple[str, ...]) -> None:
    register = _combined(REGISTER)
    kept = [HEADINGS.index(heading) for heading in headings]
    rows = [[row_of(p)[at] for at in kept] for p in register if p.group == "1/2"]

    held = _details(rows, register, headings=headings, mode=Mode.ADDITIONS)

    assert held["older_file"] == {"same_group": 24, "of": 24}


def test_the_final_year_in_the_list_again_makes_it_older() -> None:
    register = _combined(school(3))
    rows = _combined_rows(school(3))

    held = _details([*rows, *(row_of(p) for p in register if p.year_group == "8")], register)

    assert held["older_file"] == {"still_here": 3, "of": 3}


def test_who_stays_in_a_group_of_three_years_makes_no_older_file() -> None:
    groups = {year: "1/2" if year < "3" else "3/4/5" if year < "6" else "6/7/8" for year in PAIRS}
    register = [
        replace(pupil, group=groups[pupil.year_group], year_group="", birth_date=None)
        for pupil in REGISTER
    ]
    rows = [[*row[:4], "", groups[row[5]]] for row in ROWS]

    assert not _holds(rows, register)


def test_going_down_is_older_where_no_school_year_is_known() -> None:
    register = [replace(pupil, school_year=None) for pupil in REGISTER]
    lower = [row_of(p, group=str(int(p.year_group) - 1)) for p in register if p.year_group != "1"]

    assert "older_file" in _details(lower, register)
    assert _details([row_of(pupil) for pupil in register], register) == {}


def test_a_list_for_a_year_before_the_registers_is_older() -> None:
    held = _details([row_of(pupil) for pupil in REGISTER], school_year="2024-2025")

    assert held["older_file"] == {"asked_year": "2024-2025", "register_year": LAST_YEAR}


# --- the final year ------------------------------------------------------------------------------


def test_age_tells_who_is_through_after_three_summers() -> None:
    register = [
        replace(pupil, school_year="2023-2024", birth_date=_years_older(pupil, 2))
        for pupil in _without_years(REGISTER)
    ]
    # Of eight groups three are through, and their children are gone.
    stay = [row_of(pupil) for pupil in register if pupil.group not in NAMED[5:]]
    few = [row for at, row in enumerate(stay) if at % 2]

    assert _details([*_newly_come(36, NAMED[0]), *stay], register) == {}
    assert "too_many_leavers" in _details([*_newly_come(36, NAMED[0]), *few], register)


def _years_older(pupil: KnownPupil, years: int) -> date:
    assert pupil.birth_date is not None
    return pupil.birth_date.replace(year=pupil.birth_date.year - years)


def test_twelve_year_olds_may_leave_a_school_without_years() -> None:
    register = _without_years(REGISTER)

    assert _details([[*row[:5], NAMED[int(row[5]) - 1]] for row in ROWS], register) == {}


def test_a_missing_group_is_seen_in_a_school_without_years() -> None:
    register = _without_years(REGISTER)
    rows = [[*row[:5], NAMED[int(row[5]) - 1]] for row in ROWS if row[5] != "5"]

    assert _details(rows, register)["part_missing"]["group"] == NAMED[3]


def test_age_tells_who_leaves_the_combined_final_group() -> None:
    young = [
        replace(p, birth_date=p.birth_date and p.birth_date.replace(year=p.birth_date.year + 1))
        for p in REGISTER
    ]
    register = [replace(pupil, year_group="") for pupil in _combined(young)]
    rows = _combined_rows(young)
    without_7 = [row for row, plain in zip(rows, ROWS, strict=True) if plain[5] != "8"]

    assert _details(rows, register) == {}
    assert _details(without_7, register)["part_missing"]["group"] == "7/8"


def _secondary(streams: str = "MHV") -> list[KnownPupil]:
    """Ten children in every year of three streams."""
    pupils: list[KnownPupil] = []
    for stream, last in zip(streams, (4, 5, 6), strict=True):
        for year in range(1, last + 1):
            for seat in range(10):
                at = len(pupils)
                letters = f"{ascii_lowercase[seat]}{stream.lower()}"
                name = f"Kind{letters} Vos{ascii_lowercase[year]}{letters}"
                born = date(2014 - year, 1 + at % 12, 1 + at % 28)
                pupil = known(f"K{at}", name, number=str(1000 + at), born=born)
                pupils.append(replace(pupil, group=f"{year}{stream}1", year_group=f"1{year}"))
    return pupils


def _secondary_rows(pupils: list[KnownPupil], *, without: str = "") -> list[list[str]]:
    last = {"M": 4, "H": 5, "V": 6}
    return [
        row_of(p, group=f"{int(p.group[0]) + 1}{p.group[1:]}")
        for p in pupils
        if int(p.group[0]) < last[p.group[1]] and p.group != without
    ]


@pytest.mark.parametrize("finals", [frozenset({"14", "15", "16"}), frozenset({"8"})])
def test_the_final_year_depends_on_the_stream(finals: frozenset[str]) -> None:
    register = _secondary()

    assert _details(_secondary_rows(register), register, final_year_groups=finals) == {}
    held = _details(_secondary_rows(register, without="4H1"), register, final_year_groups=finals)
    assert held["part_missing"] == {"group": "4H1", "leavers": 10, "of": 10}


def _of_class(pupil: KnownPupil) -> KnownPupil:
    """As a Vrijeschool counts: two years of infants, and class 1 is group 3."""
    year = int(pupil.year_group) - 2
    klas = ("Kleuterklas", "") if year < 1 else (f"Klas {year}", str(year))
    return replace(pupil, group=klas[0], year_group=klas[1])


def test_who_leaves_a_vrijeschool_is_in_class_six() -> None:
    register = [_of_class(pupil) for pupil in REGISTER]
    rows = [[*row[:5], f"Klas {int(row[5]) - 2}" if int(row[5]) > 2 else "Kleuterklas"]
            for row in ROWS]  # fmt: skip

    assert not _holds(rows, register)
    assert "part_missing" in _details([row for row in rows if row[5] != "Klas 5"], register)


def test_a_school_that_ends_before_the_final_year_says_so_itself() -> None:
    register = [pupil for pupil in REGISTER if int(pupil.year_group) < 5]

    assert "part_missing" in _details([row for row in ROWS if int(row[5]) < 5], register)


def test_a_vrijeschool_is_no_further_from_its_years_in_spring() -> None:
    rows = [row_of(_of_class(pupil)) for pupil in REGISTER]

    assert extract(rows, as_of=date(2026, 3, 3)).oddities.out_of_step == 0


def test_the_stream_is_told_apart_from_the_letter_of_the_class() -> None:
    register = [
        replace(p, group=f"{p.group[:2]}{'AC'[at % 2]}") for at, p in enumerate(_secondary())
    ]
    rows = _secondary_rows(register)
    without = [row for row in rows if not row[5].startswith("5V")]

    assert _details(rows, register) == {}
    assert _details(without, register)["part_missing"]["groups"] == "4VA, 4VC"


@pytest.mark.parametrize(
    ("final", "groups"),
    [
        ("14", ("4bk1", "3kgt", "2tl3", "4BBL2", "1vmbobk", "4kb", "gt3a", "2lwoo1", "4m", "3gl2")),
        ("15", ("4havo2", "3H", "h4b", "h4.1")),
        ("16", ("2vwo1", "5gymnasium", "3atheneum2", "4GB", "6VA", "1g2")),
        (None, ("4HV", "2havovwo", "1mh2", "5x", "vmbohavo2", "Kevers")),
    ],
)
def test_a_stream_tells_which_year_is_the_last(final: str | None, groups: tuple[str, ...]) -> None:
    assert {group: streams_of([group]).get(group) for group in groups} == dict.fromkeys(
        groups, final
    )


def test_ages_tell_a_secondary_school_whose_groups_do_not() -> None:
    register = [
        replace(p, group=f"{p.group[0]}{'abc'['MHV'.index(p.group[1])]}") for p in _secondary()
    ]
    rows = [
        [*row_of(p)[:5], f"{int(p.group[0]) + 1}{p.group[1]}"] for p in register if p.group < "4"
    ]

    found = extract(rows)

    assert found.secondary
    assert {record.year_group for record in found.records} == {"12", "13", "14"}


# --- newcomers and mergers -----------------------------------------------------------------------


def _newcomers(count: int, group: str, born: int) -> list[list[str]]:
    return [
        [str(8000 + at), f"Nieuw{ascii_lowercase[at % 26]}{ascii_lowercase[at // 26]}", "",
         f"Zij{ascii_lowercase[at % 26]}", f"{born}-0{at % 9 + 1}-11", group]
        for at in range(count)
    ]  # fmt: skip


def test_newcomers_are_counted_by_age_where_the_group_has_two_years() -> None:
    register, rows = _combined(REGISTER), _combined_rows(REGISTER)

    assert _details([*rows, *_newcomers(14, "1/2", 2022)], register) == {}
    assert set(_details([*rows, *_newcomers(25, "3/4", 2018)], register)) == {"too_many_newcomers"}


def test_a_school_without_years_takes_newcomers_of_every_age() -> None:
    register = _without_years(REGISTER)
    rows = [[*row[:5], NAMED[int(row[5]) - 1]] for row in ROWS]
    some = [_newcomers(26, NAMED[at % 8], 2015 + at % 6)[at] for at in range(26)]
    other_school = [_newcomers(60, NAMED[at % 8], 2015 + at % 6)[at] for at in range(60)]

    assert _details([*rows, *some], register) == {}
    assert set(_details([*rows, *other_school], register)) == {"merger"}


def test_a_school_in_which_few_begin_takes_newcomers_of_every_age() -> None:
    counts = dict(zip("12345678", (0, 1, 4, 6, 9, 12, 12, 12), strict=True))
    register = [
        pupil
        for year in counts
        for pupil in [one for one in REGISTER if one.group == year][: counts[year]]
    ]
    rows = next_year_rows(register)
    some = [_newcomers(15, str(3 + at % 6), 2018 - at % 6)[at] for at in range(15)]
    other_school = [_newcomers(40, str(3 + at % 6), 2018 - at % 6)[at] for at in range(40)]

    assert _details([*rows, *some], register) == {}
    assert set(_details([*rows, *other_school], register)) == {"merger"}
    # A village whose youngest are one third fewer gets no such year.
    village = [
        pupil for pupil in REGISTER if pupil.group not in "12" or int(pupil.patron_id[1:]) % 3
    ]
    many = [_newcomers(23, str(3 + at % 6), 2018 - at % 6)[at] for at in range(23)]
    assert _details([*next_year_rows(village), *many], village)


def test_nobody_of_a_small_branch_is_another_school() -> None:
    register = REGISTER[:6]
    others = _newcomers(30, "4", 2018)

    assert set(_details(others, register)) == {"other_school"}


# --- schools for newcomers to the country --------------------------------------------------------


def _at_stage(register: list[KnownPupil], stages: int) -> list[KnownPupil]:
    """The same children in ISK 1, ISK 2 ..., whatever their age."""
    return [
        replace(pupil, group=f"ISK {1 + at % stages}A", year_group="")
        for at, pupil in enumerate(register)
    ]


def _one_stage_on(register: list[KnownPupil]) -> list[list[str]]:
    """Who was in ISK 1 is in ISK 2 now, and the others left."""
    return [[*row_of(pupil)[:5], "ISK 2A"] for pupil in register if pupil.group == "ISK 1A"]


def _newly_come(count: int, group: str) -> list[list[str]]:
    return [_newcomers(count, group, 2010 + at % 7)[at] for at in range(count)]


def test_half_of_a_school_for_newcomers_leaves_and_half_is_new() -> None:
    register = _at_stage(REGISTER, 2)
    rows = [*_one_stage_on(register), *_newly_come(50, "ISK 1A")]

    assert _details(rows, register) == {}


def test_in_the_year_half_of_it_does_not_leave() -> None:
    register = _at_stage(REGISTER, 2)

    assert "part_missing" in _details(_one_stage_on(register), register, school_year=LAST_YEAR)


def test_who_should_stay_in_a_school_for_newcomers_is_missed() -> None:
    register = _at_stage(REGISTER, 2)
    rows = [*_one_stage_on(register)[::2], *_newly_come(50, "ISK 1A")]

    assert "too_many_leavers" in _details(rows, register)


@pytest.mark.parametrize(("of", "is_held"), [(4, False), (2, True)])
def test_a_fourth_of_its_children_may_leave_from_any_stage(of: int, *, is_held: bool) -> None:
    register = _at_stage(REGISTER, 3)
    rows = [
        row_of(pupil, group=f"ISK {int(pupil.group[4]) + 1}A")
        for at, pupil in enumerate(register)
        if pupil.group != "ISK 3A" and at // 3 % of
    ]
    in_the_year = [row_of(pupil) for at, pupil in enumerate(register) if at // 3 % of]

    held = _details([*rows, *_newly_come(40, "ISK 1A")], register)
    assert ("too_many_leavers" in held) is is_held
    held = _details(in_the_year, register, school_year=LAST_YEAR)
    assert ("too_many_leavers" in held) is is_held


def test_as_many_who_are_new_in_its_last_stage_are_of_another_school() -> None:
    register = _at_stage(REGISTER, 2)
    rows = [*_one_stage_on(register), *_newly_come(50, "ISK 2A")]

    assert set(_details(rows, register)) == {"merger"}


def test_the_number_of_a_stage_is_no_year_of_their_age() -> None:
    headings = [*HEADINGS, "Leerjaar"]
    register = _at_stage(REGISTER, 2)
    rows = [[*row, row[5][4]] for row in map(row_of, register)]

    found = extract(rows, headings)

    assert {record.year_group for record in found.records} == {""}
    assert not plan(found, []).holds
    later = [*_one_stage_on(register), *_newly_come(50, "ISK 1A")]
    assert not plan(extract([[*row, row[5][4]] for row in later], headings), register).holds


def test_years_beside_groups_that_are_no_stages_are_those_of_their_age() -> None:
    register = [replace(pupil, group=f"Unit {pupil.group}") for pupil in REGISTER]
    rows = [[*row_of(pupil), str(1 + at % 8)] for at, pupil in enumerate(register)]

    assert "column_sorted_alone" in _details(rows, [], headings=[*HEADINGS, "Leerjaar"])


# --- locations with a part of the years ----------------------------------------------------------


def _upper_years(register: list[KnownPupil]) -> list[KnownPupil]:
    """As many children in the third and the fourth year of a vmbo."""
    return [
        replace(
            pupil,
            group=f"{3 + at % 2}vmbo1",
            year_group=f"{13 + at % 2}",
            birth_date=date(2011 - at % 2, 1 + at % 9, 1 + at // 9),
        )
        for at, pupil in enumerate(register)
    ]


def test_of_the_two_upper_years_half_leaves_and_half_is_new() -> None:
    register = _upper_years(REGISTER)
    rows = [[*row_of(pupil)[:5], "4vmbo1"] for pupil in register if pupil.group == "3vmbo1"]
    rows += _newcomers(56, "3vmbo1", 2012)

    assert _details(rows, register, final_year_groups=frozenset({"14"})) == {}
    assert _details(rows, register) == {}


def test_newcomers_in_the_last_year_of_two_are_too_many() -> None:
    register = _upper_years(REGISTER)
    rows = [[*row_of(pupil)[:5], "4vmbo1"] for pupil in register if pupil.group == "3vmbo1"]
    rows += _newcomers(48, "4vmbo1", 2011)

    assert set(_details(rows, register)) & {"too_many_newcomers", "merger"}


def _upper_location() -> list[KnownPupil]:
    """Years 4, 5 and 6, fewer in each; the groups' letters tell no streams."""
    years = ["4"] * 60 + ["5"] * 45 + ["6"] * 30
    return [
        replace(
            pupil,
            group=f"{year}{'ABCDE'[at % 5]}",
            year_group=f"1{year}",
            birth_date=date(2014 - int(year), 1 + at % 9, 1 + at // 9),
        )
        for at, (pupil, year) in enumerate(zip(school(17), years, strict=False))
    ]


def _a_year_on(register: list[KnownPupil], *, leave: int) -> list[list[str]]:
    """Year 6 has left, and one in `leave` of the others."""
    return [
        row_of(pupil, group=f"{int(pupil.group[0]) + 1}{pupil.group[1]}")
        for at, pupil in enumerate(register)
        if pupil.group[0] != "6" and at % leave
    ]


def test_as_many_leave_a_location_of_upper_years_as_come_in() -> None:
    register = _upper_location()
    rows = [*_a_year_on(register, leave=3), *_newcomers(60, "4A", 2010)]

    assert _details(rows, register) == {}
    assert _details(rows, [replace(pupil, year_group="") for pupil in register]) == {}


def test_when_most_of_a_location_of_upper_years_leave_it_is_held() -> None:
    register = _upper_location()
    rows = [*_a_year_on(register, leave=3)[::2], *_newcomers(60, "4A", 2010)]

    assert _details(rows, register)["too_many_leavers"] == {"leavers": 100, "of": 135, "limit": 68}


def test_who_is_through_by_its_group_counts_among_all_who_leave() -> None:
    groups = ["6vwo"] * 20 + ["5A"] * 40 + ["4A"] * 40 + ["3A"] * 20
    register = [
        replace(
            pupil,
            group=group,
            year_group=f"1{group[0]}",
            birth_date=date(2014 - int(group[0]), 1 + at % 9, 1 + at // 9),
        )
        for at, (pupil, group) in enumerate(zip(school(15), groups, strict=True))
    ]
    rows = [
        row_of(pupil, group=f"{int(pupil.group[0]) + 1}A")
        for at, pupil in enumerate(register)
        if pupil.group != "6vwo" and not (pupil.group in {"4A", "5A"} and at % 7 in {0, 3})
    ]

    assert _details(rows, register)["too_many_leavers"] == {"leavers": 43, "of": 120, "limit": 42}


def test_in_a_school_of_stages_some_are_through_by_their_age() -> None:
    register = _at_stage(REGISTER, 3)
    stay = [pupil for pupil in register if pupil.group != "ISK 3A"]
    oldest = [replace(pupil, birth_date=date(2009, 1, 1 + at)) for at, pupil in enumerate(stay[:8])]
    register = [*oldest, *stay[8:], *(pupil for pupil in register if pupil.group == "ISK 3A")]
    rows = [
        row_of(pupil, group=f"ISK {int(pupil.group[4]) + 1}A") for at, pupil in enumerate(stay)
        if at > 7 and at % 8
    ]  # fmt: skip

    assert _details([*rows, *_newly_come(40, "ISK 1A")], register) == {}


# --- what earlier years teach --------------------------------------------------------------------


def _year(leavers: int, newcomers: int = 0, pupils: int = 100) -> EarlierYear:
    return EarlierYear(LAST_YEAR, pupils, leavers, newcomers)


@pytest.mark.parametrize(
    ("years", "share"),
    [
        ([], 0.10),
        ([_year(2)], 0.10),
        ([_year(8)], 0.12),
        ([_year(8), _year(40), _year(6)], 0.12),
        ([_year(40)], 0.15),
        ([_year(9, pupils=20)], 0.10),
        ([_year(50), _year(48)], 0.576),
        ([_year(20), _year(50)], 0.24),
        ([_year(20), _year(60), _year(22)], 0.264),
        ([_year(50), _year(6), _year(40), _year(42)], 0.48),
        ([_year(40), _year(42), _year(6), _year(5)], 0.15),
        ([_year(14), _year(48)], 0.168),
        ([_year(70), _year(80)], 0.70),
    ],
)
def test_what_is_usual_raises_a_limit_within_bounds(years: list[EarlierYear], share: float) -> None:
    assert learned(Thresholds(), years).leavers_share == pytest.approx(share)


def test_limits_for_all_and_for_a_group_are_no_lower_than_what_is_usual() -> None:
    limits = learned(Thresholds(), [_year(50, 52), _year(52, 50)])

    assert limits.total_leavers_share == limits.group_leavers_share == pytest.approx(0.60)
    assert limits.newcomers_total_share == limits.merger_newcomers_share == pytest.approx(0.60)


def test_a_share_is_of_those_among_whom_it_is_counted() -> None:
    # Of 200 pupils 60 were through, and 80 began: 28 of 140 left, and 36 of 120 came in.
    year = EarlierYear(LAST_YEAR, 200, 28, 36, expected_to_stay=140, outside_entry=120)

    limits = learned(Thresholds(), [year, year])

    assert limits.leavers_share == pytest.approx(0.24)
    assert limits.newcomers_share == pytest.approx(0.36)


def test_a_list_teaches_who_came_and_went_and_of_how_many() -> None:
    rows = [*ROWS[10:], ["9001", "Qo", "", "Xu", "1-5-2015", "7"]]

    teaches = plan(extract(rows), REGISTER).teaches

    assert teaches == EarlierYear(
        THIS_YEAR, len(rows), 10, 1, expected_to_stay=84, outside_entry=len(rows)
    )


def test_newcomers_are_learned_as_well() -> None:
    assert learned(Thresholds(), [_year(0, 18)]).newcomers_share == pytest.approx(0.27)


@pytest.mark.parametrize(("newcomers", "held"), [(58, False), (64, True)])
def test_chance_counts_for_newcomers_where_many_come_each_year(
    newcomers: int, *, held: bool
) -> None:
    previous = PreviousImport(AS_OF, LAST_YEAR, 96, years=(_year(5, 32), _year(5, 32)))
    new = [
        [f"9{at:03d}", f"Q{ascii_lowercase[at % 26]}o", "", f"X{ascii_lowercase[at // 26]}u",
         f"{1 + at % 28}-5-2016", ROWS[at][5]]
        for at in range(newcomers)
    ]  # fmt: skip
    rows = [row for pair in zip(ROWS, new, strict=False) for row in pair] + ROWS[newcomers:]

    details = _details(rows, previous=previous)

    assert (not {"too_many_newcomers", "merger"}.isdisjoint(details)) is held


def test_a_branch_used_to_leavers_is_held_later_and_sees_what_is_usual() -> None:
    previous = PreviousImport(AS_OF, LAST_YEAR, 100, years=(_year(11),))
    kept = [row for at, row in enumerate(ROWS) if at % 7]
    fewer = [row for at, row in enumerate(ROWS) if at % 5]

    assert "too_many_leavers" in _details(kept)
    assert _details(kept, previous=previous) == {}
    assert _details(fewer, previous=previous)["too_many_leavers"] == {
        "outside_final_year": 17,
        "of": 84,
        "limit": 12,
        "usual": 11,
    }


def test_a_year_in_which_the_school_was_split_does_not_let_a_third_go() -> None:
    split = PreviousImport(AS_OF, LAST_YEAR, 100, years=(_year(18), _year(50), _year(20)))
    rows = [row for at, row in enumerate(ROWS) if at % 3]

    assert _details(rows, previous=split)["too_many_leavers"]["outside_final_year"] == 28


def test_a_small_group_may_lose_more_where_most_leave_each_year() -> None:
    years = (_year(55, 55), _year(54, 54))
    previous = PreviousImport(date(2025, 8, 20), LAST_YEAR, 96, frozenset(), years)
    left = {pupil.pupil_number for at, pupil in enumerate(REGISTER) if at % 12 < 5}
    left |= {pupil.pupil_number for pupil in REGISTER if pupil.group == "4"} - {
        "00545",
        "00546",
        "00547",
    }
    rows = [row for row in ROWS if row[0] not in left]

    assert _details(rows, previous=previous) == {}
    assert "too_many_leavers" in _details(rows)


_STAGES = ("Geel", "Rood", "Blauw")


def _stages(*, size: int) -> list[KnownPupil]:
    """A school for newcomers to the country: three stages by name, of all ages."""
    return [
        replace(
            pupil,
            group=_STAGES[at // size],
            year_group="",
            birth_date=date(2010, 1 + at % 12, 1 + at // 12),
        )
        for at, pupil in enumerate(school(size)[: 3 * size])
    ]


def _a_stage_on(register: list[KnownPupil], *, but: str = "") -> list[list[str]]:
    """Who was in the last stage has left, others move up, and a stage of newcomers comes in."""
    moved = [
        row_of(pupil, group=_STAGES[_STAGES.index(pupil.group) + 1])
        for pupil in register
        if pupil.group != _STAGES[-1]
    ]
    newcomers = [
        [f"9{at:03d}", f"Q{ascii_lowercase[at % 26]}o", "", f"X{ascii_lowercase[at // 3]}u",
         f"{1 + at % 28}-5-2011", _STAGES[0]]
        for at in range(len(moved) // 2)
    ]  # fmt: skip
    return [row for row in [*moved, *newcomers] if row[5] != but]


def _used_to(*leavers: int, pupils: int) -> PreviousImport:
    years = tuple(_year(some, some, pupils) for some in leavers)
    return PreviousImport(date(2025, 8, 20), LAST_YEAR, pupils, frozenset(), years)


def test_a_last_group_that_others_moved_up_into_is_not_missing_where_most_leave() -> None:
    register = _stages(size=14)
    rows = _a_stage_on(register)

    assert _details(rows, register, previous=_used_to(14, 13, pupils=42)) == {}
    assert set(_details(rows, register)) == {"too_many_leavers", "too_many_newcomers"}


def test_within_a_year_no_group_goes_as_a_whole_also_where_most_leave() -> None:
    register = _stages(size=14)
    previous = _used_to(14, 13, pupils=42)

    held = _details(_a_stage_on(register), register, previous=previous, school_year=LAST_YEAR)

    assert held["part_missing"] == {"group": "Blauw", "leavers": 14, "of": 14}


def test_a_group_that_is_not_in_the_list_is_missing_also_where_most_leave() -> None:
    register = _stages(size=14)
    rows = _a_stage_on(register, but="Rood")

    held = _details(rows, register, previous=_used_to(14, 13, pupils=42))

    assert held["part_missing"] == {"groups": "Blauw, Geel", "leavers": 28, "of": 28}


def test_more_than_chance_explains_is_held_where_many_leave() -> None:
    register = _stages(size=14)
    rows = [row for at, row in enumerate(_a_stage_on(register)) if at % 3]

    held = _details(rows, register, previous=_used_to(14, 13, pupils=42))

    assert held["too_many_leavers"]["outside_final_year"] == 24


def test_who_stays_a_year_longer_in_special_education_is_no_older_file() -> None:
    names = NAMED[:4]
    register = [
        replace(
            pupil,
            group=names[at % 4],
            year_group="",
            birth_date=date(2013 + at // 6, 1 + at % 9, 1 + at % 28),
        )
        for at, pupil in enumerate(school(6))
    ]
    stay = [pupil for pupil in register if pupil.birth_date and pupil.birth_date.year > 2013]
    where_they_were = [
        row_of(pupil, group=pupil.group if pupil.birth_date.year == 2014 else names[at % 3])
        for at, pupil in enumerate(stay)
        if pupil.birth_date
    ]

    assert "older_file" not in _details(where_they_were, register)
    regular = [pupil for pupil in register if pupil in stay]
    assert _details(where_they_were, regular)["older_file"] == {"still_here": 6, "of": 6}


# --- teachers ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "group", ["Groepsleerkracht", "Onderwijsassistent", "Leerkracht groep 5", "MT", "Conciërge"]
)
def test_staff_is_known_by_its_group(group: str) -> None:
    row = ["", "Juf", "", "Vos", "", group]

    assert _details([*ROWS, row]) == {"teachers_in_list": {"adults": 0, "staff_rows": 1}}


def test_staff_is_known_by_a_function_of_its_own() -> None:
    rows = [[*row, "leerling"] for row in ROWS]
    rows.append(["", "Anke", "", "Vos", "", "5", "Leerkracht"])

    assert _details(rows, headings=(*HEADINGS, "Functie")) == {
        "teachers_in_list": {"adults": 0, "staff_rows": 1}
    }


@pytest.mark.parametrize("group", ["Team Geel", "Kevers", "1/2 juf Anke"])
def test_a_group_named_after_its_teacher_holds_pupils(group: str) -> None:
    assert _details([*ROWS, ["9001", "Bo", "", "Vosje", "2022-01-11", group]]) == {}


def test_a_date_for_who_has_none_is_no_adult() -> None:
    rows = [[*row[:4], "1900-01-01", row[5]] if at < 3 else row for at, row in enumerate(ROWS)]

    assert _details(rows) == {}


# --- no list for a year --------------------------------------------------------------------------

TWO_YEARS_AGO = [replace(pupil, school_year="2024-2025") for pupil in REGISTER]
TWO_GROUPS_UP = [
    row_of(pupil, group=str(int(pupil.year_group) + 2))
    for pupil in REGISTER
    if pupil.year_group not in {"7", "8"}
]
ENTERED_SINCE = [
    [f"90{year}{at}", f"Bo{letter}", "", f"Vos{letter}", f"{2023 - year}-01-1{at}", str(year)]
    for year in (1, 2)
    for at, letter in enumerate("abcdefghi")
]


def test_who_was_a_year_from_the_end_two_years_ago_has_left() -> None:
    assert _details([*TWO_GROUPS_UP, *ENTERED_SINCE], TWO_YEARS_AGO) == {}


def test_a_year_group_that_has_not_ended_is_missing_after_two_years_too() -> None:
    kept = [row for row in TWO_GROUPS_UP if row[5] != "8"]

    assert _details([*kept, *ENTERED_SINCE], TWO_YEARS_AGO)["part_missing"]["group"] == "6"


@pytest.mark.parametrize(("every", "held"), [(7, False), (4, True)])
def test_two_years_take_twice_as_many(every: int, *, held: bool) -> None:
    kept = [row for at, row in enumerate(TWO_GROUPS_UP) if at % every != 1]

    assert ("too_many_leavers" in _details([*kept, *ENTERED_SINCE], TWO_YEARS_AGO)) is held


def test_a_childs_own_last_year_tells_whether_it_has_left_school() -> None:
    register = [
        replace(pupil, school_year="2024-2025") if pupil.year_group == "7" else pupil
        for pupil in REGISTER
    ]
    kept = [row for row in ROWS if row[5] != "8"]

    assert _details(kept, register) == {}


@pytest.mark.parametrize(("group", "held"), [("3M1", False), ("3H1", True)])
def test_a_stream_ends_two_years_later_as_well(group: str, *, held: bool) -> None:
    register = [replace(pupil, school_year="2024-2025") for pupil in _secondary()]
    last = {"M": 4, "H": 5, "V": 6}
    rows = [
        row_of(pupil, group=f"{int(pupil.group[0]) + 2}{pupil.group[1:]}")
        for pupil in register
        if int(pupil.group[0]) + 2 <= last[pupil.group[1]] and pupil.group != group
    ]

    assert ("part_missing" in _details(rows, register)) is held


def test_a_file_of_this_year_may_say_so() -> None:
    assert _details(ROWS, facts=SourceFacts(school_year=THIS_YEAR)) == {}


# --- streams -------------------------------------------------------------------------------------


def _in_streams(pupil: KnownPupil, year: int, stream: int) -> KnownPupil:
    group = f"{year}{('mavo', 'havo', 'vwo')[stream % 3]}"
    born = date(2014 - int(pupil.group), 1 + stream % 12, 1 + stream % 28)
    return replace(pupil, group=group, year_group=f"1{year}", birth_date=born)


def test_streams_that_have_nothing_to_do_with_last_years_are_a_column_in_disorder() -> None:
    pupils = [pupil for pupil in school(30) if pupil.group in "123"]
    register = [_in_streams(pupil, int(pupil.group), at) for at, pupil in enumerate(pupils)]
    good = [
        row_of(pupil, group=f"{int(pupil.group[0]) + 1}{pupil.group[1:]}")
        for pupil in register[:-1]
    ]
    moved = [[*row[:5], other[5]] for row, other in zip(good, [*good[1:], good[-1]], strict=True)]

    assert _holds(good, register) == []
    assert _details(moved, register)["column_sorted_alone"]["field"] == "group"


# --- a school of one stream ----------------------------------------------------------------------


def _with_upper_years(sizes: dict[int, int]) -> list[KnownPupil]:
    """A secondary school with classes a and b of so many children together in each year."""
    pupils = iter(school(sum(sizes.values()) // 8 + 1))
    return [
        replace(
            next(pupils),
            first_name=f"{ascii_lowercase[year]}{ascii_lowercase[seat % 20]}o".title(),
            pupil_number=f"{year}{seat:03d}",
            birth_date=date(2014 - year, 1 + seat % 12, 1 + seat % 28),
            group=f"{year}{'ab'[seat % 2]}",
            year_group=f"1{year}",
        )
        for year, size in sizes.items()
        for seat in range(size)
    ]


def _next_classes(register: list[KnownPupil], *, but: str = "") -> list[list[str]]:
    return [
        row_of(pupil, group=f"{int(pupil.group[0]) + 1}{pupil.group[1]}")
        for pupil in register
        if pupil.group not in {"6a", "6b", but}
    ]


@pytest.mark.parametrize("missing", ["3a", "4a", "5b"])
def test_a_class_is_missed_in_the_upper_years_of_a_gymnasium(missing: str) -> None:
    register = _with_upper_years(dict.fromkeys(range(1, 7), 40))

    assert _holds(_next_classes(register), register) == []
    assert "part_missing" in _details(_next_classes(register, but=missing), register)


def test_mavo_and_havo_leave_from_the_fourth_and_fifth_year() -> None:
    register = _with_upper_years({1: 40, 2: 40, 3: 40, 4: 40, 5: 26, 6: 20})

    assert _holds(_next_classes(register, but="4a"), register) == []


# --- where the youngest come in ------------------------------------------------------------------


def _with_kleuters() -> list[KnownPupil]:
    """A Vrijeschool: two Kleuterklassen of years 1 and 2, and classes 1 to 6."""
    return [
        replace(
            pupil,
            year_group="",
            group=f"Kleuterklas {'AB'[at % 2]}",
            birth_date=date(2022 - int(pupil.group), 1 + at % 9, 1 + at % 28),
        )
        if pupil.group in "12"
        else replace(
            pupil, group=f"klas {int(pupil.group) - 2}", year_group=str(int(pupil.group) - 2)
        )
        for at, pupil in enumerate(school(16))
    ]


@pytest.mark.parametrize(("group", "held"), [("Kleuterklas A", False), ("klas 4", True)])
def test_the_youngest_may_come_into_a_group_without_a_year(group: str, *, held: bool) -> None:
    register = _with_kleuters()
    rows = []
    for at, pupil in enumerate(register):
        year = 1 + at // 16
        if year == 8:
            continue
        rows.append(row_of(pupil, group=pupil.group if year < 2 else f"klas {year - 1}"))
    rows += [
        [
            f"9{at:03d}",
            f"Q{ascii_lowercase[at % 26]}o",
            "",
            f"X{ascii_lowercase[at // 3]}u",
            "",
            group,
        ]
        for at in range(30)
    ]
    bare = [[*row[:4], row[5]] for row in rows]
    headings = [heading for heading in HEADINGS if heading != "Geboortedatum"]

    assert ("too_many_newcomers" in _details(bare, register, headings=headings)) is held
