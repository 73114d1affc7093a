"""What a library may not hold is gone before anything else sees the table."""

from __future__ import annotations

import pytest
from tests.roster.formats.reader_books import as_csv

from leesloket.roster.model import DroppedColumn
from leesloket.roster.problems import Code
from leesloket.roster.readers import read
from leesloket.roster.readers.bsn import cells_with_bsn, holds_bsn

BSNS = ("111222333", "123456782", "999999990", "100000009", "100000010", "100000022")
NO_BSNS = ("111222334", "123456783", "999999991", "100000001", "100000002", "100000003")


def test_columns_are_dropped_by_heading() -> None:
    rows = (
        ("BSN", "Roepnaam", "Achternaam", "Groep", "Postcode", "Sport"),
        ("1", "Sanne", "Berg", "5b", "x", "judo"),
    )

    result = read(as_csv(rows).encode())

    assert result.table is not None
    assert result.table.headings == ("Roepnaam", "Achternaam", "Groep", "Sport")
    assert result.table.rows[0].cells == ("Sanne", "Berg", "5b", "judo")
    assert result.table.dropped == (
        DroppedColumn("BSN", "forbidden"),
        DroppedColumn("Postcode", "not_needed"),
    )
    assert [(problem.code, problem.column) for problem in result.problems] == [
        (Code.FORBIDDEN_COLUMN_DROPPED, "BSN")
    ]


@pytest.mark.parametrize("heading", ["Leerlingnummer", "Nummer", "Kenmerk", ""])
def test_a_bsn_is_found_under_another_heading(heading: str) -> None:
    rows = [(heading, "Roepnaam", "Achternaam", "Groep")]
    rows += [(number, f"Kind{number[:3]}", "Berg", "5b") for number in BSNS]

    result = read(as_csv(rows).encode())

    assert result.table is not None
    assert result.table.headings == ("Roepnaam", "Achternaam", "Groep")
    assert [column.reason for column in result.table.dropped] == ["forbidden"]
    assert not any(number in str(row.cells) for row in result.table.rows for number in BSNS)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (BSNS, True),
        (("11122233", *BSNS), True),
        (("8digitsandnonine",), False),
        (NO_BSNS, False),
        ((*BSNS, *NO_BSNS), False),
        (BSNS[:1], True),
        (("111.222.333",), True),
        (("000000000",) * 6, False),
        ((*BSNS, "onbekend"), True),
    ],
)
def test_bsn_is_judged_per_column(values: tuple[str, ...], *, expected: bool) -> None:
    assert holds_bsn(values) is expected


@pytest.mark.parametrize(
    ("values", "left"),
    [
        pytest.param(("4711", "4712", "111222333"), {"111222333": ""}, id="one among others"),
        pytest.param(("4711", "111.222.333"), {"111.222.333": ""}, id="with dots"),
        pytest.param(("Sanne 111222333", "Tim"), {"Sanne 111222333": "Sanne"}, id="in a name"),
        pytest.param(("(111222333) Tim",), {"(111222333) Tim": "() Tim"}, id="in brackets"),
        pytest.param((*BSNS[:3], "4711", "4712"), dict.fromkeys(BSNS[:3], ""), id="three of five"),
        pytest.param(NO_BSNS, {}, id="numbers of nine digits"),
        pytest.param((*BSNS[:1], *NO_BSNS), {}, id="one that passes by chance"),
        pytest.param(("4711", "000418195"), {}, id="filled up with zeros"),
        pytest.param(("0612345678", "1112223334"), {}, id="ten digits"),
        pytest.param(("bsn111222333",), {"bsn111222333": "bsn"}, id="against a word"),
        pytest.param(("0e111222333a",), {}, id="part of a key"),
        pytest.param(("V111222333",), {}, id="the number of a card"),
        pytest.param(("5b", "Sanne", ""), {}, id="nothing like it"),
    ],
)
def test_a_bsn_among_other_values_is_taken_out(
    values: tuple[str, ...], left: dict[str, str]
) -> None:
    assert cells_with_bsn(values) == left


