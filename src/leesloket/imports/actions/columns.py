"""What the columns of a list are: as somebody says, and as its branch remembers for next year."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from leesloket.accounts.queries import Viewer
from leesloket.imports.actions.keeping import replace_answers, save_answers, seal_reading
from leesloket.imports.finding import ImportNotFoundError, NotOpenError, find_open
from leesloket.imports.kept import answers_of, opened_reading
from leesloket.imports.models import RememberedColumn, RosterImport
from leesloket.imports.telling import told
from leesloket.isolation.scope import scoped
from leesloket.roster import ColumnMapping, confirm, narrow
from leesloket.roster.columns.identity import fingerprints_of
from leesloket.roster.heading_forms import fold_heading
from leesloket.roster.model import Field, Fingerprint, ListKind, RawTable
from leesloket.vault import actions as vault
from leesloket.vault.queries import branch_secret

LONGEST_HEADING = 120


def choose_columns(
    upload_id: UUID, fields: dict[int, str | None], *, acting_user: Viewer, now: datetime
) -> None:
    """Say which column is which field; columns not named are not used.

    The branch remembers it for next year.  Once nothing is missing the unused columns are thrown
    away; what was said of a row before stays said of that row.  Raises ImportNotFoundError,
    also for a field that there is not, and NotOpenError.
    """
    if not {*fields.values()} <= {None, "", *Field}:
        raise ImportNotFoundError
    with scoped(acting_user.scope):
        roster_import = find_open(upload_id, viewer=acting_user)
        read = opened_reading(roster_import)
        if read.table is None:
            raise NotOpenError
        chosen = {at: Field(name) if name else None for at, name in fields.items()}
        mapping = confirm(read.table, chosen, kind=ListKind(roster_import.kind))
        table, mapping = narrow(read.table, mapping)
        if roster_import.table_id is not None:
            vault.shred(roster_import.table_id, reason="replaced", now=now)
        roster_import.table_id = seal_reading(replace(read, table=table), roster_import, now=now)
        _carry_over(roster_import, read.table, table, now=now)
        stored = stored_mapping(mapping)
        roster_import.fields = stored["fields"]
        roster_import.how = stored["how"]
        roster_import.mapping_certain = not mapping.missing
        save_answers(roster_import)
        if roster_import.mapping_certain and roster_import.kind == RosterImport.Kind.PUPILS:
            remember_columns(roster_import, table)
        told("columns_chosen", roster_import, acting_user, now)


def _carry_over(
    roster_import: RosterImport, before: RawTable, after: RawTable, *, now: datetime
) -> None:
    """What was typed over and answered, under the fingerprints of rows that lost cells."""
    secret = branch_secret(roster_import.branch_id)
    renamed = dict(
        zip(
            fingerprints_of(before.rows, secret=secret),
            fingerprints_of(after.rows, secret=secret),
            strict=True,
        )
    )
    roster_import.decisions = _renamed(roster_import.decisions, renamed)
    roster_import.transfers = _renamed(roster_import.transfers, renamed)
    if roster_import.answers_id is None:
        return
    replace_answers(roster_import, answers_of(roster_import).under(renamed), now=now)


def _renamed(
    said: Sequence[Mapping[str, Any]], renamed: Mapping[Fingerprint, Fingerprint]
) -> list[dict[str, Any]]:
    return [
        {**one, "fingerprint": renamed[Fingerprint(one["fingerprint"])]}
        for one in said
        if one["fingerprint"] in renamed
    ]


def stored_mapping(mapping: ColumnMapping) -> dict[str, object]:
    """A mapping as an import stores it."""
    return {
        "fields": [name.value if name else None for name in mapping.fields],
        "how": [_how(mapping, column) for column in range(len(mapping.fields))],
        "mapping_certain": mapping.is_certain and not mapping.missing,
    }


def _how(mapping: ColumnMapping, column: int) -> str:
    """How a column was found; a heading alone does not tell a person to look at it."""
    how = mapping.how[column]
    return "doubt" if column in mapping.doubts and how != "values" else how


def remembered_columns(branch_id: int) -> dict[str, Field]:
    """What the headings of this branch meant the last time; as `remember_columns` kept it."""
    rows = RememberedColumn.objects.filter(branch_id=branch_id).values_list("heading", "field")
    return {heading: Field(name) for heading, name in rows}


def remember_columns(roster_import: RosterImport, table: RawTable) -> None:
    """Keep what this branch's headings mean, for next year.

    A heading that stands above two columns says nothing by itself and is not kept.
    """
    headings = [fold_heading(heading)[:LONGEST_HEADING] for heading in table.headings]
    RememberedColumn.objects.bulk_create(
        [
            RememberedColumn(branch_id=roster_import.branch_id, heading=heading, field=name)
            for heading, name in zip(headings, roster_import.fields, strict=True)
            if name and heading and headings.count(heading) == 1
        ],
        update_conflicts=True,
        unique_fields=["branch", "heading"],
        update_fields=["field"],
    )
