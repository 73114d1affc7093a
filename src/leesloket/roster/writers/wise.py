"""The import file of OCLC Wise, with its exact headings (DOMAIN.md 10.2)."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from leesloket.roster.model import PupilRecord
from leesloket.roster.writers.cells import as_text
from leesloket.roster.writers.group_codes import distinct_names, wise_codes

_HEADINGS = (
    *("LEERLINGNUMMER", "GROEP", "GROEPSNAAM", "JAARGROEP", "VOORLETTERS", "ROEPNAAM"),
    *("NAAMTUS", "NAAM", "GEBOORTEDATUM"),
)
_CARD = "LENERNUMMER"
_NUMBER_LENGTH = 20
_NO_YEAR = "0"


def write_wise(records: Sequence[PupilRecord]) -> bytes:
    """The pupils as a CSV file for Wise: UTF-8 with its mark, semicolons, one line a pupil.

    Group codes are made legal and stay one-to-one with the names; the column of card numbers is
    only there when a pupil has one, since Wise makes it the main card.
    """
    numbers = _numbers({record.pupil_number for record in records})
    codes = wise_codes({record.group for record in records})
    names = distinct_names({r.group: r.group_name or r.group for r in records})
    with_cards = any(record.card_number for record in records)
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, delimiter=";", lineterminator="\r\n")
    writer.writerow((*((_CARD,) if with_cards else ()), *_HEADINGS))
    for record in records:
        cells = (
            *((record.card_number,) if with_cards else ()),
            numbers[record.pupil_number],
            codes[record.group] if record.group else "",
            names[record.group] if record.group else "",
            record.year_group[-1:] or _NO_YEAR,
            record.initials,
            record.first_name,
            record.prefix,
            record.surname,
            record.birth_date.isoformat() if record.birth_date else "",
        )
        writer.writerow([as_text(cell) for cell in cells])
    return lines.getvalue().encode("utf-8-sig")


def _numbers(numbers: Collection[str]) -> Mapping[str, str]:
    """Each pupil number as Wise can hold it: the end of a long one, where that is its own.

    The end tells numbers of one system apart, and is the same next year.  Else it is left blank:
    Wise asks for a blank, and takes two children with one number for one.
    """
    ends = Counter(number[-_NUMBER_LENGTH:] for number in numbers)
    written = {}
    for number in numbers:
        end = number[-_NUMBER_LENGTH:]
        written[number] = end if end == number or ends[end] == 1 else ""
    return written
