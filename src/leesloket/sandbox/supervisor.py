"""The reader supervisor: one small process that forks a child for every file.

Started by exec before Django loads, so that a child is born without database connections, keys or
threads.  The supervisor never parses anything a client sends; a client that stalls or writes
nonsense only hurts its own child.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
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
from leesloket.sandbox.child import serve_one

_WAITING_AT_MOST = 1024
_RECEIVING_SECONDS = 5.0


@dataclass(slots=True)
class _Child:
    """A child at work.  The connection stays open here to tell the client if the child dies."""

    connection: socket.socket
    deadline: float
    late: bool = False


@dataclass(slots=True)
class Supervisor:
    """Accepts files on a listening socket until it is told to stop."""

    listener: socket.socket
    children_at_most: int
    child_seconds: float
    """From accepting a connection to the end of its child: the file's arrival and its reading."""
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
            while not self.stopping:
                room = len(self.children) < self.children_at_most
                if room != listening:
                    listening = room
                    change = selector.register if room else selector.unregister
                    change(self.listener, *([selectors.EVENT_READ] if room else []))
                ready = {key.fileobj for key, _ in selector.select(self._patience())}
                if parent is not None and parent in ready:
                    self.stopping = not os.read(parent, 4096)
                if wake in ready:
                    os.read(wake, 4096)
                self._reap()
                self._end_late_children()
                if self.listener in ready and not self.stopping:
                    self._accept()
        self._end_all()

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
        if not self.children:
            return None
        return max(0.0, min(child.deadline for child in self.children.values()) - time.monotonic())

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            connection, _ = self.listener.accept()
            connection.setblocking(True)
            try:
                pid = os.fork()
            except OSError:
                # No room for another process: the client hears that nobody reads.
                connection.close()
                return
            if pid == 0:
                serve_one(connection)
            deadline = time.monotonic() + self.child_seconds
            self.children[pid] = _Child(connection, deadline)

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
            child.connection.close()


def _tell(connection: socket.socket, code: Code | None) -> None:
    with contextlib.suppress(OSError):
        if code is not None:
            message = code.value.encode()
            connection.send(
                wire.HEADER.pack(wire.DIED, len(message), 0) + message, socket.MSG_DONTWAIT
            )
    connection.close()


def listen(path: Path) -> socket.socket:
    """A private listening socket at `path` (0600); a dead one there is replaced."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_CLOEXEC)
    path.unlink(missing_ok=True)
    before = os.umask(0o177)
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
    options = parser.parse_args(arguments)
    os.environ.clear()
    preload()
    try:
        listener = listen(options.socket)
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
