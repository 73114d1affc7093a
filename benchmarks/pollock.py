"""Messy csv: Pollock's measure over our reader, Python's csv + Sniffer and CleverCSV (figure F5).

    ./run bench pollock POLLUTED [TEXTS LIST]

POLLUTED is the folder `polluted_files` of the benchmark of Vitagliano and others, "Pollock: A Data
Loading Benchmark", VLDB 2023: one file of sales, polluted in 2,290 ways, one at a time.  TEXTS and
LIST are a folder of other text files and a list of paths in it, for the second figure.

How we read the measure.  A loaded file is compared with the truth as bags (multisets): the cells of
the header; the records, each as its cells in order; the cells of the records.  Each of the three
gives precision, recall and F1; "success" is 1 when the reader gave anything but an error.  The ten
are averaged over the files and added up: 10 is the best.  "Simple" counts each file once,
"weighted" as often as its pollution was seen in the paper's survey of 3,712 open data files.  No
reader is told the dialect.  Cells are compared as text; the paper also takes 5 and 05 for equal.

The truth stands in `clean/` beside `csv/`, or follows from the name: the source is one of the files
with its pollution taken out, and `row_more_sep_row3_col2` says what was done to it.  Of the
pollutions of whole files, those that are missing in the folder are made here from the source.  Our
reader is the delimiter, the quotes and the cells only: a preamble is kept as a row, since finding
the headings of a pupil list is no part of this.

A second figure: of how many text files the delimiter stays undetermined.  Ours counts as such when
no delimiter gives most lines the same number of cells above one, while one stands in most lines.
"""

from __future__ import annotations

import argparse
import csv
import io
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import clevercsv

from leesloket.roster.readers.delimited import delimiter_of, read_delimited
from leesloket.roster.readers.result import SITE_BUDGET, RefusedError
from leesloket.roster.readers.text_files import decode

Rows = list[list[str]]

_ROW_NAME = re.compile(
    r"row_(more_sep|less_sep|extra_quote|field_delimiter)_?(?:row)?(\d+)_(?:col(\d+))?"
)
_WEIGHTS = {
    "file_no_payload": 15,
    "file_no_trailing_newline": 184,
    "file_double_trailing_newline": 5,
    "file_no_header": 470,
    "file_header_multirow_2": 47,
    "file_header_multirow_3": 47,
    "file_preamble": 282,
    "file_multitable_same": 62.67,
    "file_multitable_more": 62.67,
    "file_multitable_less": 62.67,
    "file_header_only": 3,
    "file_one_data_row": 4,
    "file_record_delimiter_0xD": 7,
    "file_record_delimiter_0xA": 1691,
    "file_field_delimiter_0x9": 4,
    "file_field_delimiter_0x3B": 834,
    "file_field_delimiter_0x20": 4,
    "file_field_delimiter_0x2C_0x20": 101,
    "file_quotation_char_0x27": 11,
    "file_escape_char_0x5C": 1,
    "row_less_sep": 0.368,
    "row_more_sep": 0.368,  # taken to be seen as often as a delimiter too few
    "row_extra_quote": 0.009,
    "row_field_delimiter": 0.009,  # taken to be seen as seldom as a stray quote
}
"""How often the survey met each pollution (the authors' pollock_weights.json)."""


@dataclass(frozen=True)
class Case:
    """One polluted file, and what should come out."""

    name: str
    content: bytes
    header: Sequence[str]
    records: Rows

    @property
    def weight(self) -> float:
        stem = self.name.removesuffix(".csv")
        return next((_WEIGHTS[kind] for kind in _WEIGHTS if stem.startswith(kind)), 1)


# --- the readers under test --------------------------------------------------------------------


def ours(content: bytes) -> Rows:
    """Our reader."""
    grid = read_delimited(decode(content).content, budget=SITE_BUDGET)
    return [list(line.cells) for line in grid.lines]


def python_csv(content: bytes) -> Rows:
    """Python's csv behind its Sniffer, as the paper ran it."""
    text = content.decode()
    return list(csv.reader(io.StringIO(text, newline=""), csv.Sniffer().sniff(text)))


