"""Children above the headings are read, and told; titles, examples and other tables are not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from tests.roster.formats.reader_books import HEADINGS, PUPILS, as_csv

from leesloket.roster.problems import Code, Detail
from leesloket.roster.readers import read

MORE = (
    ("1004", "Tim", "", "Bos", "2018-05-01", "3"),
    ("1005", "Noor", "de", "Vos", "2017-04-01", "4a"),
    ("1006", "Bo", "", "Kok", "2016-04-01", "5b"),
)


def _read(*rows: Sequence[str]) -> tuple[list[int], list[Detail]]:
    result = read(as_csv(rows).encode())
    assert result.table is not None, result.problems
    told = [one.detail["count"] for one in result.problems if one.code is Code.ROWS_ABOVE_HEADINGS]
    return [row.origin.row for row in result.table.rows], told


def test_headings_that_were_sorted_into_the_list_lose_nobody() -> None:
    assert _read(*MORE, HEADINGS, *PUPILS) == ([1, 2, 3, 5, 6, 7], [3])
    assert _read(*PUPILS, *MORE, HEADINGS) == ([1, 2, 3, 4, 5, 6], [6])


@pytest.mark.parametrize("address", ["Dorpsstraat 3", "Dorpsstraat"])
def test_an_address_is_no_heading(address: str) -> None:
    headings = (*HEADINGS, "Adres")
    more, pupils = ([(*row, address) for row in rows] for rows in (MORE, PUPILS))

    assert _read(*more, headings, *pupils) == ([1, 2, 3, 5, 6, 7], [3])


def test_one_row_above_is_enough_and_so_is_a_title_above_it() -> None:
    title = ("Leerlingen De Beer", *[""] * 5)

    assert _read(title, MORE[0], HEADINGS, *PUPILS) == ([2, 4, 5, 6], [1])


def test_without_dates_and_numbers_a_group_that_others_have_tells_it() -> None:
    rows = [("Tim", "Bos", "Bevers"), ("Noor", "Vos", "Uilen"), ("Bo", "Kok", "Bevers")]
    headings = ("Voornaam", "Achternaam", "Groep")

    assert _read(("An", "Wit", "Bevers"), headings, *rows, *rows) == ([1, *range(3, 9)], [1])
    assert _read(("Team", "De Beer", "Utrecht"), headings, *rows) == ([3, 4, 5], [])


@pytest.mark.parametrize(
    "above",
    [
        pytest.param([("School", "De Beer", "", "Datum", "2026-08-28", "26")], id="a form"),
        pytest.param([("2026", "De Beer", "", "Utrecht", "2026-08-28", "")], id="no group"),
        pytest.param(
            [("Groep", "Leerkracht", "", "", "", ""), ("3", "Juf Anna", "", "", "", "")],
            id="teachers",
        ),
        pytest.param(
            [("Voorbeeld:", "", "", "", "", ""), ("1", "Jan", "", "Bos", "2018-01-01", "3")],
            id="an example",
        ),
        pytest.param(
            [("1", "bijv. Jan", "", "Bos", "2018-01-01", "3")],
            id="an example that says so",
        ),
    ],
)
def test_what_else_stands_above_the_headings_is_no_child(above: list[Sequence[str]]) -> None:
    first = len(above) + 2

    assert _read(*above, HEADINGS, *PUPILS) == ([first, first + 1, first + 2], [])


_NAMES = [("Tim", "Bos"), ("Noor", "Vos"), ("Bo", "Kok"), ("An", "Wit")]


@pytest.mark.parametrize(
    ("title", "headings", "last"),
    [
        (("De Beer", "Utrecht", "2026-2027"), ("Voornaam", "Achternaam", "Groep"), "5b"),
        (("De Beer", "BRIN", "12AB"), ("Voornaam", "Achternaam", "Groep"), "5b"),
        (("De Beer", "Klas", "5b"), ("Voornaam", "Achternaam", "Groep"), "5b"),
        (("De Beer", "Lijst", "28-08-2026"), ("Voornaam", "Achternaam", "Geb.datum"), "12-05-2016"),
    ],
)
def test_a_title_of_as_many_cells_as_a_row_is_no_child(
    title: Sequence[str], headings: Sequence[str], last: str
) -> None:
    rows = [(*names, last) for names in _NAMES]

    assert _read(title, headings, *rows) == ([3, 4, 5, 6], [])
    assert _read(title, *rows, headings, *rows) == ([*range(2, 6), *range(7, 11)], [4])


@pytest.mark.parametrize(
    "above",
    [
        [("Groep", "Leerkracht", "Aantal"), ("5", "Anna Bos", "124"), ("6", "Bas Vos", "122")],
        [("5", "Juf Anna", "lokaal 3")],
    ],
)
def test_teachers_above_the_headings_are_no_children(above: list[Sequence[str]]) -> None:
    rows = [(str(5 + at % 2), " ".join(names), f"10{at}") for at, names in enumerate(_NAMES)]
    first = len(above) + 2

    found = _read(*above, ("Groep", "Naam", "Leerlingnummer"), *rows)

    assert found == ([*range(first, first + 4)], [])


def test_lower_and_higher_numbers_above_the_headings_are_of_children() -> None:
    numbers = [str(at) for at in range(8, 16)]
    rows = [(number, f"Tim Bos{number}", "5") for number in numbers]
    headings = ("Nr", "Naam", "Groep")

    assert _read(*rows[:2], headings, *rows[2:]) == ([1, 2, *range(4, 10)], [2])
    assert _read(*rows[4:], headings, *rows[:4]) == ([*range(1, 5), *range(6, 10)], [4])


def test_younger_children_above_the_headings_are_children() -> None:
    headings = ("Voornaam", "Achternaam", "Geb.datum")
    young = [(*names, f"0{at}-05-2022") for at, names in enumerate(_NAMES, 1)]
    old = [(*names, f"0{at}-05-2014") for at, names in enumerate(_NAMES, 1)]

    assert _read(*young, headings, *old) == ([*range(1, 5), *range(6, 10)], [4])


def test_groups_in_titles_hold_for_rows_above_the_headings_too() -> None:
    headings = ("Voornaam", "Achternaam", "Geb.datum")
    result = read(
        as_csv(
            [
                ("Groep 3", "", ""),
                ("Tim", "Bos", "2018-05-01"),
                headings,
                ("Bo", "Kok", "2018-04-01"),
                ("Groep 4", "", ""),
                ("Noor", "Vos", "2017-04-01"),
            ]
        ).encode()
    )

    assert result.table is not None
    assert [row.cells[-1] for row in result.table.rows] == ["3", "3", "4"]


def test_a_part_with_fewer_columns_above_the_list_is_set_aside() -> None:
    first = [("Naam", "Groep", "", ""), ("Tim Bos", "3", "", ""), ("Noor Vos", "3", "", "")]
    list_of_all = [("Lln.nr.", "Naam", "Geb.datum", "Groep"), ("1", "Bo Kok", "2018-01-01", "4")]

    table = read(as_csv([*first, ("",) * 4, *list_of_all]).encode()).table

    assert table is not None
    assert [row.origin.row for row in table.rows] == [2, 3, 6]
    assert table.uneven_rows >= {2, 3}
    assert 6 not in table.uneven_rows


@pytest.mark.parametrize(
    "above",
    [
        pytest.param([("Naam", "Groep", "Datum"), ("Juf Anna", "4", "1-9-2026")], id="a form"),
        pytest.param([("Naam", "Plaats"), ("De Beer", "Utrecht")], id="the school"),
        pytest.param(
            [("Voorbeeld",), ("Naam", "Groep"), ("Jan Bos", "3"), ("An Vos", "3")], id="an example"
        ),
    ],
)
def test_other_headings_of_no_children_leave_the_list_as_it_is(above: list[Sequence[str]]) -> None:
    rows = [("Lln.nr.", "Naam", "Geb.datum", "Groep"), ("1", "Bo Kok", "2018-01-01", "4")]
    lines = [(*cells, *[""] * (4 - len(cells))) for cells in above]

    table = read(as_csv([*lines, ("",) * 4, *rows]).encode()).table

    assert table is not None
    assert [row.cells[1] for row in table.rows] == ["Bo Kok"]
    assert not table.uneven_rows


def test_headings_over_two_lines_are_no_other_headings() -> None:
    over = [("Leerling", "", "Plaatsing"), ("Voornaam", "Achternaam", "Groep")]

    table = read(as_csv([*over, ("Tim", "Bos", "3"), ("Noor", "Vos", "4")]).encode()).table

    assert table is not None
    assert [row.origin.row for row in table.rows] == [3, 4]
    assert not table.uneven_rows
