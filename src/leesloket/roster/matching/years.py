"""School years: `2026-2027` starts on 1 August 2026."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from leesloket.roster.model import KnownPupil

_SCHOOL_YEAR = re.compile(r"^\s*(\d{4})\s*[-/]\s*(?:\d{4}|\d{2})\s*$")


def start_of(school_year: str | None) -> int | None:
    """The calendar year in which a school year starts; `2026 / 2027` (ParnasSys) is read too."""
    found = _SCHOOL_YEAR.match(school_year or "")
    return int(found[1]) if found else None


def years_between(known: Sequence[KnownPupil], school_year: str | None) -> int | None:
    """School years from the placements of the enrolled children to `school_year`.

    Most children decide.  None when the register does not say which year its placements are of.
    """
    start = start_of(school_year)
    if start is None:
        return None
    starts = Counter(start_of(pupil.school_year) for pupil in known if pupil.enrolled)
    starts.pop(None, None)
    if not starts:
        return None
    latest, _ = max(starts.items(), key=lambda item: (item[1], item[0] or 0))
    return None if latest is None else start - latest
