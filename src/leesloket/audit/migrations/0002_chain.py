"""The chain over the record: one link per event, added after the event's own commit."""

from django.db import migrations, models

from leesloket.isolation.policies import BY_LIBRARY, append_only, isolate


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["account", "-at"], name="audit_by_account"),
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("library_id", models.BigIntegerField()),
                ("sequence", models.BigIntegerField()),
                ("event_id", models.BigIntegerField()),
                ("previous", models.CharField(max_length=64)),
                ("mac", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["library_id", "sequence"], name="one_link_per_place_in_a_chain"
                    ),
                    models.UniqueConstraint(
                        fields=["library_id", "event_id"], name="one_link_per_event_and_library"
                    ),
                ],
            },
        ),
        isolate("audit_link", using=BY_LIBRARY),
        append_only("audit_link"),
    ]
