"""What the web role may do.  It owns nothing, so every right is given here, after each migrate."""

from typing import Any

from django.conf import settings
from django.db import connection
from psycopg import sql

# Owned by the framework and read by the web role, never written: a stolen web role must not be
# able to pretend that a migration ran.
READ_ONLY = ("django_migrations", "django_content_type")

# pgtrigger asks this before each trigger, and takes for an answer a setting that any role may set
# (`pgtrigger.ignore`): history would look away.  Each migration of a trigger makes it anew.
_NEVER_IGNORED = """
create or replace function _pgtrigger_should_ignore(trigger_name name) returns boolean
language sql immutable as 'select false'
"""


def grant_after_migrate(**_: Any) -> None:
    """Give the web role its rights on every table; append-only tables lose update and delete.

    And let no role switch a trigger off.
    """
    role = sql.Identifier(settings.WEB_ROLE)
    with connection.cursor() as cursor:
        cursor.execute(_NEVER_IGNORED)
        cursor.execute("select 1 from pg_roles where rolname = %s", [settings.WEB_ROLE])
        if cursor.fetchone() is None:
            return
        for statement in (
            "grant usage on schema public to {role}",
            "grant select, insert, update, delete on all tables in schema public to {role}",
            "grant usage, select on all sequences in schema public to {role}",
            "grant execute on all functions in schema public to {role}",
        ):
            cursor.execute(sql.SQL(statement).format(role=role))
        cursor.execute(
            "select relname from pg_class where relnamespace = 'public'::regnamespace"
            " and obj_description(oid, 'pg_class') = 'append-only'"
        )
        append_only = [name for (name,) in cursor.fetchall()]
        for table in append_only:
            _revoke(cursor, "update, delete", table, role)
        for table in READ_ONLY:
            _revoke(cursor, "insert, update, delete", table, role)


def _revoke(cursor: Any, rights: str, table: str, role: sql.Identifier) -> None:
    cursor.execute(
        sql.SQL("revoke {rights} on {table} from {role}").format(
            rights=sql.SQL(rights), table=sql.Identifier(table), role=role
        )
    )
