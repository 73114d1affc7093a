from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("messaging", "0003_rights_are_reviewed")]
    operations = [
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("list_sent", "List Sent"),
                    ("list_withdrawn", "List Withdrawn"),
                    ("list_returned", "List Returned"),
                    ("list_moved", "List Moved"),
                    ("list_placed", "List Placed"),
                    ("list_applied", "List Applied"),
                    ("list_undone", "List Undone"),
                    ("sender_gone", "Sender Gone"),
                    ("rights_review", "Rights Review"),
                ],
                max_length=16,
            ),
        ),
    ]
