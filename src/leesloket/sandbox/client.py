"""Asking the supervisor to read a file, and starting one."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

from leesloket.roster.readers.result import SITE_BUDGET, Budget, ReadResult
from leesloket.sandbox import wire
from leesloket.sandbox.answers import receive_result

_GRACE_SECONDS = 10.0


class ReaderUnavailableError(Exception):
    """Nobody listens on the reader's socket, or it went away while it read.

    The file was not judged: try again once the supervisor runs.
    """


def read(
    content: bytes,
    *,
    socket_path: Path,
    sheet: str | None = None,
    budget: Budget = SITE_BUDGET,
) -> ReadResult:
    """Read a file in a child of the supervisor behind `socket_path`.

    A child that dies, hangs or asks too much gives a refusal (reader_died, too_slow, too_large).
    Raises ReaderUnavailableError when there is no supervisor.
    """
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(budget.wall_seconds + _GRACE_SECONDS)
        try:
            connection.connect(str(socket_path))
            _send(connection, wire.encode_request(content, budget=budget, sheet=sheet))
            return receive_result(connection, budget)
        except (OSError, wire.GarbledError):
            raise ReaderUnavailableError from None


def _send(connection: socket.socket, request: bytes) -> None:
    """Hand the file over.  A child that died already has left its reason to be received."""
    try:
        connection.sendall(request)
    except BrokenPipeError:
        return


def start_supervisor(
    socket_path: Path,
    *,
    children: int = 2,
    wall_seconds: float = SITE_BUDGET.wall_seconds,
    receiving_seconds: float = 5.0,
) -> subprocess.Popen[bytes]:
    """Start a supervisor that lives as long as this process and is ready when this returns.

    A child gets `receiving_seconds` for the file to arrive and `wall_seconds` to read it, whatever
    its budget says.  Keep the handle: closing its `stdin` is what ends the supervisor.  Raises
    ReaderUnavailableError when it does not come up.
    """
    supervisor = subprocess.Popen(  # noqa: S603 - our own module, no shell
        [
            sys.executable, "-I", "-m", "leesloket.sandbox", "--watch-stdin",
            "--socket", str(socket_path),
            "--children", str(children),
            "--wall-seconds", str(wall_seconds),
            "--receiving-seconds", str(receiving_seconds),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={},
        cwd="/",
    )  # fmt: skip
    assert supervisor.stdout is not None  # noqa: S101 - PIPE was asked for
    if supervisor.stdout.readline() != b"ready\n":
        supervisor.kill()
        supervisor.communicate()
        raise ReaderUnavailableError
    supervisor.stdout.close()
    return supervisor
