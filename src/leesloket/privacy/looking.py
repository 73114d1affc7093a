"""That somebody saw pupils' data: one line in the record, with ids and no names.

Every screen that shows a pupil calls one of these; tests/contracts holds them to it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from leesloket.accounts.queries import Viewer
from leesloket.audit.actions import record_by
from leesloket.audit.queries import happened_since
from leesloket.isolation.scope import scoped
from leesloket.patrons.queries import branch_to_tell
from leesloket.privacy import rules


def saw_patron(
    patron_id: UUID, *, viewer: Viewer, now: datetime, code: str = rules.PATRON_VIEWED
) -> None:
    """The page of one person, or another page about nobody else."""
    with scoped(viewer.scope):
        branch_id = branch_to_tell(patron_id)
        _once(code, patron_id, viewer=viewer, now=now, branch_id=branch_id)


def saw_patrons(patron_ids: Sequence[UUID], *, total: int, viewer: Viewer, now: datetime) -> None:
    """What a search found: whom, when they were few."""
    if not patron_ids:
        return
    few = len(patron_ids) <= rules.NAMED_UP_TO
    shown = ",".join(sorted(map(str, patron_ids))) if few else ""
    detail: dict[str, int | str] = {"count": total, "shown": shown}
    with scoped(viewer.scope):
        _once(rules.PATRONS_SEARCHED, None, viewer=viewer, now=now, detail=detail)


def saw_group(
    group_id: UUID, *, branch_id: int, count: int, viewer: Viewer, now: datetime, file: bool = False
) -> None:
    """A group with its list, on a page or as a file."""
    code = rules.GROUP_EXPORTED if file else rules.GROUP_VIEWED
    with scoped(viewer.scope):
        _once(
            code,
            group_id,
            viewer=viewer,
            now=now,
            branch_id=branch_id,
            detail={"count": count},
        )


def saw_list(
    upload_id: UUID, *, branch_id: int, viewer: Viewer, now: datetime, file: bool = False
) -> None:
    """A school's list, its plan or what came of it."""
    code = rules.LIST_EXPORTED if file else rules.LIST_VIEWED
    with scoped(viewer.scope):
        _once(code, upload_id, viewer=viewer, now=now, branch_id=branch_id)


def saw_leavers(count: int, *, viewer: Viewer, now: datetime) -> None:
    """The list of who will be erased."""
    if count:
        with scoped(viewer.scope):
            _once(rules.LEAVERS_VIEWED, None, viewer=viewer, now=now, detail={"count": count})


def saw_record(*, branch_id: int, viewer: Viewer, now: datetime) -> None:
    """A branch's log: it names the people that its lines are about."""
    with scoped(viewer.scope):
        _once(rules.RECORD_VIEWED, None, viewer=viewer, now=now, branch_id=branch_id)


def _once(
    code: str,
    subject_id: UUID | None,
    *,
    viewer: Viewer,
    now: datetime,
    branch_id: int | None = None,
    detail: Mapping[str, int | str] | None = None,
) -> None:
    told = dict(detail or {})
    if happened_since(
        code,
        since=now - rules.ONCE_PER,
        by=viewer.account_id,
        subject_id=subject_id,
        branch_id=branch_id,
        detail=told,
    ):
        return
    record_by(code, viewer, now, branch_id=branch_id, subject_id=subject_id, detail=told)
