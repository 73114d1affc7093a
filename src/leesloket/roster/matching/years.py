"""How many school years lie between the register's placements and a list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from leesloket.roster.cleaning import start_of
from leesloket.roster.model import KnownPupil


def years_between(known: Sequence[KnownPupil], school_year: str | None) -> int | None:
    """School years from the placements of the enrolled children to `school_year`.

    Most children decide.  None when the register does not say which year its placements are of.
    """
    start = start_of(school_year)
    if start is None:
        return None
    years = Counter(pupil.school_year for pupil in known if pupil.enrolled)
    starts: Counter[int] = Counter()
    for year, count in years.items():
        began = start_of(year)
        if began is not None:
            starts[began] += count
    if not starts:
        return None
    latest, _ = max(starts.items(), key=lambda item: (item[1], item[0]))
    return start - latest
