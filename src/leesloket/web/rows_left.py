"""The rows of a file that did not go along, in words."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext as _n

from leesloket.web import words
from leesloket.web.formatting import row_number
from leesloket.web.problem_texts import sentence

_NAMED = 12
"""So many row numbers can be read in one go; the report has them all."""


def why(kind: str, code: str) -> str:
    """A sentence with the reason; kind and code are those of `imports.showing.RowsLeft`."""
    if kind == "error":
        return sentence(code)
    return f"{capfirst(str(words.REASONS[code]))}."


def which(rows: Sequence[int]) -> str:
    """`rij 12`, `rijen 3, 4 en nog 290`."""
    numbers = ", ".join(map(row_number, rows[:_NAMED]))
    said = _n("row %(numbers)s", "rows %(numbers)s", len(rows)) % {"numbers": numbers}
    more = len(rows) - _NAMED
    return _("%(rows)s and %(more)s more") % {"rows": said, "more": more} if more > 0 else said
