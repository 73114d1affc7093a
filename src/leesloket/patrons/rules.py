"""Names for sorting and finding, and what an import asks of the register.  Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal, NamedTuple
from unicodedata import category

from leesloket.branches.rules import folded

GROWN_UP = 18
"""Years: who is younger sends no lists of pupils."""

CONSENTS_ALONE = 16
"""Years: who is younger is spoken for by a parent or guardian."""

PARENT, SELF = "parent", "self"
"""Who agreed to a membership of the public library."""

HAND_EDITABLE = ("first_name", "given_names", "initials", "prefix", "surname", "birth_date")
"""The roster fields of a patron; an import writes these and no others."""


LONGEST_NAME = 80
"""Of a name that somebody types; a list may hold longer ones."""


def fits_a_name(text: str) -> bool:
    """Whether this can be part of a typed name: not too long, and of signs that names have."""
    return len(text) <= LONGEST_NAME and is_of_a_name(text)


def is_of_a_name(text: str) -> bool:
    """Whether all of it shows, and nothing of it is a picture or a mark like ♥ or 😀."""
    return text.isprintable() and all(category(sign) != "So" for sign in text)


def is_grown_up(birth_date: date | None, today: date) -> bool:
    """Whether somebody is eighteen; of whom no date of birth is known, nobody says otherwise."""
    if birth_date is None:
        return True
    return age_on(birth_date, today) >= GROWN_UP


def age_on(birth_date: date, today: date) -> int:
    """Whole years; who is born on 29 February has its birthday on 1 March in other years."""
    had_birthday = (today.month, today.day) >= (birth_date.month, birth_date.day)
    return today.year - birth_date.year - (not had_birthday)


def who_may_consent(birth_date: date | None, on: date) -> frozenset[str]:
    """Who can agree on that day that somebody is a member: a parent or guardian, or that person.

    Below sixteen it is who has parental authority, from then on the person itself (UAVG article
    5).  Of whom no date of birth is known, nobody says otherwise.
    """
    if birth_date is None:
        return frozenset({PARENT, SELF})
    return frozenset({SELF if age_on(birth_date, on) >= CONSENTS_ALONE else PARENT})


def sort_key(*, surname: str, prefix: str, first_name: str) -> str:
    """Sorts on the core word, the prefix behind (taaladvies.net): `hof  zoe  van t`."""
    return "  ".join((folded(surname), folded(first_name), folded(prefix)))


def search_text(*, surname: str, prefix: str, first_name: str, given_names: str = "") -> str:
    """What a search looks in, with a space before every word so that a prefix search is exact."""
    words = folded(f"{first_name} {given_names} {prefix} {surname}")
    return f" {words}"


def kept_by_one_slip(word: str) -> tuple[str, str, str]:
    """Three pieces of a folded word of five letters or more, of which one slip leaves one whole.

    To look for before `with_one_slip`, which costs a hundred times as much: the first half with the
    space before it, the second half, and what a swap of the two letters between them makes.
    """
    half = len(word) // 2
    swapped = word[: half - 1] + word[half] + word[half - 1]
    return f" {word[:half]}", word[half:], f" {swapped}"


FORGIVEN = range(5, 41)
"""Letters: in a shorter word one of them is half of the name, and no name has more."""


def with_one_slip(word: str) -> str:
    """A regular expression for what somebody meant who typed this folded word of letters.

    One letter behind the first may be another, too many, missing, or swapped with the next.
    """
    behind = range(1, len(word))
    other = [f"{word[:at]}[a-z]?{word[at + 1 :]}" for at in behind]
    missing = [f"{word[:at]}[a-z]{word[at:]}" for at in behind]
    swapped = [
        word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(1, len(word) - 1)
    ]
    return f"({'|'.join([*other, *missing, *swapped])})"


def folded_number(number: str) -> str:
    """A pupil number without leading zeros and spaces; `0000` stays `0`."""
    bare = number.strip().casefold()
    return bare.lstrip("0") or bare[:1]


@dataclass(frozen=True, slots=True)
class Series:
    """The numbers that a library gives: `V` and eight digits, from the first to the last."""

    prefix: str
    digits: int
    first: int
    last: int

    def number(self, at: int) -> str:
        """A number as it stands on a card: `V00000042`."""
        return f"{self.prefix}{at:0{self.digits}d}"

    def position(self, number: str) -> int | None:
        """Which number of this form it is; None for one of another form."""
        rest = number.removeprefix(self.prefix)
        if not number.startswith(self.prefix) or len(rest) != self.digits:
            return None
        return int(rest) if rest.isascii() and rest.isdigit() else None


SERIES_DIGITS = (4, 14)
_SERIES_PREFIX = re.compile(r"[A-Z0-9]{0,6}")
_LONGEST_CARD = 20


def series_fits(series: Series) -> bool:
    """Whether these can be the numbers of a library's cards."""
    return (
        _SERIES_PREFIX.fullmatch(series.prefix) is not None
        and SERIES_DIGITS[0] <= series.digits <= SERIES_DIGITS[1]
        and len(series.prefix) + series.digits <= _LONGEST_CARD
        and 1 <= series.first <= series.last < 10**series.digits
    )


