"""Wrong links, false enrolments, false leavers, questions and holds, per situation.

    .venv/bin/python -m benchmarks.matching [--schools 200] [--show "new twins"]

The engine sees tables and a register, never the truth; thresholds are those of the product.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from dataclasses import dataclass, field

from benchmarks.school_years import make_school_year
from benchmarks.situations import AS_OF, SITUATIONS, Sent

from leesloket.roster import extract_records, make_plan, suggest_mapping
from leesloket.roster.model import Enrol, Keep, Mode, Question, Step, Update, Withdraw

_SECRET = b"benchmark"


@dataclass
class Tally:
    """Counts over all schools of one situation."""

    rows: int = 0
    wrong: int = 0
    false_enrolments: int = 0
    false_leavers: int = 0
    questions: int = 0
    held: int = 0
    unexpected: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)


def main() -> int:
    """Print the table; 1 when any link is wrong or anybody leaves falsely."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--schools", type=int, default=200)
    parser.add_argument("--show", help="a situation whose mistakes are printed")
    arguments = parser.parse_args()
    started = time.perf_counter()
    tallies = {name: Tally() for name in SITUATIONS}
    for seed in range(arguments.schools):
        for name, situation in SITUATIONS.items():
            _judge(situation(make_school_year(seed)), tallies[name])
    print(
        f"{'situation':26}{'rows':>8}{'wrong':>7}{'false':>7}{'false':>8}{'ques-':>8}{'% of':>7}"
        f"{'held':>6}  holds that"
    )
    print(f"{'':34}{'links':>7}{'enrol':>7}{'leavers':>8}{'tions':>8}{'rows':>7}{'':8}are wrong")
    for name, tally in tallies.items():
        share = 100 * tally.questions / tally.rows
        print(
            f"{name:26}{tally.rows:8}{tally.wrong:7}{tally.false_enrolments:7}"
            f"{tally.false_leavers:8}{tally.questions:8}{share:7.2f}{tally.held:6}"
            f"  {dict(tally.unexpected) or ''}"
        )
    if arguments.show:
        print("\n".join(tallies[arguments.show].examples[:40]))
    print(f"{arguments.schools} schools in {time.perf_counter() - started:.0f} s")
    return any(tally.wrong or tally.false_leavers for tally in tallies.values())


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
        secret=_SECRET,
    )
    tally.rows += len(sent.table.rows)
    tally.held += bool(plan.holds)
    tally.unexpected.update({hold.code for hold in plan.holds} - sent.may_hold)
    in_file = {key for key in sent.truth if key}
    for step in plan.steps:
        mistake = _mistake(step, sent, in_file)
        if mistake == "wrong":
            tally.wrong += 1
        elif mistake == "enrol":
            tally.false_enrolments += 1
        elif mistake == "leaver":
            tally.false_leavers += 1
        tally.questions += isinstance(step, Question)
        if mistake or isinstance(step, Question):
            tally.examples.append(_shown(mistake, step, sent))


def _mistake(step: Step, sent: Sent, in_file: set[str]) -> str:
    if isinstance(step, Withdraw):
        return "leaver" if step.known.patron_id in in_file else ""
    truth = sent.truth[step.record.origin.row - 2]
    if isinstance(step, Update | Keep):
        return "" if step.known.patron_id == truth else "wrong"
    return "enrol" if isinstance(step, Enrol) and truth is not None else ""


def _shown(mistake: str, step: Step, sent: Sent) -> str:
    """An invented child's step, for whoever tunes the levels."""
    if isinstance(step, Withdraw):
        return f"{mistake} {step.known.patron_id}"
    known = {pupil.patron_id: pupil for pupil in sent.register}
    record = step.record
    who = [step.known.patron_id] if isinstance(step, Update | Keep) else []
    if isinstance(step, Question):
        who = [candidate.patron_id for candidate in step.candidates]
    cells = (
        record.pupil_number,
        record.first_name,
        record.surname,
        record.birth_date,
        record.group,
    )
    others = [
        (k.pupil_number, k.first_name, k.surname, k.birth_date, k.group)
        for k in map(known.__getitem__, who)
    ]
    return f"{mistake or 'question'} {step.reasons} {cells} <> {others}"


if __name__ == "__main__":
    sys.exit(main())
