from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('imports', '0005_split_and_moved'),
    ]

    operations = [
        migrations.AddField(
            model_name='rosterimport',
            name='hand_edits',
            field=models.JSONField(default=list),
        ),
    ]
