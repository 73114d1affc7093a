"""Taking out the file itself: with a reason, a second person, and once.

The pages cannot open a raw file.  When a second person agreed, the worker, who can, seals a copy
under the pages' own key; it goes when it was fetched, after an hour, or with the file itself.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from leesloket.accounts.queries import Viewer
from leesloket.accounts.rules import IMPORT
from leesloket.audit.actions import record_by
from leesloket.intake import rules
from leesloket.intake.file_requests import NOT_KEPT, FileNotFoundHereError, find_upload
from leesloket.intake.models import FileRequest, Upload
from leesloket.isolation.jobs import enqueue
from leesloket.isolation.scope import Scope, scoped
from leesloket.vault import actions as vault
from leesloket.vault.models import Sealed
from leesloket.vault.queries import ShreddedError, open_sealed, shown_label

Status = FileRequest.Status


class ReasonNeededError(Exception):
    """Somebody must say why."""


class RequestOverError(Exception):
    """Somebody was sooner, its time has passed, or the file is gone; nothing was done."""


class OtherPersonNeededError(Exception):
    """Nobody agrees with their own request, and nobody takes out what another one asked for."""


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """The file as the school sent it."""

    name: str = field(repr=False)
    content: bytes = field(repr=False)


@transaction.atomic
def ask_for_file(
    upload_id: UUID, *, why: str, reason: str, acting_user: Viewer, now: datetime
) -> UUID:
    """Ask for the file of an upload; gives the request.  Twice gives the first one.

    Raises FileNotFoundHereError, ReasonNeededError, and RequestOverError while somebody else's
    request is open.
    """
    said = " ".join(reason.split())[: rules.LONGEST_REASON]
    if len(said) < rules.SHORTEST_REASON or why not in FileRequest.Why.values:
        raise ReasonNeededError
    with scoped(acting_user.scope):
        upload = find_upload(upload_id, acting_user, lock=True)
        under_way = _open_request(upload, now=now)
        if under_way is not None:
            if under_way.asked_by_id == acting_user.account_id:
                return under_way.pk
            raise RequestOverError
        if not Sealed.objects.filter(
            id=upload.sealed_id or NOT_KEPT, kind=Sealed.Kind.RAW
        ).exists():
            raise FileNotFoundHereError
        made = FileRequest(
            upload=upload,
            branch_id=upload.branch_id,
            why=why,
            reason=said,
            asked_by_id=acting_user.account_id,
            asked_at=now,
        )
        FileRequest.objects.bulk_create([made])
        _record("file_asked", made, acting_user, now)
        return made.pk


def agree(request_id: UUID, *, acting_user: Viewer, now: datetime) -> None:
    """Agree, as the second person; the worker then makes a copy ready for the first.

    Raises FileNotFoundHereError, RequestOverError and OtherPersonNeededError.
    """
    with scoped(acting_user.scope):
        asked = _request(request_id, acting_user, now=now)
        if asked.asked_by_id == acting_user.account_id:
            raise OtherPersonNeededError
        if asked.status != Status.ASKED:
            raise RequestOverError
        _decide(asked, Status.AGREED, acting_user, now)
        _record("file_agreed", asked, acting_user, now)
        scope = Scope(acting_user.library_id, (asked.branch_id,))
        enqueue("intake.make_copy_ready", scope=scope, request_id=asked.pk)


def deny(request_id: UUID, *, acting_user: Viewer, now: datetime) -> None:
    """Say no, or take one's own request back; raises as `agree`."""
    with scoped(acting_user.scope):
        asked = _request(request_id, acting_user, now=now)
        if asked.status not in FileRequest.OPEN:
            raise RequestOverError
        if asked.copy_id:
            vault.shred(asked.copy_id, reason="denied", now=now)
        if asked.status == Status.ASKED:
            _decide(asked, Status.DENIED, acting_user, now)
        else:
            FileRequest.objects.filter(id=asked.pk).update(status=Status.DENIED, copy_id=None)
        _record("file_denied", asked, acting_user, now)


