"""Whole names of which a list does not tell where the surname begins: the register knows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from leesloket.roster.cleaning import is_middle_name
from leesloket.roster.columns import Extraction
from leesloket.roster.model import KnownPupil, PupilRecord
from leesloket.roster.planning.spelling import in_small_letters, joined


def with_known_parts(extraction: Extraction, known: Sequence[KnownPupil]) -> Extraction:
    """The extraction with `Thi Mai Nguyen` taken apart as the child is known.

    A column of first names tells it by itself, and so do whole names of which some first name is of
    two words, no prefix behind it: of a whole name only the first word is one.
    """
    if not extraction.whole_names or any(map(_is_of_two_words, extraction.records)):
        return extraction
    parts = _parts_by_name(known)
    return replace(
        extraction, records=tuple(_taken_apart(record, parts) for record in extraction.records)
    )


def _is_of_two_words(record: PupilRecord) -> bool:
    return (
        " " in record.first_name
        and not record.prefix
        and "(" not in record.first_name
        and not is_middle_name(record.first_name, record.surname)
    )


_Parts = tuple[int, int]
"""How many words of a whole name are first names, and how many its prefix."""


def _parts_by_name(known: Iterable[KnownPupil]) -> dict[str, set[_Parts]]:
    parts: dict[str, set[_Parts]] = {}
    for pupil in known:
        told = (len(pupil.first_name.split()), len(pupil.prefix.split()))
        parts.setdefault(in_small_letters(_whole(pupil)), set()).add(told)
    return parts


def _taken_apart(record: PupilRecord, parts: dict[str, set[_Parts]]) -> PupilRecord:
    """With its own letters, since those tell how the whole list writes."""
    whole = _whole(record)
    found = parts.get(in_small_letters(whole), set())
    if len(found) != 1:
        return record
    [(first, prefix)] = found
    if first == len(record.first_name.split()):
        return record
    words = whole.split()
    return replace(
        record,
        first_name=" ".join(words[:first]),
        prefix=" ".join(words[first : first + prefix]),
        surname=" ".join(words[first + prefix :]),
    )


def _whole(pupil: PupilRecord | KnownPupil) -> str:
    return f"{pupil.first_name} {joined(pupil.prefix, pupil.surname)}"
