"""Wrong links, false enrolments, false leavers, questions and holds, per situation.

    ./run bench matching [--schools 200] [--seed 0] [--only twins] [--show "new twins"]

The engine sees tables and a register, never the truth; thresholds are those of the product.
`same` are wrong links that nobody could have seen: neither a number nor a birth date, and the full
name and the expected group of a child that left.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial

from benchmarks.school_years import make_school_year
from benchmarks.situations import AS_OF, SITUATIONS, Sent
from benchmarks.situations_children import CHILDREN
from benchmarks.situations_files import FILES

from leesloket.roster import extract_records, make_plan, suggest_mapping
from leesloket.roster.cleaning import fold_first_name, fold_surname
from leesloket.roster.model import (
    Enrol,
    Keep,
    KnownPupil,
    Mode,
    PupilRecord,
    Question,
    Step,
    Update,
    Withdraw,
)

_SECRET = b"benchmark"
_EVERY = {**SITUATIONS, **CHILDREN, **FILES}
_HEADINGS = [
    "rows",
    "wrong",
    "same",
    "enrol",
    "leave",
    "quest.",
    "%",
    ">3/.5%",
    ">3/2%",
    "held",
    "missed",
]


@dataclass
class Tally:
    """Counts over all schools of one situation."""

    rows: int = 0
    wrong: int = 0
    undecidable: int = 0
    """Wrong links of a row that says nothing but what the other child's row would say."""
    false_enrolments: int = 0
    false_leavers: int = 0
    questions: int = 0
    over: int = 0
    """Files with more questions than 3 and 0.5 % of the rows, which is for a stable file."""
    far_over: int = 0
    """More than 3 and 2 %, which is for a file whose numbers are all new."""
    held: int = 0
    missed: int = 0
    """Files that must be held and are not."""
    unexpected: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def figures(self) -> tuple[str, ...]:
        share = 100 * self.questions / self.rows
        counts = (self.rows, self.wrong, self.undecidable, self.false_enrolments)
        rest = (self.over, self.far_over, self.held, self.missed)
        return (
            *map(str, (*counts, self.false_leavers, self.questions)),
            f"{share:.2f}",
            *map(str, rest),
        )


def main() -> int:
    """Print the table; 1 when any link is wrong or anybody leaves falsely."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--schools", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0, help="of the first school; the next one + 1")
    parser.add_argument("--only", default="", help="situations with this in their name")
    parser.add_argument("--show", help="a situation whose mistakes are printed")
    arguments = parser.parse_args()
    started = time.perf_counter()
    names = [name for name in _EVERY if arguments.only in name]
    print(f"{'situation':26}" + "".join(f"{text:>8}" for text in _HEADINGS) + "  wrongly held")
    with ProcessPoolExecutor() as pool:
        seeds = range(arguments.seed, arguments.seed + arguments.schools)
        tallies = list(pool.map(partial(_tally, seeds=seeds), names))
    for name, tally in zip(names, tallies, strict=True):
        print(
            f"{name:26}" + "".join(f"{text:>8}" for text in tally.figures()),
            f" {dict(tally.unexpected) or ''}",
        )
        if name == arguments.show:
            worst_first = sorted(tally.examples, key=lambda told: told.startswith("question"))
            print("\n".join(worst_first[:60]))
    print(f"{arguments.schools} schools in {time.perf_counter() - started:.0f} s")
    return any(tally.wrong > tally.undecidable or tally.false_leavers for tally in tallies)


def _tally(name: str, *, seeds: range) -> Tally:
    tally = Tally()
    for seed in seeds:
        _judge(_EVERY[name](make_school_year(seed)), tally)
    return tally


def _judge(sent: Sent, tally: Tally) -> None:
    as_of = AS_OF[sent.school_year]
    mapping = suggest_mapping(sent.table)
    assert mapping.is_certain, (sent.table.headings, mapping)
    extraction = extract_records(sent.table, mapping, secret=_SECRET, as_of=as_of)
    plan = make_plan(
        extraction=extraction,
        known=sent.register,
        mode=Mode.FULL,
        school_year=sent.school_year,
        as_of=as_of,
        final_year_groups=sent.final_years,
        secret=_SECRET,
    )
    codes = {hold.code for hold in plan.holds}
    tally.rows += len(sent.table.rows)
    tally.held += bool(codes)
    tally.missed += bool(sent.must_hold) and sent.must_hold.isdisjoint(codes)
    tally.unexpected.update(codes - sent.may_hold)
    tally.over += plan.counts["question"] > max(3, 0.005 * len(sent.table.rows))
    tally.far_over += plan.counts["question"] > max(3, 0.02 * len(sent.table.rows))
    in_file = {key for key in sent.truth if key}
    for step in plan.steps:
        _count(step, sent, in_file, tally)


def _count(step: Step, sent: Sent, in_file: set[str], tally: Tally) -> None:
    mistake = _mistake(step, sent, in_file)
    match mistake:
        case "wrong":
            tally.wrong += 1
        case "same":
            tally.wrong += 1
            tally.undecidable += 1
        case "enrol":
            tally.false_enrolments += 1
        case "leaver":
            tally.false_leavers += 1
        case _:
            pass
    tally.questions += isinstance(step, Question)
    if mistake or isinstance(step, Question):
        tally.examples.append(_shown(mistake, step, sent))


def _mistake(step: Step, sent: Sent, in_file: set[str]) -> str:
    if isinstance(step, Withdraw):
        return "leaver" if _who(step.known.patron_id, sent) in in_file else ""
    truth = sent.truth[step.record.origin.row - 2]
    if isinstance(step, Update | Keep):
        if _who(step.known.patron_id, sent) == truth:
            return ""
        return "same" if _says_nothing_else(step.record, step.known) else "wrong"
    return "enrol" if isinstance(step, Enrol) and truth is not None else ""


def _says_nothing_else(record: PupilRecord, known: KnownPupil) -> bool:
    """Whether a row has the full name of a child, and no number or birth date to tell by."""
    return (
        record.birth_date is None
        and (not record.pupil_number or record.pupil_number != known.pupil_number)
        and fold_first_name(record.first_name) == fold_first_name(known.first_name)
        and fold_surname(record.surname) == fold_surname(known.surname)
    )


def _who(patron_id: str, sent: Sent) -> str:
    return sent.same.get(patron_id, patron_id)


def _shown(mistake: str, step: Step, sent: Sent) -> str:
    """An invented child's step, for whoever tunes the levels."""
    known = {pupil.patron_id: pupil for pupil in sent.register}
    if isinstance(step, Withdraw):
        return f"{mistake} {_told(step.known)}"
    who = [step.known.patron_id] if isinstance(step, Update | Keep) else []
    if isinstance(step, Question):
        who = [candidate.patron_id for candidate in step.candidates]
    others = [_told(known[patron_id]) for patron_id in who]
    return f"{mistake or 'question'} {step.reasons} {_told(step.record)} <> {others}"


def _told(pupil: PupilRecord | KnownPupil) -> tuple[str, ...]:
    born = pupil.birth_date.isoformat() if pupil.birth_date else ""
    return (pupil.pupil_number, pupil.first_name, pupil.prefix, pupil.surname, born, pupil.group)


if __name__ == "__main__":
    sys.exit(main())
