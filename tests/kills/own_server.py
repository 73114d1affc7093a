"""A PostgreSQL of one's own, to be killed without harm to the others' tests."""

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from leesloket.server import embedded
from leesloket.server.pg_tools import run_tool

START = (
    "import sys; from pathlib import Path; from leesloket.server import embedded;"
    "embedded.start(Path(sys.argv[1]), keep_running=True)"
)
_WITHIN = 30.0


def start_again(server: embedded.Embedded) -> None:
    """As `./run` does it after whatever happened: a new process starts it, or joins it."""
    subprocess.run([sys.executable, "-c", START, str(server.folder)], check=True)


@contextmanager
def own_server(within: Path | None = None) -> Iterator[embedded.Embedded]:
    """An embedded server that ends with the block; its folder lies `within` another."""
    with tempfile.TemporaryDirectory(
        prefix="leesloket-pg-", dir=within, ignore_cleanup_errors=True
    ) as name:
        folder = Path(name)
        folder.chmod(0o711)  # PostgreSQL runs as a user of its own where the tests are root
        subprocess.run([sys.executable, "-c", START, name], check=True)
        passwords = json.loads((folder / "keys" / "database.json").read_text())
        server = embedded.Embedded(folder, passwords, str(folder / "pg"))
        with server.connect(embedded.SUPERUSER, "postgres") as connection:
            # Recovering begins with flushing every file of many databases; at once is as safe.
            connection.execute("alter system set recovery_init_sync_method = 'syncfs'")
            connection.execute("select pg_reload_conf()")
        try:
            yield server
        finally:
            _stop(server)


def postmaster_of(server: embedded.Embedded) -> int:
    """The process that all of PostgreSQL hangs on."""
    told = (server.folder / "pg" / "postmaster.pid").read_text()
    return int(told.split(maxsplit=1)[0])


def _stop(server: embedded.Embedded) -> None:
    try:
        pid = postmaster_of(server)
        fd = os.pidfd_open(pid)
    except (FileNotFoundError, ProcessLookupError):
        return
    os.kill(pid, signal.SIGINT)
    select.select([fd], [], [], _WITHIN)
    os.close(fd)


def copy_database(name: str, source: embedded.Embedded, target: embedded.Embedded) -> None:
    """The same database on another server."""
    dump = target.folder / f"{name}.dump"
    run_tool(
        "pg_dump",
        ["--format=custom", "--compress=0", f"--file={dump}"],
        address=source.url(embedded.SUPERUSER, name),
    )
    target.make_database(name)
    run_tool(
        "pg_restore",
        [f"--dbname={name}", "--exit-on-error", str(dump)],
        address=target.url(embedded.SUPERUSER, name),
    )
    dump.unlink()
