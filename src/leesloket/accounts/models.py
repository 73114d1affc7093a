"""Who signs in, and what they may do where."""

from typing import ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from typing_extensions import override

from leesloket.accounts import rules
from leesloket.branches.models import Branch, Library


class Accounts(BaseUserManager["Account"]):
    """Finds accounts; needs a scope or `signing_in()`."""

    @override
    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(login=normalised(username or ""))


def normalised(login: str) -> str:
    """A login name as it is stored: capitals and spaces around it do not count."""
    return login.strip().lower()


class Account(AbstractBaseUser):
    """Who signs in.  Personal, so that a deed has one doer.

    An account that a school shares (`shared_at`) does nothing by itself: whoever signs in with it
    says who she is, and is from then on the doer, as an account that nobody signs in with
    (`person_of`); ADR 0024.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    library = models.ForeignKey(Library, on_delete=models.PROTECT, related_name="accounts")
    login = models.CharField(max_length=60, unique=True)
    display_name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    # Set: the present password is for one time, and can be used until this moment.
    one_time_until = models.DateTimeField(null=True, blank=True)
    # Set: whoever works in this branch's office signs in with it.  It never changes.
    shared_at = models.ForeignKey(
        Branch, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Set: somebody who said who she is when she signed in with this shared account, last at
    # `last_login`.  Without a name when its time is over.
    person_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[Accounts] = Accounts()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(login=Lower("login")), name="login_is_lower_case"
            ),
            models.UniqueConstraint(fields=["shared_at"], name="a_branch_shares_one_account"),
            models.UniqueConstraint(
                fields=["person_of", "display_name"],
                condition=~models.Q(display_name=""),
                name="a_person_is_once_at_an_account",
            ),
            models.CheckConstraint(
                condition=models.Q(person_of=None)
                | models.Q(
                    shared_at=None,
                    is_active=False,
                    email="",
                    one_time_until=None,
                    password__startswith="!",  # noqa: S106 - Django's sign of none
                ),
                name="a_person_of_an_account_signs_in_nowhere",
            ),
        ]

    @override
    def __str__(self) -> str:
        # No name: this ends up in logs and error pages.
        return str(self.pk)

    @property
    def password_mark(self) -> str:
        """Which password this is: another one has another mark, and it tells nothing of either."""
        return salted_hmac("leesloket password mark", self.password, algorithm="sha256").hexdigest()


class EmergencyCode(models.Model):
    """What stands in for a lost second factor, once; the code itself is nowhere."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    hashed = models.CharField(max_length=128)
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    # Set when it was used, or when a newer one took its place.
    over_at = models.DateTimeField(null=True, blank=True)

    @override
    def __str__(self) -> str:
        return str(self.pk)


class SignedIn(models.Model):
    """One browser in which somebody is, or was, signed in.

    No address and nothing of the browser but its name: as much as somebody needs to know it again.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    browser = models.CharField(max_length=20)
    system = models.CharField(max_length=20)
    started_at = models.DateTimeField(db_index=True)
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    # Who sits there, at a shared account; nobody yet when empty.
    person = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")

    @override
    def __str__(self) -> str:
        return str(self.pk)


class PasswordReset(models.Model):
    """A way to a new password that went out by mail; what opens it is stored nowhere."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    over_at = models.DateTimeField(null=True, blank=True)

    @override
    def __str__(self) -> str:
        return str(self.pk)


class Right(models.Model):
    """What one account may do in one branch, from a day until a day."""

    class Kind(models.TextChoices):
        UPLOAD = rules.UPLOAD
        IMPORT = rules.IMPORT
        DESK = rules.DESK
        LENDING = rules.LENDING
        REPORTS = rules.REPORTS
        TEACH = rules.TEACH
        ADMINISTER = rules.ADMINISTER

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="rights")
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="rights")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)
    # Ending counts at once, also on a right's first day; the row stays, as history.
    ended_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    # Who took it away, where that was somebody: then a school's word does not give it again.
    ended_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    # The id of the identity provider whose word it rests on; empty for a right that people gave.
    provider = models.CharField(max_length=30, blank=True, default="")
    # The yearly review: when the library last said that it stays.
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # When the school said that its holder no longer works there, until the library answers.
    reported_gone_at = models.DateTimeField(null=True, blank=True)
    reported_gone_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_date__isnull=True)
                | models.Q(until_date__gte=models.F("from_date")),
                name="right_ends_after_it_starts",
            ),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.kind} {self.branch_id}"
