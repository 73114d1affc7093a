"""Web tables, which several systems save under the name `.xls`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from leesloket.roster.problems import Code
from leesloket.roster.readers.grid import Grid, Line
from leesloket.roster.readers.result import Budget, CellsLeft, RefusedError

_PROLOGUE = re.compile(r"^\s*<\?xml[^>]*>")
_ENDLESS_TAG = re.compile(r"<\w(?:[^<>\s/=]*[\s/=]){2000}")
"""The parser holds each attribute of a tag against all others of it; no page has thousands.

What parts them is counted, for behind a `<` of a script may stand much, and no tag.
"""
_LONG_VALUE = re.compile(r"\"[^\"<>]{100,}\"|'[^'<>]{100,}'")
"""A single one may be long: a picture is written into its page."""
_TYPED = frozenset({"text", "date", "number", "search"})
_NOT_OF_A_CELL = frozenset({"script", "style", "template", "comment", "tr", "td", "th", "tbody"})
"""Of no text, or of the next cell: who leaves out end tags has a row inside the last cell.

A `comment` is what LibreOffice makes of the yellow note on a cell.
"""
_NOT_SHOWN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


def html_grids(text: str, *, budget: Budget) -> tuple[Grid, ...]:
    """One grid per table that holds no other table, numbered through the whole page."""
    root = _root(text)
    grids = []
    cells_left = CellsLeft(budget)
    number = 0
    for order, table in enumerate(_innermost_tables(root), start=1):
        lines = []
        hidden = set()
        until: dict[int, int] = {}
        for row in table.iter("tr"):
            number += 1
            cells = tuple(_cells(row, number, until, budget))
            # Empty ones count as well: spans make them of nothing, row after row.
            cells_left.take(len(cells))
            if any(cells):
                lines.append(Line(number, cells))
            if _NOT_SHOWN.search(row.get("style") or ""):
                hidden.add(number)
        grids.append(Grid(f"tabel {order}", tuple(lines), hidden_rows=frozenset(hidden)))
    return tuple(grids)


def _root(text: str) -> etree._Element:
    if _ENDLESS_TAG.search(text) and _ENDLESS_TAG.search(_LONG_VALUE.sub("", text)):
        raise RefusedError(Code.DAMAGED_FILE, what="html")
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(_PROLOGUE.sub("", text, count=1).encode(), parser)
    except etree.XMLSyntaxError:
        raise RefusedError(Code.DAMAGED_FILE, what="html") from None
    if root is None:
        raise RefusedError(Code.EMPTY_FILE)
    return root


def _innermost_tables(root: etree._Element) -> Iterator[etree._Element]:
    return (
        table for table in root.iter("table") if next(table.iterdescendants("table"), None) is None
    )


def _cells(
    row: etree._Element, number: int, until: dict[int, int], budget: Budget
) -> Iterator[str]:
    """The row's texts; a cell over several columns or rows leaves empty ones, so none moves.

    `until` holds per column the last row that a cell reaches, and is kept up here.
    """
    at = 0
    for cell in row:
        if cell.tag not in {"td", "th"}:
            continue
        while until.get(at, 0) >= number:
            yield ""
            at += 1
        yield " ".join("".join(_pieces(cell)).split())
        wide = min(max(1, _span(cell, "colspan")), budget.columns + 1)
        yield from [""] * (wide - 1)
        last = number + _span(cell, "rowspan") - 1
        if last > number:
            until.update(dict.fromkeys(range(at, at + wide), last))
        at += wide


def _span(cell: etree._Element, name: str) -> int:
    told = cell.get(name) or "1"
    return int(told[:6]) if told.isdecimal() else 1


def _pieces(element: etree._Element) -> Iterator[str]:
    """What a person sees of it: no scripts, nothing hidden, and of a list what is chosen."""
    yield element.text or ""
    for child in element:
        if child.tag in {"br", "p", "div"}:
            yield " "
        if child.tag == "input":
            yield (child.get("value") or "") if child.get("type", "text") in _TYPED else ""
        elif child.tag == "select":
            yield _chosen(child)
        elif not _is_unseen(child):
            yield from _pieces(child)
        yield child.tail or ""


def _is_unseen(element: etree._Element) -> bool:
    return (
        element.tag in _NOT_OF_A_CELL
        or element.get("hidden") is not None
        or _NOT_SHOWN.search(element.get("style") or "") is not None
    )


def _chosen(select: etree._Element) -> str:
    options = list(select.iter("option"))
    chosen = [option for option in options if option.get("selected") is not None] or options[:1]
    return " ".join("".join(_pieces(option)) for option in chosen)
