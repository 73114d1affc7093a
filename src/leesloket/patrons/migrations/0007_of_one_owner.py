"""Keys of several columns: what a row points at belongs to the same branch, or library.

One look per row instead of two or three: an import writes thousands.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from leesloket.isolation.policies import refers


class Migration(migrations.Migration):

    dependencies = [
        ('branches', '0004_group_of_branch_and_year'),
        ('patrons', '0006_arrival'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='card',
            name='library',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='branches.library'),
        ),
        migrations.AlterField(
            model_name='card',
            name='patron',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='cards', to='patrons.patron'),
        ),
        migrations.AlterField(
            model_name='patron',
            name='library',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='branches.library'),
        ),
        migrations.AlterField(
            model_name='placement',
            name='branch',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='branches.branch'),
        ),
        migrations.AlterField(
            model_name='placement',
            name='group',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='branches.group'),
        ),
        migrations.AlterField(
            model_name='placement',
            name='membership',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='placements', to='patrons.membership'),
        ),
        migrations.AlterField(
            model_name='pupilnumber',
            name='branch',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='branches.branch'),
        ),
        migrations.AlterField(
            model_name='pupilnumber',
            name='membership',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='numbers', to='patrons.membership'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(fields=('id', 'branch'), name='membership_of_branch'),
        ),
        migrations.AddConstraint(
            model_name='patron',
            constraint=models.UniqueConstraint(fields=('library', 'id'), name='patron_of_library'),
        ),
        refers(
            "patrons_card", ("patron_id", "library_id"), "patrons_patron", ("id", "library_id"),
            name="card_of_a_patron_of_its_library",
        ),
        refers(
            "patrons_placement", ("membership_id", "branch_id"),
            "patrons_membership", ("id", "branch_id"),
            name="placement_of_a_member_of_its_branch",
        ),
        refers(
            "patrons_placement", ("group_id", "branch_id", "school_year_id"),
            "branches_group", ("id", "branch_id", "school_year_id"),
            name="placement_in_a_group_of_its_year",
        ),
        refers(
            "patrons_pupilnumber", ("membership_id", "branch_id"),
            "patrons_membership", ("id", "branch_id"),
            name="number_of_a_member_of_its_branch",
        ),
    ]
