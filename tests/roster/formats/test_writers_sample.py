from __future__ import annotations

import io
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from leesloket.roster.columns import suggest_mapping
from leesloket.roster.model import Field
from leesloket.roster.readers import read
from leesloket.roster.writers.sample import (
    SAMPLE_COLUMNS,
    required_columns,
    sample_ods,
    sample_xlsx,
)

HEADINGS = [column.heading for column in SAMPLE_COLUMNS]


@pytest.mark.parametrize("content", [sample_xlsx(), sample_ods()], ids=["xlsx", "ods"])
def test_both_samples_show_the_one_list_of_columns(content: bytes) -> None:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))

    pupils = workbook.get_sheet_by_name("Leerlingen").to_python()
    explained = workbook.get_sheet_by_name("Uitleg").to_python()

    assert pupils == [HEADINGS]
    assert [row[0] for row in explained[1:]] == HEADINGS
    assert [row[2] for row in explained[1:]] == [column.example for column in SAMPLE_COLUMNS]


@pytest.mark.parametrize("content", [sample_xlsx(), sample_ods()], ids=["xlsx", "ods"])
def test_the_reader_knows_every_column_of_both_samples(content: bytes) -> None:
    result = read(content)

    assert result.problems == ()
    assert result.table is not None
    assert result.table.sheet == "Leerlingen"
    mapping = suggest_mapping(result.table)
    assert mapping.fields == tuple(column.field for column in SAMPLE_COLUMNS)
    assert mapping.missing == ()


def test_the_picture_leaves_out_only_the_year_group() -> None:
    left_out = set(SAMPLE_COLUMNS) - set(required_columns())

    assert {column.field for column in left_out} == {Field.YEAR_GROUP}
    assert [column.heading for column in required_columns()] == [
        "Leerlingnummer",
        "Roepnaam",
        "Tussenvoegsel",
        "Achternaam",
        "Geboortedatum",
        "Groep",
    ]


def test_cells_are_text_headings_stay_and_the_year_group_is_a_choice() -> None:
    with zipfile.ZipFile(io.BytesIO(sample_xlsx())) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        styles = archive.read("xl/styles.xml").decode()

    assert 'numFmtId="49"' in styles  # 49 is the built-in format of text
    assert 'state="frozen"' in sheet
    assert "&quot;1,2,3,4,5,6,7,8&quot;" in sheet or '"1,2,3,4,5,6,7,8"' in sheet


@pytest.mark.parametrize("make", [sample_xlsx, sample_ods])
def test_the_sample_is_the_same_on_every_day(make: object, monkeypatch: pytest.MonkeyPatch) -> None:
    assert callable(make)
    before = make()

    monkeypatch.setattr("time.localtime", lambda *_: (2031, 5, 6, 7, 8, 9, 0, 1, 0))

    assert make() == before
