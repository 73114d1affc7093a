"""Names of two children where one should stand: `Tim & Tom`, `Tim Bos en Eva Kok`."""

from __future__ import annotations

import re

from leesloket.roster.cleaning.names import is_particle

_NAME = r"[^\W\d_a-z][^\W\d_][\w'\u2019-]*"
_TWO_CHILDREN = re.compile(rf"\s*{_NAME}(?:\s*[&+]\s*[^\W\d_]{{2}}|\s+(?:en|and|und|et)\s+{_NAME})")
"""With capitals: `en` between names in small letters may be one of them."""
_AND = re.compile(r"\s*[&+]\s*|\s+(?:en|and|und|et)\s+")


def names_two_children(first_name: str) -> bool:
    """Whether a first name is that of two children: `Tim & Tom`, `Tim en Tom`; not `Jia En`."""
    return _TWO_CHILDREN.match(first_name) is not None


def whole_name_of_two(value: str, *, surname_first: bool = False) -> bool:
    """The same of a whole name: `Tim en Tom Bos`, `Tim Bos & Eva Kok`.

    `Bos & Kok, Tim` and `Tim Bos & Kok` are one child.
    """
    before, comma, first_names = value.partition(",")
    if comma:
        return names_two_children(first_names)
    names = _AND.split(value)
    if len(names) > 1 and all(map(_is_of_one, names)):
        return True
    if surname_first:
        words = before.split()
        return any(names_two_children(" ".join(words[at:])) for at in range(1, len(words)))
    return names_two_children(before)


def _is_of_one(name: str) -> bool:
    """A first name and a surname, with capitals: `Eva de Bruin`."""
    words = [word for word in name.split() if not is_particle(word)]
    return len(words) > 1 and not any(map(str.islower, words))
