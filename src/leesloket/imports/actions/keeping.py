"""What an import keeps: sealed as long as the file itself, and gone when the list has ended."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils.timezone import localdate

from leesloket.imports.kept import Answers, sealed_reading
from leesloket.imports.models import RosterImport
from leesloket.imports.work import counts_of, work_on
from leesloket.roster.readers.result import ReadResult
from leesloket.vault import actions as vault


def seal_reading(read: ReadResult, roster_import: RosterImport, *, now: datetime) -> UUID:
    """Put a reading into the vault, for as long as the raw file."""
    return vault.seal(
        sealed_reading(read),
        kind="table",
        branch_id=roster_import.branch_id,
        expires_on=_expires_on(roster_import),
        now=now,
    )


def seal_answers(answers: Answers, roster_import: RosterImport, *, now: datetime) -> UUID:
    """Put what people typed over into the vault, for as long as the raw file."""
    return vault.seal(
        answers.sealed(),
        kind="answers",
        branch_id=roster_import.branch_id,
        expires_on=_expires_on(roster_import),
        now=now,
    )


def _expires_on(roster_import: RosterImport) -> date:
    """The raw file's day: whatever is made of it later goes no later, and no sooner."""
    received_on = localdate(roster_import.upload.received_at)
    return received_on + timedelta(days=settings.RETENTION_RAW_NOT_IMPORTED)


def replace_answers(roster_import: RosterImport, answers: Answers, *, now: datetime) -> None:
    """Let this be what people typed over; what it takes the place of is shredded."""
    if roster_import.answers_id is not None:
        vault.shred(roster_import.answers_id, reason="replaced", now=now)
    roster_import.answers_id = seal_answers(answers, roster_import, now=now)


def save_answers(roster_import: RosterImport) -> None:
    """Save what somebody said, with what follows: other numbers, and no first agreement."""
    roster_import.first_approver = None
    roster_import.first_digest = ""
    roster_import.counts = counts_of(work_on(roster_import))
    roster_import.save()


def close_import(roster_import: RosterImport, status: str, *, now: datetime) -> None:
    """End an import that will not be applied: everything of it is shredded."""
    for sealed_id in (
        roster_import.table_id,
        roster_import.answers_id,
        roster_import.upload.sealed_id,
    ):
        if sealed_id is not None:
            vault.shred(sealed_id, reason=status, now=now)
    roster_import.status = status
    roster_import.table_id = None
    roster_import.answers_id = None
    roster_import.decisions = []
    roster_import.transfers = []
    roster_import.hand_edits = []
    answers = ("decisions", "transfers", "hand_edits")
    roster_import.save(update_fields=["status", "table_id", "answers_id", *answers])


def shorten_lives(roster_import: RosterImport, now: datetime) -> None:
    """An applied import's raw file and table go sooner than one that waits."""
    expires_on = localdate(now) + timedelta(days=settings.RETENTION_RAW_AFTER_IMPORT)
    kept = (roster_import.upload.sealed_id, roster_import.table_id, roster_import.answers_id)
    vault.keep_until(filter(None, kept), expires_on=expires_on)
