"""Reading one file in a child without a supervisor, for the command line."""

from __future__ import annotations

import os
import signal
import socket

from leesloket.roster.problems import Code
from leesloket.roster.readers import preload
from leesloket.roster.readers.result import SITE_BUDGET, Budget, ReadResult
from leesloket.sandbox import wire
from leesloket.sandbox.answers import code_of, ended, receive_result
from leesloket.sandbox.child import answer_and_end

_GRACE_SECONDS = 1.0


def read_once(
    content: bytes, *, sheet: str | None = None, budget: Budget = SITE_BUDGET
) -> ReadResult:
    """Read a file in a child forked from this process, behind the same walls.

    For a process with one thread and nothing worth stealing in memory; a server asks its
    supervisor.
    """
    # The child cannot open a file, so it cannot import a module either.
    preload(content)
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    pid = os.fork()
    if pid == 0:
        ours.close()
        answer_and_end(theirs, content, budget=budget, sheet=sheet)
    theirs.close()
    with ours:
        ours.settimeout(budget.wall_seconds + _GRACE_SECONDS)
        try:
            result = receive_result(ours, budget)
        except TimeoutError:
            os.kill(pid, signal.SIGKILL)
            result = ended(Code.TOO_SLOW, budget)
        except (wire.GarbledError, OSError):
            _, status = os.waitpid(pid, 0)
            return ended(code_of(status) or Code.READER_DIED, budget)
    os.waitpid(pid, 0)
    return result
