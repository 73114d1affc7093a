"""Rows that tell how a list is to be filled in, above the first child: `bijv. Jan`, `tekst`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from leesloket.roster.readers.grid import Line, filled_in

_AT_MOST = 3
"""Lines.  When others say so too, it is the name of a school or a street."""
_EXAMPLE = re.compile(
    r"(?<![\w@./-])(?:voorbeeld(?:en|rij|regel|leerling|kind)?|example|bijvoorbeeld)(?![\w@-]|\.\w)"
    # Elsewhere in a cell it is a firm: the employer of a parent.
    r"|\A\W*(?:bijv|bv|vb)\.(?!\w)",
    re.IGNORECASE,
)
_KIND_OF_CELL = re.compile(
    r"(?:vrije\s)?(?:tekst|text|string|getal|nummer|number|integer|datum|date|numeriek|alfanumeriek"
    r"|(?:max(?:imaal|\.)?\s)?\d{1,3}\s(?:tekens|karakters|cijfers|letters|posities)"
    r"|verplicht|optioneel|required|optional|[dj]{1,4}[-/][m]{1,2}[-/][dj]{1,4}"
    r"|[dy]{1,4}[-/][m]{1,2}[-/][dy]{1,4})"
    r"(?:\s*\([\w\s.]{1,20}\))?",
    re.IGNORECASE,
)
_FEWEST_KINDS = 3


def examples_in(lines: Sequence[Line]) -> frozenset[int]:
    """Numbers of the lines that are examples, of those directly below the headings."""
    examples = [*takewhile(is_example, lines[:_AT_MOST])]
    others = lines[len(examples) :]
    if not examples or not others or any(map(is_example, others)):
        return frozenset()
    return frozenset(line.number for line in examples)


def is_example(line: Line) -> bool:
    """Whether a line calls itself an example, or says what kind of thing every cell is to hold."""
    if any(_EXAMPLE.search(cell) for cell in line.cells):
        return True
    filled = filled_in(line.cells)
    return len(filled) >= _FEWEST_KINDS and all(map(_KIND_OF_CELL.fullmatch, filled))
