import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from leesloket.isolation.policies import SIGNING_IN, isolate

# Nobody sees a code, hashed or not: leesloket.accounts.emergency checks the right first and then
# asks as somebody who signs in.  `scope_library()` is asked for its error.
USING = f"case when {SIGNING_IN} then true else (select scope_library()) is null end"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_second_factors")]
    operations = [
        migrations.CreateModel(
            name="EmergencyCode",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("hashed", models.CharField(max_length=128)),
                ("made_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("wrong_tries", models.PositiveSmallIntegerField(default=0)),
                ("over_at", models.DateTimeField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        isolate("accounts_emergencycode", using=USING),
    ]
