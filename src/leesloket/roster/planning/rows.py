"""A step for every row: enrol, update, keep, ask, or leave out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from leesloket.roster.cleaning import (
    fold_first_name,
    fold_group,
    fold_surname,
    year_groups_of,
)
from leesloket.roster.columns import Extraction, identities
from leesloket.roster.matching import (
    ANOTHER_CHILD,
    Ambiguous,
    Match,
    Matched,
    Unmatched,
)
from leesloket.roster.matching.evidence import children_of, compare
from leesloket.roster.model import (
    Candidate,
    Enrol,
    Fingerprint,
    Keep,
    PupilRecord,
    Question,
    Skip,
    Step,
    Update,
)
from leesloket.roster.planning.changes import changes_between, inferred_year_group
from leesloket.roster.planning.locations import of_other_locations
from leesloket.roster.planning.request import Request
from leesloket.roster.planning.spelling import Spelling, spelling_of
from leesloket.roster.plausibility import has_no_groups

OTHER_LOCATION = "other_location"
NOT_TO_BE_INCLUDED = "not_to_be_included"

_MOST = 0.9
"""Of the rows that have a number: who has none stands out."""
_ALMOST = frozenset({"same", "alike", "near"})


def rows_to_skip(extraction: Extraction, request: Request, *, strict: bool = False) -> list[Skip]:
    """Rows that are left out before anybody is matched; `strict` as in `of_other_locations`."""
    skips = list(extraction.skips)
    other = of_other_locations(
        extraction.records,
        branch_brin=request.branch_brin,
        own_names=request.own_locations,
        strict=strict,
    )
    for record in extraction.records:
        if record.fingerprint in other:
            skips.append(Skip(record, (OTHER_LOCATION,)))
        elif request.not_to_be_included and not request.not_to_be_included.isdisjoint(
            identities(_without_shared_number(record, extraction), secret=request.secret)
        ):
            skips.append(Skip(record, (NOT_TO_BE_INCLUDED,)))
    return skips


def _without_shared_number(record: PupilRecord, extraction: Extraction) -> PupilRecord:
    """Who has a birth date is known by name; a number of two children would leave both out."""
    if record.birth_date is None or record.fingerprint not in extraction.shared_numbers:
        return record
    return replace(record, pupil_number="")


def steps_of(matches: Sequence[Match], extraction: Extraction, request: Request) -> list[Step]:
    """One step per match."""
    without = sum(not match.record.group for match in matches)
    ask_group = not has_no_groups(without, len(matches))
    members = [match.known for match in matches if isinstance(match, Matched)]
    without_groups = bool(members) and not any(known.group for known in members)
    twice = extraction.twice | _named_as_another(matches) | _named_almost_as_another(matches)
    of_list = _OfList(
        twice,
        ask_group=ask_group,
        ask_newcomers=ask_group or (request.shift == 0 and not without_groups),
        spelling=spelling_of(matches),
        has_classes=any(
            not match.record.group.isdigit() for match in matches if match.record.group
        ),
    )
    return [_step(match, of_list, request) for match in matches]


@dataclass(frozen=True, slots=True)
class _OfList:
    """What the whole list says about each of its rows."""

    twice: frozenset[Fingerprint]
    ask_group: bool
    """Most rows have a group, so that one without is an omission."""
    ask_newcomers: bool
    """Within a year they come into a group, unless the library agreed that this school has none."""
    spelling: Spelling
    has_classes: bool
    """Some group says more than its year: 5a."""


def _named_as_another(matches: Sequence[Match]) -> frozenset[Fingerprint]:
    """Newcomers with a name and nothing else, which is the name of a child that is here."""
    bare = [
        match.record
        for match in matches
        if isinstance(match, Unmatched)
        and not match.record.pupil_number
        and match.record.birth_date is None
    ]
    if not bare:
        return frozenset()
    here = {_name(match.record) for match in matches if isinstance(match, Matched)}
    return frozenset(record.fingerprint for record in bare if _name(record) in here)


def _named_almost_as_another(matches: Sequence[Match]) -> frozenset[Fingerprint]:
    """Newcomers who are, but for a slip in the first name, a child of their group that is here.

    They look like its twin; but of all children only they have no number.
    """
    numbered = sum(bool(match.record.pupil_number) for match in matches)
    loose = [
        match.record
        for match in matches
        if isinstance(match, Unmatched)
        and not match.record.pupil_number
        and match.record.birth_date is not None
    ]
    if not loose or numbered < _MOST * len(matches):
        return frozenset()
    here: dict[object, list[PupilRecord]] = {}
    for match in matches:
        if isinstance(match, Matched) and match.record.pupil_number:
            here.setdefault(_family_and_group(match.record), []).append(match.record)
    return frozenset(
        record.fingerprint
        for record in loose
        if _is_near_one_of(record, here.get(_family_and_group(record), ()))
    )


def _is_near_one_of(record: PupilRecord, others: Sequence[PupilRecord]) -> bool:
    row, *children = children_of([record, *others])
    return any(compare(row, child, shift=None).first in _ALMOST for child in children)


def _family_and_group(record: PupilRecord) -> tuple[object, ...]:
    return fold_surname(record.surname), record.birth_date, fold_group(record.group)


def _name(record: PupilRecord) -> tuple[str, str]:
    return fold_first_name(record.first_name), fold_surname(record.surname)


def _step(match: Match, of_list: _OfList, request: Request) -> Step:
    match match:
        case Matched():
            return _matched_step(match, of_list, request)
        case Ambiguous(record, candidates, reasons):
            return Question(record, candidates, reasons)
        case Unmatched():
            return _unmatched_step(match, of_list, request)
        case _:
            assert_never(match)


def _matched_step(match: Matched, of_list: _OfList, request: Request) -> Step:
    record, known = match.record, match.known
    if not record.group and of_list.ask_group and request.shift != 0:
        # Last year's group says nothing of this year; within a year it still stands.
        candidate = Candidate(known.patron_id, match.reasons)
        if not _answered(record, (candidate,), request):
            return Question(record, (candidate,), ("group_missing", *match.reasons))
        if request.decisions[record.fingerprint].answer == "another":
            return Enrol(record, (ANOTHER_CHILD,))
    if request.shift == 0 and not of_list.has_classes and _is_year_of(record, known.group):
        # Within a year nobody leaves class 5a for a list that says 5 of everybody.
        record = replace(record, group=known.group)
    if not record.year_group:
        year_group = inferred_year_group(record, known, request.shift)
        if year_group:
            record = replace(record, year_group=year_group)
    changes, conflicts = changes_between(record, known, spelling=of_list.spelling)
    if changes or not known.enrolled:
        return Update(record, known, changes, match.reasons, conflicts)
    return Keep(record, known, match.reasons, conflicts)


def _is_year_of(record: PupilRecord, known: str) -> bool:
    """Whether a row's group is only a year of the one that is known: 5 of 5a, 2 of 1/2, 4 of h4a.

    The years of a combination group do not part because a list tells nothing else.
    """
    group, folded = record.group, fold_group(known)
    if not group:
        return False
    if folded.startswith(group) and not folded[len(group) :][:1].isdigit():
        return True
    return record.year_group in year_groups_of(known)


def _unmatched_step(match: Unmatched, of_list: _OfList, request: Request) -> Step:
    record = match.record
    asked = []
    if record.fingerprint in of_list.twice:
        asked.append("twice_in_file")
    if not record.group and of_list.ask_newcomers:
        asked.append("group_missing")
    if asked and not match.reasons and not _answered(record, (), request):
        return Question(record, (), tuple(asked))
    return Enrol(record, match.reasons)


def _answered(record: PupilRecord, shown: Sequence[Candidate], request: Request) -> bool:
    """Whether a person took this row as it is, having seen these candidates."""
    decision = request.decisions.get(record.fingerprint)
    return decision is not None and set(decision.candidates) == {c.patron_id for c in shown}
