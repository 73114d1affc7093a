"""Sealed things and their keys.  The two tables are apart, so that a key can go on its own."""

from uuid import uuid4

from django.db import models
from typing_extensions import override


class Label(models.BinaryField):  # type: ignore[type-arg]  # not subscriptable when it runs
    """A short text sealed by `vault.actions.seal_label`; so found when the key is changed."""


class Sealed(models.Model):
    """Ciphertext of one thing: a raw file, a table, a journal."""

    class Kind(models.TextChoices):
        RAW = "raw"
        TABLE = "table"
        ANSWERS = "answers"
        JOURNAL = "journal"
        PICKUP = "pickup"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    branch_id = models.BigIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    ciphertext = models.BinaryField()
    sealed_at = models.DateTimeField()
    expires_on = models.DateField()
    # A copy for a moment, under another key: it goes when the first one goes, if not sooner.
    copy_of = models.UUIDField(null=True, db_index=True)

    class Meta:
        indexes = [models.Index(fields=["expires_on"], name="sealed_by_expiry")]

    @override
    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class WrappedKey(models.Model):
    """The key of one sealed thing, wrapped for those who may open it.  Without it: noise."""

    sealed_id = models.UUIDField(primary_key=True)
    branch_id = models.BigIntegerField()
    wrapped = models.BinaryField()
    # Which keys open it, as `name:mark` of each: age itself does not tell.
    marks = models.CharField(max_length=120, default="")

    @override
    def __str__(self) -> str:
        return str(self.sealed_id)


class Shredded(models.Model):
    """That a key was dropped, when and why: the proof of an expiry."""

    sealed_id = models.UUIDField(primary_key=True)
    branch_id = models.BigIntegerField()
    kind = models.CharField(max_length=8, choices=Sealed.Kind.choices)
    reason = models.CharField(max_length=20)
    at = models.DateTimeField()
    # Empty for what was shredded before we kept these.
    sealed_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    sha256 = models.CharField(max_length=64, default="")

    @override
    def __str__(self) -> str:
        return f"{self.kind} {self.sealed_id}"


class AcceptedKey(models.Model):
    """The public halves that may seal, of a key that was ever changed; of others any may.

    A process that still holds the key of before would seal what nobody can open any more.
    """

    name = models.CharField(max_length=12)
    mark = models.CharField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "mark"], name="one_line_per_accepted_key")
        ]

    @override
    def __str__(self) -> str:
        return f"{self.name}:{self.mark}"
