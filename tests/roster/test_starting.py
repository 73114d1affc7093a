"""Who is in the list and starts later is told, and stored as a count only."""

from __future__ import annotations

from datetime import date

import pytest
from tests.roster.cases import SECRET
from tests.roster.formats.reader_books import as_csv, as_xlsx

from leesloket.roster import extract_records, suggest_mapping
from leesloket.roster.model import RawTable
from leesloket.roster.problems import Code
from leesloket.roster.readers import read
from leesloket.sandbox import wire

AS_OF = date(2026, 9, 20)
HEADINGS = ("Lln.nr.", "Roepnaam", "Achternaam", "Groep")


def _read(content: bytes) -> RawTable:
    result = read(content)
    assert result.table is not None
    assert wire.decode_result(wire.encode_result(result)[wire.HEADER.size :]) == result
    return result.table


def _said(table: RawTable) -> list[object]:
    found = extract_records(table, suggest_mapping(table), secret=SECRET, as_of=AS_OF)
    return [one.detail["count"] for one in found.problems if one.code is Code.STARTS_LATER]


def _list(heading: str, *days: str) -> bytes:
    rows = [(str(1001 + at), f"Kind{'abcdefgh'[at]}", "Bos", "1a") for at in range(len(days))]
    told = [(*row, day) for row, day in zip(rows, days, strict=True)]
    return as_csv([(*HEADINGS, heading), *told]).encode()


@pytest.mark.parametrize("heading", ["Instroomdatum", "Startdatum", "Inschrijfdatum", "Datum in"])
@pytest.mark.parametrize("later", ["01-02-2027", "2027-02-01", "1-2-27", "1 februari 2027"])
def test_who_starts_later_is_counted(heading: str, later: str) -> None:
    assert _said(_read(_list(heading, "25-08-2025", later, "20-09-2026", "", "x"))) == [1]


def test_a_list_of_next_year_and_a_list_that_says_nothing_are_as_always() -> None:
    assert _said(_read(_list("Instroomdatum", "01-10-2026", "01-10-2026", "25-08-2025"))) == []
    assert _said(_read(_list("Instroomdatum", "25-08-2025", "01-08-2026"))) == []
    assert _said(_read(_list("Einddatum", "25-08-2025", "01-08-2027"))) == []


def test_true_dates_count_too() -> None:
    rows = [
        ("1", "Tim", "Bos", "1a", date(2027, 1, 4)),
        ("2", "Noor", "Vos", "1a", date(2022, 1, 4)),
    ]

    assert _said(_read(as_xlsx({"Blad1": [(*HEADINGS, "Instroomdatum"), *rows]}))) == [1]


def test_no_row_says_when_its_child_starts() -> None:
    table = _read(_list("Instroomdatum", "25-08-2025", "01-02-2027", "Kees", "25-08-2025"))

    assert "Instroomdatum" not in table.headings
    assert table.starts == (("01-02-2027", 1), ("25-08-2025", 2))


def test_edexml_says_it_too() -> None:
    pupils = "".join(
        f'<leerling key="{at}"><achternaam>Bos</achternaam><roepnaam>Kind</roepnaam>'
        f'<jaargroep>1</jaargroep><groep key="g"/><instroomdatum>{day}</instroomdatum></leerling>'
        for at, day in enumerate(("2027-01-04", "2022-01-04", "2023-01-04"))
    )
    content = (
        "<EDEX><school><schooljaar>2026-2027</schooljaar></school><groepen>"
        '<groep key="g"><naam>1a</naam><jaargroep>1</jaargroep></groep></groepen>'
        f"<leerlingen>{pupils}</leerlingen></EDEX>"
    )

    assert _said(_read(content.encode())) == [1]
