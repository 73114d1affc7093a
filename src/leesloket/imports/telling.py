"""Telling of an import: a line in the record, with counts and codes; a mail to whom it concerns."""

from datetime import datetime

from leesloket.accounts.queries import Viewer
from leesloket.audit.actions import Detail, record_by
from leesloket.imports.models import RosterImport
from leesloket.messaging.actions import tell


def told(
    code: str,
    roster_import: RosterImport,
    acting_user: Viewer,
    now: datetime,
    detail: Detail | None = None,
) -> None:
    """Record an event about this import, in the caller's transaction."""
    record_by(
        code,
        acting_user,
        now,
        branch_id=roster_import.branch_id,
        subject_id=roster_import.upload_id,
        detail=detail,
    )


def mail(kind: str, roster_import: RosterImport, acting_user: Viewer, now: datetime) -> None:
    """Let the library or the school's contact know of a list, in the caller's transaction.

    Which of the two, messaging knows by the kind.  A library's own list was sent by no school, and
    who has it knows what becomes of it: nobody is told.
    """
    if roster_import.kind != RosterImport.Kind.PUPILS:
        return
    tell(
        kind,
        branch_id=roster_import.branch_id,
        library_id=acting_user.library_id,
        subject_id=roster_import.upload_id,
        now=now,
    )
