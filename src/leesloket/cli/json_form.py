"""The JSON of the command line: a public contract, others script against it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from leesloket.roster.columns import ColumnMapping
from leesloket.roster.model import (
    Enrol,
    FieldChange,
    Hold,
    Keep,
    PupilRecord,
    Question,
    RawTable,
    Skip,
    Step,
    Update,
    Withdraw,
)
from leesloket.roster.problems import Detail, Problem
from leesloket.roster.sheet_rows import SheetRow

_ALWAYS = ("pupil_number", "first_name", "prefix", "surname")
_WHEN_GIVEN = ("initials", "given_names", "group_name", "location")

_Json = dict[str, Any]


def file_form(
    table: RawTable | None, mapping: ColumnMapping | None, problems: Iterable[Problem]
) -> _Json:
    """What was read: the file, its columns, what was dropped, and every problem."""
    file: _Json | None = None
    if table is not None:
        file = {"format": table.format, "sheet": table.sheet, "rows": len(table.rows)}
        if table.sheets:
            file["sheets"] = list(table.sheets)
    columns: _Json = {}
    dropped: list[str] = []
    if table is not None:
        dropped = [column.heading for column in table.dropped if column.reason != "empty"]
    if table is not None and mapping is not None:
        for heading, field in zip(table.headings, mapping.fields, strict=True):
            if field is None:
                dropped.append(heading)
            else:
                columns.setdefault(field.value, heading)
    return {
        "file": file,
        "columns": columns,
        "dropped_columns": dropped,
        "problems": [problem_form(problem) for problem in problems],
    }


def problem_form(problem: Problem) -> _Json:
    """One problem; row, column and field only where they are known."""
    form: _Json = {"code": problem.code.value, "severity": problem.severity.value}
    if problem.origin is not None:
        form.update(_row_form(problem.origin.row))
    if problem.column is not None:
        form["column"] = problem.column
    if problem.field is not None:
        form["field"] = problem.field.value
    if problem.detail:
        form["detail"] = {key: _detail_form(value) for key, value in problem.detail.items()}
    return form


def _row_form(row: int) -> _Json:
    """A row as a person finds it: with its sheet where several are read together."""
    return {"row": row.number, "sheet": row.sheet} if isinstance(row, SheetRow) else {"row": row}


def _detail_form(value: Detail) -> Any:
    if isinstance(value, tuple) and any(isinstance(one, SheetRow) for one in value):
        return [_row_form(one) for one in value if isinstance(one, int)]
    return value


def hold_form(hold: Hold) -> _Json:
    """One hold with the numbers it saw."""
    return {"code": hold.code, "detail": dict(hold.detail)}


def step_forms(steps: Sequence[Step]) -> list[_Json]:
    """Every step, in the plan's order."""
    return [_step_form(step) for step in steps]


def _step_form(step: Step) -> _Json:
    match step:
        case Withdraw(known, reasons):
            return {"kind": "withdraw", "known_id": known.patron_id, "reasons": list(reasons)}
        case Update(record, known, changes, reasons, conflicts):
            return {
                **_of_row("update", record, reasons),
                "known_id": known.patron_id,
                "changes": _changes_form(changes),
                **({"conflicts": _changes_form(conflicts)} if conflicts else {}),
            }
        case Keep(record, known, reasons, conflicts):
            return {
                **_of_row("keep", record, reasons),
                "known_id": known.patron_id,
                **({"conflicts": _changes_form(conflicts)} if conflicts else {}),
            }
        case Question(record, candidates, reasons):
            return {
                **_of_row("question", record, reasons),
                "candidates": [candidate.patron_id for candidate in candidates],
            }
        case Enrol(record, reasons):
            return _of_row("enrol", record, reasons)
        case Skip(record, reasons):
            return _of_row("skip", record, reasons)


def _of_row(kind: str, record: PupilRecord, reasons: Sequence[str]) -> _Json:
    return {
        "kind": kind,
        **_row_form(record.origin.row),
        "record": record_form(record),
        "reasons": list(reasons),
    }


def record_form(record: PupilRecord) -> _Json:
    """A pupil as the file has it."""
    form: _Json = {name: getattr(record, name) for name in _ALWAYS}
    form["birth_date"] = record.birth_date.isoformat() if record.birth_date else ""
    form["group"] = record.group
    form["year_group"] = record.year_group
    form.update((name, value) for name in _WHEN_GIVEN if (value := getattr(record, name)))
    return form


def _changes_form(changes: Iterable[FieldChange]) -> _Json:
    return {change.field.value: [change.before, change.after] for change in changes}
