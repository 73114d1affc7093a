"""The register of people: patrons, memberships, placements, pupil numbers and cards.

Row history is written by triggers, so that bulk writes cannot pass it by (ADR 0006).
"""

from uuid import uuid4

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from typing_extensions import override

from leesloket.branches.models import Branch, Group, Library, SchoolYear
from leesloket.patrons import rules


def _history(model: type[models.Model], *, found_by: str) -> type[models.Model]:
    """Keep every version of a row: one trigger per statement, however many rows it touches.

    `found_by` is the column by which a patron's page looks the versions up.  It has the only index
    beside the key: an import writes as many versions as rows.
    """
    event = f"{model.__name__}Event"
    tracked: type[models.Model] = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        level=pghistory.Statement,
        context_field=pghistory.ContextJSONField(),
        context_id_field=None,  # type: ignore[arg-type]  # supported, not annotated
        obj_field=pghistory.ObjForeignKey(db_index=False),
        append_only=False,
        meta={"indexes": [models.Index(fields=[found_by], name=f"{event.lower()}_found")]},
    )(model)
    return tracked


class Patron(models.Model):
    """A person in the library's register (klant, lener).  Names are kept as the school wrote."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    # The unique constraint begins with the library: no index of its own.
    library = models.ForeignKey(Library, on_delete=models.PROTECT, related_name="+", db_index=False)
    account = models.OneToOneField(
        "accounts.Account", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    first_name = models.CharField(max_length=200, blank=True)
    given_names = models.CharField(max_length=200, blank=True)
    # As long as the longest cell of a list (roster.cleaning): what was read can be written.
    initials = models.CharField(max_length=200, blank=True)
    prefix = models.CharField(max_length=200, blank=True)
    surname = models.CharField(max_length=200, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    # Made in Python (patrons.rules): the embedded PostgreSQL sorts by bytes and folds nothing.
    # One letter of another script can fold to several.
    sort_key = models.TextField()
    search = models.TextField()
    # Roster fields that a person set at the desk since the last import: an import shows a
    # different value as a conflict and leaves this one.
    hand_edited = ArrayField(models.CharField(max_length=20), default=list, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["library", "id"], name="patron_of_library")]

    @override
    def __str__(self) -> str:
        return str(self.id)


class Membership(models.Model):
    """That a patron belongs to a branch.  Ended by a date; never by deleting."""

    class Category(models.TextChoices):
        PUPIL = "pupil"
        TEACHER = "teacher"
        PUBLIC = "public"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    patron = models.ForeignKey(Patron, on_delete=models.CASCADE, related_name="memberships")
    # The unique constraint begins with the branch, as in the tables below: no index of its own.
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="+", db_index=False)
    category = models.CharField(max_length=8, choices=Category.choices)
    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["branch", "patron"], name="one_membership_per_branch_and_patron"
            ),
            models.UniqueConstraint(fields=["id", "branch"], name="membership_of_branch"),
        ]

    @override
    def __str__(self) -> str:
        return str(self.id)


class Placement(models.Model):
    """A member's group in one school year."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    # Keys of several columns in the database (isolation.policies.refers): membership and group are
    # of the row's own branch, and the group is of its year.
    membership = models.ForeignKey(
        Membership,
        on_delete=models.CASCADE,
        related_name="placements",
        db_index=False,
        db_constraint=False,
    )
    # The branch stands in every row that a policy guards, and in every unique constraint.
    branch = models.ForeignKey(
        Branch, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    school_year = models.ForeignKey(
        SchoolYear, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    group = models.ForeignKey(
        Group,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="placements",
        db_constraint=False,
    )
    year_group = models.CharField(max_length=4, blank=True)
    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["branch", "membership", "school_year"],
                name="one_placement_per_member_and_year",
            )
        ]

    @override
    def __str__(self) -> str:
        return str(self.id)


