"""The sentence a plan opens with."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from leesloket.branches.queries import BranchLine
from leesloket.imports.showing import HoldView, PlanView, QuestionView, UploadLine
from leesloket.web.steps import has_ended, status_word, steps
from leesloket.web.verdicts import verdict

MOMENT = datetime(2026, 8, 13, 7, 11, tzinfo=UTC)
BRANCH = BranchLine(
    id=1,
    library_id=1,
    library_name="Rietoever",
    slug="vuurvlinder",
    name="De Vuurvlinder",
    place="Zandwijk",
    kind="school",
    brin6="99XX00",
    contact_name="",
    contact_email="",
    contact_phone="",
    helpdesk="",
    notice_email="",
    final_year_groups=("8",),
)
UPLOAD = UploadLine(
    id=UUID(int=1),
    branch=BRANCH,
    file_name="lijst.xlsx",
    status="sent",
    received_at=MOMENT,
    received_by="Petra",
    pupils=200,
    format="xlsx",
    scanned="none",
    sent_at=MOMENT,
)
PLAN = PlanView(
    upload=UPLOAD,
    staff=True,
    digest="sha256:0",
    school_year="2026-2027",
    as_of=date(2026, 8, 13),
    effective_on=date(2026, 8, 24),
    mode="full",
    counts={"enrol": 2, "update": 3, "withdraw": 1},
    holds=(),
    checks_passed=(),
    questions=(),
    picture=None,
    tabs=(),
    children=(),
)
QUESTION = QuestionView(
    number=1,
    row=7,
    fingerprint="f",
    name="Daan",
    group="6",
    birth_date=None,
    pupil_number="",
    candidates=(),
    reasons=(),
)
HOLD = HoldView("merger", {})


@pytest.mark.parametrize(
    ("plan", "text"),
    [
        (PLAN, "Het is een gewone zomer."),
        (
            replace(PLAN, counts={"enrol": 7, "update": 31, "keep": 2300, "withdraw": 20}),
            "De meeste kinderen blijven waar ze zijn.",
        ),
        (
            replace(PLAN, counts={"enrol": 7}, mode="additions"),
            "Door deze lijst wordt niemand uitgeschreven.",
        ),
    ],
)
def test_an_ordinary_plan_looks_good(plan: PlanView, text: str) -> None:
    assert verdict(plan).title == "Dit ziet er goed uit"
    assert verdict(plan).text == text


def test_a_first_list_is_no_ordinary_summer() -> None:
    first = replace(PLAN, counts={"enrol": 200})

    assert verdict(first).title == "Iedereen is nieuw"
    assert "niets om mee te vergelijken" in verdict(first).text
    assert verdict(replace(first, mode="additions")).title == "Dit ziet er goed uit"


def test_a_hold_comes_before_everything() -> None:
    said = verdict(replace(PLAN, holds=(HOLD,), questions=(QUESTION,)))

    assert (said.title, said.text) == ("Eén ding klopt misschien niet", "En er is één vraag.")


def test_a_hold_that_was_judged_holds_no_more_and_makes_no_ordinary_summer() -> None:
    lifted = replace(HOLD, lifted_by="Marloes", lifted_reason="de school belde")

    said = verdict(replace(PLAN, holds=(lifted,)))

    assert said.title == "Eén ding viel op, en is beoordeeld"
    assert said.text == "Lees de reden voordat je verdergaat."


def test_beside_a_hold_nothing_is_called_ordinary() -> None:
    said = verdict(replace(PLAN, holds=(HOLD,)))

    assert said.text == "Kijk daar eerst naar."


@pytest.mark.parametrize(
    "more", [{"holds": (HOLD,)}, {"questions": (QUESTION,)}, {"holds": (HOLD,) * 2}]
)
def test_rows_that_stay_behind_are_named_beside_questions_and_holds(
    more: dict[str, Any],
) -> None:
    said = verdict(replace(PLAN, counts={"enrol": 1, "keep": 9, "error": 2}, **more))

    assert said.text == "2 rijen konden niet mee; die kinderen blijven zoals ze zijn."


def test_open_questions_are_counted_and_answered_ones_are_not() -> None:
    answered = replace(QUESTION, answer="another")

    said = verdict(replace(PLAN, questions=(QUESTION, QUESTION, answered)))

    assert (said.title, said.questions) == ("Er zijn nog 2 vragen", 2)


def test_a_file_that_changes_nothing_says_so() -> None:
    assert verdict(replace(PLAN, counts={"keep": 200})).title == "Alles is al bij"


def test_rows_that_stay_behind_are_named() -> None:
    said = verdict(replace(PLAN, counts={"enrol": 1, "keep": 9, "error": 2}))

    assert said.text == "2 rijen konden niet mee; die kinderen blijven zoals ze zijn."


@pytest.mark.parametrize(
    ("status", "states", "ended"),
    [
        ("read", ["done", "now", "todo", "todo", "todo"], False),
        ("sent", ["done", "done", "done", "now", "todo"], False),
        ("applied", ["done", "done", "done", "done", "done"], False),
        ("refused", ["now", "todo", "todo", "todo", "todo"], True),
        ("expired", ["done", "now", "todo", "todo", "todo"], True),
        ("withdrawn", ["done", "now", "todo", "todo", "todo"], True),
    ],
)
def test_the_steps_say_how_far_a_file_is(status: str, states: list[str], ended: bool) -> None:  # noqa: FBT001 - a table of cases
    upload = replace(UPLOAD, status=status)  # type: ignore[arg-type]

    assert [step.state for step in steps(upload)] == states
    assert has_ended(upload) is ended
    assert status_word(upload)


def test_a_list_that_was_turned_back_was_processed_first() -> None:
    applied_at, undone_at = MOMENT.replace(day=14), MOMENT.replace(day=20)
    upload = replace(UPLOAD, status="undone", applied_at=applied_at, undone_at=undone_at)

    told = [(step.word, step.state, step.at) for step in steps(upload)]

    assert told[-2:] == [("Verwerkt", "done", applied_at), ("Teruggedraaid", "now", undone_at)]
    assert (has_ended(upload), upload.finished_at) == (True, undone_at)
