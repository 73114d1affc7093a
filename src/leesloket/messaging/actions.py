"""Telling the library, or the school, that something happened."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from leesloket.branches.queries import branch_line
from leesloket.isolation.jobs import enqueue
from leesloket.isolation.scope import Scope
from leesloket.messaging.mailing import deliver
from leesloket.messaging.models import Notice


@transaction.atomic(savepoint=False)
def tell(kind: str, *, branch_id: int, library_id: int, subject_id: UUID, now: datetime) -> None:
    """Record that library or school must be told, and enqueue the mail.

    Both in the caller's transaction: what is rolled back is not told, what is committed is.
    """
    notice = Notice(branch_id=branch_id, kind=kind, subject_id=subject_id, made_at=now)
    Notice.objects.bulk_create([notice])
    enqueue("messaging.send_notice", scope=Scope(library_id, (branch_id,)), notice_id=notice.id)


def send_notice(notice_id: UUID, *, now: datetime) -> bool:
    """Hand one notice to the mail server; False when that was done before."""
    with transaction.atomic():
        notice = Notice.objects.select_for_update().get(id=notice_id)
        if notice.sent_at:
            return False
        branch = branch_line(notice.branch_id)
        to_the_school = notice.kind in Notice.TO_THE_SCHOOL
        recipient = branch.contact_email if to_the_school else branch.notice_email
        if recipient:
            context = {"branch": branch, "notice": notice}
            deliver(notice.kind, to=recipient, about=notice.id, context=context)
        Notice.objects.filter(id=notice_id).update(sent_at=now)
        return True
