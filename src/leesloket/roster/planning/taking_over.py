"""From a library's own list of patrons to a plan: an existing register is taken over (ADR 0018).

The same rows, steps and digest as a school's list, with three differences: the number that tells
who somebody is stands on the card, nobody ever leaves by not being in the list, and a card is only
ever one person's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import assert_never

from leesloket.roster.columns import Extraction
from leesloket.roster.columns.fields import ADULT_AGE
from leesloket.roster.matching import Ambiguous, Match, Matched, Unmatched
from leesloket.roster.model import (
    Candidate,
    Decision,
    Enrol,
    Field,
    FieldChange,
    Identity,
    Keep,
    KnownPupil,
    Mode,
    PatronId,
    PupilRecord,
    Question,
    Skip,
    Step,
    Subscription,
    Update,
)
from leesloket.roster.planning.changes import changes_between
from leesloket.roster.planning.making import claimed_twice, findings_of, match_rows
from leesloket.roster.planning.plan import Plan, in_row_order, plan_of
from leesloket.roster.planning.request import Request, by_row
from leesloket.roster.planning.rows import rows_to_skip
from leesloket.roster.plausibility import HOLDS
from leesloket.roster.problems import Code, Problem, Severity

TAKEOVER_HOLDS = ("no_rows", "column_sorted_alone", "columns_shifted")
"""The checks that are about the file; the others know what a school's year looks like."""

_OF_CARDS = {"same_number": "same_card", "other_number": "other_card"}
_GROUP_FIELDS = frozenset({Field.GROUP, Field.YEAR_GROUP})
_CARD_TAKEN = "card_taken"


def make_takeover(
    *,
    extraction: Extraction,
    known: Sequence[KnownPupil],
    cards: Mapping[str, PatronId],
    school_year: str,
    as_of: date,
    public_branch: bool = False,
    decisions: Sequence[Decision] = (),
    distinct: frozenset[tuple[Identity, PatronId]] = frozenset(),
    not_to_be_included: frozenset[Identity] = frozenset(),
    branch_brin: str | None = None,
    own_locations: frozenset[str] = frozenset(),
    secret: bytes = b"",
) -> Plan:
    """The plan of a library's own list for one branch.

    `known` are the branch's patrons, and those of other branches who hold a card of the list
    (`member` is False).  `cards` says whose every known card is.
    """
    request = Request(
        mode=Mode.ADDITIONS,
        school_year=school_year,
        as_of=as_of,
        decisions=by_row(decisions),
        distinct=distinct,
        not_to_be_included=not_to_be_included,
        branch_brin=branch_brin,
        own_locations=own_locations,
        secret=secret,
    )
    skips = rows_to_skip(extraction, request, strict=True)
    skipped = {skip.record.fingerprint for skip in skips}
    records = [
        _with_category(record, public_branch=public_branch, as_of=as_of)
        for record in extraction.records
        if record.fingerprint not in skipped
    ]
    matches = match_rows(records, known, request, by_card=True)
    steps = [_step(match, extraction, request) for match in matches]
    steps, taken = _one_card_one_person(steps, cards)
    steps = in_row_order([*steps, *skips])
    found = findings_of(steps, (), extraction, known, request)
    return plan_of(
        steps,
        request,
        holds=[hold for code in TAKEOVER_HOLDS for hold in HOLDS[code](found, request.thresholds)],
        problems=(*extraction.problems, *claimed_twice(matches), *taken),
    )


def _with_category(record: PupilRecord, *, public_branch: bool, as_of: date) -> PupilRecord:
    """The record with a category: the list's word, else what the branch and the age say.

    An adult without a group is no pupil: the school's next complete list would sign it off.
    """
    said = record.subscription or Subscription()
    if said.category:
        return record
    category = "public" if public_branch else "pupil"
    born = record.birth_date
    if not public_branch and not record.group and born and as_of.year - born.year >= ADULT_AGE:
        category = "teacher"
    return replace(record, subscription=replace(said, category=category))


def _step(match: Match, extraction: Extraction, request: Request) -> Step:
    match match:
        case Matched(record, known, _, reasons):
            return _known(record, known, _of_cards(reasons), request)
        case Ambiguous(record, candidates, reasons):
            asked = tuple(Candidate(one.patron_id, _of_cards(one.reasons)) for one in candidates)
            return Question(record, asked, _of_cards(reasons))
        case Unmatched(record, reasons):
            asked_before = record.fingerprint in request.decisions
            if record.fingerprint in extraction.twice and not reasons and not asked_before:
                return Question(record, (), ("twice_in_file",))
            return Enrol(record, reasons)
        case _:
            assert_never(match)


def _known(
    record: PupilRecord, known: KnownPupil, reasons: tuple[str, ...], request: Request
) -> Step:
    """Who is known already: what differs, and another card.

    The school knows the groups of its year better than an old register; and who is known at
    another branch keeps name and birth date, and becomes a member here.
    """
    changes, conflicts = changes_between(record, known)
    if not known.member:
        changes, conflicts = (), ()
    elif known.school_year is not None and known.school_year >= request.school_year:
        changes = tuple(change for change in changes if change.field not in _GROUP_FIELDS)
        conflicts = tuple(change for change in conflicts if change.field not in _GROUP_FIELDS)
    if record.card_number and record.card_number != known.card_number:
        card = FieldChange(Field.CARD_NUMBER, known.card_number, record.card_number)
        changes = (*changes, card)
    if changes or not known.enrolled or not known.member:
        return Update(record, known, changes, reasons, conflicts)
    return Keep(record, known, reasons, conflicts)


def _one_card_one_person(
    steps: Sequence[Step], cards: Mapping[str, PatronId]
) -> tuple[list[Step], list[Problem]]:
    """Leave out the rows whose card is somebody else's, in the register or in the list."""
    written = [step for step in steps if isinstance(step, Enrol | Update | Keep)]
    claims = Counter(step.record.card_number for step in written if step.record.card_number)
    found: list[Step] = []
    problems = []
    for step in steps:
        if isinstance(step, Enrol | Update | Keep) and _is_taken(step, cards, claims):
            found.append(Skip(step.record, (_CARD_TAKEN,)))
            problems.append(
                Problem(
                    Code.CARD_NUMBER_TAKEN,
                    Severity.WARNING,
                    step.record.origin,
                    Field.CARD_NUMBER,
                )
            )
        else:
            found.append(step)
    return found, problems


def _is_taken(
    step: Enrol | Update | Keep, cards: Mapping[str, PatronId], claims: Mapping[str, int]
) -> bool:
    number = step.record.card_number
    if not number:
        return False
    owner = cards.get(number)
    own = None if isinstance(step, Enrol) else step.known.patron_id
    return claims[number] > 1 or (owner is not None and owner != own)


def _of_cards(reasons: Sequence[str]) -> tuple[str, ...]:
    return tuple(_OF_CARDS.get(reason, reason) for reason in reasons)
