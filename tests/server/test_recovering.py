"""After a crash PostgreSQL first makes good what was under way; a start waits for it."""

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
