"""A real clamd, with one signature of our own and none of anybody else's."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MARKER = b"Leesloket-proefbestand-dat-de-scanner-kent"
"""What our signature knows; harmless, and of nobody else."""


class NoScannerError(Exception):
    """These tests are nothing without clamd: install clamav-daemon, or name it in CLAMD."""


def _clamd() -> str:
    found = os.environ.get("CLAMD") or shutil.which("clamd", path=f"{os.environ['PATH']}:/usr/sbin")
    if found is None:
        raise NoScannerError
    return found


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """A clamd that listens in this folder; gives the address for settings.CLAMAV."""
    database, path = folder / "db", folder / "clamd.sock"
    database.mkdir(exist_ok=True)
    (database / "own.ndb").write_text(f"Leesloket.Proef:0:*:{MARKER.hex()}\n")
    config = folder / "clamd.conf"
    config.write_text(
        f"Foreground yes\nDatabaseDirectory {database}\nLocalSocket {path}\n"
        "LocalSocketMode 600\nStreamMaxLength 20M\n"
    )
    with subprocess.Popen(
        [_clamd(), "--config-file", str(config)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        said = process.stdout
        # It says so when it has loaded its signatures and listens; else its output ends.
        while said is not None and b"Self checking" not in (line := said.readline()):
            if not line:
                raise NoScannerError
        try:
            yield f"unix:{path}"
        finally:
            process.terminate()
