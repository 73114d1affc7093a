"""The policy of matching, to be read from top to bottom.

A pair of row and known child stands on the first level that is true of it.  `LINK` levels tie the
two together when nobody else can claim either; `ASK` levels only ever make a question.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from leesloket.roster.matching.evidence import Evidence


class Certainty(Enum):
    LINK = "link"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Situation:
    """What the whole file tells before any row is judged."""

    numbers_hold: bool
    """The same children have the same numbers, so another number is another child.  False after
    a change of pupil administration, and where a side has no numbers."""
    has_numbers: bool
    """Most rows and most members have a number."""
    has_birth_dates: bool
    """Most rows and most members have a birth date."""
    shift: int | None
    """School years between the register's placements and this list; None when not known."""
    school_year: str | None = None
    """The one that the list is of."""


@dataclass(frozen=True, slots=True)
class Level:
    """One rule: its code, what it leads to, and when it is true."""

    code: str
    certainty: Certainty
    holds: Callable[[Evidence, Situation], bool]
    less_sure: str | None = None
    """What the link does without: one more reason, for people to read."""
    with_next: bool = False
    """Whoever claims a child on this level has no more right to it than on the next."""


def has_same_name(pair: Evidence) -> bool:
    """The very same name, in both halves."""
    return pair.first in _SAME and pair.surname in _SAME


def is_fitting(pair: Evidence) -> bool:
    """The same name, allowing for call names, given names, initials and half of a double name."""
    return pair.first in _FITTING and pair.surname in _FITTING


def _near_name(pair: Evidence) -> bool:
    """A fitting name, allowing for a typing mistake in one of its halves."""
    return (pair.first in _FITTING and pair.surname in _NEAR) or (
        pair.first in _NEAR and pair.surname in _FITTING
    )


def _near_surname(pair: Evidence) -> bool:
    """A typing mistake in the surname, and the very first name.

    One in the first name may be a twin: Tim is not Tom.  With an initial it would be two doubts:
    L. op 't Veld is not Lotte van der Velde.
    """
    return pair.first == "same" and pair.surname in _NEAR


def _names_are_near(pair: Evidence) -> bool:
    """A typing mistake in both halves."""
    return pair.first in _NEAR and pair.surname in _NEAR


def _half_a_name(pair: Evidence) -> bool:
    """One half of the name fits, or both are near."""
    return pair.first in _FITTING or pair.surname in _FITTING or _near_name(pair)


_SAME = frozenset({"same", "absent"})
_FITTING = frozenset({"same", "absent", "alike"})
_NEAR = frozenset({"same", "absent", "alike", "near"})
_MISTYPED = frozenset({"swapped", "near"})
_EXPECTED = frozenset({"expected", "unknown"})
_AT_HOME = frozenset({"expected", "neighbour", "unknown"})


def _other_number(pair: Evidence, file: Situation) -> bool:
    """Both have a number, the numbers are worth something, and they differ."""
    return pair.number == "differs" and file.numbers_hold


def _numbers_are_silent(pair: Evidence, file: Situation) -> bool:
    """No number says that the two are one child, nor that they are two."""
    return pair.number != "same" and not _other_number(pair, file)


def _tells_who(pair: Evidence, file: Situation) -> bool:
    """Whether the same name and birth date are one child: a placeholder is hardly a birth date."""
    return not pair.placeholder or (pair.place in _EXPECTED and not _other_number(pair, file))


def _goes_on(pair: Evidence, file: Situation) -> bool:
    """A member who may be in the row's group this year, and no number says it is another child."""
    return pair.place in _EXPECTED and pair.enrolled and not _other_number(pair, file)


def _came_instead(pair: Evidence, file: Situation) -> bool:
    """Another number where numbers hold, and another group.

    A leaver's namesake who was born on the same day is rare; a member who is given a new number,
    and does not go on with its group, no less.
    """
    return _other_number(pair, file) and pair.place not in _EXPECTED and pair.enrolled


def _names_must_do(pair: Evidence, file: Situation) -> bool:
    """Neither numbers nor birth dates tell these two apart, in the whole file."""
    return (
        not (file.numbers_hold and (file.has_numbers or pair.number != "unknown"))
        and pair.born == "unknown"
        and not file.has_birth_dates
    )


