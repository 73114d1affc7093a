"""What happens in a forked child: close every door, read one file, answer, end."""

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
from leesloket.sandbox.warming import warm_up


def serve_next(control: socket.socket, *, ahead: bool) -> NoReturn:
    """Get ready, wait for a connection on `control`, serve it, and end the process.

    Everything that does not depend on the file is done before there is one: a school that sends a
    file waits for its reading and for nothing else.  Forked `ahead`, there is time to warm up too.
    """
    _end_with(lambda: _serve_next(control, ahead=ahead))


def answer_and_end(
    connection: socket.socket, content: bytes, *, budget: Budget, sheet: str | None
) -> NoReturn:
    """Read `content`, answer on `connection`, and end the process.  Never returns."""

    def work() -> int:
        # Without a supervisor nobody left the network before.
        walls.leave_network()
        used = _close_doors(connection.fileno())
        return _answer(connection, content, budget=budget, sheet=sheet, used=used)

    _end_with(work)


def build_walls(budget: Budget) -> None:
    """Every wall that this machine has, around the process that calls this."""
    used = _lock()
    walls.set_limits(budget, used=used)


def _end_with(work: Callable[[], int]) -> NoReturn:
    code = EXIT_DIED
    try:
        code = work()
    except BaseException:  # noqa: BLE001, S110 - calamine's PanicException is a BaseException; nothing may be printed, the exit code tells
        pass
    finally:
        os._exit(code)


def _serve_next(control: socket.socket, *, ahead: bool) -> int:
    used = _close_doors(control.fileno())
    if ahead:
        warm_up()
    _, [*handed], _, _ = socket.recv_fds(control, 1, 1)
    if not handed:
        # The supervisor is gone.
        return EXIT_ANSWERED
    connection = socket.socket(fileno=handed[0])
    try:
        content, budget, sheet = _request(connection)
    except wire.GarbledError:
        return EXIT_GARBLED
    return _answer(connection, content, budget=budget, sheet=sheet, used=used)


def _answer(
    connection: socket.socket,
    content: bytes,
    *,
    budget: Budget,
    sheet: str | None,
    used: int | None,
) -> int:
    walls.set_limits(budget, used=used)
    signal.setitimer(signal.ITIMER_REAL, budget.wall_seconds)
    try:
        answer = wire.encode_result(read(content, budget=budget, sheet=sheet))
    except MemoryError:
        answer = wire.encode_result(
            refusal(Code.TOO_LARGE, what="memory", limit=budget.memory_bytes)
        )
    if len(answer) > budget.unpacked_bytes:
        answer = wire.encode_result(
            refusal(Code.TOO_LARGE, what="memory", limit=budget.unpacked_bytes)
        )
    connection.sendall(answer)
    return EXIT_ANSWERED


def _lock() -> int | None:
    """Give up rights, files and a life after the parent's; tell the memory in use."""
    used = walls.address_space()
    walls.drop_privileges()
    walls.die_with_parent()
    walls.close_files()
    return used


def _close_doors(keep: int) -> int | None:
    """Everything but `keep`; what a library prints goes nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(nowhere, standard)
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    os.closerange(3, keep)
    os.closerange(keep + 1, min(most, 65_536))
    for number in (signal.SIGALRM, signal.SIGXCPU, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    return _lock()


def _request(connection: socket.socket) -> tuple[bytes, Budget, str | None]:
    mark, options_length, content_length = wire.HEADER.unpack(receive(connection, wire.HEADER.size))
    if mark != wire.ASK or max(options_length, content_length) > wire.REQUEST_AT_MOST:
        raise wire.GarbledError
    budget, sheet = wire.decode_options(receive(connection, options_length))
    return receive(connection, content_length), budget, sheet
