"""Sealed things and their keys.  The two tables are apart, so that a key can go on its own."""

from uuid import uuid4

from django.db import models
from typing_extensions import override


class Sealed(models.Model):
    """Ciphertext of one thing: a raw file, a table, a journal."""

    class Kind(models.TextChoices):
        RAW = "raw"
        TABLE = "table"
        ANSWERS = "answers"
        JOURNAL = "journal"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    branch_id = models.BigIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    ciphertext = models.BinaryField()
    sealed_at = models.DateTimeField()
    expires_on = models.DateField()

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

    @override
    def __str__(self) -> str:
        return f"{self.kind} {self.sealed_id}"
