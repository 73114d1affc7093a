"""The report of an import: the school's own list, with behind each row what was done."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from leesloket.accounts.queries import Viewer
from leesloket.accounts.rules import IMPORT, UPLOAD
from leesloket.imports.finding import ImportNotFoundError, find_import
from leesloket.imports.kept import NothingToWorkOnError, opened_reading
from leesloket.imports.queries.result import NotAppliedError, children_done
from leesloket.imports.showing import ChildLine, ReportRow
from leesloket.isolation.scope import scoped
from leesloket.roster.model import WHOLE_NAMES


def report_rows(
    upload_id: UUID, *, viewer: Viewer, today: date
) -> tuple[tuple[str, ...], tuple[ReportRow, ...]]:
    """The headings of the school's file and its rows, each with what was done.

    Children who left follow at the end.  Raises ImportNotFoundError (also when the list has been
    destroyed on its day), NotAppliedError.
    """
    with scoped(viewer.scope):
        roster_import = find_import(upload_id, viewer=viewer, rights=(IMPORT, UPLOAD))
        if roster_import.applied_at is None:
            raise NotAppliedError
        try:
            table = opened_reading(roster_import).table
        except NothingToWorkOnError:
            raise ImportNotFoundError from None
        children = children_done(roster_import, today=today)
    if table is None:
        raise ImportNotFoundError
    by_row = {child.row: child for child in children if child.row is not None}
    left = {row: (kind, code) for row, kind, code in roster_import.rows_left}
    rows = []
    for row in table.rows:
        # A line of a file may end before its last columns.
        cells = (*row.cells, *[""] * (len(table.headings) - len(row.cells)))
        number = row.origin.row
        if number in by_row:
            rows.append(_done(cells, by_row[number]))
        else:
            kind, code = left.get(number, ("", ""))
            rows.append(ReportRow(cells, kind=kind, code=code))
    rows += [
        _done(_leaver_cells(child, roster_import.fields), child)
        for child in children
        if child.kind == "leave"
    ]
    return table.headings, tuple(rows)


def _done(cells: tuple[str, ...], child: ChildLine) -> ReportRow:
    return ReportRow(
        cells,
        kind=child.kind,
        group=child.group_after,
        changes=child.changes,
        undone=child.undone,
    )


def _leaver_cells(child: ChildLine, fields: Sequence[str | None]) -> tuple[str, ...]:
    """What the register knows of a leaver, each under the school's own heading for it."""
    known = {
        "pupil_number": child.pupil_number,
        next((name for name in WHOLE_NAMES if name in fields), "surname"): child.name,
        "birth_date": f"{child.birth_date:%d-%m-%Y}" if child.birth_date else "",
        "group": child.group_before,
    }
    return tuple(known.get(name or "", "") for name in fields)
