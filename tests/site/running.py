"""The whole site, as `./run` starts it: the reader, the web server and the worker as processes.

The database is a copy of one that was prepared, so that every test begins where it wants in a
quarter of a second: the web server finds its connection gone and makes another.
"""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from tests.people import NOW

from leesloket.server import database, embedded
from leesloket.server.site import _wait_until_it_answers
from leesloket.vault.keys import make_key_files

CHECKOUT = Path(__file__).resolve().parent.parent.parent
SECRET_KEY = "the-site-of-the-tests-signs-with-this-and-nothing-else-does"
Process = subprocess.Popen[bytes]


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@dataclass
class Site:
    """A site in `folder`, on a database of its own."""

    server: embedded.Embedded
    folder: Path
    database: str = field(default_factory=lambda: f"site_{uuid4().hex[:8]}")
    port: int = field(default_factory=_free_port)
    reader: Process | None = None
    web: Process | None = None
    worker: Process | None = None
    more: dict[str, str] = field(default_factory=dict)
    """Settings that a test adds to the environment, for processes that start from then on."""

    def __post_init__(self) -> None:
        for name in ("tmp", "logs", "run"):
            (self.folder / name).mkdir(parents=True)
        make_key_files(self.folder / "keys")

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    # --- processes ---------------------------------------------------------------------------

    def start(self) -> None:
        """Start reader and web server; the worker is started by who needs it."""
        self.start_reader()
        self.start_web()

    def start_reader(self) -> None:
        self.reader = self._spawn(
            "reader",
            [
                sys.executable, "-I", "-m", "leesloket.sandbox", "--watch-stdin",
                "--socket", str(self.folder / "run" / "reader.sock"),
            ],
            env={}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        assert self.reader.stdout is not None
        assert self.reader.stdout.readline() == b"ready\n"

    def start_web(self) -> None:
        self.web = self._spawn(
            "web",
            [
                sys.executable, "-m", "granian", "--interface", "wsgi",
                "--host", "127.0.0.1", "--port", str(self.port),
                "--workers", "1", "--blocking-threads", "8",
                "--no-access-log", "--log-level", "warning",
                "tests.site.clocked:application",
            ],
            env=self._environment(),
        )  # fmt: skip
        _wait_until_it_answers(f"{self.url}/hoe-aanmelden/", [self.web])

    def start_worker(self) -> None:
        self.worker = self._spawn(
            "worker", [sys.executable, "-m", "tests.site.clocked_worker"], env=self._environment()
        )

    def has_a_job(self, task: str) -> None:
        """Let the worker find what the clock brings it once in a while."""
        self.rows(
            "insert into procrastinate_jobs (queue_name, task_name, args)"
            " values ('default', %s, '{\"timestamp\": 0}')",
            task,
        )

    def _spawn(self, name: str, command: Sequence[str], **more: Any) -> Process:
        """A process in a group of its own, with its output in a log of its own."""
        with (self.folder / "logs" / f"{name}.log").open("ab") as log:
            more.setdefault("stdout", log)
            return subprocess.Popen(command, stderr=log, start_new_session=True, cwd="/", **more)

    def _environment(self) -> dict[str, str]:
        return {
            **database.environment(self.server, embedded.WEB_ROLE, self.database),
            "PYTHONPATH": str(CHECKOUT),
            "LEESLOKET_DATA": str(self.folder),
            "LEESLOKET_PLAIN_HTTP": "1",
            "LEESLOKET_SITE_URL": self.url,
            "LEESLOKET_SECRET_KEY": SECRET_KEY,
            "LEESLOKET_TESTS_START_AT": NOW.isoformat(),
            # Everybody signed in when the tests began; the journey about it makes a session old.
            "LEESLOKET_STEP_UP_MINUTES": "600",
            # A test may send more files than a person does; the one about that has its own limit.
            "LEESLOKET_FILES_PER_TEN_MINUTES": "100000",
            "TMPDIR": str(self.folder / "tmp"),
            **self.more,
        }

    def kill(self, name: str) -> None:
        """End one of the processes as a power cut does, with whatever it forked."""
        process: Process = getattr(self, name)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()

    def stop(self) -> None:
        """Stop what runs, the reader last; a process that does not listen is killed."""
        for process in (self.worker, self.web, self.reader):
            if process is None or process.poll() is not None:
                continue
            if process.stdin is not None:
                process.stdin.close()
                process.stdin = None
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            try:
                process.communicate(timeout=10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.communicate()

    # --- database ----------------------------------------------------------------------------

    def begin_from(self, template: str) -> None:
        """Throw away what was done, and go on from a copy of `template`."""
        self.server.drop_database(self.database)
        self.server.make_database(self.database, template=template)

    def keep_as(self, template: str) -> None:
        """Keep the present state, to begin from again and again."""
        with self.server.connect(embedded.SUPERUSER, "postgres") as connection:
            connection.execute(
                "select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = %s",
                [self.database],
            )
        self.server.make_database(template, template=self.database)

    def connect(self) -> psycopg.Connection:
        """A connection that sees everything; for looking, and for standing in the way."""
        return self.server.connect(embedded.SUPERUSER, self.database)

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What a query gives; nothing for a statement."""
        with self.connect() as connection:
            done = connection.execute(query.encode(), values or None)
            return done.fetchall() if done.description else []

    def value(self, query: str, *values: object) -> Any:
        """The one value that a query gives."""
        [(value,)] = self.rows(query, *values)
        return value

    # --- what lies on disk -------------------------------------------------------------------

    def log(self, name: str) -> str:
        return (self.folder / "logs" / f"{name}.log").read_text()

    def mails(self) -> list[Path]:
        return sorted((self.folder / "mail").glob("*.eml"))
