"""One site on one folder of data, from its start to its end.

A second one would take the socket of the reader from the first, and take it along when it stops.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunningError(Exception):
    """A site runs on these data; it has to be stopped first."""


def made_run_folder(folder: Path) -> Path:
    """The folder for what lies in a data folder while it runs; both are their owner's only."""
    run_folder = folder / "run"
    # One after the other: `parents` would leave the first to whatever mask its maker has.
    for each in (folder, run_folder):
        each.mkdir(parents=True, exist_ok=True, mode=0o700)
    return run_folder


@contextmanager
def alone_on(folder: Path) -> Iterator[None]:
    """Nobody else runs a site on this data folder, or changes its tables, meanwhile.

    The lock goes with the process, however that ends.  Raises AlreadyRunningError.
    """
    with (made_run_folder(folder) / "site.lock").open("ab") as lock:
        try:
            fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunningError from None
        yield
