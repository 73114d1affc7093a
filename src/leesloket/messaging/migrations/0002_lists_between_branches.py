from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('messaging', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('list_sent', 'List Sent'), ('list_withdrawn', 'List Withdrawn'), ('list_returned', 'List Returned'), ('list_moved', 'List Moved'), ('list_placed', 'List Placed')], max_length=16),
        ),
    ]