def _nothing_but_names(pair: Evidence, file: Situation) -> bool:
    """No number that counts and no birth date to compare these two by."""
    return pair.born == "unknown" and _numbers_are_silent(pair, file)


BIRTH_DATE_ALONE = "birth_date_and_expected_group_wholly_other_name"
"""Only where nearly all rows are tied to somebody: in the list of another school, or of one where
many come and go, several share a birth date by chance."""

LEVELS = (
    # --- the number, checked against the name and the birth date
    Level(
        "number_name_and_birth_date",
        Certainty.LINK,
        lambda pair, _: pair.number == "same" and has_same_name(pair) and pair.born == "same",
    ),
    Level(
        "number_and_name",
        Certainty.LINK,
        lambda pair, file: pair.number == "same" and has_same_name(pair) and pair.born == "unknown"
        and file.numbers_hold and pair.place != "unexpected",
        less_sure="without_birth_date",
    ),
    # --- name and birth date: who someone is, whatever the number says
    Level(
        "name_and_birth_date",
        Certainty.LINK,
        lambda pair, file: has_same_name(pair) and pair.born == "same"
        and not pair.number_of_twin and _tells_who(pair, file) and not _came_instead(pair, file),
        with_next=True,
    ),
    Level(
        "number_fitting_name_and_birth_date",
        Certainty.LINK,
        lambda pair, _: pair.number == "same" and _near_name(pair) and pair.born == "same"
        and not (pair.twin and pair.first not in _FITTING),
    ),
    Level(
        "number_and_fitting_name",
        Certainty.LINK,
        lambda pair, file: pair.number == "same" and _near_name(pair) and pair.born == "unknown"
        and file.numbers_hold and pair.place != "unexpected" and not pair.named_as_another,
        less_sure="without_birth_date",
    ),
    Level(
        "fitting_name_and_birth_date",
        Certainty.LINK,
        lambda pair, file: is_fitting(pair) and pair.born == "same" and not pair.number_of_twin
        and not pair.placeholder and _numbers_are_silent(pair, file),
    ),
    # --- one thing changed or was mistyped, and the number holds it together
    Level(
        "number_and_birth_date_changed_surname",
        Certainty.LINK,
        lambda pair, file: pair.number == "same" and pair.first in _FITTING
        and pair.born == "same" and not pair.placeholder and file.numbers_hold
        and pair.place in _EXPECTED,
    ),
    Level(
        "number_and_birth_date_changed_first_name",
        Certainty.LINK,
        lambda pair, file: pair.number == "same" and pair.surname in _FITTING
        and pair.born == "same" and not pair.twin and not pair.placeholder and file.numbers_hold
        and pair.place in _EXPECTED,
    ),
    Level(
        "number_and_name_mistyped_birth_date",
        Certainty.LINK,
        lambda pair, file: pair.number == "same" and is_fitting(pair) and pair.born in _MISTYPED
        and file.numbers_hold,
    ),
    # --- one thing mistyped, without a number that says otherwise
    Level(
        "near_surname_and_birth_date",
        Certainty.LINK,
        lambda pair, file: _near_surname(pair) and pair.born == "same" and not pair.twin
        and not pair.placeholder and _numbers_are_silent(pair, file) and pair.enrolled,
    ),
    Level(
        "name_and_swapped_birth_date",
        Certainty.LINK,
        lambda pair, file: pair.number != "same" and has_same_name(pair) and pair.born == "swapped"
        and _goes_on(pair, file),
    ),
    # --- the list that made this entry comes again
    Level(
        "bare_name_in_the_same_group",
        Certainty.LINK,
        lambda pair, _: pair.bare_again and has_same_name(pair) and pair.enrolled,
        less_sure="name_only",
    ),
    # --- a list without birth dates and without usable numbers: less sure, and it says so
    Level(
        "name_and_expected_group",
        Certainty.LINK,
        lambda pair, file: pair.first == pair.surname == "same" and _names_must_do(pair, file)
        and pair.place == "expected" and pair.enrolled,
        less_sure="name_only",
    ),
    # --- a person must say
    Level(
        "name_and_birth_date_other_number_and_group",
        Certainty.ASK,
        lambda pair, file: has_same_name(pair) and pair.born == "same" and not pair.placeholder
        and _came_instead(pair, file),
    ),
    Level(
        "number_and_name_other_birth_date",
        Certainty.ASK,
        lambda pair, _: pair.number == "same" and _near_name(pair),
    ),
    Level(
        "number_and_half_a_name_mistyped_birth_date",
        Certainty.ASK,
        lambda pair, file: pair.number == "same" and pair.born in _MISTYPED and file.numbers_hold
        and (pair.first in _NEAR or pair.surname in _NEAR),
    ),
    Level(
        "number_and_birth_date_other_name",
        Certainty.ASK,
        lambda pair, _: pair.number == "same" and pair.born == "same",
    ),
    Level(
        "number_and_half_a_name",
        Certainty.ASK,
        lambda pair, file: pair.number == "same" and pair.born == "unknown" and file.numbers_hold
        and (pair.first in _NEAR or pair.surname in _NEAR),
    ),
    Level(
        "near_name_and_birth_date_to_check",
        Certainty.ASK,
        lambda pair, _: _names_are_near(pair) and pair.born == "same",
    ),
    Level(
        "first_name_and_birth_date_changed_surname",
        Certainty.ASK,
        lambda pair, _: pair.first in _FITTING and pair.born == "same"
        and pair.place in _AT_HOME,
    ),
    Level(
        "near_first_name_and_birth_date_changed_surname",
        Certainty.ASK,
        lambda pair, file: pair.first in _NEAR and pair.born == "same"
        and _goes_on(pair, file),
    ),
    Level(
        "crossed_name",
        Certainty.ASK,
        lambda pair, file: pair.crossed and (
            pair.born in {"same", "swapped"} or pair.number == "same"
            or (_nothing_but_names(pair, file) and pair.place in _AT_HOME)
        ),
    ),
    Level(
        "half_a_crossed_name",
        Certainty.ASK,
        lambda pair, file: pair.half_crossed and pair.born == "same"
        and _goes_on(pair, file),
    ),
    Level(
        "surname_and_birth_date_other_first_name",
        Certainty.ASK,
        lambda pair, file: pair.surname in _FITTING and pair.born == "same"
        and pair.place in _AT_HOME and pair.enrolled
        and (pair.place == "expected" or not _other_number(pair, file)),
    ),
    Level(
        "name_and_mistyped_birth_date",
        Certainty.ASK,
        lambda pair, file: has_same_name(pair) and pair.born in _MISTYPED
        and not _other_number(pair, file),
    ),
    Level(
        "name_and_expected_group_other_birth_date",
        Certainty.ASK,
        lambda pair, file: has_same_name(pair) and pair.born == "differs" and pair.number != "same"
        and pair.place == "expected" and _goes_on(pair, file),
    ),
    Level(
        "near_name_and_mistyped_birth_date",
        Certainty.ASK,
        lambda pair, file: _near_name(pair) and pair.born in _MISTYPED
        and _goes_on(pair, file),
    ),
    Level(
        "name_without_birth_date",
        Certainty.ASK,
        lambda pair, _: is_fitting(pair) and pair.born == "unknown"
        and pair.place in _AT_HOME,
    ),
    Level(
        "half_a_name_and_swapped_birth_date",
        Certainty.ASK,
        lambda pair, file: _half_a_name(pair) and pair.born == "swapped"
        and pair.place in _AT_HOME and pair.enrolled and not _other_number(pair, file),
    ),
    Level(
        "near_name_without_birth_date",
        Certainty.ASK,
        lambda pair, file: _near_name(pair) and _nothing_but_names(pair, file)
        and pair.place in _AT_HOME and pair.enrolled,
    ),
    Level(
        "half_a_name_in_group_nearby",
        Certainty.ASK,
        lambda pair, file: _half_a_name(pair) and _nothing_but_names(pair, file)
        and pair.place in _AT_HOME and pair.enrolled,
    ),
    Level(
        "birth_date_and_expected_group_other_name",
        Certainty.ASK,
        lambda pair, file: pair.born == "same" and not pair.placeholder and pair.same_initial
        and _goes_on(pair, file),
    ),
    Level(
        BIRTH_DATE_ALONE,
        Certainty.ASK,
        lambda pair, file: pair.born == "same" and not pair.placeholder
        and pair.place == "expected" and _goes_on(pair, file),
    ),
)  # fmt: skip


def level_of(pair: Evidence, file: Situation) -> int | None:
    """The first level that is true of a pair, counted from 0."""
    for at, level in enumerate(LEVELS):
        if level.holds(pair, file):
            return at
    return None
