"""Writing many rows at once: the number of statements does not depend on the number of rows.

Rows travel as one JSON parameter and become a recordset of the table's own type.  (COPY cannot be
used: PostgreSQL refuses it on a table with row-level security.)  `benchmarks/pipeline.py` measures
this against COPY into a temporary table.
"""

import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any

from django.db import connection, models
from psycopg import sql

from leesloket.patrons.models import Card, Membership, Patron, Placement, PupilNumber


@contextmanager
def sent_together() -> Iterator[None]:
    """Let statements go to PostgreSQL without waiting for the answer to each.

    It works on one while the next is made (libpq's pipeline mode).  An error comes at the first
    answer that is asked for after it, or at the end; how many rows a statement changed is not known
    before.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


TABLES: dict[str, type[models.Model]] = {
    "patron": Patron,
    "membership": Membership,
    "placement": Placement,
    "number": PupilNumber,
    "card": Card,
}
"""The register's tables by the word that journals use, parents first."""

REMOVAL = ("card", "number", "placement", "patron", "membership")
"""The order of removing: the membership last, for without it row-level security hides the person
and the card, and they would be left behind for nobody to see.  (Foreign keys wait for the commit.)
"""


def columns(table: str) -> tuple[str, ...]:
    """The column names of a register table, in the model's order."""
    return tuple(str(field.column) for field in TABLES[table]._meta.concrete_fields)  # noqa: SLF001 - Django's public API despite its name


def table_name(table: str) -> str:
    """The table in the database by its word here."""
    return TABLES[table]._meta.db_table  # noqa: SLF001 - Django's public API despite its name


_NOTHING: Mapping[str, Any] = MappingProxyType({})


def insert(
    table: str, rows: Sequence[Mapping[str, Any]], *, common: Mapping[str, Any] = _NOTHING
) -> list[str]:
    """Insert rows of values that JSON knows; gives their ids.

    `common` holds the columns that are the same in every row.  A column in neither is null; a row
    without an id gets a new one.
    """
    whole = with_keys(rows)
    if whole:
        _execute(_insert_statement(table), dict(common), whole)
    return [row["id"] for row in whole]


def with_keys(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows, each with an id: a new one where it has none."""
    return [{"id": key, **row} for key, row in zip(new_keys(len(rows)), rows, strict=True)]


def new_keys(count: int) -> list[str]:
    """So many random keys (UUID version 4, RFC 9562), as text.

    Drawn at once: PostgreSQL and uuid4 ask the system for each, and a list wants thousands.
    """
    drawn = secrets.token_hex(16 * count)
    return [
        f"{drawn[at : at + 8]}-{drawn[at + 8 : at + 12]}-4{drawn[at + 13 : at + 16]}"
        f"-a{drawn[at + 17 : at + 20]}-{drawn[at + 20 : at + 32]}"
        for at in range(0, 32 * count, 32)
    ]


def insert_or_replace(table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert complete rows; where the id exists, make the row equal to the given one."""
    if rows:
        assignments = sql.SQL(", ").join(
            sql.SQL("{0} = excluded.{0}").format(sql.Identifier(name))
            for name in columns(table)
            if name != "id"
        )
        _execute(
            _insert_statement(table) + sql.SQL(" on conflict (id) do update set ") + assignments,
            {},
            rows,
        )


def update(table: str, names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    """Set the named columns of the rows with these ids; rows that are equal stay untouched."""
    if not rows:
        return
    pairs = [sql.Identifier(name) for name in names]
    statement = sql.SQL(
        "update {table} as old set {assignments}"
        " from jsonb_populate_recordset(null::{table}, %s) as new"
        " where old.id = new.id and ({olds}) is distinct from ({news})"
    ).format(
        table=_name(table),
        assignments=sql.SQL(", ").join(sql.SQL("{0} = new.{0}").format(column) for column in pairs),
        olds=sql.SQL(", ").join(sql.SQL("old.{}").format(column) for column in pairs),
        news=sql.SQL(", ").join(sql.SQL("new.{}").format(column) for column in pairs),
    )
    _execute(statement, rows)


def delete(table: str, ids: Iterable[str]) -> None:
    """Delete the rows with these ids; only undo does this, for rows that an import made."""
    chosen = list(ids)
    if chosen:
        with connection.cursor() as cursor:
            cursor.execute(
                sql.SQL("delete from {} where id = any (%s::uuid[])").format(_name(table)),
                [chosen],
            )


def _insert_statement(table: str) -> sql.Composable:
    names = [sql.Identifier(name) for name in columns(table) if name != "id"]
    return sql.SQL(
        "insert into {table} (id, {names}) select id, {names}"
        " from jsonb_populate_recordset(jsonb_populate_record(null::{table}, %s::jsonb), %s::jsonb)"
    ).format(table=_name(table), names=sql.SQL(", ").join(names))


def as_array(words: Iterable[str]) -> str:
    """Ids, codes or numbers as one parameter, as in `= any (%s::uuid[])`; `null` is SQL's.

    Of words without quotes, commas or spaces only: a list of thousands is slow to adapt.
    """
    return "{" + ",".join(words) + "}"


def as_json(rows: Sequence[Mapping[str, Any]] | Mapping[str, Any]) -> str:
    """Rows, or one, as one parameter; dates become text."""
    return json.dumps(rows, ensure_ascii=False, default=str)


def _execute(
    statement: sql.Composable, *parameters: Sequence[Mapping[str, Any]] | Mapping[str, Any]
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [*map(as_json, parameters)])


def _name(table: str) -> sql.Identifier:
    return sql.Identifier(table_name(table))
