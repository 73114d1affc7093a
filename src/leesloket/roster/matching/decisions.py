"""Answers of people applied to the questions of one matching."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from leesloket.roster.matching.outcomes import Ambiguous, LeftOut, Match, Matched, Unmatched
from leesloket.roster.model import Decision, Fingerprint, KnownPupil, PatronId

TWO_ROWS_ONE_CHILD = "two_rows_one_child"
ANOTHER_CHILD = "another_child"


def apply_decisions(
    matches: Sequence[Match],
    known: Mapping[PatronId, KnownPupil],
    decisions: Sequence[Decision],
) -> tuple[Match, ...]:
    """Settle the questions that were answered.

    An answer counts while the row is the same and the candidates are those that were shown.  Two
    answers that claim one child settle neither: both rows stay questions and say why.
    """
    if not decisions:
        return tuple(matches)
    answers = {decision.fingerprint: decision for decision in decisions}
    claims = Counter(
        decision.patron_id
        for match in matches
        if (decision := _valid_answer(match, answers)) and decision.answer == "same"
    )
    return tuple(
        _settle(match, decision, known, claims)
        if (decision := _valid_answer(match, answers)) is not None
        else match
        for match in matches
    )


def _valid_answer(match: Match, answers: Mapping[Fingerprint, Decision]) -> Decision | None:
    decision = answers.get(match.record.fingerprint)
    if decision is None or decision.answer == "leave_out":
        return decision
    if not isinstance(match, Ambiguous):
        return None
    shown = {candidate.patron_id for candidate in match.candidates}
    if set(decision.candidates) != shown:
        return None
    return decision if decision.answer == "another" or decision.patron_id in shown else None


def _settle(
    match: Match,
    decision: Decision,
    known: Mapping[PatronId, KnownPupil],
    claims: Counter[PatronId | None],
) -> Match:
    if decision.answer == "leave_out":
        return LeftOut(match.record)
    if decision.answer == "another" or decision.patron_id is None:
        return Unmatched(match.record, (ANOTHER_CHILD,))
    if claims[decision.patron_id] > 1 and isinstance(match, Ambiguous):
        return Ambiguous(match.record, match.candidates, (TWO_ROWS_ONE_CHILD, *match.reasons))
    return Matched(match.record, known[decision.patron_id], "decided", ("decided",))
