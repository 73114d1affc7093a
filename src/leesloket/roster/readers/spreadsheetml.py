"""Excel 2003's XML spreadsheets (urn:schemas-microsoft-com:office:spreadsheet)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from leesloket.roster.problems import Code
from leesloket.roster.readers.grid import TEXTS, Grid, Line, number_of
from leesloket.roster.readers.number_formats import is_padding, padded
from leesloket.roster.readers.result import Budget, CellsLeft, RefusedError
from leesloket.roster.readers.xml_text import local_name

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_STRAY = 1
"""Lines with a cell far beyond the list; of a list so wide every line has some."""
_HIGHEST_ROW = 1_048_576


@dataclass(frozen=True, slots=True)
class _Cell:
    column: int
    text: str
    formula: bool


def spreadsheetml_grids(root: etree._Element, *, budget: Budget) -> tuple[Grid, ...]:
    """The worksheets.  Raises RefusedError when their cells go over the budget."""
    if not str(root.tag).startswith(_SS):
        raise RefusedError(Code.UNKNOWN_FORMAT, looks_like="xml")
    padding = dict(_padding_styles(root))
    cells_left = CellsLeft(budget)
    grids = []
    for sheet in _named(root, "Worksheet"):
        grid = _grid(sheet, padding, budget)
        cells_left.take(sum(len(line.cells) for line in grid.lines))
        grids.append(grid)
    return tuple(grids)


def _named(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    return (child for child in parent if local_name(child) == name)


def _padding_styles(root: etree._Element) -> Iterator[tuple[str, str]]:
    for styles in _named(root, "Styles"):
        for style in _named(styles, "Style"):
            for number in _named(style, "NumberFormat"):
                code = number.get(f"{_SS}Format") or ""
                if is_padding(code):
                    yield style.get(f"{_SS}ID") or "", code.split(";", 1)[0]


def _grid(sheet: etree._Element, padding: Mapping[str, str], budget: Budget) -> Grid:
    lines = []
    hidden = set()
    formulas = too_wide = 0
    number = 0
    for table in _named(sheet, "Table"):
        for row in _named(table, "Row"):
            number = min(_index(row, number + 1), _HIGHEST_ROW)
            if not len(row):
                continue
            every = list(_cells(row, padding))
            cells = [cell for cell in every if cell.column < budget.columns]
            too_wide += any(cell.text for cell in every if cell.column >= budget.columns)
            formulas += sum(cell.formula for cell in cells)
            if any(cell.text for cell in cells):
                texts = [""] * (max(cell.column for cell in cells) + 1)
                for cell in cells:
                    texts[cell.column] = cell.text
                lines.append(Line(number, tuple(texts)))
            if row.get(f"{_SS}Hidden") == "1":
                hidden.add(number)
    if too_wide > _STRAY:
        raise RefusedError(Code.TOO_MANY_COLUMNS, limit=budget.columns)
    return Grid(
        name=sheet.get(f"{_SS}Name"),
        lines=tuple(lines),
        visible=not any("Hidden" in (text.text or "") for text in _visibility(sheet)),
        hidden_rows=frozenset(hidden),
        formulas=formulas,
    )


def _visibility(sheet: etree._Element) -> Iterator[etree._Element]:
    for options in _named(sheet, "WorksheetOptions"):
        yield from _named(options, "Visible")


def _index(element: etree._Element, otherwise: int) -> int:
    """From 1; what tells no place is the next one."""
    told = element.get(f"{_SS}Index") or ""
    return (int(told[:8]) if told.isdecimal() else 0) or otherwise


def _cells(row: etree._Element, padding: Mapping[str, str]) -> Iterator[_Cell]:
    position = 0
    for cell in _named(row, "Cell"):
        position = _index(cell, position + 1)
        formula = cell.get(f"{_SS}Formula") is not None
        if len(cell) or formula:
            data = next(_named(cell, "Data"), None)
            code = padding.get(cell.get(f"{_SS}StyleID") or "")
            text = _text(data, code) if data is not None else ""
            yield _Cell(position - 1, text, formula)
        across = cell.get(f"{_SS}MergeAcross") or "0"
        position += int(across[:6]) if across.isdecimal() else 0


def _text(data: etree._Element, code: str | None) -> str:
    text = "".join(piece for piece in data.itertext() if isinstance(piece, str))
    kind = data.get(f"{_SS}Type")
    if kind == "DateTime":
        return text.removesuffix(".000").removesuffix("T00:00:00")
    if kind == "Boolean":
        return TEXTS[bool](text == "1")
    if kind == "Number":
        return number_of(text) if code is None else padded(number_of(text), code)
    return text
