"""Which walls stand on this machine, found out by running against each of them."""

from __future__ import annotations

import os
import resource
import socket
import sys
from collections.abc import Callable
from pathlib import Path

from leesloket.roster.readers.result import SITE_BUDGET
from leesloket.sandbox import walls
from leesloket.sandbox.child import build_walls
from leesloket.sandbox.walls import Wall

_TOO_MUCH = SITE_BUDGET.memory_bytes + 64 * 1024 * 1024


def _memory() -> bool:
    try:
        bytearray(_TOO_MUCH)
    except MemoryError:
        return True
    return False


def _processor_time() -> bool:
    return resource.getrlimit(resource.RLIMIT_CPU)[0] != resource.RLIM_INFINITY


def _refused(action: Callable[[], object]) -> bool:
    try:
        action()
    except OSError:
        return True
    return False


def _no_reading() -> bool:
    return _refused(lambda: os.close(os.open("/etc/passwd", os.O_RDONLY)))


def _no_writing() -> bool:
    def write() -> None:
        for folder in ("/dev/shm", "/tmp"):  # noqa: S108 - tried, and expected to be refused
            path = Path(folder) / f"leesloket-wall-{os.getpid()}"
            try:
                path.write_bytes(b"x")
            finally:
                path.unlink(missing_ok=True)

    return _refused(write)


def _no_network() -> bool:
    def connect() -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
            # An address of the documentation range: nothing is ever sent by connecting a datagram.
            out.connect(("192.0.2.1", 9))

    return _refused(connect)


def _no_processes() -> bool:
    def fork() -> None:
        pid = os.fork()
        if pid == 0:
            os._exit(0)
        os.waitpid(pid, 0)

    return _refused(fork)


def _no_privileges() -> bool:
    return os.geteuid() != 0


_CHECKS: tuple[tuple[str, Callable[[], bool]], ...] = (
    ("memory", _memory),
    ("processor_time", _processor_time),
    ("reading_files", _no_reading),
    ("writing_files", _no_writing),
    ("network", _no_network),
    ("processes", _no_processes),
    ("privileges", _no_privileges),
)


def probe() -> tuple[Wall, ...]:
    """Build the walls in a child, run against each, and tell which held."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(reading)
            walls.leave_network()
            build_walls(SITE_BUDGET)
            os.write(writing, bytes(check() for _, check in _CHECKS))
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        held = told.read().ljust(len(_CHECKS), b"\0")
    os.waitpid(pid, 0)
    return tuple(Wall(name, bool(stands)) for (name, _), stands in zip(_CHECKS, held, strict=True))


def main() -> int:
    """`python -m leesloket.sandbox.probing`: say which walls stand; 1 when one is missing."""
    walls_here = probe()
    for wall in walls_here:
        sys.stdout.write(f"{wall.name}: {'stands' if wall.stands else 'MISSING'}\n")
    return 0 if all(wall.stands for wall in walls_here) else 1


if __name__ == "__main__":
    sys.exit(main())
