"""Uploads in lists: for the school, and the August board of the staff."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from leesloket.accounts.names import Names, display_names
from leesloket.accounts.queries import Viewer
from leesloket.accounts.rules import IMPORT, UPLOAD
from leesloket.audit.queries import EventLine, events_about_all
from leesloket.branches.queries import BranchLine, branch_line, branch_lines
from leesloket.branches.rules import year_of_list
from leesloket.imports.finding import ImportNotFoundError, is_the_latest, of_these_rights
from leesloket.imports.models import RosterImport
from leesloket.imports.rules import HELD
from leesloket.imports.showing import (
    Moment,
    NextList,
    QueueView,
    Status,
    UndoAsked,
    UploadLine,
)
from leesloket.intake.file_requests import reasons_of
from leesloket.intake.models import Upload
from leesloket.isolation.scope import scoped
from leesloket.roster import HOLDS
from leesloket.roster.problems import Code
from leesloket.vault.queries import shown_label

MOMENTS: Mapping[str, str] = {
    "upload_received": "received",
    "upload_refused": "refused",
    "row_repaired": "repaired",
    "question_answered": "answered",
    "columns_chosen": "columns_chosen",
    "list_sent": "sent",
    "list_withdrawn": "withdrawn",
    "list_expired": "expired",
    "list_replaced": "replaced",
    "list_returned": "returned",
    "list_moved": "moved",
    "list_split": "split",
    "list_placed": "placed",
    "hold_lifted": "hold_lifted",
    "plan_agreed": "agreed",
    "import_applied": "applied",
    "import_undone": "undone",
    "child_undone": "undone_one",
    "undo_asked": "undo_asked",
    "file_asked": "file_asked",
    "file_agreed": "file_agreed",
    "file_denied": "file_denied",
    "file_fetched": "file_fetched",
}
"""Which events of the record make an upload's history, and what the screens call them."""

MOST_TAKEOVERS = 100
_NOTHING_LEFT = frozenset({"replaced", "withdrawn", "moved", "expired"})

# Typing over twenty cells is one thing that happened, not twenty.
_ONCE_IN_A_ROW = frozenset({"repaired", "answered"})


def uploads_of_branch(branch: BranchLine, *, viewer: Viewer) -> tuple[UploadLine, ...]:
    """Every upload of a branch with its status and history, newest first.

    Empty for who may neither upload nor import there.
    """
    if branch.id not in viewer.branches_with(UPLOAD, IMPORT):
        return ()
    with scoped(viewer.scope.narrowed(branch.id)):
        return _lines(
            Upload.objects.filter(branch_id=branch.id, kind=Upload.Kind.PUPILS).order_by(
                "-received_at"
            ),
            {branch.id: branch},
        )


def upload_line(upload_id: UUID, *, viewer: Viewer) -> UploadLine:
    """One upload, of a branch where the viewer may upload or import; ImportNotFoundError."""
    allowed = viewer.branches_with(UPLOAD, IMPORT)
    with scoped(viewer.scope):
        found = Upload.objects.filter(of_these_rights(viewer, (UPLOAD, IMPORT)), id=upload_id)
        branches = {line.id: line for line in branch_lines(allowed)}
        for line in _lines(found, branches):
            return line
    raise ImportNotFoundError


def takeovers(*, viewer: Viewer) -> tuple[UploadLine, ...]:
    """The library's own lists of patrons, of the branches where the viewer may import.

    Newest first; those that were replaced, taken back or moved have nothing left to show.
    """
    branch_ids = viewer.branches_with(IMPORT)
    with scoped(viewer.scope):
        branches = {line.id: line for line in branch_lines(branch_ids)}
        found = Upload.objects.filter(kind=Upload.Kind.TAKEOVER, branch_id__in=branches)
        lines = _lines(found.order_by("-received_at")[:MOST_TAKEOVERS], branches)
    return tuple(line for line in lines if line.status not in _NOTHING_LEFT)


