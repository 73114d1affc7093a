"""What happened to a patron, from the versions that triggers keep of every row (ADR 0006)."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from leesloket.accounts.names import Names, display_names
from leesloket.branches.queries import branch_lines
from leesloket.patrons.queries import full_name, group_codes
from leesloket.patrons.showing import HistoryBlock, HistoryChange, HistoryLine

_TOLD = (
    "first_name", "given_names", "initials", "prefix", "surname", "birth_date", "from_date",
    "until_date", "school_year_id", "group_id", "year_group", "number", "blocked_on",
)  # fmt: skip
"""The columns that history tells of; keys for sorting and finding follow from these."""

_EVENTS = {
    "patron": "select * from patrons_patronevent e where e.pgh_obj_id = %(id)s",
    "membership": "select * from patrons_membershipevent e where e.patron_id = %(id)s",
    "placement": "select * from patrons_placementevent e where e.membership_id in {members}",
    "number": "select * from patrons_pupilnumberevent e where e.membership_id in {members}",
    "card": "select * from patrons_cardevent e where e.patron_id = %(id)s",
}
_MEMBERS = "(select m.id from patrons_membership m where m.patron_id = %(id)s)"

_Row = Mapping[str, Any]
_Event = tuple[str, _Row]
_Moment = tuple[str, str | None, str | None, bool | None]


def history_of(patron_id: UUID) -> tuple[HistoryBlock, ...]:
    """What was done to the patron's rows, by moment and by who did it; the newest first.

    Needs a scope; of branches outside of it nothing is told.
    """
    events = _events(patron_id)
    groups = group_codes(row["group_id"] for _, row in events if row.get("group_id"))
    branches = {
        line.id: line.name
        for line in branch_lines({row["branch_id"] for _, row in events if row.get("branch_id")})
    }
    names = display_names(
        UUID(told["account"]) for _, row in events if (told := _context(row)).get("account")
    )
    latest: dict[tuple[str, str], _Row] = {}
    blocks: dict[_Moment, tuple[_Row, list[HistoryLine]]] = {}
    for table, row in events:
        key = (table, row["pgh_obj_id"])
        changes = tuple(_changes(latest.get(key, {}), row, groups))
        latest[key] = row
        if changes or row["pgh_label"] == "delete":
            _, lines = blocks.setdefault(_moment(row), (row, []))
            lines.append(_line(table, row, changes, groups, branches))
    return tuple(reversed([_block(row, lines, names) for row, lines in blocks.values()]))


def _events(patron_id: UUID) -> list[_Event]:
    events: list[_Event] = []
    with connection.cursor() as cursor:
        for table, query in _EVENTS.items():
            cursor.execute(
                f"select to_jsonb(v)::text from ({query.format(members=_MEMBERS)}) v"  # noqa: S608
                " order by v.pgh_id",
                {"id": patron_id},
            )
            # As text: Django tells psycopg to leave JSON alone outside of its own fields.
            events += [(table, json.loads(row)) for (row,) in cursor.fetchall()]
    # Stable: of one moment (an import) the tables keep their order, and each table its own.
    events.sort(key=lambda event: str(event[1]["pgh_created_at"]))
    return events


def _context(row: _Row) -> _Row:
    return row["pgh_context"] or {}


def _moment(row: _Row) -> _Moment:
    """A transaction has one moment for the database; who and why tell two of them apart."""
    told = _context(row)
    return row["pgh_created_at"], told.get("account"), told.get("import"), told.get("undoing")


def _block(row: _Row, lines: Iterable[HistoryLine], names: Names) -> HistoryBlock:
    context = _context(row)
    return HistoryBlock(
        at=datetime.fromisoformat(row["pgh_created_at"]),
        by=names.of(UUID(context["account"])) if context.get("account") else "",
        import_id=UUID(context["import"]) if context.get("import") else None,
        undone=bool(context.get("undoing")),
        lines=tuple(lines),
    )


def _line(
    table: str,
    row: _Row,
    changes: tuple[HistoryChange, ...],
    groups: Mapping[str, str],
    branches: Mapping[int, str],
) -> HistoryLine:
    about = row.get("number") or groups.get(row.get("group_id") or "", "")
    if table == "patron":
        about = full_name(row["first_name"], row["prefix"], row["surname"])
    return HistoryLine(
        table=table,
        kind=row["pgh_label"],
        changes=changes,
        about=about,
        branch_name=branches.get(row.get("branch_id") or 0, ""),
        school_year=row.get("school_year_id") or "",
        category=row.get("category") or "",
    )


def _changes(before: _Row, after: _Row, groups: Mapping[str, str]) -> Iterator[HistoryChange]:
    for name in _TOLD:
        old, new = before.get(name) or "", after.get(name) or ""
        if old != new:
            if name == "group_id":
                old, new = groups.get(old, ""), groups.get(new, "")
            yield HistoryChange(what=name.removesuffix("_id"), before=str(old), after=str(new))
