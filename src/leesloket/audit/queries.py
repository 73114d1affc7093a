"""Reading the record."""

from collections.abc import Iterable, Mapping
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


def events_about_all(subject_ids: Iterable[UUID]) -> dict[UUID, tuple[EventLine, ...]]:
    """Everything recorded about several subjects, in one query; oldest first.  Needs a scope."""
    found: dict[UUID, list[EventLine]] = {}
    for event in Event.objects.filter(subject_id__in=list(subject_ids)).order_by("id"):
        if event.subject_id is not None:
            found.setdefault(event.subject_id, []).append(_line(event))
    return {subject: tuple(lines) for subject, lines in found.items()}


def events_about(subject_id: UUID) -> tuple[EventLine, ...]:
    """Everything recorded about one upload, patron or account, oldest first.  Needs a scope."""
    return events_about_all([subject_id]).get(subject_id, ())


def events_of_branch(branch_id: int, code: str) -> tuple[EventLine, ...]:
    """Every event of this kind in a branch, newest first.  Needs a scope."""
    found = Event.objects.filter(branch_id=branch_id, code=code).order_by("-id")
    return tuple(map(_line, found))


def _line(event: Event) -> EventLine:
    return EventLine(event.code, event.at, event.account_id, event.subject_id, event.detail)
