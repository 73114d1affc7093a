"""A clean workbook of pupils, with the headings of the sample file."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime

import xlsxwriter

from leesloket.roster.model import Field, PupilRecord
from leesloket.roster.writers.sample import SAMPLE_COLUMNS

_TIMELESS = datetime(2026, 1, 1, tzinfo=UTC)
_WIDTH = 16


def write_xlsx(records: Sequence[PupilRecord]) -> bytes:
    """The pupils as a workbook: text cells that keep their zeros, real dates, no formulas."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as workbook:
        workbook.set_properties({"title": "Leerlingenlijst", "created": _TIMELESS})
        bold = workbook.add_format({"bold": True, "bottom": 1})
        text = workbook.add_format({"num_format": "@"})
        day = workbook.add_format({"num_format": "dd-mm-yyyy"})
        sheet = workbook.add_worksheet("Leerlingen")
        sheet.freeze_panes(1, 0)
        columns = _columns(records)
        for at, (heading, _) in enumerate(columns):
            sheet.set_column(at, at, _WIDTH)
            sheet.write_string(0, at, heading, bold)
        for row, record in enumerate(records, start=1):
            for at, (_, field) in enumerate(columns):
                if field is not Field.BIRTH_DATE:
                    value = getattr(record, field.value)
                    sheet.write_string(row, at, value, text)
                elif record.birth_date is not None:
                    sheet.write_datetime(row, at, record.birth_date, day)
    return buffer.getvalue()


def _columns(records: Sequence[PupilRecord]) -> list[tuple[str, Field]]:
    """Those of the sample; the initials too, where they are all that a child is called by.

    And the location, where there are several: schools number their own pupils.
    """
    columns = [(column.heading, column.field) for column in SAMPLE_COLUMNS]
    if any(record.initials and not record.first_name for record in records):
        columns.insert(1, ("Voorletters", Field.INITIALS))
    if len({record.location for record in records}) > 1:
        columns.append(("Vestiging", Field.LOCATION))
    return columns
