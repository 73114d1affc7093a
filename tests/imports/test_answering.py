"""What people say about a list: cells, columns, and who a child is."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from tests.imports.journey import plan_of, receive, send
from tests.imports.school import CHILDREN, NEWCOMER, School, next_year
from tests.people import NOW, Child, list_of, recorded

from leesloket.accounts.queries import Viewer
from leesloket.imports import actions, queries
from leesloket.imports.actions.answering import Answer
from leesloket.imports.models import DistinctPair, RememberedColumn, RosterImport
from leesloket.imports.showing import CellLine, QuestionView, RowLine
from leesloket.isolation.scope import scoped
from leesloket.vault.models import Sealed

pytestmark = pytest.mark.enable_socket

ZOE, *OTHERS = next_year()
# Another number and another spelling, on the same birth date: is this Zoë van Dijk?
ZOE_AGAIN = replace(ZOE, number="009999", first_name="Zoe", surname="Dijck")


def _repair(upload: UUID, by: Viewer, **more: str | None) -> None:
    actions.repair_cell(upload, acting_user=by, now=NOW, **more)  # type: ignore[arg-type]


def _answer(
    upload: UUID,
    question: QuestionView,
    answer: Answer,
    by: Viewer,
    *,
    shown: tuple[UUID, ...] | None = None,
) -> None:
    seen = tuple(candidate.patron_id for candidate in question.candidates)
    actions.answer_question(
        upload,
        fingerprint=question.fingerprint,
        answer=answer,
        patron_id=seen[0] if answer == "same" else None,
        shown=seen if shown is None else shown,
        acting_user=by,
        now=NOW,
    )


def _row(upload: UUID, row: int, by: Viewer) -> RowLine:
    [line] = [one for one in queries.reading_page(upload, viewer=by).repairs if one.row == row]
    return line


def _cell(line: RowLine, field: str) -> CellLine:
    [cell] = [one for one in line.cells if one.field == field]
    return cell


def _question(upload: UUID, by: Viewer) -> QuestionView:
    [question] = plan_of(upload, by=by, staff=False).questions
    return question


# --- cells ---------------------------------------------------------------------------------------


def test_a_repaired_cell_counts_and_the_file_stays_as_it_was(school: School) -> None:
    content = list_of((ZOE, *OTHERS, NEWCOMER)).replace(b"14-02-2020", b"31-02-2020")
    upload = receive(content, branch_id=school.branch.id, by=school.petra)
    line = _row(upload, 22, school.petra)
    before = _cell(line, "birth_date")
    assert (before.value, before.problem, before.severity) == (
        "31-02-2020",
        "birth_date_unreadable",
        "warning",
    )

    for stranger in school.strangers:
        with pytest.raises(queries.ImportNotFoundError):
            _repair(
                upload, stranger, fingerprint=line.fingerprint, field="birth_date", value="1-2-2020"
            )
    _repair(
        upload, school.petra, fingerprint=line.fingerprint, field="birth_date", value=" 14-02-2020 "
    )

    after = _cell(_row(upload, 22, school.petra), "birth_date")
    assert (after.value, after.problem, after.repaired) == ("14-02-2020", "", True)
    [child] = [
        one for one in plan_of(upload, by=school.petra, staff=False).children if one.row == 22
    ]
    assert child.birth_date == NEWCOMER.born

    _repair(upload, school.petra, fingerprint=line.fingerprint, field="birth_date", value=None)
    again = _cell(_row(upload, 22, school.petra), "birth_date")
    assert (again.value, again.repaired) == ("31-02-2020", False)
    with scoped(school.scope):
        # The raw file, the table and one set of answers: older answers are gone.
        assert Sealed.objects.count() == 3
    assert recorded(upload, school.scope) == ["upload_received", "row_repaired", "row_repaired"]


def test_a_row_or_field_that_is_not_there_cannot_be_repaired(school: School) -> None:
    upload = school.receive()
    fingerprint = _fingerprint(upload, 2, school.petra)

    for wrong in (
        {"fingerprint": "f" * 64, "field": "group"},
        {"fingerprint": fingerprint, "field": "bsn"},
    ):
        with pytest.raises(actions.RowGoneError):
            _repair(upload, school.petra, value="x", **wrong)


def _fingerprint(upload: UUID, row: int, by: Viewer) -> str:
    children = plan_of(upload, by=by, staff=False).children
    return next(child.fingerprint for child in children if child.row == row)


def test_a_row_without_a_name_is_an_error_until_it_is_repaired_and_makes_nobody_leave(
    school: School,
) -> None:
    nameless = replace(ZOE, first_name="", prefix="", surname="")
    upload = school.receive((nameless, *OTHERS))
    assert queries.upload_line(upload, viewer=school.petra).errors == 1
    assert plan_of(upload, by=school.petra, staff=False).counts["withdraw"] == 0

    line = _row(upload, 2, school.petra)
    assert line.severity == "error"
    for field, value in (("first_name", "Zoë"), ("prefix", "van"), ("surname", "Dijk")):
        _repair(upload, school.petra, fingerprint=line.fingerprint, field=field, value=value)

    assert queries.upload_line(upload, viewer=school.petra).errors == 0
    counts = plan_of(upload, by=school.petra, staff=False).counts
    assert (counts["error"], counts["update"], counts["enrol"]) == (0, 20, 0)


# --- who is this child? --------------------------------------------------------------------------


def test_an_answer_of_somebody_else_is_refused(school: School) -> None:
    upload = school.receive((ZOE_AGAIN, *OTHERS))
    question = _question(upload, school.petra)

    for stranger in school.strangers:
        with pytest.raises(queries.ImportNotFoundError):
            _answer(upload, question, "same", stranger)


def test_the_same_child_is_moved_and_does_not_leave(school: School) -> None:
    upload = school.receive((ZOE_AGAIN, *OTHERS))
    question = _question(upload, school.petra)
    [candidate] = question.candidates
    assert candidate.patron_id == school.ids[ZOE.number]
    assert "birth_date" in candidate.equal

    _answer(upload, question, "same", school.petra)

    plan = plan_of(upload, by=school.petra, staff=False)
    assert (plan.counts["question"], plan.counts["withdraw"], plan.counts["enrol"]) == (0, 0, 0)
    [told] = plan.questions
    assert (told.answer, told.answered_patron) == ("same", school.ids[ZOE.number])
    assert told.answered_by == "Petra Voorbeeld"
    assert recorded(upload, school.scope) == ["upload_received", "question_answered"]
    assert queries.upload_line(upload, viewer=school.petra).questions == 0


def test_same_as_a_child_that_was_not_shown_is_refused(school: School) -> None:
    upload = school.receive((ZOE_AGAIN, *OTHERS))
    question = _question(upload, school.petra)

    with pytest.raises(actions.RowGoneError):
        _answer(upload, question, "same", school.petra, shown=(uuid4(),))


def test_an_answer_to_other_candidates_leaves_the_question_open(school: School) -> None:
    upload = school.receive((ZOE_AGAIN, *OTHERS))
    question = _question(upload, school.petra)

    _answer(
        upload,
        question,
        "same",
        school.petra,
        shown=(question.candidates[0].patron_id, uuid4()),
    )

    assert plan_of(upload, by=school.petra, staff=False).counts["question"] == 1


def test_a_new_file_tells_which_answers_fit_no_more(school: School) -> None:
    upload = school.receive((ZOE_AGAIN, *OTHERS))
    question = _question(upload, school.petra)
    _answer(upload, question, "same", school.petra)

    fits = school.receive((ZOE_AGAIN, *OTHERS[1:]))

    reading = queries.reading_page(fits, viewer=school.petra)
    assert (reading.answers_kept, reading.answers_lost) == (1, 0)

    # The row is the same, and another child could be meant by now.
    shown = (question.candidates[0].patron_id, uuid4())
    _answer(fits, _question(fits, school.petra), "same", school.petra, shown=shown)
    asked = school.receive((ZOE_AGAIN, *OTHERS[2:]))

    reading = queries.reading_page(asked, viewer=school.petra)
    assert (reading.answers_kept, reading.answers_lost) == (0, 1)
    assert _question(asked, school.petra).answer == ""


def test_another_child_is_enrolled_and_never_asked_about_again(school: School) -> None:
    upload = school.receive((ZOE_AGAIN, *OTHERS))
    _answer(upload, _question(upload, school.petra), "another", school.petra)

    plan = plan_of(upload, by=school.petra, staff=False)
    assert (plan.counts["enrol"], plan.counts["withdraw"]) == (1, 1)
    with scoped(school.scope):
        assert set(DistinctPair.objects.values_list("patron_id", flat=True)) == {
            school.ids[ZOE.number]
        }

    # Another row this time, so that no answer about the row itself can be carried over.
    actions.withdraw(upload, acting_user=school.petra, now=NOW)
    later = school.receive((replace(ZOE_AGAIN, group="8b"), *OTHERS))
    assert plan_of(later, by=school.petra, staff=False).counts["question"] == 0


@pytest.mark.parametrize("instead", ["clear", "same", "leave_out"])
def test_another_child_that_was_a_mistake_is_forgotten_for_the_years_to_come(
    school: School, instead: Answer
) -> None:
    upload = school.receive((ZOE_AGAIN, *OTHERS))
    question = _question(upload, school.petra)
    _answer(upload, question, "another", school.petra)

    _answer(upload, question, instead, school.petra, shown=None if instead == "same" else ())

    with scoped(school.scope):
        assert not DistinctPair.objects.exists()
    kinds = plan_of(upload, by=school.petra, staff=False).counts
    assert kinds["question"] == (1 if instead == "clear" else 0)


def test_a_row_that_is_left_out_enrols_nobody_and_can_be_taken_along_again(school: School) -> None:
    upload = school.receive()
    fingerprint = _fingerprint(upload, 22, school.petra)
    say: Callable[[Answer], None] = lambda answer: actions.answer_question(  # noqa: E731 - one line, twice
        upload, fingerprint=fingerprint, answer=answer, acting_user=school.petra, now=NOW
    )

    say("leave_out")
    say("leave_out")
    counts = plan_of(upload, by=school.petra, staff=False).counts
    assert (counts["skip"], counts["enrol"]) == (1, 0)

    say("clear")
    counts = plan_of(upload, by=school.petra, staff=False).counts
    assert (counts["skip"], counts["enrol"]) == (0, 1)


def test_rows_with_errors_that_are_left_out_are_wrong_no_longer(school: School) -> None:
    nameless = replace(NEWCOMER, first_name="", surname="")
    twin = replace(NEWCOMER, number=OTHERS[0].number, first_name="Puck")
    upload = school.receive((ZOE, *OTHERS, nameless, twin))
    assert queries.reading_page(upload, viewer=school.petra).errors == 3

    for row in (22, 23):
        line = _row(upload, row, school.petra)
        _say(upload, line.fingerprint, "leave_out", school.petra)

    reading = queries.reading_page(upload, viewer=school.petra)
    plan = plan_of(upload, by=school.petra, staff=False)
    assert (reading.errors, reading.warnings, reading.pupils) == (0, 0, 20)
    assert [(line.row, line.left_out) for line in reading.repairs] == [(22, True), (23, True)]
    assert (plan.counts["error"], plan.counts["skip"], plan.counts["withdraw"]) == (0, 2, 0)
    assert plan.counts["update"] == 20
    assert plan.questions == ()
    assert queries.upload_line(upload, viewer=school.petra).errors == 0

    _say(upload, _row(upload, 23, school.petra).fingerprint, "clear", school.petra)
    assert queries.reading_page(upload, viewer=school.petra).errors == 2


def test_a_row_with_an_error_that_is_left_out_stays_so_in_the_next_file(school: School) -> None:
    nameless = replace(NEWCOMER, first_name="", surname="")
    upload = school.receive((ZOE, *OTHERS, nameless))
    _say(upload, _row(upload, 22, school.petra).fingerprint, "leave_out", school.petra)

    again = school.receive((*OTHERS, ZOE, nameless))

    assert queries.reading_page(again, viewer=school.petra).errors == 0
    assert _row(again, 22, school.petra).left_out


def test_an_answer_that_leaves_a_row_out_can_be_taken_back_where_it_was_asked(
    school: School,
) -> None:
    upload = school.receive((ZOE_AGAIN, *OTHERS))
    _answer(upload, _question(upload, school.petra), "leave_out", school.petra)

    answered = _question(upload, school.petra)

    assert (answered.answer, answered.row) == ("leave_out", 2)
    _answer(upload, answered, "clear", school.petra)
    assert _question(upload, school.petra).answer == ""


def _say(upload: UUID, fingerprint: str, answer: Answer, by: Viewer) -> None:
    actions.answer_question(upload, fingerprint=fingerprint, answer=answer, acting_user=by, now=NOW)


def test_a_question_that_is_gone_cannot_be_answered(school: School) -> None:
    upload = school.receive()

    with pytest.raises(actions.RowGoneError):
        actions.answer_question(
            upload, fingerprint="f" * 64, answer="leave_out", acting_user=school.petra, now=NOW
        )


def test_once_sent_the_school_has_spoken_and_the_staff_answers(school: School) -> None:
    upload = school.receive((ZOE_AGAIN, *OTHERS))
    question = _question(upload, school.petra)
    send(upload, by=school.petra)

    with pytest.raises(actions.NotOpenError):
        _answer(upload, question, "same", school.petra)
    with pytest.raises(actions.NotOpenError):
        _repair(upload, school.petra, fingerprint=question.fingerprint, field="group", value="8a")
    _answer(upload, question, "same", school.marloes)

    assert plan_of(upload, by=school.marloes).counts["question"] == 0


# --- in which group ------------------------------------------------------------------------------

ZOE_NOWHERE = replace(ZOE, group="")


def _shown(upload: UUID, by: Viewer) -> tuple[QuestionView, dict[str, int]]:
    """The one question with the numbers of the plan, as the staff sees them."""
    plan = plan_of(upload, by=by)
    [question] = plan.questions
    return question, dict(plan.counts)


def test_a_known_child_without_a_group_asks_for_the_group_with_where_its_classmates_go(
    school: School,
) -> None:
    upload = school.receive((ZOE_NOWHERE, *OTHERS))

    question = _question(upload, school.petra)

    assert (question.asks_group, question.suggested) == (True, "4a")
    assert [one.group for one in question.candidates] == ["3a"]
    assert plan_of(upload, by=school.petra, staff=False).groups == ("4a", "5a", "6a", "7a", "8a")


def test_a_group_that_was_chosen_moves_the_child_and_can_be_changed(school: School) -> None:
    upload = school.receive((ZOE_NOWHERE, *OTHERS))
    send(upload, by=school.petra)
    asked, _ = _shown(upload, school.marloes)

    _repair(upload, school.marloes, fingerprint=asked.fingerprint, field="group", value="5a")

    told, counts = _shown(upload, school.marloes)
    assert (told.answer, told.group, counts["question"]) == ("group", "5a", 0)
    _repair(upload, school.marloes, fingerprint=asked.fingerprint, field="group", value=None)
    again, counts = _shown(upload, school.marloes)
    assert (again.answer, again.group, counts["question"]) == ("", "", 1)


@pytest.mark.parametrize(
    ("rows", "answer"),
    [
        pytest.param((ZOE_NOWHERE, *OTHERS), "same", id="a known child"),
        pytest.param((ZOE, *OTHERS, replace(NEWCOMER, group="")), "another", id="a new child"),
    ],
)
def test_a_child_may_stay_without_a_group_for_now(
    school: School, rows: tuple[Child, ...], answer: Answer
) -> None:
    upload = school.receive(rows)

    _answer(upload, _question(upload, school.petra), answer, school.petra)

    told = _question(upload, school.petra)
    assert (told.answer, told.asks_group) == (answer, True)
    assert plan_of(upload, by=school.petra, staff=False).counts["question"] == 0


def test_a_row_that_resembles_a_child_asks_who_it_is_and_not_in_which_group(
    school: School,
) -> None:
    upload = school.receive((ZOE_AGAIN, *OTHERS))

    assert not _question(upload, school.petra).asks_group


# --- columns -------------------------------------------------------------------------------------

VAGUE = ("Code", "Voornaam", "X", "Achternaam", "Dag", "Waar")


def test_a_list_with_vague_headings_waits_for_somebody_to_say_what_they_are(
    school: School,
) -> None:
    content = list_of((*next_year(), NEWCOMER), headings=VAGUE)
    upload = receive(content, branch_id=school.branch.id, by=school.petra)
    reading = queries.reading_page(upload, viewer=school.petra)
    assert not reading.mapping_is_certain
    plan = plan_of(upload, by=school.petra, staff=False)
    assert (plan.missing, plan.may_send) == (("mapping",), False)
    with pytest.raises(actions.NotReadyError):
        send(upload, by=school.petra)

    fields = {0: "pupil_number", 1: "first_name", 2: "prefix", 3: "surname", 4: "birth_date"}
    for stranger in school.strangers:
        with pytest.raises(queries.ImportNotFoundError):
            actions.choose_columns(upload, {**fields, 5: "group"}, acting_user=stranger, now=NOW)
    actions.choose_columns(upload, {**fields, 5: None}, acting_user=school.petra, now=NOW)
    incomplete = queries.reading_page(upload, viewer=school.petra)
    assert (incomplete.missing, len(incomplete.columns)) == (("group",), 6)

    actions.choose_columns(upload, {**fields, 5: "group"}, acting_user=school.petra, now=NOW)

    reading = queries.reading_page(upload, viewer=school.petra)
    assert (reading.mapping_is_certain, reading.missing) == (True, ())
    assert plan_of(upload, by=school.petra, staff=False).counts["update"] == len(CHILDREN)
    with scoped(school.scope):
        assert RememberedColumn.objects.count() == 6
        assert RosterImport.objects.get().counts["pupils"] == 21
    assert recorded(upload, school.scope) == ["upload_received", *["columns_chosen"] * 2]

    # Next time the branch knows.
    again = receive(
        list_of(next_year(), headings=VAGUE), branch_id=school.branch.id, by=school.petra
    )
    reading = queries.reading_page(again, viewer=school.petra)
    assert reading.mapping_is_certain
    assert {column.how for column in reading.columns} == {"remembered"}


def test_a_column_nobody_needs_is_thrown_away(school: School) -> None:
    headings = ("Leerlingnummer", "Roepnaam", "X", "Achternaam", "Geboortedatum", "Waar")
    upload = receive(
        list_of(next_year(), headings=headings), branch_id=school.branch.id, by=school.petra
    )
    fields = {0: "pupil_number", 1: "first_name", 2: None, 3: "surname", 4: "birth_date"}

    actions.choose_columns(upload, {**fields, 5: "group"}, acting_user=school.petra, now=NOW)

    reading = queries.reading_page(upload, viewer=school.petra)
    assert [column.field for column in reading.columns] == [
        "pupil_number",
        "first_name",
        "surname",
        "birth_date",
        "group",
    ]
    assert ("X", "not_needed") in {(column.heading, column.reason) for column in reading.dropped}


def test_a_column_is_no_field_that_there_is_not(school: School) -> None:
    upload = receive(list_of(next_year()), branch_id=school.branch.id, by=school.petra)

    with pytest.raises(queries.ImportNotFoundError):
        actions.choose_columns(upload, {0: "schoenmaat"}, acting_user=school.petra, now=NOW)


def test_what_was_said_of_rows_stays_when_a_column_is_thrown_away(school: School) -> None:
    headings = ("Leerlingnummer", "Roepnaam", "Waarvan", "Achternaam", "Geboortedatum", "Waar")
    nameless = replace(NEWCOMER, first_name="", surname="")
    content = list_of((ZOE, *OTHERS, nameless), headings=headings).replace(
        OTHERS[0].surname.encode(), b""
    )
    upload = receive(content, branch_id=school.branch.id, by=school.petra)
    fields = {0: "pupil_number", 1: "first_name", 2: "prefix", 3: "surname", 4: "birth_date"}
    actions.choose_columns(upload, {**fields, 5: None}, acting_user=school.petra, now=NOW)
    mended = _row(upload, 3, school.petra).fingerprint
    _repair(upload, school.petra, fingerprint=mended, field="surname", value="Ozturk")
    _say(upload, _row(upload, 22, school.petra).fingerprint, "leave_out", school.petra)

    actions.choose_columns(
        upload, {**fields, 2: None, 5: "group"}, acting_user=school.petra, now=NOW
    )

    reading = queries.reading_page(upload, viewer=school.petra)
    assert (len(reading.columns), reading.errors) == (5, 0)
    assert _cell(_row(upload, 3, school.petra), "surname").value == "Ozturk"
    assert _row(upload, 3, school.petra).fingerprint != mended
    assert _row(upload, 22, school.petra).left_out


def test_a_heading_that_stands_there_twice_is_not_remembered(school: School) -> None:
    headings = ("Leerlingnummer", "Naam", "Naam", "Naam", "Geboortedatum", "Groep")
    upload = receive(
        list_of(next_year(), headings=headings), branch_id=school.branch.id, by=school.petra
    )
    fields = {0: "pupil_number", 1: "first_name", 2: "prefix", 3: "surname", 4: "birth_date"}

    actions.choose_columns(upload, {**fields, 5: "group"}, acting_user=school.petra, now=NOW)

    with scoped(school.scope):
        known = set(RememberedColumn.objects.values_list("heading", flat=True))
    assert known == {"leerlingnummer", "geboortedatum", "groep"}
