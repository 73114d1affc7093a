"""What a plan does with a file, and what it never does."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.roster.cases import (
    AS_OF,
    HEADINGS,
    LAST_YEAR,
    SECRET,
    THIS_YEAR,
    applied,
    examples_at_most,
    extract,
    known,
    next_year_rows,
    plan,
    row_of,
    school,
)

from leesloket.roster import identities
from leesloket.roster.model import (
    Decision,
    Enrol,
    Field,
    Hold,
    Keep,
    KnownPupil,
    Mode,
    PatronId,
    Question,
    Skip,
    SourceFacts,
    Step,
    Update,
    Withdraw,
)
from leesloket.roster.planning.plan import _as_line
from leesloket.roster.problems import Code, Severity

BORN = date(2017, 3, 2)
ZOE = replace(
    known("K1", "Zoë Dijk", number="004711", born=BORN, group="4a"), prefix="van", year_group="4"
)
ROW = ["004711", "Zoë", "van", "Dijk", "02-03-2017", "5b"]


def _changes(step: object) -> dict[str, tuple[str, str]]:
    assert isinstance(step, Update)
    return {change.field.value: (change.before, change.after) for change in step.changes}


def test_a_move_changes_group_and_year() -> None:
    [step] = plan(extract([ROW]), [ZOE]).steps

    assert _changes(step) == {"group": ("4a", "5b"), "year_group": ("4", "5")}


def test_a_school_year_later_everybody_has_a_step() -> None:
    register = school()
    made = plan(extract(next_year_rows(register)), register)

    assert made.counts == {
        "enrol": 0,
        "update": 42,
        "keep": 0,
        "question": 0,
        "skip": 0,
        "withdraw": 6,
    }
    assert not made.holds


def test_a_blank_never_erases() -> None:
    others = school()
    row = ["004711", "Zoë", "", "Dijk", "", "4a"]

    made = plan(extract([*map(row_of, others), row]), [*others, ZOE], school_year=LAST_YEAR)

    assert isinstance(made.steps[-1], Keep)


@pytest.mark.parametrize("number", ["", "volgt nog", "4.71E+11"])
def test_neither_a_blank_nor_what_is_no_number_erases_a_number(number: str) -> None:
    others = school()
    row = [number, "Zoë", "van", "Dijk", "02-03-2017", "4a"]

    made = plan(extract([*map(row_of, others), row]), [*others, ZOE], school_year=LAST_YEAR)

    assert isinstance(made.steps[-1], Keep)


def test_a_prefix_goes_with_the_surname_it_belonged_to() -> None:
    [step] = plan(extract([["004711", "Zoë", "", "Bakker", "02-03-2017", "5a"]]), [ZOE]).steps

    assert _changes(step)["surname"] == ("Dijk", "Bakker")
    assert _changes(step)["prefix"] == ("van", "")


@pytest.mark.parametrize(
    ("known", "written"),
    [("Zoë", "Zoe"), ("Zoë", "ZOE"), ("Daniël", "Danil"), ("Françoise", "Fran oise")],
)
def test_a_list_without_accents_takes_none_away(known: str, written: str) -> None:
    row = ["4711", written, "van", "Dijk", "02-03-2017", "4a"]

    [step] = plan(extract([row]), [replace(ZOE, first_name=known)]).steps

    assert isinstance(step, Keep)


def test_a_list_with_accents_knows_where_there_is_none() -> None:
    other = replace(school()[0], first_name="Noël")
    row = ["4711", "Zoe", "van", "Dijk", "02-03-2017", "4a"]

    [_, step] = plan(extract([row_of(other), row]), [other, ZOE]).steps

    assert _changes(step) == {"first_name": ("Zoë", "Zoe")}


def test_a_list_without_accents_still_gives_another_name() -> None:
    row = ["4711", "Zoe", "", "Bakker", "02-03-2017", "5a"]

    [step] = plan(extract([row]), [replace(ZOE, prefix="", surname="Öztürk")]).steps

    assert _changes(step)["surname"] == ("Öztürk", "Bakker")
    assert "first_name" not in _changes(step)


@pytest.mark.parametrize(
    "written",
    [
        ["ZOË", "VAN", "DIJK"],
        ["ZOE", "", "VAN DIJK"],
        ["Zoë", "", "DIJK"],
        ["zoë", "van", "dijk"],
    ],
)
def test_a_list_in_one_size_of_letters_changes_no_capital(written: list[str]) -> None:
    row = ["4711", *written, "02-03-2017", "4a"]

    [step] = plan(extract([row]), [ZOE]).steps

    assert isinstance(step, Keep)


@pytest.mark.parametrize("written", ["Z.", "Z", "Z.M."])
def test_initials_replace_no_first_name(written: str) -> None:
    row = ["4711", written, "van", "Dijk", "02-03-2017", "4a"]

    [step] = plan(extract([row]), [ZOE]).steps

    assert isinstance(step, Keep)


def test_a_letter_replaces_no_surname() -> None:
    row = ["4711", "Zoë", "van", "D.", "02-03-2017", "4a"]

    [step] = plan(extract([row]), [ZOE]).steps

    assert isinstance(step, Keep)


def test_a_first_name_replaces_initials() -> None:
    row = ["4711", "Zoë", "van", "Dijk", "02-03-2017", "4a"]

    [step] = plan(extract([row]), [replace(ZOE, first_name="Z.")]).steps

    assert _changes(step) == {"first_name": ("Z.", "Zoë")}


def test_one_surname_taken_apart_in_two_ways_is_no_change() -> None:
    row = ["4711", "Zoë", "El", "Amrani", "02-03-2017", "4a"]

    [step] = plan(extract([row]), [replace(ZOE, prefix="", surname="El Amrani")]).steps

    assert isinstance(step, Keep)


WHOLE = ("Leerlingnummer", "Naam leerling", "Geboortedatum", "Groep")


@pytest.mark.parametrize(
    ("first", "prefix", "surname"),
    [("Thi Mai", "", "Nguyen"), ("Sem", "", "Mulder van der Laan")],
)
def test_a_whole_name_taken_apart_in_two_ways_is_no_change(
    first: str, prefix: str, surname: str
) -> None:
    known = replace(ZOE, first_name=first, prefix=prefix, surname=surname)
    row = ["4711", f"{first} {surname}", "02-03-2017", "4a"]

    [step] = plan(extract([row], WHOLE), [known]).steps

    assert isinstance(step, Keep)


def test_a_whole_name_is_known_by_name_however_it_was_taken_apart() -> None:
    known = replace(ZOE, first_name="Thi Mai", prefix="", surname="Nguyen")

    [step] = plan(extract([["", "Thi Mai Nguyen", "", "5a"]], WHOLE), [known]).steps

    assert isinstance(step, Question)
    assert "same_name" in step.reasons


def test_in_a_list_in_capitals_a_name_is_taken_apart_in_capitals() -> None:
    known = replace(ZOE, first_name="Thi Mai", prefix="", surname="Nguyen")
    rows = [["4711", "THI MAI NGUYEN", "02-03-2017", "4a"]]
    others = [replace(one, first_name=one.first_name.title()) for one in school()[:3]]
    for one in others:
        number, *names, born, group = row_of(one)
        rows.append([number, " ".join(filter(None, names)).upper(), born, group])

    made = plan(extract(rows, WHOLE), [known, *others], school_year=LAST_YEAR)

    assert all(isinstance(step, Keep) for step in made.steps[:4])


def test_whole_names_that_tell_first_names_of_two_words_are_taken_apart_better() -> None:
    known = replace(ZOE, first_name="Thi", prefix="", surname="Mai Nguyen")
    row = ["4711", "Nguyen, Thi Mai", "02-03-2017", "4a"]

    [step] = plan(extract([row], WHOLE), [known]).steps

    assert _changes(step) == {
        "first_name": ("Thi", "Thi Mai"),
        "surname": ("Mai Nguyen", "Nguyen"),
    }


def test_a_column_of_first_names_tells_where_the_surname_begins() -> None:
    known = replace(ZOE, first_name="Sem Mulder", prefix="van der", surname="Laan")
    row = ["4711", "Sem", "", "Mulder van der Laan", "02-03-2017", "4a"]

    [step] = plan(extract([row]), [known]).steps

    assert _changes(step)["first_name"] == ("Sem Mulder", "Sem")


def test_a_turkish_name_in_capitals_keeps_its_letters() -> None:
    known = replace(ZOE, first_name="\u0130rem", prefix="", surname="Y\u0131ld\u0131r\u0131m")
    row = ["4711", "IREM", "", "YILDIRIM", "02-03-2017", "4a"]

    [step] = plan(extract([row]), [known]).steps

    assert isinstance(step, Keep)


@pytest.mark.parametrize(
    "written", ["Zo\u00eb (Zo\u00ebtje)", "Maria (Zo\u00eb)", "Zo\u00eb (Z\u00f6e)"]
)
def test_a_name_with_another_in_brackets_leaves_the_one_that_is_known(written: str) -> None:
    row = ["4711", written, "van", "Dijk", "02-03-2017", "4a"]

    [step] = plan(extract([row]), [ZOE]).steps

    assert isinstance(step, Keep)


def test_prefixes_that_all_begin_with_a_capital_stay_small() -> None:
    others = [replace(known, prefix="de") for known in school()[:3]]
    rows = [row_of(replace(known, prefix="De")) for known in others]
    row = ["4711", "Zoë", "Van", "Dijk", "02-03-2017", "4a"]

    made = plan(extract([*rows, row]), [*others, ZOE], school_year=LAST_YEAR)

    assert all(isinstance(step, Keep) for step in made.steps[: len(rows) + 1])


@pytest.mark.parametrize(
    ("prefix", "short"), [("van den", "v.d."), ("van der", "vd"), ("van", "v")]
)
def test_a_prefix_is_not_made_shorter(prefix: str, short: str) -> None:
    row = ["4711", "Zoë", short, "Dijk", "02-03-2017", "4a"]

    [step] = plan(extract([row]), [replace(ZOE, prefix=prefix)]).steps

    assert isinstance(step, Keep)


def test_a_short_prefix_of_another_surname_is_new() -> None:
    row = ["4711", "Zoë", "v.d.", "Dijk-Bakker", "02-03-2017", "4a"]

    [step] = plan(extract([row]), [replace(ZOE, prefix="van den")]).steps

    assert _changes(step) == {"prefix": ("van den", "v.d."), "surname": ("Dijk", "Dijk-Bakker")}


def test_a_list_with_all_given_names_leaves_call_names() -> None:
    others = school()[:3]
    rows = [row_of(replace(known, first_name=f"{known.first_name} Maria")) for known in others]
    row = ["4711", "Zoë Johanna", "van", "Dijk", "02-03-2017", "4a"]

    made = plan(extract([*rows, row]), [*others, ZOE], school_year=LAST_YEAR)

    assert all(isinstance(step, Keep) for step in made.steps[: len(rows) + 1])


def test_one_child_may_get_a_second_first_name() -> None:
    others = school()
    row = ["4711", "Zoë Anna", "van", "Dijk", "02-03-2017", "4a"]

    made = plan(extract([*map(row_of, others), row]), [*others, ZOE], school_year=LAST_YEAR)

    assert _changes(made.steps[-1]) == {"first_name": ("Zoë", "Zoë Anna")}


def test_a_list_with_capitals_where_they_belong_changes_them() -> None:
    row = ["4711", "Zoë", "van", "DIJK", "02-03-2017", "4a"]

    [_, step] = plan(extract([row_of(school()[0]), row]), [school()[0], ZOE]).steps

    assert _changes(step) == {"surname": ("Dijk", "DIJK")}


def test_zeros_and_the_word_groep_are_no_change() -> None:
    row = ["4711", "Zoë", "van", "Dijk", "02-03-2017", "Groep 4A"]

    [step] = plan(extract([row]), [ZOE]).steps

    assert isinstance(step, Keep)


def test_what_a_person_edited_is_a_conflict() -> None:
    pupil = replace(ZOE, first_name="Zoey", edited_by_hand=frozenset({Field.FIRST_NAME}))

    [step] = plan(extract([ROW]), [pupil]).steps

    assert isinstance(step, Update)
    assert "first_name" not in _changes(step)
    assert [(c.before, c.after) for c in step.conflicts] == [("Zoey", "Zoë")]


def test_who_left_and_comes_back_is_an_update() -> None:
    [step] = plan(extract([ROW]), [replace(ZOE, enrolled=False, group="5b", year_group="5")]).steps

    assert isinstance(step, Update)
    assert step.returns


_DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("entered_on", "made_on", "leaves"),
    [
        # (entered by hand, what the file says of itself): a list cannot hold who came later.
        (AS_OF - _DAY, None, True),
        (AS_OF, None, False),
        (AS_OF + _DAY, None, False),
        (AS_OF - _DAY, AS_OF - 2 * _DAY, False),
        (AS_OF - _DAY, AS_OF + 9 * _DAY, True),
    ],
)
def test_who_was_entered_by_hand_leaves_by_a_later_list_and_never_unsaid(
    entered_on: date, made_on: date | None, *, leaves: bool
) -> None:
    pien = replace(known("K9", "Pien Zomer", group="5"), entered_on=entered_on)

    made = plan(extract([ROW]), [ZOE, pien], facts=SourceFacts(as_of=made_on))

    held = [hold for hold in made.holds if hold.code == "entered_by_hand"]
    assert made.counts["withdraw"] == leaves
    assert held == ([Hold("entered_by_hand", {"leavers": 1})] if leaves else [])


@pytest.mark.parametrize("told", [{"pupil_number": "004799"}, {"birth_date": BORN}])
def test_once_a_list_told_more_of_it_a_child_leaves_as_all_others(told: dict[str, Any]) -> None:
    pien = replace(known("K9", "Pien Zomer", group="5"), entered_on=AS_OF + _DAY, **told)

    made = plan(extract([ROW]), [ZOE, pien])

    assert made.counts["withdraw"] == 1
    assert not [hold for hold in made.holds if hold.code == "entered_by_hand"]


def test_additions_never_withdraw() -> None:
    register = school()

    made = plan(extract([ROW]), register, mode=Mode.ADDITIONS)

    assert made.counts["withdraw"] == 0
    assert made.counts["enrol"] == 1


def test_a_delta_is_read_as_additions() -> None:
    made = plan(extract([ROW]), school(), facts=SourceFacts(delta=True))

    assert made.mode is Mode.ADDITIONS
    assert made.counts["withdraw"] == 0


def test_a_row_with_an_error_never_makes_its_child_a_leaver() -> None:
    register = [*school(), ZOE]
    rows = [*next_year_rows(school()), ["004711", "", "", "", "", "5b"]]

    made = plan(extract(rows), register)

    assert Severity.ERROR in {problem.severity for problem in made.problems}
    assert "K1" not in {s.known.patron_id for s in made.steps if isinstance(s, Withdraw)}


def test_a_row_with_an_error_protects_by_name_too() -> None:
    register = [*school(), ZOE]
    doubled = ["004711", "Zoë", "van", "Dijk", "02-03-2017", "5b"]
    rows = [*next_year_rows(school()), ["", *doubled[1:5], "5a"], ["", *doubled[1:5], "5b"]]

    made = plan(extract(rows), register)

    assert {p.code for p in made.problems} >= {Code.TWO_GROUPS}
    assert "K1" not in {s.known.patron_id for s in made.steps if isinstance(s, Withdraw)}


@pytest.mark.parametrize(
    ("row", "child"),
    [
        (["4712", "Suharto", "", "", "02-03-2017", "5"], known("K1", "Suharto")),
        (["", "Suharto Gul", "", "", "02-03-2017", "5"], known("K1", "Suharto", born=BORN)),
        (["", "Gul Rahim", "", "", "02-03-2017", "5"], known("K1", "Rahim", born=BORN)),
        (["", "Wti", "", "", "02-03-2017", "5"], known("K1", "Wati", born=BORN)),
    ],
    ids=["no date in the register", "more first names", "another of its first names", "a slip"],
)
def test_a_child_with_one_name_does_not_leave_by_the_error_in_its_row(
    row: list[str], child: KnownPupil
) -> None:
    others = school()

    made = plan(extract([*next_year_rows(others), row]), [*others, child])

    assert child not in [step.known for step in made.steps if isinstance(step, Withdraw)]


@pytest.mark.parametrize(
    "cells",
    [
        ["Zoë", "van", "Dijk", "02-03-2017", "5b", ""],
        ["", "004711", "Zoë", "van", "Dijk", "02-03-2017"],
        ["", "02-03-2017", "van", "Dijk", "Zoë", "5b"],
        ["", "02-03-2017", "5b", "van Dijk", "groep 5", ""],
    ],
    ids=["one to the left", "one to the right", "changed places", "the first name missing"],
)
def test_nobody_leaves_by_a_row_whose_cells_moved(cells: list[str]) -> None:
    register = [*school(), replace(ZOE, pupil_number="004711")]
    leaver = known("K2", "Bo Vos", number="9", born=date(2017, 9, 9))

    made = plan(extract([*next_year_rows(school()), cells]), [*register, leaver])

    assert Code.ROW_SHIFTED in {problem.code for problem in made.problems}
    gone = {s.known.patron_id for s in made.steps if isinstance(s, Withdraw)}
    assert ("K1" in gone, "K2" in gone) == (False, True)


def test_nobody_leaves_by_leaving_out_a_row_whose_cells_moved() -> None:
    rows = [*next_year_rows(school()), ["", "02-03-2017", "van", "Dijk", "Zoë", "5b"]]
    [aside] = extract(rows).set_aside

    made = plan(extract(rows, leave_out={aside.fingerprint}), [*school(), ZOE])

    assert [s.reasons for s in made.steps if isinstance(s, Skip)] == [("left_out",)]
    assert "K1" not in {s.known.patron_id for s in made.steps if isinstance(s, Withdraw)}


def test_an_error_protects_nobody_who_only_shares_a_first_name() -> None:
    others = school()
    leaver = known("K1", "Suharto Wirjo", born=date(2018, 7, 9))
    row = ["", "Suharto", "", "", "02-03-2017", "5"]

    made = plan(extract([*next_year_rows(others), row]), [*others, leaver])

    assert leaver in [step.known for step in made.steps if isinstance(step, Withdraw)]


def test_nobody_leaves_by_a_number_where_its_surname_should_be() -> None:
    register = [*school(), known("K1", "Suharto Wirjo", born=date(2018, 7, 9))]
    rows = [["", *row[1:4], "", row[5]] for row in next_year_rows(school())]

    made = plan(extract([*rows, ["", "Suharto", "", "967242", "", "5"]]), register)

    assert Severity.ERROR in {problem.severity for problem in made.problems}
    assert "K1" not in {s.known.patron_id for s in made.steps if isinstance(s, Withdraw)}


def test_a_candidate_of_a_question_does_not_leave() -> None:
    register = [*school(), ZOE]
    rows = [*next_year_rows(school()), ["", "Zoë", "", "Bakker", "02-03-2017", "5b"]]

    made = plan(extract(rows), register)

    [question] = [step for step in made.steps if isinstance(step, Question)]
    assert [c.patron_id for c in question.candidates] == ["K1"]
    assert "K1" not in {s.known.patron_id for s in made.steps if isinstance(s, Withdraw)}


def test_a_new_child_without_a_group_is_a_question_until_it_is_answered() -> None:
    register = school()
    rows = [*next_year_rows(register), ["7", "Bo", "", "Vos", "2022-01-11", ""]]
    found = extract(rows)
    [question] = [s for s in plan(found, register).steps if isinstance(s, Question)]

    answer = Decision(question.record.fingerprint, "another", ())
    answered = plan(found, register, decisions=[answer])

    assert question.reasons == ("group_missing",)
    assert answered.counts["question"] == 0
    assert answered.counts["enrol"] == 1


@pytest.mark.parametrize(("said", "kind"), [("same", Keep), ("another", Enrol)])
def test_who_is_known_and_has_no_group_is_who_a_person_says(
    said: Literal["same", "another"], kind: type[Step]
) -> None:
    register = school()
    rows = next_year_rows(register)
    rows[3][5] = ""
    found = extract(rows)
    [question] = [step for step in plan(found, register).steps if isinstance(step, Question)]
    shown = tuple(candidate.patron_id for candidate in question.candidates)
    who = shown[0] if said == "same" else None

    made = plan(
        found, register, decisions=[Decision(question.record.fingerprint, said, shown, who)]
    )

    [step] = [step for step in made.steps if _row(step) == question.record.origin.row]
    assert question.reasons[0] == "group_missing"
    assert isinstance(step, kind)


def _row(step: Step) -> int:
    return 0 if isinstance(step, Withdraw) else step.record.origin.row


def test_a_list_without_groups_is_one_decision() -> None:
    register = school()
    rows = [[*row[:5], row[5] if at < 6 else ""] for at, row in enumerate(next_year_rows(register))]

    made = plan(extract(rows), register)

    assert [(hold.code, dict(hold.detail)) for hold in made.holds] == [
        ("part_missing", {"without_group": 36, "rows": 42})
    ]
    assert made.counts["question"] == 0


def test_a_first_list_without_groups_is_one_decision() -> None:
    rows = [[*row[:5], ""] for row in next_year_rows(school())]

    assert [hold.code for hold in plan(extract(rows), []).holds] == ["part_missing"]


def test_of_a_few_children_without_a_group_each_is_asked_about() -> None:
    register = school()
    rows = [[*row[:5], ""] for row in next_year_rows(register)[:8]]

    made = plan(extract(rows), register, mode=Mode.ADDITIONS)

    assert (made.counts["question"], made.holds) == (8, ())


def test_within_a_year_a_list_without_groups_asks_about_newcomers_only() -> None:
    register = school()
    rows = [[*row_of(pupil)[:5], ""] for pupil in register]
    rows.append(["7", "Bo", "", "Vos", "2022-01-11", ""])

    made = plan(extract(rows), register, school_year=LAST_YEAR)

    assert (made.counts["keep"], made.counts["question"]) == (len(register), 1)
    assert made.holds == ()


def test_where_no_child_has_a_group_a_newcomer_without_one_is_ordinary() -> None:
    register = [replace(pupil, group="", year_group="") for pupil in school()]
    rows = [row_of(pupil) for pupil in register]
    rows.append(["7", "Bo", "", "Vos", "2022-01-11", ""])

    made = plan(extract(rows), register, school_year=LAST_YEAR)

    assert (made.counts["keep"], made.counts["enrol"]) == (len(register), 1)


def _of_two_classes() -> list[KnownPupil]:
    return [
        replace(pupil, group=f"{pupil.group}{'ab'[at % 2]}") for at, pupil in enumerate(school())
    ]


def test_within_a_year_a_list_of_years_takes_nobody_out_of_its_class() -> None:
    register = _of_two_classes()
    rows = [row_of(pupil, group=pupil.group[0]) for pupil in register]

    made = plan(extract(rows), register, school_year=LAST_YEAR)

    assert made.counts["keep"] == len(register)


def test_a_list_of_years_takes_neither_year_out_of_a_combination_group() -> None:
    groups = {"1": "1/2a", "2": "1/2a", "7": "7-8", "8": "7-8"}
    register = [replace(p, group=groups.get(p.year_group, p.group)) for p in school()]
    rows = [row_of(pupil, group=pupil.year_group) for pupil in register]

    made = plan(extract(rows), register, school_year=LAST_YEAR)

    assert made.counts["keep"] == len(register)


def test_a_list_of_years_takes_nobody_out_of_a_class_that_begins_with_its_stream() -> None:
    register = [
        replace(
            pupil,
            group=f"h{1 + at // 12}{'ab'[at % 2]}",
            year_group=f"1{1 + at // 12}",
            birth_date=None,
        )
        for at, pupil in enumerate(school())
    ]
    rows = [row_of(pupil, group=pupil.year_group[-1]) for pupil in register]
    rows[0][5] = "2"

    made = plan(extract(rows), register, school_year=LAST_YEAR)

    assert (made.counts["keep"], made.counts["update"]) == (len(register) - 1, 1)


def test_a_list_of_years_that_tells_one_class_is_believed() -> None:
    register = _of_two_classes()
    rows = [row_of(pupil, group=pupil.group[0]) for pupil in register]
    rows[3][5] = register[3].group

    made = plan(extract(rows), register, school_year=LAST_YEAR)

    assert (made.counts["keep"], made.counts["update"]) == (1, len(register) - 1)


def test_a_list_of_years_for_a_new_year_is_believed() -> None:
    register = _of_two_classes()
    rows = next_year_rows(register)
    rows[3][5] = register[3].year_group  # stays behind, in a class that the list does not tell

    made = plan(extract(rows), register)

    assert made.counts["update"] == len(register) - 6


def test_within_a_year_a_missing_group_stays_what_it_was() -> None:
    register = school()
    rows = [row_of(pupil) for pupil in register]
    rows[3][5] = ""

    made = plan(extract(rows), register, school_year=LAST_YEAR)

    assert made.counts["keep"] == len(register)


@pytest.mark.parametrize(
    ("again", "kind"),
    [
        (["", "Zoëe", "van", "Dijk", "02-03-2017", "5b"], Question),
        (["004712", "Zoëe", "van", "Dijk", "02-03-2017", "5b"], Enrol),
        (["", "Mila", "van", "Dijk", "02-03-2017", "5b"], Enrol),
        (["", "Zoëe", "van", "Dijk", "02-03-2017", "5a"], Enrol),
    ],
    ids=["a slip", "a number of its own", "another name", "another group"],
)
def test_a_row_again_with_a_slip_and_no_number_is_no_twin(again: list[str], kind: type) -> None:
    rows = [*next_year_rows(school()), ROW, again]

    made = plan(extract(rows), [*school(), ZOE])

    [step] = [s for s in made.steps if not isinstance(s, Withdraw) and s.record.origin.row == 45]
    assert isinstance(step, kind)


def test_a_row_a_person_leaves_out_is_skipped_and_its_child_stays() -> None:
    register = school()
    rows = [row_of(pupil) for pupil in register]
    left_out = extract(rows).records[0].fingerprint
    answer = Decision(left_out, "leave_out")

    made = plan(
        extract(rows, leave_out={left_out}), register, decisions=[answer], school_year=LAST_YEAR
    )

    assert isinstance(made.steps[0], Skip)
    assert made.counts["withdraw"] == 0


def test_a_child_that_may_not_be_included_is_skipped() -> None:
    found = extract([ROW])
    not_to_be_included = frozenset(identities(found.records[0], secret=SECRET))

    made = plan(found, [], not_to_be_included=not_to_be_included)

    [step] = made.steps
    assert isinstance(step, Skip)
    assert step.reasons == ("not_to_be_included",)


def test_rows_of_another_location_are_split_off() -> None:
    headings = [*HEADINGS, "Vestiging"]
    register = [ZOE]
    rows = [[*ROW, "05KO01"], ["7", "Bo", "", "Vos", "2016-01-11", "5b", "05KO02"]]

    made = plan(extract(rows, headings), register, branch_brin="05KO01")

    assert [step.reasons for step in made.steps if isinstance(step, Skip)] == [("other_location",)]
    assert made.counts["enrol"] == 0


@pytest.mark.parametrize(
    ("ours", "theirs"), [("01", "02"), ("1", "2"), ("05KO-01", "05KO-02"), ("05ko 01", "06KO01")]
)
def test_a_location_may_be_told_by_its_number(ours: str, theirs: str) -> None:
    headings = [*HEADINGS, "Vestiging"]
    rows = [[*ROW, ours], ["7", "Bo", "", "Vos", "2016-01-11", "5b", theirs]]

    made = plan(extract(rows, headings), [ZOE], branch_brin="05KO01")

    assert [step.record.location for step in made.steps if isinstance(step, Skip)] == [theirs]


def test_locations_that_nobody_recognises_split_nothing() -> None:
    headings = [*HEADINGS, "Vestiging"]
    rows = [[*ROW, "Noord"], ["7", "Bo", "", "Vos", "2016-01-11", "5b", "Zuid"]]

    assert plan(extract(rows, headings), [ZOE], branch_brin="05KO01").counts["skip"] == 0
    named = plan(extract(rows, headings), [ZOE], own_locations=frozenset({"noord"}))
    assert named.counts["skip"] == 1


def test_a_child_in_a_combination_group_moves_on_by_itself() -> None:
    pupil = replace(ZOE, group="3/4", year_group="3")

    [step] = plan(extract([[*ROW[:5], "3/4"]]), [pupil]).steps

    assert _changes(step) == {"year_group": ("3", "4")}


def test_one_child_under_two_numbers_is_a_question() -> None:
    found = extract([ROW, ["009999", *ROW[1:]]])

    made = plan(found, [])

    assert [type(step) for step in made.steps] == [Question, Question]
    assert made.steps[0].reasons == ("twice_in_file",)


@pytest.mark.parametrize("born", ["02-03-2017", ""])
def test_two_of_one_family_without_first_names_are_a_question(born: str) -> None:
    found = extract([["", "-", "", "Vos", born, "5b"]] * 2)

    asked = plan(found, [])
    first, second = (record.fingerprint for record in found.records)
    answered = plan(found, [], decisions=[Decision(first, "another"), Decision(second, "another")])

    assert first != second
    assert [step.reasons for step in asked.steps] == [("twice_in_file",)] * 2
    assert [type(step) for step in answered.steps] == [Enrol, Enrol]


TJIBBE = replace(ZOE, first_name="Tjibbe", prefix="", surname="Bos")
YTZEN = replace(TJIBBE, patron_id=PatronId("K9"), pupil_number="4799", first_name="Ytzen")


@pytest.mark.parametrize(
    "written",
    [
        *(["Tjibbe/Ytzen", "Bos"], ["Tjibbe - Ytzen", "Bos"], ["Tjibbe, Ytzen", "Bos"]),
        *(["Tjibbe", "Bos met Ytzen"], ["Tjibbe (zusje Ytzen)", "Bos"]),
    ],
)
def test_a_row_that_names_a_leaver_as_well_is_a_question(written: list[str]) -> None:
    first, surname = written
    found = extract([["4711", first, "", surname, "02-03-2017", "5a"]])

    made = plan(found, [TJIBBE, YTZEN])
    [record] = found.records
    [step] = made.steps
    assert isinstance(step, Question)
    shown = tuple(one.patron_id for one in step.candidates)
    decision = Decision(record.fingerprint, "same", shown, TJIBBE.patron_id)
    answered = plan(found, [TJIBBE, YTZEN], decisions=[decision])

    assert shown == (TJIBBE.patron_id, YTZEN.patron_id)
    assert [type(one) for one in answered.steps] == [Update, Withdraw]


def test_a_name_like_that_of_two_asks_nothing_when_nobody_leaves_by_it() -> None:
    row = ["4711", "Tjibbe/Ytzen", "", "Bos", "02-03-2017", "5a"]
    other = ["4799", "Ytzen", "", "Bos", "02-03-2017", "5a"]

    made = plan(extract([row, other]), [TJIBBE, YTZEN])
    alone = plan(extract([row]), [replace(TJIBBE, first_name="Tjibbe/Ytzen")])

    assert made.counts["question"] == alone.counts["question"] == 0


def test_a_bare_name_that_another_row_has_as_well_is_a_question() -> None:
    found = extract([ROW, ["", "Zoë", "van", "Dijk", "", "5b"]])

    made = plan(found, [ZOE])

    assert [type(step) for step in made.steps] == [Update, Question]
    assert made.steps[1].reasons == ("twice_in_file",)


@pytest.mark.parametrize("first_name", ["Bo", "-"])
def test_a_bare_newcomer_is_kept_when_the_same_list_comes_again(first_name: str) -> None:
    found = extract([*next_year_rows(school()), ["", first_name, "", "Vos", "", "5b"]])
    made = plan(found, school())

    again = plan(found, applied(made, school()))

    assert made.counts["enrol"] == 1
    assert again.counts["keep"] == len(found.records)


def test_two_claims_on_one_child_are_told() -> None:
    rows = [
        ["", "Zoë", "", "Bakker", "02-03-2017", "5b"],
        ["", "Zoë", "", "Smit", "02-03-2017", "5b"],
    ]
    found = extract(rows)
    answers = [
        Decision(r.fingerprint, "same", (ZOE.patron_id,), ZOE.patron_id) for r in found.records
    ]

    made = plan(found, [ZOE], decisions=answers)

    assert [p.code for p in made.problems if p.code is Code.TWO_ROWS_ONE_CHILD] == [
        Code.TWO_ROWS_ONE_CHILD
    ] * 2
    assert made.counts["question"] == 2


def test_a_plan_is_the_same_however_the_rows_stand() -> None:
    register = school()
    rows = [*next_year_rows(register), ["7", "Bo", "", "Vos", "2022-01-11", "1"]]
    digest = plan(extract(rows), register).digest

    random.Random(3).shuffle(rows)  # noqa: S311 - an order of rows is no secret

    assert plan(extract(rows), list(reversed(register))).digest == digest


@given(
    st.lists(
        st.lists(st.text(alphabet="a\x1f\x1e',\n", max_size=3), min_size=1, max_size=3),
        min_size=2,
        max_size=2,
    )
)
@settings(max_examples=examples_at_most(300))
def test_two_steps_never_make_one_line(both: list[list[str]]) -> None:
    one, other = (["keep", *texts] for texts in both)

    assert (_as_line(one) == _as_line(other)) == (one == other)


def test_a_digest_tells_what_will_happen() -> None:
    register = school()
    found = extract(next_year_rows(register))
    digest = plan(found, register).digest

    assert plan(found, register).digest == digest
    assert plan(found, register[:-1]).digest != digest
    assert plan(found, register, school_year="2027-2028").digest != digest
    assert plan(found, register, mode=Mode.ADDITIONS).digest != digest


def test_a_plan_shows_no_child_in_its_repr() -> None:
    text = repr(plan(extract([ROW]), [ZOE]))

    for secret in ("Zoë", "Dijk", "4711", "2017"):
        assert secret not in text


def test_importing_an_applied_plan_again_keeps_everything() -> None:
    register = school()
    rows = [*next_year_rows(register), ["7", "Bo", "", "Vos", "2022-01-11", "1"]]
    found = extract(rows)

    again = plan(found, applied(plan(found, register), register))

    assert again.counts == {
        "enrol": 0,
        "update": 0,
        "keep": len(rows),
        "question": 0,
        "skip": 0,
        "withdraw": 0,
    }
    assert not again.holds


@st.composite
def _next_files(draw: st.DrawFn) -> tuple[list[KnownPupil], list[list[str]]]:
    """A register, and a file in which anything may have happened to anybody."""
    register = school(2)
    rows = next_year_rows(register)
    for at in draw(st.sets(st.integers(0, len(rows) - 1), max_size=6)):
        cell = draw(st.integers(0, 5))
        rows[at][cell] = draw(st.sampled_from(["", "Anders", "99", "2016-05-06", "5b", "Vos"]))
    for at in draw(st.lists(st.integers(0, len(rows) - 1), max_size=3)):
        rows.append([*rows[at][:5], draw(st.sampled_from(["5a", rows[at][5]]))])
    return register, rows


@settings(max_examples=examples_at_most(60), deadline=None)
@given(_next_files())
def test_every_pupil_is_in_one_step_or_has_an_error(
    case: tuple[list[KnownPupil], list[list[str]]],
) -> None:
    register, rows = case

    made = plan(extract(rows), register)

    seen = [step.record.origin.row for step in made.steps if not isinstance(step, Withdraw)]
    errors = {p.origin.row for p in made.problems if p.severity is Severity.ERROR and p.origin}
    skipped = {
        p.origin.row for p in made.problems if p.code is Code.TOTALS_ROW_SKIPPED and p.origin
    }
    assert len(seen) == len(set(seen))
    assert not errors & set(seen)
    assert set(seen) | errors | skipped == set(range(2, len(rows) + 2))
    leaving = {s.known.patron_id for s in made.steps if isinstance(s, Withdraw)}
    tied = {s.known.patron_id for s in made.steps if isinstance(s, Update | Keep)}
    asked = {c.patron_id for s in made.steps if isinstance(s, Question) for c in s.candidates}
    assert not leaving & (tied | asked)


@settings(max_examples=examples_at_most(60), deadline=None)
@given(_next_files())
def test_whatever_was_applied_is_kept_the_next_time(
    case: tuple[list[KnownPupil], list[list[str]]],
) -> None:
    register, rows = case
    found = extract(rows)
    made = plan(found, register)

    again = plan(found, applied(made, register))

    settled = {
        step.record.origin.row for step in made.steps if isinstance(step, Enrol | Update | Keep)
    }
    assert all(
        isinstance(step, Keep)
        for step in again.steps
        if not isinstance(step, Withdraw) and step.record.origin.row in settled
    )
    assert again.counts["withdraw"] == 0
    assert again.school_year == THIS_YEAR


def test_another_child_without_a_group_is_no_known_child() -> None:
    register = school(4)
    rows = next_year_rows(register)
    rows[0][5] = ""
    found = extract(rows)
    [asked] = [step for step in plan(found, register).steps if isinstance(step, Question)]
    told = Decision(asked.record.fingerprint, "another", (asked.candidates[0].patron_id,))

    made = plan(found, register, decisions=[told])

    [new] = [step for step in made.steps if isinstance(step, Enrol)]
    assert new.record.fingerprint == asked.record.fingerprint


@pytest.mark.parametrize(
    ("first", "surname", "born", "stays"),
    [
        ("?inar", "G?ne?", "", True),
        ("?inar", "Bakker", "", False),
        ("?inar", "", "09-05-2016", True),
        ("S?nar", "G?ne?", "", False),
        ("?????", "G?ne?", "", True),
        ("?????????????", "G?ne?", "", False),
        ("??n?r", "", "09-05-2016", True),
        # More gaps than a name has: whoever it may be stays.
        ("?inar", "G?x?x?x?x?x?x?", "", True),
        ("?inar", "B?x?x?x?x?x?x?", "", False),
    ],
)
def test_a_child_whose_name_lost_letters_on_the_way_does_not_leave(
    first: str, surname: str, born: str, *, stays: bool
) -> None:
    cinar = replace(
        ZOE, pupil_number="", first_name="Çınar", prefix="", surname="Güneş",
        birth_date=date(2016, 5, 9),
    )  # fmt: skip

    made = plan(extract([*next_year_rows(school()), ["", first, "", surname, born, "5b"]]),
                [*school(), cinar])  # fmt: skip

    assert (
        cinar.patron_id in {s.known.patron_id for s in made.steps if isinstance(s, Withdraw)}
    ) is not stays
