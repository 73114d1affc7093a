"""Which year a child is in, where nobody wrote it down: by its group's name, or by its age."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from leesloket.roster.cleaning import PRIMARY, SECONDARY, clean_group, year_groups_of

_FIRST_OF_OCTOBER = (10, 1)
"""Who is four by then is in group 1, who is twelve has been through group 8."""
_AGE_BEFORE_FIRST_YEAR = 3
_DEFAULT_SECONDARY = frozenset({"14", "15", "16"})

_STREAM = re.compile(
    r"^[1-6][\s.-]?([a-z]+)\d*[a-z]?$|^([a-z]+?)[\s.-]?[1-6](?:[a-z]?\d*|\.\d+)$", re.IGNORECASE
)
_FINAL_OF_STREAM = {
    **dict.fromkeys(("v", "vwo", "gym", "gymnasium", "ath", "atheneum", "ag", "g"), "16"),
    **dict.fromkeys(("h", "havo", "th"), "15"),
    **dict.fromkeys(("m", "mavo", "t", "k", "b", "lwoo"), "14"),
}
_VMBO = re.compile(r"vmbo[bkgtl]{0,4}|[bktl][bkgtl]{1,3}|g[tl]{1,2}")
"""Basis, kader, gemengd and theoretisch, by themselves (`tl`, `kbl`) or together (`bk`, `kgt`);
`gb` is class b of a gymnasium."""
_LETTERS_OF_CLASSES = frozenset("cde")
"""Streams do not have these letters: where they are used, a letter is only a class."""
_TWO_CLASSES = frozenset("ab")
"""Nor has a school both basis and atheneum, and nothing else in one letter."""
_CLASSES = frozenset("abcdef")
"""A letter for a class, behind that of the stream."""


def years_told(year_group: str, group: str, *, secondary: bool | None) -> tuple[str, ...]:
    """The year group as it is written, or those that a group's name tells of."""
    return (year_group,) if year_group else year_groups_of(group, secondary=secondary)


def year_by_age(born: date, start: int) -> int:
    """The year of most children of this age in the school year that begins in `start`.

    1-8 in primary school, 9-14 in the six years of secondary school.
    """
    age = start - born.year - ((born.month, born.day) >= _FIRST_OF_OCTOBER)
    return age - _AGE_BEFORE_FIRST_YEAR


@lru_cache(maxsize=64)
def place_of(year_group: str) -> int:
    """A year group counted on from group 1: 8 is group 8, 9 the first year after it."""
    return int(year_group) - (2 if year_group in SECONDARY else 0)


def final_years(given: frozenset[str], *, secondary: bool | None) -> frozenset[str]:
    """What the branch says; a secondary school that says nothing of its own has the three usual."""
    if secondary and given <= PRIMARY:
        return _DEFAULT_SECONDARY
    return given


def streams_of(groups: Iterable[str]) -> dict[str, str]:
    """Each group whose stream can be read from its name to that stream's final year."""
    found = {group: _without_class(_letters(group)) for group in set(groups)}
    single = {letters for letters in found.values() if len(letters) == 1}
    only_letters = not _LETTERS_OF_CLASSES.isdisjoint(single) or single == _TWO_CLASSES
    return {
        group: final
        for group, letters in found.items()
        if (final := _final_of(letters)) and not (only_letters and len(letters) == 1)
    }


def _final_of(letters: str) -> str:
    """The final year of a stream, or of several that end together; empty for anything else."""
    return _FINAL_OF_STREAM.get(letters) or ("14" if _VMBO.fullmatch(letters) else "")


def _without_class(letters: str) -> str:
    """The letters of the stream alone: 4VA is 4 vwo, class a; 4HV is of two streams."""
    if _final_of(letters) or letters[-1:] not in _CLASSES:
        return letters
    stream = letters[:-1]
    return stream if _final_of(stream) else letters


def _letters(group: str) -> str:
    found = _STREAM.match(clean_group(group))
    return (found[1] or found[2] or "").lower() if found else ""
