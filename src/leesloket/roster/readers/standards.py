"""What the standards with fields of their own have in common: EDEXML, UWLR, OneRoster and SDS."""

from __future__ import annotations

from collections.abc import Iterable

SOME_DAY_LONG_AGO = "2000-01-01"
"""The day of leaving of who is gone without one: before the file was made, which may be today."""


def only(texts: Iterable[str]) -> str:
    """What all of these say; nothing where they differ, or there are none: nobody knows which."""
    found = set(texts)
    return found.pop() if len(found) == 1 else ""
