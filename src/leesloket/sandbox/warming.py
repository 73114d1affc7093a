"""Reading lists of our own, so that the next real one finds everything in place.

A child that has read a list of usual size has its memory already: most of what a file of 500 rows
costs in a fresh child over a used one is the kernel handing out pages.
"""

from __future__ import annotations

import io
import zipfile
from functools import cache

from leesloket.roster.readers import read

_HEADINGS = (
    *("Leerlingnummer", "Lln.nr.", "Roepnaam", "Voornaam", "Voorletters", "Tussenvoegsel"),
    *("Voorvoegsel", "Achternaam", "Naam", "Geboortedatum", "Geb.datum", "Groep", "Klas"),
    *("Jaargroep", "Leerjaar", "Geslacht", "Adres", "Postcode", "Woonplaats", "BSN"),
)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_ROWS = 500


def _lines() -> list[tuple[str, ...]]:
    """No two cells alike, as in a real list."""
    columns = range(len(_HEADINGS))
    return [_HEADINGS, *(tuple(f"x{row}y{at}" for at in columns) for row in range(_ROWS))]


@cache
def _text_list() -> bytes:
    return "\n".join(map(";".join, _lines())).encode()


@cache
def _workbook() -> bytes:
    """The same list as a minimal workbook."""
    cell = '<c t="inlineStr"><is><t>{}</t></is></c>'
    rows = "".join(f"<row>{''.join(map(cell.format, line))}</row>" for line in _lines())
    parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types"><Override PartName="/xl/workbook.xml" '
            f'ContentType="{_BOOK_TYPE}.sheet.main+xml"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r" '
            f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
            '<sheet name="A" sheetId="1" r:id="r"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r" '
            f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
        ),
        "xl/worksheets/sheet1.xml": (
            f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'
        ),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return target.getvalue()


def warm_up() -> None:
    """Read both lists.  In the supervisor it fills caches; in a child it claims its own memory."""
    read(_text_list())
    read(_workbook())
