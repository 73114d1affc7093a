"""What is wrong with a row: everything at once, each at its own cell."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from leesloket.roster.cleaning import fold
from leesloket.roster.columns.cells import Sheet
from leesloket.roster.columns.fields import Values
from leesloket.roster.model import WHOLE_NAMES, Field, ListKind, PupilRecord
from leesloket.roster.problems import Code, Problem, Severity

_TOTALS = ("totaal", "aantal", "total", "subtotaal", "gemiddelde")

_MOST_YEARS_OUT_OF_STEP = 4
"""Between age and year group: what no repeating, skipping or special education explains."""

_ASKED_FOR = (Field.PUPIL_NUMBER, Field.BIRTH_DATE)
_ASKED_OF_PATRONS = (Field.BIRTH_DATE,)
_CODE_WHEN_BLANK = {
    Field.GROUP: Code.GROUP_MISSING,
    Field.PUPIL_NUMBER: Code.PUPIL_NUMBER_MISSING,
    Field.BIRTH_DATE: Code.BIRTH_DATE_MISSING,
}


def report_rows(
    sheet: Sheet, values: Values, records: Sequence[PupilRecord], shifted: Collection[int]
) -> list[int]:
    """Report on every row; answers which rows hold a pupil, by index.

    `shifted` are the rows whose cells do not fit their columns.
    """
    pupils = []
    numbers = sheet.column(Field.PUPIL_NUMBER)
    dates = sheet.column(Field.BIRTH_DATE)
    _report_uneven(sheet, records)
    _report_shifted(sheet, records, shifted)
    asked = _cells_asked_for(sheet)
    for at, record in enumerate(records):
        if not _holds_pupil(record, dates[at]):
            if any(sheet.table.rows[at].cells) and not sheet.has_error(at):
                sheet.report(at, Code.TOTALS_ROW_SKIPPED, Severity.WARNING)
            if not sheet.has_error(at):
                continue
        pupils.append(at)
        if not record.surname or not (record.first_name or record.initials):
            _report_name(sheet, at, record)
        if not (record.group and numbers[at] and dates[at]):
            _report_blanks(sheet, at, asked, has_group=bool(record.group))
        if (values.out_of_step[at] or 0) > _MOST_YEARS_OUT_OF_STEP:
            sheet.report(at, Code.BIRTH_DATE_UNLIKELY, Severity.WARNING, Field.BIRTH_DATE)
    return pupils


def _report_shifted(sheet: Sheet, records: Sequence[PupilRecord], shifted: Collection[int]) -> None:
    """A pupil's row whose cells do not fit is nobody's either, until a person typed in it."""
    dates = sheet.column(Field.BIRTH_DATE)
    for at in shifted:
        seen = at in sheet.repaired or sheet.has_error(at)
        if not seen and _holds_pupil(records[at], dates[at]):
            sheet.report(at, Code.ROW_SHIFTED, Severity.ERROR)


def _asked_for(sheet: Sheet) -> tuple[Field, ...]:
    return _ASKED_FOR if sheet.kind is ListKind.PUPILS else _ASKED_OF_PATRONS


def _cells_asked_for(sheet: Sheet) -> list[Field]:
    """What a row is asked for: of a column that is there, and of every pupil the group."""
    asked = [what for what in _asked_for(sheet) if any(sheet.cells.get(what, ()))]
    return [Field.GROUP, *asked] if sheet.kind is ListKind.PUPILS else asked


def _report_uneven(sheet: Sheet, records: Sequence[PupilRecord]) -> None:
    """A row with too many or too few cells is nobody's, until a person typed in it."""
    uneven = sheet.table.uneven_rows
    if not uneven:
        return
    for at, record in enumerate(records):
        if record.origin.row in uneven and at not in sheet.repaired:
            sheet.report(at, Code.ROW_SHIFTED, Severity.ERROR)


def report_missing_columns(sheet: Sheet) -> list[Problem]:
    """Fields that are asked for and that no column, or an empty one, holds."""
    return [
        Problem(Code.COLUMN_MISSING, Severity.WARNING, field=what)
        for what in _asked_for(sheet)
        if sheet.table.rows and not any(sheet.cells.get(what, ()))
    ]


def _holds_pupil(record: PupilRecord, birth_date: str) -> bool:
    """A name, a number or a birth date makes a pupil; `Totaal 28` does not."""
    if record.pupil_number or birth_date:
        return True
    if not (record.surname or record.first_name or record.initials):
        return False
    words = fold(record.surname or record.first_name).split()
    return not (words and words[0] in _TOTALS and not record.initials)


def _report_name(sheet: Sheet, at: int, record: PupilRecord) -> None:
    """No name is an error; EDEXML lets a child be known by one name alone, a list does not."""
    if sheet.has_error(at):
        return
    one_name = record.surname or record.first_name
    if sheet.table.fields is not None and one_name:
        sheet.report(at, Code.NAME_MISSING, Severity.WARNING)
        return
    what = Field.FIRST_NAME if record.surname else Field.SURNAME
    whole = next((field for field in WHOLE_NAMES if field in sheet.cells), None)
    if what not in sheet.cells and whole is not None:
        what = whole
    sheet.report(at, Code.NAME_MISSING, Severity.ERROR, what)


def _report_blanks(sheet: Sheet, at: int, asked: Sequence[Field], *, has_group: bool) -> None:
    """Report what is asked for and not there; a year group may have stood in for the group."""
    for what in asked:
        if not sheet.column(what)[at] and not (what is Field.GROUP and has_group):
            sheet.report(at, _CODE_WHEN_BLANK[what], Severity.WARNING, what)
