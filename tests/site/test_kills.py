"""The reader and the worker are killed while the others live on: the person hears what happened.

tests/kills kills every process at named moments.
"""

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from tests.people import demo_file, truth
from tests.site.errands import lay_down, lists_of, sent_list
from tests.site.fixtures import Ground
from tests.site.running import Process, Site
from tests.site.visitor import Answer
from tests.site.waiting import standing_before, until_somebody_waits, wait_for, wait_until

GOOD = "vuurvlinder-2026-2027.xlsx"
READY = 2
"""Children that the reader keeps ready when nobody asks anything."""


@contextmanager
def _in_the_background(errand: Callable[[], Answer | str]) -> Iterator[Future[Answer | str]]:
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(errand)


def _state(site: Site) -> dict[str, int]:
    """How much there is of what an errand leaves behind."""
    tables = ("intake_upload", "imports_rosterimport", "vault_sealed", "vault_wrappedkey",
              "imports_journalindex", "messaging_notice", "procrastinate_jobs")  # fmt: skip
    query = "select count(*) from {}"
    return {table: site.value(query.format(table)) for table in tables}


def _no_name_lies_about(site: Site) -> None:
    """No file of the site holds the name of a child."""
    names = [f"{one.first_name} {one.surname}".encode() for one in truth("vuurvlinder").next_year]
    for path in _files(site.folder):
        content = path.read_bytes()
        assert not [name for name in names if name in content], path.name


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


# --- the web server ------------------------------------------------------------------------------


def test_a_file_of_which_receipt_was_said_is_there_after_a_kill(ground: Ground, site: Site) -> None:
    petra = ground.visitor("petra")
    upload = lay_down(petra, demo_file(GOOD))

    site.kill("web")
    site.start_web()

    page = petra.get(f"{lists_of('vuurvlinder')}{upload}/")
    assert "Dit is een goede lijst" in page.text
    _no_name_lies_about(site)


# --- the reader ----------------------------------------------------------------------------------


def _children_of(process: Process) -> list[int]:
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [int(pid) for pid in children.read_text().split()]


def _files_open_in(process: Process) -> int:
    return len(list(Path(f"/proc/{process.pid}/fd").iterdir()))


def _is_at_rest(process: Process) -> bool:
    """Waiting for the next thing to do: whatever it had begun is done."""
    status = Path(f"/proc/{process.pid}/stat").read_text()
    return status.rpartition(")")[2].split()[0] == "S"


@contextmanager
def _a_child_with_a_file(
    site: Site, errand: Callable[[], str]
) -> Iterator[tuple[int, Future[str]]]:
    """The child that is about to read the file of `errand`, and stands still; and the errand."""
    site.kill("reader")
    site.start_reader()
    reader = site.reader
    assert reader is not None
    # As many as it keeps ready when it is quiet, so that no other child comes.
    wait_for(site, lambda: len(_children_of(reader)) == READY and _is_at_rest(reader))
    first, *others = _children_of(reader)
    os.kill(first, signal.SIGSTOP)
    quiet = _files_open_in(reader)
    with ThreadPoolExecutor(1) as pool:
        doing = pool.submit(errand)
        # The connection is open in the supervisor too, and was handed over before it rested.
        wait_for(site, lambda: _files_open_in(reader) > quiet and _is_at_rest(reader))
        assert _children_of(reader) == [first, *others]
        yield first, doing


@pytest.mark.parametrize("ended_by", [signal.SIGSEGV, signal.SIGKILL], ids=lambda one: one.name)
def test_a_reader_that_dies_over_a_file_gives_a_reason_and_the_next_file_is_read(
    ground: Ground, site: Site, ended_by: signal.Signals
) -> None:
    petra = ground.visitor("petra")

    with _a_child_with_a_file(site, lambda: lay_down(petra, demo_file(GOOD))) as (child, doing):
        os.kill(child, ended_by)
        # One that stands still dies of SIGKILL at once, of others when it goes on.
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGCONT)
        upload = doing.result()

    page = petra.get(f"{lists_of('vuurvlinder')}{upload}/")
    assert "Wij kunnen dit bestand niet lezen." in page.text
    assert "Er is niets veranderd." in page.text
    assert "Kies het nog een keer." in page.text
    again = lay_down(petra, demo_file(GOOD))
    assert again != upload
    assert site.rows("select upload_id::text, status from imports_rosterimport") == [
        (again, "read")
    ]


def test_without_a_reader_nothing_is_received_and_that_is_said(ground: Ground, site: Site) -> None:
    petra = ground.visitor("petra")
    assert site.reader is not None
    state = _state(site)

    for child in _children_of(site.reader):
        os.kill(child, signal.SIGSTOP)  # so that the file is being read when the reader ends
    with _in_the_background(
        lambda: petra.send_file(
            f"{lists_of('vuurvlinder')}ontvang/", demo_file("groot-5000.xlsx"), name="g.xlsx"
        )
    ) as doing:
        site.kill("reader")
        answer = doing.result()
    site.start_reader()

    assert isinstance(answer, Answer)
    assert "Wij kunnen nu geen bestanden lezen. Er is niets ontvangen." in answer.text
    assert _state(site) == state
    assert lay_down(petra, demo_file(GOOD))


# --- the worker ----------------------------------------------------------------------------------


def test_a_worker_killed_over_a_mail_is_taken_over_by_the_next(ground: Ground, site: Site) -> None:
    sent_list(ground.visitor("petra"), demo_file(GOOD))

    with standing_before(site, "messaging_notice"):
        site.start_worker()
        until_somebody_waits(site)
        site.kill("worker")
    assert site.mails() == []
    # A worker counts as dead when it was not heard of for half a minute: let that be so.
    site.rows("update procrastinate_workers set last_heartbeat = now() - interval '1 hour'")
    # And the minute be full, at which the next one looks.
    site.has_a_job("messaging.take_up_stalled")
    site.start_worker()
    wait_until(site, "select count(*) = 1 from messaging_notice where sent_at is not null")

    [mail] = site.mails()
    assert "vuurvlinder" in mail.read_text().lower()
    _no_name_lies_about(site)
