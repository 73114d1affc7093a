"""Marks around or before every cell of a column go; an apostrophe of a name stays."""

from __future__ import annotations

import pytest
from tests.roster.formats.reader_books import as_xlsx

from leesloket.roster.readers import read

HEADINGS = ("Leerlingnummer", "Roepnaam", "Tussenvoegsel", "Achternaam", "Groep")


def _column(heading: str, *cells: str) -> list[str]:
    """The cells of one column as they are read, among others without marks."""
    at = HEADINGS.index(heading)
    rows = [
        [*(f"10{row}", f"Kind{'abcdef'[row]}", "", "Berg", "5b")[:at], cell, *("x" * 5)[at + 1 :]]
        for row, cell in enumerate(cells)
    ]
    result = read(as_xlsx({"Leerlingen": (HEADINGS, *rows)}))
    assert result.table is not None
    return [row.cells[result.table.headings.index(heading)] for row in result.table.rows]


@pytest.mark.parametrize(
    ("heading", "written", "read_as"),
    [
        ("Leerlingnummer", ("'004711", "'004712"), ["004711", "004712"]),
        ("Roepnaam", ("'Zoë", "'Jan", "'Tim", "'Bo", "'Li"), ["Zoë", "Jan", "Tim", "Bo", "Li"]),
        ("Groep", ("'5b", "'5b", "", "'5b", "'6", "'6"), ["5b", "5b", "", "5b", "6", "6"]),
        ("Roepnaam", ('"Zoë"', '"Jan"', *['"Bo"'] * 3), ["Zoë", "Jan", *["Bo"] * 3]),
        ("Achternaam", ("'Bos'", "'d''Ancona'", *["'Vos'"] * 3), ["Bos", "d'Ancona", *["Vos"] * 3]),
        ("Groep", ("“5b”", "“6”", "“6”", "“7”", "“8”"), ["5b", "6", "6", "7", "8"]),
        ("Tussenvoegsel", ("^^", "^van^", *["^de^"] * 3), ["", "van", *["de"] * 3]),
        ("Roepnaam", ("~Zoë~", *["~Jan~"] * 4), ["Zoë", *["Jan"] * 4]),
        ("Leerlingnummer", ("„1001“", "„1002“"), ["1001", "1002"]),
        ("Leerlingnummer", ("\u20181001\u2019", "\u20181002\u2019"), ["1001", "1002"]),
        ("Tussenvoegsel", ("'van", "''t", *["'de"] * 3, ""), ["van", "'t", *["de"] * 3, ""]),
        (
            "Roepnaam",
            ("1. Zoë", "2. Jan", "4. Tim", "1. Bo", "2.Li", "3) Mo"),
            ["Zoë", "Jan", "Tim", "Bo", "Li", "Mo"],
        ),
    ],
)
def test_a_mark_on_every_cell_is_no_part_of_it(
    heading: str, written: tuple[str, ...], read_as: list[str]
) -> None:
    assert _column(heading, *written) == read_as


@pytest.mark.parametrize(
    ("heading", "written"),
    [
        ("Achternaam", ("'t Hart", "'t Hooft")),
        ("Achternaam", ("'Bos", "Vos")),
        ("Tussenvoegsel", ("'t", "", "'t")),
        ("Roepnaam", ('"Zoë" Anna', '"Jan"')),
        ("Roepnaam", ("'Zoë", "'Bo", "'Jan", "'Li")),
        ("Leerlingnummer", ("'004711",)),
        ("Groep", ("5. Uilen", "5. Uilen", "5. Uilen", "6. Reigers", "6. Reigers")),
        ("Groep", ("1.A", "1.A", "1.A", "1.B", "1.B")),
        ("Groep", ("1.A", "1.A", "1.B", "2.A")),
        ("Groep", ("1. Vlinders",) * 6),
        ("Achternaam", ("1. Bos", "2. Vos", "3. Kok", "4. Smit", "Berg")),
        ("Leerlingnummer", ("1.1", "2.2", "3.3", "4.4", "5.5")),
    ],
)
def test_a_mark_that_may_belong_stays(heading: str, written: tuple[str, ...]) -> None:
    assert _column(heading, *written) == list(written)
