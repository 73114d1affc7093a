"""Whatever a file and a register hold: laws of matching and planning that no example may break."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.roster.cases import (
    THIS_YEAR,
    applied,
    examples_at_most,
    extract,
    known,
    next_year_rows,
    plan,
    school,
)

from leesloket.roster import Plan
from leesloket.roster.matching.evidence import are_others, children_of, compare
from leesloket.roster.matching.levels import Situation, level_of
from leesloket.roster.model import (
    Enrol,
    Fingerprint,
    Keep,
    KnownPupil,
    PatronId,
    Question,
    Skip,
    Update,
    Withdraw,
)
from leesloket.roster.problems import Severity

Rows = list[list[str]]
Case = tuple[list[KnownPupil], Rows]

_NUMBER, _FIRST, _SURNAME, _BORN, _GROUP = 0, 1, 3, 4, 5


def _no_numbers(rows: Rows) -> Rows:
    return [["", *row[1:]] for row in rows]


def _no_dates(rows: Rows) -> Rows:
    return [[*row[:_BORN], "", row[_GROUP]] for row in rows]


def _names_only(rows: Rows) -> Rows:
    return _no_dates(_no_numbers(rows))


def _new_numbers(rows: Rows) -> Rows:
    return [[f"9{row[0]}", *row[1:]] for row in rows]


def _numbers_of_others(rows: Rows) -> Rows:
    return [[rows[at - 1][0], *row[1:]] for at, row in enumerate(rows)]


def _crossed(rows: Rows) -> Rows:
    return [[row[0], row[3], row[2], row[1], *row[4:]] for row in rows]


def _capitals(rows: Rows) -> Rows:
    return [[*map(str.upper, row)] for row in rows]


def _as_it_is(rows: Rows) -> Rows:
    return rows


_WHOLE_FILES = (
    *(_as_it_is, _no_numbers, _no_dates, _names_only, _new_numbers, _numbers_of_others),
    *(_crossed, _capitals),
)
_CELLS = ("", "Anders", "99", "2016-05-06", "01-01-2017", "5b", "Vos", "Emma", "-")


@st.composite
def _cases(draw: st.DrawFn) -> Case:
    """A register with leavers, doubles and gaps, and a file that anything happened to."""
    register = school(2)
    rows = next_year_rows(register)
    for at in draw(st.sets(st.integers(0, len(register) - 1), max_size=4)):
        register[at] = draw(_changed(register[at]))
    for at in draw(st.sets(st.integers(0, len(register) - 1), max_size=2)):
        register.append(replace(register[at], patron_id=PatronId(f"D{at:03d}"), pupil_number=""))
    for at in draw(st.sets(st.integers(0, len(rows) - 1), max_size=5)):
        rows[at][draw(st.integers(0, 5))] = draw(st.sampled_from(_CELLS))
    for at in draw(st.lists(st.integers(0, len(rows) - 1), max_size=3)):
        rows.append([draw(st.sampled_from(["", "777"])), *rows[at][1:]])
    rows = draw(st.sampled_from(_WHOLE_FILES))(rows)
    return register, draw(st.permutations(rows))


_SITUATIONS = st.builds(
    Situation,
    numbers_hold=st.booleans(),
    has_numbers=st.booleans(),
    has_birth_dates=st.booleans(),
    shift=st.sampled_from([0, 1, None]),
)


@st.composite
def _changed(draw: st.DrawFn, pupil: KnownPupil) -> KnownPupil:
    """A known child that left, or of whom something is not known, or that looks like another."""
    return draw(
        st.sampled_from(
            [
                replace(pupil, enrolled=False),
                replace(pupil, enrolled=False, school_year="2022-2023"),
                replace(pupil, birth_date=None),
                replace(pupil, pupil_number=""),
                replace(pupil, pupil_number="", birth_date=None),
                replace(pupil, birth_date=date(2017, 1, 1)),
                replace(pupil, surname="Vos", first_name="Emma"),
                replace(pupil, school_year=None, year_group="", group="Kevers"),
            ]
        )
    )


@settings(max_examples=examples_at_most(100), deadline=None)
@given(_cases())
def test_every_row_is_in_one_step_or_has_an_error(case: Case) -> None:
    register, rows = case

    made = plan(extract(rows), register)

    seen = Counter(s.record.origin.row for s in made.steps if not isinstance(s, Withdraw))
    errors = {p.origin.row for p in made.problems if p.severity is Severity.ERROR and p.origin}
    assert set(seen.values()) <= {1}
    assert not errors & set(seen)
    assert errors | set(seen) == set(range(2, len(rows) + 2))


@settings(max_examples=examples_at_most(100), deadline=None)
@given(_cases(), _SITUATIONS)
def test_who_are_two_at_a_glance_are_two_by_every_level(case: Case, file: Situation) -> None:
    register, rows = case
    levels = [
        level_of(compare(row, child, shift=file.shift), file)
        for row in children_of(extract(rows).records)
        for child in children_of(register)
        if are_others(row, child)
    ]
    assert set(levels) <= {None}


@settings(max_examples=examples_at_most(100), deadline=None)
@given(_cases())
def test_nobody_is_in_two_steps_and_no_candidate_leaves(case: Case) -> None:
    register, rows = case

    made = plan(extract(rows), register)

    tied = [s.known.patron_id for s in made.steps if isinstance(s, Update | Keep)]
    leaving = [s.known.patron_id for s in made.steps if isinstance(s, Withdraw)]
    asked = {c.patron_id for s in made.steps if isinstance(s, Question) for c in s.candidates}
    assert len(tied) == len(set(tied))
    assert len(leaving) == len(set(leaving))
    assert not set(leaving) & (set(tied) | asked)
    assert not set(tied) & {c for c in asked if c not in _of_rows_without_a_group(made)}
    members = {pupil.patron_id for pupil in register if pupil.enrolled}
    assert set(leaving) <= members


def _of_rows_without_a_group(made: Plan) -> set[PatronId]:
    """Who is known, and only asked about for want of a group."""
    return {
        candidate.patron_id
        for step in made.steps
        if isinstance(step, Question) and "group_missing" in step.reasons
        for candidate in step.candidates
    }


@settings(max_examples=examples_at_most(100), deadline=None)
@given(_cases(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_register_makes_no_difference(case: Case, chance: object) -> None:
    register, rows = case
    found = extract(rows)
    shuffle = chance.shuffle  # type: ignore[attr-defined]  # hypothesis types it as object
    mixed, others = list(found.records), list(register)
    shuffle(mixed)
    shuffle(others)

    made = plan(found, register)
    again = plan(replace(found, records=tuple(mixed)), others)

    assert again.digest == made.digest
    assert again.counts == made.counts


def _asked(made: Plan) -> set[Fingerprint]:
    return {step.record.fingerprint for step in made.steps if isinstance(step, Question)}


@settings(max_examples=examples_at_most(100), deadline=None)
@given(_cases())
def test_what_was_applied_is_kept_when_the_same_file_comes_again(case: Case) -> None:
    register, rows = case
    found = extract(rows)
    left_out: set[Fingerprint] = set()
    while open_rows := _asked(made := plan(found, register)):
        left_out |= open_rows
        found = extract(rows, leave_out=left_out)

    again = plan(found, applied(made, register))

    settled = {s.record.origin.row for s in made.steps if isinstance(s, Enrol | Update | Keep)}
    assert again.school_year == THIS_YEAR
    assert again.counts["withdraw"] == 0
    assert {
        type(step)
        for step in again.steps
        if not isinstance(step, Withdraw) and step.record.origin.row in settled
    } <= {Keep}


@settings(max_examples=examples_at_most(60), deadline=None)
@given(_cases(), st.data())
def test_a_row_with_an_error_never_makes_its_child_a_leaver(
    case: Case, data: st.DataObject
) -> None:
    register, rows = case
    zoe = known("Z1", "Zoë Zomerdijk", number="004999", born=date(2017, 3, 2))
    blanks = data.draw(st.sampled_from([(_FIRST,), (_SURNAME,), (_FIRST, _SURNAME)]))
    row = ["004999", "Zoë", "", "Zomerdijk", "02-03-2017", "5"]
    for at in blanks:
        row[at] = ""

    made = plan(extract([*rows, row]), [*register, zoe])

    assert not any(isinstance(s, Enrol) and s.record.pupil_number == row[0] for s in made.steps)
    assert "Z1" not in {s.known.patron_id for s in made.steps if isinstance(s, Withdraw)}
    assert not any(isinstance(s, Skip) and s.record.pupil_number == row[0] for s in made.steps)
