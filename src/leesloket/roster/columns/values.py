"""What the values of a column look like: the check on what its heading claims."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, partial

from leesloket.roster.cleaning import (
    clean_group,
    clean_text,
    clean_year_group,
    is_no_prefix,
    is_particle,
    is_unreadable_number,
    is_whole_name,
    looks_like_date,
    looks_like_serial,
    order_of_six_digits,
    passes_eleven_test,
    without_brin,
    without_note,
    year_groups_of,
)
from leesloket.roster.columns.raw_cells import cells_of, spread
from leesloket.roster.model import Field, RawTable

SAMPLE_SIZE = 100
"""Cells looked at per column, spread over the file: enough to tell names from dates."""

_BSN_AT_LEAST = 5
_BSN_SHARE = 0.8  # SECURITY.md 2 item 9: a random number passes 1 in 11
_EIGHT_DIGITS = re.compile(r"^\d{7,8}$")
_YEAR_OF_BIRTH = re.compile(r"^(?:(?:19[89]|20[0-3])\d{5}|\d{3,4}(?:19[89]|20[0-3])\d)$")


class Profile:
    """Shares (0-1) of the filled cells of one column that look like something.

    `filled` is a sample of the column when it is long, and `whole` gives all of its cells.
    """

    def __init__(self, filled: Sequence[str], whole: Callable[[], Sequence[str]]) -> None:
        self._values = filled
        self._whole = whole
        self.filled = len(filled)
        self.distinct = len(set(filled))
        self.is_bsn = _is_bsn_column(filled)

    @property
    def is_nearly_all_different(self) -> bool:
        """Names and numbers are; groups never, in a list of some length."""
        return self.filled >= _LONG_ENOUGH and self.distinct > _NEARLY_ALL * self.filled

    @property
    def is_hardly_different(self) -> bool:
        """Some values over and over, in a column that is long enough to tell: nobody's number."""
        if self.distinct == 1:
            return self.filled >= _FEWEST_OF_ONE_VALUE
        return self.filled >= _LONG_ENOUGH and self.distinct <= _HARDLY * self.filled

    @cached_property
    def dates(self) -> float:
        return _share(self._values, _is_date)

    @cached_property
    def written_dates(self) -> float:
        """Dates with a sign or a word between their parts."""
        return _share(self._values, looks_like_date)

    @cached_property
    def are_six_digits(self) -> bool:
        """Dates such as 171203, of which the whole column tells what the digits are."""
        return order_of_six_digits(self._values) is not None

    @cached_property
    def numbers(self) -> float:
        return _share(self._values, _is_number)

    @cached_property
    def names(self) -> float:
        return _share(self._values, _is_name)

    @cached_property
    def whole_names(self) -> float:
        """Two words or more besides a prefix, or a comma: a first name and a surname."""
        return _share(self._values, _is_whole_name)

    @cached_property
    def particles(self) -> float:
        """Of the cells that say something: a dash or `geen` is no prefix."""
        return _share([text for text in self._values if not is_no_prefix(text)], _is_prefix)

    @cached_property
    def says_nothing(self) -> bool:
        return all(map(is_no_prefix, self._values))

    @cached_property
    def groups(self) -> float:
        return _share(self._values, _is_group)

    @property
    def is_of_children(self) -> bool:
        """What each child has of its own: dates, long numbers, or hardly a value twice."""
        return (
            self.dates >= _MOSTLY
            or (self.is_nearly_all_different and not self.are_many_groups)
            or (
                self.filled >= _FEWEST_OF_A_GROUP
                and self.distinct > _MOSTLY * self.filled
                and _share(self._values, _is_long_number) >= _MOSTLY
            )
        )

    @cached_property
    def are_many_groups(self) -> bool:
        """Groups over and over, of which a sample has no two alike: a school of 90 classes."""
        return self.groups >= _MOSTLY and profile_of(self._whole()).is_hardly_different

    @cached_property
    def year_groups(self) -> float:
        return _share(self._values, _is_year_group)


def profiles_of(table: RawTable) -> tuple[Profile, ...]:
    """One profile per column, from a sample spread over the rows."""
    rows = spread(table.rows, SAMPLE_SIZE)
    return tuple(
        Profile(_filled(cells_of(rows, at)), partial(cells_of, table.rows, at))
        for at in range(len(table.headings))
    )


def profile_of(values: Sequence[str]) -> Profile:
    """The profile of all of one column's cells; blanks do not count."""
    return Profile(_filled(values), lambda: values)


def _filled(values: Iterable[str]) -> list[str]:
    return [text for text in map(clean_text, values) if text]


_MOSTLY = 0.5
_LONG_ENOUGH, _NEARLY_ALL, _HARDLY = 20, 0.8, 0.1
_FEWEST_OF_ONE_VALUE = 5
_HARDLY_TWICE = 0.9
_YES_AND_NO = 2
_FEWEST_OF_A_GROUP, _FEWEST_GROUPS = 5, 2
_DIGITS_OF_NO_GROUP = 4

