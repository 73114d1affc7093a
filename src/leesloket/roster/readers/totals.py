"""Lines that count the pupils, or end a page or the list.  Nobody there is a pupil."""

from __future__ import annotations

import re
from collections.abc import Sequence

from leesloket.roster.readers.grid import Line, filled_in

_TOTAL = re.compile(
    r"\s*(?:(?:sub|eind)?(?:totaal|totalen|total)|aantal|gemiddeld|(?:jongens|meisjes)\b"
    r"|\d+\s+(?:leerlingen|lln|kinderen)\b)",
    re.IGNORECASE,
)
_COUNTS = ("totaal", "aantal")
"""Behind a group, as spreadsheets call a subtotal: `8 Totaal`."""
_SUBTOTAL_HAS_CELLS_AT_MOST = 4
_FOOTNOTE = re.compile(
    r"\s*(pagina\s*\d|blad\s*\d|page\s*\d|afgedrukt|gedrukt op|(?:ge)?print(?:ed)?\b|"
    r"uitgedraaid\b|vertrouwelijk\b|"
    r"(?:(?:deze )?(?:lijst|overzicht)\s+)?(?:is\s+)?(?:aan|op)?gemaakt\s+(?:op|door)\b|"
    r"(?:met\s+)?vriendelijke\s+groet|bron\s*:|legenda|"
    r"einde (lijst|bestand|overzicht)|\*+\s|\(\d+ (?:rows?|rijen|records?)\))",
    re.IGNORECASE,
)
_PAGE = re.compile(
    r"(?:pagina|pag\.?|blad|page)\s*(?::\s*)?\d{1,3}(?:\s*(?:van|of|/)\s*\d{1,3})?\s*",
    re.IGNORECASE,
)
_PAGE_HAS_CELLS_AT_MOST = 4
_GREETING = re.compile(
    r"(?:(?:met\s+)?(?:vriendelijke|hartelijke)\s+groet(?:en|jes)?|(?:veel\s+)?groet(?:en|jes)"
    r"|(?:alvast\s+)?(?:hartelijk\s+)?(?:bedankt|dank(?:\s+(?:je|u)\s*wel)?))"
    r"(?:\s*[,.!].*|\s+(?:van|namens|voor)\b.*)?|m\.?v\.?g\.?(?![^\W_]).*",
    re.IGNORECASE,
)
_LINES_AT_MOST = 5
"""Of a greeting with a name, the school and its number below it."""


def is_total(cells: Sequence[str]) -> bool:
    """Whether a line counts the pupils, or ends a page or the list: `Totaal 28`, `Pagina 2`."""
    filled = filled_in(cells)
    if not filled:
        return False
    last = filled[-1]
    if len(filled) <= _PAGE_HAS_CELLS_AT_MOST and last[:1] in "pPbB" and _PAGE.fullmatch(last):
        return True
    if _TOTAL.match(filled[0]):
        return len(filled) == 1 or all(
            _is_plain_number(cell) or _TOTAL.match(cell) for cell in filled[1:]
        )
    if len(filled) <= _SUBTOTAL_HAS_CELLS_AT_MOST and any(map(_is_subtotal, filled)):
        return all(_is_plain_number(cell) or _is_subtotal(cell) for cell in filled)
    return len(filled) == 1 and _FOOTNOTE.match(filled[0]) is not None


def _is_subtotal(cell: str) -> bool:
    return cell.rstrip().lower().endswith(_COUNTS)


def _is_plain_number(cell: str) -> bool:
    return cell.strip().rstrip("%").replace(",", "").replace(".", "").isdigit()


def closing_of(lines: Sequence[Line]) -> frozenset[int]:
    """The numbers of the last lines from a greeting on; each is one cell alone."""
    last = lines[-_LINES_AT_MOST:]
    alone = [_only_text(line.cells) for line in last]
    for at, text in enumerate(alone):
        if _GREETING.fullmatch(text) and all(alone[at:]):
            return frozenset(line.number for line in last[at:])
    return frozenset()


def _only_text(cells: Sequence[str]) -> str:
    filled = filled_in(cells)
    return filled[0] if len(filled) == 1 else ""
