"""Imports: what a person said about an uploaded list, and what was done with it.

The inputs of a plan are stored and the plan is not: it is a pure function of the sealed table,
the mapping, the repairs, the decisions and the register, and is computed again each time.
"""

from uuid import uuid4

from django.conf import settings
from django.db import models
from typing_extensions import override

from leesloket.branches.models import Branch, SchoolYear
from leesloket.intake.models import Upload


class RosterImport(models.Model):
    """One upload on its way through the library."""

    class Status(models.TextChoices):
        READ = "read"
        SENT = "sent"
        RETURNED = "returned"
        APPLIED = "applied"
        UNDONE = "undone"
        WITHDRAWN = "withdrawn"
        REPLACED = "replaced"
        MOVED = "moved"
        EXPIRED = "expired"

    class Kind(models.TextChoices):
        PUPILS = "pupils"
        TAKEOVER = "takeover"

    OPEN = (Status.READ, Status.RETURNED)
    """Still with the school: it may repair, answer, replace and remove."""
    UNDER_WAY = (*OPEN, Status.SENT)
    """With the school, or with the library: neither applied nor ended."""

    upload = models.OneToOneField(
        Upload, on_delete=models.PROTECT, primary_key=True, related_name="roster_import"
    )
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="+")
    # A school's list, or a library's own list of patrons, which no school ever sees (ADR 0018).
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.PUPILS)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.READ)

    # Fixed when it is sent and used in every computation after; the engine has no clock.
    mode = models.CharField(max_length=10)
    school_year = models.ForeignKey(SchoolYear, on_delete=models.PROTECT, related_name="+")
    as_of = models.DateField()
    effective_on = models.DateField()

    # What lies in the vault: the table as read, and what people typed over.
    table_id = models.UUIDField(null=True)
    answers_id = models.UUIDField(null=True)
    # One field code per heading (null = not used), and how each was found.
    fields = models.JSONField(default=list)
    how = models.JSONField(default=list)
    mapping_certain = models.BooleanField(default=False)
    # Fingerprints, patron ids and codes; no names.
    decisions = models.JSONField(default=list)
    lifted_holds = models.JSONField(default=list)
    # What staff said of new rows whose child is known at another branch; never shown to a school.
    transfers = models.JSONField(default=list)

    # Per patron whose values the desk set by hand: whether ours stay or the school's are taken.
    hand_edits = models.JSONField(default=list)
    # Rows of other locations that became lists of their own: location, branch, upload, rows.
    split_off = models.JSONField(default=list)

    # Of the list it took the place of: repairs and answers that still fit, and that do not.
    answers_kept = models.PositiveIntegerField(default=0)
    answers_lost = models.PositiveIntegerField(default=0)

    # Which teachers of the file were named or put aside as a proposal: where each stands in it.
    teachers_answered = models.JSONField(default=list)

    sent_at = models.DateTimeField(null=True)
    # What staff ask of the school, and why an import was undone: shown to both sides.
    return_reason = models.CharField(max_length=500, blank=True)
    undo_reason = models.CharField(max_length=500, blank=True)
    first_approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    first_digest = models.CharField(max_length=80, blank=True)
    applied_at = models.DateTimeField(null=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    digest = models.CharField(max_length=80, blank=True)
    # HMACs of the applied rows: the same rows in a new school year are an older file.
    fingerprints = models.JSONField(default=list)
    journal_id = models.UUIDField(null=True)
    # Rows that did not go along: number, skip or error, and the code of why.
    rows_left = models.JSONField(default=list)
    # Groups that this import made: undo takes away those that are empty again.
    made_groups = models.JSONField(default=list)
    # Who asked first for an undo that wants two people.
    undo_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # Counts for lists and reports: as last seen while open, as written once applied.
    counts = models.JSONField(default=dict)
    undo_counts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            # Two lists of one school can never wait side by side.
            models.UniqueConstraint(
                fields=["branch", "kind"],
                condition=models.Q(status__in=["read", "returned"]),
                name="one_open_import_per_branch",
            ),
            models.UniqueConstraint(
                fields=["branch", "kind"],
                condition=models.Q(status="sent"),
                name="one_sent_import_per_branch",
            ),
            models.UniqueConstraint(fields=["upload", "branch"], name="import_of_branch"),
        ]
        indexes = [models.Index(fields=["branch", "status"], name="imports_by_status")]

    @override
    def __str__(self) -> str:
        return str(self.upload_id)


class JournalIndex(models.Model):
    """Which patrons an import touched and how: ids and a word, no values."""

    pk = models.CompositePrimaryKey("roster_import_id", "patron_id")
    # One key of two columns in the database: the branch is that of the import.  Both begin one of
    # the two indexes.
    roster_import = models.ForeignKey(
        RosterImport,
        on_delete=models.CASCADE,
        related_name="journal",
        db_index=False,
        db_constraint=False,
    )
    branch = models.ForeignKey(
        Branch, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    patron_id = models.UUIDField()
    kind = models.CharField(max_length=10)
    row = models.PositiveIntegerField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["branch", "patron_id"], name="journal_by_patron")]

    @override
    def __str__(self) -> str:
        return f"{self.kind} {self.patron_id}"


class RememberedColumn(models.Model):
    """What a heading of this branch meant the last time a person or an applied import said so."""

    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="+")
    heading = models.CharField(max_length=120)
    field = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["branch", "heading"], name="one_meaning_per_heading_and_branch"
            )
        ]

    @override
    def __str__(self) -> str:
        return self.heading


class DistinctPair(models.Model):
    """'Another child': this row's child is not that patron; never asked again."""

    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="+")
    identity = models.CharField(max_length=64)
    patron_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["branch", "identity", "patron_id"], name="one_line_per_distinct_pair"
            )
        ]

    @override
    def __str__(self) -> str:
        return str(self.patron_id)


class NotIncluded(models.Model):
    """The 'niet opnemen' list: children who objected or were erased, as HMACs.

    One child has two lines, of its number and of its name with birth date; they share an entry and
    come and go together.
    """

    class Reason(models.TextChoices):
        PARENT = "parent"
        PUPIL = "pupil"
        ERASURE = "erasure"
        OTHER = "other"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    entry_id = models.UUIDField()
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="+")
    identity = models.CharField(max_length=64)
    # Not a foreign key: the line stays when the person is erased.
    patron_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=10, choices=Reason.choices)
    # The day of the objection, as told; `added_at` is when it was typed in.
    decided_on = models.DateField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["branch", "identity"], name="one_line_per_not_included")
        ]

    @override
    def __str__(self) -> str:
        return str(self.id)
