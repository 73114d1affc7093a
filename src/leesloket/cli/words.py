"""What a person reads on the command line: the verdict first, then the facts, in short Dutch.

The full sentences of problems stand in the site, which the command line does not load; here a code
with its numbers must do.  Never a name, a number or a birth date.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from leesloket.roster.columns import ColumnMapping, Extraction
from leesloket.roster.model import Hold, RawTable
from leesloket.roster.problems import Problem, Severity
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
_HOLDS = {
    "other_school": "dit lijkt een andere school",
    "older_file": "dit lijkt een ouder bestand",
    "part_missing": "een hele groep ontbreekt",
    "column_sorted_alone": "een kolom is los gesorteerd",
    "columns_shifted": "kolommen zijn verschoven",
    "birth_dates_moved": "alle geboortedatums zijn verschoven",
    "too_many_leavers": "er gaan veel leerlingen weg",
    "entered_by_hand": "een kind dat met de hand is toegevoegd staat niet in de lijst",
    "too_many_newcomers": "er zijn veel nieuwe leerlingen",
    "zeros_lost": "nullen vooraan zijn verdwenen",
    "numbers_all_new": "alle leerlingnummers zijn nieuw",
    "merger": "dit lijkt een fusie",
    "teachers_in_list": "er staan leerkrachten in de lijst",
    "no_rows": "er staan geen leerlingen in",
}
_SEVERITIES = {
    Severity.REFUSAL: "geweigerd",
    Severity.ERROR: "fout",
    Severity.WARNING: "let op",
}
_ROWS_SHOWN = 8


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


def plan_words(plan: Plan) -> list[str]:
    """What a plan does."""
    counts = ", ".join(f"{plan.counts[kind]} {word}" for kind, word in _KINDS.items())
    verdict = "Vastgehouden: kijk eerst hiernaar." if plan.holds else "In orde."
    return [
        verdict,
        counts,
        *(hold_words(hold) for hold in plan.holds),
        *problem_words(plan.problems),
        f"Schooljaar {plan.school_year}, peildatum {plan.as_of.isoformat()}, {plan.digest}",
    ]


def hold_words(hold: Hold) -> str:
    """One hold with what it saw."""
    return f"! {_HOLDS.get(hold.code, hold.code)} ({hold.code}{_detail(hold.detail)})"


def problem_words(problems: Iterable[Problem]) -> list[str]:
    """Problems of one kind on one line, with the rows where they stand."""
    grouped: dict[tuple[str, str, str], list[int]] = {}
    order: Counter[tuple[str, str, str]] = Counter()
    for problem in problems:
        column = problem.column or (problem.field.value if problem.field else "")
        key = (_SEVERITIES[problem.severity], problem.code.value, column)
        order[key] += 1
        if problem.origin is not None:
            grouped.setdefault(key, []).append(problem.origin.row)
    return [_problem_line(key, count, grouped.get(key, [])) for key, count in order.items()]


def _problem_line(key: tuple[str, str, str], count: int, rows: Sequence[int]) -> str:
    severity, code, column = key
    line = f"- {severity}: {code}" + (f" in kolom {column}" if column else "")
    if not rows:
        return line
    shown = ", ".join(map(_row, rows[:_ROWS_SHOWN])) + (" ..." if count > _ROWS_SHOWN else "")
    return f"{line}, {count}x, rij {shown}"


def _row(row: int) -> str:
    return f"{row.number} (blad {row.sheet})" if isinstance(row, SheetRow) else str(row)


def _detail(detail: Mapping[str, int | str]) -> str:
    return "".join(f", {name} {value}" for name, value in detail.items())
