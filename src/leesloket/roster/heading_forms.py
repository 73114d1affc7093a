"""The forms of one heading: folded, and without what stands around the word that tells.

Folded is without case, accents, spaces and punctuation: so `Lln.nr.` is `LLNNR`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

WORD = re.compile(r"[a-z0-9]+")
_WORDS_ABOUT_THE_CHILD = (
    *("vandeleerling", "vanleerling", "leerlingen", "leerling", "vanhetkind", "vankind", "kind"),
    "lln",
)
_WORDS_BEHIND = ("vandeschool", "school", "parnassys", "esis", "magister", "somtoday")
"""Whose number or name it is: `Leerlingnummer school`."""
_IN_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_PART_OF_A_NAME = re.compile(r"^\s*(?:leerling)?naam\s*\(([^()]*naam[^()]*)\)", re.IGNORECASE)
_SCHOOL_YEAR = re.compile(
    r"(?:schooljaar\s*)?['\u2019]?\b(?:20)?\d\d\s*[-/]\s*['\u2019]?(?:20)?\d\d\b"
    r"|\b(?:(?:per|op|vanaf|sinds)\s+)?(?:\d{1,2}[-/. ])?"
    r"(?:(?:\d{1,2}|(?:jan|feb|mrt|maart|apr|mei|jun|jul|aug|sep|okt|nov|dec)[a-z]*\.?)[-/. ])?"
    r"20\d\d\b",
    re.IGNORECASE,
)
"""`2026-2027`, or when in one: `Groep sept. 2026`, `Groep per 1-8-2026`."""
_ASKED = re.compile(
    r"^\s*(?:wat is (?:de|het)|in welke|welke)\s+"
    r"|\s+(?:(?:zit|heeft)\s+(?:uw|je|het)|van\s+(?:uw|je))\s+kind\s*\??\s*$",
    re.IGNORECASE,
)
"""Around the word in a question to parents: `In welke groep zit uw kind?`."""
_COUNTED = re.compile(r"^\s*\d{1,2}(?:[.)]\s*|\s+)")
_FOLDED_AT_MOST = 400
"""To take apart thousands of marks above one letter takes seconds."""


def without_accents(text: str) -> str:
    """In small letters, and no longer than what is looked at."""
    decomposed = unicodedata.normalize("NFKD", text[:_FOLDED_AT_MOST].replace("\u0131", "i"))
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark)).casefold()


@lru_cache(maxsize=4096)
def fold_heading(text: str) -> str:
    """A heading without case, accents, spaces and punctuation: `Lln.nr. ` gives `llnnr`."""
    return "".join(WORD.findall(without_accents(text)))


def names_a_time(text: str) -> bool:
    """Whether a heading names a school year or a day: `Groep 2026-2027`, `Groep sept. 2026`."""
    return _SCHOOL_YEAR.search(text) is not None


def plainer_forms(text: str) -> tuple[str, ...]:
    """The heading folded, then without a note in brackets, a school year or the word `leerling`.

    Last without a word behind it that says whose it is (`Leerlingnummer school`).  A number in
    front (`3. Achternaam`) never counts, and `Naam (achternaam)` is first of all what it says.
    """
    text = _COUNTED.sub("", text)
    folded = fold_heading(text)
    shorter = fold_heading(_SCHOOL_YEAR.sub(" ", _IN_BRACKETS.sub(" ", text)))
    forms = [*map(fold_heading, _PART_OF_A_NAME.findall(text)), folded, shorter]
    forms.append(fold_heading(_ASKED.sub(" ", text)))
    for word in _WORDS_ABOUT_THE_CHILD:
        forms.extend(
            form for form in (shorter.removeprefix(word), shorter.removesuffix(word)) if form
        )
    forms.extend(shorter.removesuffix(word) for word in _WORDS_BEHIND if shorter != word)
    return tuple(forms)
