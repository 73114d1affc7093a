"""The moments at which a process can end, and ending there.

The product knows nothing of them: they are the seams that are there anyway, seen from outside by
the process of the tests: statements, commits, the line to the reader, files that are written, the
request that comes and the answer that goes.  A moment has a name as `insert vault_sealed`.
"""

import json
import os
import re
import signal
import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.backends.signals import connection_created
from procrastinate.contrib.django import app

from leesloket.messaging.eml import EmlBackend
from leesloket.privacy import checking
from leesloket.roster.readers import SITE_BUDGET
from leesloket.sandbox import client
from leesloket.sandbox.answers import receive_result

P = ParamSpec("P")
R = TypeVar("R")

_STATEMENT = re.compile(
    r'\s*(insert into|update|delete from)\s+(?:"?public"?\.)?"?(\w+)', re.IGNORECASE
)
_LOCK = re.compile(r'.*?\bfrom\s+"?(\w+)"?.*\bfor update\b', re.IGNORECASE | re.DOTALL)
_FUNCTION = re.compile(r"\s*select\s+(?:unnest\(\s*)?(\w+)\(", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class End:
    """Who ends (`how`) at which moment: by its name, or by its place in the row."""

    how: str
    """die · backend · postmaster · child · reader · trace"""
    job: str = ""
    """For a worker: only in this job."""
    moment: str = ""
    nth: int = 1
    place: int = 0
    pids: list[int] = field(default_factory=list)
    """Whom a `postmaster`, `child` or `reader` takes with it."""
    trace: str = ""


class _Watch:
    """Counts the moments of the one request or job that is watched, and ends it at its moment."""

    def __init__(self, end: End) -> None:
        self.end = end
        self.seen: list[str] = []
        self.armed = threading.local()
        self.done = False

    def passes(self, moment: str) -> None:
        if not getattr(self.armed, "on", False) or self.done:
            return
        self.seen.append(moment)
        if self.end.how == "trace":
            Path(self.end.trace).write_text(json.dumps(self.seen))
        elif self._is_it(moment):
            self.done = True
            self._end()

    def _is_it(self, moment: str) -> bool:
        if self.end.place:
            return len(self.seen) == self.end.place
        return moment == self.end.moment and self.seen.count(moment) == self.end.nth

    def _end(self) -> None:
        match self.end.how:
            case "die":
                os.killpg(0, signal.SIGKILL)
            case "backend":
                if connection.connection is not None:
                    os.kill(connection.connection.info.backend_pid, signal.SIGKILL)
            case _:
                for pid in self.end.pids:
                    os.kill(pid, signal.SIGKILL)


_watch: _Watch | None = None


def _passes(moment: str) -> None:
    if _watch is not None:
        _watch.passes(moment)


def told_of_requests(
    application: Callable[..., Iterable[bytes]],
) -> Callable[..., Iterable[bytes]]:
    """The application, of which every form that is sent is watched."""

    def told(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if _watch is None or environ["REQUEST_METHOD"] != "POST":
            return application(environ, start_response)
        _watch.armed.on = True
        try:
            _passes("the request has come")
            answer = application(environ, start_response)
            _passes("the answer is about to go")
        finally:
            _watch.armed.on = False
        return answer

    return told


def prepare(end: End) -> None:
    """Let this process end there."""
    global _watch  # noqa: PLW0603 - one per process
    _watch = _Watch(end)
    connection_created.connect(_see_statements, weak=False)
    _see_commits()
    _see_the_reader()
    _see_files()
    if end.job:
        _see_the_job(end.job)


def _see_statements(connection: Any, **_: Any) -> None:
    connection.execute_wrappers.append(_statement)


def _statement(execute: Any, query: Any, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - Django calls it so
    text = query if isinstance(query, str) else query.as_string(None)
    _passes(name_of(text))
    return execute(query, params, many, context)


def name_of(statement: str) -> str:
    """What a statement is called: its verb and its table."""
    if found := _STATEMENT.match(statement):
        return f"{found[1].split()[0].lower()} {found[2]}"
    if found := _LOCK.match(statement):
        return f"lock {found[1]}"
    if found := _FUNCTION.match(statement):
        return f"call {found[1]}"
    if found := re.search(r'\bfrom\s+"?(\w+)', statement, re.IGNORECASE):
        return f"read {found[1]}"
    return statement.split(maxsplit=1)[0].lower() if statement.strip() else ""


def _see_commits() -> None:
    commit = DatabaseWrapper._commit  # type: ignore[attr-defined]

    def seen(self: Any) -> Any:
        _passes("commit")
        if _would_end_at("commit, not yet confirmed"):
            # PostgreSQL is told, and nobody stays to hear what came of it.
            self.connection.pgconn.send_query(b"COMMIT")
            self.connection.pgconn.flush()
        _passes("commit, not yet confirmed")
        answer = commit(self)
        _passes("committed")
        return answer

    DatabaseWrapper._commit = seen  # type: ignore[attr-defined]


def _would_end_at(moment: str) -> bool:
    if _watch is None or _watch.end.how != "die" or not getattr(_watch.armed, "on", False):
        return False
    seen = [*_watch.seen, moment]
    if _watch.end.place:
        return len(seen) == _watch.end.place
    return moment == _watch.end.moment and seen.count(moment) == _watch.end.nth


def _see_the_reader() -> None:
    send = client._send

    def sent(connection: Any, request: bytes) -> None:
        _passes("the reader is asked")
        half = len(request) // 2
        send(connection, request[:half])
        _passes("the reader has half of the file")
        send(connection, request[half:])
        _passes("the reader has the file")

    def received(connection: Any, budget: Any = SITE_BUDGET) -> Any:
        answer = receive_result(connection, budget)
        _passes("the reader has answered")
        return answer

    client._send = sent
    client.receive_result = received  # type: ignore[attr-defined]  # imported there


def _see_files() -> None:
    sys.addaudithook(_opened)
    EmlBackend.send_messages = _then("a mail is written")(EmlBackend.send_messages)  # type: ignore[method-assign]
    checking._append = _then("an anchor is written")(checking._append)


def _opened(event: str, arguments: Any) -> None:
    if event != "open" or not isinstance(arguments[0], str | os.PathLike):
        return
    path = os.fspath(arguments[0])
    if str(path).endswith(".eml"):
        _passes("a mail is about to be written")
    elif "/anchors/" in str(path) and arguments[2] & os.O_APPEND:
        _passes("an anchor is about to be written")


def _then(moment: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    def wrap(doing: Callable[P, R]) -> Callable[P, R]:
        @wraps(doing)
        def done(*args: P.args, **more: P.kwargs) -> R:
            answer = doing(*args, **more)
            _passes(moment)
            return answer

        return done

    return wrap


def _see_the_job(name: str) -> None:
    task: Any = app.tasks[name]
    work = task.func

    @wraps(work)
    def watched(*args: Any, **more: Any) -> Any:
        assert _watch is not None
        _watch.armed.on = True
        try:
            _passes("the job has begun")
            answer = work(*args, **more)
            _passes("the job is done")
        finally:
            _watch.armed.on = False
        return answer

    task.func = watched
