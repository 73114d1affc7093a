"""The tests' own room: what a killed run left is cleared, and what is in use stays."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests import memory
from tests.memory import Room

from leesloket.server import embedded


def _there(server: embedded.Embedded, query: str) -> set[str]:
    with server.connect(embedded.SUPERUSER, "postgres") as connection:
        return {name for (name,) in connection.execute(query.encode()).fetchall()}


def test_the_room_of_who_was_killed_is_cleared_and_no_other(
    server: embedded.Embedded, room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed = subprocess.Popen([sys.executable, "-c", ""])
    killed.wait()
    with monkeypatch.context() as patch:
        patch.setattr("tests.memory.os.getpid", lambda: killed.pid)
        left = memory.room(server, otherwise=tmp_path)
        lost = left.__enter__()
    copied = lost.copy("template0")

    memory.sweep(server)

    rooms = _there(server, "select spcname from pg_tablespace")
    assert lost.tablespace not in rooms
    assert room.tablespace in rooms
    assert copied not in _there(server, "select datname from pg_database")
