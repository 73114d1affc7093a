"""Cells to clean values, a column at a time, with what is wrong in each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from leesloket.roster.cleaning import (
    DITTO,
    MAX_CELL_LENGTH,
    DateOrder,
    as_code,
    clean_text,
    end_of_school_year,
    has_forbidden_characters,
    has_lost_letters,
    is_error_value,
    is_no_group,
    is_no_prefix,
    is_whole_name,
    may_have_lost_letters,
    parse_date,
    without_note,
)
from leesloket.roster.columns.mapping import ColumnMapping
from leesloket.roster.columns.two_children import MAY_HOLD_TWO, rows_of_two
from leesloket.roster.model import WHOLE_NAMES, Field, Fingerprint, ListKind, RawTable, Repair
from leesloket.roster.problems import Code, Problem, Severity

# What is wrong in one of these sets the row aside; elsewhere the cell is left out.
_ESSENTIAL = frozenset(
    {
        *(Field.PUPIL_NUMBER, Field.FIRST_NAME, Field.PREFIX, Field.SURNAME, *WHOLE_NAMES),
        *(Field.GROUP, Field.GIVEN_NAMES, Field.INITIALS),
    }
)
_TOO_LONG_FOR_ECK_ID = 256
_NAMES = frozenset({Field.FIRST_NAME, Field.GIVEN_NAMES, Field.SURNAME, *WHOLE_NAMES})
_NAMES_OF_ONE = frozenset({Field.FIRST_NAME, Field.SURNAME})
_NAME_OF_ABOVE = DITTO | {"Idem"}
"""Which name that is, a person says."""
_CODES = frozenset(
    {
        *(Field.PUPIL_NUMBER, Field.CARD_NUMBER, Field.BIRTH_DATE),
        *(Field.GROUP, Field.GROUP_NAME, Field.YEAR_GROUP),
    }
)
"""Where a letter of another alphabet is one of ours that was typed on another keyboard."""
_UNREADABLE = "\ufffd"
"""The sign for bytes that nobody could read."""

_OFTEN_NONE = frozenset({Field.GROUP, Field.GROUP_NAME, Field.PREFIX})
"""Where people write a dash or `geen` for nothing; in a name such a word may be the name."""


@dataclass(slots=True)
class Sheet:
    """The mapped columns of one table while it is being read; never leaves this package."""

    table: RawTable
    mapping: ColumnMapping
    as_of: date
    kind: ListKind = ListKind.PUPILS
    secondary: bool | None = None
    """Whether it is a secondary school's, where that is known; None: the rows must tell."""
    cells: dict[Field, list[str]] = field(repr=False, default_factory=dict)
    row_problems: dict[int, list[Problem]] = field(default_factory=dict)
    repaired: frozenset[int] = frozenset()
    """Rows in which a person typed: they have seen all of it."""
    _blank: list[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._blank = [""] * len(self.table.rows)

    def column(self, what: Field) -> list[str]:
        """The clean cells of a field; blanks when no column holds it."""
        if what not in self.cells:
            return self._blank
        return self.cells[what]

    def heading_of(self, what: Field | None) -> str | None:
        """The school's heading above a field."""
        column = self.mapping.column_of(what) if what is not None else None
        return self.table.headings[column] if column is not None else None

    def report(
        self,
        at: int,
        code: Code,
        severity: Severity,
        what: Field | None = None,
        **detail: int | str,
    ) -> None:
        """Note a problem of row `at`, under the heading of the school."""
        self.row_problems.setdefault(at, []).append(
            Problem(
                code,
                severity,
                origin=self.table.rows[at].origin,
                field=what,
                column=self.heading_of(what),
                detail=detail,
            )
        )

    def has_error(self, at: int) -> bool:
        """Whether something sets row `at` aside."""
        return any(found.severity is Severity.ERROR for found in self.row_problems.get(at, ()))

    def take_back(self, at: int) -> None:
        """Say nothing of row `at` after all."""
        self.row_problems.pop(at, None)

    def dates(self, what: Field) -> list[date | None]:
        """The dates of a column, None where there is none; what cannot be read is reported."""
        texts = self.column(what)
        order = self._date_order(what)
        found: list[date | None] = []
        for at, text in enumerate(texts):
            value = parse_date(text, order=order, as_of=self.as_of) if text else None
            if value is None and what is Field.LEFT_ON:
                value = end_of_school_year(text)
            if text and value is None:
                self.report(at, Code.BIRTH_DATE_UNREADABLE, Severity.WARNING, what)
            found.append(value)
        return found

    def _date_order(self, what: Field) -> DateOrder:
        column = self.mapping.column_of(what)
        return (self.mapping.date_orders[column] if column is not None else None) or "dmy"


def read_sheet(
    table: RawTable,
    mapping: ColumnMapping,
    fingerprints: Sequence[Fingerprint],
    *,
    repairs: Sequence[Repair],
    as_of: date,
    kind: ListKind = ListKind.PUPILS,
    secondary: bool | None = None,
) -> Sheet:
    """The clean cells of every mapped column, with the repairs a person made."""
    raw: dict[Field, list[str]] = {}
    for column, what in enumerate(mapping.fields):
        if what is not None and what not in raw:
            raw[what] = [row.cells[column] if column < len(row.cells) else "" for row in table.rows]
    repaired = _repair(raw, repairs, fingerprints)
    sheet = Sheet(table, mapping, as_of, kind, secondary, repaired=repaired)
    for what, cells in raw.items():
        sheet.cells[what] = _clean_column(sheet, what, cells)
    return sheet


def _repair(
    raw: dict[Field, list[str]], repairs: Sequence[Repair], fingerprints: Sequence[Fingerprint]
) -> frozenset[int]:
    """Put in the cells that people typed over, also where no column holds the field; which rows."""
    row_of = {told: at for at, told in enumerate(fingerprints)} if repairs else {}
    repaired = set()
    for repair in repairs:
        at = row_of.get(repair.fingerprint)
        if at is not None:
            raw.setdefault(repair.field, [""] * len(fingerprints))[at] = repair.value
            repaired.add(at)
    return frozenset(repaired)


def _clean_column(sheet: Sheet, what: Field, raw: list[str]) -> list[str]:
    """Clean one column's cells; what may not be there is reported and left out."""
    limit = _TOO_LONG_FOR_ECK_ID if what is Field.ECK_ID else MAX_CELL_LENGTH
    if what in _NAMES:
        raw = _with_lost_letters(sheet, what, raw)
    clean = _as_it_is_meant(what, list(map(clean_text, raw)))
    if what in MAY_HOLD_TWO and sheet.kind is ListKind.PUPILS:
        _report_two_children(sheet, what, clean)
        _report_two_lines(sheet, what, raw)
    joined = "".join(raw)
    if not (joined.isascii() and joined.isprintable()):
        wrong = [at for at, text in enumerate(raw) if has_forbidden_characters(text)]
        _leave_out(sheet, what, clean, Code.FORBIDDEN_CHARACTERS, wrong)
    if "#" in joined:
        wrong = [at for at, text in enumerate(clean) if is_error_value(text)]
        _leave_out(sheet, what, clean, Code.CELL_ERROR_VALUE, wrong)
    if max(map(len, clean), default=0) > limit:
        wrong = [at for at, text in enumerate(clean) if len(text) > limit]
        _leave_out(sheet, what, clean, Code.CELL_TOO_LONG, wrong)
    return clean


def _as_it_is_meant(what: Field, clean: list[str]) -> list[str]:
    if what in _CODES and not "".join(clean).isascii():
        clean = list(map(as_code, clean))
    if what in _NAMES_OF_ONE and not _NAME_OF_ABOVE.isdisjoint(clean):
        clean = ["" if text in _NAME_OF_ABOVE else text for text in clean]
    if what in _OFTEN_NONE:
        says_nothing = is_no_prefix if what is Field.PREFIX else is_no_group
        return ["" if says_nothing(text) else text for text in clean]
    if what in _NAMES:
        return [text if _has_no_note(text) else without_note(text) for text in clean]
    return clean


def _has_no_note(text: str) -> bool:
    return (
        text[-1:].isalnum()
        and text[:1].isalnum()
        and not (" - " in text or " \u2013 " in text or ">" in text)  # nearly no name has these
    )


def _with_lost_letters(sheet: Sheet, what: Field, raw: list[str]) -> list[str]:
    """Report names in which letters became other signs; what is left of them stays."""
    joined = "\n".join(raw)
    if _UNREADABLE in joined:
        raw = [text.replace(_UNREADABLE, "?") for text in raw]
    elif not has_lost_letters(joined):
        return raw
    for at, text in enumerate(raw):
        if may_have_lost_letters(text):
            sheet.report(at, Code.LETTERS_LOST, Severity.ERROR, what)
    return raw


def _report_two_children(sheet: Sheet, what: Field, clean: Sequence[str]) -> None:
    for at in rows_of_two(what, clean):
        sheet.report(at, Code.TWO_CHILDREN_IN_ROW, Severity.ERROR, what)


def _report_two_lines(sheet: Sheet, what: Field, raw: Sequence[str]) -> None:
    """Two whole names below each other in one cell; one name may go on in the next line."""
    if what not in WHOLE_NAMES:
        return
    for at, text in enumerate(raw):
        if "\n" in text and sum(map(is_whole_name, text.splitlines())) > 1:
            sheet.report(at, Code.TWO_CHILDREN_IN_ROW, Severity.ERROR, what)


def _leave_out(sheet: Sheet, what: Field, clean: list[str], code: Code, rows: list[int]) -> None:
    severity = Severity.ERROR if what in _ESSENTIAL else Severity.WARNING
    for at in rows:
        sheet.report(at, code, severity, what)
        clean[at] = ""
