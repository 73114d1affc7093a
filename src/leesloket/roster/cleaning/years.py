"""School years: `2026-2027` starts on 1 August 2026."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

_SCHOOL_YEAR = re.compile(r"^\s*(\d{4})\s*[-/]\s*(?:\d{4}|\d{2})\s*$")
_IN_A_TEXT = re.compile(r"(?<![\d/-])(?:20)?(\d\d)\s*[-\u2013/_]\s*(?:20)?(\d\d)(?![\d/-])")
_YEARS_OF_SCHOOLS = range(15, 60)
_BEFORE_IT, _BEHIND_IT = " ,;:([\u2013-", " ,;:)]\u2013-"
"""Signs that part it from the rest of a text."""


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
    found = _named_in(text)
    return f"20{found[1]}-20{found[2]}" if found else ""


def without_school_year(text: str) -> str:
    """`5a` of `5a - schooljaar 2026-2027` and `2026/2027 5a`; nothing of `Groep 2026-2027`.

    A text that says no more than `15-16` stays: it may be an age, or a room.
    """
    found = _named_in(text)
    if found is None:
        return text
    before = text[: found.start()].rstrip(_BEFORE_IT)
    if before.lower().endswith("schooljaar"):
        before = before[: -len("schooljaar")].rstrip(_BEFORE_IT)
    rest = f"{before} {text[found.end() :].lstrip(_BEHIND_IT)}".strip()
    if rest.lower() not in {"", "groep", "klas"}:
        return rest
    return "" if f"20{found[1]}" in text else text


def _named_in(text: str) -> re.Match[str] | None:
    for found in _IN_A_TEXT.finditer(text):
        if int(found[2]) == int(found[1]) + 1 and int(found[1]) in _YEARS_OF_SCHOOLS:
            return found
    return None
