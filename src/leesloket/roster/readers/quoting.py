"""Text files whose quotes do not keep the rules: a stray quote moves no cell to another column.

The csv module takes every quote at its word: `5;"Jan;Bos;3a` makes one cell of all that follows.
Here a quote must earn its meaning: first as the standard has it, then as a cell whose inner quotes
were not doubled, then as a plain sign.  The reading that gives a line the file's own usual width
wins.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_LINES_IN_A_CELL = 8
_READINGS_AT_MOST = 64
_CELLS_AT_MOST = 250
_LOOKED_AT = 1000
_QUOTE = '"'


def tolerant_records(text: str, delimiter: str) -> Iterator[list[str]]:
    """The records of a text with quotes that break the rules."""
    lines = [line for line in _LINE.findall(text) if line]
    usual = _usual_width(lines, delimiter)
    at = 0
    while at < len(lines):
        record, used = _record(lines, at, delimiter, usual)
        yield record
        at += used


def is_torn(cells: Sequence[str], delimiter: str) -> bool:
    """Whether a record with a line break in a cell is rather several lines of its own width.

    Two stray quotes some lines apart keep the rules, and swallow what is between them.
    """
    broken = [cell for cell in cells if "\n" in cell or "\r" in cell]
    if not any(delimiter in cell for cell in broken):
        return False
    lines = [line for line in _LINE.findall(delimiter.join(cells)) if line]
    return all(line.count(delimiter) == len(cells) - 1 for line in lines)


def _strict(text: str, delimiter: str) -> Iterator[list[str]]:
    lines = (line for line in _LINE.findall(text) if line)
    return csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True)


def _usual_width(lines: Sequence[str], delimiter: str) -> int:
    """The width of most lines without any quote, else of most lines that keep the rules alone."""
    plain = Counter(
        line.count(delimiter) + 1
        for line in islice(lines, _LOOKED_AT)
        if line.strip() and _QUOTE not in line
    )
    if not plain:
        plain = Counter(
            len(record)
            for line in islice(lines, _LOOKED_AT)
            if (record := _alone(line, delimiter)) is not None
        )
    return plain.most_common(1)[0][0] if plain else 0


def _alone(text: str, delimiter: str) -> list[str] | None:
    """A text that is exactly one record by the rules, as that record."""
    try:
        records = list(_strict(text, delimiter))
    except csv.Error:
        return None
    return records[0] if len(records) == 1 else None


def _record(lines: Sequence[str], at: int, delimiter: str, usual: int) -> tuple[list[str], int]:
    """The record that starts on line `at`, and how many lines it takes."""
    line = lines[at]
    if _QUOTE not in line:
        return line.rstrip("\r\n").split(delimiter) if line.strip() else [], 1
    alone = _alone(line, delimiter)
    if alone is not None:
        return alone, 1
    plain = line.rstrip("\r\n").split(delimiter)
    if len(plain) > _CELLS_AT_MOST:
        return plain, 1
    readings = islice(_readings(line.rstrip("\r\n"), delimiter), _READINGS_AT_MOST)
    fitting = next((cells for cells in readings if len(cells) == usual), None)
    if fitting is not None:
        return fitting, 1
    for count in range(2, _LINES_IN_A_CELL + 1):
        joined = _alone("".join(lines[at : at + count]), delimiter)
        if joined is not None and len(joined) == usual:
            return joined, count
    # Nothing fits: every quote is a plain sign, and the row's odd width will be told.
    return plain, 1


def _readings(line: str, delimiter: str) -> Iterator[list[str]]:
    """Every way to cut a line into cells, the most orderly first."""
    start = len(line) - len(line.lstrip(" "))
    for cell, rest in _first_cells(line[start:], delimiter):
        if rest is None:
            yield [cell]
        else:
            for others in _readings(rest, delimiter):
                yield [cell, *others]


def _first_cells(line: str, delimiter: str) -> Iterator[tuple[str, str | None]]:
    """The first cell and the rest of the line, in every way a quote can be meant."""
    if line.startswith(_QUOTE):
        closing = re.compile(_QUOTE + r" *(?:" + re.escape(delimiter) + r"|\Z)")
        found = closing.search(line, 1)
        while found is not None:
            inside = line[1 : found.start()]
            if not inside.endswith("\\"):
                rest = None if found.end() == len(line) and not found[0].endswith(
                    delimiter) else line[found.end() :]  # fmt: skip
                yield inside.replace('\\"', _QUOTE).replace(_QUOTE * 2, _QUOTE), rest
            found = closing.search(line, found.start() + 1)
    cell, found_delimiter, rest = line.partition(delimiter)
    yield cell, rest if found_delimiter else None
