"""The record on a real database: bound by a job, written down elsewhere, and checked."""

import resource
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from tests.people import NOW, branch, viewer, whole_scope
from tests.working import run_jobs

from leesloket.audit.actions import record
from leesloket.audit.models import Event, Link
from leesloket.isolation.scope import Scope, scoped
from leesloket.privacy import checking, tasks
from leesloket.server import embedded

pytestmark = pytest.mark.enable_socket


@pytest.fixture(autouse=True)
def anchors(tmp_path: Path) -> Path:
    """The ids of libraries come back in every database; their anchors do not."""
    settings.ANCHORS = tmp_path / "anchors"
    return tmp_path / "anchors"


def _happened(library: Scope, count: int = 12) -> None:
    with scoped(library):
        for at in range(count):
            record(
                "list_sent",
                at=NOW,
                by=viewer("petra").account_id,
                library_id=library.library_id,
                branch_id=library.branch_ids[at % len(library.branch_ids)],
                detail={"pupils": at},
            )


def test_the_job_binds_what_happened_and_nothing_twice(demo: None) -> None:
    library = whole_scope("vuurvlinder")
    _happened(library)

    tasks.extend_chains(0)

    verdict = checking.verify(library, now=NOW)
    assert verdict.whole
    assert verdict.not_linked == 0
    assert verdict.links >= 12
    with scoped(library):
        assert Link.objects.count() == verdict.links
    assert checking.extend(library) == 1  # that it was verified
    assert checking.extend(library) == 0


def test_libraries_have_chains_of_their_own(demo: None) -> None:
    ours, theirs = whole_scope("vuurvlinder"), whole_scope("zilvermeeuw")
    for library in (ours, theirs):
        _happened(library)
        checking.extend(library)

    with scoped(theirs):
        assert set(Link.objects.values_list("library_id", flat=True)) == {theirs.library_id}


