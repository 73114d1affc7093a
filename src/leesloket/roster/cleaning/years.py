"""School years: `2026-2027` starts on 1 August 2026."""

from __future__ import annotations

import re
from functools import lru_cache

_SCHOOL_YEAR = re.compile(r"^\s*(\d{4})\s*[-/]\s*(?:\d{4}|\d{2})\s*$")


@lru_cache(maxsize=64)  # asked of every child; there are a few school years
def start_of(school_year: str | None) -> int | None:
    """The calendar year in which a school year starts; `2026 / 2027` (ParnasSys) is read too."""
    found = _SCHOOL_YEAR.match(school_year or "")
    return int(found[1]) if found else None
