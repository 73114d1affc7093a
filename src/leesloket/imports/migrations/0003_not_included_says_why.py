import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('imports', '0002_imports_and_isolation'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    # No screen filled this table before, so that the defaults below meet no rows.
    operations = [
        migrations.AddField(
            model_name='notincluded',
            name='entry_id',
            field=models.UUIDField(default=uuid.uuid4),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='notincluded',
            name='patron_id',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='notincluded',
            name='reason',
            field=models.CharField(choices=[('parent', 'Parent'), ('pupil', 'Pupil'), ('erasure', 'Erasure'), ('other', 'Other')], default='other', max_length=10),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='notincluded',
            name='decided_on',
            field=models.DateField(default=django.utils.timezone.localdate),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='notincluded',
            name='added_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
    ]
