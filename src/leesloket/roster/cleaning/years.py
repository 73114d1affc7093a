"""School years: `2026-2027` starts on 1 August 2026."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

_SCHOOL_YEAR = re.compile(r"^\s*(\d{4})\s*[-/]\s*(?:\d{4}|\d{2})\s*$")
_IN_A_TEXT = re.compile(r"(?<![\d/-])(?:20)?(\d\d)\s*[-\u2013/_]\s*(?:20)?(\d\d)(?![\d/-])")
_YEARS_OF_SCHOOLS = range(15, 60)


@lru_cache(maxsize=64)  # asked of every child; there are a few school years
def start_of(school_year: str | None) -> int | None:
    """The calendar year in which a school year starts; `2026 / 2027` (ParnasSys) is read too."""
    found = _SCHOOL_YEAR.match(school_year or "")
    return int(found[1]) if found else None


def end_of_school_year(text: str) -> date | None:
    """The last day of the school year that a text names."""
    told = school_year_in(text)
    return date(int(told[-4:]), 7, 31) if told else None


def school_year_in(text: str) -> str:
    """The school year that a text names, as `2026-2027`; `26-27` too.  Empty when it names none."""
    for found in _IN_A_TEXT.finditer(text):
        first, second = int(found[1]), int(found[2])
        if second == first + 1 and first in _YEARS_OF_SCHOOLS:
            return f"20{first}-20{second}"
    return ""
