"""From a file's pupils and the register to a plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from leesloket.roster.cleaning import fold_number
from leesloket.roster.columns import Extraction
from leesloket.roster.matching import (
    TWO_ROWS_ONE_CHILD,
    Ambiguous,
    Match,
    match_records,
    years_between,
)
from leesloket.roster.model import (
    Decision,
    Enrol,
    Identity,
    Keep,
    KnownPupil,
    Mode,
    PatronId,
    PupilRecord,
    Question,
    SourceFacts,
    Step,
    Update,
)
from leesloket.roster.planning.known_kind import read_as_listed, with_known_kind
from leesloket.roster.planning.known_parts import with_known_parts
from leesloket.roster.planning.leaving import leavers_of, withdrawals
from leesloket.roster.planning.named_with import ask_who_else_is_named
from leesloket.roster.planning.number_signs import with_known_signs
from leesloket.roster.planning.own_numbers import with_own_numbers
from leesloket.roster.planning.plan import Plan, in_row_order, plan_of
from leesloket.roster.planning.request import Request, by_row
from leesloket.roster.planning.rows import rows_to_skip, steps_of
from leesloket.roster.plausibility import (
    Findings,
    PreviousImport,
    Thresholds,
    find_holds,
    year_of,
)
from leesloket.roster.problems import Code, Problem, Severity

_NO_FACTS = SourceFacts()
_USUAL = Thresholds()


def make_plan(
    *,
    extraction: Extraction,
    known: Sequence[KnownPupil],
    mode: Mode,
    school_year: str,
    as_of: date,
    final_year_groups: frozenset[str] = frozenset({"8"}),
    decisions: Sequence[Decision] = (),
    distinct: frozenset[tuple[Identity, PatronId]] = frozenset(),
    not_to_be_included: frozenset[Identity] = frozenset(),
    facts: SourceFacts = _NO_FACTS,
    branch_brin: str | None = None,
    own_locations: frozenset[str] = frozenset(),
    thresholds: Thresholds = _USUAL,
    previous: PreviousImport | None = None,
    secret: bytes = b"",
) -> Plan:
    """The plan of one file for one branch.

    `known` is every child the branch has or had, withdrawn ones included.  `school_year`
    (`2026-2027`) and `as_of` are fixed when the file is sent.  A delta file is read as additions,
    whatever `mode` says.  `secret` is the one the records' fingerprints were made with;
    `own_locations` are the names by which a column of locations may call this branch.
    """
    request = Request(
        mode=Mode.ADDITIONS if facts.delta else mode,
        school_year=school_year,
        as_of=as_of,
        shift=years_between(known, school_year),
        final_year_groups=final_year_groups,
        decisions=by_row(decisions),
        distinct=distinct,
        not_to_be_included=not_to_be_included,
        facts=facts,
        branch_brin=branch_brin,
        own_locations=own_locations,
        thresholds=thresholds,
        previous=previous,
        secret=secret,
    )
    extraction = with_known_signs(extraction, known)
    known = read_as_listed(known, extraction, request.final_year_groups)
    extraction = with_known_kind(extraction, known, request.final_year_groups)
    extraction = with_known_parts(extraction, known)
    skips = rows_to_skip(extraction, request)
    as_sent, extraction = extraction, with_own_numbers(extraction, known)
    skipped = {skip.record.fingerprint for skip in skips}
    records = [r for r in extraction.records if r.fingerprint not in skipped]
    matches = match_rows(records, known, request)
    steps = in_row_order([*steps_of(matches, extraction, request), *skips])
    made_on = min(as_of, facts.as_of or as_of)
    leavers = (
        leavers_of(steps, extraction, known, made_on=made_on) if request.mode is Mode.FULL else []
    )
    steps, leavers = ask_who_else_is_named(steps, leavers, request.decisions)
    found = findings_of(steps, leavers, extraction, known, request, as_sent=as_sent)
    holds = find_holds(found, thresholds)
    steps.extend(withdrawals(leavers, found.finals))
    return plan_of(
        steps,
        request,
        holds=holds,
        problems=(*extraction.problems, *claimed_twice(matches)),
        teaches=year_of(found),
    )


def match_rows(
    records: Sequence[PupilRecord],
    known: Sequence[KnownPupil],
    request: Request,
    *,
    by_card: bool = False,
) -> tuple[Match, ...]:
    """Match with all that was said of the list; `by_card` as in `match_records`."""
    return match_records(
        records,
        known,
        decisions=tuple(request.decisions.values()),
        distinct=request.distinct,
        school_year=request.school_year,
        numbers_unstable=request.facts.keys_unstable,
        by_card=by_card,
        secret=request.secret,
    )


def claimed_twice(matches: Sequence[Match]) -> Iterator[Problem]:
    """Rows that people gave to one child: neither is done until one answer changes."""
    for match in matches:
        if isinstance(match, Ambiguous) and TWO_ROWS_ONE_CHILD in match.reasons:
            yield Problem(Code.TWO_ROWS_ONE_CHILD, Severity.WARNING, match.record.origin)


def findings_of(
    steps: Sequence[Step],
    leavers: Sequence[KnownPupil],
    extraction: Extraction,
    known: Sequence[KnownPupil],
    request: Request,
    *,
    as_sent: Extraction | None = None,
) -> Findings:
    """What the holds look at.  `as_sent`: the extraction in which each row still has its number."""
    by_id = {pupil.patron_id: pupil for pupil in known}
    rows = _in_order(extraction)
    sent = as_sent or extraction
    return Findings(
        rows=len(rows),
        records=tuple(rows if sent is extraction else _in_order(sent)),
        matched=tuple(
            (step.record, step.known) for step in steps if isinstance(step, Update | Keep)
        ),
        same_number=_same_number(rows, known),
        unsure=tuple(
            (step.record, tuple(by_id[candidate.patron_id] for candidate in step.candidates))
            for step in steps
            if isinstance(step, Question) and step.candidates
        ),
        newcomers=tuple(step.record for step in steps if isinstance(step, Enrol)),
        leavers=tuple(leavers),
        known=tuple(pupil for pupil in known if pupil.enrolled),
        withdrawn=tuple(pupil for pupil in known if not pupil.enrolled),
        mode=request.mode,
        school_year=request.school_year,
        as_of=request.as_of,
        shift=request.shift,
        final_year_groups=request.final_year_groups,
        facts=request.facts,
        branch_brin=request.branch_brin,
        previous=request.previous,
        oddities=extraction.oddities,
        shared_numbers=len(extraction.shared_numbers),
        secondary=extraction.secondary,
    )


def _in_order(extraction: Extraction) -> Sequence[PupilRecord]:
    """Its rows in the order of the file."""
    rows = (*extraction.records, *extraction.set_aside)
    return sorted(rows, key=lambda row: row.origin.row)


def _same_number(
    records: Sequence[PupilRecord], known: Sequence[KnownPupil]
) -> tuple[tuple[PupilRecord, KnownPupil], ...]:
    by_number = {
        fold_number(pupil.pupil_number): pupil
        for pupil in known
        if pupil.enrolled and pupil.pupil_number
    }
    return tuple(
        (record, by_number[number])
        for record in records
        if (number := fold_number(record.pupil_number)) in by_number
    )
