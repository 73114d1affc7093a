"""How a site ends: no process stays behind that keeps the port or the jobs."""

import os
import signal
import subprocess
import sys

import pytest

ASKED = """
import os, signal, sys
from leesloket.server.ending import StoppedError, listen_for_signals
signal.signal(signal.SIGHUP, getattr(signal, sys.argv[2]))
listen_for_signals()
try:
    os.kill(os.getpid(), getattr(signal, sys.argv[1]))
except StoppedError:
    print("tidied up")
"""

PARENT = """
import os, sys
from leesloket.server.ending import start_with_us
child = "import signal; print('child', flush=True); signal.pause()"
start_with_us(["-c", child], dict(os.environ))
sys.stdin.read()
"""


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_who_is_asked_to_stop_tidies_up(name: str) -> None:
    """A terminal that closes (SIGHUP) asks as well."""
    done = subprocess.run(
        [sys.executable, "-c", ASKED, name, "SIG_DFL"], capture_output=True, text=True, check=True
    )

    assert done.stdout == "tidied up\n"


def test_with_nohup_a_terminal_may_close() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASKED, "SIGHUP", "SIG_IGN"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert done.stdout == ""


def test_what_was_started_ends_when_who_started_it_is_killed() -> None:
    """Without a reader it would answer, and every file would be refused."""
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"child\n"

        os.kill(parent.pid, signal.SIGKILL)

        assert parent.stdout.read() == b""  # the child had it open too
