from django.db import migrations

# `stable` and called as `(select ...)`: once per query.  They raise instead of giving nothing,
# because an empty register would make a newcomer of every child.
FUNCTIONS = """
create function scope_ids() returns bigint[] language plpgsql stable as $$
declare value text := nullif(current_setting('leesloket.branches', true), '');
begin
  if value is null then
    raise exception 'no scope set' using errcode = 'insufficient_privilege';
  end if;
  return value::bigint[];
end $$;

create function scope_library() returns bigint language plpgsql stable as $$
declare value text := nullif(current_setting('leesloket.library', true), '');
begin
  if value is null then
    raise exception 'no scope set' using errcode = 'insufficient_privilege';
  end if;
  return value::bigint;
end $$;

create function scope_purpose() returns text language sql stable as $$
  select coalesce(current_setting('leesloket.purpose', true), '')
$$;

create function scope_library_or_none() returns bigint language sql stable as $$
  select nullif(current_setting('leesloket.library', true), '')::bigint
$$;
"""

DROP = """
drop function scope_library_or_none();
drop function scope_purpose();
drop function scope_library();
drop function scope_ids();
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunSQL(FUNCTIONS, DROP)]
