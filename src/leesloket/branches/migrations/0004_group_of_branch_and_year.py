"""A placement points at a group of its own branch and year (patrons 0007)."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('branches', '0003_scan_required'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='group',
            constraint=models.UniqueConstraint(fields=('id', 'branch', 'school_year'), name='group_of_branch_and_year'),
        ),
    ]
