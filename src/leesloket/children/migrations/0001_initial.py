import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from leesloket.isolation.policies import BY_LIBRARY, SIGNING_IN, isolate, of_member

# A row goes when its patron goes, also by the plain SQL of undo and erasing.
GOES_WITH_PATRON = """
alter table {table} add constraint {table}_goes_with_patron foreign key (patron_id)
  references patrons_patron (id) on delete cascade deferrable initially deferred
"""

# The number that a child signs in with is that of the card that works: whatever gives, blocks or
# takes back a card.
FOLLOW = """
create function children_follow_card() returns trigger language plpgsql as $$
begin
  update children_child c set card_number = coalesce((
    select k.number from patrons_card k
    where k.patron_id = c.patron_id and k.blocked_on is null
    order by k.from_date desc, k.number desc limit 1), '')
  where c.patron_id in (select n.patron_id from new_cards n);
  return null;
end $$;
create trigger children_follow_new_card after insert on patrons_card
  referencing new table as new_cards for each statement execute function children_follow_card();
create trigger children_follow_changed_card after update on patrons_card
  referencing new table as new_cards for each statement execute function children_follow_card();
"""
UNFOLLOW = """
drop trigger children_follow_changed_card on patrons_card;
drop trigger children_follow_new_card on patrons_card;
drop function children_follow_card();
"""


def _behind_the_wall(table: str) -> list[migrations.RunSQL]:
    """There for who sees the child, and while somebody signs in (a `case`: see accounts 0001)."""
    return [
        migrations.RunSQL(
            GOES_WITH_PATRON.format(table=table),
            f"alter table {table} drop constraint {table}_goes_with_patron",
        ),
        isolate(
            table,
            using=f"case when {SIGNING_IN} then true else {of_member(f'{table}.patron_id')} end",
            with_check=f"case when {SIGNING_IN} then true else {BY_LIBRARY} end",
        ),
    ]


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0002_second_factors'),
        ('branches', '0001_initial'),
        ('patrons', '0003_erase'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Child',
            fields=[
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('card_number', models.CharField(blank=True, db_index=True, max_length=20)),
                ('made_at', models.DateTimeField()),
                ('library', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='branches.library')),
                ('patron', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='patrons.patron')),
            ],
            options={
                'verbose_name_plural': 'children',
            },
        ),
        migrations.CreateModel(
            name='Activation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('mac', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('wrong', models.PositiveSmallIntegerField(default=0)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_why', models.CharField(blank=True, choices=[('used', 'Used'), ('revoked', 'Revoked'), ('guessed', 'Guessed')], max_length=8)),
                ('card_number', models.CharField(db_index=True, max_length=20)),
                ('library', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='branches.library')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('patron', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='patrons.patron')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('patron',), name='one_open_activation_per_patron')],
            },
        ),
        migrations.CreateModel(
            name='PictureCard',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('mac', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('wrong', models.PositiveSmallIntegerField(default=0)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_why', models.CharField(blank=True, choices=[('used', 'Used'), ('revoked', 'Revoked'), ('guessed', 'Guessed')], max_length=8)),
                ('picture', models.CharField(max_length=8)),
                ('library', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='branches.library')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('patron', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='patrons.patron')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('patron',), name='one_open_picture_card_per_patron')],
            },
        ),
        *_behind_the_wall("children_child"),
        *_behind_the_wall("children_activation"),
        *_behind_the_wall("children_picturecard"),
        migrations.RunSQL(FOLLOW, UNFOLLOW),
    ]
