"""That an account is teacher of a group."""

from uuid import uuid4

from django.db import models
from typing_extensions import override

from leesloket.accounts.models import Account
from leesloket.branches.models import Branch, Group


class Teaching(models.Model):
    """One teacher of one group.  The group is of one school year, and so is this.

    Beside it stands a right of the kind `teach`, until the year's last day: both are needed to see
    a child of the group (ADR 0023).
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="+")
    # An undo takes away the groups that its import made.
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    named_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "group"],
                condition=models.Q(ended_at=None),
                name="one_teaching_per_account_and_group",
            )
        ]

    @override
    def __str__(self) -> str:
        return str(self.pk)
