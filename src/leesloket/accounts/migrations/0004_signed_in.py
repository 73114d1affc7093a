import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from leesloket.isolation.policies import SIGNING_IN, isolate

# For who signs in, and for the wall behind them: staff end what somebody has open without seeing it.
# `scope_library()` is asked for its error.
USING = f"case when {SIGNING_IN} then true else (select scope_library()) is null end"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_emergency_codes")]
    operations = [
        migrations.CreateModel(
            name="SignedIn",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("browser", models.CharField(max_length=20)),
                ("system", models.CharField(max_length=20)),
                ("started_at", models.DateTimeField(db_index=True)),
                ("seen_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        isolate("accounts_signedin", using=USING),
    ]
