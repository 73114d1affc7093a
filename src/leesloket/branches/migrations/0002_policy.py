import django.db.models.deletion
from django.db import migrations, models

from leesloket.isolation.policies import BY_LIBRARY, isolate


class Migration(migrations.Migration):
    dependencies = [("branches", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Policy",
            fields=[
                ("library", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="+", serialize=False, to="branches.library")),
                ("leavers_share", models.PositiveSmallIntegerField(default=10)),
                ("leavers_at_least", models.PositiveSmallIntegerField(default=8)),
                ("group_leavers_share", models.PositiveSmallIntegerField(default=25)),
                ("group_leavers_at_least", models.PositiveSmallIntegerField(default=5)),
                ("total_leavers_share", models.PositiveSmallIntegerField(default=35)),
                ("newcomers_share", models.PositiveSmallIntegerField(default=20)),
                ("newcomers_at_least", models.PositiveSmallIntegerField(default=10)),
                ("leaver_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("erasing_from", models.DateField(blank=True, null=True)),
            ],
            options={"verbose_name_plural": "policies"},
        ),
        isolate("branches_policy", using=BY_LIBRARY),
    ]
