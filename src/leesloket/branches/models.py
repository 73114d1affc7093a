"""Libraries (tenants), their branches, school years and groups."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from typing_extensions import override


class Library(models.Model):
    """A tenant: one public library organisation."""

    name = models.CharField(max_length=120, unique=True)
    place = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name_plural = "libraries"

    @override
    def __str__(self) -> str:
        return self.name


class Branch(models.Model):
    """A place where books are lent: a school's library or a public one (vestiging)."""

    class Kind(models.TextChoices):
        PRIMARY = "primary"
        SECONDARY = "secondary"
        PUBLIC = "public"

    library = models.ForeignKey(Library, on_delete=models.PROTECT, related_name="branches")
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    place = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    brin6 = models.CharField(max_length=6, blank=True)
    # Whom a school calls; shown before anybody has signed in ('Hoe moet ik aanmelden?').
    contact_name = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=20, blank=True)
    helpdesk = models.CharField(max_length=200, blank=True)
    # Where the library wants to hear that a list has come in.
    notice_email = models.EmailField(blank=True)
    # Year groups after which leaving is ordinary; in secondary schools it depends on the stream.
    final_year_groups = ArrayField(models.CharField(max_length=4), default=list, blank=True)

    class Meta:
        verbose_name_plural = "branches"
        constraints = [
            models.UniqueConstraint(
                fields=["library", "brin6"],
                condition=~models.Q(brin6=""),
                name="one_branch_per_brin_and_library",
            )
        ]

    @override
    def __str__(self) -> str:
        return self.name


class SchoolYear(models.Model):
    """1 August to 31 July, named `2026-2027`.  A fact of the calendar, the same for everybody."""

    label = models.CharField(max_length=9, primary_key=True)
    starts_on = models.DateField()
    ends_on = models.DateField()

    @override
    def __str__(self) -> str:
        return self.label


class Group(models.Model):
    """A class of one school year: code, name and year groups are three things.

    A combination group has several year groups.  Two groups of one year may share a name (EDEXML
    splits 5/6 in two); then their keys differ.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="groups")
    school_year = models.ForeignKey(SchoolYear, on_delete=models.PROTECT, related_name="groups")
    code = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    year_groups = ArrayField(models.CharField(max_length=4), default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["branch", "school_year", "code"], name="one_group_per_code_and_year"
            ),
            models.UniqueConstraint(
                fields=["id", "branch", "school_year"], name="group_of_branch_and_year"
            ),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.name} ({self.school_year_id})"


class Policy(models.Model):
    """What a library decided for all of its branches; without a row everything is as usual."""

    library = models.OneToOneField(
        Library, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    # When a list is held (branches.limits); shares in percents.
    leavers_share = models.PositiveSmallIntegerField(default=10)
    leavers_at_least = models.PositiveSmallIntegerField(default=8)
    group_leavers_share = models.PositiveSmallIntegerField(default=25)
    group_leavers_at_least = models.PositiveSmallIntegerField(default=5)
    total_leavers_share = models.PositiveSmallIntegerField(default=35)
    newcomers_share = models.PositiveSmallIntegerField(default=20)
    newcomers_at_least = models.PositiveSmallIntegerField(default=10)
    # After how many days a leaver is erased; empty: as the site has it.
    leaver_days = models.PositiveSmallIntegerField(null=True, blank=True)
    # Since the term became shorter: before this day nobody is erased.
    erasing_from = models.DateField(null=True, blank=True)
    # Whether a file waits where the site has no virus scanner; one that is there is always asked.
    scan_required = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "policies"

    @override
    def __str__(self) -> str:
        return str(self.pk)