def queue(*, viewer: Viewer, today: date) -> QueueView:
    """The August board: whose turn is it, for every school branch where the viewer may import.

    Who waited longest stands on top.  A school counts as done when a list of this school year
    was applied (and not undone) since the summer began.
    """
    branch_ids = viewer.branches_with(IMPORT)
    school_year = year_of_list(today).label
    with scoped(viewer.scope):
        branches = {line.id: line for line in branch_lines(branch_ids) if line.kind != "public"}
        imports = RosterImport.objects.filter(branch_id__in=branches, kind=RosterImport.Kind.PUPILS)
        lines = _lines(
            Upload.objects.filter(
                roster_import__in=imports.filter(status__in=RosterImport.UNDER_WAY)
                | imports.filter(status=RosterImport.Status.APPLIED, school_year_id=school_year)
            ).order_by("received_at"),
            branches,
        )
        undo_asked = _undo_asked(imports, branches, viewer=viewer, today=today)
    waiting = [line for line in lines if line.status == "sent"]
    at_school = [line for line in lines if line.status in {"read", "returned"}]
    done = _latest_per_branch(line for line in lines if line.status == "applied")
    seen = {line.branch.id for line in lines}
    return QueueView(
        waiting=tuple(sorted(waiting, key=lambda line: line.sent_at or line.received_at)),
        at_school=tuple(at_school),
        nothing_yet=tuple(branch for branch in branches.values() if branch.id not in seen),
        done=done,
        undo_asked=undo_asked,
        schools=len(branches),
        school_year=school_year,
    )


def _undo_asked(
    imports: QuerySet[RosterImport],
    branches: Mapping[int, BranchLine],
    *,
    viewer: Viewer,
    today: date,
) -> tuple[UndoAsked, ...]:
    """The wishes to turn an import back that can still be agreed to."""
    since = today - timedelta(days=settings.RETENTION_JOURNAL)
    found = imports.filter(
        status=RosterImport.Status.APPLIED, undo_asked_by__isnull=False, applied_at__date__gt=since
    )
    wishes = [one for one in found.order_by("applied_at") if is_the_latest(one)]
    names = display_names([one.undo_asked_by_id for one in wishes])
    return tuple(
        UndoAsked(
            upload_id=one.upload_id,
            branch_name=branches[one.branch_id].name,
            asked_by=names.of(one.undo_asked_by_id),
            mine=one.undo_asked_by_id == viewer.account_id,
        )
        for one in wishes
    )


def next_waiting(after: UploadLine, *, viewer: Viewer) -> NextList | None:
    """The list to read after this one, in the order of the board and round; None: no other waits.

    What the viewer approved already waits for somebody else.
    """
    with scoped(viewer.scope):
        others = list(
            RosterImport.objects.filter(
                branch_id__in=viewer.branches_with(IMPORT),
                kind=RosterImport.Kind.PUPILS,
                status=RosterImport.Status.SENT,
            )
            .exclude(first_approver=viewer.account_id)
            .exclude(pk=after.id)
            .order_by("sent_at", "pk")
            .values_list("upload_id", "branch_id", "sent_at")
        )
    if not others:
        return None
    since = after.sent_at or after.received_at
    later = (one for one in others if one[2] and one[2] > since)
    upload_id, branch_id, _ = next(later, others[0])
    return NextList(upload_id, branch_line(branch_id).name)


def _held(counts: Mapping[str, int]) -> tuple[str, ...]:
    """The codes of the open holds; not one of an older version that has another name by now."""
    return tuple(sorted(code for code in HOLDS if f"{HELD}{code}" in counts))


def _latest_per_branch(lines: Iterable[UploadLine]) -> tuple[UploadLine, ...]:
    latest = {line.branch.id: line for line in lines}
    return tuple(
        sorted(latest.values(), key=lambda line: line.finished_at or line.received_at, reverse=True)
    )


