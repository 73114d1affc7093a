"""Write OpenDocument sheets: byte for byte the same for the same content."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from odf.element import Element
from odf.namespaces import nsdict
from odf.number import TextStyle
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TextProperties
from odf.table import Table, TableCell, TableColumn, TableRow
from odf.text import P

OdsCell = str | date

# The oldest moment a zip can hold: odfpy writes the clock, and a file would differ every time.
_TIMELESS = (1980, 1, 1, 0, 0, 0)


# odfpy declares every namespace that any document of this process has used: a second one would
# differ from the first.  All of them from the start is the same always, and safe in threads.
Element.namespaces.update(nsdict)


@dataclass(frozen=True, slots=True)
class OdsSheet:
    """A named sheet; the first row is its headings.  Text stays text, a date becomes a date."""

    name: str
    rows: tuple[tuple[OdsCell, ...], ...] = field(repr=False)


def write_ods(sheets: Sequence[OdsSheet]) -> bytes:
    """One document with these sheets; every column is text, so that zeros in front stay."""
    document = OpenDocumentSpreadsheet()
    as_text = TextStyle(name="tekst")
    document.automaticstyles.addElement(as_text)
    text = Style(name="tekstcel", family="table-cell", datastylename=as_text)
    document.automaticstyles.addElement(text)
    bold = Style(name="kop", family="table-cell")
    bold.addElement(TextProperties(fontweight="bold"))
    document.automaticstyles.addElement(bold)
    for sheet in sheets:
        document.spreadsheet.addElement(_table(sheet, text=text, bold=bold))
    buffer = io.BytesIO()
    document.write(buffer)
    return _without_clock(buffer.getvalue())


def _table(sheet: OdsSheet, *, text: Style, bold: Style) -> Table:
    table = Table(name=sheet.name)
    width = max(len(row) for row in sheet.rows)
    table.addElement(TableColumn(numbercolumnsrepeated=width, defaultcellstylename=text))
    for number, row in enumerate(sheet.rows):
        line = TableRow()
        for value in row:
            line.addElement(_cell(value, bold if number == 0 else text))
        table.addElement(line)
    return table


def _cell(value: OdsCell, style: Style) -> TableCell:
    if isinstance(value, date):
        cell = TableCell(valuetype="date", datevalue=value.isoformat())
        cell.addElement(P(text=f"{value:%d-%m-%Y}"))
        return cell
    if not value:
        return TableCell(stylename=style)
    cell = TableCell(valuetype="string", stylename=style)
    cell.addElement(P(text=value))
    return cell


def _without_clock(content: bytes) -> bytes:
    """The same package with every part dated alike."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(buffer, "w") as after,
    ):
        for part in before.infolist():
            info = zipfile.ZipInfo(part.filename, _TIMELESS)
            info.compress_type = part.compress_type
            after.writestr(info, before.read(part))
    return buffer.getvalue()
