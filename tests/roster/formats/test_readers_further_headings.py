"""Headings once more below the first ones: the same, in another order, or of another table."""

from __future__ import annotations

import pytest
from tests.roster.formats.reader_books import HEADINGS, PUPILS, as_csv, as_xlsx

from leesloket.roster.model import RawTable
from leesloket.roster.readers import read

AHMED = ("1004", "محمد", "", "أحمد", "2018-01-01", "3")


def _table(*rows: tuple[str, ...]) -> RawTable:
    result = read(as_csv(rows).encode())
    assert result.table is not None, result.problems
    return result.table


def _cells(table: RawTable) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


@pytest.mark.parametrize(
    "again",
    [
        pytest.param(HEADINGS, id="the same"),
        pytest.param(tuple(map(str.upper, HEADINGS)), id="in capitals"),
        pytest.param(("\ufeff" + HEADINGS[0], *HEADINGS[1:]), id="two files put together"),
        pytest.param(("", *HEADINGS[1:]), id="without the first"),
    ],
)
def test_headings_on_every_page_are_no_pupil(again: tuple[str, ...]) -> None:
    table = _table(HEADINGS, *PUPILS[:2], again, *PUPILS[2:])

    assert _cells(table) == list(PUPILS)
    assert not table.uneven_rows


ENGLISH = ("Student number", "First name", "Infix", "Last name", "Date of birth", "Class")


def test_headings_in_another_language_directly_below_are_no_pupil() -> None:
    table = _table(HEADINGS, ENGLISH, *PUPILS)

    assert _cells(table) == list(PUPILS)
    assert not table.uneven_rows


def test_headings_in_two_languages_on_every_page_are_no_pupil() -> None:
    table = _table(HEADINGS, ENGLISH, PUPILS[0], HEADINGS, ENGLISH, *PUPILS[1:])

    assert _cells(table) == list(PUPILS)
    assert not table.uneven_rows


def test_who_stands_above_below_fewer_headings_in_the_same_columns_is_set_aside() -> None:
    teachers = (("Naam", "Groep", ""), ("Els de Wit", "3a", ""), ("Bo Vos", "4a", ""))
    pupils = (("Leerling", "Klas", "Geb.datum"), ("Tim Bos", "3a", "1-5-2018"))

    table = _table(*teachers, *pupils)

    assert table.uneven_rows == {2, 3}


def test_headings_in_other_words_further_down_are_of_another_table() -> None:
    table = _table(HEADINGS, PUPILS[0], ENGLISH, *PUPILS[1:])

    assert table.uneven_rows == {4, 5}


def test_other_headings_directly_below_are_of_another_table() -> None:
    moved = (ENGLISH[1], ENGLISH[0], *ENGLISH[2:])

    assert _table(HEADINGS, moved, *PUPILS).uneven_rows == {3, 4, 5}


def test_cells_below_headings_in_another_order_come_below_their_own() -> None:
    below = [tuple(reversed(row)) for row in (HEADINGS, PUPILS[1])]

    table = _table(HEADINGS, PUPILS[0], *below, HEADINGS, PUPILS[2])

    assert _cells(table) == list(PUPILS)
    assert [row.origin.row for row in table.rows] == [2, 4, 6]


def test_a_column_that_moved_on_the_next_page_is_followed() -> None:
    moved = [(*row[:2], None, *row[2:]) for row in (HEADINGS, PUPILS[1])]

    result = read(as_xlsx({"Blad1": [HEADINGS, PUPILS[0], *moved]}))

    assert result.table is not None
    assert _cells(result.table) == list(PUPILS[:2])


def test_who_stands_below_headings_of_another_table_is_set_aside() -> None:
    teachers = (("Nr", "Naam", "", "", "", "Groep"), ("1", "Anna", "de", "Wit", "", "5b"))

    table = _table(HEADINGS, PUPILS[0], *teachers, HEADINGS, PUPILS[2])

    assert table.uneven_rows == {4}
    assert [row.origin.row for row in table.rows] == [2, 4, 6]


def test_a_name_in_another_alphabet_is_no_heading() -> None:
    nameless = ("", *AHMED[1:4], "", "")

    assert _cells(_table(HEADINGS, *PUPILS, AHMED, nameless)) == [*PUPILS, AHMED, nameless]
