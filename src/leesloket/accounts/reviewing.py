"""Answering the yearly review, and a school that says who left."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from leesloket.accounts import rules
from leesloket.accounts.actions import NotAllowedError, RightNotFoundError, record_right
from leesloket.accounts.models import Right
from leesloket.accounts.queries import Viewer, managing_scope
from leesloket.isolation.scope import scoped


@transaction.atomic
def confirm_rights(*, right_ids: Collection[UUID], acting_user: Viewer, now: datetime) -> int:
    """Say of rights that they stay, this school year; gives how many.

    Also answers a school that said somebody left.  Rights that ended meanwhile are passed over.
    Raises RightNotFoundError when one of them is not there for this person, and NotAllowedError;
    then none is confirmed.
    """
    with scoped(managing_scope(acting_user)):
        rights = list(Right.objects.select_for_update().filter(id__in=right_ids).order_by("id"))
        if len(rights) != len(set(right_ids)):
            raise RightNotFoundError
        if not all(
            rules.may_give(acting_user.held, kind=right.kind, branch_id=right.branch_id)
            for right in rights
        ):
            raise NotAllowedError
        staying = [right for right in rights if right.ended_at is None]
        for right in staying:
            right.confirmed_at = now
            right.reported_gone_at = right.reported_gone_by_id = None
        Right.objects.bulk_update(staying, ["confirmed_at", "reported_gone_at", "reported_gone_by"])
        for right in staying:
            record_right("right_confirmed", right, acting_user, now)
    return len(staying)


@transaction.atomic
def report_gone(*, right_id: UUID, acting_user: Viewer, now: datetime) -> int | None:
    """A school says that somebody who may send for it has left; gives the branch.

    The right stays until the library answers: a stolen account must not take others' rights.
    None when that was said before.  Raises RightNotFoundError and NotAllowedError (oneself, or a
    right of another kind).
    """
    with scoped(acting_user.scope):
        right = Right.objects.select_for_update().filter(id=right_id, ended_at=None).first()
        if right is None:
            raise RightNotFoundError
        allowed = rules.may_report_gone(
            acting_user.held, kind=right.kind, branch_id=right.branch_id
        )
        if not allowed or right.account_id == acting_user.signed_in_as:
            raise NotAllowedError
        if right.reported_gone_at is not None:
            return None
        right.reported_gone_at, right.reported_gone_by_id = now, acting_user.account_id
        right.save(update_fields=["reported_gone_at", "reported_gone_by"])
        record_right("right_reported", right, acting_user, now)
    return right.branch_id
