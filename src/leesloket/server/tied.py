"""`python -m leesloket.server.tied ARGUMENTS`: Python, asked to stop when its parent ends.

Before it is what it will be, for the kernel keeps that over an exec.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Become `python ARGUMENTS`."""
    parent = os.getppid()
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:  # it ended just before
        sys.exit(1)
    os.execv(sys.executable, [sys.executable, *sys.argv[1:]])


if __name__ == "__main__":
    main()
