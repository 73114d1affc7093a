"""How a letter ends, below a list: a greeting, and who sends it.  Nobody there is a pupil."""

from __future__ import annotations

import re
from collections.abc import Sequence

from leesloket.roster.readers.grid import Line

_GREETING = re.compile(
    r"(?:(?:met\s+)?(?:vriendelijke|hartelijke)\s+groet(?:en|jes)?|(?:veel\s+)?groet(?:en|jes)"
    r"|(?:alvast\s+)?(?:hartelijk\s+)?(?:bedankt|dank(?:\s+(?:je|u)\s*wel)?))"
    r"(?:\s*[,.!].*|\s+(?:van|namens|voor)\b.*)?|m\.?v\.?g\.?(?![^\W_]).*",
    re.IGNORECASE,
)
_LINES_AT_MOST = 5
"""Of a greeting with a name, the school and its number below it."""


def closing_of(lines: Sequence[Line]) -> frozenset[int]:
    """The numbers of the last lines from a greeting on; each is one cell alone."""
    last = lines[-_LINES_AT_MOST:]
    alone = [_only_cell(line.cells) for line in last]
    for at, text in enumerate(alone):
        if _GREETING.fullmatch(text) and all(alone[at:]):
            return frozenset(line.number for line in last[at:])
    return frozenset()


def _only_cell(cells: Sequence[str]) -> str:
    filled = [cell.strip() for cell in cells if cell and not cell.isspace()]
    return filled[0] if len(filled) == 1 else ""
