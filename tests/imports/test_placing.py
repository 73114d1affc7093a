"""Lists for the wrong branch, or for several at once, are put where they belong."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.conf import settings
from tests.imports.journey import approve, lift_all, plan_of, receive, send
from tests.imports.school import CHILDREN, NEWCOMER, School, next_year
from tests.people import HEADINGS, NOW, TODAY, Child, enrol_children, list_of
from tests.working import jobs

from leesloket.accounts.queries import Viewer
from leesloket.branches.models import Branch
from leesloket.imports import actions, queries
from leesloket.imports.models import RosterImport
from leesloket.intake.models import Upload
from leesloket.isolation.scope import Scope, scoped
from leesloket.messaging.models import Notice
from leesloket.vault.models import Sealed, Shredded, WrappedKey

pytestmark = pytest.mark.enable_socket

THEIRS = tuple(replace(one, surname=f"{one.surname}s") for one in CHILDREN[:8])
"""Last year's children of the other school, which has numbers of its own: the same ones."""


def _both(school: School) -> Scope:
    return Scope(school.branch.library_id, (school.branch.id, school.other.id))


def board_file(ours: Sequence[Child], theirs: Sequence[Child]) -> bytes:
    lines = list_of([*ours, *theirs], headings=(*HEADINGS, "Locatie")).decode().splitlines()
    names = ["Kiem"] * len(ours) + ["Linde"] * len(theirs)
    rows = [f"{line};{name}" for line, name in zip(lines[1:], names, strict=True)]
    return "\n".join([lines[0], *rows]).encode()


@pytest.fixture
def board(school: School) -> UUID:
    """A file of both schools, sent for this one."""
    enrol_children(Branch.objects.get(id=school.other.id), THEIRS)
    content = board_file((*next_year(), NEWCOMER), next_year(THEIRS))
    upload = receive(content, branch_id=school.branch.id, by=school.petra)
    send(upload, by=school.petra)
    return upload


def _split(school: School, upload: UUID, by: Viewer) -> tuple[UUID, ...]:
    return actions.split_off(upload, {"Linde": school.other.id}, acting_user=by, now=NOW)


def _move(school: School, upload: UUID, by: Viewer) -> UUID:
    return actions.move_list(upload, branch_id=school.other.id, acting_user=by, now=NOW)


# --- several branches in one file ----------------------------------------------------------------


def test_rows_of_another_location_are_listed_and_nobody_here_is_touched_by_them(
    school: School, board: UUID
) -> None:
    plan = plan_of(board, by=school.marloes)

    assert (plan.counts["skip"], plan.counts["enrol"], plan.counts["withdraw"]) == (8, 1, 0)
    [line] = plan.locations
    assert (line.name, line.rows, line.suggested) == ("Linde", 8, school.other.id)
    assert plan_of(board, by=school.petra, staff=False).locations == ()
    [for_tarik] = plan_of(board, by=school.tarik).locations
    assert (for_tarik.suggested, for_tarik.upload_id) == (None, None)


def test_they_become_a_list_of_their_own_school_that_waits_for_the_library(
    school: School, board: UUID
) -> None:
    before = plan_of(board, by=school.marloes).digest

    [made] = _split(school, board, school.marloes)

    plan = plan_of(made, by=school.carla)
    assert (plan.upload.status, plan.upload.branch.id) == ("sent", school.other.id)
    assert (plan.counts["update"], plan.counts["enrol"], plan.counts["withdraw"]) == (8, 0, 0)
    assert [moment.event for moment in plan.upload.history] == ["placed"]
    parent = plan_of(board, by=school.marloes)
    assert parent.digest == before
    assert [(line.branch_name, line.upload_id) for line in parent.locations] == [("Linde", made)]
    assert parent.upload.history[-1].event == "split"
    with scoped(_both(school)):
        assert Upload.objects.get(id=made).sealed_id is None
        assert Upload.objects.get(id=board).sealed_id is not None
    lift_all(made, by=school.carla)
    assert approve(made, by=school.carla)
    assert approve(board, by=school.marloes)


def test_only_who_imports_at_both_splits_and_a_second_click_makes_no_second_list(
    school: School, board: UUID
) -> None:
    for stranger in (*school.strangers, school.petra, school.tarik):
        with pytest.raises(queries.ImportNotFoundError):
            _split(school, board, stranger)

    [made] = _split(school, board, school.marloes)
    assert _split(school, board, school.marloes) == ()

    with scoped(_both(school)):
        assert RosterImport.objects.filter(branch_id=school.other.id).count() == 1
        told = Notice.objects.get(subject_id=made)
        assert (told.kind, told.branch_id) == ("list_placed", school.other.id)


def test_a_list_that_waits_there_is_not_pushed_aside(school: School, board: UUID) -> None:
    theirs = receive(list_of(next_year(THEIRS)), branch_id=school.other.id, by=school.carla)
    send(theirs, by=school.carla)

    for put in (_split, _move):
        with pytest.raises(actions.BranchBusyError):
            put(school, board, school.marloes)

    assert plan_of(theirs, by=school.carla).upload.status == "sent"
    assert plan_of(board, by=school.marloes).locations[0].branch_name == ""


