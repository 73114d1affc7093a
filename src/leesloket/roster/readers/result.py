"""What reading gives, and how much of a file is read at most."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from leesloket.roster.model import RawTable
from leesloket.roster.problems import Code, Detail, Problem, Severity

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The limits of one file (SECURITY.md 4.3).  Every refusal names the limit it met."""

    content_bytes: int = 10 * _MIB
    """The file as it was sent."""
    unpacked_bytes: int = 64 * _MIB
    """All parts of an archive together, unpacked."""
    part_bytes: int = 48 * _MIB
    """One part of an archive, unpacked."""
    members: int = 2048
    """Parts of an archive."""
    cells: int = 2_000_000
    """Cells with something in them, over all sheets."""
    rows: int = 20_000
    """Rows with something in them, in the pupils' table."""
    columns: int = 200
    """Columns with something in them, in the pupils' table."""
    cell_characters: int = 4096
    memory_bytes: int = 220 * _MIB
    """What the reading child may add to its memory; with what it is born with, 256 MiB."""
    wall_seconds: float = 5.0


SITE_BUDGET = Budget()
"""What the site allows.  A benchmark that needs more says so and passes its own."""

_DRAWN_AT_MOST = 6_000_000
"""Cells from the first column to the last one of each line, with the empty ones between."""


@dataclass(frozen=True, slots=True)
class ReadResult:
    """The pupils' table, or None with at least one refusal; warnings may stand beside a table."""

    table: RawTable | None
    problems: tuple[Problem, ...] = ()

    def after(self, problems: Iterable[Problem]) -> ReadResult:
        """The same, with these said first."""
        return replace(self, problems=(*problems, *self.problems))


class RefusedError(Exception):
    """A file will not be read.  Never leaves the readers: `read` turns it into a value."""

    def __init__(self, code: Code, **detail: Detail) -> None:
        super().__init__(code.value)
        self.problem = Problem(code, Severity.REFUSAL, detail=detail)


def too_large(what: str, limit: int) -> RefusedError:
    """The refusal of a file, or a part of it, of more than so many bytes."""
    return RefusedError(Code.TOO_LARGE, what=what, limit=limit, megabytes=limit // _MIB)


def too_many_cells(budget: Budget) -> RefusedError:
    """The refusal of a file with more cells than the budget has."""
    return RefusedError(Code.TOO_MANY_CELLS, limit=budget.cells)


class CellsLeft:
    """How many cells of a file may still come; a reader takes those it finds, sheet after sheet."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._filled = budget.cells
        self._drawn = _DRAWN_AT_MOST

    def take(self, filled: int, *, drawn: int = 0) -> None:
        """Take so many, which stand in lines of as many as `drawn` with the empty ones.

        Raises RefusedError too_many_cells.
        """
        self._filled -= filled
        self._drawn -= drawn
        if self._filled < 0 or self._drawn < 0:
            raise too_many_cells(self._budget)


def warning(code: Code, *, column: str | None = None, **detail: Detail) -> Problem:
    """A problem about the whole file that does not stop it."""
    return Problem(code, Severity.WARNING, column=column, detail=detail)