def test_what_stood_beside_a_bsn_stays_and_the_sender_is_told() -> None:
    rows = (
        ("Leerlingnummer", "Roepnaam", "Achternaam", "Groep"),
        ("4711", "Sanne", "Berg", "5b"),
        ("4712", "Kim 111222333", "Dijk", "5b"),
        ("123456782", "Tim", "Vos", "5b"),
    )

    result = read(as_csv(rows).encode())

    assert result.table is not None
    assert [row.cells[:2] for row in result.table.rows] == [
        ("4711", "Sanne"),
        ("4712", "Kim"),
        ("", "Tim"),
    ]
    assert [(problem.code, problem.column) for problem in result.problems] == [
        (Code.BSN_DROPPED, "Leerlingnummer"),
        (Code.BSN_DROPPED, "Roepnaam"),
    ]


@pytest.mark.parametrize(
    "values",
    [
        ("sanne@voorbeeld.nl", "tim@voorbeeld.nl"),
        ("06-12345678", "030 1234567"),
        ("3511 AB", "1234CD"),
    ],
)
def test_needless_content_is_dropped_under_an_unknown_heading(values: tuple[str, str]) -> None:
    rows = (
        ("Veld 7", "Roepnaam", "Achternaam", "Groep"),
        (values[0], "Sanne", "Berg", "5b"),
        (values[1], "Tim", "Dijk", "4a"),
    )

    result = read(as_csv(rows).encode())

    assert result.table is not None
    assert result.table.headings == ("Roepnaam", "Achternaam", "Groep")
    assert result.table.dropped == (DroppedColumn("Veld 7", "not_needed"),)


def test_an_empty_column_of_a_known_field_stays_and_an_unknown_one_goes() -> None:
    rows = (("Roepnaam", "NAAMTUS", "NAAM", "Vrij", "Groep", ""), ("Tim", "", "Dijk", "", "4a", ""))

    result = read(as_csv(rows).encode())

    assert result.table is not None
    assert result.table.headings == ("Roepnaam", "NAAMTUS", "NAAM", "Groep")
    assert result.table.dropped == (DroppedColumn("Vrij", "empty"),)


@pytest.mark.parametrize("heading", ["Nr", "nr.", "Nummer"])
@pytest.mark.parametrize("street", ["Straat", "Adres", "Straatnaam", "Woonadres"])
def test_a_number_behind_a_street_is_that_of_the_house(street: str, heading: str) -> None:
    rows = [("Naam", "Groep", street, heading), ("Bo Mol", "5b", "Kerkweg", "12")]

    table = read(as_csv(rows).encode()).table

    assert table is not None
    assert table.headings == ("Naam", "Groep")
    assert DroppedColumn(heading, "not_needed") in table.dropped


@pytest.mark.parametrize(
    ("before", "cell"), [("Adres", "Kerkweg 12"), ("Mailadres", "bo@x.nl"), ("Geslacht", "m")]
)
def test_a_number_behind_something_else_may_be_the_childs(before: str, cell: str) -> None:
    rows = [("Naam", "Groep", before, "Nr"), ("Bo Mol", "5b", cell, "1012")]

    table = read(as_csv(rows).encode()).table

    assert table is not None
    assert table.headings == ("Naam", "Groep", "Nr")


def test_a_prefix_between_the_names_of_a_parent_is_not_the_childs() -> None:
    parents = ("Ouder voornaam", "Tussenvoegsel", "Ouder achternaam")
    rows = [("Naam", "Groep", *parents), ("Bo Mol", "5b", "An", "van", "Dijk")]

    table = read(as_csv(rows).encode()).table

    assert table is not None
    assert table.headings == ("Naam", "Groep")


def test_a_prefix_between_one_parent_and_the_childs_surname_is_the_childs() -> None:
    rows = [
        ("Roepnaam", "Moeder", "Tussenvoegsel", "Achternaam", "Vader", "Groep"),
        ("Bo", "An", "van", "Dijk", "Al", "5b"),
    ]

    table = read(as_csv(rows).encode()).table

    assert table is not None
    assert table.headings == ("Roepnaam", "Tussenvoegsel", "Achternaam", "Groep")
