"""First name, prefix and surname of every row, whatever the columns hold of them together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from leesloket.roster.cleaning import (
    WholeName,
    call_name,
    fold,
    has_trailing_prefix,
    is_middle_name,
    split_surname,
    split_surname_first,
    split_whole_name,
)
from leesloket.roster.columns.cells import Sheet
from leesloket.roster.model import WHOLE_NAMES, Field

_SPLITTING: Mapping[Field, Callable[[str], WholeName]] = {
    Field.FULL_NAME: split_whole_name,
    Field.SURNAME_FIRST: split_surname_first,
}


_FEWEST_WHOLE, _NEARLY_ALL = 3, 0.9


@dataclass(slots=True)
class _Names:
    """Three columns while they are filled."""

    first: list[str] = field(repr=False)
    prefix: list[str] = field(repr=False)
    surname: list[str] = field(repr=False)


def names_of(sheet: Sheet) -> tuple[list[str], list[str], list[str]]:
    """First names, prefixes and surnames; whole names are taken apart."""
    names = _Names(
        list(sheet.column(Field.FIRST_NAME)),
        [text.strip("(),; ") for text in sheet.column(Field.PREFIX)],
        list(sheet.column(Field.SURNAME)),
    )
    whole = next((what for what in WHOLE_NAMES if what in sheet.cells), None)
    if whole is not None and Field.SURNAME not in sheet.mapping.fields:
        _take_apart(names, sheet.column(whole), _SPLITTING[whole])
    else:
        _take_prefix_from_surname(names)
    _take_surname_from_first_name(names)
    _take_prefix_from_first_name(names)
    names.first = [call_name(text) if text[-1:] == ")" else text for text in names.first]
    given = sheet.cells.get(Field.GIVEN_NAMES)
    if given is not None:
        names.first = [call or other for call, other in zip(names.first, given, strict=True)]
    return names.first, names.prefix, names.surname


def _take_apart(
    names: _Names, whole_names: Sequence[str], split: Callable[[str], WholeName]
) -> None:
    for at, text in enumerate(whole_names):
        if not text or names.surname[at]:
            continue
        whole = split(text)
        names.surname[at] = whole.surname
        if not whole.first_name:  # "van den Berg Jan" beside "Jan"
            names.surname[at] = whole.surname.removesuffix(f" {names.first[at]}")
        names.first[at] = names.first[at] or whole.first_name
        names.prefix[at] = names.prefix[at] or whole.prefix


def _take_prefix_from_surname(names: _Names) -> None:
    for at, text in enumerate(names.surname):
        if " " in text and _may_hold_prefix(text):
            inside, core = split_surname(text)
            # A prefix of its own that says something else is left alone.
            if core != text and fold(names.prefix[at]) in {"", fold(inside)}:
                names.prefix[at] = names.prefix[at] or inside
                names.surname[at] = core


def initials_and_prefixes(
    initials: Sequence[str], prefixes: Sequence[str]
) -> tuple[list[str], list[str]]:
    """`J. van den` beside `Berg`: initials without the prefix, and prefixes with it.

    A prefix of its own that says something else is left alone.
    """
    letters, told = list(initials), list(prefixes)
    for at, text in enumerate(initials):
        if " " in text and has_trailing_prefix(text):
            inside, core = split_surname(text)
            if fold(told[at]) in {"", fold(inside)}:
                letters[at], told[at] = core, told[at] or inside
    return letters, told


def _take_prefix_from_first_name(names: _Names) -> None:
    """`Jan van den` beside `Berg`."""
    for at, text in enumerate(names.first):
        if (
            " " in text
            and not names.prefix[at]
            and has_trailing_prefix(text)
            and not is_middle_name(text, names.surname[at])
        ):
            names.prefix[at], names.first[at] = split_surname(text)


def _take_surname_from_first_name(names: _Names) -> None:
    """`Jan van den Berg` beside `Berg`, in the whole column: first names that say everything."""
    told = [
        at
        for at, (first, surname) in enumerate(zip(names.first, names.surname, strict=True))
        if first and surname
    ]
    ending = [at for at in told if names.first[at].endswith(f" {names.surname[at]}")]
    if len(ending) < max(_FEWEST_WHOLE, _NEARLY_ALL * len(told)):
        return
    for at in ending:
        first = names.first[at].removesuffix(names.surname[at]).rstrip()
        names.first[at] = first.removesuffix(f" {names.prefix[at]}") if names.prefix[at] else first


def _may_hold_prefix(surname: str) -> bool:
    """A prefix in small letters, or behind a comma; a capital (De Smet) stays where it was."""
    return (
        surname[0].islower()
        or surname[0] in "'\u2019"
        or "," in surname
        or has_trailing_prefix(surname)
    )
