"""Every library gives numbers of its own: of a series that it chose, or of the usual one.

The usual ones lie apart, a million for each library (patrons.rules), and above what the sequence
gave to all of them together.
"""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from leesloket.isolation.policies import BY_LIBRARY, isolate


class Migration(migrations.Migration):
    dependencies = [
        ("branches", "0002_policy"),
        ("patrons", "0003_erase"),
    ]

    operations = [
        migrations.CreateModel(
            name="CardSeries",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("prefix", models.CharField(blank=True, max_length=6)),
                ("digits", models.PositiveSmallIntegerField()),
                ("first", models.PositiveBigIntegerField()),
                ("last", models.PositiveBigIntegerField()),
                ("upcoming", models.PositiveBigIntegerField()),
                ("in_use", models.BooleanField(default=True)),
                ("library", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.library")),
            ],
            options={
                "verbose_name_plural": "card series",
                "constraints": [
                    models.UniqueConstraint(fields=["library", "prefix", "digits"], name="one_series_per_form"),
                    models.UniqueConstraint(condition=models.Q(("in_use", True)), fields=["library"], name="one_series_in_use"),
                ],
            },
        ),
        isolate("patrons_cardseries", using=BY_LIBRARY),
        migrations.RunSQL("drop sequence patrons_card_number", "create sequence patrons_card_number"),
    ]
