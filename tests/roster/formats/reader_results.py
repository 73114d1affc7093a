"""What a reading gave, in as few words as a test needs."""

from __future__ import annotations

from leesloket.roster.model import Field, RawTable
from leesloket.roster.problems import Code
from leesloket.roster.readers import ReadResult


def codes(result: ReadResult) -> list[Code]:
    return [problem.code for problem in result.problems]


def table_of(result: ReadResult) -> RawTable:
    assert result.table is not None, result.problems
    return result.table


def cells(result: ReadResult) -> list[tuple[str, ...]]:
    return [row.cells for row in table_of(result).rows]


def column(result: ReadResult, field: Field) -> list[str]:
    """The cells of a field, of a format that has fields of its own."""
    table = table_of(result)
    assert table.fields is not None
    at = table.fields.index(field)
    return [row.cells[at] for row in table.rows]
