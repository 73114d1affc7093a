"""Receiving a file: read it in the sandbox, seal it, and remember that it came."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from leesloket.accounts.queries import Viewer
from leesloket.audit.actions import record_by
from leesloket.intake import rules
from leesloket.intake.fetching import end_requests
from leesloket.intake.models import Upload
from leesloket.intake.scanning import Verdict
from leesloket.roster.problems import Code, Problem, Severity
from leesloket.roster.readers.result import Budget, ReadResult
from leesloket.sandbox import client
from leesloket.sandbox.client import ReaderUnavailableError
from leesloket.vault import actions as vault
from leesloket.vault.queries import branch_secret, open_label

INFECTED = ReadResult(None, (Problem(Code.INFECTED, Severity.REFUSAL),))
"""What becomes of a file that the scanner stops: nobody reads it, and it is not kept."""


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file that lies in memory, before anything of it is kept."""

    content: bytes = field(repr=False)
    name: str = field(repr=False)
    form_token: str
    sheet: str | None = field(default=None, repr=False)
    kind: str = Upload.Kind.PUPILS


def read_in_sandbox(content: bytes, *, sheet: str | None = None) -> ReadResult:
    """Read a file in a child process with limits; every way it can go wrong is a refusal.

    Raises sandbox.client.ReaderUnavailableError when the reader itself is not running.
    """
    return client.read(
        content,
        sheet=sheet,
        socket_path=settings.READER_SOCKET,
        budget=Budget(**settings.READER_BUDGET),
    )


@transaction.atomic
def keep_upload(
    received: ReceivedFile,
    result: ReadResult,
    *,
    branch_id: int,
    acting_user: Viewer,
    now: datetime,
    scan: Verdict = "none",
) -> Upload:
    """Seal the file and write down that it came, in the caller's scope and transaction.

    A refused file is not kept: only that it came, and why it was refused.  A workbook with several
    lists waits a day under the pages' own key, so that its sender can choose one.
    """
    refusal = refusal_of(result)
    upload = Upload(
        kind=received.kind,
        branch_id=branch_id,
        received_by_id=acting_user.account_id,
        received_at=now,
        file_name=vault.seal_label(rules.shown_name(received.name)),
        size=len(received.content),
        content_mark=rules.content_mark(
            received.content, secret=branch_secret(branch_id), sheet=received.sheet
        ),
        form_token=received.form_token,
        sealed_id=_sealed(received.content, refusal, branch_id=branch_id, now=now),
        format=result.table.format if result.table else "",
        refusal=refusal.code if refusal else "",
        refusal_detail=_stored_detail(refusal) if refusal else {},
        scan=scan,
    )
    Upload.objects.bulk_create([upload])
    _record_coming_in(upload, acting_user, now)
    return upload


def _sealed(
    content: bytes, refusal: Problem | None, *, branch_id: int, now: datetime
) -> UUID | None:
    """The file in the vault; of one that is refused nothing, unless there is a sheet to choose."""
    if refusal is None:
        kind, days = "raw", settings.RETENTION_RAW_NOT_IMPORTED
    elif refusal.code is Code.SEVERAL_SHEETS:
        kind, days = "table", 1
    else:
        return None
    expires_on = localdate(now) + timedelta(days=days)
    return vault.seal(content, kind=kind, branch_id=branch_id, expires_on=expires_on, now=now)


def _record_coming_in(upload: Upload, acting_user: Viewer, now: datetime) -> None:
    record_by(
        "upload_refused" if upload.refusal else "upload_received",
        acting_user,
        now,
        branch_id=upload.branch_id,
        subject_id=upload.pk,
        detail={"bytes": upload.size, "code": upload.refusal},
    )


def refusal_of(result: ReadResult) -> Problem | None:
    """Why a file is not taken in, if it is not."""
    return next((one for one in result.problems if one.severity is Severity.REFUSAL), None)


def _stored_detail(refusal: Problem) -> dict[str, object]:
    return {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in refusal.detail.items()
    }


@transaction.atomic
def keep_waiting(
    received: ReceivedFile, *, branch_id: int, acting_user: Viewer, now: datetime
) -> Upload:
    """Seal a file unread, until the scanner answers, in the caller's scope and transaction."""
    read_later = ReadResult(None, ())
    upload = keep_upload(
        received, read_later, branch_id=branch_id, acting_user=acting_user, now=now, scan="waiting"
    )
    if received.sheet:
        upload.sheet = vault.seal_label(received.sheet)
        upload.save(update_fields=["sheet"])
    return upload


@transaction.atomic
def refuse_waiting(
    upload: Upload, refusal: Problem, content: bytes, *, acting_user: Viewer, now: datetime
) -> None:
    """What waited is no list: as `keep_upload` does it for one that comes in now."""
    if upload.sealed_id is not None:
        unread = upload.sealed_id
        upload.sealed_id = _sealed(content, refusal, branch_id=upload.branch_id, now=now)
        vault.shred(unread, reason="refused", now=now)
    upload.refusal = refusal.code
    upload.refusal_detail = _stored_detail(refusal)
    upload.save(update_fields=["sealed_id", "refusal", "refusal_detail", "scan"])
    _record_coming_in(upload, acting_user, now)


@transaction.atomic
def end_unread(upload: Upload, *, how: str, now: datetime) -> None:
    """A file that waits for the scanner makes room or is taken back: it is shredded unread."""
    if upload.sealed_id is not None:
        vault.shred(upload.sealed_id, reason=how, now=now)
    Upload.objects.filter(id=upload.pk).update(ended=how, sealed_id=None)


@transaction.atomic
def pass_on_upload(
    upload: Upload,
    *,
    branch_id: int,
    form_token: str,
    with_file: bool,
    acting_user: Viewer,
    now: datetime,
) -> Upload:
    """Write down that (a part of) a received file belongs to another branch, in the caller's scope.

    It keeps the day it was received, and so the day on which it is destroyed.  `with_file` hands
    the sealed file over; otherwise the file stays where it is, and the new upload has none.
    """
    sealed_id = upload.sealed_id if with_file else None
    passed_on = Upload(
        kind=upload.kind,
        branch_id=branch_id,
        received_by_id=acting_user.account_id,
        received_at=upload.received_at,
        file_name=vault.seal_label(open_label(upload.file_name)),
        size=upload.size if with_file else 0,
        # The file cannot be opened here, so that it cannot be told again at the other branch.
        content_mark="",
        form_token=form_token,
        sealed_id=sealed_id,
        format=upload.format,
        scan=upload.scan,
    )
    Upload.objects.bulk_create([passed_on])
    if with_file:
        end_requests(upload, now=now)
    if sealed_id is not None:
        vault.hand_over(sealed_id, branch_id=branch_id)
        Upload.objects.filter(id=upload.pk).update(sealed_id=None)
        upload.sealed_id = None
    record_by("upload_passed_on", acting_user, now, branch_id=branch_id, subject_id=passed_on.pk)
    return passed_on


__all__ = [
    "INFECTED",
    "ReaderUnavailableError",
    "ReceivedFile",
    "end_unread",
    "keep_upload",
    "keep_waiting",
    "pass_on_upload",
    "read_in_sandbox",
    "refusal_of",
    "refuse_waiting",
]
