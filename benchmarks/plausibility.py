"""Are wrong files held, and good ones not?  A table over schools of every kind.

    .venv/bin/python -m benchmarks.plausibility [--schools 200] [--only "group missing"]

*named*: held by the hold that says what is wrong; *otherwise*: held, for another reason.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from dataclasses import dataclass, field

from benchmarks import damaged_files, wrong_files
from benchmarks.files_sent import WRONG, File
from benchmarks.good_files import GOOD
from benchmarks.kinds_of_school import make_school

from leesloket.roster import extract_records, make_plan, suggest_mapping
from leesloket.roster.model import Hold

_SECRET = b"benchmark"
_MAKERS = (damaged_files, wrong_files)
"""They enter their files in WRONG."""


@dataclass
class Tally:
    """What became of one variant over all schools."""

    files: int = 0
    named: int = 0
    otherwise: int = 0
    missed: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)


def main() -> int:
    """Print both tables; 1 when a wrong file was missed or a good one held."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--schools", type=int, default=200)
    parser.add_argument("--first", type=int, default=0, help="the seed of the first school")
    parser.add_argument("--only", default="", help="variants with this in their name")
    parser.add_argument("--show", type=int, default=0, help="how many mistakes to print of each")
    arguments = parser.parse_args()
    started = time.process_time()
    tallies = {name: Tally() for name in (*WRONG, *GOOD) if arguments.only in name}
    for seed in range(arguments.first, arguments.first + arguments.schools):
        for name, tally in tallies.items():
            _try(name, seed, tally)
    wrong = {name: tally for name, tally in tallies.items() if name in WRONG}
    good = {name: tally for name, tally in tallies.items() if name in GOOD}
    _print_wrong(wrong)
    _print_good(good)
    if arguments.show:
        for name, tally in tallies.items():
            print(*(f"{name}: {text}" for text in tally.examples[: arguments.show]), sep="\n")
    missed = sum(tally.missed for tally in wrong.values())
    held = sum(tally.files - tally.missed for tally in good.values())
    print(
        f"{arguments.schools} schools, {sum(t.files for t in tallies.values())} files in "
        f"{time.process_time() - started:.0f} s of processor time: "
        f"{missed} wrong files missed, {held} good files held"
    )
    return bool(missed or held)


def _try(name: str, seed: int, tally: Tally) -> None:
    make, codes = WRONG[name] if name in WRONG else (GOOD[name], frozenset[str]())
    school = make_school(seed)
    file = make(school)
    if file is None:
        return
    holds = holds_of(file)
    found = {hold.code for hold in holds}
    tally.files += 1
    tally.codes.update(found - codes)
    if found & codes:
        tally.named += 1
    elif found:
        tally.otherwise += 1
    else:
        tally.missed += 1
    if not found & codes:
        what = [(hold.code, dict(hold.detail)) for hold in holds]
        tally.examples.append(
            f"seed {seed} {school.kind} {len(school.before)} children, {len(file.rows)} rows, "
            f"{file.headings}: {what}"
        )


def holds_of(file: File) -> tuple[Hold, ...]:
    """What the engine says of a file, as the command line asks it."""
    table = file.table()
    mapping = suggest_mapping(table)
    if not mapping.is_certain:
        return (Hold("asked_for_columns"),)  # nothing is planned before a person has looked
    extraction = extract_records(table, mapping, secret=_SECRET, as_of=file.as_of)
    return make_plan(
        extraction=extraction,
        known=file.register,
        mode=file.mode,
        school_year=file.school_year,
        as_of=file.as_of,
        final_year_groups=file.school.final_year_groups,
        facts=file.facts,
        branch_brin=file.branch_brin,
        previous=file.previous,
        secret=_SECRET,
    ).holds


def _print_wrong(tallies: dict[str, Tally]) -> None:
    print(f"{'wrong file':50}{'files':>6}{'named':>7}{'other-':>8}{'missed':>8}  also held as")
    print(f"{'':63}{'wise':>8}")
    for name, tally in tallies.items():
        print(
            f"{name:50}{tally.files:6}{tally.named:7}{tally.otherwise:8}{tally.missed:8}"
            f"  {dict(tally.codes) or ''}"
        )


def _print_good(tallies: dict[str, Tally]) -> None:
    print(f"\n{'good file':50}{'files':>6}{'held':>7}  as")
    for name, tally in tallies.items():
        held = tally.files - tally.missed
        print(f"{name:50}{tally.files:6}{held:7}  {dict(tally.codes) or ''}")


if __name__ == "__main__":
    sys.exit(main())
