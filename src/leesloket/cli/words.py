"""What a person reads on the command line: the verdict first, then the facts, in short Dutch.

What the site says of a problem or a hold, with the code that scripts know.  Never a name, a number
or a birth date of a pupil.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from leesloket.cli.sentences import hold_sentence, problem_sentence
from leesloket.roster.columns import ColumnMapping, Extraction
from leesloket.roster.model import RawTable
from leesloket.roster.problems import Code, Problem, Severity
from leesloket.roster.sheet_rows import SheetRow

if TYPE_CHECKING:  # `check` runs without the planner
    from leesloket.roster.planning import Plan

_KINDS = {
    "enrol": "nieuw",
    "update": "wijzigt",
    "keep": "blijft",
    "question": "vraag",
    "skip": "overgeslagen",
    "withdraw": "gaat weg",
}
_SEVERITIES = {
    Severity.REFUSAL: "geweigerd",
    Severity.ERROR: "fout",
    Severity.WARNING: "let op",
}
_ROWS_SHOWN = 8
_TOLD_HERE = {
    Code.COLUMN_MISSING: "Wij zien niet welke kolom dit is. Zeg het met --column VELD=KOP.",
    Code.COLUMN_NOT_USED: "Wij weten niet zeker wat deze kolom is. Zeg het met --column VELD=KOP.",
    Code.SEVERAL_SHEETS: "Op meer bladen staan leerlingen. Kies er één met --sheet, of alle samen"
    " met --all-sheets.",
}
"""On the site a person points at a column or a sheet; here by an option."""


def refused_words(problems: Iterable[Problem]) -> list[str]:
    """Why nothing can be done with a file."""
    return ["Geweigerd.", *problem_words(problems)]


def check_words(
    table: RawTable, mapping: ColumnMapping, extraction: Extraction, problems: Sequence[Problem]
) -> list[str]:
    """What was read from a file."""
    groups = {record.group for record in extraction.records if record.group}
    used = [
        f"{heading} = {field.value}"
        for heading, field in zip(table.headings, mapping.fields, strict=True)
        if field is not None
    ]
    lines = [
        f"{len(extraction.records)} leerlingen in {len(groups)} groepen gelezen"
        + (f", {len(extraction.set_aside)} rijen met een fout" if extraction.set_aside else "")
        + ".",
        f"Bestand: {table.format}{_sheets(table)}",
        f"Kolommen: {', '.join(used)}",
    ]
    dropped = [column.heading for column in table.dropped if column.reason == "forbidden"]
    if dropped:
        lines.append(f"Niet gelezen (mag niet): {', '.join(dropped)}")
    return [*lines, *problem_words(problems)]


def _sheets(table: RawTable) -> str:
    if table.sheets:
        return f", {len(table.sheets)} werkbladen samen: {', '.join(table.sheets)}"
    return f", werkblad {table.sheet}" if table.sheet else ""


def convert_words(written: int, left_out: int) -> str:
    """How many pupils were written, and how many rows were not."""
    return f"{written} leerlingen geschreven, {left_out} rijen niet."


def plan_words(plan: Plan, problems: Iterable[Problem]) -> list[str]:
    """What a plan does, with every problem of its file."""
    counts = ", ".join(f"{plan.counts[kind]} {word}" for kind, word in _KINDS.items())
    verdict = "Vastgehouden: kijk eerst hiernaar." if plan.holds else "In orde."
    return [
        verdict,
        counts,
        *(f"! {hold_sentence(hold.code, hold.detail)}" for hold in plan.holds),
        *problem_words(problems),
        f"Schooljaar {plan.school_year}, peildatum {plan.as_of.isoformat()}, {plan.digest}",
    ]


def problem_words(problems: Iterable[Problem]) -> list[str]:
    """Problems of one kind on one line, with the rows where they stand."""
    rows: dict[tuple[str, str], list[int]] = {}
    for problem in problems:
        place = problem.column or (problem.field.value if problem.field else "")
        code = f"{problem.code.value}, kolom {place}" if place else problem.code.value
        there = rows.setdefault(
            (f"- {_SEVERITIES[problem.severity]}: {_sentence(problem)}", code), []
        )
        if problem.origin is not None:
            there.append(problem.origin.row)
    return [f"{said} ({code}{_rows(there)})" for (said, code), there in rows.items()]


def _sentence(problem: Problem) -> str:
    if problem.severity is Severity.REFUSAL and problem.code in _TOLD_HERE:
        sheets = problem.detail.get("sheets", ())
        names = f" De bladen: {', '.join(map(str, sheets))}." if isinstance(sheets, tuple) else ""
        return _TOLD_HERE[problem.code] + (names if sheets else "")
    # Rows of one kind are told together, and of each row another one is the double.
    detail = problem.detail if problem.origin is None else {}
    return problem_sentence(problem.code.value, detail)


def _rows(rows: Sequence[int]) -> str:
    if not rows:
        return ""
    more = " ..." if len(rows) > _ROWS_SHOWN else ""
    return f", {len(rows)}x, rij {', '.join(map(_row, rows[:_ROWS_SHOWN]))}{more}"


def _row(row: int) -> str:
    return f"{row.number} (blad {row.sheet})" if isinstance(row, SheetRow) else str(row)
