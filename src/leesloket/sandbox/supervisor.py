"""The reader supervisor: one small process that forks a child for every file.

Started by exec before Django loads, so that a child is born without database connections, keys or
threads.  The supervisor never parses anything a client sends; a client that stalls or writes
nonsense only hurts its own child.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import math
import os
import selectors
import signal
import socket
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from leesloket.roster.problems import Code
from leesloket.roster.readers import preload
from leesloket.roster.readers.result import SITE_BUDGET
from leesloket.sandbox import walls, wire
from leesloket.sandbox.answers import code_of
from leesloket.sandbox.child import serve_next
from leesloket.sandbox.warming import warm_up

_WAITING_AT_MOST = 1024
_RECEIVING_SECONDS = 5.0
_QUIET_SECONDS = 0.05
"""Nothing to do for so long: then children are made ready, which would cost a busy site time."""


@dataclass(slots=True)
class _Child:
    """A child that waits on `control` for its connection, or is at work on it.

    The connection stays open here as well, to tell the client if the child dies.
    """

    control: socket.socket
    connection: socket.socket | None = None
    deadline: float = math.inf
    late: bool = False


@dataclass(slots=True)
class Supervisor:
    """Accepts files on a listening socket until it is told to stop."""

    listener: socket.socket
    children_at_most: int
    child_seconds: float
    """From accepting a connection to the end of its child: the file's arrival and its reading."""
    ready_at_most: int = 2
    """Children forked ahead, each with its walls up and waiting for a file."""
    children: dict[int, _Child] = field(default_factory=dict)
    stopping: bool = False

    def run(self, parent: int | None) -> None:
        """Serve until `parent` (a pipe's reading end, if any) closes or SIGTERM comes."""
        with selectors.DefaultSelector() as selector:
            wake = self._listen_to_signals()
            selector.register(wake, selectors.EVENT_READ)
            if parent is not None:
                selector.register(parent, selectors.EVENT_READ)
            listening = False
            self._fork_ahead()
            while not self.stopping:
                room = len(self._at_work()) < self.children_at_most
                if room != listening:
                    listening = room
                    change = selector.register if room else selector.unregister
                    change(self.listener, *([selectors.EVENT_READ] if room else []))
                ready = {key.fileobj for key, _ in selector.select(self._patience())}
                if not ready and not self._at_work():
                    self._fork_ahead()
                if parent is not None and parent in ready:
                    self.stopping = not os.read(parent, 4096)
                if wake in ready:
                    os.read(wake, 4096)
                self._reap()
                self._end_late_children()
                if self.listener in ready and not self.stopping:
                    self._accept()
        self._end_all()

    def _at_work(self) -> list[_Child]:
        return [child for child in self.children.values() if child.connection is not None]

    def _waiting(self) -> list[_Child]:
        return [child for child in self.children.values() if child.connection is None]

    def _fork_ahead(self) -> None:
        for _ in range(self.ready_at_most - len(self._waiting())):
            self._fork(ahead=True)

    def _fork(self, *, ahead: bool) -> _Child | None:
        """A new child with its own control line, or None when there is no room for a process."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            pid = os.fork()
        except OSError:
            ours.close()
            theirs.close()
            return None
        if pid == 0:
            serve_next(theirs, ahead=ahead)
        theirs.close()
        self.children[pid] = child = _Child(ours)
        return child

    def _listen_to_signals(self) -> int:
        """A pipe that becomes readable when a child ends."""
        reading, writing = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        return reading

    def _stop(self, *_: object) -> None:
        self.stopping = True

    def _patience(self) -> float | None:
        """Seconds until a child is late, or until it is quiet enough to fork ahead."""
        first = min((child.deadline for child in self.children.values()), default=math.inf)
        if first != math.inf:
            return max(0.0, first - time.monotonic())
        return _QUIET_SECONDS if len(self._waiting()) < self.ready_at_most else None

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            connection, _ = self.listener.accept()
            connection.setblocking(True)
            if not any(self._give(connection, child) for child in self._waiting()):
                child = self._fork(ahead=False)
                if child is None or not self._give(connection, child):
                    # No room for another process: the client hears that nobody reads.
                    connection.close()

    def _give(self, connection: socket.socket, child: _Child) -> bool:
        """Hand a connection to a child; False when that child is gone."""
        try:
            socket.send_fds(child.control, [b"f"], [connection.fileno()])
        except OSError:
            return False
        child.connection = connection
        child.deadline = time.monotonic() + self.child_seconds
        return True

    def _reap(self) -> None:
        while self.children:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            child = self.children.pop(pid, None)
            if child is not None:
                child.control.close()
                if child.connection is None:
                    # It died before it had a file: do not fork such children without end.
                    self.ready_at_most = max(0, self.ready_at_most - 1)
                else:
                    _tell(child.connection, Code.TOO_SLOW if child.late else code_of(status))

    def _end_late_children(self) -> None:
        now = time.monotonic()
        for pid, child in self.children.items():
            if child.deadline <= now:
                child.late = True
                os.kill(pid, signal.SIGKILL)

    def _end_all(self) -> None:
        for pid, child in self.children.items():
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            child.control.close()
            if child.connection is not None:
                child.connection.close()


def _tell(connection: socket.socket, code: Code | None) -> None:
    with contextlib.suppress(OSError):
        if code is not None:
            message = code.value.encode()
            connection.send(
                wire.HEADER.pack(wire.DIED, len(message), 0) + message, socket.MSG_DONTWAIT
            )
    connection.close()


def listen(path: Path, *, group_may_connect: bool = False) -> socket.socket:
    """A private listening socket at `path` (0600); a dead one there is replaced.

    With `group_may_connect` (0660) web server and reader can be two users with a group in common.
    """
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_CLOEXEC)
    path.unlink(missing_ok=True)
    before = os.umask(0o117 if group_may_connect else 0o177)
    try:
        listener.bind(str(path))
    finally:
        os.umask(before)
    listener.listen(_WAITING_AT_MOST)
    listener.setblocking(False)
    return listener


def main(arguments: Sequence[str] | None = None) -> int:
    """`python -m leesloket.sandbox --socket PATH`: serve until the parent or SIGTERM ends it."""
    parser = argparse.ArgumentParser(prog="leesloket-reader")
    parser.add_argument("--socket", type=Path, required=True)
    parser.add_argument("--children", type=int, default=os.cpu_count() or 2)
    parser.add_argument("--wall-seconds", type=float, default=SITE_BUDGET.wall_seconds)
    parser.add_argument("--receiving-seconds", type=float, default=_RECEIVING_SECONDS)
    parser.add_argument("--watch-stdin", action="store_true")
    parser.add_argument("--group-may-connect", action="store_true")
    options = parser.parse_args(arguments)
    os.environ.clear()
    preload()
    warm_up()
    try:
        listener = listen(options.socket, group_may_connect=options.group_may_connect)
    except OSError as error:
        # Whoever starts the supervisor sees that it never says `ready`.
        parser.exit(1, f"leesloket-reader: cannot listen: {error.strerror}\n")
    walls.leave_network()
    gc.collect()
    gc.freeze()
    gc.disable()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    try:
        Supervisor(
            listener, options.children, options.wall_seconds + options.receiving_seconds
        ).run(sys.stdin.fileno() if options.watch_stdin else None)
    finally:
        options.socket.unlink(missing_ok=True)
    return 0
