"""One line in the record about an import: who did what, with counts and codes."""

from collections.abc import Mapping
from datetime import datetime

from leesloket.accounts.queries import Viewer
from leesloket.audit.actions import record
from leesloket.imports.models import RosterImport


def told(
    code: str,
    roster_import: RosterImport,
    acting_user: Viewer,
    now: datetime,
    detail: Mapping[str, int | str] | None = None,
) -> None:
    """Record an event about this import, in the caller's transaction."""
    record(
        code,
        at=now,
        by=acting_user.account_id,
        library_id=acting_user.library_id,
        branch_id=roster_import.branch_id,
        subject_id=roster_import.upload_id,
        detail=dict(detail or {}),
    )