def test_what_was_typed_over_goes_along(school: School) -> None:
    enrol_children(Branch.objects.get(id=school.other.id), THEIRS)
    content = board_file(next_year(), next_year(THEIRS)).replace(b"Mulders", b"Mulderz")
    upload = receive(content, branch_id=school.branch.id, by=school.petra)
    plan = plan_of(upload, by=school.petra, staff=False, kind="skip")
    [wrong] = [child for child in plan.children if child.name.endswith("Mulderz")]
    actions.repair_cell(
        upload,
        fingerprint=wrong.fingerprint,
        field="surname",
        value="Mulders",
        acting_user=school.petra,
        now=NOW,
    )
    send(upload, by=school.petra)

    [made] = _split(school, upload, school.marloes)

    names = {child.name for child in plan_of(made, by=school.carla).children}
    assert "Sanne Mulders" in names


def test_a_row_that_was_left_out_is_left_out_there_and_its_child_stays(school: School) -> None:
    enrol_children(Branch.objects.get(id=school.other.id), THEIRS)
    upload = receive(
        board_file(next_year(), next_year(THEIRS)), branch_id=school.branch.id, by=school.petra
    )
    first, *_ = plan_of(upload, by=school.petra, staff=False, kind="skip").children
    actions.answer_question(
        upload,
        fingerprint=first.fingerprint,
        answer="leave_out",
        acting_user=school.petra,
        now=NOW,
    )
    send(upload, by=school.petra)

    [made] = _split(school, upload, school.marloes)

    counts = plan_of(made, by=school.carla).counts
    assert (counts["update"], counts["skip"], counts["withdraw"]) == (len(THEIRS) - 1, 1, 0)


# --- sent for the wrong branch -------------------------------------------------------------------


@pytest.fixture
def wrong(school: School) -> UUID:
    """The other school's list, sent for this one."""
    enrol_children(Branch.objects.get(id=school.other.id), THEIRS)
    upload = school.receive(next_year(THEIRS))
    send(upload, by=school.petra)
    return upload


def test_a_list_for_the_wrong_branch_moves_with_its_file_and_gets_a_plan_there(
    school: School, wrong: UUID
) -> None:
    with scoped(_both(school)):
        raw = Upload.objects.get(id=wrong).sealed_id
    assert raw is not None

    moved = _move(school, wrong, school.marloes)

    plan = plan_of(moved, by=school.carla)
    assert (plan.upload.status, plan.counts["update"], plan.counts["withdraw"]) == ("sent", 8, 0)
    assert queries.upload_line(wrong, viewer=school.petra).status == "moved"
    with scoped(_both(school)):
        new = Upload.objects.get(id=moved)
        assert (new.sealed_id, Upload.objects.get(id=wrong).sealed_id) == (raw, None)
        assert Sealed.objects.get(id=raw).branch_id == school.other.id
        assert WrappedKey.objects.get(sealed_id=raw).branch_id == school.other.id
        assert Shredded.objects.filter(reason="moved").count() == 1
        table = RosterImport.objects.get(upload_id=moved).table_id
        assert table is not None
        days = {one.expires_on for one in Sealed.objects.filter(id__in=[raw, table])}
    # Nothing lives longer by moving.
    assert days == {TODAY + timedelta(days=settings.RETENTION_RAW_NOT_IMPORTED)}


def test_both_schools_are_told_without_anything_of_a_child(school: School, wrong: UUID) -> None:
    before = len(jobs("messaging.send_notice"))
    moved = _move(school, wrong, school.marloes)

    with scoped(_both(school)):
        told = {
            (one.kind, one.branch_id, one.subject_id)
            for one in Notice.objects.exclude(kind="list_sent")
        }
    assert told == {
        ("list_moved", school.branch.id, wrong),
        ("list_placed", school.other.id, moved),
    }
    assert len(jobs("messaging.send_notice")) == before + 2


def test_only_who_imports_at_both_moves_and_a_second_click_finds_the_first(
    school: School, wrong: UUID
) -> None:
    for stranger in (*school.strangers, school.petra, school.tarik):
        with pytest.raises(queries.ImportNotFoundError):
            _move(school, wrong, stranger)

    moved = _move(school, wrong, school.marloes)

    assert _move(school, wrong, school.marloes) == moved
    with scoped(_both(school)):
        assert RosterImport.objects.filter(branch_id=school.other.id).count() == 1


def test_a_list_that_is_still_at_the_school_or_applied_does_not_move(school: School) -> None:
    upload = school.receive()
    with pytest.raises(actions.NotOpenError):
        _move(school, upload, school.marloes)
    send(upload, by=school.petra)
    approve(upload, by=school.marloes)

    with pytest.raises(actions.NotOpenError):
        _move(school, upload, school.marloes)


def test_after_a_move_the_school_can_send_its_own_list(school: School, wrong: UUID) -> None:
    _move(school, wrong, school.marloes)

    again = school.receive()
    send(again, by=school.petra)

    assert approve(again, by=school.marloes)
