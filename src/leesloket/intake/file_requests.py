"""Who asked for a file itself, and how that stands; what may be done with it is in `fetching`."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from leesloket.accounts.names import Names, display_names
from leesloket.accounts.queries import Viewer
from leesloket.accounts.rules import IMPORT
from leesloket.intake import rules
from leesloket.intake.models import FileRequest, Upload
from leesloket.isolation.scope import scoped
from leesloket.vault.models import Sealed

NOT_KEPT = UUID(int=0)
"""No sealed thing has this id: that of a file which was refused, or is gone."""


class FileNotFoundHereError(Exception):
    """No such upload for this person, or its file is not kept (any more)."""


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One request for a file, as it stands now."""

    id: UUID
    upload_id: UUID
    branch_name: str
    status: str
    why: str
    reason: str = field(repr=False)
    asked_by: str = field(repr=False)
    asked_at: datetime
    decided_by: str = field(repr=False)
    decided_at: datetime | None
    until: datetime
    mine: bool


@dataclass(frozen=True, slots=True)
class FilePage:
    """Whether the file is there, and who asked for it."""

    goes_on: date | None
    """The day on which it is destroyed; None when it is not here any more."""
    open: RequestLine | None
    past: tuple[RequestLine, ...]


def file_page(upload_id: UUID, *, viewer: Viewer, now: datetime) -> FilePage:
    """The file of an upload at a branch where the viewer may import; FileNotFoundHereError."""
    with scoped(viewer.scope):
        upload = find_upload(upload_id, viewer)
        found = FileRequest.objects.filter(upload=upload).select_related("branch")
        lines = _lines(found.order_by("-asked_at"), viewer, now)
        goes = Sealed.objects.filter(id=upload.sealed_id or NOT_KEPT, kind=Sealed.Kind.RAW)
        day = goes.values_list("expires_on", flat=True).first()
    if day is None:
        lines = [replace(one, status="gone") if _is_open(one) else one for one in lines]
    under_way = next(filter(_is_open, lines), None)
    return FilePage(day, under_way, tuple(line for line in lines if line is not under_way))


def _is_open(line: RequestLine) -> bool:
    return line.status in FileRequest.OPEN


def requests_waiting(viewer: Viewer, *, now: datetime) -> tuple[RequestLine, ...]:
    """What waits for a second person, at the branches where the viewer may import."""
    with scoped(viewer.scope):
        found = FileRequest.objects.filter(
            branch_id__in=viewer.branches_with(IMPORT), status=FileRequest.Status.ASKED
        ).select_related("branch")
        lines = _lines(found.order_by("asked_at"), viewer, now)
    return tuple(line for line in lines if line.status == FileRequest.Status.ASKED)


def reasons_of(upload_ids: Iterable[UUID]) -> dict[str, str]:
    """What was given as a reason, by the id of the request; for the history.  Needs a scope."""
    found = FileRequest.objects.filter(upload_id__in=upload_ids)
    return {str(one): reason for one, reason in found.values_list("id", "reason")}


def find_upload(upload_id: UUID, viewer: Viewer, *, lock: bool = False) -> Upload:
    """The upload, at a branch where the viewer may import.  Needs a scope."""
    found = Upload.objects.filter(id=upload_id, branch_id__in=viewer.branches_with(IMPORT))
    upload = (found.select_for_update() if lock else found).first()
    if upload is None:
        raise FileNotFoundHereError
    return upload


def _lines(found: Iterable[FileRequest], viewer: Viewer, now: datetime) -> list[RequestLine]:
    rows = list(found)
    names = display_names({who for one in rows for who in (one.asked_by_id, one.decided_by_id)})
    return [_line(one, names, viewer, now) for one in rows]


def _line(one: FileRequest, names: Names, viewer: Viewer, now: datetime) -> RequestLine:
    over = rules.is_over(one.status, asked_at=one.asked_at, decided_at=one.decided_at, now=now)
    until = (
        one.decided_at + rules.FETCH_WITHIN
        if one.decided_at
        else one.asked_at + rules.ANSWER_WITHIN
    )
    return RequestLine(
        id=one.pk,
        upload_id=one.upload_id,
        branch_name=one.branch.name,
        status=FileRequest.Status.LAPSED if over else one.status,
        why=one.why,
        reason=one.reason,
        asked_by=names.of(one.asked_by_id),
        asked_at=one.asked_at,
        decided_by=names.of(one.decided_by_id),
        decided_at=one.decided_at,
        until=until,
        mine=one.asked_by_id == viewer.account_id,
    )
