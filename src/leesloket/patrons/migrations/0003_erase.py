"""Erasing a person: the one way in which history goes, for one person and all of it at once.

The web role may add to history and change nothing in it (append_only).  The function runs as the
owner, whom the policies bind as well (FORCE): it reaches what the scope reaches.  The order follows
from the policies: person, cards and their history are seen through a membership, so those go first.
"""

from django.db import migrations

ERASE = """
create function erase_patron(erased uuid, branches bigint[]) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  members uuid[];
  whole boolean;
begin
  select array_agg(m.id) into members from (
    select id from patrons_membership where patron_id = erased and branch_id = any (branches)
    union
    select pgh_obj_id from patrons_membershipevent
    where patron_id = erased and branch_id = any (branches)
  ) m;
  whole := not exists (
    select 1 from patrons_membership where patron_id = erased and not branch_id = any (branches)
  );
  delete from patrons_placement where membership_id = any (members);
  delete from patrons_pupilnumber where membership_id = any (members);
  delete from patrons_placementevent where membership_id = any (members);
  delete from patrons_pupilnumberevent where membership_id = any (members);
  if whole then
    delete from patrons_card where patron_id = erased;
    delete from patrons_patron where id = erased;
    delete from patrons_cardevent where patron_id = erased;
    delete from patrons_patronevent where pgh_obj_id = erased;
  end if;
  delete from patrons_membership where patron_id = erased and branch_id = any (branches);
  delete from patrons_membershipevent where patron_id = erased and branch_id = any (branches);
  return whole;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("patrons", "0002_fewer_indexes")]

    operations = [
        migrations.RunSQL(ERASE, "drop function erase_patron(uuid, bigint[])"),
    ]
