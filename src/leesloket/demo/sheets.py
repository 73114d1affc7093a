"""Write a sheet the way the programs of schools do: xlsx, xls, ods and csv.

Everything but `.xls` and the numbers in it is text, as in the lists schools really send.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import xlsxwriter
import xlwt
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from leesloket.roster.writers.ods import OdsSheet, write_ods

Cell = str | int | date
Row = tuple[Cell, ...]

_TIMELESS = datetime(2026, 8, 17, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it stands on the screen: title lines, headings, rows, and lines underneath."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...] = field(repr=False)
    above: tuple[Row, ...] = ()
    below: tuple[Row, ...] = ()
    number_formats: tuple[str, ...] = ()
    """Per column, for its numbers and dates; empty for text."""

    @property
    def lines(self) -> tuple[Row, ...]:
        return (*self.above, self.headings, *self.rows, *self.below)


def xlsx(sheets: Sequence[Sheet]) -> bytes:
    """A workbook with these sheets."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": _TIMELESS})
        for sheet in sheets:
            formats = [
                workbook.add_format({"num_format": number_format}) if number_format else None
                for number_format in sheet.number_formats
            ]
            worksheet = workbook.add_worksheet(sheet.name)
            for row, cells in enumerate(sheet.lines):
                for column, value in enumerate(cells):
                    _xlsx_cell(worksheet, row, column, value=value, formats=formats)
    return buffer.getvalue()


def _xlsx_cell(
    worksheet: Worksheet, row: int, column: int, *, value: Cell, formats: Sequence[Format | None]
) -> None:
    number_format = formats[column] if column < len(formats) else None
    match value:
        case "":
            return
        case str():
            worksheet.write_string(row, column, value)
        case date():
            worksheet.write_datetime(row, column, value, number_format)
        case int():
            worksheet.write_number(row, column, value, number_format)


def xls(sheet: Sheet) -> bytes:
    """A workbook of Excel 97-2003."""
    workbook = xlwt.Workbook(encoding="utf-8")
    worksheet = workbook.add_sheet(sheet.name)
    styles = [xlwt.easyxf(num_format_str=one or "@") for one in sheet.number_formats]
    for row, cells in enumerate(sheet.lines):
        for column, value in enumerate(cells):
            if value == "":
                continue
            if isinstance(value, str):
                worksheet.write(row, column, value)
            else:
                worksheet.write(row, column, value, styles[column])
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def ods(sheet: Sheet) -> bytes:
    """An OpenDocument sheet; dates are true dates."""
    rows = tuple(
        tuple(value if isinstance(value, date) else str(value) for value in row)
        for row in sheet.lines
    )
    return write_ods((OdsSheet(sheet.name, rows),))


def csv_text(sheet: Sheet, *, encoding: str = "cp1252", delimiter: str = ";") -> bytes:
    """A list with the line ends and the marks of a Windows program."""
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n").writerows(sheet.lines)
    return buffer.getvalue().encode(encoding)


def zipped(name: str, content: bytes) -> bytes:
    """A zip with this one file in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        info = zipfile.ZipInfo(name, _TIMELESS.timetuple()[:6])
        info.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(info, content)
    return buffer.getvalue()
