"""Answers of people applied to the questions of one matching."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from leesloket.roster.matching.outcomes import Ambiguous, Match, Matched, Unmatched
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
    answers = {decision.fingerprint: decision for decision in decisions}
    questions = {at: match for at, match in enumerate(matches) if isinstance(match, Ambiguous)}
    valid = {
        at: decision
        for at, question in questions.items()
        if (decision := _valid_answer(question, answers)) is not None
    }
    claims = Counter(decision.patron_id for decision in valid.values() if decision.answer == "same")
    return tuple(
        _settle(questions[at], valid[at], known, claims) if at in valid else match
        for at, match in enumerate(matches)
    )


def _valid_answer(question: Ambiguous, answers: Mapping[Fingerprint, Decision]) -> Decision | None:
    decision = answers.get(question.record.fingerprint)
    shown = {candidate.patron_id for candidate in question.candidates}
    if decision is None or set(decision.candidates) != shown:
        return None
    return decision if decision.answer == "another" or decision.patron_id in shown else None


def _settle(
    question: Ambiguous,
    decision: Decision,
    known: Mapping[PatronId, KnownPupil],
    claims: Counter[PatronId | None],
) -> Match:
    if decision.answer == "another" or decision.patron_id is None:
        return Unmatched(question.record, (ANOTHER_CHILD,))
    if claims[decision.patron_id] > 1:
        return question._replace(reasons=(TWO_ROWS_ONE_CHILD, *question.reasons))
    return Matched(question.record, known[decision.patron_id], "decided", ("decided",))
