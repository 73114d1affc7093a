"""What has to be told to a library, and when that was done."""

from uuid import uuid4

from django.db import models
from typing_extensions import override


class Notice(models.Model):
    """One message to one branch's library: what happened and a link, never a pupil's data."""

    class Kind(models.TextChoices):
        LIST_SENT = "list_sent"
        LIST_WITHDRAWN = "list_withdrawn"
        LIST_RETURNED = "list_returned"
        LIST_MOVED = "list_moved"
        LIST_PLACED = "list_placed"
        LIST_APPLIED = "list_applied"
        LIST_UNDONE = "list_undone"
        SENDER_GONE = "sender_gone"
        RIGHTS_REVIEW = "rights_review"

    TO_THE_SCHOOL = (
        Kind.LIST_RETURNED,
        Kind.LIST_MOVED,
        Kind.LIST_PLACED,
        Kind.LIST_APPLIED,
        Kind.LIST_UNDONE,
    )
    """What the library does with a school's list; all else goes to the library."""

    # The id is also the mail's Message-ID: sent twice, a mailbox shows it once.
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    branch_id = models.BigIntegerField()
    kind = models.CharField(max_length=16, choices=Kind.choices)
    subject_id = models.UUIDField()
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    @override
    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
