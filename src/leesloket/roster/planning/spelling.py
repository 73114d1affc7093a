"""How a whole list writes names: what it never tells, the register goes on telling."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from leesloket.roster.cleaning import fold
from leesloket.roster.matching import Match, Matched
from leesloket.roster.model import Field, FieldChange, KnownPupil, PupilRecord

_NAMES = frozenset({Field.FIRST_NAME, Field.PREFIX, Field.SURNAME})
_FEWEST = 3
"""Of fewer children nobody can tell that it is the list which writes so."""
_HALF = 0.5
_TURKISH = str.maketrans("\u0131\u0130", "iI")


@dataclass(frozen=True, slots=True)
class Spelling:
    """What the names of a list tell."""

    has_accents: bool = True
    in_one_size: frozenset[Field] = frozenset()
    """First names or surnames, where no two letters differ in size; prefixes that all begin with a
    capital, as they do where no first name stands before them."""
    has_given_names: bool = False
    """Most first names are those of the register with further ones behind them."""


def spelling_of(matches: Sequence[Match]) -> Spelling:
    """How the rows of a list write names, beside the children that they were tied to."""
    return Spelling(
        has_accents=any(map(_has_accent, matches)),
        in_one_size=frozenset(_in_one_size(matches)),
        has_given_names=_has_given_names(matches),
    )


def _has_accent(match: Match) -> bool:
    return not (match.record.first_name.isascii() and match.record.surname.isascii())


def _in_one_size(matches: Sequence[Match]) -> Iterator[Field]:
    firsts = "".join(match.record.first_name for match in matches)
    surnames = "".join(match.record.surname for match in matches)
    for field, letters in ((Field.FIRST_NAME, firsts), (Field.SURNAME, surnames)):
        if letters.isupper() or letters.islower():
            yield field
    prefixes = [match.record.prefix for match in matches if match.record.prefix[:1].isalpha()]
    if len(prefixes) >= _FEWEST and all(prefix[0].isupper() for prefix in prefixes):
        yield Field.PREFIX


def _has_given_names(matches: Sequence[Match]) -> bool:
    tied = [(match.record, match.known) for match in matches if isinstance(match, Matched)]
    more = sum(
        " " in record.first_name
        and record.first_name != known.first_name
        and fold(record.first_name).startswith(f"{fold(known.first_name)} ")
        for record, known in tied
    )
    return more >= _FEWEST and more > _HALF * len(tied)


def with_known_capitals(
    record: PupilRecord, known: KnownPupil, in_one_size: Collection[Field]
) -> PupilRecord:
    """`VAN DEN BERG` as the register has it, whatever column its prefix stands in."""
    if Field.FIRST_NAME in in_one_size and _is_same(record.first_name, known.first_name):
        record = replace(record, first_name=known.first_name)
    if Field.SURNAME in in_one_size:
        if _is_same(joined(record.prefix, record.surname), joined(known.prefix, known.surname)):
            return replace(record, prefix=known.prefix, surname=known.surname)
        if _is_same(record.surname, known.surname):
            record = replace(record, surname=known.surname)
    if Field.PREFIX in in_one_size and _is_same(record.prefix, known.prefix):
        record = replace(record, prefix=known.prefix)
    return record


def _is_same(name: str, other: str) -> bool:
    return in_small_letters(name) == in_small_letters(other)


def in_small_letters(name: str) -> str:
    """`YILDIRIM` as `Yıldırım`: a Turkish i may have a dot or none, in one size only."""
    return name.translate(_TURKISH).casefold()


def is_lost_accent(change: FieldChange) -> bool:
    """Whether a name is the known one without its accents, or without those letters: Zoe, Zo."""
    if change.field not in _NAMES or change.before.isascii():
        return False
    left = (
        "".join(filter(str.isascii, change.before)),
        "".join(letter if letter.isascii() else " " for letter in change.before),
    )
    return fold(change.after) in {fold(change.before), *map(fold, left)}


def is_short_for(prefix: str, known: str) -> bool:
    """`v.d.` and `vd` for `van den`, where the register has the whole of it."""
    letters = "".join(filter(str.isalpha, prefix)).lower()
    return letters != "" and letters == "".join(word[0] for word in known.lower().split())


def joined(prefix: str, surname: str) -> str:
    """A surname with its prefix, as people say it."""
    return f"{prefix} {surname}".strip()
