"""Files that wait for the virus scanner: sealed as they came, read by nobody before it spoke."""

from datetime import datetime
from uuid import UUID

from leesloket.accounts.queries import Viewer
from leesloket.accounts.rules import UPLOAD
from leesloket.audit.actions import record_by
from leesloket.branches.policies import scan_required
from leesloket.branches.queries import lock_branch
from leesloket.imports.actions.receiving import start_import, would_lose_a_list
from leesloket.imports.finding import ImportNotFoundError
from leesloket.intake import scanning
from leesloket.intake.actions import (
    INFECTED,
    ReaderUnavailableError,
    end_unread,
    read_in_sandbox,
    refusal_of,
    refuse_waiting,
)
from leesloket.intake.models import Upload
from leesloket.intake.queries import unread
from leesloket.isolation.scope import Scope, scoped
from leesloket.roster.problems import Code, Problem, Severity
from leesloket.roster.readers.result import ReadResult
from leesloket.vault.queries import ShreddedError, open_label, open_sealed

_AT_ONCE = 50


def waiting_in(library: Scope) -> tuple[UUID, ...]:
    """The uploads of a library that wait, the newest first: an older one may be replaced by it."""
    with scoped(library):
        return tuple(unread().order_by("-received_at").values_list("id", flat=True)[:_AT_ONCE])


def take_up_waiting(library: Scope, *, now: datetime) -> int:
    """As the worker: go on with what waited, now that the scanner answers; gives how many."""
    waiting = waiting_in(library)
    if not waiting:
        return 0
    with scoped(library):
        required = scan_required(library.library_id)
    if not scanning.answers(required=required):
        return 0
    return sum(_take_up(one, library, required=required, now=now) for one in waiting)


def _take_up(upload_id: UUID, library: Scope, *, required: bool, now: datetime) -> bool:
    with scoped(library):
        upload = _still_waiting(upload_id)
        if upload is None or upload.sealed_id is None:
            return False
        try:
            content = open_sealed(upload.sealed_id, key="worker")
        except ShreddedError:
            return False
        sheet = open_label(upload.sheet) or None
    # Scanning and reading take the longest and need no database, so no transaction waits for them.
    verdict = scanning.verdict_on(content, required=required)
    if verdict == "waiting":
        return False
    try:
        result = INFECTED if verdict == "infected" else read_in_sandbox(content, sheet=sheet)
    except ReaderUnavailableError:
        return False
    with scoped(library.narrowed(upload.branch_id)):
        lock_branch(upload.branch_id)
        upload = _still_waiting(upload_id)
        if upload is None:
            return False
        upload.scan = verdict
        _go_on(upload, result, content, library=library, now=now)
    return True


def _still_waiting(upload_id: UUID) -> Upload | None:
    return unread().filter(id=upload_id).select_for_update().first()


def _go_on(
    upload: Upload, result: ReadResult, content: bytes, *, library: Scope, now: datetime
) -> None:
    """As if the file came in now, in the name of who sent it."""
    sender = Viewer(
        account_id=upload.received_by_id,
        library_id=library.library_id,
        library_name="",
        display_name="",
        initials="",
        second_factor=False,
        rights=(),
    )
    if would_lose_a_list(result, upload.branch_id, upload.kind):
        result = ReadResult(None, (Problem(Code.NOT_A_PUPIL_LIST, Severity.REFUSAL),))
    refusal = refusal_of(result)
    if refusal is not None:
        refuse_waiting(upload, refusal, content, acting_user=sender, now=now)
        return
    upload.format = result.table.format if result.table else ""
    upload.save(update_fields=["scan", "format"])
    if result.table is not None:
        start_import(upload, result, result.table, acting_user=sender, now=now)


def withdraw_waiting(upload_id: UUID, *, acting_user: Viewer, now: datetime) -> None:
    """Take back a file that waits: it is shredded unread; ImportNotFoundError.  Needs a scope."""
    allowed = acting_user.branches_with(UPLOAD)
    upload = (
        Upload.objects.filter(id=upload_id, branch_id__in=allowed, scan=Upload.Scan.WAITING)
        .select_for_update()
        .first()
    )
    if upload is None:
        raise ImportNotFoundError
    if upload.ended:
        return
    end_unread(upload, how="withdrawn", now=now)
    record_by("list_withdrawn", acting_user, now, branch_id=upload.branch_id, subject_id=upload.pk)


__all__ = ["take_up_waiting", "waiting_in", "withdraw_waiting"]
