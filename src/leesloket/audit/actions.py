"""Writing to the record."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from leesloket.audit.models import Event


def record(
    code: str,
    *,
    at: datetime,
    by: UUID | None,
    library_id: int | None,
    branch_id: int | None = None,
    subject_id: UUID | None = None,
    detail: Mapping[str, int | str | bool | None] | None = None,
) -> None:
    """Add one event, in the caller's transaction: what is not committed did not happen.

    `detail` takes counts, codes and ids; a name, number or birth date has no place here.
    """
    # bulk_create asks nothing back, so that a role without select rights could write as well.
    Event.objects.bulk_create(
        [
            Event(
                library_id=library_id,
                branch_id=branch_id,
                account_id=by,
                code=code,
                at=at,
                subject_id=subject_id,
                detail=dict(detail or {}),
            )
        ]
    )