# What must be true of a column's values before a heading is believed.
_FITS: Mapping[Field, Callable[[Profile], bool]] = {
    # Bare digits under such a heading are numbers, also when they could be read as a date.
    Field.PUPIL_NUMBER: lambda seen: (
        seen.numbers >= _MOSTLY > seen.written_dates and not seen.is_hardly_different
    ),
    Field.CARD_NUMBER: lambda seen: seen.numbers >= _MOSTLY > seen.written_dates,
    Field.FIRST_NAME: lambda seen: seen.names >= _MOSTLY,
    Field.GIVEN_NAMES: lambda seen: seen.names >= _MOSTLY,
    Field.INITIALS: lambda seen: seen.names >= _MOSTLY,
    Field.PREFIX: lambda seen: seen.particles >= _MOSTLY or seen.says_nothing,
    Field.SURNAME: lambda seen: seen.names >= _MOSTLY,
    Field.FULL_NAME: lambda seen: seen.names >= _MOSTLY and seen.whole_names >= _MOSTLY,
    Field.SURNAME_FIRST: lambda seen: seen.names >= _MOSTLY and seen.whole_names >= _MOSTLY,
    Field.BIRTH_DATE: lambda seen: seen.dates >= _MOSTLY or seen.are_six_digits,
    Field.LEFT_ON: lambda seen: seen.dates >= _MOSTLY,
    Field.GROUP: lambda seen: not seen.is_of_children,
    Field.GROUP_NAME: lambda seen: not seen.is_of_children,
    Field.YEAR_GROUP: lambda seen: seen.year_groups >= _MOSTLY,
    Field.STATUS: lambda seen: (
        (seen.names >= _MOSTLY or seen.distinct <= _YES_AND_NO) and not seen.is_nearly_all_different
    ),
}


def fits(field: Field, seen: Profile) -> bool:
    """Whether a column's values can be what a heading says; an empty column fits everything."""
    if seen.is_bsn:
        return False
    check = _FITS.get(field)
    return seen.filled == 0 or check is None or check(seen)


def counts_the_rows(table: RawTable, column: int, *, in_order: bool = False) -> bool:
    """Whether a column holds 1, 2, 3 and so on, perhaps anew for every group: nobody's number.

    Unless only `in_order` counts, also in any order when several rows have each of them, or when a
    long list has them all.
    """
    if not in_order and _counts_per_group(table, column):
        return True
    before = 0
    for text in map(clean_text, cells_of(table.rows, column)):
        if not text.strip(".").isdigit():
            continue  # empty, or of what stands below the list
        if text.strip(".") not in {str(before + 1), "1"}:
            return False
        before = int(text.strip("."))
    return before > 0


def are_of_several(table: RawTable, column: int) -> bool:
    """Whether many rows share their number of a few digits: those of houses, lockers or teams."""
    told = [text for text in map(clean_text, cells_of(table.rows, column)) if text]
    return (
        len(told) >= _LONG_ENOUGH
        and max(map(len, told)) < _DIGITS_OF_NO_GROUP
        and len(set(told)) < _HARDLY_TWICE * len(told)
    )


def _counts_per_group(table: RawTable, column: int) -> bool:
    told = Counter(text.strip(". ") for text in cells_of(table.rows, column))
    del told[""]
    once = told["1"] < _FEWEST_GROUPS
    if len(told) < (_LONG_ENOUGH if once else _FEWEST_OF_A_GROUP):
        return False
    return told.keys() == {str(number) for number in range(1, len(told) + 1)}


def _share(values: Sequence[str], looks_like: Callable[[str], bool]) -> float:
    return sum(map(looks_like, values)) / len(values) if values else 0.0


def _is_date(value: str) -> bool:
    return (
        looks_like_date(value)
        or looks_like_serial(value)
        or (_EIGHT_DIGITS.match(value) is not None and _YEAR_OF_BIRTH.match(value) is not None)
    )


def _is_number(value: str) -> bool:
    if " " in value and not without_brin(value).replace(" ", "").isdigit():
        return False
    return not is_unreadable_number(value) and "@" not in value


def _is_long_number(value: str) -> bool:
    return value.isdigit() and len(value) >= _DIGITS_OF_NO_GROUP


def _is_name(value: str) -> bool:
    """Letters, and a number in brackets behind them; what has an `@` inside is an address."""
    if value[-1:] == ")":
        value = without_note(value)
    return "@" not in value[1:] and not any(sign.isdigit() for sign in value)


def _is_whole_name(value: str) -> bool:
    return "," in value or is_whole_name(value)


def _is_prefix(value: str) -> bool:
    return all(map(is_particle, value.strip("(),; ").split()))


def _is_group(value: str) -> bool:
    return bool(year_groups_of(value))


def _is_year_group(value: str) -> bool:
    if clean_year_group(value) is None and clean_year_group(value, secondary=True) is None:
        return False
    return not any(sign.isalpha() for sign in clean_group(value)) or len(value) == 1


def _is_bsn_column(values: Sequence[str]) -> bool:
    numbers = [text for text in values if text.isdigit() and len(text) in {8, 9}]
    if len(numbers) < max(_BSN_AT_LEAST, _BSN_SHARE * len(values)):
        return False
    return sum(map(passes_eleven_test, numbers)) >= _BSN_SHARE * len(numbers)
