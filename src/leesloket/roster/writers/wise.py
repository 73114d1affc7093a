"""The import file of OCLC Wise, with its exact headings (DOMAIN.md 10.2)."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from leesloket.roster.model import PupilRecord
from leesloket.roster.writers.group_codes import distinct_names, wise_codes

_HEADINGS = (
    *("LEERLINGNUMMER", "GROEP", "GROEPSNAAM", "JAARGROEP", "VOORLETTERS", "ROEPNAAM"),
    *("NAAMTUS", "NAAM", "GEBOORTEDATUM"),
)
_CARD = "LENERNUMMER"
_NUMBER_LENGTH = 20
_NO_YEAR = "0"
# A spreadsheet would run these as formulas (OWASP, CSV injection); no name starts with one.
_FORMULA_STARTS = ("=", "+", "-", "@")


def write_wise(records: Sequence[PupilRecord]) -> bytes:
    """The pupils as a CSV file for Wise: UTF-8 with its mark, semicolons, one line a pupil.

    Group codes are made legal and stay one-to-one with the names; the column of card numbers is
    only there when a pupil has one, since Wise makes it the main card.
    """
    codes = wise_codes({record.group for record in records})
    names = distinct_names({r.group: r.group_name or r.group for r in records})
    with_cards = any(record.card_number for record in records)
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, delimiter=";", lineterminator="\r\n")
    writer.writerow((*((_CARD,) if with_cards else ()), *_HEADINGS))
    for record in records:
        cells = (
            *((record.card_number,) if with_cards else ()),
            record.pupil_number[:_NUMBER_LENGTH],
            codes[record.group] if record.group else "",
            names[record.group] if record.group else "",
            record.year_group[-1:] or _NO_YEAR,
            record.initials,
            record.first_name,
            record.prefix,
            record.surname,
            record.birth_date.isoformat() if record.birth_date else "",
        )
        writer.writerow([_as_text(cell) for cell in cells])
    return lines.getvalue().encode("utf-8-sig")


def _as_text(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
