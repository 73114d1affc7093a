"""Words that span several headings, in a line of their own."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from tests.roster.formats.reader_books import HEADINGS, PUPILS, as_csv

from leesloket.roster import suggest_mapping
from leesloket.roster.model import Field, RawTable
from leesloket.roster.readers import read

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


def test_what_the_child_has_nowhere_else_stays_behind_the_parents() -> None:
    names, rest = HEADINGS[:4], HEADINGS[4:]
    rows = [(*row[:4], "Kees", "Vos", *row[4:]) for row in PUPILS]
    above = ("Leerling", "", "", "", "Ouders", "", "", "")

    table = _read([above, (*names, "Voornaam", "Achternaam", *rest), *rows])

    assert set(suggest_mapping(table).fields) == FIELDS


def test_a_title_about_parents_spans_nothing() -> None:
    table = _read([("Telefoonlijst van ouders",), HEADINGS, *PUPILS])

    assert set(suggest_mapping(table).fields) == FIELDS
