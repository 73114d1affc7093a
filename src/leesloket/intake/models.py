"""Files as they came in.  What they mean is the business of `imports`."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from typing_extensions import override

from leesloket.branches.models import Branch
from leesloket.vault.models import Label


class Upload(models.Model):
    """One received file: who, when, how large; its content lies sealed in the vault."""

    class Scan(models.TextChoices):
        NONE = "none"
        CLEAN = "clean"
        INFECTED = "infected"
        WAITING = "waiting"

    class Kind(models.TextChoices):
        PUPILS = "pupils"
        TAKEOVER = "takeover"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    # Whose list it is: a school's, or the library's own, which no school sees even when refused.
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.PUPILS)
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="+")
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    received_at = models.DateTimeField()
    # A file's name holds the school's, and sometimes a child's: sealed, only to be shown.
    file_name = Label()
    size = models.PositiveIntegerField()
    # HMAC under the branch's own secret: tells the same file twice, and nothing to others.
    content_mark = models.CharField(max_length=64)
    # One form, one upload: a double click or a repeated request finds this one.
    form_token = models.CharField(max_length=64)
    # Empty for a refused file: that it came is kept, what was in it is not.
    sealed_id = models.UUIDField(null=True)
    format = models.CharField(max_length=24, blank=True)
    refusal = models.CharField(max_length=40, blank=True)
    refusal_detail = models.JSONField(default=dict, blank=True)
    # Which sheet was chosen, or that all were, for a file that is read later; a sheet can be called
    # after a person.
    sheet = Label(default=b"")
    # How a file ended that was never read, because it waited for the scanner.
    ended = models.CharField(max_length=10, blank=True, default="")
    scan = models.CharField(max_length=8, choices=Scan.choices, default=Scan.NONE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["branch", "form_token"], name="one_upload_per_form_and_branch"
            )
        ]
        indexes = [models.Index(fields=["branch", "-received_at"], name="uploads_of_branch")]

    @override
    def __str__(self) -> str:
        return str(self.id)


class FileRequest(models.Model):
    """That somebody of the library wants the file itself, and what a second person said of it."""

    class Status(models.TextChoices):
        ASKED = "asked"
        AGREED = "agreed"
        READY = "ready"
        FETCHED = "fetched"
        DENIED = "denied"
        LAPSED = "lapsed"
        GONE = "gone"

    OPEN = (Status.ASKED, Status.AGREED, Status.READY)

    class Why(models.TextChoices):
        MISREAD = "misread"
        SCHOOL_ASKS = "school_asks"
        INCIDENT = "incident"
        OTHER = "other"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+")
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.ASKED)
    why = models.CharField(max_length=12, choices=Why.choices)
    # Read by the school as well, in the history of its list.
    reason = models.CharField(max_length=300)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    # What the worker made ready under the pages' own key.
    copy_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["upload"],
                condition=models.Q(status__in=["asked", "agreed", "ready"]),
                name="one_open_request_per_file",
            )
        ]
        indexes = [models.Index(fields=["branch", "status"], name="file_requests_by_status")]

    @override
    def __str__(self) -> str:
        return str(self.id)
