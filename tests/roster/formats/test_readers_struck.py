"""Rows that are struck through in a workbook are read, and counted."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
import xlsxwriter
from tests.roster.formats.reader_books import HEADINGS, PUPILS

from leesloket.roster.problems import Code
from leesloket.roster.readers import read
from leesloket.roster.readers.xlsx_styles import struck_styles


def _read(*struck: Sequence[int], headings: bool = False, fill: str = "") -> dict[Code, object]:
    """The list with these cells struck through, per row; what is told, with its details."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("Lijst")
        plain = book.add_format({"bg_color": fill} if fill else {})
        line = book.add_format({"font_strikeout": True, "font_color": "red"})
        for row, cells in enumerate((HEADINGS, *PUPILS)):
            through = struck[row - 1] if row else range(len(HEADINGS) if headings else 0)
            for at, cell in enumerate(cells):
                sheet.write(row, at, cell, line if at in through else plain)
    result = read(target.getvalue())
    assert result.table is not None
    assert len(result.table.rows) == len(PUPILS)
    return {problem.code: problem.detail for problem in result.problems}


def test_rows_that_are_struck_through_are_counted() -> None:
    told = _read(range(6), (), (1, 3))

    assert told == {Code.STRUCK_THROUGH: {"count": 2}}


@pytest.mark.parametrize("cells", [(), (0,), (2, 5)])
def test_one_filled_cell_may_be_an_old_number(cells: Sequence[int]) -> None:
    """The prefix of the second child is empty."""
    assert _read((), cells, ()) == {}


def test_headings_and_colours_tell_nothing() -> None:
    assert _read((), (), (), headings=True, fill="red") == {}


@pytest.mark.parametrize(
    ("font", "struck"),
    [
        (b"<font><strike/></font>", True),
        (b'<font><b/><strike val="1"/></font>', True),
        (b'<x:font><x:strike val="true" /></x:font>', True),
        (b'<font><strike val="0"/></font>', False),
        (b'<font><strike val="false"/></font>', False),
        (b"<font><b/></font>", False),
    ],
)
def test_a_style_is_struck_through_by_its_font(font: bytes, *, struck: bool) -> None:
    styles = (
        b"<styleSheet><fonts><font/>" + font + b"</fonts><cellStyleXfs><xf fontId='1'/>"
        b'</cellStyleXfs><cellXfs><xf fontId="0"/><xf numFmtId="0" fontId="1"/></cellXfs>'
        b"<!-- strike --></styleSheet>"
    )

    assert struck_styles(styles) == (frozenset({"1"}) if struck else frozenset())


def test_fonts_without_an_end_are_read_once_and_not_from_each_of_them_again() -> None:
    """Where each looks for its own end, a file of a few kB takes the reader all its time."""
    styles = (
        b"<styleSheet><fonts>"
        + b"<font>" * 300_000
        + b'<strike/></fonts><cellXfs><xf fontId="0"/><xf fontId="299999"/></cellXfs></styleSheet>'
    )

    assert struck_styles(styles) == frozenset({"1"})