class PupilNumber(models.Model):
    """The school's number for a pupil.  Not unique: schools reuse numbers of children who left."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    # One key of two columns, as above.
    membership = models.ForeignKey(
        Membership, on_delete=models.CASCADE, related_name="numbers", db_constraint=False
    )
    branch = models.ForeignKey(
        Branch, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    number = models.CharField(max_length=64)
    # Without leading zeros: 1234 and 001234 are one number (DOMAIN 10.4).
    folded = models.CharField(max_length=64)
    source = models.CharField(max_length=12)
    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["branch", "folded"], name="number_in_branch")]

    @override
    def __str__(self) -> str:
        return str(self.id)


class Card(models.Model):
    """A library card.  It belongs to the person, not to the school."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    # One key of two columns: a card is of its patron's library.
    library = models.ForeignKey(
        Library, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    patron = models.ForeignKey(
        Patron, on_delete=models.CASCADE, related_name="cards", db_constraint=False
    )
    number = models.CharField(max_length=20)
    from_date = models.DateField()
    blocked_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["library", "number"], name="one_card_per_number_and_library"
            )
        ]

    @override
    def __str__(self) -> str:
        return str(self.id)


class Consent(models.Model):
    """Who agreed, and when, that somebody is a member of the public library.

    A membership of a school's branch needs none; this one is between the library and the family
    (DOMAIN.md 9).  A row is never changed but by its withdrawal.
    """

    class GivenBy(models.TextChoices):
        PARENT = rules.PARENT
        SELF = rules.SELF

    class Source(models.TextChoices):
        FORM = "form"
        DESK = "desk"
        MAIL = "mail"
        SCHOOL = "school"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    # In the database the row goes with its membership, also by the plain SQL of erasing.
    membership = models.ForeignKey(
        Membership, on_delete=models.CASCADE, related_name="consents", db_constraint=False
    )
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="+", db_index=False)
    given_by = models.CharField(max_length=8, choices=GivenBy.choices)
    source = models.CharField(max_length=8, choices=Source.choices)
    # As told: the day on the form.  `recorded_at` is when it was typed in.
    given_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        db_index=False,
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership"],
                condition=models.Q(withdrawn_on=None),
                name="one_consent_per_membership",
            ),
        ]

    @override
    def __str__(self) -> str:
        return str(self.id)


class CardSeries(models.Model):
    """The numbers that a library gives: a prefix, and from which number to which.

    A row stays when another series takes its place, so that no number is ever given twice.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    library = models.ForeignKey(Library, on_delete=models.PROTECT, related_name="+", db_index=False)
    prefix = models.CharField(max_length=6, blank=True)
    digits = models.PositiveSmallIntegerField()
    first = models.PositiveBigIntegerField()
    last = models.PositiveBigIntegerField()
    # The first number of this form that was never given.
    upcoming = models.PositiveBigIntegerField()
    in_use = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "card series"
        constraints = [
            models.UniqueConstraint(
                fields=["library", "prefix", "digits"], name="one_series_per_form"
            ),
            models.UniqueConstraint(
                fields=["library"], condition=models.Q(in_use=True), name="one_series_in_use"
            ),
        ]

    @override
    def __str__(self) -> str:
        return str(self.id)


class Arrival(models.Model):
    """That a child was entered by hand, with a name and a group and nothing else (ADR 0023).

    A list that does not hold such a child may be older than the child is here.
    """

    # The database deletes it with the membership, also by the plain SQL of undo and erasing.
    membership = models.OneToOneField(
        Membership,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="+",
        db_constraint=False,
    )
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="+")
    entered_on = models.DateField()
    entered_by = models.ForeignKey(
        "accounts.Account", on_delete=models.PROTECT, related_name="+", db_index=False
    )

    @override
    def __str__(self) -> str:
        return str(self.pk)


_history(Patron, found_by="pgh_obj")
_history(Membership, found_by="patron")
_history(Placement, found_by="membership")
_history(PupilNumber, found_by="membership")
_history(Card, found_by="patron")