_OF_ONE_LIBRARY = 1_000_000


def usual_series(library_id: int) -> Series:
    """The numbers of a library that chose none: a million of its own, behind a V.

    Of its own, for on one site children of several libraries sign in with the number of a card.
    """
    first = library_id * _OF_ONE_LIBRARY
    digits = max(8, len(str(first + _OF_ONE_LIBRARY)))
    return Series("V", digits, first + 1, first + _OF_ONE_LIBRARY - 1)


_CARD_NUMBER = re.compile(r"[A-Z0-9]{4,20}")
_OWN_CARD_NUMBER = re.compile(r"V(\d{8}|[1-9]\d{8,})")
"""Of any library on the site, as usual_series makes them."""


def cleaned_card_number(typed: str) -> str:
    """A card number as it is stored: capitals, without the spaces that people type in between."""
    return "".join(typed.split()).upper()


def card_number_fits(number: str) -> bool:
    """Whether a scanned number can be a card's.

    Numbers of our own series are given, never typed: one that is still to come would be in the way
    of the child whose it will be.
    """
    if _OWN_CARD_NUMBER.fullmatch(number):
        return False
    return _CARD_NUMBER.fullmatch(number) is not None


@dataclass(frozen=True, slots=True)
class ChildDetails:
    """The roster fields of one child."""

    first_name: str = field(default="", repr=False)
    given_names: str = field(default="", repr=False)
    initials: str = field(default="", repr=False)
    prefix: str = field(default="", repr=False)
    surname: str = field(default="", repr=False)
    birth_date: date | None = field(default=None, repr=False)


def only_changed(
    details: ChildDetails, *, seen: ChildDetails, before: ChildDetails
) -> ChildDetails:
    """What somebody typed who saw `seen`, on top of what it is now."""
    left = [name for name in HAND_EDITABLE if getattr(details, name) == getattr(seen, name)]
    return replace(details, **{name: getattr(before, name) for name in left})


class DetailsDoNotFitError(ValueError):
    """What was typed cannot be somebody's details; `reason` says why."""

    def __init__(
        self, reason: Literal["name_missing", "name_unfit", "birth_date_unlikely"]
    ) -> None:
        super().__init__(reason)
        self.reason = reason


LONGEST_KEPT = 200
"""Of one name, however it came."""

_OLDEST = 120
"""Years."""


def must_fit(details: ChildDetails, *, before: ChildDetails, today: date) -> None:
    """Hold a correction by hand to what a list is held to.

    A name that is there can change and not go: a list asks for a surname, and a first name or
    initials.  What came so (EDEXML knows people by one name) may stay so.  Raises
    DetailsDoNotFitError.
    """
    had_first, has_first = (bool(one.first_name or one.initials) for one in (before, details))
    if (before.surname and not details.surname) or (had_first and not has_first):
        raise DetailsDoNotFitError("name_missing")
    if not (details.surname or has_first):
        raise DetailsDoNotFitError("name_missing")
    for name in HAND_EDITABLE[:-1]:
        typed = getattr(details, name)
        changed = typed != getattr(before, name)
        if changed and not (len(typed) <= LONGEST_KEPT and is_of_a_name(typed)):
            raise DetailsDoNotFitError("name_unfit")
    born = details.birth_date
    if born is not None and born != before.birth_date and not 0 <= age_on(born, today) <= _OLDEST:
        raise DetailsDoNotFitError("birth_date_unlikely")


