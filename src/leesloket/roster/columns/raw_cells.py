"""The cells of a table column by column, as they came: a row may be shorter than the headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from leesloket.roster.model import RawRow


def cells_of(rows: Sequence[RawRow], column: int) -> list[str]:
    """The cells of one column; of a row that is too short there is none."""
    return [row.cells[column] for row in rows if column < len(row.cells)]


def cells_beside(rows: Sequence[RawRow], one: int, other: int) -> Iterator[tuple[str, str]]:
    """The cells of two columns, beside each other in the rows that have both."""
    last = max(one, other)
    return ((row.cells[one], row.cells[other]) for row in rows if last < len(row.cells))


def spread(rows: Sequence[RawRow], at_most: int) -> Sequence[RawRow]:
    """About so many of the rows, evenly over the list: what the first say may be of one group."""
    return rows[:: max(1, len(rows) // at_most)]
