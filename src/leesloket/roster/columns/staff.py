"""Words for who works at a school, as a group or a status has them."""

from __future__ import annotations

import re

_STAFF = frozenset(
    {
        *("team", "docententeam", "staf", "directie", "oop", "mt", "ib", "staff", "teacher"),
        *("teachers", "ouders", "ouder", "vrywilligers", "juf", "meester", "lkr"),
    }
)
_STAFF_WORD = re.compile(
    r"\b(?:(?:groeps|vak|gym)?leerkracht(?:en)?|leraar|leraren|lerares|docent(?:en|e)?"
    r"|(?:onderwys|klassen)assistent(?:en|e)?|personeel|personeelsleden|medewerkers?"
    r"|directeur|adjunct|concierge|intern begeleider|stagiaires?)\b"
)
"""In a folded text: without accents, ij written as y."""


def is_staff(text: str) -> bool:
    """Whether a folded group or status is of staff, and of no pupil."""
    return text in _STAFF or _STAFF_WORD.search(text) is not None
