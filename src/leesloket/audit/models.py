"""Who did what, when: append-only, without anybody's name in it."""

from django.conf import settings
from django.db import models
from typing_extensions import override


class Event(models.Model):
    """One thing that happened.  `detail` holds counts, codes and ids, never a pupil's data."""

    # Ids, not foreign keys: audit lies under every app, and an event outlives what it tells of.
    library_id = models.BigIntegerField(null=True)
    branch_id = models.BigIntegerField(null=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    code = models.CharField(max_length=40)
    at = models.DateTimeField()
    subject_id = models.UUIDField(null=True)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["library_id", "branch_id", "-id"], name="audit_by_branch"),
            models.Index(fields=["subject_id", "-id"], name="audit_by_subject"),
            # Every look at somebody asks what the same person did in the last minutes.
            models.Index(fields=["account", "-at"], name="audit_by_account"),
        ]

    @override
    def __str__(self) -> str:
        return self.code


class Link(models.Model):
    """An event's place in the chain of its library; made after the commit, by a job."""

    id = models.BigAutoField(primary_key=True)
    library_id = models.BigIntegerField()
    sequence = models.BigIntegerField()
    # No foreign key: that an event is gone is for `audit verify` to find and to tell.
    event_id = models.BigIntegerField()
    previous = models.CharField(max_length=64)
    mac = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["library_id", "sequence"], name="one_link_per_place_in_a_chain"
            ),
            models.UniqueConstraint(
                fields=["library_id", "event_id"], name="one_link_per_event_and_library"
            ),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.library_id}:{self.sequence}"
