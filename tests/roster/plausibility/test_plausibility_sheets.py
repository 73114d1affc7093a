"""What a spreadsheet does to a list: columns sorted alone, cells shifted, numbers lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from string import ascii_lowercase
from typing import Any

import pytest
from tests.roster.cases import HEADINGS, LAST_YEAR, extract, next_year_rows, plan, row_of, school

from leesloket.roster.model import KnownPupil, Mode

REGISTER = school(12)
ROWS = next_year_rows(REGISTER)
NAMED = ("Kevers", "Mieren", "Bijen", "Uilen", "Vossen", "Dassen", "Egels", "Wolven")
NUMBER, FIRST, LAST, BORN, GROUP = 0, 1, 3, 4, 5
Rows = list[list[str]]


def _held(rows: Rows, register: list[KnownPupil] | None = None, **others: Any) -> dict[str, Any]:
    found = extract(rows, others.pop("headings", HEADINGS))
    made = plan(found, REGISTER if register is None else register, **others)
    return {hold.code: dict(hold.detail) for hold in made.holds}


def _with_column(rows: Rows, at: int, values: list[str]) -> Rows:
    return [[*row[:at], value, *row[at + 1 :]] for row, value in zip(rows, values, strict=True)]


def _sorted(rows: Rows, at: int) -> Rows:
    return _with_column(rows, at, sorted(row[at] for row in rows))


# --- sorted alone --------------------------------------------------------------------------------


PREFIX = 2
WITH_PREFIXES = [
    replace(pupil, prefix=("", "", "van", "", "de", "van der")[at % 6])
    for at, pupil in enumerate(REGISTER)
]
ROWS_WITH_PREFIXES = next_year_rows(WITH_PREFIXES)


def _one_row_down(rows: Rows, at: int) -> Rows:
    return _with_column(rows, at, [rows[-1][at], *(row[at] for row in rows[:-1])])


@pytest.mark.parametrize("disorder", [_sorted, _one_row_down])
def test_prefixes_that_are_those_of_others_are_seen(disorder: Callable[[Rows, int], Rows]) -> None:
    held = _held(disorder(ROWS_WITH_PREFIXES, PREFIX), WITH_PREFIXES)

    assert held["column_sorted_alone"]["field"] == "prefix"


def test_prefixes_of_one_class_that_slid_are_seen() -> None:
    slid = _one_row_down(ROWS_WITH_PREFIXES[36:48], PREFIX)
    rows = [*ROWS_WITH_PREFIXES[:36], *slid, *ROWS_WITH_PREFIXES[48:]]

    assert _held(rows, WITH_PREFIXES)["column_sorted_alone"]["field"] == "prefix"


def test_prefixes_of_two_pairs_of_children_may_change_places() -> None:
    column = [row[PREFIX] for row in ROWS_WITH_PREFIXES]
    column[1:3], column[43:45] = column[2:0:-1], column[44:42:-1]

    assert _held(_with_column(ROWS_WITH_PREFIXES, PREFIX, column), WITH_PREFIXES) == {}


WRITTEN = [
    {"": "", "van": "", "de": "", "van der": ""},
    {"": "", "van": "Van", "de": "d'", "van der": "v.d."},
    {"": "", "van": "", "de": "de", "van der": "van der"},
]


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize("turned", [False, True])
def test_prefixes_that_are_written_otherwise_are_no_disorder(
    written: dict[str, str], *, turned: bool
) -> None:
    otherwise = [
        replace(pupil, prefix=written[pupil.prefix]) if pupil.prefix in written else pupil
        for pupil in WITH_PREFIXES
    ]
    register, sent = (otherwise, WITH_PREFIXES) if turned else (WITH_PREFIXES, otherwise)

    assert _held(next_year_rows(sent), register) == {}


@pytest.mark.parametrize(
    ("at", "field"), [(FIRST, "first_name"), (LAST, "surname"), (BORN, "birth_date")]
)
def test_a_fifth_of_a_column_sorted_is_seen(at: int, field: str) -> None:
    part = ROWS[:17]
    rows = [*_with_column(part, at, sorted((row[at] for row in part), reverse=True)), *ROWS[17:]]

    assert _held(rows)["column_sorted_alone"]["field"] == field


@pytest.mark.parametrize(("at", "field"), [(FIRST, "first_name"), (LAST, "surname")])
def test_a_column_sorted_in_a_list_without_numbers(at: int, field: str) -> None:
    rows = [row[1:] for row in _sorted(ROWS, at)]

    held = _held(rows, headings=HEADINGS[1:])

    assert held["column_sorted_alone"]["field"] == field


# --- a part of a column --------------------------------------------------------------------------

BY_FIRST_NAME = sorted(ROWS, key=lambda row: (row[FIRST], row[LAST]))


def _slid(rows: Rows, at: int, count: int) -> Rows:
    """The last cells of one column a row too low, as after a cell too many."""
    column = [row[at] for row in rows]
    return _with_column(rows, at, [*column[:-count], "", *column[-count:-1]])


def _without(rows: Rows, heading: str) -> tuple[Rows, list[str]]:
    kept = [at for at, name in enumerate(HEADINGS) if name != heading]
    return [[row[at] for at in kept] for row in rows], [HEADINGS[at] for at in kept]


def test_what_a_list_does_not_tell_is_no_column_in_disorder() -> None:
    # Some have no number yet, and nobody's birth date is in the list; of one it is not known.
    register = [replace(REGISTER[0], birth_date=None), *REGISTER[1:]]
    rows = [
        ["" if at % 6 == 0 else row[NUMBER], *row[1:BORN], "", row[GROUP]]
        for at, row in enumerate(ROWS)
    ]

    assert _held(rows, register) == {}


@pytest.mark.parametrize(
    ("at", "without", "field"),
    [
        (NUMBER, "", "pupil_number"),
        (NUMBER, "Geboortedatum", "pupil_number"),
        (BORN, "", "birth_date"),
        (BORN, "Leerlingnummer", "birth_date"),
        (FIRST, "", "first_name"),
        (FIRST, "Geboortedatum", "first_name"),
        (FIRST, "Leerlingnummer", "first_name"),
        (LAST, "", "surname"),
        (LAST, "Geboortedatum", "surname"),
        (LAST, "Leerlingnummer", "surname"),
    ],
)
def test_seven_cells_of_a_column_that_slid_down_are_seen(at: int, without: str, field: str) -> None:
    rows, headings = _without(_slid(ROWS, at, 8), without)

    assert _held(rows, headings=headings)["column_sorted_alone"]["field"] == field


@pytest.mark.parametrize("up", [True, False])
def test_surnames_that_slid_are_seen_among_brothers_and_sisters(*, up: bool) -> None:
    in_order = sorted(next_year_rows(school(40)), key=lambda row: (row[LAST], row[FIRST]))
    column = [row[LAST] for row in in_order]
    slid = [*column[1:], column[0]] if up else [column[-1], *column[:-1]]

    held = _held(_with_column(in_order, LAST, slid), school(40))

    assert held["column_sorted_alone"]["field"] == "surname"


@pytest.mark.parametrize("without", ["", "Leerlingnummer", "Geboortedatum"])
def test_groups_that_slid_down_in_a_part_are_seen_by_last_years(without: str) -> None:
    large = school(24)
    good = sorted(next_year_rows(large), key=lambda row: (row[FIRST], row[LAST]))
    column = [row[GROUP] for row in good]
    slid = [*column[:59], *column[60:74], column[59], *column[74:]]
    rows, headings = _without(_with_column(good, GROUP, slid), without)

    assert _held(rows, large, headings=headings)["column_sorted_alone"]["field"] == "group"
    good, headings = _without(good, without)
    assert _held(good, large, headings=headings) == {}


def _families() -> tuple[list[KnownPupil], Rows]:
    """A school of families of three, and its list in the order of the alphabet."""
    pupils = [
        replace(pupil, surname=f"Post{ascii_lowercase[at % 26]}{ascii_lowercase[at // 26]}")
        for at, pupil in ((index // 3, pupil) for index, pupil in enumerate(school(30)))
    ]
    return pupils, sorted(next_year_rows(pupils), key=lambda row: (row[LAST], row[FIRST]))


def test_surnames_that_slid_are_seen_by_the_first_of_each_family() -> None:
    register, rows = _families()
    column = [row[LAST] for row in rows]
    slid = [*column[:60], *column[59:84], *column[85:]]

    held = _held(_with_column(rows, LAST, slid), register)

    assert held["column_sorted_alone"]["field"] == "surname"


def test_families_with_another_surname_are_no_part_of_a_column() -> None:
    register, rows = _families()
    column = [row[LAST] for row in rows]
    column[60:66] = [column[0]] * 3 + [column[3]] * 3
    rows = sorted(_with_column(rows, LAST, column), key=lambda row: (row[LAST], row[FIRST]))

    assert _held(rows, register) == {}


@pytest.mark.parametrize(
    ("at", "cells", "field"),
    [
        (NUMBER, [str(7000 + row) for row in range(8)], "pupil_number"),
        (BORN, [f"{3 + row:02d}-04-2017" for row in range(8)], "birth_date"),
    ],
    ids=["number", "birth date"],
)
def test_cells_that_were_dragged_down_are_seen(at: int, cells: list[str], field: str) -> None:
    column = [row[at] for row in BY_FIRST_NAME]
    column[40:48] = cells

    held = _held(_with_column(BY_FIRST_NAME, at, column))

    assert held == {"column_sorted_alone": {"field": field, "rows": 7, "of": len(column)}}


@pytest.mark.parametrize("at", [NUMBER, FIRST, LAST, BORN])
def test_cells_of_some_classmates_that_changed_places_are_no_two_classes(at: int) -> None:
    rows = sorted(next_year_rows(school(24)), key=lambda row: row[GROUP])
    column = [row[at] for row in rows]
    for one in range(3, 160, 24):
        column[one], column[one + 4 + one // 24] = column[one + 4 + one // 24], column[one]

    assert _held(_with_column(rows, at, column), school(24)) == {}


@pytest.mark.parametrize("every", [2, 3])
def test_numbers_that_count_on_between_others_are_seen(every: int) -> None:
    column = [row[NUMBER] for row in BY_FIRST_NAME]
    register = [
        replace(pupil, pupil_number="7000") if pupil.pupil_number == column[10] else pupil
        for pupil in REGISTER
    ]
    for count, at in enumerate(range(10, 40, every)):
        column[at] = str(7000 + count)

    held = _held(_with_column(BY_FIRST_NAME, NUMBER, column), register)

    assert held["column_sorted_alone"] == {
        "field": "pupil_number", "rows": (29 // every), "of": len(column)
    }  # fmt: skip


def test_a_class_may_get_numbers_that_count_on() -> None:
    column = [row[NUMBER] for row in BY_FIRST_NAME]
    fives = [at for at, row in enumerate(BY_FIRST_NAME) if row[GROUP] == "5"]
    for count, at in enumerate(fives):
        column[at] = str(9000 + count)

    assert _held(_with_column(BY_FIRST_NAME, NUMBER, column)) == {}


@pytest.mark.parametrize("at", [FIRST, LAST, BORN])
def test_a_class_with_the_cells_of_newcomers_is_seen(at: int) -> None:
    cells = [
        f"{at + 1:02d}-01-2009" if at == BORN else f"Q{letter}ria" for letter in ascii_lowercase
    ]
    column = [
        cells[n % 12] if row[GROUP] == "5" else row[at] for n, row in enumerate(BY_FIRST_NAME)
    ]

    assert "column_sorted_alone" in _held(_with_column(BY_FIRST_NAME, at, column))


@pytest.mark.parametrize("at", [FIRST, LAST])
def test_names_of_a_part_that_are_nobodys_are_seen(at: int) -> None:
    register = school(24)
    rows = sorted(next_year_rows(register), key=lambda row: (row[FIRST + LAST - at], row[NUMBER]))
    column = [row[at] for row in rows]
    column[60:72] = [f"Q{letter}ria" for letter in ascii_lowercase[:12]]

    assert _held(_with_column(rows, at, column), register)["column_sorted_alone"]["rows"] == 12


def test_surnames_of_a_class_that_begin_alike_are_seen() -> None:
    register = school(24)
    rows = sorted(next_year_rows(register), key=lambda row: (row[FIRST], row[LAST]))
    for at, row in enumerate([row for row in rows if row[GROUP] == "5"]):
        row[LAST] = f"{row[LAST][0]}{ascii_lowercase[at]}erik"

    assert _held(rows, register)["column_sorted_alone"]["field"] == "surname"


@pytest.mark.parametrize(
    "named", [lambda name, _at: name[:2], lambda name, at: name if at % 3 else f"Q{name}"]
)
@pytest.mark.parametrize("sort_by", [FIRST, GROUP])
def test_a_teacher_may_correct_the_names_of_her_class(
    named: Callable[[str, int], str], sort_by: int
) -> None:
    register = school(24)
    rows = sorted(next_year_rows(register), key=lambda row: (row[sort_by], row[LAST]))
    for at, row in enumerate([row for row in rows if row[GROUP] == "5"]):
        row[FIRST] = named(row[FIRST], at)

    assert _held(rows, register) == {}


def test_newcomers_of_one_class_named_as_others_are_no_column_in_disorder() -> None:
    large = school(24)
    rows = next_year_rows(large)
    left = [row for row in rows if row[GROUP] in "5678"][::10]
    named = [
        ["", *row[1:BORN], f"{1 + 3 * at:02d}-04-2021", "1"] for at, row in enumerate(left[:9])
    ]
    new = [
        ["", f"Qi{letter}", "", f"Xa{letter}", "3-9-2021", "1"] for letter in ascii_lowercase[:16]
    ]
    stay = [["", *row[1:]] for row in rows if row not in left]

    assert "column_sorted_alone" not in _held([*stay, *named, *new], large)


def test_a_class_with_the_numbers_of_newcomers_is_seen() -> None:
    new = [[f"8{at}", f"Qi{letter}", "", f"Xa{letter}", "3-9-2021", "1"]
           for at, letter in enumerate(ascii_lowercase[:12])]  # fmt: skip
    rows = sorted([*ROWS, *new], key=lambda row: row[LAST][1:])
    old = [row for row in rows if row[GROUP] == "5"]
    for one, other in zip(old, new, strict=True):
        one[NUMBER], other[NUMBER] = other[NUMBER], one[NUMBER]

    assert _held([row[:] for row in rows])["column_sorted_alone"]["field"] == "pupil_number"
    for one, other in zip(old, new, strict=True):
        one[NUMBER], other[NUMBER] = other[NUMBER], one[NUMBER]


@pytest.mark.parametrize(
    "mistyped",
    [
        lambda number: number[:-2] + number[-1] + number[-2],
        lambda number: number[0] + number[2:],
        lambda number: f"{number}0",
        lambda number: f"{number[:2]}7{number[2:]}",
    ],
    ids=["turned", "lost", "added", "added within"],
)
@pytest.mark.parametrize("part", [slice(20, 32), slice(None, None, 3)])
def test_numbers_but_for_a_digit_are_seen(mistyped: Callable[[str], str], part: slice) -> None:
    numbers = {pupil.pupil_number: str(12345 + 37 * at) for at, pupil in enumerate(REGISTER)}
    rows = [[numbers[row[0]], *row[1:]] for row in BY_FIRST_NAME]
    register = [replace(pupil, pupil_number=numbers[pupil.pupil_number]) for pupil in REGISTER]
    assert _held([row[:] for row in rows], register) == {}
    for row in rows[part]:
        row[NUMBER] = mistyped(row[NUMBER])

    assert _held(rows, register)["column_sorted_alone"]["field"] == "pupil_number"


def _with_number(at: int) -> str:
    return str(12345 + 37 * at)


MARRIED = ("Janssens", "Janse", "Deijkers", "Ten Jan", "Janus", "Van Janen", "Jankes")
RENAMED = [
    replace(pupil, pupil_number=_with_number(at), surname=f"{pupil.surname}{MARRIED[at % 7]}")
    for at, pupil in enumerate(REGISTER)
]
TO_EDIT = sorted(next_year_rows(RENAMED), key=lambda row: row[FIRST])


@pytest.mark.parametrize(
    ("column", "field", "old", "new", "part"),
    [
        (NUMBER, "pupil_number", "7", "8", slice(None)),
        (NUMBER, "pupil_number", "3", "4", slice(10, 40)),
        (BORN, "birth_date", "5", "6", slice(None)),
        (LAST, "surname", "jan", "feb", slice(None)),
        (LAST, "surname", "e", "", slice(None)),
        (FIRST, "first_name", "a", "o", slice(None)),
    ],
)
def test_what_was_replaced_in_a_whole_column_is_seen(
    column: int, field: str, old: str, new: str, part: slice
) -> None:
    rows = [row[:] for row in TO_EDIT]
    assert _held([row[:] for row in rows], RENAMED) == {}
    for row in rows[part]:
        row[column] = row[column].casefold().replace(old, new)

    held = _held(rows, RENAMED)

    assert held["column_sorted_alone"]["field"] == field


def test_a_piece_that_few_names_of_a_large_school_have_is_enough() -> None:
    register = [
        replace(
            pupil, surname=f"{MARRIED[at % 7]}{pupil.surname}" if at % 50 == 0 else pupil.surname
        )
        for at, pupil in enumerate(school(40))
    ]
    rows = sorted(next_year_rows(register), key=lambda row: row[FIRST])
    assert _held([row[:] for row in rows], register) == {}
    for row in rows:
        row[LAST] = (
            row[LAST].casefold().replace("jan", "").title() if "Jan" in row[LAST] else row[LAST]
        )

    assert _held(rows, register)["column_sorted_alone"]["field"] == "surname"


@pytest.mark.parametrize(("children", "held"), [(3, ["column_sorted_alone"]), (2, [])])
def test_names_in_which_a_month_became_a_number_are_seen(children: int, held: list[str]) -> None:
    rows = [row[:] for row in TO_EDIT]
    for row in rows[7 : 7 + children]:
        row[LAST] = f"{row[LAST][:-1]}05"

    assert list(_held(rows, RENAMED)) == held


@pytest.mark.parametrize(("column", "field"), [(FIRST, "first_name"), (LAST, "surname")])
def test_names_that_were_cut_are_seen(column: int, field: str) -> None:
    register = [
        replace(p, first_name=f"{p.first_name}{'riekella'[: at % 7]}", surname=RENAMED[at].surname)
        for at, p in enumerate(REGISTER)
    ]
    rows = next_year_rows(register)
    assert _held([row[:] for row in rows], register) == {}
    for row in rows:
        row[column] = row[column][:8]

    assert _held(rows, register)["column_sorted_alone"]["field"] == field


def test_children_who_go_by_a_short_name_are_no_cut_column() -> None:
    register = [replace(p, first_name=f"{p.first_name}{'riekella'[: at % 7]}")
                for at, p in enumerate(REGISTER)]  # fmt: skip
    rows = next_year_rows(register)
    for row in rows[::6]:
        row[FIRST] = row[FIRST][:4]

    assert "column_sorted_alone" not in _held(rows, register)


def test_another_spelling_of_some_names_is_no_replaced_piece() -> None:
    rows = [row[:] for row in TO_EDIT]
    for at, row in enumerate(rows[::9]):
        old, new = (("e", "a"), ("j", "i"), ("s", "z"), ("n", "nn"))[at % 4]
        row[LAST] = row[LAST].replace(old, new, 1)

    assert _held(rows, RENAMED) == {}


def test_some_numbers_were_mistyped() -> None:
    column = [row[NUMBER] for row in BY_FIRST_NAME]
    for at in range(0, 80, 20):
        column[at] += "7"

    assert _held(_with_column(BY_FIRST_NAME, NUMBER, column)) == {}


def test_a_class_that_got_new_numbers_is_no_column_in_disorder() -> None:
    rows = [
        [f"9{row[NUMBER]}" if row[GROUP] == "5" else row[NUMBER], *row[1:]] for row in BY_FIRST_NAME
    ]

    assert _held(rows) == {}


def test_the_classes_of_one_year_may_get_new_numbers() -> None:
    lower = [pupil for pupil in school(24) if pupil.group in "123"]
    rows = [
        [
            f"8{at * 3}" if row[GROUP] == "2" else row[NUMBER],
            *row[1:GROUP],
            f"{row[GROUP]}{'ab'[at % 2]}",
        ]
        for at, row in enumerate(next_year_rows(lower))
    ]

    assert _held(rows, lower).get("numbers_all_new") is None


def test_new_numbers_in_a_part_of_the_list_are_one_decision() -> None:
    rows = [
        [f"8{at * 3}" if row[GROUP] in "468" else row[NUMBER], *row[1:]]
        for at, row in enumerate(BY_FIRST_NAME)
    ]

    assert _held(rows) == {"numbers_all_new": {"changed": 36, "of": 84}}


def test_first_names_that_were_copied_down_from_a_newcomer_are_seen() -> None:
    column = [row[FIRST] for row in ROWS]
    column[30:36] = ["Xanthippe"] * 6

    held = _held(_with_column(ROWS, FIRST, column))

    assert held["column_sorted_alone"]["field"] == "first_name"


def test_numbers_that_were_dragged_down_over_those_of_others_are_seen() -> None:
    column = [row[NUMBER] for row in BY_FIRST_NAME]
    first = int(column[40])
    column[40:53] = [str(first + at).zfill(len(column[40])) for at in range(13)]
    rows = _with_column(BY_FIRST_NAME, NUMBER, column)

    assert "pupil_numbers_shared" in {problem.code.value for problem in extract(rows).problems}
    assert _held(rows)["column_sorted_alone"]["field"] == "pupil_number"


def test_call_names_for_given_names_did_not_slide_in_a_list_in_their_order() -> None:
    # Half of all, and of those in front three of four.
    register = [
        replace(pupil, first_name=f"{pupil.first_name} {second}")
        if at % 4 in ({1, 2, 3} if pupil.first_name < "E" else {1, 2}) and pupil.first_name < "T"
        else pupil
        for at, pupil in enumerate(sorted(REGISTER, key=lambda pupil: pupil.first_name))
        for second in [("", "Maria", "Anna", "Sofie")[at % 4]]
    ]

    assert _held(BY_FIRST_NAME, register) == {}


def test_a_class_that_was_counted_from_one_is_seen() -> None:
    column = [row[NUMBER] for row in BY_FIRST_NAME]
    fives = [at for at, row in enumerate(BY_FIRST_NAME) if row[GROUP] == "5"]
    for count, at in enumerate(fives, start=1):
        column[at] = str(count)
    rows = _with_column(BY_FIRST_NAME, NUMBER, column)
    rows[fives[2]] = ["3", "Nieuwe", "", "Zeiler", "2016-03-04", "5"]  # and who is new among them

    assert _held(rows)["column_sorted_alone"] == {
        "field": "pupil_number", "rows": len(fives) - 1, "of": len(column) - 1
    }  # fmt: skip


@pytest.mark.parametrize("at", [NUMBER, BORN])
def test_new_values_that_follow_each_other_in_a_list_in_their_order_are_not_dragged(
    at: int,
) -> None:
    cells = [f"009{n:02d}" if at == NUMBER else f"{1 + n:02d}-12-2021" for n in range(12)]
    new = dict(zip(range(5, 84, 7), cells, strict=False))
    rows = [[*row[:at], new.get(n, row[at]), *row[at + 1 :]] for n, row in enumerate(ROWS)]
    in_order = sorted(rows, key=lambda row: (row[at][-4:], row[at][3:5], row[at]))

    assert "column_sorted_alone" not in _held(in_order)


def test_new_numbers_here_and_there_are_not_dragged_down() -> None:
    column = [row[NUMBER] for row in BY_FIRST_NAME]
    column[40:48] = [str(7000 + 3 * row) for row in range(8)]

    assert _held(_with_column(BY_FIRST_NAME, NUMBER, column)) == {}


def test_classes_that_slid_are_seen_where_class_one_is_year_three() -> None:
    register = [replace(p, group=f"Klas {max(1, int(p.year_group) - 2)}") for p in school(24)]
    good = sorted(next_year_rows(register), key=lambda row: (row[FIRST], row[LAST]))
    good = [[*row[:GROUP], f"Klas {max(1, int(row[GROUP]) - 2)}", row[GROUP]] for row in good]
    column = [row[GROUP] for row in good]
    slid = _with_column(good, GROUP, [*column[:59], *column[60:84], column[59], *column[84:]])
    headings = [*HEADINGS, "Jaargroep"]

    assert _held(good, register, headings=headings) == {}
    assert _held(slid, register, headings=headings)["column_sorted_alone"]["field"] == "group"


def _pair_of(year: int) -> str:
    first = (year - 1) // 2 * 2 + 1
    return f"{first}/{first + 1}"


def test_combination_groups_that_did_not_move_up_are_not_in_disorder() -> None:
    large = [replace(pupil, school_year="2024-2025") for pupil in school(24)]
    register = [replace(pupil, group=_pair_of(int(pupil.year_group))) for pupil in large]
    stay = [pupil for pupil in register if int(pupil.year_group) < 7]
    rows = []
    for pupil in sorted(stay, key=lambda pupil: (pupil.first_name, pupil.surname)):
        year = int(pupil.year_group)
        stays_behind = int(pupil.pupil_number) % 5 == 0
        rows.append([*row_of(pupil, group=_pair_of(year + 1 - stays_behind)), str(year + 2)])

    assert set(_held(rows, register, headings=[*HEADINGS, "Jaargroep"])) == {"older_file"}


@pytest.mark.parametrize("at", [NUMBER, FIRST, BORN])
def test_cells_that_changed_places_in_two_pairs_are_no_part_of_a_column(at: int) -> None:
    column = [row[at] for row in BY_FIRST_NAME]
    column[40:44] = column[41], column[40], column[43], column[42]

    assert _held(_with_column(BY_FIRST_NAME, at, column)) == {}


def test_newcomers_named_as_leavers_are_no_part_of_a_column() -> None:
    large = school(24)
    rows = next_year_rows(large)
    newcomers = [
        [f"9{row[0]}", *row[1:BORN], f"0{1 + at % 9}-05-{2021 - at % 7}", str(1 + at % 7)]
        for at, row in enumerate(rows[::9])
    ]
    stay = [row for at, row in enumerate(rows) if at % 9]

    assert "column_sorted_alone" not in _held([*stay, *newcomers], large)


def test_many_who_stay_behind_are_no_part_of_a_column() -> None:
    rows = [
        [*row[:GROUP], str(int(row[GROUP]) - (at in range(30, 38)))]
        for at, row in enumerate(BY_FIRST_NAME)
    ]

    assert "column_sorted_alone" not in _held(rows)


def test_numbers_sorted_alone_are_not_called_new() -> None:
    shuffled = sorted(ROWS, key=lambda row: row[LAST])
    rows = _sorted(shuffled, NUMBER)

    held = _held(rows)

    assert held["column_sorted_alone"]["field"] == "pupil_number"
    assert "numbers_all_new" not in held


def test_numbers_that_leavers_had_are_new_ones() -> None:
    numbers = [pupil.pupil_number for pupil in REGISTER]
    rows = _with_column(ROWS, NUMBER, numbers[::-1][: len(ROWS)])

    held = _held(rows)

    assert set(held) == {"numbers_all_new"}


def test_newcomers_may_get_the_numbers_of_leavers() -> None:
    numbers = [pupil.pupil_number for pupil in REGISTER if pupil.year_group == "8"]
    names = zip(ROWS[:12], ROWS[12:24], strict=True)
    new = [
        [n, one[FIRST], "", other[LAST], "11-02-2022", "1"]
        for n, (one, other) in zip(numbers, names, strict=True)
    ]

    assert _held([*ROWS, *new]) == {}


def test_official_first_names_are_no_disorder_though_others_are_called_so() -> None:
    column = [row[FIRST] for row in ROWS]
    official = [ROWS[0][FIRST] if at % 5 == 1 else name for at, name in enumerate(column)]

    assert set(_held(_with_column(ROWS, FIRST, official))) == {"names_changed"}


def test_new_surnames_are_no_disorder() -> None:
    names = [f"{row[LAST]}sma" if at % 6 == 0 else row[LAST] for at, row in enumerate(ROWS)]

    assert _held(_with_column(ROWS, LAST, names)) == {}


def test_groups_that_go_up_and_down_are_in_disorder() -> None:
    turned = [ROWS[-1 - at][GROUP] if at % 4 == 0 else row[GROUP] for at, row in enumerate(ROWS)]

    assert _held(_with_column(ROWS, GROUP, turned))["column_sorted_alone"]["field"] == "group"


def _named(group: str) -> str:
    return NAMED[int(group) - 1]


def _as_named(pupil: KnownPupil) -> KnownPupil:
    return replace(pupil, group=_named(pupil.group), year_group="")


def test_named_groups_in_disorder_have_nothing_to_do_with_last_years() -> None:
    rows = [[*row[:5], _named(row[GROUP])] for row in sorted(ROWS, key=lambda row: row[FIRST])]
    register = list(map(_as_named, REGISTER))

    assert _held(rows, register) == {}
    assert _held(_sorted(rows, GROUP), register)["column_sorted_alone"]["field"] == "group"


def test_one_child_of_each_of_many_groups_tells_of_no_disorder() -> None:
    pupils = [replace(pupil, group=f"Groep {ascii_lowercase[at % 26]}", year_group="")
              for at, pupil in enumerate(school(24))]  # fmt: skip
    rows = [row_of(pupil, group=f"Klas {ascii_lowercase[at * at % 23]}")
            for at, pupil in enumerate(pupils[::5])]  # fmt: skip

    assert _held(rows, pupils, mode=Mode.ADDITIONS) == {}


def test_named_groups_turned_about_are_of_another_age() -> None:
    register = [pupil for at, pupil in enumerate(map(_as_named, school(24))) if at % 11 or at > 99]
    there = {pupil.pupil_number for pupil in register}
    rows = [row for row in next_year_rows(school(24)) if row[NUMBER] in there]
    column = [_named(row[GROUP]) for row in rows]

    held = _held(_with_column(rows, GROUP, column[::-1]), register)

    assert held["column_sorted_alone"]["field"] == "group"


def test_names_of_groups_may_be_dealt_anew() -> None:
    register = list(map(_as_named, REGISTER))
    rows = [[*row[:5], _named(str(10 - int(row[GROUP])))] for row in ROWS]

    assert _held(rows, register) == {}


@pytest.mark.parametrize("at", [NUMBER, FIRST, LAST, BORN])
def test_columns_of_two_classes_that_changed_places_are_seen(at: int) -> None:
    rows = sorted(next_year_rows(school(24)), key=lambda row: int(row[NUMBER]) * 37 % 211)
    classes = [[n for n, row in enumerate(rows) if row[GROUP] == year][:9] for year in "35"]
    column = [row[at] for row in rows]
    for one, other in zip(*classes, strict=True):
        column[one], column[other] = column[other], column[one]

    assert "column_sorted_alone" in _held(_with_column(rows, at, column), school(24))


@pytest.mark.parametrize(
    "group",
    [
        lambda row, at: f"{row[GROUP]}{'ab'[at % 2]}",
        lambda row, at: (
            f"{(int(row[GROUP]) - 1) // 2 * 2 + 1}/{(int(row[GROUP]) - 1) // 2 * 2 + 2}"
        ),
        lambda row, at: _named(row[GROUP]),
        lambda row, at: f"{row[GROUP]} - juf Anke",
    ],
    ids=["split in two", "combined", "named", "with a teacher"],
)
def test_classes_may_be_split_joined_and_renamed(group: Callable[[list[str], int], str]) -> None:
    rows = [[*row[:5], group(row, at)] for at, row in enumerate(ROWS)]

    assert _held(rows) == {}


# --- shifted -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "shift",
    [
        lambda row: ["", *row[:5]],
        lambda row: [*row[1:], ""],
        lambda row: [*row[:2], "", *row[2:5]],
        lambda row: [*row[:3], *row[4:], ""],
        lambda row: [*row[:4], "", row[4]],
    ],
    ids=["all right", "all left", "from the prefix", "surname gone", "date as group"],
)
def test_four_shifted_rows_are_enough(shift: Callable[[list[str]], list[str]]) -> None:
    rows = [shift(row) if at % 21 == 3 else row for at, row in enumerate(ROWS)]

    assert "columns_shifted" in _held(rows)


def test_shifted_names_are_known_by_the_register() -> None:
    headings = ("Leerlingnummer", "Roepnaam", "Tussenvoegsel", "Achternaam", "Groep")
    rows = [[*row[:4], row[GROUP]] for row in ROWS]
    rows = [[*row[:2], "", "", row[3]] if at % 20 == 4 else row for at, row in enumerate(rows)]

    assert "columns_shifted" in _held(rows, headings=headings)


@pytest.mark.parametrize("headings", [HEADINGS, HEADINGS[1:]], ids=["numbers", "no numbers"])
def test_names_that_changed_places_in_some_rows(headings: tuple[str, ...]) -> None:
    rows = [
        [row[0], row[3], row[2], row[1], *row[4:]] if at % 5 == 2 else row
        for at, row in enumerate(ROWS)
    ]
    rows = [row[len(HEADINGS) - len(headings) :] for row in rows]

    assert "names_swapped" in _held(rows, headings=headings)["columns_shifted"]


def test_words_for_not_known_are_not_shifted() -> None:
    rows = [
        ["geen", *row[1:4], "onbekend", row[GROUP]] if at < 4 else row
        for at, row in enumerate(ROWS)
    ]

    assert "columns_shifted" not in _held(rows)


# --- numbers -------------------------------------------------------------------------------------


def test_new_numbers_are_one_decision_without_birth_dates_and_years() -> None:
    headings = ("Leerlingnummer", "Roepnaam", "Achternaam", "Groep")
    register = [replace(_as_named(pupil), birth_date=None) for pupil in REGISTER]
    rows = [[f"9{row[0]}", row[FIRST], row[LAST], _named(row[GROUP])] for row in ROWS]

    assert "numbers_all_new" in _held(rows, register, headings=headings)


def test_the_same_list_again_in_the_year_is_not_held() -> None:
    rows = [row_of(pupil) for pupil in REGISTER]

    assert _held(rows, school_year=LAST_YEAR) == {}


def test_a_list_with_initials_only_does_not_stop_before_the_end_of_the_alphabet() -> None:
    headings = ["Voorletters" if one == "Roepnaam" else one for one in HEADINGS]
    stay = [row for at, row in enumerate(ROWS) if at % 16 != 5]
    rows = [[*row[:FIRST], f"{row[FIRST][0]}.", *row[FIRST + 1 :]] for row in stay]

    assert _held(rows, headings=headings) == {}


def test_some_who_left_a_year_ago_and_are_back_make_no_older_file() -> None:
    members = school(20)
    rows = next_year_rows(members)
    back = {pupil.patron_id for pupil in members[::27] if pupil.year_group != "8"}
    register = [replace(pupil, enrolled=pupil.patron_id not in back) for pupil in members]
    stay = [row for at, row in enumerate(rows) if at % 27 != 5]

    assert len(back) == 6
    assert _held(stay, register) == {}
