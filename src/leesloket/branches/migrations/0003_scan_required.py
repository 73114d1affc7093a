from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("branches", "0002_policy")]

    operations = [
        migrations.AddField(
            model_name="policy",
            name="scan_required",
            field=models.BooleanField(default=False),
        ),
    ]
