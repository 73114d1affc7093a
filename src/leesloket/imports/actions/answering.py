"""What people say about the rows of a list: what a cell should be, and who a child is."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from leesloket.accounts.queries import Viewer
from leesloket.imports.actions.keeping import replace_answers, save_answers
from leesloket.imports.finding import find_open
from leesloket.imports.kept import answers_of, opened_reading
from leesloket.imports.models import DistinctPair, RosterImport
from leesloket.imports.rules import ABOUT_CHILD, ABOUT_GROUP, RowGoneError, asks_group
from leesloket.imports.telling import told
from leesloket.imports.work import Work, work_on
from leesloket.isolation.scope import scoped
from leesloket.roster import identities
from leesloket.roster.columns.identity import fingerprints_of
from leesloket.roster.model import Field, Fingerprint, KnownPupil, PupilRecord, Question
from leesloket.vault.queries import branch_secret

LONGEST_VALUE = 200

Answer = Literal["same", "another", "leave_out", "clear"]


def repair_cell(
    upload_id: UUID,
    *,
    fingerprint: str,
    field: str,
    value: str | None,
    acting_user: Viewer,
    now: datetime,
) -> None:
    """Type one cell of one row over; None takes the repair back.

    The file stays as it was: the repair is kept beside it, under the row's fingerprint.
    Raises ImportNotFoundError, NotOpenError, RowGoneError.
    """
    with scoped(acting_user.scope):
        roster_import = find_open(upload_id, viewer=acting_user)
        table = opened_reading(roster_import).table
        known = fingerprints_of(table.rows, secret=_secret(roster_import)) if table else []
        if fingerprint not in known or field not in set(Field):
            raise RowGoneError
        answers = answers_of(roster_import)
        cleaned = None if value is None else value.strip()[:LONGEST_VALUE]
        answers.set(Fingerprint(fingerprint), Field(field), cleaned)
        replace_answers(roster_import, answers, now=now)
        save_answers(roster_import)
        told("row_repaired", roster_import, acting_user, now)


def answer_question(
    upload_id: UUID,
    *,
    fingerprint: str,
    answer: Answer,
    patron_id: UUID | None = None,
    shown: tuple[UUID, ...] = (),
    acting_user: Viewer,
    now: datetime,
) -> None:
    """Say who the child in a row is: one of the shown children, another child, or leave it out.

    `shown` are the candidates the person saw; when those have changed since, the answer does not
    count and the question comes back.  'Another child' is remembered for the years to come;
    `clear` takes an answer back.  Raises ImportNotFoundError, NotOpenError, RowGoneError.
    """
    with scoped(acting_user.scope):
        roster_import = find_open(upload_id, viewer=acting_user)
        work = work_on(roster_import)
        pupil = pupil_of(work, fingerprint)
        if answer == "same" and patron_id not in shown:
            raise RowGoneError
        others = [had for had in roster_import.decisions if had["fingerprint"] != fingerprint]
        before = [had for had in roster_import.decisions if had["fingerprint"] == fingerprint]
        asked = next((had["asked"] for had in before if had.get("asked")), "")
        said = {
            "fingerprint": fingerprint,
            "answer": answer,
            "candidates": [str(candidate) for candidate in shown],
            "patron_id": str(patron_id) if answer == "same" else None,
            "asked": asked or _asked(work, fingerprint),
            "by": str(acting_user.account_id),
        }
        roster_import.decisions = others if answer == "clear" else [*others, said]
        forget_distinct(roster_import, [pupil], before)
        if answer == "another":
            _remember_distinct(roster_import, pupil, shown)
        save_answers(roster_import)
        told("question_answered", roster_import, acting_user, now)


def _asked(work: Work, fingerprint: str) -> str:
    """What the plan asks about this row, if anything: the answer is shown at that place."""
    for step in work.plan.steps:
        if isinstance(step, Question) and step.record.fingerprint == fingerprint:
            return ABOUT_GROUP if asks_group(step.reasons) else ABOUT_CHILD
    return ""


def pupil_of(work: Work, fingerprint: str) -> PupilRecord:
    """The pupil in the row with this fingerprint; raises RowGoneError."""
    for pupil in work.pupils:
        if pupil.fingerprint == fingerprint:
            return pupil
    raise RowGoneError


def _remember_distinct(
    roster_import: RosterImport, pupil: PupilRecord, shown: tuple[UUID, ...]
) -> None:
    pairs = [
        DistinctPair(branch_id=roster_import.branch_id, identity=code, patron_id=candidate)
        for code in identities(pupil, secret=_secret(roster_import))
        for candidate in shown
    ]
    DistinctPair.objects.bulk_create(pairs, ignore_conflicts=True)


def forget_distinct(
    roster_import: RosterImport,
    children: Iterable[PupilRecord | KnownPupil],
    said: Sequence[Mapping[str, Any]],
) -> None:
    """What was said of these children counts no longer, also not for the years to come."""
    apart = [patron for had in said if had["answer"] == "another" for patron in had["candidates"]]
    secret = _secret(roster_import)
    DistinctPair.objects.filter(
        branch_id=roster_import.branch_id,
        identity__in={code for child in children for code in identities(child, secret=secret)},
        patron_id__in=apart,
    ).delete()


def _secret(roster_import: RosterImport) -> bytes:
    return branch_secret(roster_import.branch_id)
