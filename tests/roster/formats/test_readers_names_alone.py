"""Lists of nothing but names, with their groups on the sheets or in titles."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from tests.roster.formats.reader_books import as_xlsx

from leesloket.roster import suggest_mapping
from leesloket.roster.problems import Code
from leesloket.roster.readers import ReadResult, read
from leesloket.roster.sheet_rows import ALL_SHEETS

THREE = ["Zoë van Dijk", "Tim Bos", "Noor Vos"]
FOUR = ["Mees Smit", "Anna de Boer", "Omar El Amrani"]


def _read(*cells: str, name: str = "Blad1") -> ReadResult:
    return read(as_xlsx({name: [[cell] for cell in cells]}))


def _rows(result: ReadResult) -> list[tuple[str, ...]]:
    assert result.table is not None, result.problems
    return [row.cells for row in result.table.rows]


def test_names_below_a_heading_are_a_list_without_groups() -> None:
    result = _read("Namen van onze school", "Naam", *THREE, *FOUR)

    assert _rows(result) == [(name,) for name in (*THREE, *FOUR)]


def test_a_sheet_of_names_per_group_has_the_group_of_its_sheet() -> None:
    sheets: dict[str, Sequence[Sequence[str]]] = {
        name: [["Leerling"], *([one] for one in names)]
        for name, names in (("Groep 3", THREE), ("Groep 4a", FOUR))
    }

    result = read(as_xlsx(sheets), sheet=ALL_SHEETS)

    assert _rows(result) == [(name, "3") for name in THREE] + [(name, "4a") for name in FOUR]


@pytest.mark.parametrize("heading", [["Naam"], []])
def test_titles_between_the_names_tell_their_groups(heading: list[str]) -> None:
    result = _read("Groepsindeling", *heading, "Groep 3", *THREE, "Groep 4a", *FOUR)

    assert _rows(result) == [(name, "3") for name in THREE] + [(name, "4a") for name in FOUR]
    assert result.table is not None
    assert suggest_mapping(result.table).is_certain == bool(heading)
    assert (Code.HEADINGS_NOT_FOUND in {p.code for p in result.problems}) == (not heading)


@pytest.mark.parametrize(
    "cells",
    [
        ["Naam", "Rekenen", "Taal", "Lezen"],
        ["Naam", "Zoë", "Tim", "Noor"],
        ["Naam", "Zoë van Dijk"],
        ["Groep 3", *THREE],
        [*THREE, *FOUR],
    ],
)
def test_other_columns_of_words_are_no_list(cells: list[str]) -> None:
    assert [problem.code for problem in _read(*cells).problems] == [Code.NOT_A_PUPIL_LIST]


def test_names_beside_something_else_are_no_list() -> None:
    rows = [["Naam", ""], *([name, "komt morgen"] for name in THREE)]

    assert read(as_xlsx({"Blad1": rows})).table is None


def test_beside_a_table_names_alone_are_of_others() -> None:
    table = [
        ["Roepnaam", "Achternaam", "Groep"],
        *([*name.split(maxsplit=1), "3"] for name in THREE),
    ]

    result = read(as_xlsx({"Leerlingen": table, "Team": [["Naam"], *([name] for name in FOUR)]}))

    assert [row[0] for row in _rows(result)] == ["Zoë", "Tim", "Noor"]


@pytest.mark.parametrize(
    "closing",
    [
        ("Met vriendelijke groet", "Juf Anneke"),
        ("Met vriendelijke groet,", "Anneke de Boer", "OBS De Wilg"),
        ("Vriendelijke groeten", "", "Ria Kok"),
        ("Hartelijke groet, juf Ria",),
        ("Groetjes", "Juf Anneke"),
        ("Mvg", "Anneke Bos"),
        ("Alvast bedankt!", "Anneke Bos"),
        ("Totaal 6 leerlingen",),
    ],
)
@pytest.mark.parametrize("heading", [["Naam"], []])
def test_who_sends_the_list_is_no_pupil(heading: list[str], closing: tuple[str, ...]) -> None:
    result = _read(*heading, "Groep 3", *THREE, "Groep 4a", *FOUR, *closing)

    assert _rows(result) == [(name, "3") for name in THREE] + [(name, "4a") for name in FOUR]
    assert Code.TOTALS_ROW_SKIPPED in {problem.code for problem in result.problems}


def test_a_greeting_between_two_lists_loses_nobody_below_it() -> None:
    result = _read("Groep 3", *THREE, "Groetjes", "Juf Anneke", "Groep 4a", *FOUR, *THREE, *FOUR)

    assert [row[0] for row in _rows(result)][-9:] == [*FOUR, *THREE, *FOUR]


@pytest.mark.parametrize("name", ["Groetje Bos", "Groet Tim", "Dankert Vos", "Mia Groeten"])
def test_a_name_like_a_greeting_is_a_pupil(name: str) -> None:
    result = _read("Naam", *THREE, *FOUR, name)

    assert _rows(result)[-1] == (name,)


DAYS = ["Ma", "Di", "Wo", "Do", "Vr"]


@pytest.mark.parametrize(
    "days", [DAYS, ["1-9", "2-9", "3-9", "4-9", "5-9"], ["ma 1/9", "di 2/9", "3/9", "4/9", "5/9"]]
)
def test_crosses_of_days_beside_the_names_are_left_aside(days: list[str]) -> None:
    rows = [[name, "x", "", "x", "z", ""] for name in (*THREE, *FOUR)]
    sheets = {
        "Groep 3": [["Naam", *days], *rows[:3]],
        "Groep 4a": [["Groep 4a"], ["Naam", *days], *rows[3:]],
    }

    result = read(as_xlsx(sheets), sheet=ALL_SHEETS)

    assert _rows(result) == [(name, "3") for name in THREE] + [(name, "4a") for name in FOUR]


def test_words_below_the_days_are_those_of_another_list() -> None:
    rows = [[name, "Plein en hal", "", "x", "", ""] for name in (*THREE, *FOUR)]

    assert read(as_xlsx({"Rooster": [["Naam", *DAYS], *rows]})).table is None


def test_a_heading_below_the_title_of_its_group_is_a_heading() -> None:
    result = _read("Groep 3", "Naam", *THREE, "Groep 4a", "Naam", *FOUR)

    assert _rows(result) == [(name, "3") for name in THREE] + [(name, "4a") for name in FOUR]
    assert result.table is not None
    assert result.table.heading_row == 2
