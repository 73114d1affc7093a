"""How a site ends: when somebody asks it to, when a part of it ends, or when it is killed."""

import signal
import subprocess
import sys
from collections.abc import Sequence
from types import FrameType
from typing import Any

STOP_WITHIN = 10


class StoppedError(Exception):
    """Somebody asked us to stop."""


def listen_for_signals() -> None:
    """From here on Ctrl-C, a service that stops, and a terminal that closes raise StoppedError.

    Whoever started us with `nohup` wants the terminal to close.
    """
    signal.signal(signal.SIGINT, _on_signal)
    signal.signal(signal.SIGTERM, _on_signal)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, _on_signal)


def _on_signal(_number: int, _frame: FrameType | None) -> None:
    raise StoppedError


def start_with_us(arguments: Sequence[str], environment: dict[str, str]) -> subprocess.Popen[Any]:
    """Start Python with these arguments; it is asked to stop when we end, also when we are killed.

    Without that a web server whose reader is gone would keep the port.
    """
    return subprocess.Popen(
        [sys.executable, "-m", "leesloket.server.tied", *arguments], env=environment
    )


def stop(running: Sequence[subprocess.Popen[Any]]) -> None:
    """Web server and worker first, the reader last."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C does not leave processes behind
    for process in reversed(running):
        if process.stdin is not None:
            process.stdin.close()
        if process.poll() is None:
            process.terminate()
    for process in reversed(running):
        try:
            process.wait(STOP_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
