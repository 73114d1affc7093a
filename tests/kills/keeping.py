"""A state of the database, kept beside its tables and put back in a tenth of a second.

Copying a whole database for every kill costs ten times as much, most of it waiting for the disk.
"""

from psycopg import Connection, sql


def keep(connection: Connection, name: str) -> None:
    """Keep what all tables hold, under this name."""
    schema = sql.Identifier(name)
    parts: list[sql.Composable] = [
        sql.SQL("drop schema if exists {} cascade; create schema {}").format(schema, schema)
    ]
    for table in tables_of(connection):
        own = sql.Identifier(table)
        parts.append(sql.SQL("create table {}.{} as table public.{}").format(schema, own, own))
    _all_of(connection, parts)


def put_back(connection: Connection, name: str) -> None:
    """Let all tables hold what was kept.  Numbers that were given are not given again."""
    # As a copy, not as changes: no trigger writes a history of it, no key is looked up.
    parts: list[sql.Composable] = [sql.SQL("set local session_replication_role = replica")]
    for table in tables_of(connection):
        own = sql.Identifier(table)
        parts.append(sql.SQL("delete from public.{}").format(own))
        parts.append(
            sql.SQL("insert into public.{} overriding system value select * from {}.{}").format(
                own, sql.Identifier(name), own
            )
        )
    _all_of(connection, parts)


def sweep(connection: Connection) -> None:
    """Let what was put back a hundred times not lie under what is there.

    PostgreSQL does so by itself, but forgets what it wanted to do each time it is killed.
    """
    connection.execute("vacuum")


def tables_of(connection: Connection) -> list[str]:
    """Every table of the site, by name."""
    found = connection.execute(
        "select relname from pg_class join pg_namespace n on n.oid = relnamespace"
        " where nspname = 'public' and relkind = 'r' order by 1"
    )
    return [name for (name,) in found]


def _all_of(connection: Connection, parts: list[sql.Composable]) -> None:
    with connection.transaction():
        connection.execute(sql.SQL("; ").join(parts))
