"""Children who sign in, and the cards they do it with.

A row goes with its patron, in the database: undo and erasing take people out with plain SQL.
"""

from uuid import uuid4

from django.db import models
from typing_extensions import override

from leesloket.accounts.models import Account
from leesloket.branches.models import Library
from leesloket.patrons.models import Patron


class Child(models.Model):
    """That an account is a child's: it has no name, holds no rights, and belongs to a patron."""

    account = models.OneToOneField(
        Account, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    # The constraint is made by hand in the migration: on delete cascade.
    patron = models.OneToOneField(
        Patron, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    library = models.ForeignKey(Library, on_delete=models.PROTECT, related_name="+", db_index=False)
    # The card that works, for signing in by its number; a trigger on the cards keeps it so, since
    # cards themselves cannot be seen before anybody has signed in.
    card_number = models.CharField(max_length=20, blank=True, db_index=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "children"

    @override
    def __str__(self) -> str:
        return str(self.pk)


class _Handed(models.Model):
    """A card with a secret that was printed for a child.  Only a code of the secret is kept."""

    class Ended(models.TextChoices):
        USED = "used"
        REVOKED = "revoked"
        GUESSED = "guessed"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    library = models.ForeignKey(Library, on_delete=models.PROTECT, related_name="+", db_index=False)
    patron = models.ForeignKey(
        Patron, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    mac = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField()
    wrong = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=8, choices=Ended.choices, blank=True)

    class Meta:
        abstract = True

    @override
    def __str__(self) -> str:
        return str(self.pk)


class Activation(_Handed):
    """A card to make an account with, once; `mac` is of the card number and the code together."""

    card_number = models.CharField(max_length=20, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patron"],
                condition=models.Q(ended_at=None),
                name="one_open_activation_per_patron",
            )
        ]


class PictureCard(_Handed):
    """A key for a child who cannot type: the code is on the card, the picture in the head."""

    picture = models.CharField(max_length=8)  # one of rules.PICTURES

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patron"],
                condition=models.Q(ended_at=None),
                name="one_open_picture_card_per_patron",
            )
        ]
