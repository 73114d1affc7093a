"""The cells of an OpenDocument spreadsheet, read by ourselves.

Slower than calamine, and used where calamine gives up or does not say what a cell shows: a pupil
number with leading zeros.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from lxml import etree

from leesloket.roster.problems import Code
from leesloket.roster.readers.grid import TEXTS, Grid, Line, number_of
from leesloket.roster.readers.result import Budget, CellsLeft, RefusedError, too_many_cells

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CELLS = frozenset({f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"})
_NUMBERS = frozenset({"float", "percentage", "currency"})
_REPEAT_AT_MOST = 1_048_576
_SPACES_AT_MOST = 1_000


@dataclass(slots=True)
class _Sheet:
    """A sheet while its rows come in."""

    lines: list[Line] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    number: int = 0
    formulas: int = 0

    def add(self, row: etree._Element, budget: Budget, cells_left: CellsLeft) -> None:
        """Take a row and its repeats.  Raises RefusedError."""
        repeat = _repeated(row, "rows")
        cells = _cells(row, budget)
        cells_left.take(len(cells) * repeat)
        if any(cells):
            # One more than a list may have tells as much as a million.
            made = min(repeat, budget.rows + 1)
            numbers = range(self.number + 1, self.number + 1 + made)
            self.lines.extend(Line(each, cells) for each in numbers)
            if row.get(f"{_TABLE}visibility") in {"collapse", "filter"}:
                self.hidden.update(numbers)
        self.number += repeat
        self.formulas += sum(f"{_TABLE}formula" in cell.attrib for cell in row)

    def grid(self, table: etree._Element, *, visible: bool) -> Grid:
        return Grid(
            table.get(f"{_TABLE}name"),
            tuple(self.lines),
            visible=visible,
            hidden_rows=frozenset(self.hidden),
            formulas=self.formulas,
        )


def read_ods_cells(content: bytes, *, budget: Budget) -> tuple[Grid, ...]:
    """The sheets in `content.xml`.  Raises RefusedError when it is no XML or over the budget."""
    grids = []
    sheet = _Sheet()
    not_shown: set[str | None] = set()
    cells_left = CellsLeft(budget)
    try:
        for _, element in etree.iterparse(
            BytesIO(content),
            tag=(f"{_TABLE}table-row", f"{_TABLE}table", f"{_STYLE}style"),
            resolve_entities=False,
            no_network=True,
            huge_tree=False,
        ):
            if element.tag == f"{_TABLE}table":
                visible = element.get(f"{_TABLE}style-name") not in not_shown
                grids.append(sheet.grid(element, visible=visible))
                sheet = _Sheet()
            elif element.tag == f"{_STYLE}style":
                not_shown.update({element.get(f"{_STYLE}name")} if _hides(element) else ())
            else:
                sheet.add(element, budget, cells_left)
            element.clear()
    except etree.XMLSyntaxError:
        raise RefusedError(Code.DAMAGED_FILE, what="ods") from None
    return tuple(grids)


def _hides(style: etree._Element) -> bool:
    """Whether the sheets of a style are not shown (OpenDocument 1.3, 20.401)."""
    return any(
        properties.get(f"{_TABLE}display") == "false"
        for properties in style.iterchildren(f"{_STYLE}table-properties")
    )


def _repeated(element: etree._Element, what: str) -> int:
    told = element.get(f"{_TABLE}number-{what}-repeated") or "1"
    return min(int(told[:8]), _REPEAT_AT_MOST) if told.isdecimal() else 1


def _cells(row: etree._Element, budget: Budget) -> tuple[str, ...]:
    """The row's texts, without the empty ones at its end."""
    cells: list[str] = []
    blanks = 0
    for cell in row:
        if cell.tag not in _CELLS:
            continue
        text = _shown(cell)
        repeat = _repeated(cell, "columns")
        if not text:
            blanks += repeat
            continue
        cells.extend([""] * blanks)
        cells.extend([text] * min(repeat, budget.columns + 1))
        blanks = 0
        if len(cells) > budget.cells:
            raise too_many_cells(budget)
    return tuple(cells)


def _shown(cell: etree._Element) -> str:
    kind = cell.get(f"{_OFFICE}value-type")
    text = "\n".join("".join(_pieces(line)) for line in cell.iterchildren(f"{_TEXT}p"))
    if kind == "date":
        return (cell.get(f"{_OFFICE}date-value") or text).removesuffix("T00:00:00")
    if kind == "boolean":
        return TEXTS[bool](cell.get(f"{_OFFICE}boolean-value") == "true")
    if kind in _NUMBERS:
        # What is shown counts when it keeps zeros; else the value, which has no rounding.
        keeps_zeros = text.isdecimal() and text.startswith("0") and len(text) > 1
        return text if keeps_zeros else number_of(cell.get(f"{_OFFICE}value") or text)
    return text or cell.get(f"{_OFFICE}string-value") or ""


def _pieces(line: etree._Element) -> Iterator[str]:
    yield line.text or ""
    for child in line.iterdescendants():
        if child.tag == f"{_TEXT}s":
            count = child.get(f"{_TEXT}c") or "1"
            yield " " * (min(int(count[:6]), _SPACES_AT_MOST) if count.isdecimal() else 1)
        elif child.tag in {f"{_TEXT}tab", f"{_TEXT}line-break"}:
            yield " "
        yield child.text or "" if isinstance(child.tag, str) else ""
        yield child.tail or ""
