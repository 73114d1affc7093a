"""A workbook with a sheet per group, from the answer of its sender to what was done with it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
from pytest_django import Settings
from tests.imports.journey import approve, lift_all, plan_of, receive, send
from tests.imports.school import NEWCOMER, School, next_year
from tests.intake import clamav
from tests.people import NOW, Child
from tests.roster.formats.reader_books import as_xlsx

from leesloket.imports import actions, queries
from leesloket.imports.actions.forgetting import forget
from leesloket.imports.actions.waiting import take_up_waiting
from leesloket.imports.kept import opened_reading
from leesloket.imports.models import JournalIndex, RosterImport
from leesloket.imports.queries.report import report_rows
from leesloket.imports.showing import SheetRow
from leesloket.intake.actions import ReceivedFile
from leesloket.isolation.scope import Scope, scoped
from leesloket.roster.sheet_rows import ALL_SHEETS

HEADINGS = ("Leerlingnummer", "Roepnaam", "Tussenvoegsel", "Achternaam", "Geboortedatum")


def _row(child: Child) -> tuple[str, ...]:
    return (
        *(child.number, child.first_name, child.prefix, child.surname),
        child.born.isoformat(),
    )


def _book(children: Sequence[Child]) -> bytes:
    """A sheet per group, without a column that tells it."""
    groups: dict[str, list[tuple[str, ...]]] = {}
    for child in children:
        groups.setdefault(f"Groep {child.group}", [HEADINGS]).append(_row(child))
    return as_xlsx(groups)


def _chosen(school: School, content: bytes) -> UUID:
    waiting = receive(content, branch_id=school.branch.id, by=school.petra)
    line = queries.upload_line(waiting, viewer=school.petra)
    assert line.refusal == "several_sheets"
    assert line.all_sheets == ALL_SHEETS
    return actions.choose_sheet(
        waiting, ALL_SHEETS, form_token=f"{waiting}-*", acting_user=school.petra, now=NOW
    )


def _everybody(school: School) -> tuple[Child, ...]:
    return (*next_year(school.children), NEWCOMER)


def test_what_can_be_chosen_says_how_much_it_is(school: School) -> None:
    waiting = receive(_book(_everybody(school)), branch_id=school.branch.id, by=school.petra)

    line = queries.upload_line(waiting, viewer=school.petra)

    assert (len(line.sheets), line.rows_together, line.other_sheet) == (6, 21, "")


def test_sheets_that_do_not_go_together_are_named(school: School) -> None:
    other = (("Naam", "Geboortedatum", "Groep"), ("Bo Vos", "2018-02-01", "8a"))
    content = as_xlsx({"Groep 3": [HEADINGS, _row(NEWCOMER)], "Groep 8": other})
    waiting = receive(content, branch_id=school.branch.id, by=school.petra)

    line = queries.upload_line(waiting, viewer=school.petra)
    assert (line.rows_together, line.other_sheet) == (0, "Groep 8")

    asked_again = actions.choose_sheet(
        waiting, ALL_SHEETS, form_token="samen", acting_user=school.petra, now=NOW
    )
    line = queries.upload_line(asked_again, viewer=school.petra)
    assert (line.status, line.sheets) == ("refused", ("Groep 3", "Groep 8"))


def test_of_a_librarys_own_list_one_sheet_is_chosen(school: School) -> None:
    headings = ("Lenernummer", "Roepnaam", "Achternaam", "Categorie")
    book = as_xlsx(
        {
            "Leerlingen": (headings, ("2000101", "Ada", "Loon", "Leerling")),
            "Volwassenen": (headings, ("2000102", "Ben", "Prins", "Volwassene")),
        }
    )
    waiting = actions.receive_takeover(
        ReceivedFile(book, "leners.xlsx", "leners"),
        branch_id=school.branch.id,
        acting_user=school.tarik,
        now=NOW,
    )
    line = queries.upload_line(waiting, viewer=school.tarik)
    assert (line.sheets, line.rows_together) == (("Leerlingen", "Volwassenen"), 0)

    choose = partial(actions.choose_sheet, form_token="alles", acting_user=school.tarik, now=NOW)
    with pytest.raises(queries.ImportNotFoundError):
        choose(waiting, ALL_SHEETS)
    assert choose(waiting, "Leerlingen") != waiting


def test_the_whole_school_goes_through_and_every_row_is_done_once(school: School) -> None:
    upload = _chosen(school, _book(_everybody(school)))

    reading = queries.reading_page(upload, viewer=school.petra)
    assert (reading.rows, reading.pupils, len(reading.groups)) == (21, 21, 6)
    assert reading.sheet.startswith("Groep 4a, Groep 5a")
    assert "group_is_the_sheet" in {one.code for one in reading.problems}
    send(upload, by=school.petra)
    lift_all(upload, by=school.marloes)
    assert approve(upload, by=school.marloes)

    with scoped(school.scope):
        rows = JournalIndex.objects.filter(roster_import_id=upload).values_list("row", flat=True)
        assert len(set(rows)) == 21
    headings, told = report_rows(upload, viewer=school.petra, today=NOW.date())
    assert headings[-1] == "Groep (blad)"
    assert [row.kind for row in told if row.cells[1] == "Pien"] == ["new"]
    assert {row.kind for row in told} == {"new", "move"}


def test_a_row_to_repair_is_found_on_its_sheet_and_the_answer_stays_with_it(
    school: School,
) -> None:
    lost = replace(NEWCOMER, first_name="")
    upload = _chosen(school, _book((*next_year(school.children), lost)))
    [row] = queries.reading_page(upload, viewer=school.petra).repairs
    assert isinstance(row.row, SheetRow)
    assert (row.row.number, row.row.sheet) == (2, "Groep 3a")

    actions.repair_cell(
        upload,
        fingerprint=row.fingerprint,
        field="first_name",
        value="Pien",
        acting_user=school.petra,
        now=NOW,
    )

    children = plan_of(upload, by=school.petra, staff=False).children
    assert [line.name for line in children if line.kind == "new"] == ["Pien Zomer"]
    # The same workbook with a child more is another file with the same rows.
    more = replace(NEWCOMER, number="001301", first_name="Jip", surname="Herfst")
    again = _chosen(school, _book((*next_year(school.children), lost, more)))
    assert queries.reading_page(again, viewer=school.petra).answers_kept == 1


def test_a_row_that_did_not_go_along_is_named_with_its_sheet(school: School) -> None:
    lost = replace(NEWCOMER, first_name="")
    upload = _chosen(school, _book((*next_year(school.children), lost)))
    send(upload, by=school.petra)
    lift_all(upload, by=school.marloes)
    approve(upload, by=school.marloes)

    [left] = queries.result_page(upload, viewer=school.petra, staff=False, now=NOW).rows_left
    [row] = left.rows
    assert isinstance(row, SheetRow)
    assert (row.number, row.sheet) == (2, "Groep 3a")

    with scoped(school.scope):
        RosterImport.objects.filter(upload_id=upload).update(table_id=None)
    [left] = queries.result_page(upload, viewer=school.petra, staff=False, now=NOW).rows_left
    [row] = left.rows
    assert isinstance(row, SheetRow)
    assert (row.number, row.sheet, row.sheet_number) == (2, "", 6)


def test_forgetting_a_child_takes_its_row_and_nobody_elses(school: School) -> None:
    upload = _chosen(school, _book(_everybody(school)))
    send(upload, by=school.petra)
    lift_all(upload, by=school.marloes)
    approve(upload, by=school.marloes)
    gone = school.children[0]  # row 2 of its sheet, as the first of every sheet

    with scoped(school.scope):
        forget(
            school.ids[gone.number], branch_ids=[school.branch.id], names=[gone.surname], now=NOW
        )
        table = opened_reading(RosterImport.objects.get(upload_id=upload)).table

    assert table is not None
    assert len(table.rows) == 20
    assert gone.number not in {row.cells[0] for row in table.rows}
    assert table.sheets[0] == "Groep 4a"


@pytest.mark.enable_socket
def test_a_choice_that_waits_for_the_scanner_is_read_with_it(
    school: School, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    waiting = receive(_book(_everybody(school)), branch_id=school.branch.id, by=school.petra)
    settings.CLAMAV = f"unix:{tmp_path_factory.mktemp('stil') / 'nobody.sock'}"
    chosen = actions.choose_sheet(
        waiting, ALL_SHEETS, form_token="samen", acting_user=school.petra, now=NOW
    )
    assert queries.upload_line(chosen, viewer=school.petra).status == "waiting"

    library = Scope(school.branch.library_id, (school.branch.id, school.other.id))
    with clamav.running(tmp_path_factory.mktemp("clam")) as address:
        settings.CLAMAV = address
        assert take_up_waiting(library, now=NOW + timedelta(minutes=1)) == 1

    assert queries.reading_page(chosen, viewer=school.petra).pupils == 21