PatronKey = str
"""A patron's id as text, here and in what an import reads and writes: thousands of ids are only
compared and sent, and an object of each costs more than the rest of the writing."""


def patron_row(patron_id: PatronKey, details: ChildDetails) -> dict[str, Any]:
    """What stands in the register of somebody, with what is sorted by and searched in."""
    return {
        "id": patron_id,
        "first_name": details.first_name,
        "given_names": details.given_names,
        "initials": details.initials,
        "prefix": details.prefix,
        "surname": details.surname,
        "birth_date": details.birth_date,
        "sort_key": sort_key(
            surname=details.surname, prefix=details.prefix, first_name=details.first_name
        ),
        "search": search_text(
            surname=details.surname,
            prefix=details.prefix,
            first_name=details.first_name,
            given_names=details.given_names,
        ),
    }


@dataclass(frozen=True, slots=True)
class NewPatron:
    """A child to enrol; the id is made by the caller."""

    patron_id: PatronKey
    details: ChildDetails = field(repr=False)
    card_number: str = field(default="", repr=False)
    category: str = "pupil"
    since: date | None = None
    """When the membership began, where a list tells; else the day it takes effect."""
    card_blocked: bool = False


@dataclass(frozen=True, slots=True)
class ChangedPatron:
    """A known child whose details change; `details` is complete, not only what changed."""

    patron_id: PatronKey
    details: ChildDetails = field(repr=False)


class Placing(NamedTuple):
    """The group of a child in the import's school year; an empty code is no group.

    Of these and of an import's entries there is one per child: a tuple is made three times as fast.
    """

    patron_id: PatronKey
    group_code: str
    group_name: str
    year_group: str


@dataclass(frozen=True, slots=True)
class Numbering:
    """The pupil number of a child from now on."""

    patron_id: PatronKey
    number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class NewCard:
    """A card that somebody who is known already has besides."""

    patron_id: PatronKey
    number: str = field(repr=False)
    since: date | None = None
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class RosterChange:
    """Everything one import writes in one branch."""

    branch_id: int
    library_id: int
    school_year: str
    effective_on: date
    source: str
    newcomers: tuple[NewPatron, ...] = ()
    changed: tuple[ChangedPatron, ...] = ()
    returning: tuple[PatronKey, ...] = ()
    leaving: tuple[PatronKey, ...] = ()
    placings: tuple[Placing, ...] = ()
    numberings: tuple[Numbering, ...] = ()
    joining: tuple[PatronKey, ...] = ()
    """Patrons of other branches who become members here as well."""
    ending: tuple[tuple[int, PatronKey], ...] = ()
    """(branch, patron) of the memberships elsewhere that end with that."""
    categories: Mapping[PatronKey, str] = field(default_factory=dict)
    """As what a joining patron becomes a member, when it is not as a pupil."""
    cards: tuple[NewCard, ...] = ()

    released: Mapping[PatronKey, tuple[str, ...]] = field(default_factory=dict)
    """Fields that the desk set by hand and that are the school's again, per changed patron."""

    def written(self) -> frozenset[PatronKey]:
        """Who gets a placement or a number."""
        return frozenset(
            {placing.patron_id for placing in self.placings}
            | {numbering.patron_id for numbering in self.numberings}
        )

    def owners(self) -> Mapping[str, tuple[PatronKey, ...]]:
        """Whose rows are written, per register table: all that a journal has to look at."""
        new = tuple(newcomer.patron_id for newcomer in self.newcomers)
        return {
            "patron": (*new, *(changed.patron_id for changed in self.changed)),
            "membership": (*new, *self.joining, *self.returning, *self.leaving),
            "placement": tuple(placing.patron_id for placing in self.placings),
            "number": tuple(numbering.patron_id for numbering in self.numberings),
            "card": (*new, *(card.patron_id for card in self.cards)),
        }

    def owners_before(self) -> Mapping[str, tuple[PatronKey, ...]]:
        """The same, without the newcomers: they have no rows yet."""
        new = {newcomer.patron_id for newcomer in self.newcomers}
        return {
            table: tuple(patron for patron in owners if patron not in new)
            for table, owners in self.owners().items()
        }


RowState = Mapping[str, str | None]
"""One row of a register table as text; None is SQL's null."""

PatronState = Mapping[str, RowState]
"""One patron's rows in one branch, by `patron`, `membership:<id>`, `placement:<id>`, ..."""