def clever_csv(content: bytes) -> Rows:
    """CleverCSV."""
    text = content.decode()
    dialect = clevercsv.Sniffer().sniff(text)
    if dialect is None:
        raise clevercsv.Error
    return [list(row) for row in clevercsv.reader(io.StringIO(text, newline=""), dialect)]


READERS: dict[str, Callable[[bytes], Rows]] = {
    "leesloket": ours,
    "csv + Sniffer": python_csv,
    "CleverCSV": clever_csv,
}


# --- the measure -------------------------------------------------------------------------------


def _three(truth: Sequence[object], loaded: Sequence[object]) -> float:
    """Precision, recall and F1, added up."""
    if not truth:
        return 3.0
    common = (Counter(truth) & Counter(loaded)).total()
    if not common:
        return 0.0
    precision, recall = common / len(truth), common / len(loaded)
    return precision + recall + 2 * precision * recall / (precision + recall)


def score(case: Case, rows: Rows) -> float:
    """Of at most 10."""
    header, *records = rows or [[]]
    if not case.header:  # a file without header has nothing but records
        header, records = [], rows
    return (
        1.0
        + _three(case.header, header)
        + _three([tuple(row) for row in case.records], [tuple(row) for row in records])
        + _three([c for row in case.records for c in row], [c for row in records for c in row])
    )


# --- the files and their truth -----------------------------------------------------------------


def _source(folder: Path) -> Rows:
    """The file before any pollution: one with an empty cell too many, less that cell."""
    path = min(folder.glob("row_more_sep_row*_col*.csv"))
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    found = _ROW_NAME.match(path.name)
    assert found is not None
    del rows[int(found[2])][int(found[3])]
    return rows


def _truth_of_row(source: Rows, kind: str, row: int, column: int) -> Rows:
    rows = [list(cells) for cells in source]
    if kind == "more_sep":
        rows[row].insert(column, "")
    elif kind == "less_sep" and column:
        rows[row][column - 1 : column + 1] = ["".join(rows[row][column - 1 : column + 1])]
    elif kind == "extra_quote":
        rows[row][column] = '"' + rows[row][column]
    return rows


def _written(
    rows: Rows,
    *,
    delimiter: str = ",",
    quote: str = '"',
    end: str = "\n",
    escape: str | None = None,
) -> str:
    target = io.StringIO()
    csv.writer(
        target,
        delimiter=delimiter,
        quotechar=quote,
        lineterminator=end,
        escapechar=escape,
        doublequote=escape is None,
    ).writerows(rows)
    return target.getvalue()


def _whole_file_cases(source: Rows) -> Iterator[Case]:
    """The pollutions of a whole file, after the paper's list."""
    header, *records = source
    shorter = [row[:-1] for row in source]
    longer = [[*row, row[-1]] for row in source]
    text = _written(source)
    backslash = _written(source, escape="\\")
    made: dict[str, tuple[str, Rows]] = {
        "source": (_written(source, end="\r\n"), source),
        "file_no_payload": ("", []),
        "file_no_trailing_newline": (text.rstrip("\n"), source),
        "file_double_trailing_newline": (text + "\n", source),
        "file_header_multirow_2": (_written([header, *source]), [header, *source]),
        "file_header_multirow_3": (_written([header, header, *source]), [header, header, *source]),
        "file_preamble": (_written([["PREAMBLE"]]) + text, source),
        "file_multitable_same": (text + text, [*source, *source]),
        "file_multitable_more": (text + _written(longer), [*source, *longer]),
        "file_multitable_less": (text + _written(shorter), [*source, *shorter]),
        "file_header_only": (_written([header]), [header]),
        "file_one_data_row": (_written(source[:2]), source[:2]),
        "file_record_delimiter_0xD": (_written(source, end="\r"), source),
        "file_record_delimiter_0xA": (text, source),
        "file_field_delimiter_0x9": (_written(source, delimiter="\t"), source),
        "file_field_delimiter_0x3B": (_written(source, delimiter=";"), source),
        "file_field_delimiter_0x20": (_written(source, delimiter=" "), source),
        "file_field_delimiter_0x2C_0x20": (_spaced(source), source),
        "file_quotation_char_0x27": (_written(source, quote="'"), source),
        "file_escape_char_0x5C": (backslash, source),
    }  # fmt: skip
    for name, (content, rows) in made.items():
        yield Case(f"{name}.csv", content.encode(), rows[0] if rows else [], rows[1:])
    yield Case("file_no_header.csv", _written(records).encode(), [], records)


