"""Rows between the children that are about a group or a part of the list, and hold no child."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from string import ascii_lowercase

from leesloket.roster.cleaning import MONTHS, has_lost_letters
from leesloket.roster.headings import fold_heading

_ABOUT_A_GROUP = re.compile(
    r"(?:(?:groeps)?leerkracht(?:en)?|leraren|docent(?:en)?|lokaal|peildatum|schooljaar)\b.*"
    r"|(?:mentor(?:en)?|leraar|datum|periode|school|locatie)\s*:.*|juf(?:frouw)?\s.*"
    r"|(?:stagiaires?|directeur|directrice|(?:onderwijs|klassen)assistente?|conci[e\u00eb]rge"
    r"|intern\s+begeleid(?:er|ster))\b.*"
    r"|\(c\)\s.*|stand\s+(?:op|per)\b.*|(?:leerjaar|jaargroep|jaarlaag|unit)\s*\d.*",
    re.IGNORECASE,
)
"""`Leerkracht: juf Anna`, `Lokaal 12`.  Not `Meester Jan`: that is a child's name too."""
_LABELS = frozenset(
    {
        *("leerkracht", "leerkrachten", "groepsleerkracht", "groepsleerkrachten", "docent"),
        *("docenten", "lokaal", "peildatum", "schooljaar", "aantalleerlingen"),
    }
)
_NO_NAME_HAS = frozenset(":=\u00a9")
"""`Opgemaakt door: J. Bos`, `rood = vertrekt`; unless a letter was lost: `Zo=C3=AB Bos`."""
_LABEL_WITH_VALUE = 2
"""Cells."""
_PARTS_OF_A_SCHOOL = frozenset(
    {"onderbouw", "middenbouw", "bovenbouw", "kleuters", "kleuterbouw", "tussenbouw"}
)
_DIVIDERS = (
    frozenset(ascii_lowercase),
    frozenset(MONTHS),
)
_FEWEST_PAGES = 3
_FEWEST_DIVIDERS = 3
"""Different ones: a single `April` may be a child."""


def is_label(filled: Sequence[str]) -> bool:
    """Whether the filled cells of a row are a label and its value: `Leerkracht`, `juf Anna`."""
    return len(filled) == _LABEL_WITH_VALUE and (
        filled[0].endswith(":") or fold_heading(filled[0]) in _LABELS
    )


def titles_between(alone: Mapping[int, str]) -> Collection[str]:
    """Of the texts that stand alone in their rows, those that are about a group or a part.

    Or the title of every page, which no child is: three rows with one name and nothing else, and
    others between them, for a child with three parents has three rows too.  Only for a list in
    which every child has its group besides: else they may be the groups.
    """
    texts = Counter(text for at, text in alone.items() if alone.get(at - 1) != text)
    folded = {text: fold_heading(text) for text in texts}
    dividers = _PARTS_OF_A_SCHOOL.union(
        *(some for some in _DIVIDERS if len(some.intersection(folded.values())) >= _FEWEST_DIVIDERS)
    )
    return {
        text
        for text in texts
        if texts[text] >= _FEWEST_PAGES
        or folded[text] in dividers
        or (not _NO_NAME_HAS.isdisjoint(text) and not has_lost_letters(text))
        or _ABOUT_A_GROUP.fullmatch(text) is not None
    }