def make_copy_ready(request_id: UUID, *, now: datetime) -> bool:
    """As the worker: seal a copy that the pages can open; False when there is nothing to do."""
    with transaction.atomic():
        asked = FileRequest.objects.select_for_update().filter(id=request_id).first()
        if asked is None or asked.status != Status.AGREED or _lapse(asked, now=now):
            return False
        sealed_id = Upload.objects.values_list("sealed_id", flat=True).get(id=asked.upload_id)
        try:
            content = open_sealed(sealed_id or NOT_KEPT, key="worker")
        except ShreddedError:
            FileRequest.objects.filter(id=asked.pk).update(status=Status.GONE)
            return False
        copy_id = vault.seal(
            content,
            kind=Sealed.Kind.PICKUP,
            branch_id=asked.branch_id,
            expires_on=localdate(now) + timedelta(days=1),
            now=now,
            copy_of=sealed_id,
        )
        FileRequest.objects.filter(id=asked.pk).update(status=Status.READY, copy_id=copy_id)
        return True


def fetch(request_id: UUID, *, acting_user: Viewer, now: datetime) -> FetchedFile:
    """Take the file out, as who asked for it, once: the copy is shredded in the same transaction.

    Raises FileNotFoundHereError, RequestOverError and OtherPersonNeededError.
    """
    with scoped(acting_user.scope):
        asked = _request(request_id, acting_user, now=now)
        if asked.asked_by_id != acting_user.account_id:
            raise OtherPersonNeededError
        if asked.status != Status.READY or asked.copy_id is None:
            raise RequestOverError
        try:
            content = open_sealed(asked.copy_id)
        except ShreddedError:
            # The file itself went meanwhile, and its copy with it.
            raise RequestOverError from None
        vault.shred(asked.copy_id, reason="fetched", now=now)
        FileRequest.objects.filter(id=asked.pk).update(status=Status.FETCHED, copy_id=None)
        name = Upload.objects.values_list("file_name", flat=True).get(id=asked.upload_id)
        _record("file_fetched", asked, acting_user, now)
        return FetchedFile(shown_label(name), content)


def end_requests(upload: Upload, *, now: datetime) -> None:
    """The file goes to another branch or is destroyed: nobody takes it out any more here."""
    if upload.sealed_id is not None:
        vault.shred_copies(upload.sealed_id, reason="ended", now=now)
    open_ones = FileRequest.objects.filter(upload=upload, status__in=FileRequest.OPEN)
    open_ones.update(status=Status.GONE, copy_id=None)


def drop_what_is_over(library: Scope, *, now: datetime) -> int:
    """End the requests whose time has passed, and shred their copies; gives how many."""
    with scoped(library):
        found = FileRequest.objects.select_for_update().filter(status__in=FileRequest.OPEN)
        return sum(_lapse(one, now=now) for one in found)


def _request(request_id: UUID, viewer: Viewer, *, now: datetime) -> FileRequest:
    found = FileRequest.objects.filter(
        id=request_id, branch_id__in=viewer.branches_with(IMPORT)
    ).select_for_update()
    asked = found.first()
    if asked is None:
        raise FileNotFoundHereError
    # What is over stays so on the page as well: rules.is_over tells, and a job writes it down.
    if rules.is_over(asked.status, asked_at=asked.asked_at, decided_at=asked.decided_at, now=now):
        raise RequestOverError
    return asked


def _open_request(upload: Upload, *, now: datetime) -> FileRequest | None:
    found = FileRequest.objects.select_for_update().filter(
        upload=upload, status__in=FileRequest.OPEN
    )
    under_way = found.first()
    if under_way is None or _lapse(under_way, now=now):
        return None
    return under_way


def _decide(asked: FileRequest, status: str, acting_user: Viewer, now: datetime) -> None:
    FileRequest.objects.filter(id=asked.pk).update(
        status=status, decided_by_id=acting_user.account_id, decided_at=now
    )


def _lapse(asked: FileRequest, *, now: datetime) -> bool:
    over = rules.is_over(
        asked.status, asked_at=asked.asked_at, decided_at=asked.decided_at, now=now
    )
    if over:
        if asked.copy_id:
            vault.shred(asked.copy_id, reason="lapsed", now=now)
        FileRequest.objects.filter(id=asked.pk).update(status=Status.LAPSED, copy_id=None)
    return over


def _record(code: str, asked: FileRequest, acting_user: Viewer, now: datetime) -> None:
    record_by(
        code,
        acting_user,
        now,
        branch_id=asked.branch_id,
        subject_id=asked.upload_id,
        detail={"request": str(asked.pk), "why": asked.why},
    )
