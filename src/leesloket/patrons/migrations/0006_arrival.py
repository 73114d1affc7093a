"""Children who were entered by hand, in the middle of a school year."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from leesloket.isolation.policies import BY_BRANCH, isolate

# A row goes when its membership goes, also by the plain SQL of undo and erasing.
GOES_WITH_MEMBERSHIP = """
alter table patrons_arrival add constraint patrons_arrival_goes_with_membership
  foreign key (membership_id) references patrons_membership (id)
  on delete cascade deferrable initially deferred
"""


class Migration(migrations.Migration):
    dependencies = [
        ("branches", "0002_policy"),
        ("patrons", "0005_consent"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Arrival",
            fields=[
                ("membership", models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="+", serialize=False, to="patrons.membership")),
                ("entered_on", models.DateField()),
                ("branch", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.branch")),
                ("entered_by", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.RunSQL(
            GOES_WITH_MEMBERSHIP,
            "alter table patrons_arrival drop constraint patrons_arrival_goes_with_membership",
        ),
        isolate("patrons_arrival", using=BY_BRANCH),
    ]
