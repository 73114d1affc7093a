"""Our reading beside bare python-calamine, on the same files, in one run.

    ./run bench reading [ROWS ...]

Each list has twelve columns as a school's spreadsheet has them: numbers with leading zeros by
number format, true dates, names with accents, groups.  `calamine` opens the workbook and makes its
rows, nothing else.  `read` is ours up to the table of pupils, in this process; `child` is the same
in the supervisor's sandbox, with the table sent back.  Figures are the best of a few runs, in
processor time of this process for the first two and in wall time for the child.  Aims: `read` at
most twice calamine, 100,000 rows in ten times 10,000, a child under 256 MiB.
"""

from __future__ import annotations

import argparse
import gc
import io
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter
import xlwt
from python_calamine import CalamineWorkbook

from leesloket.roster.readers import SITE_BUDGET, read
from leesloket.roster.writers.ods import OdsSheet, write_ods
from leesloket.sandbox import client

RUNS = 3
BUDGET = replace(
    SITE_BUDGET,
    rows=1_000_000,
    cells=20_000_000,
    content_bytes=100 * 1024 * 1024,
    part_bytes=500 * 1024 * 1024,
    unpacked_bytes=600 * 1024 * 1024,
    memory_bytes=1024 * 1024 * 1024,
    wall_seconds=60.0,
)
HEADINGS = (
    *("Leerlingnummer", "Roepnaam", "Voorletters", "Tussenvoegsel", "Achternaam", "Geboortedatum"),
    *("Groep", "Jaargroep", "Groepsnaam", "Geslacht", "Locatie", "Schooljaar"),
)
_ROWS_AT_MOST = {"xls": 65_535, "ods": 5_000}
"""What the format holds, and what odfpy writes in a bearable time."""

Cell = str | int | date


def rows(count: int) -> Iterator[tuple[Cell, ...]]:
    """Invented pupils."""
    first = ("Zoë", "Mees", "Fenna", "Gökçe", "Sam", "Noor", "Jurriaan", "Anne-Fleur")
    last = ("Vries", "Berg", "Jansen", "Şahin", "Bakker", "Smit", "Dijkstra")
    for at in range(count):
        year = at % 8 + 1
        yield (
            *(4000 + at, f"{first[at % 8]}{at % 97}", "Z.", "van" if at % 4 == 0 else ""),
            *(f"{last[at % 7]}{at % 89}", date(2012, 1, 1) + timedelta(days=at % 3000)),
            *(f"{year}{'ab'[at % 2]}", year, f"Groep {year}", "VM"[at % 2], "De Wilg", "2026-2027"),
        )


def as_xlsx(count: int, sheet_name: str = "Leerlingen") -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": False}) as book:
        sheet = book.add_worksheet(sheet_name)
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        zeros = book.add_format({"num_format": "000000"})
        sheet.write_row(0, 0, HEADINGS)
        for at, cells in enumerate(rows(count), start=1):
            sheet.write_number(at, 0, cells[0], zeros)
            for column, cell in enumerate(cells[1:], start=1):
                if isinstance(cell, date):
                    sheet.write_datetime(at, column, cell, day)
                elif cell != "":
                    sheet.write(at, column, cell)
    return target.getvalue()


def as_xls(count: int) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Leerlingen")
    day = xlwt.easyxf(num_format_str="dd-mm-yyyy")
    zeros = xlwt.easyxf(num_format_str="000000")
    for column, heading in enumerate(HEADINGS):
        sheet.write(0, column, heading)
    for at, cells in enumerate(rows(count), start=1):
        sheet.write(at, 0, cells[0], zeros)
        for column, cell in enumerate(cells[1:], start=1):
            if isinstance(cell, date):
                sheet.write(at, column, cell, day)
            elif cell != "":
                sheet.write(at, column, cell)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def as_ods(count: int) -> bytes:
    lines = (tuple(cell if isinstance(cell, date) else str(cell) for cell in line)
             for line in rows(count))  # fmt: skip
    return write_ods([OdsSheet("Leerlingen", (HEADINGS, *lines))])


def bare(content: bytes) -> int:
    """What calamine alone does."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return sum(1 for _ in book.get_sheet_by_index(0).iter_rows())


def best(work: Callable[[], object], clock: Callable[[], float]) -> float:
    found = []
    for _ in range(RUNS):
        start = clock()
        work()
        found.append(clock() - start)
    return min(found)


def measure(name: str, content: bytes, count: int, socket_path: Path) -> None:
    """One line of the table."""
    result = client.read(content, socket_path=socket_path, budget=BUDGET)
    assert result.table is not None, result.problems
    assert len(result.table.rows) == count
    child = best(
        lambda: client.read(content, socket_path=socket_path, budget=BUDGET), time.perf_counter
    )
    alone = best(lambda: bare(content), time.process_time)
    mine = best(lambda: read(content, budget=BUDGET), time.process_time)
    print(
        f"{count:7}  {name:6} {alone:10.4f} {mine:9.4f} {mine / alone:7.2f} {child:9.4f}",
        flush=True,
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int, nargs="*", default=[500, 5_000, 50_000, 100_000])
    options = parser.parse_args()
    gc.disable()  # as the supervisor does for its children
    with tempfile.TemporaryDirectory() as folder:
        socket_path = Path(folder) / "reader.sock"
        # First of all: a process begins with the peak of the one that started it.
        supervisor = client.start_supervisor(socket_path, wall_seconds=BUDGET.wall_seconds)
        print("   rows  format   calamine      read   ratio     child   (seconds)")
        for count in options.rows:
            for name, make in (("xlsx", as_xlsx), ("xls", as_xls), ("ods", as_ods)):
                if count <= _ROWS_AT_MOST.get(name, count):
                    measure(name, make(count), count, socket_path)
        supervisor.communicate()
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"largest child: {peak:.0f} MiB resident")
    return 0


if __name__ == "__main__":
    sys.exit(main())
