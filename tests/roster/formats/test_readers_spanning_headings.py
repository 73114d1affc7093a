"""Words that span several headings, in a line of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from tests.roster.formats.reader_books import HEADINGS, PUPILS, as_csv, as_xlsx

from leesloket.roster import suggest_mapping
from leesloket.roster.model import Field, RawTable
from leesloket.roster.problems import Code
from leesloket.roster.readers import read
from leesloket.roster.sheet_rows import ALL_SHEETS

Rows = Sequence[Sequence[str]]
FIELDS = {
    *(Field.PUPIL_NUMBER, Field.FIRST_NAME, Field.PREFIX, Field.SURNAME),
    *(Field.BIRTH_DATE, Field.GROUP),
}
PARENTS = ("Kees", "Vos", "1980-03-04", "Anna", "Bos", "1981-03-04")
PARTS = ("Voornaam", "Achternaam", "Geboortedatum") * 2


def _read(rows: Sequence[Sequence[str]]) -> RawTable:
    table = read(as_csv(rows).encode()).table
    assert table is not None
    return table


@pytest.mark.parametrize(
    "lines",
    [
        (
            ("Leerling", *[""] * 5, "Vader", "", "", "Moeder", "", ""),
            (*HEADINGS, *PARTS),
        ),
        (
            (*HEADINGS, "Ouder 1", "", "", "Ouder 2", "", ""),
            (*[""] * 6, *PARTS),
        ),
    ],
)
def test_names_below_a_word_for_parents_are_not_the_childs(lines: Sequence[Sequence[str]]) -> None:
    table = _read([*lines, *((*row, *PARENTS) for row in PUPILS)])

    mapping = suggest_mapping(table)

    assert mapping.is_certain
    assert set(mapping.fields) == FIELDS
    assert [row.cells for row in table.rows] == list(PUPILS)


@pytest.mark.parametrize("word", ["Opvoeder 1", "Mama", "Familie", "Gezaghebbende"])
@pytest.mark.parametrize("is_in_front", [True, False])
def test_beside_what_is_called_the_child_other_words_span_others(
    *, word: str, is_in_front: bool
) -> None:
    child, other = ("Leerling", *[""] * 5), (word, "", "")
    parts = ("Voornaam", "Naam", "Geboortedatum")

    def line(first: Sequence[str], second: Sequence[str]) -> Sequence[str]:
        return (*second, *first) if is_in_front else (*first, *second)

    rows = [line(row, PARENTS[:3]) for row in PUPILS]
    table = _read([line(child, other), line(HEADINGS, parts), *rows])

    mapping = suggest_mapping(table)

    assert mapping.is_certain
    assert [mapping.column_of(field) is not None for field in FIELDS] == [True] * len(FIELDS)
    used = [at for at, field in enumerate(mapping.fields) if field]
    assert [tuple(row.cells[at] for at in used) for row in table.rows] == list(PUPILS)


def test_words_over_the_parts_of_one_child_span_no_others() -> None:
    above = ("Leerling", "Naam", "", "", "", "Onderwijs")

    table = _read([above, HEADINGS, *PUPILS])

    assert set(suggest_mapping(table).fields) == FIELDS


def test_what_the_child_has_nowhere_else_stays_behind_the_parents() -> None:
    names, rest = HEADINGS[:4], HEADINGS[4:]
    rows = [(*row[:4], "Kees", "Vos", *row[4:]) for row in PUPILS]
    above = ("Leerling", "", "", "", "Ouders", "", "", "")

    table = _read([above, (*names, "Voornaam", "Achternaam", *rest), *rows])

    assert set(suggest_mapping(table).fields) == FIELDS


def test_a_title_about_parents_spans_nothing() -> None:
    table = _read([("Telefoonlijst van ouders",), HEADINGS, *PUPILS])

    assert set(suggest_mapping(table).fields) == FIELDS


@pytest.mark.parametrize(
    "headings",
    [
        (*HEADINGS, "", *HEADINGS),
        ("Naam", "Groep", "Naam", "Groep", "", "naam ", "Groep"),
    ],
)
def test_lists_side_by_side_are_not_one_list(headings: Sequence[str]) -> None:
    rows = [tuple("x" if heading else "" for heading in headings)] * 3

    result = read(as_csv([headings, *rows]).encode())

    assert result.table is None
    assert [one.code for one in result.problems] == [Code.LISTS_SIDE_BY_SIDE]


@pytest.mark.parametrize(
    "headings",
    [
        ("Naam", "Naam", "Groep"),
        (*HEADINGS, "Roepnaam", "Achternaam"),
        (*HEADINGS, *HEADINGS[:3]),
        ("Naam", "Groep", "Naam", "Groep", "Leerlingnummer"),
    ],
)
def test_a_heading_that_comes_back_is_no_second_list(headings: Sequence[str]) -> None:
    result = read(as_csv([headings, ("x",) * len(headings)]).encode())

    assert result.table is not None


def test_lists_side_by_side_are_no_bother_on_another_sheet() -> None:
    beside: Rows = [("Naam", "Groep") * 2, ("Juf Anja", "5b", "Meester Bo", "4a")]
    sheets: Mapping[str, Rows] = {"Leerlingen": [HEADINGS, *PUPILS], "Namen": beside}

    for sheet, code in ((None, Code.SEVERAL_SHEETS), ("Namen", Code.LISTS_SIDE_BY_SIDE)):
        assert read(as_xlsx(sheets), sheet=sheet).problems[0].code is code
    assert read(as_xlsx(sheets), sheet="Leerlingen").table is not None
    together = read(as_xlsx({"A": beside, "B": beside}), sheet=ALL_SHEETS)
    assert together.problems[0].code is Code.LISTS_SIDE_BY_SIDE


def test_children_in_columns_without_headings_are_not_passed_over() -> None:
    rows = [("Tim Bos", "3", "", "An Wit", "4"), ("Noor Vos", "3", "", "Al Kok", "4")]

    result = read(as_csv([("Naam", "Groep", "", "", ""), *rows]).encode())

    assert [problem.code for problem in result.problems] == [Code.LISTS_SIDE_BY_SIDE]


def test_children_directly_behind_the_list_are_not_passed_over() -> None:
    same = [("Tim Bos", "3", "An Wit", "4"), ("Noor Vos", "3", "Al Kok", "4")]
    longer = [
        *(("Tim Bos", "3", "An", "Wit", "4"), ("Noor Vos", "3", "Al", "Kok", "4")),
        ("", "", "Bo", "Post", "4"),
    ]

    for rows in (same, longer):
        headings = ("Naam", "Groep", *[""] * (len(rows[0]) - 2))
        result = read(as_csv([headings, *rows]).encode())
        assert [problem.code for problem in result.problems] == [Code.LISTS_SIDE_BY_SIDE]


@pytest.mark.parametrize(
    "beside",
    [
        pytest.param([("An Bos", "1-9-2026"), ("Wim Vos", "2-9-2026")], id="a parent and a day"),
        pytest.param(
            [("An Bos", "Wim Bos", "3"), ("Al Vos", "Bo Vos", "4")], id="parents and a number"
        ),
    ],
)
def test_columns_without_headings_behind_the_list_may_be_of_the_same_children(
    beside: Sequence[tuple[str, ...]],
) -> None:
    rows = [("Tim Bos", "3", *beside[0]), ("Noor Vos", "4", *beside[1])]
    headings = ("Naam", "Groep", *[""] * len(beside[0]))

    table = read(as_csv([headings, *rows]).encode()).table

    assert table is not None
    assert len(table.rows) == 2


@pytest.mark.parametrize(
    "beside",
    [
        pytest.param([("", "", ""), ("", "", "")], id="nothing"),
        pytest.param([("", "3", "24"), ("", "4", "25")], id="counts"),
        pytest.param([("", "Anna", "ziek"), ("", "Bas", "")], id="remarks"),
        pytest.param([("", "Juf Anna", "3"), ("", "", "")], id="a teacher"),
    ],
)
def test_what_else_stands_beside_the_list_is_no_list(beside: list[tuple[str, ...]]) -> None:
    rows = [
        (name, group, *more)
        for (name, group), more in zip([("Tim Bos", "3"), ("Noor Vos", "4")], beside, strict=True)
    ]

    table = read(as_csv([("Naam", "Groep", "", "", ""), *rows]).encode()).table

    assert table is not None
    assert len(table.rows) == 2
