"""kill -9 at named points: nothing acknowledged is lost, and nothing is done by half.

No code in the product knows of these points.  The test holds a lock on a table; the process walks
up to the statement that writes there and waits; it is killed; the lock is let go.
"""

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path

import pytest
from tests.imports.journey import REGISTER
from tests.people import demo_file, truth
from tests.site.errands import (
    DESK,
    answer_the_same,
    approve,
    lay_down,
    lists_of,
    send,
    sent_list,
    undo,
)
from tests.site.fixtures import Ground
from tests.site.running import Process, Site
from tests.site.visitor import Answer, Visitor
from tests.site.waiting import standing_before, until_somebody_waits, wait_for, wait_until

GOOD = "vuurvlinder-2026-2027.xlsx"
READY = 2
"""Children that the reader keeps ready when nobody asks anything."""


@contextmanager
def _in_the_background(errand: Callable[[], Answer | str]) -> Iterator[Future[Answer | str]]:
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(errand)


def _register(site: Site) -> dict[str, str]:
    """A hash over every row of every register table."""
    query = "select md5(string_agg(t::text, ',' order by t::text)) from {} t"
    return {table: site.value(query.format(table)) for table in REGISTER}


def _state(site: Site) -> dict[str, int]:
    """How much there is of what an errand leaves behind."""
    tables = ("intake_upload", "imports_rosterimport", "vault_sealed", "vault_wrappedkey",
              "imports_journalindex", "messaging_notice", "procrastinate_jobs")  # fmt: skip
    query = "select count(*) from {}"
    return {table: site.value(query.format(table)) for table in tables}


def _is_whole(site: Site) -> None:
    """Every child of this year's list is in the register once, and nobody twice."""
    enrolled = site.value(
        "select count(*) from patrons_membership m join branches_branch b on b.id = m.branch_id"
        " where b.slug = 'vuurvlinder' and m.until_date is null"
    )
    assert enrolled == len(truth("vuurvlinder").next_year)
    assert not site.rows(
        "select number from patrons_pupilnumber n"
        " join patrons_membership m on m.id = n.membership_id"
        " where n.until_date is null group by m.branch_id, number having count(*) > 1"
    )


def _no_name_lies_about(site: Site) -> None:
    """No file of the site holds the name of a child."""
    names = [f"{one.first_name} {one.surname}".encode() for one in truth("vuurvlinder").next_year]
    for path in _files(site.folder):
        content = path.read_bytes()
        assert not [name for name in names if name in content], path.name


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


# --- the web server ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Point:
    """A moment in an errand: the process is about to write to `table`."""

    name: str
    table: str
    errand: str


POINTS = (
    Point("a file was read, nothing is kept", "vault_sealed", "lay_down"),
    Point("a file is kept, its import is not", "imports_rosterimport", "lay_down"),
    Point("a list is sent, nobody is told", "messaging_notice", "send"),
    Point("the first child is about to be written", "patrons_patron", "approve"),
    Point("the register is written, the journal is not", "vault_sealed", "approve"),
    Point("everything is written but the record", "audit_event", "approve"),
    Point("an undo is about to begin", "patrons_membership", "undo"),
    Point("an undo is done but for the record", "audit_event", "undo"),
    Point("a list is half shredded", "vault_shredded", "withdraw"),
)


@dataclass
class Errands:
    """The errands of one list, each with what comes before it."""

    petra: Visitor
    marloes: Visitor
    upload: str = ""

    def prepare(self, errand: str) -> None:
        if errand == "send":
            self.upload = lay_down(self.petra, demo_file(GOOD))
            answer_the_same(self.petra, f"{lists_of('vuurvlinder')}{self.upload}/")
        elif errand != "lay_down":
            self.upload = sent_list(self.petra, demo_file(GOOD))
        if errand == "undo":
            assert approve(self.marloes, self.upload).status == 200

    def lay_down(self) -> str:
        self.upload = lay_down(self.petra, demo_file(GOOD))
        return self.upload

    def send(self) -> Answer:
        return send(self.petra, self.upload)

    def approve(self) -> Answer:
        return approve(self.marloes, self.upload)

    def undo(self) -> Answer:
        return undo(self.marloes, self.upload)

    def withdraw(self) -> Answer:
        return self.petra.post(f"{lists_of('vuurvlinder')}{self.upload}/verwijder/")


@pytest.mark.parametrize("point", POINTS, ids=lambda point: point.name)
def test_a_web_server_killed_before_the_commit_has_done_nothing(
    ground: Ground, site: Site, point: Point
) -> None:
    errands = Errands(ground.visitor("petra"), ground.visitor("marloes"))
    errands.prepare(point.errand)
    register, state = _register(site), _state(site)

    with _in_the_background(getattr(errands, point.errand)) as doing:
        with standing_before(site, point.table):
            until_somebody_waits(site)
            site.kill("web")
        with pytest.raises((HTTPException, OSError)):
            doing.result()
    wait_until(
        site,
        "select count(*) = 0 from pg_stat_activity"
        " where datname = current_database() and usename <> current_user",
    )

    assert (_register(site), _state(site)) == (register, state)
    _no_name_lies_about(site)
    site.start_web()
    getattr(errands, point.errand)()
    _is_done(site, point.errand, errands)


def _is_done(site: Site, errand: str, errands: Errands) -> None:
    """The same errand once more does what it always did."""
    status = {
        "lay_down": "read", "send": "sent", "approve": "applied", "undo": "undone",
        "withdraw": "withdrawn",
    }[errand]  # fmt: skip
    told = site.rows("select upload_id::text, status from imports_rosterimport")
    assert told == [(errands.upload, status)]
    if errand == "approve":
        _is_whole(site)


def test_a_web_server_killed_right_after_the_commit_has_done_everything(
    ground: Ground, site: Site
) -> None:
    marloes = ground.visitor("marloes")
    upload = sent_list(ground.visitor("petra"), demo_file(GOOD))

    with _in_the_background(lambda: approve(marloes, upload)):
        wait_until(site, "select count(*) = 1 from imports_rosterimport where status = 'applied'")
        site.kill("web")
    site.start_web()

    _is_whole(site)
    once = _register(site)
    answer = marloes.post(f"{DESK}{upload}/keur-goed/", {"digest": "of which page?"})
    assert "Deze lijst was al verwerkt. Er is niets dubbel gebeurd." in answer.text
    assert _register(site) == once
    undo(marloes, upload)
    assert site.value("select status from imports_rosterimport") == "undone"


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
        os.kill(child, signal.SIGCONT)
        upload = doing.result()

    page = petra.get(f"{lists_of('vuurvlinder')}{upload}/")
    assert "Wij kunnen dit bestand niet lezen. Er is niets veranderd." in page.text
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
