"""What people say about a list: which column is what, what a cell should be, who a child is."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from leesloket.accounts.queries import Viewer
from leesloket.imports.actions.receiving import (
    remember_columns,
    seal_answers,
    seal_reading,
    stored_mapping,
)
from leesloket.imports.finding import ImportNotFoundError, NotOpenError, find_open
from leesloket.imports.models import DistinctPair, RosterImport
from leesloket.imports.rules import ABOUT_CHILD, ABOUT_GROUP, asks_group
from leesloket.imports.telling import told
from leesloket.imports.work import Answers, Work, answers_of, counts_of, opened_reading, work_on
from leesloket.isolation.scope import scoped
from leesloket.roster import confirm, identities, narrow
from leesloket.roster.columns.identity import fingerprints_of
from leesloket.roster.model import Field, Fingerprint, ListKind, PupilRecord, Question, RawTable
from leesloket.vault import actions as vault
from leesloket.vault.queries import branch_secret

LONGEST_VALUE = 200

Answer = Literal["same", "another", "leave_out", "clear"]


class RowGoneError(Exception):
    """No such row or question any more; look at the list again."""


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
        sealed_id = seal_answers(answers, roster_import, now=now)
        _keep_answers(roster_import, answers_id=sealed_id, now=now)
        told("row_repaired", roster_import, acting_user, now)


def _keep_answers(roster_import: RosterImport, *, answers_id: UUID, now: datetime) -> None:
    if roster_import.answers_id is not None:
        vault.shred(roster_import.answers_id, reason="replaced", now=now)
    roster_import.answers_id = answers_id
    save_answers(roster_import)


def save_answers(roster_import: RosterImport) -> None:
    """Save what somebody said, with what follows: other numbers, and no first agreement."""
    roster_import.first_approver = None
    roster_import.first_digest = ""
    roster_import.counts = counts_of(work_on(roster_import))
    roster_import.save()


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
        _forget_distinct(roster_import, pupil, before)
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
    extraction = work.extraction
    skipped = tuple(skip.record for skip in extraction.skips)
    for pupil in (*extraction.records, *extraction.set_aside, *skipped):
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


def _forget_distinct(
    roster_import: RosterImport, pupil: PupilRecord, before: Sequence[Mapping[str, Any]]
) -> None:
    """What this answer takes the place of counts no longer, also not for the years to come."""
    apart = [patron for had in before if had["answer"] == "another" for patron in had["candidates"]]
    DistinctPair.objects.filter(
        branch_id=roster_import.branch_id,
        identity__in=identities(pupil, secret=_secret(roster_import)),
        patron_id__in=apart,
    ).delete()


def choose_columns(
    upload_id: UUID, fields: dict[int, str | None], *, acting_user: Viewer, now: datetime
) -> None:
    """Say which column is which field; columns not named are not used.

    The branch remembers it for next year.  Once nothing is missing the unused columns are thrown
    away; what was said of a row before stays said of that row.  Raises ImportNotFoundError,
    also for a field that there is not, and NotOpenError.
    """
    if not {*fields.values()} <= {None, "", *Field}:
        raise ImportNotFoundError
    with scoped(acting_user.scope):
        roster_import = find_open(upload_id, viewer=acting_user)
        read = opened_reading(roster_import)
        if read.table is None:
            raise NotOpenError
        chosen = {at: Field(name) if name else None for at, name in fields.items()}
        mapping = confirm(read.table, chosen, kind=ListKind(roster_import.kind))
        table, mapping = narrow(read.table, mapping)
        if roster_import.table_id is not None:
            vault.shred(roster_import.table_id, reason="replaced", now=now)
        roster_import.table_id = seal_reading(replace(read, table=table), roster_import, now=now)
        _carry_over(roster_import, read.table, table, now=now)
        stored = stored_mapping(mapping)
        roster_import.fields = stored["fields"]
        roster_import.how = stored["how"]
        roster_import.mapping_certain = not mapping.missing
        save_answers(roster_import)
        if roster_import.mapping_certain and roster_import.kind == RosterImport.Kind.PUPILS:
            remember_columns(roster_import, table)
        told("columns_chosen", roster_import, acting_user, now)


def _carry_over(
    roster_import: RosterImport, before: RawTable, after: RawTable, *, now: datetime
) -> None:
    """What was typed over and answered, under the fingerprints of rows that lost cells."""
    secret = _secret(roster_import)
    renamed = dict(
        zip(
            fingerprints_of(before.rows, secret=secret),
            fingerprints_of(after.rows, secret=secret),
            strict=True,
        )
    )
    roster_import.decisions = _renamed(roster_import.decisions, renamed)
    roster_import.transfers = _renamed(roster_import.transfers, renamed)
    if roster_import.answers_id is None:
        return
    answers = Answers(
        [
            replace(repair, fingerprint=renamed[repair.fingerprint])
            for repair in answers_of(roster_import).repairs
            if repair.fingerprint in renamed
        ]
    )
    vault.shred(roster_import.answers_id, reason="replaced", now=now)
    roster_import.answers_id = seal_answers(answers, roster_import, now=now)


def _renamed(
    said: Sequence[Mapping[str, Any]], renamed: Mapping[Fingerprint, Fingerprint]
) -> list[dict[str, Any]]:
    return [
        {**one, "fingerprint": renamed[Fingerprint(one["fingerprint"])]}
        for one in said
        if one["fingerprint"] in renamed
    ]


def _secret(roster_import: RosterImport) -> bytes:
    return branch_secret(roster_import.branch_id)
