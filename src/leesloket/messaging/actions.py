"""Telling the library, or the school, that something happened."""

from datetime import datetime
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string

from leesloket.branches.queries import branch_line
from leesloket.isolation.jobs import enqueue
from leesloket.isolation.scope import Scope
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
    """Hand one notice to the mail server; False when that was done before.

    Hand-over is at least once: a crash between the server's answer and our commit sends it again,
    under the same Message-ID.
    """
    with transaction.atomic():
        notice = Notice.objects.select_for_update().get(id=notice_id)
        if notice.sent_at:
            return False
        branch = branch_line(notice.branch_id)
        to_the_school = notice.kind in Notice.TO_THE_SCHOOL
        recipient = branch.contact_email if to_the_school else branch.notice_email
        if recipient:
            context = {"branch": branch, "notice": notice, "site": settings.SITE_URL}
            subject = render_to_string(f"messaging/{notice.kind}_subject.txt", context)
            domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
            EmailMessage(
                subject=" ".join(subject.split()),
                body=render_to_string(f"messaging/{notice.kind}.txt", context),
                to=[recipient],
                headers={
                    "Message-ID": f"<{notice.id}@{domain}>",
                    "Auto-Submitted": "auto-generated",
                },
            ).send()
        Notice.objects.filter(id=notice_id).update(sent_at=now)
        return True
