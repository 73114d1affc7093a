"""Lists of which the headings have typing mistakes, nearly all of them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from tests.roster.formats.reader_books import as_xlsx

from leesloket.roster import suggest_mapping
from leesloket.roster.model import Field
from leesloket.roster.problems import Code
from leesloket.roster.readers import ReadResult, read

ROWS = [
    ["1001", "Zoë", "van", "Dijk", "2-3-2017", "5a"],
    ["1002", "Tim", "", "Bos", "4-5-2016", "6a"],
    ["1003", "Noor", "de", "Vos", "6-7-2017", "5a"],
]
MISSPELT = [
    "Leerlignnummer",
    "Roepnnaam",
    "Tussenvoegsle",
    "Achternaan",
    "Gebortedatum",
    "Stamgoep",
]


def _read(*lines: Sequence[str]) -> ReadResult:
    return read(as_xlsx({"Blad1": [*lines, *ROWS]}))


@pytest.mark.parametrize("above", [[], [["OBS De Wilg"], [""]]])
@pytest.mark.parametrize("known", [{}, {5: "Groep"}, {0: "Kluisje", 5: "Groep"}])
def test_headings_that_are_all_misspelt_are_headings_and_asked_about(
    above: list[list[str]], known: dict[int, str]
) -> None:
    headings = [known.get(at, heading) for at, heading in enumerate(MISSPELT)]

    result = _read(*above, headings)

    assert result.table is not None
    assert result.table.headings == tuple(headings)
    assert [row.cells for row in result.table.rows] == [tuple(row) for row in ROWS]
    assert Code.HEADINGS_NOT_FOUND not in {problem.code for problem in result.problems}
    mapping = suggest_mapping(result.table)
    assert mapping.fields[1:] == (
        *(Field.FIRST_NAME, Field.PREFIX, Field.SURNAME, Field.BIRTH_DATE, Field.GROUP),
    )
    assert {1, 2, 3, 4} <= set(mapping.doubts)


@pytest.mark.parametrize(
    "line",
    [
        ["Vornaam", "Zoë", "van", "Dijk", "", "x"],
        ["Groepen", "Leerkrachten", "Lokalen", "Achternamen", "Bijzonder", "Anders"],
        ["Roepnnaam", "Achternaan", "1", "2", "3", "4"],
    ],
)
def test_a_line_with_a_word_like_a_heading_is_no_line_of_headings(line: list[str]) -> None:
    result = _read(line)

    assert Code.HEADINGS_NOT_FOUND in {problem.code for problem in result.problems}
