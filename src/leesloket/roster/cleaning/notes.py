"""What schools put around a name: notes in brackets, stars, quotes, pictures."""

from __future__ import annotations

import re

_IN_BRACKETS = re.compile(
    r"\((?:nieuw|nieuwe leerling|new|(?:zij-?\s?)?instromer|doubleur|zittenblijver"
    r"|gast(?:leerling)?|[mvj]|jongen|meisje|man|vrouw|\d{3,}"
    r"|(?:twee|drie)ling|(?:tweeling)?(?:zus|broer)(?:je|tje)?(?: van [^()]*)?"
    r"|(?:spreek\s+uit|uitspraak)\b[^()]*"
    r"|(?:(?:nieuw|start|komt|vanaf|vertrekt|verhuist|gaat|(?:gaat )?van school|weg|t/m|tot)\b"
    r"|v\.a\.|per\s)[^()]*\d[^()]*|vertrekt|verhuist|(?:gaat )?van school)\)",
    re.IGNORECASE,
)
"""No bracket stands within one, so it begins at the last that opens."""
_BEHIND_A_DASH = re.compile(
    r"\s+[-\u2013]\s+(?:nieuw|nieuwe leerling|instromer|doubleur|zittenblijver)$"
    r"|(?:\s+[-=]?>\s|=>).*$"
)
"""And an arrow: `Bos -> groep 4`; not that of a tag."""
_PICTURE = (
    "\u2190-\u21ff\u2300-\u24ff\u25b0-\u25c9\u25cb-\u2bff"
    "\u3030\u303d\ufe0f\u200d\U0001f000-\U0001faff"
)
"""Without the roots, lines, squares and lozenges that a letter turns into: `\u25a1eljko`."""
_AROUND = re.compile(
    rf"^\s*[{_PICTURE}]+\s*|\s+[{_PICTURE}]+\s*$|(?<![\s{_PICTURE}])[{_PICTURE}]+\s*$"
)
"""Those at the end from where they begin: tried from each of them a long row has no end."""
_BULLET = re.compile(r"^[-\u2013\u2014\u2022\u00b7\u25aa\u25cf\u25cb*]+\s+")
_QUOTED = re.compile("^(?:\".+\"|'.+'|\u201c.+\u201d|\u201e.+[\u201c\u201d]|\u2018.+\u2019)$")
_CALL_NAMES = ("(Broer)", "(Zus)", "(Man)")
_CALLED_SO = re.compile(
    r"(?:^|,\s*)(?=(.))(?:[^\W\d_a-z]\.?\s?)+(?<=[.\s])(?:[a-z' ]+\s)?\((?=\1)(?:Broer|Zus|Man)\)$"
)
"""Behind initials it is a call name, where the first of them is its own: `B. (Broer)`."""


def is_quoted(value: str) -> bool:
    """Whether quotes stand around a name: `"Jan"`."""
    return _QUOTED.match(value) is not None


def without_note(value: str) -> str:
    """A name without what a school puts around it: `(nieuw)`, a star, quotes, a picture."""
    if is_quoted(value) and value[-1] not in value[1:-1]:
        value = value[1:-1].strip()
    if value.endswith(_CALL_NAMES) and _CALLED_SO.search(value):
        return value
    plain = value if value.isascii() else _AROUND.sub("", value)
    return _BULLET.sub("", _without_remark(plain)).strip("* ") or value


def _without_remark(value: str) -> str:
    at = value.rfind("(")
    if at >= 0 and _IN_BRACKETS.fullmatch(value, at):
        return value[:at].rstrip()
    return _BEHIND_A_DASH.sub("", value)
