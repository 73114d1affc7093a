"""The supervisor and its children: real processes, real limits."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.roster.formats.reader_books import HEADINGS, PUPILS, as_csv, as_xlsx

from leesloket.roster.problems import Code
from leesloket.roster.readers import SITE_BUDGET, Budget, read
from leesloket.sandbox import client, wire
from leesloket.sandbox.answers import code_of, ended, receive_result
from leesloket.sandbox.once import read_once
from leesloket.sandbox.probing import probe
from leesloket.sandbox.supervisor import listen

pytestmark = pytest.mark.enable_socket

LIST = as_csv((HEADINGS, *PUPILS)).encode()
BOOK = as_xlsx({"Leerlingen": (HEADINGS, *PUPILS)})
SLOW = Budget(wall_seconds=0.05, rows=3_000_000, cells=30_000_000, memory_bytes=2**31)
A_LONG_LIST = as_csv((HEADINGS, *(PUPILS * 60_000))).encode()


@pytest.fixture(scope="module")
def reader() -> Iterator[Path]:
    """The socket of a running supervisor.  In a short folder: a socket's path has 107 bytes."""
    with tempfile.TemporaryDirectory(prefix="lsl") as folder:
        path = Path(folder) / "reader.sock"
        supervisor = client.start_supervisor(path)
        yield path
        supervisor.communicate()
        assert supervisor.returncode == 0


def codes_of(content: bytes, path: Path, budget: Budget = SITE_BUDGET) -> list[Code]:
    result = client.read(content, socket_path=path, budget=budget)
    return [problem.code for problem in result.problems]


@pytest.mark.parametrize("content", [LIST, BOOK, b"", b"%PDF-1.4", b"PK\x03\x04 broken"])
def test_the_child_reads_what_the_readers_read(reader: Path, content: bytes) -> None:
    assert client.read(content, socket_path=reader) == read(content)


def test_reading_once_needs_no_supervisor() -> None:
    assert read_once(BOOK) == read(BOOK)


def test_the_socket_is_private(reader: Path) -> None:
    assert stat.S_IMODE(reader.stat().st_mode) == 0o600


def test_a_sheet_and_a_budget_travel_along(reader: Path) -> None:
    book = as_xlsx({"Groep 3": (HEADINGS, PUPILS[0]), "Groep 4": (HEADINGS, PUPILS[1])})

    assert codes_of(book, reader) == [Code.SEVERAL_SHEETS]
    chosen = client.read(book, socket_path=reader, sheet="Groep 4")
    assert chosen.table is not None
    assert [row.cells for row in chosen.table.rows] == [PUPILS[1]]
    assert codes_of(LIST, reader, Budget(rows=1)) == [Code.TOO_MANY_ROWS]


def test_a_child_over_its_time_is_ended_and_the_next_file_is_read(reader: Path) -> None:
    budget = SLOW

    assert codes_of(A_LONG_LIST, reader, budget) == [Code.TOO_SLOW]
    assert codes_of(LIST, reader) == []
    once = read_once(A_LONG_LIST, budget=budget)
    assert [problem.code for problem in once.problems] == [Code.TOO_SLOW]


def test_who_sends_what_takes_too_long_hears_how_long_it_had() -> None:
    assert ended(Code.TOO_SLOW, SITE_BUDGET).problems[0].detail == {"seconds": 5}
    assert ended(Code.READER_DIED, SITE_BUDGET).problems[0].detail == {}