def test_the_web_role_can_add_to_chain_and_record_and_do_nothing_else(demo: None) -> None:
    library = whole_scope("vuurvlinder")
    _happened(library)
    checking.extend(library)

    for statement in (
        "update audit_event set code = 'x'",
        "delete from audit_event",
        "update audit_link set mac = 'x'",
        "delete from audit_link",
        "truncate audit_link",
    ):
        with (
            scoped(library),
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


TAMPERINGS = {
    "changed": "update audit_event set code = 'nothing' where id = {event}",
    "missing": "delete from audit_event where id = {event}",
    "out_of_order": "delete from audit_link where event_id = {event};"
    " delete from audit_event where id = {event}",
    "cut_off": "delete from audit_event where id in"
    " (select event_id from audit_link where sequence >= {sequence} and library_id = {library});"
    " delete from audit_link where sequence >= {sequence} and library_id = {library}",
}


@pytest.mark.parametrize("kind", TAMPERINGS)
def test_what_the_owner_of_the_database_does_is_found(
    fresh_database: str,
    server: embedded.Embedded,
    kind: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    library = whole_scope("vuurvlinder")
    _happened(library)
    assert checking.anchor(library, now=NOW)
    call_command("audit", "verify")
    assert "heel" in capsys.readouterr().out
    with scoped(library):
        link = Link.objects.order_by("-sequence")[4]
    statement = TAMPERINGS[kind].format(
        event=link.event_id, sequence=link.sequence, library=library.library_id
    )
    with server.connect(embedded.SUPERUSER, fresh_database) as owner:
        owner.execute(statement)

    with pytest.raises(SystemExit) as stopped:
        call_command("audit", "verify")

    assert stopped.value.code == 1
    assert kind in {one.kind for one in checking.verify(library, now=NOW).findings}
    assert "GEBROKEN" in capsys.readouterr().out


def test_an_anchor_that_was_mailed_finds_what_the_file_no_longer_tells(
    fresh_database: str,
    server: embedded.Embedded,
    tmp_path: Path,
    mailoutbox: list[object],
    anchors: Path,
) -> None:
    library = whole_scope("vuurvlinder")
    _happened(library)
    settings.ANCHOR_MAIL = "fg@bibliotheek.example"
    checking.anchor(library, now=NOW)
    settings.ANCHOR_MAIL = ""
    [mail] = mailoutbox
    kept = tmp_path / "mail.txt"
    kept.write_text(mail.body)  # type: ignore[attr-defined]
    checking.anchor_file(library.library_id).unlink()
    with server.connect(embedded.SUPERUSER, fresh_database) as owner:
        owner.execute("delete from audit_link where sequence > 3; delete from audit_event")
        owner.execute("delete from audit_link where sequence > 0")

    assert checking.verify(library, now=NOW).whole

    with pytest.raises(SystemExit):
        call_command("audit", "verify", "--anchors", str(kept))


def test_anchors_of_another_user_come_in_by_a_pipe(
    fresh_database: str, anchors: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = whole_scope("vuurvlinder")
    _happened(library)
    checking.anchor(library, now=NOW)
    told = checking.anchor_file(library.library_id).read_text()
    checking.anchor_file(library.library_id).unlink()

    monkeypatch.setattr("sys.stdin", StringIO(told))
    call_command("audit", "verify", "--anchors", "-")

    monkeypatch.setattr("sys.stdin", StringIO(told.replace(told.split()[-1], "0" * 64)))
    with pytest.raises(SystemExit):
        call_command("audit", "verify", "--anchors", "-")


def test_a_worker_anchors_once_a_day_and_tells_the_administrator(
    fresh_database: str, anchors: Path
) -> None:
    library = whole_scope("vuurvlinder")
    _happened(library)

    for at in range(2):
        app.configure_task("privacy.anchor_record").defer(timestamp=at)
        run_jobs()

    lines = checking.anchor_file(library.library_id).read_text().splitlines()
    assert len(lines) == 1
    stands = checking.standing(viewer("willem"))
    assert stands.verified_at is not None
    assert stands.anchored_at is not None
    assert (stands.broken, stands.anchored_until) == (0, int(lines[0].split()[3]))
    names = [one.display_name for one in (viewer("willem"), viewer("petra"))]
    assert not [name for name in names if name in lines[0]]
    assert branch("vuurvlinder").name not in lines[0]


def test_a_worker_that_was_stopped_after_the_anchor_checks_the_record_later(
    fresh_database: str, anchors: Path
) -> None:
    library = whole_scope("vuurvlinder")
    _happened(library)
    checking.anchor(library, now=timezone.now())

    tasks.anchor_record(0)

    assert checking.standing(viewer("willem")).verified_at is not None
    assert len(checking.anchor_file(library.library_id).read_text().splitlines()) == 1


def test_an_anchor_that_a_full_disk_broke_off_is_written_again_below_it(
    fresh_database: str, anchors: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library = whole_scope("vuurvlinder")
    _happened(library)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        with pytest.raises(OSError, match="too large"):
            checking.anchor(library, now=timezone.now())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not checking.anchored_on(library, now=timezone.now())

    tasks.anchor_record(0)

    torn, whole = checking.anchor_file(library.library_id).read_text().splitlines()
    assert len(torn) == 100 < len(whole)
    call_command("audit", "verify")
    told = capsys.readouterr().out
    assert "1 ankers braken af" in told
    assert "GEBROKEN" not in told


def test_a_broken_record_is_told_to_the_administrator(
    fresh_database: str, server: embedded.Embedded, caplog: pytest.LogCaptureFixture
) -> None:
    library = whole_scope("vuurvlinder")
    _happened(library)
    checking.extend(library)
    with scoped(library):
        event = Event.objects.order_by("id")[2]
    with server.connect(embedded.SUPERUSER, fresh_database) as owner:
        owner.execute(f"delete from audit_event where id = {event.pk}")  # noqa: S608 - a number

    tasks.anchor_record(0)

    assert checking.standing(viewer("willem")).broken == 1
    assert "broken in 1 places" in caplog.text