def _lines(uploads: Iterable[Upload], branches: Mapping[int, BranchLine]) -> tuple[UploadLine, ...]:
    rows = [upload for upload in uploads if upload.branch_id in branches]
    imports = RosterImport.objects.in_bulk([upload.pk for upload in rows])
    events = events_about_all([upload.pk for upload in rows])
    asked_for = reasons_of([upload.pk for upload in rows])
    names = display_names(
        {upload.received_by_id for upload in rows}
        | {one.first_approver_id for one in imports.values() if one.first_approver_id}
        | {event.by for told in events.values() for event in told if event.by}
    )
    return tuple(
        _line(
            upload,
            imports.get(upload.pk),
            branches[upload.branch_id],
            _history(events.get(upload.pk, ()), imports.get(upload.pk), names, asked_for),
            names,
        )
        for upload in rows
    )


def _line(
    upload: Upload,
    roster_import: RosterImport | None,
    branch: BranchLine,
    history: tuple[Moment, ...],
    names: Names,
) -> UploadLine:
    counts = roster_import.counts if roster_import else {}
    first = roster_import.first_approver_id if roster_import else None
    status: Status = roster_import.status if roster_import else _unread(upload)  # type: ignore[assignment]  # the choices are the Literal
    return UploadLine(
        id=upload.pk,
        kind=upload.kind,
        branch=branch,
        file_name=shown_label(upload.file_name),
        status=status,
        received_at=upload.received_at,
        received_by=names.of(upload.received_by_id),
        pupils=counts.get("pupils", 0),
        format=upload.format,
        scanned=upload.scan,
        refusal=upload.refusal,
        refusal_detail=upload.refusal_detail,
        **_sheets(upload),
        sent_at=roster_import.sent_at if roster_import else None,
        applied_at=roster_import.applied_at if roster_import else None,
        undone_at=roster_import.undone_at if roster_import else None,
        school_year=roster_import.school_year_id or "" if roster_import else "",
        questions=counts.get("question", 0),
        holds=counts.get("hold", 0) - counts.get("judged", 0),
        held=_held(counts),
        newcomers=counts.get("enrol", 0),
        leavers=counts.get("withdraw", 0),
        first_approver=names.of(first),
        errors=counts.get("error", 0),
        return_reason=roster_import.return_reason if roster_import else "",
        history=history,
    )


def _sheets(upload: Upload) -> dict[str, Any]:
    """What can be chosen, of a workbook with several lists that still waits."""
    if upload.sealed_id is None or upload.refusal != Code.SEVERAL_SHEETS:
        return {}
    detail = upload.refusal_detail
    sheets = {"sheets": tuple(detail["sheets"])}
    if upload.kind == Upload.Kind.TAKEOVER:
        return sheets
    return sheets | {
        "rows_together": detail.get("rows", 0),
        "other_sheet": detail.get("other", ""),
    }


def _unread(upload: Upload) -> str:
    """Where a file is that became no import."""
    if upload.scan == Upload.Scan.WAITING and not upload.refusal:
        return upload.ended or "waiting"
    return "refused"


def _history(
    events: Sequence[EventLine],
    roster_import: RosterImport | None,
    names: Names,
    asked_for: Mapping[str, str],
) -> tuple[Moment, ...]:
    reasons = {
        "returned": roster_import.return_reason if roster_import else "",
        "undone": roster_import.undo_reason if roster_import else "",
    }
    moments: list[Moment] = []
    for event in events:
        word = MOMENTS.get(event.code)
        if word is None:
            continue
        moment = Moment(
            event=word,
            at=event.at,
            by=names.of(event.by),
            reason=reasons.get(word, asked_for.get(str(event.detail.get("request")), "")),
        )
        if moments and word in _ONCE_IN_A_ROW and moments[-1].event == word:
            moments[-1] = moment
        else:
            moments.append(moment)
    return tuple(moments)
