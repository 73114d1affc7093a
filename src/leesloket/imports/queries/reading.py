"""What was read, as a page: columns, groups, and every problem at its own cell."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from leesloket.accounts.queries import Viewer
from leesloket.accounts.rules import IMPORT, UPLOAD
from leesloket.branches.rules import years_to_choose
from leesloket.imports.finding import find_import
from leesloket.imports.models import RosterImport
from leesloket.imports.queries.lines import upload_line
from leesloket.imports.queries.picture import group_order
from leesloket.imports.showing import (
    CellLine,
    ColumnLine,
    DroppedLine,
    GroupCount,
    MistakeCount,
    ProblemLine,
    ReadingView,
    RowLine,
    UploadLine,
)
from leesloket.imports.work import LEAVE_OUT, Work, decisions_of, work_on
from leesloket.isolation.scope import scoped
from leesloket.roster.model import WHOLE_NAMES, Field, Fingerprint, Origin, PupilRecord, RawRow
from leesloket.roster.problems import Problem, Severity

EXAMPLES = 3
ROWS_TO_REPAIR = 60
"""Rows with problems on one page; errors come first, and repaired ones make room."""

_ROWS_AT_A_GLANCE, _SEVERAL = 5, 3
_MANY_AT_LEAST, _MANY_SHARE = 10, 0.2
"""Rows with one mistake that are mended sooner in the pupil system than here."""

CHOICES: tuple[str, ...] = (
    "pupil_number", "first_name", "given_names", "initials", "prefix", "surname", "full_name",
    "surname_first", "birth_date", "group", "group_name", "year_group", "location", "left_on",
    "status",
)  # fmt: skip
"""What a person can say that a column is."""

CHOICES_OF_TAKEOVER: tuple[str, ...] = (
    "card_number", *CHOICES, "category", "member_from", "blocked",
)  # fmt: skip

_AT_THEIR_FIELD: Mapping[str, Field] = {
    "name_missing": Field.SURNAME,
    "group_missing": Field.GROUP,
    "group_is_a_date": Field.GROUP,
    "two_groups": Field.GROUP,
    "pupil_number_missing": Field.PUPIL_NUMBER,
    "pupil_number_twice": Field.PUPIL_NUMBER,
    "pupil_number_unreadable": Field.PUPIL_NUMBER,
    "birth_date_missing": Field.BIRTH_DATE,
    "year_group_unreadable": Field.YEAR_GROUP,
    "duplicate_row": Field.GROUP,
    "two_rows_one_child": Field.SURNAME,
}
"""Where a problem without a cell of its own is shown, and can be repaired."""

_SHOWN: tuple[Field, ...] = (
    Field.PUPIL_NUMBER,
    Field.FIRST_NAME,
    Field.GIVEN_NAMES,
    Field.INITIALS,
    Field.PREFIX,
    Field.SURNAME,
    *WHOLE_NAMES,
    Field.BIRTH_DATE,
    Field.GROUP,
    Field.YEAR_GROUP,
)


def reading_page(upload_id: UUID, *, viewer: Viewer) -> ReadingView:
    """What was read of an upload, with the rows that want a look.

    Raises ImportNotFoundError, work.NothingToWorkOnError.
    """
    with scoped(viewer.scope):
        work = work_on(find_import(upload_id, viewer=viewer, rights=(UPLOAD, IMPORT)))
    return reading_view(work, upload_line(upload_id, viewer=viewer))


def reading_view(work: Work, upload: UploadLine) -> ReadingView:
    """What reading_page shows of this work."""
    roster_import = work.roster_import
    table, extraction = work.table, work.extraction
    pupils = (*extraction.records, *extraction.set_aside)
    groups = Counter(pupil.group for pupil in pupils if pupil.group)
    problems = (*work.read.problems, *work.plan.problems)
    rows = _rows(work, problems)
    mistakes = _mistakes(rows)
    return ReadingView(
        upload=upload,
        sheet=table.sheet or ", ".join(table.sheets),
        sheets=(),
        rows=len(table.rows),
        pupils=len(pupils),
        groups=tuple(GroupCount(group, groups[group]) for group in sorted(groups, key=group_order)),
        columns=_columns(work),
        dropped=tuple(DroppedLine(column.heading, column.reason) for column in table.dropped),
        missing=tuple(name.value for name in work.mapping.missing),
        mapping_is_certain=roster_import.mapping_certain,
        field_choices=(
            CHOICES if roster_import.kind == RosterImport.Kind.PUPILS else CHOICES_OF_TAKEOVER
        ),
        problems=tuple(
            ProblemLine(
                problem.code.value,
                problem.severity.value,
                problem.detail,
                problem.column or "",
                problem.field.value if problem.field and not problem.column else "",
            )
            for problem in problems
            if problem.origin is None
        )
        + _of_no_pupil(work, problems),
        repairs=rows[:ROWS_TO_REPAIR],
        rows_to_repair=len(rows),
        mistakes=mistakes,
        better_at_the_source=any(
            mistake.rows >= max(_MANY_AT_LEAST, _MANY_SHARE * len(pupils)) for mistake in mistakes
        ),
        answers_kept=roster_import.answers_kept,
        answers_lost=roster_import.answers_lost,
        errors=len(extraction.set_aside),
        warnings=sum(row.severity == Severity.WARNING for row in rows),
        school_year=roster_import.school_year_id,
        school_years=tuple(year.label for year in years_to_choose(roster_import.as_of)),
        mode=roster_import.mode,
        effective_on=roster_import.effective_on,
    )


def _of_no_pupil(work: Work, problems: Sequence[Problem]) -> tuple[ProblemLine, ...]:
    """What is said of rows that were left out of the table, a line for each thing."""
    rows: dict[tuple[str, str], list[int]] = {}
    of_the_table = {row.origin for row in work.table.rows}
    for problem in problems:
        if problem.origin is not None and problem.origin not in of_the_table:
            rows.setdefault((problem.code, problem.severity), []).append(problem.origin.row)
    return tuple(ProblemLine(*said, rows=tuple(numbers)) for said, numbers in rows.items())


def _columns(work: Work) -> tuple[ColumnLine, ...]:
    table = work.table
    how = work.roster_import.how
    return tuple(
        ColumnLine(
            index=at,
            heading=heading,
            field=name.value if name else None,
            how=how[at] if at < len(how) else "",
            examples=_examples(table.rows, at),
        )
        for at, (heading, name) in enumerate(zip(table.headings, work.mapping.fields, strict=True))
    )


def _examples(rows: Sequence[RawRow], at: int) -> tuple[str, ...]:
    seen: dict[str, None] = {}
    for row in rows:
        if at < len(row.cells) and row.cells[at]:
            seen[row.cells[at]] = None
            if len(seen) == EXAMPLES:
                break
    return tuple(seen)


@dataclass(slots=True)
class _Row:
    """A row with its problems, on the way to a line."""

    pupil: PupilRecord
    raw: RawRow | None
    problems: list[Problem] = field(default_factory=list)


def _rows(work: Work, problems: Sequence[Problem]) -> tuple[RowLine, ...]:
    """Rows with problems, and what was repaired or left out; errors first, then as in the file."""
    raw = {row.origin: row for row in work.table.rows}
    found: dict[Origin, _Row] = {}
    pupils = work.pupils
    by_origin = {pupil.origin: pupil for pupil in pupils}
    left_out = {
        one.fingerprint for one in decisions_of(work.roster_import) if one.answer == LEAVE_OUT
    }
    touched = {*left_out, *(repair.fingerprint for repair in work.repairs)}
    for pupil in pupils:
        if pupil.fingerprint in touched:
            found[pupil.origin] = _Row(pupil, raw.get(pupil.origin))
    for problem in problems:
        known = by_origin.get(problem.origin) if problem.origin else None
        if problem.origin is None or known is None:
            continue
        row = found.setdefault(problem.origin, _Row(known, raw.get(problem.origin)))
        row.problems.append(problem)
    groups = sorted(
        {pupil.group for pupil in work.extraction.records if pupil.group}, key=group_order
    )
    lines = [_row_line(row, work, left_out, tuple(groups)) for row in found.values()]
    # A row that was left out stays where it stood, under the hand that left it out.
    return tuple(
        sorted(lines, key=lambda line: (line.severity != "error" and not line.left_out, line.row))
    )


def _mistakes(rows: Sequence[RowLine]) -> tuple[MistakeCount, ...]:
    """The mistakes that several rows have, where there are too many rows to see that at once."""
    if len(rows) <= _ROWS_AT_A_GLANCE:
        return ()
    found = Counter(
        (cell.problem, cell.severity, cell.field)
        for row in rows
        if not row.left_out
        for cell in row.cells
        if cell.problem
    )
    return tuple(
        MistakeCount(*mistake, rows=count)
        for mistake, count in found.most_common()
        if count >= _SEVERAL
    )


def _row_line(
    row: _Row, work: Work, left_out: set[Fingerprint], groups: tuple[str, ...]
) -> RowLine:
    severities = {problem.severity for problem in row.problems}
    severity = Severity.ERROR if Severity.ERROR in severities else Severity.WARNING
    return RowLine(
        row=row.pupil.origin.row,
        fingerprint=row.pupil.fingerprint,
        cells=_cells(row, work, groups),
        severity=severity.value if row.problems else "",
        left_out=row.pupil.fingerprint in left_out,
    )


def _cells(row: _Row, work: Work, groups: tuple[str, ...]) -> tuple[CellLine, ...]:
    typed = {
        repair.field: repair.value
        for repair in work.repairs
        if repair.fingerprint == row.pupil.fingerprint
    }
    at_field = {_field_of(problem, work): problem for problem in reversed(row.problems)}
    shown = [name for name in _SHOWN if name in work.mapping.fields or name in at_field]
    return tuple(
        _cell(name, row, work, typed=typed, problem=at_field.get(name), groups=groups)
        for name in shown
    )


def _field_of(problem: Problem, work: Work) -> Field:
    """The cell a problem is shown at: its own, else the one that its repair changes."""
    name = problem.field or _AT_THEIR_FIELD.get(problem.code.value, Field.SURNAME)
    if name is Field.SURNAME and name not in work.mapping.fields:
        return next((one for one in WHOLE_NAMES if one in work.mapping.fields), Field.FULL_NAME)
    return name


def _cell(
    name: Field,
    row: _Row,
    work: Work,
    *,
    typed: Mapping[Field, str],
    problem: Problem | None,
    groups: tuple[str, ...],
) -> CellLine:
    column = work.mapping.column_of(name)
    value = typed.get(name)
    if value is None:
        cells = row.raw.cells if row.raw else ()
        value = cells[column] if column is not None and column < len(cells) else ""
    return CellLine(
        field=name.value,
        heading=work.table.headings[column] if column is not None else "",
        value=value,
        problem=problem.code.value if problem else "",
        severity=problem.severity.value if problem else "",
        repaired=name in typed,
        detail=problem.detail if problem else {},
        choices=groups if name is Field.GROUP else (),
    )
