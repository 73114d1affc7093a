"""A file comes in: taken, refused, recognised; and what stays behind of it."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.conf import settings as live
from django.db import connection
from pytest_django import Settings
from tests.imports.journey import plan_of, receive, send
from tests.imports.school import CHILDREN, NEWCOMER, School, next_year
from tests.people import NOW, TODAY, branch, demo_file, list_of, viewer

from leesloket.imports import actions, queries
from leesloket.imports.actions.receiving import NotAllowedError
from leesloket.imports.models import RosterImport
from leesloket.intake.actions import ReceivedFile
from leesloket.intake.models import Upload
from leesloket.isolation.scope import Scope, scoped
from leesloket.sandbox.client import ReaderUnavailableError
from leesloket.vault.models import Sealed, Shredded, WrappedKey
from leesloket.vault.queries import open_sealed

pytestmark = pytest.mark.enable_socket


def _kept(scope: Scope) -> tuple[int, int, int]:
    """How many uploads, imports and sealed things there are."""
    with scoped(scope):
        return Upload.objects.count(), RosterImport.objects.count(), Sealed.objects.count()


def _status(school: School, upload: UUID) -> str:
    with scoped(school.scope):
        return RosterImport.objects.get(upload_id=upload).status


def test_only_who_may_upload_here_can_send_a_file(school: School) -> None:
    for stranger in (*school.strangers, school.marloes):
        with pytest.raises(NotAllowedError):
            receive(list_of(CHILDREN), branch_id=school.branch.id, by=stranger)

    assert _kept(school.scope) == (0, 0, 0)


def test_a_list_is_taken_in_and_another_branch_sees_nothing_of_it(school: School) -> None:
    upload = school.receive(name="C:\\school\\Zoë van Dijk.xlsx")

    line = queries.upload_line(upload, viewer=school.petra)
    assert (line.status, line.pupils, line.file_name) == ("read", 21, "Zoë van Dijk.xlsx")
    assert line.received_by == "Petra Voorbeeld"
    assert [moment.event for moment in line.history] == ["received"]
    for stranger in school.strangers:
        with pytest.raises(queries.ImportNotFoundError):
            queries.upload_line(upload, viewer=stranger)
        assert queries.uploads_of_branch(school.branch, viewer=stranger) == ()


def test_the_same_form_twice_is_one_upload(school: School) -> None:
    first = school.receive(token="formulier")

    assert school.receive(token="formulier") == first
    assert _kept(school.scope)[:2] == (1, 1)


def test_the_same_file_while_it_is_open_says_where_it_is(school: School) -> None:
    first = school.receive()

    with pytest.raises(actions.SameFileError) as told:
        school.receive()

    assert told.value.upload_id == first
    send(first, by=school.petra)
    with pytest.raises(actions.SameFileError):
        school.receive()
    assert _kept(school.scope)[:2] == (1, 1)


def test_the_same_file_after_it_was_withdrawn_is_welcome(school: School) -> None:
    first = school.receive()
    actions.withdraw(first, acting_user=school.petra, now=NOW)

    assert school.receive() != first


def test_the_same_form_and_file_mean_nothing_in_another_branch(school: School) -> None:
    first = school.receive(token="formulier")
    content = list_of((*next_year(), NEWCOMER))

    second = receive(content, branch_id=school.other.id, by=school.carla, token="formulier")

    assert second != first


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("leeg.csv", "empty_file"),
        ("vuurvlinder-met-wachtwoord.xlsx", "password_protected"),
    ],
)
def test_of_a_refused_file_nothing_is_kept_but_that_it_came(
    school: School, name: str, code: str
) -> None:
    upload = receive(demo_file(name), branch_id=school.branch.id, by=school.petra)

    line = queries.upload_line(upload, viewer=school.petra)
    assert (line.status, line.refusal, line.sheets) == ("refused", code, ())
    assert _kept(school.scope) == (1, 0, 0)
    with scoped(school.scope):
        assert Upload.objects.get().sealed_id is None
    with pytest.raises(queries.ImportNotFoundError):
        plan_of(upload, by=school.petra, staff=False)


def test_a_refused_file_replaces_nothing(school: School) -> None:
    first = school.receive()

    receive(b"%PDF-1.4", branch_id=school.branch.id, by=school.petra)

    assert _status(school, first) == "read"


def test_a_file_with_column_names_only_replaces_no_list(school: School) -> None:
    first = school.receive()

    second = receive(list_of(()), branch_id=school.branch.id, by=school.petra)

    line = queries.upload_line(second, viewer=school.petra)
    assert (line.status, line.refusal) == ("refused", "not_a_pupil_list")
    assert _status(school, first) == "read"


def test_a_file_with_column_names_only_is_held_where_there_is_no_list(school: School) -> None:
    upload = receive(list_of(()), branch_id=school.branch.id, by=school.petra)

    held = plan_of(upload, by=school.marloes, staff=True).holds
    assert [hold.code for hold in held] == ["no_rows"]


def test_without_a_reader_nothing_is_kept(school: School, settings: Settings) -> None:
    settings.READER_SOCKET = live.READER_SOCKET.with_name("nobody.sock")

    with pytest.raises(ReaderUnavailableError):
        school.receive()

    assert _kept(school.scope) == (0, 0, 0)


def test_a_workbook_with_two_lists_waits_for_a_choice(demo: None, reader: None) -> None:
    petra, vuurvlinder = viewer("petra"), branch("vuurvlinder")
    scope = Scope(vuurvlinder.library_id, (vuurvlinder.id,))
    waiting = receive(demo_file("vuurvlinder-twee-bladen.xlsx"), branch_id=vuurvlinder.id, by=petra)
    line = queries.upload_line(waiting, viewer=petra)
    assert (line.status, line.sheets) == ("refused", ("Onderbouw", "Bovenbouw"))
    with scoped(scope):
        [kept] = Sealed.objects.all()
        assert (kept.expires_on - TODAY).days == 1

    choice = {"form_token": "keuze", "acting_user": petra, "now": NOW}
    for stranger in (viewer("joost"), viewer("noortje"), viewer("marloes")):
        with pytest.raises(queries.ImportNotFoundError):
            actions.choose_sheet(waiting, "Bovenbouw", **{**choice, "acting_user": stranger})  # type: ignore[arg-type]
    chosen = actions.choose_sheet(waiting, "Bovenbouw", **choice)  # type: ignore[arg-type]

    assert actions.choose_sheet(waiting, "Bovenbouw", **choice) == chosen  # type: ignore[arg-type]
    reading = queries.reading_page(chosen, viewer=petra)
    assert reading.sheet == "Bovenbouw"
    assert {group.group[0] for group in reading.groups} == {"5", "6", "7", "8"}
    line = queries.upload_line(waiting, viewer=petra)
    assert (line.sheets, line.refusal, line.refusal_detail) == ((), "sheet_chosen", {})
    with scoped(scope):
        assert not Sealed.objects.filter(id=kept.id).exists()
    with pytest.raises(queries.ImportNotFoundError):
        actions.choose_sheet(waiting, "Onderbouw", **{**choice, "form_token": "later"})  # type: ignore[arg-type]


def test_a_new_list_replaces_the_one_that_was_not_sent_and_keeps_fitting_answers(
    school: School,
) -> None:
    vague = replace(NEWCOMER, number="")
    first = school.receive((*next_year(), vague))
    rows = {row.row: row for row in queries.reading_page(first, viewer=school.petra).repairs}
    repaired = rows[22].fingerprint
    actions.repair_cell(
        first,
        fingerprint=repaired,
        field="pupil_number",
        value="001300",
        acting_user=school.petra,
        now=NOW,
    )
    actions.answer_question(
        first, fingerprint=_fingerprint(school, first, 2), answer="leave_out",
        acting_user=school.petra, now=NOW,
    )  # fmt: skip

    without_first = (*next_year()[1:], vague)
    second = school.receive(without_first)

    assert _status(school, first) == "replaced"
    with scoped(school.scope):
        new = RosterImport.objects.get(upload_id=second)
        old = RosterImport.objects.get(upload_id=first)
        # The row that was left out is not in this file, so nothing is left of that answer.
        assert new.decisions == []
        assert (old.table_id, old.answers_id, old.decisions) == (None, None, [])
        assert set(Shredded.objects.values_list("reason", flat=True)) == {"replaced"}
        assert Sealed.objects.count() == WrappedKey.objects.count() == 3
    reading = queries.reading_page(second, viewer=school.petra)
    assert (reading.answers_kept, reading.answers_lost) == (1, 1)
    [row] = reading.repairs
    assert row.fingerprint == repaired
    assert [cell.value for cell in row.cells if cell.repaired] == ["001300"]
    moments = queries.upload_line(first, viewer=school.petra).history
    assert [moment.event for moment in moments] == ["received", "repaired", "answered", "replaced"]


def _fingerprint(school: School, upload: UUID, row: int) -> str:
    [child] = [
        child
        for child in plan_of(upload, by=school.petra, staff=False).children
        if child.row == row
    ]
    return child.fingerprint


def test_a_new_list_leaves_one_that_was_sent_alone(school: School) -> None:
    first = school.receive()
    send(first, by=school.petra)

    school.receive(next_year())

    assert _status(school, first) == "sent"


def test_what_is_kept_shows_no_name_without_the_keys(school: School) -> None:
    school.receive(name="Zoë van Dijk.xlsx")

    with scoped(school.scope), connection.cursor() as cursor:
        for table in ("vault_sealed", "intake_upload", "imports_rosterimport", "audit_event"):
            cursor.execute(f"select string_agg(t::text, chr(10)) from {table} t")  # noqa: S608 - from the tuple
            [text] = cursor.fetchone()
            cursor.execute("select %s::text", ["Öztürk".encode()])
            [hexed] = cursor.fetchone()
            for word in ("Dijk", "Öztürk", "001201", "2019-01-05", hexed.removeprefix("\\x")):
                assert word not in text, table


def test_the_raw_file_opens_with_the_workers_key_and_no_other(school: School) -> None:
    content = list_of((*next_year(), NEWCOMER))
    upload = school.receive()

    with scoped(school.scope):
        sealed_id = Upload.objects.get(id=upload).sealed_id
        assert sealed_id is not None
        assert open_sealed(sealed_id, key="worker") == content
        with pytest.raises(Exception, match="No matching keys"):
            open_sealed(sealed_id, key="working")


def test_a_received_file_shows_nothing_of_itself() -> None:
    received = ReceivedFile(b"Zo\xc3\xab", "Zoë.csv", "token", sheet="Zoë")

    assert "Zo" not in repr(received)


def test_who_sends_faster_than_a_person_can_waits_and_nobody_else_does(
    school: School, settings: Settings
) -> None:
    settings.FILES_PER_TEN_MINUTES = 2
    minute = timedelta(minutes=1)
    for count in range(2):
        receive(b"", branch_id=school.branch.id, by=school.petra, now=NOW + count * minute)

    with pytest.raises(actions.TooManyFilesError):
        school.receive(now=NOW + 9 * minute)

    with scoped(school.scope):
        assert Upload.objects.count() == 2
    receive(b"", branch_id=school.other.id, by=school.carla, now=NOW + 9 * minute)
    assert _status(school, school.receive(now=NOW + 11 * minute)) == "read"
