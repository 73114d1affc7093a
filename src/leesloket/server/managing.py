"""Django's commands, and ours, on the data of the running site."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]


def manage(arguments: Sequence[str]) -> int:
    """Run one (`audit verify`) as the site would; answers its exit code."""
    from leesloket.server.site import site_environment  # noqa: PLC0415 - the tools do without

    command = [sys.executable, "-m", "django", *arguments]
    return subprocess.run(command, env=site_environment(CHECKOUT), check=False).returncode
