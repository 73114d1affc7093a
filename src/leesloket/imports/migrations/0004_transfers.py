from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('imports', '0003_not_included_says_why'),
    ]

    operations = [
        migrations.AddField(
            model_name='rosterimport',
            name='transfers',
            field=models.JSONField(default=list),
        ),
    ]
