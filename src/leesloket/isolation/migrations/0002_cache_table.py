from django.db import migrations

# What `createcachetable` would make; as a migration, so that one command sets a database up.
TABLE = """
create table web_cache (
  cache_key varchar(255) primary key, value text not null, expires timestamp with time zone not null
);
create index web_cache_expires on web_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("isolation", "0001_scope_functions")]
    operations = [migrations.RunSQL(TABLE, "drop table web_cache")]
