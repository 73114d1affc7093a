import uuid

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from leesloket.isolation.policies import BY_BRANCH, BY_LIBRARY, SIGNING_IN, isolate

# A `case`, because only that promises that the scope functions, which raise without a scope, are
# not called while somebody signs in.
ACCOUNTS = f"case when {SIGNING_IN} then true else {BY_LIBRARY} end"
RIGHTS = f"case when {SIGNING_IN} then true else {BY_BRANCH} end"


class Migration(migrations.Migration):
    initial = True
    dependencies = [("isolation", "0001_scope_functions"), ("branches", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("login", models.CharField(max_length=60, unique=True)),
                ("display_name", models.CharField(max_length=120)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField()),
                ("one_time_until", models.DateTimeField(blank=True, null=True)),
                (
                    "library",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="branches.library",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Right",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("upload", "Upload"),
                            ("import", "Import"),
                            ("desk", "Desk"),
                            ("lending", "Lending"),
                            ("reports", "Reports"),
                            ("administer", "Administer"),
                        ],
                        max_length=10,
                    ),
                ),
                ("from_date", models.DateField()),
                ("until_date", models.DateField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rights",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rights",
                        to="branches.branch",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(("login", django.db.models.functions.text.Lower("login"))),
                name="login_is_lower_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="right",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until_date__isnull", True),
                    ("until_date__gte", models.F("from_date")),
                    _connector="OR",
                ),
                name="right_ends_after_it_starts",
            ),
        ),
        isolate("accounts_account", using=ACCOUNTS),
        # Nobody gets a right while signing in: writing one takes a scope with its branch.
        isolate("accounts_right", using=RIGHTS, with_check=BY_BRANCH),
    ]
