"""Consent for a membership of the public library: behind the wall of its branch, gone with it."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from leesloket.isolation.policies import BY_BRANCH, isolate

# A row goes when its membership goes, also by the plain SQL of undo and erasing.
GOES_WITH_MEMBERSHIP = """
alter table patrons_consent add constraint patrons_consent_goes_with_membership
  foreign key (membership_id) references patrons_membership (id)
  on delete cascade deferrable initially deferred
"""


class Migration(migrations.Migration):

    dependencies = [
        ('branches', '0002_policy'),
        ('patrons', '0004_card_series'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('given_by', models.CharField(choices=[('parent', 'Parent'), ('self', 'Self')], max_length=8)),
                ('source', models.CharField(choices=[('form', 'Form'), ('desk', 'Desk'), ('mail', 'Mail'), ('school', 'School')], max_length=8)),
                ('given_on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('withdrawn_on', models.DateField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('branch', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='branches.branch')),
                ('membership', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='patrons.membership')),
                ('recorded_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_on', None)), fields=('membership',), name='one_consent_per_membership')],
            },
        ),
        migrations.RunSQL(
            GOES_WITH_MEMBERSHIP,
            "alter table patrons_consent drop constraint patrons_consent_goes_with_membership",
        ),
        isolate("patrons_consent", using=BY_BRANCH),
    ]
