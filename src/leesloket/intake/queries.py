"""What others may know of receiving."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.conf import settings

from leesloket.intake.models import Upload
from leesloket.sandbox import client as sandbox

_PROBE = b"Roepnaam;Achternaam;Groep\nProef;Bestand;5\n"


@dataclass(frozen=True, slots=True)
class ReceivedLine:
    """That a file came in; not what it is called."""

    received_at: datetime
    received_by: UUID
    kind: str
    refused: bool
    sealed_id: UUID | None = field(repr=False)


def received_at_branch(branch_id: int, *, since: datetime) -> tuple[ReceivedLine, ...]:
    """Every file that came in at a branch, newest first.  Needs a scope."""
    found = Upload.objects.filter(branch_id=branch_id, received_at__gte=since)
    return tuple(
        ReceivedLine(
            one.received_at, one.received_by_id, one.kind, bool(one.refusal), one.sealed_id
        )
        for one in found.order_by("-received_at")
    )


def reader_answers() -> bool:
    """Whether a small list comes back read, by a child with all of its walls."""
    try:
        return sandbox.read(_PROBE, socket_path=settings.READER_SOCKET).table is not None
    except sandbox.ReaderUnavailableError:
        return False
