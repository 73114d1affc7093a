"""Reading the record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from leesloket.audit.models import Event


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event as a screen can tell it."""

    code: str
    at: datetime
    by: UUID | None
    subject_id: UUID | None
    detail: Mapping[str, int | str | bool | None]


def events_about(subject_id: UUID) -> tuple[EventLine, ...]:
    """Everything recorded about one upload, patron or account, oldest first.  Needs a scope."""
    return tuple(
        EventLine(event.code, event.at, event.account_id, event.subject_id, event.detail)
        for event in Event.objects.filter(subject_id=subject_id).order_by("id")
    )
