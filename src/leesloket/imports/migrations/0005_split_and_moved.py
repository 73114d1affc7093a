from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('imports', '0004_transfers'),
    ]

    operations = [
        migrations.AddField(
            model_name='rosterimport',
            name='split_off',
            field=models.JSONField(default=list),
        ),
        migrations.AlterField(
            model_name='rosterimport',
            name='status',
            field=models.CharField(choices=[('read', 'Read'), ('sent', 'Sent'), ('returned', 'Returned'), ('applied', 'Applied'), ('undone', 'Undone'), ('withdrawn', 'Withdrawn'), ('replaced', 'Replaced'), ('moved', 'Moved')], default='read', max_length=10),
        ),
    ]