def _spaced(source: Rows) -> str:
    lines = (_written([[cell]]).rstrip("\n") or '""' for row in source for cell in row)
    return "".join(", ".join(next(lines) for _ in row) + "\n" for row in source)


def cases(folder: Path) -> list[Case]:
    """Every polluted file of the folder, and the whole-file pollutions that are missing there."""
    files, clean = folder / "csv", folder / "clean"
    source = _source(files)
    found = {case.name: case for case in _whole_file_cases(source)}
    for path in sorted(files.glob("*.csv")):
        name = _ROW_NAME.match(path.name)
        if (clean / path.name).exists():
            rows = list(csv.reader((clean / path.name).open(encoding="utf-8", newline="")))
        elif name is not None:
            rows = _truth_of_row(source, name[1], int(name[2]), int(name[3] or 0))
        elif path.name in found:
            known = found[path.name]
            rows = [list(known.header), *known.records] if known.header else known.records
        else:
            continue
        header = [] if path.name == "file_no_header.csv" else rows[0]
        records = rows[1:] if header else rows
        found[path.name] = Case(path.name, path.read_bytes(), header, records)
    return list(found.values())


def pollock(folder: Path, *, show: int) -> None:
    """Print the scores of every reader."""
    every = cases(folder)
    print(f"F5  Pollock's measure over {len(every)} files, no dialect given (aim 9.80 and 9.60)")
    for name, reader in READERS.items():
        start = time.process_time()
        scores = [(_scored(reader, case), case) for case in every]
        seconds = time.process_time() - start
        simple = sum(value for value, _ in scores) / len(scores)
        total = sum(case.weight for case in every)
        weighted = sum(value * case.weight for value, case in scores) / total
        print(f"    {name:14} simple {simple:.3f}  weighted {weighted:.3f}  ({seconds:.1f} s)")
        for value, case in sorted(scores, key=lambda each: each[0])[:show]:
            print(f"        {value:6.3f}  {case.name}")


def _scored(reader: Callable[[bytes], Rows], case: Case) -> float:
    try:
        return score(case, reader(case.content))
    except (csv.Error, clevercsv.Error, RefusedError, UnicodeDecodeError):
        return 0.0


def undetermined(folder: Path, listing: Path) -> None:
    """Print of how many text files no delimiter was found."""
    endings = (".csv", ".tsv", ".txt")
    paths = [path for path in listing.read_text(encoding="utf-8").splitlines()
             if path.lower().endswith(endings) and (folder / path).is_file()]  # fmt: skip
    counts: Counter[str] = Counter()
    for path in paths:
        try:
            text = decode((folder / path).read_bytes()).content
        except RefusedError:
            counts["refused: no text"] += 1
            continue
        counts["ours"] += bool(text.strip()) and delimiter_of(text) is None
        try:
            csv.Sniffer().sniff(text[:32_768])
        except csv.Error:
            counts["csv.Sniffer"] += 1
    print(f"    delimiter undetermined, of {len(paths)} text files: {dict(counts)}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("polluted", type=Path)
    parser.add_argument("texts", type=Path, nargs="?")
    parser.add_argument("list", type=Path, nargs="?")
    parser.add_argument("--show", type=int, default=0, help="print this many of the worst files")
    options = parser.parse_args()
    pollock(options.polluted, show=options.show)
    if options.texts and options.list:
        undetermined(options.texts, options.list)
    return 0


if __name__ == "__main__":
    sys.exit(main())
