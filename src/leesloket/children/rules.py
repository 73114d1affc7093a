"""Codes on cards, pictures to choose from, and how often somebody may be wrong.  Pure."""

import secrets
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

ALPHABET: Final = "CDFHJKLMNPRTVWXY34679"
"""Without what looks or sounds like another (0 O Q, 1 I, 2 Z, 5 S, 8 B, G 6, U V), and without
vowels: no code is a word."""

ACTIVATION_LENGTH: Final = 8
"""21 ** 8 is 35 bits; with WRONG_CODES tries per card, nobody guesses it."""
PICTURE_LENGTH: Final = 12
"""21 ** 12 is 52 bits: this code is not tied to a card number, and works for a year."""

WRONG_CODES: Final = 10
"""So many wrong codes at one card number, and its card is worth nothing any more."""
WRONG_PICTURES: Final = 3
"""So many wrong pictures in a row, and somebody of the library has to let the child in again."""
WRONG_PER_ADDRESS: Final = 60
PER: Final = timedelta(minutes=10)
"""A class behind one address types a lot; a guessing machine types more."""

PICTURES: Final = (
    "sun", "house", "tree", "fish", "star", "heart",
    "boat", "apple", "flower", "car", "snail", "balloon",
)  # fmt: skip

Choose = Callable[[Sequence[str]], str]


def code_from(digest: str, length: int) -> str:
    """A code that follows from a keyed digest (hexadecimal, 256 bits: far more than is used)."""
    number, chars = int(digest, 16), []
    for _ in range(length):
        number, at = divmod(number, len(ALPHABET))
        chars.append(ALPHABET[at])
    return "".join(chars)


def shown_code(code: str) -> str:
    """In blocks of four: `CDFH-JKLM`."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def cleaned_code(typed: str) -> str:
    """What somebody typed, without dashes and spaces, in capitals."""
    return "".join(char for char in typed.upper() if char.isalnum())


_ANIMALS: Final = (
    "otter", "egel", "vos", "das", "uil", "mus", "merel", "hert", "bever", "zwaan",
    "kikker", "haas", "ree", "spin", "mol", "krab", "walvis", "panda", "koala", "lama",
)  # fmt: skip


def new_login(choose: Choose = secrets.choice) -> str:
    """A user name that says nothing about the child, and can be remembered: `otter48273`."""
    return choose(_ANIMALS) + "".join(choose("0123456789") for _ in range(5))


def is_over(ended_at: datetime | None, expires_at: datetime, now: datetime) -> bool:
    """Whether a card can be used no longer."""
    return ended_at is not None or expires_at <= now


@dataclass(frozen=True, slots=True)
class Called:
    """The parts of a name."""

    first_name: str = field(repr=False)
    prefix: str = field(repr=False)
    surname: str = field(repr=False)


def names_on_cards(people: Sequence[Called]) -> tuple[str, ...]:
    """First names; with a letter of the surname, or all of it, where a group has two of them.

    Whoever finds a card on the street should not learn more than the group needs.
    """
    first = Counter(one.first_name for one in people)
    short = Counter(_short(one) for one in people)
    return tuple(
        one.first_name
        if one.first_name and first[one.first_name] == 1
        else _short(one)
        if one.first_name and short[_short(one)] == 1
        else " ".join(filter(None, (one.first_name, one.prefix, one.surname)))
        for one in people
    )


def _short(one: Called) -> str:
    return " ".join(filter(None, (one.first_name, one.prefix, f"{one.surname[:1]}.")))
