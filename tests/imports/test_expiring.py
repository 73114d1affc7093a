"""What has had its time is destroyed on its day, by a job that nobody asked for."""

from datetime import datetime, time, timedelta
from uuid import UUID

import pytest
from django.utils.timezone import localdate, make_aware
from procrastinate.contrib.django import app
from tests.imports.journey import approve, lift_all, plan_of, receive, send
from tests.imports.school import School
from tests.people import NOW, TODAY, branch, demo_file, viewer
from tests.working import run_jobs

from leesloket.imports import actions, queries
from leesloket.imports.actions.expiring import destroy_expired
from leesloket.imports.kept import NothingToWorkOnError
from leesloket.imports.models import RosterImport
from leesloket.intake.models import Upload
from leesloket.isolation.scope import Scope, scoped
from leesloket.vault.models import Sealed, Shredded, WrappedKey

pytestmark = pytest.mark.enable_socket


def _destroy(school: School, *, after: int) -> int:
    day = timedelta(days=after)
    library = Scope(school.branch.library_id, (school.branch.id, school.other.id))
    return destroy_expired(library, today=TODAY + day, now=NOW + day)


def _status(school: School, upload: UUID) -> str:
    with scoped(school.scope):
        return RosterImport.objects.get(upload_id=upload).status


_SECOND = timedelta(seconds=1)


def _midnight(days: int) -> datetime:
    """When the day begins that lies so many days after the list came in."""
    return make_aware(datetime.combine(TODAY + timedelta(days=days), time.min))


def _kinds_there_at(school: School, now: datetime) -> list[str]:
    library = Scope(school.branch.library_id, (school.branch.id, school.other.id))
    destroy_expired(library, today=localdate(now), now=now)
    with scoped(school.scope):
        return sorted(Sealed.objects.values_list("kind", flat=True))


def test_a_list_goes_at_the_second_in_which_its_day_begins_and_not_before(school: School) -> None:
    school.receive()

    assert _kinds_there_at(school, _midnight(30) - _SECOND) == ["raw", "table"]
    assert _kinds_there_at(school, _midnight(30)) == []


def test_file_and_table_go_after_fourteen_days_and_the_journal_after_thirty_to_the_second(
    school: School,
) -> None:
    upload = school.receive()
    send(upload, by=school.petra)
    lift_all(upload, by=school.marloes)
    approve(upload, by=school.marloes)

    assert _kinds_there_at(school, _midnight(14) - _SECOND) == ["journal", "raw", "table"]
    assert _kinds_there_at(school, _midnight(14) + _SECOND) == ["journal"]
    assert _kinds_there_at(school, _midnight(30) - _SECOND) == ["journal"]
    assert _kinds_there_at(school, _midnight(30)) == []


@pytest.mark.parametrize("goes_as_far_as", ["read", "sent"])
def test_a_list_that_was_never_applied_ends_after_thirty_days(
    school: School, goes_as_far_as: str
) -> None:
    upload = school.receive()
    if goes_as_far_as == "sent":
        send(upload, by=school.petra)
    assert _destroy(school, after=29) == 0
    assert _status(school, upload) == goes_as_far_as

    assert _destroy(school, after=30) == 2
    assert _destroy(school, after=30) == 0

    line = queries.upload_line(upload, viewer=school.petra)
    assert (line.status, line.history[-1].event, line.history[-1].by) == (
        "expired",
        "expired",
        "",
    )
    with scoped(school.scope):
        assert Sealed.objects.count() == WrappedKey.objects.count() == 0
        assert set(Shredded.objects.values_list("reason", flat=True)) == {"expired"}
    with pytest.raises(NothingToWorkOnError):
        plan_of(upload, by=school.petra, staff=False)
    # And the branch is free for a new one.
    school.receive(now=NOW + timedelta(days=30))


def test_what_people_typed_goes_with_the_file_and_no_later(school: School) -> None:
    upload = school.receive()
    child = plan_of(upload, by=school.petra, staff=False).children[0]
    actions.repair_cell(
        upload,
        fingerprint=child.fingerprint,
        field="group",
        value="4b",
        acting_user=school.petra,
        now=NOW + timedelta(days=20),
    )

    assert _destroy(school, after=30) == 3


def test_of_an_applied_list_file_and_table_go_after_fourteen_days_and_the_journal_after_thirty(
    school: School,
) -> None:
    upload = school.receive()
    send(upload, by=school.petra)
    approve(upload, by=school.marloes)

    assert _destroy(school, after=13) == 0
    assert _destroy(school, after=14) == 2
    with pytest.raises(queries.ImportNotFoundError):
        queries.report_rows(upload, viewer=school.marloes, today=TODAY)
    assert _status(school, upload) == "applied"
    with scoped(school.scope):
        assert list(Sealed.objects.values_list("kind", flat=True)) == ["journal"]

    assert _destroy(school, after=30) == 1
    page = queries.result_page(
        upload, viewer=school.marloes, staff=True, now=NOW + timedelta(days=30)
    )
    assert (page.may_undo, page.may_undo_one) == (False, False)
    assert len(page.children) == 21


def test_a_workbook_that_waits_for_a_choice_waits_one_day(demo: None, reader: None) -> None:
    petra, vuurvlinder = viewer("petra"), branch("vuurvlinder")
    scope = Scope(vuurvlinder.library_id, (vuurvlinder.id,))
    waiting = receive(demo_file("vuurvlinder-twee-bladen.xlsx"), branch_id=vuurvlinder.id, by=petra)
    tomorrow = timedelta(days=1)
    assert destroy_expired(scope, today=TODAY, now=NOW) == 0

    assert destroy_expired(scope, today=TODAY + tomorrow, now=NOW + tomorrow) == 1

    assert queries.upload_line(waiting, viewer=petra).sheets == ()
    with scoped(scope):
        assert Upload.objects.get().sealed_id is None
    with pytest.raises(queries.ImportNotFoundError):
        actions.choose_sheet(
            waiting, "Bovenbouw", form_token="keuze", acting_user=petra, now=NOW + tomorrow
        )


def test_the_job_destroys_in_every_library(fresh_database: str, reader: None) -> None:
    joost = viewer("joost")
    long_ago = NOW - timedelta(days=3000)
    receive(
        demo_file("wilgenbos-2026-2027.csv"), branch_id=branch("wilgenbos").id, by=joost,
        now=long_ago,
    )  # fmt: skip
    wilgenbos = branch("wilgenbos")
    app.configure_task("imports.destroy_expired").defer(timestamp=0)

    run_jobs()

    with scoped(Scope(wilgenbos.library_id, (wilgenbos.id,))):
        assert RosterImport.objects.get().status == "expired"
        assert not Sealed.objects.exists()
