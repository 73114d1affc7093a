"""The report: the school's own list, with behind each row what was done and why."""

from dataclasses import replace
from uuid import UUID

import pytest
from tests.imports.journey import approve, lift_all, plan_of, receive, send
from tests.imports.school import NEWCOMER, School, next_year
from tests.people import NOW, TODAY, Child

from leesloket.imports import actions, queries
from leesloket.imports.showing import FactLine, ReportRow, RowsLeft

pytestmark = pytest.mark.enable_socket

LIST = (replace(next_year()[1], surname="Özdemir"), *next_year()[2:], NEWCOMER)
"""One renamed, one gone, one new, everybody else moved."""


def _rows(upload: UUID, school: School) -> tuple[ReportRow, ...]:
    _, rows = queries.report_rows(upload, viewer=school.petra, today=TODAY)
    return rows


def _applied(school: School, children: tuple[Child, ...]) -> UUID:
    upload = school.receive(children)
    send(upload, by=school.petra)
    lift_all(upload, by=school.marloes)
    assert approve(upload, by=school.marloes)
    return upload


def test_it_is_the_schools_own_list_with_what_was_done(school: School) -> None:
    shuffled = ("Groep", "Geboortedatum", "Achternaam", "Tussenvoegsel", "Roepnaam", "Nummer")
    lines = ["\t".join(shuffled)]
    lines += [
        "\t".join(
            (one.group, f"{one.born:%d-%m-%Y}", one.surname, one.prefix, one.first_name, one.number)
        )
        for one in LIST
    ]
    upload = receive("\n".join(lines).encode(), branch_id=school.branch.id, by=school.petra)
    send(upload, by=school.petra)
    approve(upload, by=school.marloes)

    for viewer in (school.petra, school.marloes):
        headings, rows = queries.report_rows(upload, viewer=viewer, today=TODAY)
        assert headings == shuffled
        assert rows[0] == ReportRow(
            cells=("4a", "05-02-2019", "Özdemir", "", "Gökçe", "001201"),
            kind="change",
            group="4a",
            changes=(FactLine("surname", "Öztürk", "Özdemir"),),
        )
        assert (rows[-2].kind, rows[-2].group) == ("new", "3a")
        assert rows[-1] == ReportRow(
            cells=("3a", "05-01-2019", "Zoë van Dijk", "", "", "001200"), kind="leave"
        )
        assert len(rows) == len(LIST) + 1
    for stranger in school.strangers:
        with pytest.raises(queries.ImportNotFoundError):
            queries.report_rows(upload, viewer=stranger, today=TODAY)


def test_what_was_not_applied_has_no_report(school: School) -> None:
    upload = school.receive(LIST)

    with pytest.raises(queries.NotAppliedError):
        queries.report_rows(upload, viewer=school.petra, today=TODAY)


def test_a_row_that_did_not_go_along_says_why(school: School) -> None:
    nameless = Child("001301", "", "", "", NEWCOMER.born, "3a")
    upload = school.receive((*LIST, LIST[0], nameless))
    [child] = plan_of(upload, by=school.petra, staff=False, kind="new").children
    actions.answer_question(
        upload,
        fingerprint=child.fingerprint,
        answer="leave_out",
        acting_user=school.petra,
        now=NOW,
    )
    send(upload, by=school.petra)
    lift_all(upload, by=school.marloes)
    assert approve(upload, by=school.marloes)

    # The headings are row 1.
    newcomer, again, without_name = len(LIST) + 1, len(LIST) + 2, len(LIST) + 3
    rows = _rows(upload, school)
    left = [(row.kind, row.code, row.group) for row in rows[newcomer - 2 : without_name - 1]]
    assert left == [
        ("skip", "left_out", ""),
        ("skip", "duplicate_row", ""),
        ("error", "name_missing", ""),
    ]
    for staff, viewer in ((False, school.petra), (True, school.marloes)):
        result = queries.result_page(upload, viewer=viewer, staff=staff, now=NOW)
        assert result.left == 3
        assert set(result.rows_left) == {
            RowsLeft("skip", "left_out", (newcomer,)),
            RowsLeft("skip", "duplicate_row", (again,)),
            RowsLeft("error", "name_missing", (without_name,)),
        }


def test_rows_of_one_reason_stand_together_the_most_first(school: School) -> None:
    again = (LIST[0], LIST[1], LIST[2])
    nameless = Child("001301", "", "", "", NEWCOMER.born, "3a")

    upload = _applied(school, (*LIST, nameless, *again))

    result = queries.result_page(upload, viewer=school.petra, staff=False, now=NOW)
    first = len(LIST) + 3
    assert result.rows_left == (
        RowsLeft("skip", "duplicate_row", (first, first + 1, first + 2)),
        RowsLeft("error", "name_missing", (first - 1,)),
    )


def test_a_new_number_is_told_with_the_one_before(school: School) -> None:
    renumbered = replace(LIST[1], number="009001")
    upload = _applied(school, (LIST[0], renumbered, *LIST[2:]))

    _, second, *_ = _rows(upload, school)

    assert second.changes == (FactLine("pupil_number", LIST[1].number, "009001"),)


def test_a_list_of_which_every_row_went_along_has_nothing_left(school: School) -> None:
    upload = _applied(school, LIST)

    result = queries.result_page(upload, viewer=school.petra, staff=False, now=NOW)

    assert (result.left, result.rows_left) == (0, ())


def test_a_child_that_was_turned_back_is_told_as_such(school: School) -> None:
    upload = _applied(school, LIST)
    actions.undo_one(
        upload,
        patron_id=school.ids[LIST[0].number],
        acting_user=school.marloes,
        now=NOW,
    )

    rows = _rows(upload, school)

    assert [row.undone for row in rows] == [True, *[False] * (len(rows) - 1)]
