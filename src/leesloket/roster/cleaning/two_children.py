"""Names of two children where one should stand: `Tim & Tom`, `Tim Bos en Eva Kok`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import combinations

from leesloket.roster.cleaning.folding import fold_first_name
from leesloket.roster.cleaning.names import is_whole_name
from leesloket.roster.cleaning.particles import is_particle

IsFirstName = Callable[[str], bool]
"""Whether a word is surely a first name, and no surname."""

BETWEEN_NAMES = ("&", "+", "/", ";", "|", " - ", " \u2013 ", " en ", " and ", " und ", " et ")
"""What may stand between the names of two, in small letters."""

_NAME = r"[^\W\d_a-z][^\W\d_][\w'\u2019-]*"
_TWO_CHILDREN = re.compile(rf"\s*{_NAME}(?:\s*[&+]\s*[^\W\d_]{{2}}|\s+(?:en|and|und|et)\s+{_NAME})")
"""With capitals: `en` between names in small letters may be one of them."""
_AND = re.compile(r"\s*[&+]\s*|\s+(?:en|and|und|et)\s+")
_ANY_AND = r"\s*[&+]\s*|\s+(?:en|and|und|et)\s+(?:(?:zus|broer)(?:je|tje)?\s+)?"
_AND_IN_ANY_SIZE = re.compile(_ANY_AND, re.IGNORECASE)
_BETWEEN_FIRST_NAMES = re.compile(rf"{_ANY_AND}|\s*/\s*", re.IGNORECASE)
_BETWEEN_WHOLE_NAMES = re.compile(rf"{_ANY_AND}|\s*[;/|]\s*|\s+[-\u2013]\s+", re.IGNORECASE)
_AND_IN_BRACKETS = re.compile(r"\(\s*(?:en|&|\+)\s+([^\W\d_]+)\s*\)$", re.IGNORECASE)


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


def has_two_first_names(first_name: str, is_first_name: IsFirstName) -> bool:
    """Whether first names of two stand with any sign between: `Tim/Eva`, `tim en eva`.

    `Maria/Mia` is one child: the second is short for the first.
    """
    if (found := _AND_IN_BRACKETS.search(first_name)) is not None:
        return is_first_name(found[1])
    names = _BETWEEN_FIRST_NAMES.split(first_name.strip())
    if len(names) > 1:
        names = [name.strip() for told in names for name in told.split(",")]
    return _are_of_two(names, is_first_name)


def has_two_whole_names(
    value: str, is_first_name: IsFirstName, *, surname_first: bool = False
) -> bool:
    """The same of a whole name: `Tim/Eva Bos`, `Tim Bos / Eva Kok`, `Tim Bos en Eva`.

    `Tim Bos en Duin` and `Anna Bakker / de Vries` are one child: no first name stands behind.
    """
    if (found := _AND_IN_BRACKETS.search(value)) is not None:
        return is_first_name(found[1])
    before, comma, after = value.partition(",")
    if comma:
        return has_two_first_names(after, is_first_name) or (
            _is_whole(before, is_first_name)
            and _is_whole(after, is_first_name)
            and not is_first_name(after.split()[-1])
        )
    names = _BETWEEN_WHOLE_NAMES.split(value.strip())
    if len(names) == 1:
        return False
    if all(_is_whole(name, is_first_name) for name in names):
        return True
    if surname_first:
        *surname, first = names[0].split() or [""]
        return surname != [] and _are_of_two([first, *names[1:]], is_first_name)
    one, *others = _AND_IN_ANY_SIZE.split(value.strip())
    if others and _is_whole(one, is_first_name) and all(map(is_first_name, others)):
        return True
    *firsts, last = _BETWEEN_FIRST_NAMES.split(value.strip())
    return (
        firsts != []
        and _is_whole(last, is_first_name)
        and _are_of_two([*firsts, last.split()[0]], is_first_name)
    )


def _are_of_two(names: Sequence[str], is_first_name: IsFirstName) -> bool:
    return (
        len(names) > 1
        and all(map(is_first_name, names))
        and not any(_is_short_for(one, other) for one, other in combinations(names, 2))
    )


def _is_short_for(name: str, other: str) -> bool:
    """Whether one has all letters of the other, in their order: `Maria` and `Mia`."""
    long, short = sorted(map(fold_first_name, (name, other)), key=len, reverse=True)
    letters = iter(long)
    return all(letter in letters for letter in short)


def _is_whole(name: str, is_first_name: IsFirstName) -> bool:
    return is_whole_name(name) and is_first_name(name.split(maxsplit=1)[0])


def _is_of_one(name: str) -> bool:
    """A first name and a surname, with capitals: `Eva de Bruin`."""
    words = [word for word in name.split() if not is_particle(word)]
    return len(words) > 1 and not any(map(str.islower, words))
