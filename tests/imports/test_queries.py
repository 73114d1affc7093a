"""What the screens read: lists, the plan in pages, and what was done."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from tests.imports.journey import approve, lift_all, plan_of, receive, send
from tests.imports.school import CHILDREN, NEWCOMER, School, make_school, next_year
from tests.people import NOW, THIS_YEAR, TODAY, Child, add_person, list_of

from leesloket.branches.models import Library
from leesloket.imports import actions, queries
from leesloket.imports.models import RosterImport
from leesloket.imports.showing import UploadLine
from leesloket.isolation.scope import scoped

pytestmark = pytest.mark.enable_socket

LIST = (replace(next_year()[1], surname="Özdemir"), *next_year()[2:], NEWCOMER)
"""One renamed, one gone, one new, everybody else moved."""


def _applied(school: School, children: tuple[Child, ...] = LIST) -> UUID:
    upload = school.receive(children)
    send(upload, by=school.petra)
    assert approve(upload, by=school.marloes)
    return upload


# --- lists ---------------------------------------------------------------------------------------


def test_uploads_of_a_branch_tell_their_story_newest_first(school: School) -> None:
    first = school.receive(now=NOW - timedelta(days=2))
    actions.withdraw(first, acting_user=school.petra, now=NOW - timedelta(days=1))
    second = _applied(school)
    receive(b"", branch_id=school.branch.id, by=school.petra, now=NOW + timedelta(hours=1))

    lines = queries.uploads_of_branch(school.branch, viewer=school.petra)

    assert [line.status for line in lines] == ["refused", "applied", "withdrawn"]
    assert [line.id for line in lines[1:]] == [second, first]
    told = [(moment.event, moment.by) for moment in lines[1].history]
    assert told == [
        ("received", "Petra Voorbeeld"),
        ("sent", "Petra Voorbeeld"),
        ("applied", "Marloes Voorbeeld"),
    ]
    assert (lines[1].pupils, lines[1].finished_at) == (20, NOW)


def test_an_import_that_was_turned_back_still_says_when_it_was_applied(school: School) -> None:
    upload = _applied(school)
    later = NOW + timedelta(hours=3)
    actions.undo_import(upload, reason="x", acting_user=school.tarik, now=later)

    line = queries.upload_line(upload, viewer=school.petra)

    assert (line.applied_at, line.undone_at, line.finished_at) == (NOW, later, later)


def test_who_only_works_at_the_desk_sees_no_uploads(school: School) -> None:
    upload = school.receive()
    library = Library.objects.get(id=school.branch.library_id)
    [kiem] = library.branches.filter(id=school.branch.id)
    els = add_person(library, "els", {"desk": [kiem], "lending": [kiem]})

    assert queries.uploads_of_branch(school.branch, viewer=els) == ()
    with pytest.raises(queries.ImportNotFoundError):
        queries.upload_line(upload, viewer=els)
    with pytest.raises(queries.ImportNotFoundError):
        plan_of(upload, by=els)


def test_the_board_says_whose_turn_it_is(school: School) -> None:
    def board() -> dict[str, list[str]]:
        shown = queries.queue(viewer=school.marloes, today=TODAY)
        return {
            "waiting": [line.branch.slug for line in shown.waiting],
            "at_school": [line.branch.slug for line in shown.at_school],
            "done": [line.branch.slug for line in shown.done],
            "nothing_yet": [branch.slug for branch in shown.nothing_yet],
        }

    assert board() == {
        "waiting": [], "at_school": [], "done": [], "nothing_yet": ["kiem", "linde"],
    }  # fmt: skip
    upload = school.receive(LIST)
    assert (board()["at_school"], board()["nothing_yet"]) == (["kiem"], ["linde"])
    send(upload, by=school.petra)
    assert board()["waiting"] == ["kiem"]
    approve(upload, by=school.marloes)
    assert (board()["done"], board()["waiting"]) == (["kiem"], [])
    actions.undo_import(upload, reason="x", acting_user=school.marloes, now=NOW)
    assert board()["nothing_yet"] == ["kiem", "linde"]


def test_the_board_of_another_library_shows_nothing_of_it(school: School) -> None:
    upload = school.receive()
    send(upload, by=school.petra)

    for stranger in school.strangers:
        shown = queries.queue(viewer=stranger, today=TODAY)
        assert (shown.waiting, shown.schools) == ((), 1)
    assert queries.queue(viewer=school.petra, today=TODAY).schools == 0


def test_who_waited_longest_stands_on_top(school: School) -> None:
    early, late = NOW - timedelta(hours=3), NOW - timedelta(hours=1)
    first = receive(
        list_of(next_year()),
        branch_id=school.other.id,
        by=school.carla,
        now=NOW - timedelta(days=1),
    )
    second = school.receive(now=NOW - timedelta(days=2))
    send(second, by=school.petra, now=late)
    send(first, by=school.carla, now=early)

    waiting = queries.queue(viewer=school.marloes, today=TODAY).waiting

    assert [line.id for line in waiting] == [first, second]
    # After a list comes the next, and after the last the first; to who may not read it, nothing.
    for at_hand, following in ((0, second), (1, first)):
        after = queries.next_waiting(waiting[at_hand], viewer=school.marloes)
        assert after is not None
        assert after.id == following
    assert queries.next_waiting(waiting[1], viewer=school.noortje) is None


def test_the_board_says_why_a_list_is_held_until_somebody_judged_it(school: School) -> None:
    upload = school.receive([one for one in next_year() if one.group != "5a"])
    send(upload, by=school.petra)

    def line() -> UploadLine:
        [waiting] = queries.queue(viewer=school.marloes, today=TODAY).waiting
        return waiting

    assert "part_missing" in line().held
    assert line().leavers > 0
    with scoped(school.scope):
        waiting = RosterImport.objects.get(upload_id=upload)
        # A list may wait while a new version gives a hold another name.
        waiting.counts |= {"held_called_otherwise": 1}
        waiting.save(update_fields=["counts"])
    assert "called_otherwise" not in line().held
    lift_all(upload, by=school.marloes)
    assert (line().held, line().holds) == ((), 0)


def test_what_waits_for_a_second_person_is_not_the_next_for_the_first(school: School) -> None:
    upload = school.receive([one for one in next_year() if one.group != "5a"])
    send(upload, by=school.petra)
    lift_all(upload, by=school.marloes)
    assert not approve(upload, by=school.marloes)
    other = receive(list_of(next_year()), branch_id=school.other.id, by=school.carla)
    send(other, by=school.carla)
    at_hand = queries.upload_line(other, viewer=school.marloes)

    assert queries.next_waiting(at_hand, viewer=school.marloes) is None


# --- what was read -------------------------------------------------------------------------------


def test_a_reading_tells_which_columns_we_are_not_sure_of(school: School) -> None:
    headings = ("Leerlingnummer", "Roepnaam", "Groep", "Achternaam", "Geboortedatum", "Klas")
    groups = [replace(one, prefix=f"{at % 3 + 3}b") for at, one in enumerate(LIST)]
    content = list_of(groups, headings=headings)
    upload = receive(content, branch_id=school.branch.id, by=school.petra)

    page = queries.reading_page(upload, viewer=school.petra)

    assert not page.mapping_is_certain
    doubted = [column.heading for column in page.columns if column.how == "doubt"]
    assert doubted == ["Groep", "Klas"]


def test_a_reading_tells_columns_groups_and_every_problem_at_its_cell(school: School) -> None:
    wrong = (
        replace(LIST[0], group=""),
        replace(LIST[1], first_name="", prefix="", surname=""),
        replace(LIST[2], number=LIST[3].number),
        *LIST[3:],
    )
    upload = school.receive(wrong)

    page = queries.reading_page(upload, viewer=school.petra)

    assert (page.rows, page.pupils, page.mapping_is_certain) == (20, 20, True)
    assert [column.field for column in page.columns] == [
        "pupil_number", "first_name", "prefix", "surname", "birth_date", "group",
    ]  # fmt: skip
    assert page.columns[0].examples == ("001201", "001202", "001204")
    assert {group.group: group.pupils for group in page.groups}["5a"] == 4
    at_cell = {
        (row.row, cell.field): cell.problem
        for row in page.repairs
        for cell in row.cells
        if cell.problem
    }
    assert at_cell[(2, "group")] == "group_missing"
    assert at_cell[(3, "surname")] == "name_missing"
    assert {at_cell.get((row, "pupil_number")) for row in (4, 5)} == {"pupil_number_twice"}
    assert page.repairs[0].severity == "error"
    assert page.rows_to_repair == len(page.repairs) == 4
    assert "001201" not in repr(page)
    for stranger in school.strangers:
        with pytest.raises(queries.ImportNotFoundError):
            queries.reading_page(upload, viewer=stranger)


def test_rows_that_are_no_children_are_told_of_once(school: School) -> None:
    lines = [f"{one.number};{one.first_name};{one.surname};{one.group}" for one in LIST]
    lines = ["voorbeeld;Jan;Bakker;5", *lines[:3], "Totaal;3", *lines[3:], "Totaal;20"]
    content = "\n".join(["Leerlingnummer;Roepnaam;Achternaam;Groep", *lines]).encode()

    upload = receive(content, branch_id=school.branch.id, by=school.petra)
    page = queries.reading_page(upload, viewer=school.petra)

    assert page.pupils == len(LIST)
    assert {one.code: one.rows for one in page.problems if one.rows} == {
        "totals_row_skipped": (6, 24),
        "example_row_skipped": (2,),
    }


def test_what_many_rows_have_wrong_is_told_once(school: School) -> None:
    mostly = [replace(child, group="") for child in LIST[:12]]
    numbered = replace(LIST[12], number=LIST[13].number)

    upload = school.receive((*mostly, numbered, *LIST[13:]))
    page = queries.reading_page(upload, viewer=school.petra)

    [mistake] = page.mistakes
    assert (mistake.code, mistake.field, mistake.rows) == ("group_missing", "group", 12)
    assert page.better_at_the_source


def test_a_few_mistakes_are_seen_at_a_glance(school: School) -> None:
    upload = school.receive((*(replace(child, group="") for child in LIST[:4]), *LIST[4:]))
    page = queries.reading_page(upload, viewer=school.petra)
    assert page.rows_to_repair == 4
    assert (page.mistakes, page.better_at_the_source) == ((), False)


def test_a_list_without_numbers_says_which_column_it_lacks(school: School) -> None:
    rows = "".join(f"{one.first_name};{one.surname};{one.group}\n" for one in LIST)
    content = f"Roepnaam;Achternaam;Groep\n{rows}".encode()

    upload = receive(content, branch_id=school.branch.id, by=school.petra)

    problems = queries.reading_page(upload, viewer=school.petra).problems
    assert [one.field for one in problems if one.code == "column_missing"] == [
        "pupil_number",
        "birth_date",
    ]


# --- the plan in pages ---------------------------------------------------------------------------


def test_a_plan_is_read_by_kind_by_search_and_page_by_page(school: School) -> None:
    upload = school.receive(LIST)

    plan = plan_of(upload, by=school.petra, staff=False)
    assert [(tab.kind, tab.count) for tab in plan.tabs] == [
        ("all", 21), ("leave", 1), ("new", 1), ("change", 1), ("move", 18),
    ]  # fmt: skip
    assert [child.kind for child in plan.children[:3]] == ["leave", "new", "change"]
    leavers = plan_of(upload, by=school.petra, staff=False, kind="leave")
    assert [child.name for child in leavers.children] == ["Zoë van Dijk"]
    for query, expected in (("öz", 1), ("1301", 0), ("1300", 1), ("4A", 7), ("berg jan", 1)):
        found = plan_of(upload, by=school.petra, staff=False, query=query)
        assert found.total_shown == expected, query
    far = plan_of(upload, by=school.petra, staff=False, page=99)
    assert (far.page, far.pages, len(far.children)) == (1, 1, 21)


def test_a_change_shows_old_and_new(school: School) -> None:
    upload = school.receive(LIST)

    [child] = plan_of(upload, by=school.petra, staff=False, kind="change").children

    facts = {fact.field: (fact.before, fact.after) for fact in child.changes}
    assert facts["surname"] == ("Öztürk", "Özdemir")
    assert facts["group"] == ("3a", "4a")
    assert (child.group_before, child.group_after) == ("3a", "4a")


@pytest.mark.usefixtures("db", "reader")
def test_who_goes_up_a_year_in_the_same_group_stays_there() -> None:
    """Three and four sit together; the others go on."""
    together = tuple(replace(one, group="3/4") for one in CHILDREN[:4])
    school = make_school(children=(*together, *CHILDREN[8:]))
    upload = school.receive((*together, *next_year(CHILDREN[8:])))
    send(upload, by=school.petra)

    planned = plan_of(upload, by=school.marloes)

    stays = {child.name for child in planned.children if child.kind == "stay"}
    assert len(stays) == len(together)
    assert planned.counts["update"] == len(school.children)

    lift_all(upload, by=school.marloes)
    assert approve(upload, by=school.marloes) or approve(upload, by=school.tarik)
    done = queries.result_page(upload, viewer=school.marloes, staff=True, now=NOW)
    assert {child.name for child in done.children if child.kind == "stay"} == stays
    assert all(child.may_turn_back for child in done.children)
    assert done.to_undo["update"] == len(school.children)


def test_the_picture_shows_where_groups_go(school: School) -> None:
    upload = school.receive(LIST)

    picture = plan_of(upload, by=school.petra, staff=False).picture

    assert picture is not None
    assert [group.group for group in picture.before] == ["3a", "4a", "5a", "6a", "7a"]
    flows = {(flow.before, flow.after): flow.children for flow in picture.flows}
    assert flows[("3a", "4a")] == 3
    assert flows[("3a", "")] == 1
    assert flows[("", "3a")] == 1


# --- what was done -------------------------------------------------------------------------------


def test_a_result_is_read_back_from_the_register(school: School) -> None:
    upload = _applied(school)

    page = queries.result_page(upload, viewer=school.marloes, staff=True, now=NOW)

    assert [(tab.kind, tab.count) for tab in page.tabs] == [
        ("all", 21), ("leave", 1), ("new", 1), ("change", 1), ("move", 18),
    ]  # fmt: skip
    assert (page.applied_by, page.school_year) == ("Marloes Voorbeeld", THIS_YEAR)
    assert page.agreed_by == ""
    assert (page.may_undo, page.may_undo_one) == (True, True)
    assert (page.undo_until or TODAY) - TODAY == timedelta(days=30)
    [renamed] = [child for child in page.children if child.kind == "change"]
    assert [(fact.field, fact.before, fact.after) for fact in renamed.changes] == [
        ("surname", "Öztürk", "Özdemir")
    ]
    [new] = [child for child in page.children if child.kind == "new"]
    assert new.card.startswith("V")
    [gone] = [child for child in page.children if child.kind == "leave"]
    assert (gone.name, gone.group_before, gone.group_after) == ("Zoë van Dijk", "3a", "")
    moved = {(child.group_before, child.group_after) for child in page.children if child.row}
    assert moved == {
        ("", "3a"),
        ("3a", "4a"),
        ("4a", "5a"),
        ("5a", "6a"),
        ("6a", "7a"),
        ("7a", "8a"),
    }


def test_a_result_of_july_tells_the_groups_of_the_year_to_come(school: School) -> None:
    july = NOW - timedelta(days=38)
    upload = school.receive(LIST, now=july)
    send(upload, by=school.petra, now=july)
    assert approve(upload, by=school.marloes, now=july)

    page = queries.result_page(upload, viewer=school.marloes, staff=True, now=july, kind="move")

    assert {(child.group_before, child.group_after) for child in page.children} == {
        (f"{year}a", f"{year + 1}a") for year in range(3, 8)
    }


def test_the_school_reads_its_result_without_cards_and_undoes_nothing(school: School) -> None:
    upload = _applied(school)

    page = queries.result_page(upload, viewer=school.petra, staff=False, now=NOW)

    assert {child.card for child in page.children} == {""}
    assert (page.may_undo, page.may_undo_one) == (False, False)
    for other in school.strangers:
        with pytest.raises(queries.ImportNotFoundError):
            queries.result_page(upload, viewer=other, staff=True, now=NOW)
    with pytest.raises(queries.ImportNotFoundError):
        queries.result_page(upload, viewer=school.petra, staff=True, now=NOW)


def test_what_was_not_applied_has_no_result(school: School) -> None:
    upload = school.receive(LIST)

    with pytest.raises(queries.NotAppliedError):
        queries.result_page(upload, viewer=school.petra, staff=False, now=NOW)


def test_after_undoing_the_result_says_so(school: School) -> None:
    upload = _applied(school)
    actions.undo_import(upload, reason="x", acting_user=school.tarik, now=NOW)

    page = queries.result_page(upload, viewer=school.marloes, staff=True, now=NOW)

    assert (page.undone_by, page.undone_at, page.undo_restored) == ("Tarik Voorbeeld", NOW, 21)
    assert (page.may_undo, page.may_undo_one) == (False, False)
    assert all(child.undone for child in page.children)
