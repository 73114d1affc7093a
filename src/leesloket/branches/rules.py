"""School years, and what can be said of a branch.  Pure."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from anyascii import anyascii

FIRST_MONTH = 8
"""A school year runs from 1 August to 31 July (DOMAIN: WPO art. 1)."""

# From this month on, a list is about the year that starts in August, not the one that ends.
LIST_FOR_NEXT_YEAR_FROM = 6

_LABEL = re.compile(r"(\d{4})-(\d{4})")
_NOT_A_LETTER_OR_DIGIT = re.compile(r"[^0-9a-z]+")


def folded(text: str) -> str:
    """What names are sorted and found by: lower case, without accents or marks.

    `Zoë van 't Hof` becomes `zoe van t hof`; bytes would put `'t Wilgenbos` before `De Akker`.
    """
    return _NOT_A_LETTER_OR_DIGIT.sub(" ", anyascii(text).lower()).strip()


class NotASchoolYearError(ValueError):
    """The text is no school year of the form `2026-2027`."""


@dataclass(frozen=True, slots=True)
class Year:
    """A school year by its first day's calendar year."""

    first: int

    @property
    def label(self) -> str:
        return f"{self.first}-{self.first + 1}"

    @property
    def starts_on(self) -> date:
        return date(self.first, FIRST_MONTH, 1)

    @property
    def ends_on(self) -> date:
        return date(self.first + 1, FIRST_MONTH - 1, 31)

    @property
    def next(self) -> "Year":
        return Year(self.first + 1)


def year_of(label: str) -> Year:
    """The school year named `2026-2027`; raises NotASchoolYearError for anything else."""
    found = _LABEL.fullmatch(label)
    if not found or int(found[2]) != int(found[1]) + 1:
        raise NotASchoolYearError
    return Year(int(found[1]))


def year_on(day: date) -> Year:
    """The school year that `day` lies in."""
    return Year(day.year if day.month >= FIRST_MONTH else day.year - 1)


def year_of_list(received_on: date) -> Year:
    """The school year that a list received on this day is most likely about.

    In June and July schools send the groups of after the summer; all other months the present
    ones.  A person can choose otherwise.
    """
    present = year_on(received_on)
    if LIST_FOR_NEXT_YEAR_FROM <= received_on.month < FIRST_MONTH:
        return present.next
    return present


def years_to_choose(day: date) -> tuple[Year, ...]:
    """The school years a list can be about: the present one and the next."""
    present = year_on(day)
    return (present, present.next)


def year_to_open(labels: Collection[str], day: date) -> str:
    """Of the school years that there is something of, the one a page opens with; empty for none.

    The present one; else the last that began, and before the first of all, that one.
    """
    begun = [label for label in labels if year_of(label).starts_on <= day]
    return max(begun) if begun else min(labels, default="")


def effective_on(year: Year, sent_on: date) -> date:
    """The day a list takes effect: 1 August when sent before, else the day it is sent."""
    return max(year.starts_on, sent_on)


# --- what can be said of a branch ----------------------------------------------------------------

FINAL_YEARS: Mapping[str, tuple[str, ...]] = {
    "primary": ("7", "8"),
    "secondary": ("13", "14", "15", "16"),
}
"""Year groups after which leaving can be ordinary, per kind of school; the codes are EDEXML's.

In secondary schools it depends on the stream: 14 is the fourth year (vmbo), 15 havo, 16 vwo.
"""

_BRIN6 = re.compile(r"\d\d[A-Z]{2}\d\d")


def cleaned_brin(text: str) -> str:
    """A BRIN with location number as it is stored: `05ko-01` becomes `05KO01`."""
    return re.sub(r"[^0-9A-Z]", "", text.upper())


def is_brin6(text: str) -> bool:
    """Whether this is a BRIN with the number of a location."""
    return _BRIN6.fullmatch(text) is not None


def final_years_fit(kind: str, chosen: Collection[str]) -> bool:
    """Whether these can be the final years of a branch; a public one has none."""
    offered = FINAL_YEARS.get(kind, ())
    return set(chosen) <= set(offered) and bool(chosen) == bool(offered)


_USUAL_FINAL_YEARS: Mapping[str, tuple[str, ...]] = {
    "primary": ("8",),
    "secondary": ("14", "15", "16"),
}


def usual_final_years(kind: str) -> tuple[str, ...]:
    """The final years of a branch of this kind for which nobody chose; a public one has none."""
    return _USUAL_FINAL_YEARS.get(kind, ())


def free_slug(*wishes: str, taken: Collection[str]) -> str:
    """The first wish that is free, else the last one with a number; a slug is one word of a URL."""
    for wish in wishes:
        if wish and wish not in taken:
            return wish
    last = next((wish for wish in reversed(wishes) if wish), "vestiging")
    number = 2
    while f"{last}-{number}" in taken:
        number += 1
    return f"{last}-{number}"
