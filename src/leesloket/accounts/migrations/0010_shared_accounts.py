import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# A shared account has nothing but the right to send the lists of its branch, and who sits at one has
# no right of her own; what an account is never changes.  For any writer, not only for our rules.
GUARD = """
create function accounts_right_fits() returns trigger language plpgsql as $$
declare
  holder record;
begin
  select shared_at_id, person_of_id into holder from accounts_account where id = new.account_id;
  if not found then
    raise exception 'the holder of a right is outside of the scope' using errcode = 'check_violation';
  end if;
  if holder.person_of_id is not null
    or (holder.shared_at_id is not null
        and (new.kind <> 'upload' or new.branch_id <> holder.shared_at_id)) then
    raise exception 'a shared account sends the lists of its branch and does nothing else'
      using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger right_fits before insert or update of account_id, branch_id, kind on accounts_right
  for each row execute function accounts_right_fits();
create function accounts_stay_what_they_are() returns trigger language plpgsql as $$
begin
  raise exception 'an account stays shared, personal, or of one who sits at a shared one'
    using errcode = 'check_violation';
end $$;
create trigger account_stays before update on accounts_account for each row
  when (old.shared_at_id is distinct from new.shared_at_id
        or old.person_of_id is distinct from new.person_of_id)
  execute function accounts_stay_what_they_are();
"""
UNGUARD = """
drop trigger account_stays on accounts_account;
drop function accounts_stay_what_they_are();
drop trigger right_fits on accounts_right;
drop function accounts_right_fits();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0009_teachers"),
        ("branches", "0002_policy"),
    ]
    operations = [
        migrations.AddField(
            model_name="account",
            name="shared_at",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="branches.branch",
            ),
        ),
        migrations.AddField(
            model_name="account",
            name="person_of",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="signedin",
            name="person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.UniqueConstraint(
                fields=("shared_at",), name="a_branch_shares_one_account"
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.UniqueConstraint(
                condition=models.Q(("display_name", ""), _negated=True),
                fields=("person_of", "display_name"),
                name="a_person_is_once_at_an_account",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("person_of", None),
                    models.Q(
                        ("email", ""),
                        ("is_active", False),
                        ("one_time_until", None),
                        ("password__startswith", "!"),
                        ("shared_at", None),
                    ),
                    _connector="OR",
                ),
                name="a_person_of_an_account_signs_in_nowhere",
            ),
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
