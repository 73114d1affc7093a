"""Rows of a table one after the other: a library of any size takes the same memory.

Needs a scope; row-level security says which rows there are.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import connection
from psycopg import sql

from leesloket.export.tables import Table
from leesloket.isolation.scope import Scope
from leesloket.vault.queries import shown_label

AT_ONCE = 1_000
"""Rows in memory."""

Row = Mapping[str, Any]
"""One row with values as JSON knows them: moments and days in ISO 8601."""


def rows_of(table: Table, library: Scope) -> Iterator[Row]:
    """Every row of a table that this scope may see, in the order of its key."""
    query = sql.SQL(
        "select to_jsonb(r)::text from"
        " (select {columns} from {table} where {condition} order by {key}) r"
    ).format(
        columns=sql.SQL(", ").join(sql.Identifier(column.name) for column in table.columns),
        table=sql.Identifier(table.name),
        condition=sql.SQL(table.condition),
        key=sql.SQL(", ").join(map(sql.Identifier, table.key)),
    )
    for row in _read(query, library):
        yield {**row, **{name: _opened(row[name]) for name in table.labels}}


_PATRONS = """
select p.id as leesloket_id, c.number as card_number, n.number as pupil_number, p.first_name,
  p.given_names, p.initials, p.prefix, p.surname, p.birth_date, b.name as branch, m.category,
  m.from_date as member_from, m.until_date as member_until, g.code as "group", y.year_group,
  y.school_year_id as school_year, c.blocked_on as card_blocked_on
from patrons_membership m
join patrons_patron p on p.id = m.patron_id
join branches_branch b on b.id = m.branch_id
left join lateral (
  select x.number, x.blocked_on from patrons_card x where x.patron_id = p.id
  order by x.blocked_on is not null, x.from_date desc, x.number limit 1
) c on true
left join lateral (
  select x.number from patrons_pupilnumber x
  where x.branch_id = m.branch_id and x.membership_id = m.id and x.until_date is null
  order by x.from_date desc, x.id limit 1
) n on true
left join lateral (
  select x.group_id, x.year_group, x.school_year_id from patrons_placement x
  where x.branch_id = m.branch_id and x.membership_id = m.id
  order by x.school_year_id desc limit 1
) y on true
left join branches_group g on g.id = y.group_id
where m.branch_id = any (%(branches)s)
order by b.name, p.sort_key, p.id, m.id
"""

PATRON_COLUMNS = (
    *("leesloket_id", "card_number", "pupil_number", "first_name", "given_names", "initials"),
    *("prefix", "surname", "birth_date", "branch", "category", "member_from", "member_until"),
    *("group", "year_group", "school_year", "card_blocked_on"),
)
"""The columns of patrons.csv: what a take-over reads (imports.actions.receive_takeover)."""


def patrons_of(library: Scope) -> Iterator[Row]:
    """Every membership with its person, card and latest group: one line as a person reads it."""
    query = sql.SQL("select to_jsonb(r)::text from ({}) r").format(sql.SQL(_PATRONS))
    return _read(query, library)


def _read(query: sql.Composable, library: Scope) -> Iterator[Row]:
    # A cursor of the server: the rows come as they are asked for.
    with connection.chunked_cursor() as cursor:
        cursor.execute(query, {"library": library.library_id, "branches": list(library.branch_ids)})
        while some := cursor.fetchmany(AT_ONCE):
            for (text,) in some:
                yield json.loads(text)


def _opened(written: str | None) -> str | None:
    return None if written is None else shown_label(bytes.fromhex(written.removeprefix("\\x")))
