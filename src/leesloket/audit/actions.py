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
    # With `ignore_conflicts` no id is asked back: while somebody signs in, events can be written
    # and none can be read.  There is nothing to conflict with.
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
        ],
        ignore_conflicts=True,
    )
