"""Cells of csv files that a person may open in a spreadsheet."""

from __future__ import annotations

FORMULA_STARTS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""A spreadsheet would run these as formulas (OWASP, CSV injection); no name starts with one.

The last four are the same signs in full width, which a Japanese Excel takes for them.
"""


def as_text(cell: str) -> str:
    """The cell with an apostrophe in front where it would be a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
