"""The site of the tests, with a web server and a worker that can be told when to die."""

import json
import os
import select
import signal
import subprocess
import sys
import weakref
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from tests.kills.dying import End
from tests.kills.own_server import postmaster_of
from tests.site.running import Process, Site
from tests.site.waiting import wait_for
from typing_extensions import override

from leesloket.server.site import _wait_until_it_answers

DIES_WITHIN = 30.0


@dataclass
class Forked:
    """A process that is somebody else's child: waited for by its pid."""

    pid: int

    def __post_init__(self) -> None:
        self._fd = os.pidfd_open(self.pid)
        weakref.finalize(self, os.close, self._fd)

    def poll(self) -> int | None:
        """None while it lives, as a Popen says."""
        return -1 if select.select([self._fd], [], [], 0)[0] else None

    def wait(self) -> None:
        """Until it is gone.  Raises TimeoutError."""
        if not select.select([self._fd], [], [], DIES_WITHIN)[0]:
            raise TimeoutError(self.pid)


class Mortal(Site):
    """A site whose processes are forked, and may have an end."""

    _nursery: Process | None = None
    mortal: dict[str, Forked]
    scanners: dict[str, str]
    """By the name that an errand gives it: the address of a virus scanner."""
    scanner: str = ""
    """Which of them the next process asks; nothing is scanned without."""

    def born(self) -> None:
        """Load Django, once."""
        self.mortal = {}
        self._nursery = self._spawn(
            "nursery",
            [sys.executable, "-m", "tests.kills.nursery"],
            env=self._environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self._nursery.stdout is not None
        assert self._nursery.stdout.readline() == b"ready\n", self.log("nursery")

    def forget(self) -> None:
        """Load it again, for another database."""
        self.end("web", "worker")
        if self._nursery is not None:
            assert self._nursery.stdin is not None
            self._nursery.stdin.close()
            self._nursery.stdin = None
            self._nursery.communicate()

    def _fork(self, kind: str, end: End | None) -> Forked:
        assert self._nursery is not None
        assert self._nursery.stdin is not None
        assert self._nursery.stdout is not None
        asked = {
            "kind": kind,
            "port": self.port,
            "end": asdict(end) if end else None,
            "scanner": self.scanners[self.scanner] if self.scanner else "",
        }
        self._nursery.stdin.write(json.dumps(asked).encode() + b"\n")
        self._nursery.stdin.flush()
        forked = Forked(int(self._nursery.stdout.readline()))
        self.mortal[kind] = forked
        return forked

    def serve(self, end: End | None = None) -> None:
        """Have a web server, for as long as it is given."""
        self.end("web")
        forked: Any = self._fork("web", self._complete(end))
        _wait_until_it_answers(f"{self.url}/hoe-aanmelden/", [forked])

    def work(self, end: End | None = None) -> None:
        """Have a worker, for as long as it is given."""
        self.end("worker")
        self._fork("worker", self._complete(end))

    def end(self, *kinds: str) -> None:
        """End what still lives of these."""
        for kind in kinds:
            forked = self.mortal.pop(kind, None)
            if forked is not None:
                with suppress(ProcessLookupError):
                    os.killpg(forked.pid, signal.SIGKILL)
                forked.wait()

    def retire(self, kind: str) -> None:
        """Let it finish what it does, and go."""
        leaving = self.mortal.pop(kind)
        os.kill(leaving.pid, signal.SIGTERM)
        leaving.wait()

    def _complete(self, end: End | None) -> End | None:
        """With the pids of those that go when it says so."""
        if end is None:
            return None
        pids: list[int] = []
        if end.how == "child":
            # One of the two that wait has no file yet: a reader that saw that keeps fewer ready.
            self.kill("reader")
            self.start_reader()
            pids = self.reading()
        if end.how == "reader":
            assert self.reader is not None
            pids = [self.reader.pid]
        if end.how == "postmaster":
            pids = [postmaster_of(self.server)]
        return replace(end, pids=pids)

    def reading(self) -> list[int]:
        """The children of the reader: two that wait for a file."""
        reader = self.reader
        assert reader is not None
        children = Path(f"/proc/{reader.pid}/task/{reader.pid}/children")
        wait_for(self, lambda: len(children.read_text().split()) >= 2)
        return [int(pid) for pid in children.read_text().split()]

    @override
    def stop(self) -> None:
        self.forget()
        super().stop()
