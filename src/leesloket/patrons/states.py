"""Register rows as text: what a journal keeps of before and after.  Everything needs a scope.

PostgreSQL writes each row as JSON, every value as text, and a journal takes it as it comes:
thousands of rows are compared, and only undo looks into them.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection

from leesloket.patrons import bulk
from leesloket.patrons.members import membership_ids
from leesloket.patrons.rules import PatronKey, PatronState

RowTexts = Mapping[str, str]
"""One patron's rows in one branch, each as JSON, by the keys of PatronState."""

_OF_PATRONS = {
    "patron": ("id", "t.id = any (%(ids)s::uuid[])"),
    "membership": (
        "patron_id",
        "t.branch_id = %(branch)s and t.patron_id = any (%(ids)s::uuid[])",
    ),
    "card": ("patron_id", "t.patron_id = any (%(ids)s::uuid[])"),
}
_OF_MEMBERS = {
    "placement": (
        "t.branch_id = %(branch)s and t.membership_id = any (%(ids)s::uuid[])"
        " and (%(year)s::text is null or t.school_year_id = %(year)s)"
    ),
    "number": "t.branch_id = %(branch)s and t.membership_id = any (%(ids)s::uuid[])",
}
"""Per register table: which rows.  One table per query, for the reason in `members`."""


def row_texts(
    owners: Mapping[str, Sequence[PatronKey]],
    *,
    branch_id: int,
    school_year: str | None = None,
    memberships: Mapping[PatronKey, str] | None = None,
) -> dict[PatronKey, RowTexts]:
    """Register rows in one branch by patron: what a journal keeps.

    `owners` names per register table whose rows; `school_year` narrows placements to one year;
    `memberships` are those of this branch, for who has them at hand.  Six queries at most, however
    many patrons.  Who has no such row is not in the answer.
    """
    found: dict[str, dict[str, str]] = {}
    scope = {"branch": branch_id, "year": school_year}
    for table, (owner, condition) in _OF_PATRONS.items():
        for patron_id, key, text in _rows(table, owner, condition, owners[table], scope):
            found.setdefault(patron_id, {})[key] = text
    if memberships is None:
        memberships = membership_ids({*owners["placement"], *owners["number"]}, branch_id=branch_id)
    patron_of = {membership: patron for patron, membership in memberships.items()}
    for table, condition in _OF_MEMBERS.items():
        ids = [memberships[patron] for patron in owners[table] if patron in memberships]
        for member, key, text in _rows(table, "membership_id", condition, ids, scope):
            found.setdefault(patron_of[member], {})[key] = text
    return dict(found)


def memberships_elsewhere(pairs: Iterable[tuple[int, PatronKey]]) -> dict[PatronKey, RowTexts]:
    """The membership rows of these (branch, patron): a journal keeps what ended there."""
    found: dict[str, dict[str, str]] = {}
    patrons_of: dict[int, list[PatronKey]] = {}
    for branch_id, patron_id in set(pairs):
        patrons_of.setdefault(branch_id, []).append(patron_id)
    owner, condition = _OF_PATRONS["membership"]
    for branch_id, ids in sorted(patrons_of.items()):
        for patron, key, text in _rows("membership", owner, condition, ids, {"branch": branch_id}):
            found.setdefault(patron, {})[key] = text
    return dict(found)


def joined(*parts: Mapping[str, RowTexts]) -> Mapping[str, RowTexts]:
    """The rows of one branch, and beside them those of memberships elsewhere."""
    first, *others = [part for part in parts if part] or [{}]
    if not others:
        return first
    together: dict[str, dict[str, str]] = {}
    for part in (first, *others):
        for patron_id, rows in part.items():
            together.setdefault(patron_id, {}).update(rows)
    return dict(together)


def states(
    patron_ids: Sequence[PatronKey],
    *,
    branch_id: int,
    elsewhere: Iterable[tuple[int, PatronKey]] = (),
) -> dict[PatronKey, PatronState]:
    """Every register row of these patrons in one branch, and memberships `elsewhere`, opened."""
    texts = joined(
        row_texts(dict.fromkeys(bulk.TABLES, patron_ids), branch_id=branch_id),
        memberships_elsewhere(elsewhere),
    )
    return {
        patron_id: {key: json.loads(text) for key, text in rows.items()}
        for patron_id, rows in texts.items()
    }


def _rows(
    table: str, owner: str, condition: str, ids: Sequence[str], scope: Mapping[str, Any]
) -> Sequence[tuple[str, str, str]]:
    """(owner, key of the row, the row) of every row for which the condition holds."""
    if not ids:
        return ()
    texts = ", ".join(f"t.{name}::text as {name}" for name in bulk.columns(table))
    key = "'patron'" if table == "patron" else f"'{table}:' || t.id"
    with connection.cursor() as cursor:
        cursor.execute(
            f"select t.{owner}::text, {key}, row_to_json(r)::text"  # noqa: S608 - names of our models
            f" from {bulk.table_name(table)} t, lateral (select {texts}) r where {condition}",
            {**scope, "ids": bulk.as_array(ids)},
        )
        rows: Sequence[tuple[str, str, str]] = cursor.fetchall()
        return rows
