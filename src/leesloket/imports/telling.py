"""Telling of an import: a line in the record, with counts and codes; a mail to its school."""

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


def tell_the_school(
    kind: str, roster_import: RosterImport, acting_user: Viewer, now: datetime
) -> None:
    """Let the school's contact know what became of its list, in the caller's transaction.

    A library's own list was sent by no school: nobody is told.
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