_MOST_MEMORY = """
import resource, sys, tempfile
from pathlib import Path
from leesloket.sandbox import client
with tempfile.TemporaryDirectory(prefix="lsl") as folder:
    path = Path(folder) / "reader.sock"
    supervisor = client.start_supervisor(path)
    result = client.read(sys.stdin.buffer.read(), socket_path=path)
    supervisor.communicate()
print(result.table is None, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


def test_a_child_that_fills_its_memory_holds_no_more_than_its_budget() -> None:
    """All of it, with what it was born with: so much is told to whoever sizes a machine."""
    content = b"<html><table><tr><td>Naam<td>Groep" + b"<tr>" * 2_000_000

    done = subprocess.run(
        [sys.executable, "-c", _MOST_MEMORY], input=content, capture_output=True, check=True
    )

    refused, most = done.stdout.split()
    assert refused == b"True"
    assert 200 < int(most) <= 256


def test_a_child_over_its_memory_is_a_refusal(reader: Path) -> None:
    budget = Budget(memory_bytes=8 * 1024 * 1024, rows=3_000_000, cells=30_000_000)

    assert codes_of(A_LONG_LIST, reader, budget) in ([Code.TOO_LARGE], [Code.READER_DIED])
    assert codes_of(LIST, reader) == []


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (0, None),
        (2 << 8, None),
        (3 << 8, Code.READER_DIED),
        (signal.SIGABRT, Code.READER_DIED),
        (signal.SIGSEGV, Code.READER_DIED),
        (signal.SIGALRM, Code.TOO_SLOW),
        (signal.SIGXCPU, Code.TOO_SLOW),
        (signal.SIGKILL, Code.READER_DIED),
    ],
)
def test_the_end_of_a_child_becomes_a_reason(status: int, code: Code | None) -> None:
    assert code_of(status) is code


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"x",
        b"GET / HTTP/1.1\r\n\r\n" * 10,
        wire.HEADER.pack(wire.ASK, 4, 4) + b"nul!nul!",
        wire.HEADER.pack(wire.ASK, 2**31, 2**62),
        wire.encode_request(LIST, budget=SITE_BUDGET, sheet=None)[:-10],
    ],
)
def test_nonsense_on_the_socket_hurts_nobody_else(reader: Path, garbage: bytes) -> None:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(reader))
        connection.sendall(garbage)
        connection.shutdown(socket.SHUT_WR)
        # A child that goes without reading everything resets the connection; either is an end.
        with contextlib.suppress(ConnectionResetError):
            assert connection.recv(1) == b""

    assert codes_of(LIST, reader) == []


def test_a_client_that_stalls_is_sent_away() -> None:
    with tempfile.TemporaryDirectory(prefix="lsl") as folder:
        path = Path(folder) / "reader.sock"
        supervisor = client.start_supervisor(path, wall_seconds=0.05, receiving_seconds=0.05)
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(path))
            connection.sendall(b"LSL")

            result = receive_result(connection)

        supervisor.communicate()
        assert [problem.code for problem in result.problems] == [Code.TOO_SLOW]


def test_a_client_that_goes_away_hurts_nobody_else(reader: Path) -> None:
    for _ in range(5):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(reader))
            connection.sendall(wire.encode_request(BOOK, budget=SITE_BUDGET, sheet=None))

    assert codes_of(LIST, reader) == []


def test_many_clients_are_served_at_once(reader: Path) -> None:
    results = []
    threads = [
        threading.Thread(target=lambda: results.append(client.read(BOOK, socket_path=reader)))
        for _ in range(12)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert results == [read(BOOK)] * 12


def test_without_a_supervisor_the_file_is_not_judged(tmp_path: Path) -> None:
    with pytest.raises(client.ReaderUnavailableError):
        client.read(LIST, socket_path=tmp_path / "nobody.sock")


def test_a_supervisor_that_cannot_listen_is_said(tmp_path: Path) -> None:
    with pytest.raises(client.ReaderUnavailableError):
        client.start_supervisor(tmp_path / "no" / "such" / "folder.sock")


def test_a_dead_socket_is_replaced_and_sigterm_ends_in_order() -> None:
    with tempfile.TemporaryDirectory(prefix="lsl") as folder:
        path = Path(folder) / "reader.sock"
        with socket.socket(socket.AF_UNIX) as dead:
            dead.bind(str(path))
        supervisor = client.start_supervisor(path)
        assert codes_of(LIST, path) == []

        supervisor.send_signal(signal.SIGTERM)
        assert supervisor.wait(timeout=10) == 0
        assert not path.exists()
        supervisor.communicate()


def test_the_supervisor_ends_with_its_parent() -> None:
    with tempfile.TemporaryDirectory(prefix="lsl") as folder:
        path = Path(folder) / "reader.sock"
        script = (
            "import os, pathlib, sys\n"
            "from leesloket.sandbox.client import start_supervisor\n"
            "started = start_supervisor(pathlib.Path(sys.argv[1]))\n"
            "print(started.pid, flush=True)\n"
            "os._exit(9)\n"
        )
        parent = subprocess.run(
            [sys.executable, "-c", script, str(path)], capture_output=True, check=False
        )
        supervisor = int(parent.stdout)

        _wait_until_gone(supervisor)

        with pytest.raises(client.ReaderUnavailableError):
            client.read(LIST, socket_path=path)


def _wait_until_gone(pid: int) -> None:
    """Block until a process that is not our child has ended."""
    try:
        watched = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        assert select.select([watched], [], [], 10)[0]
    finally:
        os.close(watched)


def test_the_supervisor_loads_no_django_and_no_database() -> None:
    script = (
        "import sys\n"
        "import leesloket.sandbox.supervisor as supervisor\n"
        "supervisor.preload()\n"
        "unwanted = {'django', 'psycopg', 'procrastinate'}\n"
        "print(unwanted & {name.split('.')[0] for name in sys.modules})"
    )

    told = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, text=True
    )

    assert told.stdout.strip() == "set()"


@pytest.mark.skipif(sys.platform != "linux", reason="the walls are Linux's")
def test_the_walls_against_memory_and_time_always_stand() -> None:
    standing = {wall.name for wall in probe() if wall.stands}

    assert {"memory", "processor_time"} <= standing


@pytest.mark.parametrize(
    "payload", [b"", b"[]", b"{}", b'{"problems": [["no_such_code"]]}', b"\xff", b'{"table": 1}']
)
def test_a_child_that_was_taken_over_cannot_break_its_client(payload: bytes) -> None:
    with pytest.raises(wire.GarbledError):
        wire.decode_result(payload)


GOOD = json.loads(wire.encode_result(read(LIST))[wire.HEADER.size :])


@pytest.mark.parametrize(
    "table",
    [
        {"cells": [[None] * 6] * 3},
        {"cells": [[1] * 6] * 3},
        {"cells": [["Emma"]] * 3},
        {"cells": [["\ud800"] * 6] * 3},
        {"numbers": [1.5, 2, 3]},
        {"numbers": [-1, 2, 3]},
        {"numbers": [2**31, 2, 3]},
        {"headings": [1, 2, 3, 4, 5, 6]},
        {"headings": ["\udfff"] * 6},
        {"heading_row": "x"},
        {"fields": ["group"]},
        {"sheet": 5},
        {"sheets": [1]},
        {"format": None},
        {"format": "x" * 25},
        {"format": "xlsx\0"},
        {"dropped": [[1, "empty"]]},
        {"dropped": [["BSN", "\ud800"]]},
        {"dropped": [["BSN", {}]]},
        {"starts": [["2026-08-01", float("inf")]]},
        {"uneven": ["x"]},
        {"teachers": [[1, []]]},
        {"facts": {**GOOD["table"]["facts"], "brin": 5}},
        {"facts": {**GOOD["table"]["facts"], "school_year": []}},
        {"facts": {**GOOD["table"]["facts"], "teachers": "x"}},
    ],
)
def test_an_answer_of_other_types_never_reaches_who_works_on(table: dict[str, object]) -> None:
    answer = {**GOOD, "table": {**GOOD["table"], **table}}

    with pytest.raises(wire.GarbledError):
        wire.decode_result(json.dumps(answer).encode())


@pytest.mark.parametrize(
    "payload",
    [
        b"[" * 200_000,
        b'{"problems":' + b'[{"a":' * 200_000,
        b'{"problems": []}',
        b'{"problems": [["too_slow", "warning", null, null, null, {}]]}',
        b'{"problems": [["too_slow", "refusal", null, null, 5, {}]]}',
        b'{"problems": [["too_slow", "refusal", [1.5, null], null, null, {}]]}',
        b'{"problems": [["too_slow", "refusal", null, null, null, {"what": {"a": 1}}]]}',
        b'{"problems": [["too_slow", "refusal", null, null, null, {"rows": [[1]]}]]}',
        b'{"problems": [["too_slow", "refusal", null, null, null, {"\\ud800": 1}]]}',
    ],
)
def test_an_answer_without_end_or_reason_is_garbled(payload: bytes) -> None:
    with pytest.raises(wire.GarbledError):
        wire.decode_result(payload)


@pytest.mark.parametrize("reason", [b"", b"\xff", b"no_such_code", b"hidden_rows"])
def test_a_child_cannot_speak_for_its_supervisor(reason: bytes) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(wire.HEADER.pack(wire.DIED, len(reason), 0) + reason)

        assert receive_result(ours).problems[0].code is Code.READER_DIED


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP" + bytes(12),
        wire.HEADER.pack(wire.ANSWER, 2**31, 0),
        wire.HEADER.pack(wire.ANSWER, SITE_BUDGET.unpacked_bytes + 1, 0),
        wire.HEADER.pack(wire.ANSWER, 2, 0) + b"[]",
    ],
)
def test_what_is_no_answer_is_a_refusal_and_not_asked_again(answer: bytes) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(answer)

        assert receive_result(ours).problems[0].code is Code.READER_DIED


@pytest.mark.parametrize("budget", [Budget(rows=len(PUPILS) - 1), Budget(columns=5)])
def test_more_than_a_child_may_read_is_no_answer(budget: Budget) -> None:
    for within, codes in ((SITE_BUDGET, []), (budget, [Code.READER_DIED])):
        ours, theirs = socket.socketpair()
        with ours, theirs:
            theirs.sendall(wire.encode_result(read(LIST)))

            told = receive_result(ours, within)

        assert [problem.code for problem in told.problems] == codes


def test_an_answer_over_its_budget_is_said(reader: Path) -> None:
    small = Budget(unpacked_bytes=400)

    assert codes_of(LIST * 2, reader) == []
    assert codes_of(LIST * 2, reader, small) == [Code.TOO_LARGE]


@pytest.mark.parametrize(("group", "mode"), [(False, 0o600), (True, 0o660)])
def test_the_socket_is_its_owners_or_its_groups_and_never_everybodys(
    group: bool,  # noqa: FBT001 - what the parameter is
    mode: int,
) -> None:
    with tempfile.TemporaryDirectory(prefix="lsl") as folder:
        path = Path(folder) / "reader.sock"
        with listen(path, group_may_connect=group):
            assert stat.S_IMODE(path.stat().st_mode) == mode


def test_the_walls_can_be_asked_for_before_the_reader_starts() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-m", "leesloket.sandbox.probing"],
        capture_output=True,
        text=True,
        check=False,
    )

    walls = dict(line.split(": ") for line in done.stdout.splitlines())
    assert set(walls) == {wall.name for wall in probe()}
    assert done.returncode == int("MISSING" in walls.values())
