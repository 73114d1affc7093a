"""Rows that name a child who would leave, beside the child they were taken for: `Tim/Eva Bos`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import permutations

from leesloket.roster.cleaning import BETWEEN_NAMES, fold
from leesloket.roster.model import (
    Candidate,
    Enrol,
    Fingerprint,
    Keep,
    KnownPupil,
    PupilRecord,
    Question,
    Step,
    Update,
)
from leesloket.roster.planning.spelling import joined

NAMED_WITH_ANOTHER = "named_with_another"
_BETWEEN = (*BETWEEN_NAMES, ",", " met ", " ook ", " plus ", "zus", "broer")
"""Between two names in one cell; and in a few names of one child, where nobody leaves by it."""
_WORDS_AT_MOST = 12
_Named = Enrol | Keep | Update
_ByName = dict[tuple[str, str], list[KnownPupil]]
"""By the first word of the first name and the last of the surname."""


def ask_who_else_is_named(
    steps: Iterable[Step],
    leavers: Sequence[KnownPupil],
    answered: Collection[Fingerprint],
) -> tuple[list[Step], list[KnownPupil]]:
    """The steps, with a question where a row names a leaver as well; and who leaves then.

    A true name with such a sign is that of the child itself: nobody who leaves is in it.
    """
    steps = list(steps)
    names = "\n".join(_whole(step.record) for step in steps if isinstance(step, _Named))
    if not _may_name_two(names):  # as nearly every list
        return steps, [*leavers]
    by_name: _ByName = {}
    for leaver in leavers:
        first, surname = fold(leaver.first_name).split(), fold(leaver.surname).split()
        if first and surname:
            by_name.setdefault((first[0], surname[-1]), []).append(leaver)
    found = [_asked(step, by_name, answered) for step in steps]
    shown = {
        candidate.patron_id
        for step in found
        if isinstance(step, Question)
        for candidate in step.candidates
    }
    return found, [leaver for leaver in leavers if leaver.patron_id not in shown]


def _asked(
    step: Step,
    by_name: _ByName,
    answered: Collection[Fingerprint],
) -> Step:
    if not isinstance(step, _Named) or step.record.fingerprint in answered:
        return step
    name = _whole(step.record)
    if not _may_name_two(name):
        return step
    words = fold(name).split()[:_WORDS_AT_MOST]
    named = [
        leaver
        for pair in permutations(dict.fromkeys(words), 2)
        for leaver in by_name.get(pair, ())
        if _stands_in(leaver, words)
    ]
    if not named:
        return step
    candidates = [Candidate(leaver.patron_id, (NAMED_WITH_ANOTHER,)) for leaver in named]
    if not isinstance(step, Enrol):
        candidates.insert(0, Candidate(step.known.patron_id, step.reasons))
    return Question(step.record, tuple(candidates), (NAMED_WITH_ANOTHER,))


def _may_name_two(names: str) -> bool:
    names = names.lower().replace("(", " ")
    return any(sign in names for sign in _BETWEEN)


def _stands_in(leaver: KnownPupil, words: Sequence[str]) -> bool:
    """Whether the words of a name hold those of a child, behind a first one that is another's."""
    first = fold(leaver.first_name).split()
    own = {*first, *fold(leaver.surname).split()}
    return bool(first) and words[0] not in first and own <= set(words)


def _whole(record: PupilRecord) -> str:
    return f"{record.first_name} {joined(record.prefix, record.surname)}"
