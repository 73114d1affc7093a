"""What happens in the forked child: close every door, read one file, answer, end."""

from __future__ import annotations

import os
import resource
import signal
import socket
from collections.abc import Callable
from typing import NoReturn

from leesloket.roster.problems import Code
from leesloket.roster.readers import read
from leesloket.roster.readers.result import Budget
from leesloket.sandbox import walls, wire
from leesloket.sandbox.answers import (
    EXIT_ANSWERED,
    EXIT_DIED,
    EXIT_GARBLED,
    receive,
    refusal,
)


def serve_one(connection: socket.socket) -> NoReturn:
    """Read the request on `connection`, answer it, and end the process.  Never returns."""
    _end_with(lambda: _serve(connection))


def answer_and_end(
    connection: socket.socket, content: bytes, *, budget: Budget, sheet: str | None
) -> NoReturn:
    """Read `content`, answer on `connection`, and end the process.  Never returns."""

    def work() -> int:
        # Without a supervisor nobody left the network before.
        walls.leave_network()
        return _answer(connection, content, budget, sheet)

    _end_with(work)


def _end_with(work: Callable[[], int]) -> NoReturn:
    code = EXIT_DIED
    try:
        code = work()
    except BaseException:  # noqa: BLE001, S110 - calamine's PanicException is a BaseException; nothing may be printed, the exit code tells
        pass
    finally:
        os._exit(code)


def _serve(connection: socket.socket) -> int:
    try:
        content, budget, sheet = _request(connection)
    except wire.GarbledError:
        return EXIT_GARBLED
    return _answer(connection, content, budget, sheet)


def _answer(connection: socket.socket, content: bytes, budget: Budget, sheet: str | None) -> int:
    _close_all_but(connection.fileno())
    build_walls(budget)
    try:
        answer = wire.encode_result(read(content, budget=budget, sheet=sheet))
    except MemoryError:
        answer = wire.encode_result(refusal(Code.TOO_LARGE, limit=budget.memory_bytes))
    connection.sendall(answer)
    return EXIT_ANSWERED


def build_walls(budget: Budget) -> None:
    """Every wall that this machine has; the clock's signal ends a child that takes too long."""
    walls.set_limits(budget)
    walls.drop_privileges()
    walls.die_with_parent()
    walls.close_files()
    for number in (signal.SIGALRM, signal.SIGXCPU, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, budget.wall_seconds)


def _close_all_but(keep: int) -> None:
    """Everything but the answer's way out; what a library prints goes nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(nowhere, standard)
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    os.closerange(3, keep)
    os.closerange(keep + 1, min(most, 65_536))


def _request(connection: socket.socket) -> tuple[bytes, Budget, str | None]:
    mark, options_length, content_length = wire.HEADER.unpack(receive(connection, wire.HEADER.size))
    if mark != wire.ASK or max(options_length, content_length) > wire.ANSWER_AT_MOST:
        raise wire.GarbledError
    budget, sheet = wire.decode_options(receive(connection, options_length))
    return receive(connection, content_length), budget, sheet
