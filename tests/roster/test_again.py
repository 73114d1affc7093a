"""What was applied is kept when the same list comes again, whatever it was asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Literal

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.roster.cases import (
    HEADINGS,
    SECRET,
    applied,
    examples_at_most,
    extract,
    next_year_rows,
    plan,
    school,
)

from leesloket.roster import JournalLine, Plan, Restore, identities, plan_undo
from leesloket.roster.model import (
    Decision,
    Identity,
    Keep,
    KnownPupil,
    PatronId,
    Question,
    Skip,
    Withdraw,
)

Rows = list[list[str]]
Answer = Literal["same", "another", "leave_out"]

_NAME = "Naam leerling"
_WITHOUT = {
    "every column": (),
    "no number": ("Leerlingnummer",),
    "no birth date": ("Geboortedatum",),
    "no prefix": ("Tussenvoegsel",),
    "names and groups": ("Leerlingnummer", "Geboortedatum"),
}
LAYOUTS = (*_WITHOUT, "whole name")


@st.composite
def _files(draw: st.DrawFn) -> tuple[list[KnownPupil], Rows, list[str]]:
    """A register and a list in which anything may have happened, in one of the layouts."""
    register = school(3)
    rows = next_year_rows(register)
    for at in draw(st.sets(st.integers(0, len(rows) - 1), max_size=8)):
        cell = draw(st.integers(0, 5))
        rows[at][cell] = draw(
            st.sampled_from(["", "Anders", "9912", "11-02-2016", "5b", "Vos", "van den"])
        )
    rows += [["9009", "Nieuw", "", draw(st.sampled_from(["Vos", "Bos"])), "03-04-2022", "1"]]
    layout = draw(st.sampled_from(LAYOUTS))
    if layout == "whole name":
        return register, [[r[0], f"{r[3]}, {r[1]} {r[2]}".strip(" ,"), *r[4:]] for r in rows], [
            "Leerlingnummer", _NAME, "Geboortedatum", "Groep",
        ]  # fmt: skip
    kept = [at for at, heading in enumerate(HEADINGS) if heading not in _WITHOUT[layout]]
    return register, [[row[at] for at in kept] for row in rows], [HEADINGS[at] for at in kept]


def _answers(made: Plan, wanted: Sequence[Answer]) -> list[Decision]:
    """An answer to every question; a child that is taken already is not taken twice."""
    taken: set[PatronId] = set()
    decisions = []
    questions = [step for step in made.steps if isinstance(step, Question)]
    for at, step in enumerate(questions):
        shown = tuple(candidate.patron_id for candidate in step.candidates)
        answer: Answer = wanted[at % len(wanted)]
        free = [patron_id for patron_id in shown if patron_id not in taken]
        if answer == "same" and not free:
            answer = "another"
        chosen = free[0] if answer == "same" else None
        taken.update({chosen} if chosen else ())
        decisions.append(Decision(step.record.fingerprint, answer, shown, chosen))
    return decisions


def _distinct(made: Plan, decisions: Sequence[Decision]) -> frozenset[tuple[Identity, PatronId]]:
    """`Another child` is kept for good, as the register does."""
    by_row = {
        step.record.fingerprint: step.record for step in made.steps if isinstance(step, Question)
    }
    return frozenset(
        (identity, patron_id)
        for decision in decisions
        if decision.answer == "another"
        for identity in identities(by_row[decision.fingerprint], secret=SECRET)
        for patron_id in decision.candidates
    )


@settings(max_examples=examples_at_most(80), deadline=None)
@given(
    _files(),
    st.lists(st.sampled_from(["same", "another", "leave_out"]), min_size=1, max_size=4),
)
def test_a_list_that_was_asked_about_and_applied_is_kept_the_next_time(
    file: tuple[list[KnownPupil], Rows, list[str]], wanted: list[Answer]
) -> None:
    register, rows, headings = file
    found = extract(rows, headings)
    asked = plan(found, register)
    decisions = _answers(asked, wanted)
    made = plan(found, register, decisions=decisions)
    # Of a child without number and birth date nothing can be remembered but its name: it is asked.
    settled = {
        step.record.origin.row
        for step in made.steps
        if not isinstance(step, Withdraw | Question)
        and (step.record.pupil_number or step.record.birth_date)
    }

    again = plan(
        found,
        applied(made, register),
        decisions=decisions,
        distinct=_distinct(asked, decisions),
    )

    assert {
        step.record.origin.row
        for step in again.steps
        if isinstance(step, Keep | Skip) and step.record.origin.row in settled
    } == settled
    assert again.counts["withdraw"] == 0


def _rows_of(pupil: KnownPupil | None) -> dict[str, dict[str, str | None] | None]:
    """A child as the register's tables have it: what a journal tells before and after of."""
    if pupil is None:
        return {"patron": None, "membership": None}
    born = pupil.birth_date.isoformat() if pupil.birth_date else None
    return {
        "patron": {
            "first_name": pupil.first_name,
            "prefix": pupil.prefix,
            "surname": pupil.surname,
            "birth_date": born,
        },
        "membership": {"until": None if pupil.enrolled else "2026-07-31"},
        f"number:{pupil.pupil_number}": {"number": pupil.pupil_number},
        f"placement:{pupil.school_year}": {"group": pupil.group, "year_group": pupil.year_group},
    }


def _journal(before: KnownPupil | None, after: KnownPupil) -> JournalLine:
    old, new = _rows_of(before), _rows_of(after)
    keys = old.keys() | new.keys()
    return JournalLine(
        after.patron_id,
        "any",
        {key: old.get(key) for key in keys},
        {key: new.get(key) for key in keys},
    )


@settings(max_examples=examples_at_most(40), deadline=None)
@given(_files(), st.sets(st.integers(0, 23), max_size=5))
def test_undo_gives_back_the_register_whatever_kind_of_step_it_was(
    file: tuple[list[KnownPupil], Rows, list[str]], withdrawn: set[int]
) -> None:
    """Newcomers, returns, leavers, new numbers, names and groups: none of them leaves a trace."""
    register, rows, headings = file
    register = [replace(p, enrolled=at not in withdrawn) for at, p in enumerate(register)]
    known = {pupil.patron_id: pupil for pupil in register}
    after = applied(plan(extract(rows, headings), register), register)
    journal = [_journal(known.get(pupil.patron_id), pupil) for pupil in after]
    now = {line.patron_id: line.after for line in journal}

    for line, outcome in zip(journal, plan_undo(journal, now, in_use=frozenset()), strict=True):
        back = {key: None if row is None else dict(row) for key, row in line.after.items()}
        if isinstance(outcome, Restore):
            for key, row in outcome.rows.items():
                back[key] = None if row is None else {**(back.get(key) or {}), **row}
        before = _rows_of(known.get(line.patron_id))
        assert {key: row for key, row in back.items() if row} == {
            key: row for key, row in before.items() if row
        }


@settings(max_examples=examples_at_most(40), deadline=None)
@given(_files(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_register_changes_nothing(
    file: tuple[list[KnownPupil], Rows, list[str]], random: Random
) -> None:
    register, rows, headings = file
    turned = list(rows)
    random.shuffle(turned)
    one, other = extract(rows, headings), extract(turned, headings)

    assert plan(one, register).counts == plan(other, list(reversed(register))).counts
