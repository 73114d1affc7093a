"""Register rows as text: what a journal keeps of before and after.  Everything needs a scope."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db import connection

from leesloket.patrons import bulk
from leesloket.patrons.members import membership_ids
from leesloket.patrons.rules import PatronState, RowState

_OF_PATRONS = {
    "patron": ("id", "id = any (%(ids)s::uuid[])"),
    "membership": ("patron_id", "branch_id = %(branch)s and patron_id = any (%(ids)s::uuid[])"),
    "card": ("patron_id", "patron_id = any (%(ids)s::uuid[])"),
}
_OF_MEMBERS = {
    "placement": (
        "branch_id = %(branch)s and membership_id = any (%(ids)s::uuid[])"
        " and (%(year)s::text is null or school_year_id = %(year)s)"
    ),
    "number": "branch_id = %(branch)s and membership_id = any (%(ids)s::uuid[])",
}
"""Per register table: which rows.  One table per query, for the reason in `members`."""


def states(
    owners: Mapping[str, Sequence[UUID]], *, branch_id: int, school_year: str | None = None
) -> dict[UUID, PatronState]:
    """Register rows in one branch, as text: what a journal keeps.

    `owners` names per register table whose rows; `school_year` narrows placements to one year.
    Six queries, however many patrons.  Who has no such row is not in the answer.
    """
    found: dict[UUID, dict[str, RowState]] = {}
    for table, (owner, condition) in _OF_PATRONS.items():
        for patron_id, row in _rows(table, owner, condition, owners[table], branch_id):
            found.setdefault(patron_id, {})[table if table == "patron" else _key(table, row)] = row
    memberships = membership_ids({*owners["placement"], *owners["number"]}, branch_id=branch_id)
    patron_of = {membership: patron for patron, membership in memberships.items()}
    for table, condition in _OF_MEMBERS.items():
        ids = [memberships[patron] for patron in owners[table] if patron in memberships]
        for member, row in _rows(
            table, "membership_id", condition, ids, branch_id, school_year=school_year
        ):
            found.setdefault(patron_of[member], {})[_key(table, row)] = row
    return dict(found)


def all_states(patron_ids: Sequence[UUID], *, branch_id: int) -> dict[UUID, PatronState]:
    """Every register row of these patrons in one branch, as text."""
    return states(dict.fromkeys(bulk.TABLES, patron_ids), branch_id=branch_id)


def memberships_elsewhere(pairs: Iterable[tuple[int, UUID]]) -> dict[UUID, PatronState]:
    """The membership rows of these (branch, patron), as text: a journal keeps what ended there."""
    found: dict[UUID, dict[str, Mapping[str, str | None]]] = {}
    wanted = set(pairs)
    if not wanted:
        return {}
    names = bulk.columns("membership")
    texts = ", ".join(f"t.{name}::text" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"select t.branch_id, t.patron_id, {texts} from patrons_membership t"  # noqa: S608 - names of our models
            " where t.branch_id = any (%s) and t.patron_id = any (%s)",
            [[branch for branch, _ in wanted], [patron for _, patron in wanted]],
        )
        for branch_id, patron_id, *values in cursor.fetchall():
            if (branch_id, patron_id) in wanted:
                row = dict(zip(names, values, strict=True))
                found.setdefault(patron_id, {})[f"membership:{row['id']}"] = row
    return dict(found)


def _key(table: str, row: RowState) -> str:
    return f"{table}:{row['id']}"


def _rows(
    table: str,
    owner: str,
    condition: str,
    ids: Sequence[UUID],
    branch_id: int,
    *,
    school_year: str | None = None,
) -> list[tuple[UUID, RowState]]:
    if not ids:
        return []
    names = bulk.columns(table)
    texts = ", ".join(f"{name}::text" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {owner}, {texts} from {bulk.table_name(table)} where {condition}",  # noqa: S608 - names of our models
            {"ids": bulk.as_array(ids), "branch": branch_id, "year": school_year},
        )
        return [
            (owned_by, dict(zip(names, values, strict=True)))
            for owned_by, *values in cursor.fetchall()
        ]
