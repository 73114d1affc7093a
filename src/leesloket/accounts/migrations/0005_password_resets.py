import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from leesloket.isolation.policies import SIGNING_IN, isolate

# For who signs in only.  `scope_library()` is asked for its error.
USING = f"case when {SIGNING_IN} then true else (select scope_library()) is null end"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_signed_in")]
    operations = [
        migrations.CreateModel(
            name="PasswordReset",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                ("over_at", models.DateTimeField(blank=True, null=True)),
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
        isolate("accounts_passwordreset", using=USING),
    ]
