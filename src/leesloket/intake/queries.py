"""What others may know of receiving."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from leesloket.accounts.queries import Viewer
from leesloket.intake import scanning
from leesloket.intake.models import Upload
from leesloket.isolation.scope import scoped
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


@dataclass(frozen=True, slots=True)
class ScannerNow:
    """How it stands with looking for viruses in the files of a library."""

    named: bool
    """Whether who runs the site named a scanner; then it is asked about every file."""
    answers: bool
    waiting: int
    """Files of the viewer's branches that nobody has read, because a scanner has to speak first."""


def unread() -> QuerySet[Upload]:
    """The files that wait for the virus scanner: sealed as they came, read by nobody.

    Needs a scope.
    """
    return Upload.objects.filter(scan=Upload.Scan.WAITING, ended="")


def scanner_now(*, viewer: Viewer) -> ScannerNow:
    """Ask the scanner whether it is there, and count what waits for it."""
    with scoped(viewer.scope):
        waiting = unread().filter(branch_id__in=viewer.scope.branch_ids).count()
    named = scanning.is_asked_for()
    return ScannerNow(named, named and scanning.answers(required=True), waiting)


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
