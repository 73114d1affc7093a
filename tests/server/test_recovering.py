"""After a crash PostgreSQL makes good what was under way, and is waited for or started again."""

import os
import signal
import subprocess
import sys

import pytest
from tests.kills.own_server import START, own_server, postmaster_of

from leesloket.server import embedded


def test_a_start_waits_for_a_recovery_that_takes_longer_than_the_wheel_does() -> None:
    with own_server() as server:
        go = server.folder / "go"
        with server.connect(embedded.SUPERUSER, "postgres") as connection:
            connection.execute(
                "alter system set restore_command ="
                f" 'until [ -e {go} ]; do sleep 0.05; done; false'".encode()
            )
        (server.folder / "pg" / "recovery.signal").touch(0o666)
        os.kill(postmaster_of(server), signal.SIGKILL)

        starting = subprocess.Popen(
            [sys.executable, "-c", START, str(server.folder)],
            env={**os.environ, "PGCTLTIMEOUT": "1"},
        )
        with pytest.raises(subprocess.TimeoutExpired):
            starting.wait(timeout=4)
        go.touch()

        assert starting.wait(timeout=60) == 0
        with server.connect(embedded.SUPERUSER, "postgres") as connection:
            assert connection.execute("select 1").fetchone() == (1,)


WATCH = (
    "import sys; from pathlib import Path; from leesloket.server.watching import start_when_gone\n"
    "for _ in sys.stdin: print(start_when_gone(Path(sys.argv[1])), flush=True)"
)


def test_a_server_that_ended_by_itself_is_started_again() -> None:
    with own_server() as server:
        first = postmaster_of(server)
        with subprocess.Popen(
            [sys.executable, "-c", WATCH, str(server.folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={key: value for key, value in os.environ.items() if key != "DATABASE_URL"},
            text=True,
        ) as watching:

            def look() -> None:
                assert watching.stdin is not None
                assert watching.stdout is not None
                print(file=watching.stdin, flush=True)
                assert watching.stdout.readline() == "None\n"

            look()
            assert postmaster_of(server) == first

            os.kill(first, signal.SIGKILL)
            look()

            assert postmaster_of(server) != first
            with server.connect(embedded.SUPERUSER, "postgres") as connection:
                assert connection.execute("select 1").fetchone() == (1,)
