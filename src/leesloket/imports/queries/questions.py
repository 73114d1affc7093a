"""The questions of a plan: who the child in a row is, or in which group it will be."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Literal, NamedTuple
from uuid import UUID

from leesloket.accounts.names import Names
from leesloket.imports.rules import ABOUT_GROUP, GROUP_MISSING, asks_group
from leesloket.imports.showing import CandidateView, GroupPicture, QuestionView
from leesloket.imports.work import Work
from leesloket.patrons.queries import full_name
from leesloket.roster.columns.identity import fingerprints_of
from leesloket.roster.model import (
    Candidate,
    Field,
    Fingerprint,
    KnownPupil,
    PatronId,
    PupilRecord,
    Question,
)
from leesloket.vault.queries import branch_secret


def questions_of(
    work: Work, picture: GroupPicture | None, *, names: Names
) -> tuple[QuestionView, ...]:
    """Open questions first, then those that were answered, so that an answer can be taken back.

    A row that names no group asks for the group and not for the child, when the child is clear.
    `picture` is where classmates go; `names` are the accounts that answered.
    """
    open_steps = [step for step in work.plan.steps if isinstance(step, Question)]
    views = [
        _question(number, step.record, step.candidates, step.reasons, work)
        for number, step in enumerate(open_steps, start=1)
    ]
    views = [
        replace(view, suggested=_where_classmates_go(view, picture)) if view.asks_group else view
        for view in views
    ]
    asked = {step.record.fingerprint for step in open_steps}
    by_row = {record.fingerprint: record for record in work.extraction.records}
    for told in _answered(work, by_row, asked):
        record, candidates = told.record, told.candidates
        view = _question(len(views) + 1, record, candidates, told.reasons, work)
        views.append(
            replace(
                view,
                answer=told.answer,
                answered_patron=UUID(told.patron) if told.patron else None,
                answered_by=names.of(UUID(told.by)) if told.by else "",
            )
        )
    return tuple(views)


class _Answered(NamedTuple):
    record: PupilRecord
    answer: Literal["same", "another", "leave_out", "group"]
    candidates: tuple[Candidate, ...] = ()
    reasons: tuple[str, ...] = ()
    patron: str | None = None
    by: str = ""


def _answered(
    work: Work, by_row: Mapping[Fingerprint, PupilRecord], asked: AbstractSet[Fingerprint]
) -> Iterator[_Answered]:
    left_out = {skip.record.fingerprint: skip.record for skip in work.extraction.skips}
    for told in work.roster_import.decisions:
        fingerprint = told["fingerprint"]
        # A row that was left out stands here if it was asked about, else where it was read.
        record = by_row.get(fingerprint) or (told.get("asked") and left_out.get(fingerprint))
        if record and fingerprint not in asked:
            candidates = tuple(Candidate(PatronId(key), ()) for key in told["candidates"])
            reasons = (GROUP_MISSING,) if told.get("asked") == ABOUT_GROUP else ()
            yield _Answered(
                record, told["answer"], candidates, reasons, told["patron_id"], told["by"]
            )
    for fingerprint in _groups_typed(work):
        if fingerprint in by_row and fingerprint not in asked:
            yield _Answered(by_row[fingerprint], "group", reasons=(GROUP_MISSING,))


def _groups_typed(work: Work) -> list[Fingerprint]:
    """The rows that had no group in the file, and for which somebody chose one."""
    typed = {repair.fingerprint for repair in work.repairs if repair.field is Field.GROUP}
    column = work.mapping.fields.index(Field.GROUP) if Field.GROUP in work.mapping.fields else None
    if not typed or column is None:
        return []
    rows = work.table.rows
    prints = fingerprints_of(rows, secret=branch_secret(work.branch.id))
    return [
        fingerprint
        for row, fingerprint in zip(rows, prints, strict=True)
        if fingerprint in typed and not row.cells[column].strip()
    ]


def _where_classmates_go(question: QuestionView, picture: GroupPicture | None) -> str:
    """The group to which most of a known child's group goes; empty when nobody can tell."""
    now = question.candidates[0].group if question.candidates else ""
    if picture is None or not now:
        return ""
    goes = {
        flow.after: flow.children for flow in picture.flows if flow.before == now and flow.after
    }
    return max(goes, key=goes.__getitem__, default="")


def _question(
    number: int,
    record: PupilRecord,
    candidates: Sequence[Candidate],
    reasons: tuple[str, ...],
    work: Work,
) -> QuestionView:
    return QuestionView(
        number=number,
        row=record.origin.row,
        fingerprint=record.fingerprint,
        name=full_name(record.first_name or record.initials, record.prefix, record.surname),
        group=record.group,
        birth_date=record.birth_date,
        pupil_number=record.pupil_number,
        candidates=tuple(
            _candidate(record, work.known[candidate.patron_id], candidate.reasons)
            for candidate in candidates
            if candidate.patron_id in work.known
        ),
        reasons=reasons,
        asks_group=asks_group(reasons),
    )


def _candidate(record: PupilRecord, known: KnownPupil, reasons: tuple[str, ...]) -> CandidateView:
    pairs = {
        "first_name": (record.first_name, known.first_name),
        "surname": ((record.prefix, record.surname), (known.prefix, known.surname)),
        "birth_date": (record.birth_date, known.birth_date),
        "pupil_number": (record.pupil_number, known.pupil_number),
        "group": (record.group, known.group),
    }
    return CandidateView(
        patron_id=UUID(known.patron_id),
        name=full_name(known.first_name or known.initials, known.prefix, known.surname),
        group=known.group,
        birth_date=known.birth_date,
        pupil_number=known.pupil_number,
        enrolled=known.enrolled,
        equal=tuple(name for name, (row, register) in pairs.items() if row and row == register),
        reasons=reasons,
    )
