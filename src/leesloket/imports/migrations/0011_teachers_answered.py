from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('imports', '0010_rows_left_and_answers_kept'),
    ]

    operations = [
        migrations.AddField(
            model_name='rosterimport',
            name='teachers_answered',
            field=models.JSONField(default=list),
        ),
    ]
