"""A disk on which nothing fits any more, and on which it does again.

Where the tests may mount, PostgreSQL gets a small disk of its own, and that is really full.  Where
they may not (a container without rights), a limit on the size of files stands in for it: a write
beyond it fails as one on a full disk does.  The log of what is written has its room beforehand, so
it is stopped by the limit in both.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from psycopg import Connection
from tests.kills.own_server import postmaster_of

from leesloket.server import embedded

_SIZE = "size=600m"
_ROOM_OF_THE_LOG = 17 * 1024 * 1024
"""A segment and something: what is larger than this is a table."""
_ROOM_OF_TABLES = 10 * 1024 * 1024
"""Half a segment and something: whatever is written beyond this is the log."""


@dataclass
class Disk:
    """Where a server's files are.  `mounted` is the small disk itself, None for the stand-in."""

    folder: Path
    mounted: Path | None
    _ballast: list[Path] = field(default_factory=list)

    def fill(self, server: embedded.Embedded, database: str) -> None:
        """From here on no sealed file fits in its table."""
        with server.connect(embedded.SUPERUSER, database) as connection:
            _leave_no_gaps(connection, ballast=_ROOM_OF_THE_LOG if self.mounted is None else 0)
            limit = _size_of_sealed(connection)
        # `vacuum full` threw away the file that a new connection begins with: whoever makes it
        # anew ends where there is no room, and that is not what is tried here.
        server.connect(embedded.SUPERUSER, database).close()
        if self.mounted is None:
            _limit(server, str(limit))
        else:
            _fill(self.mounted / "ballast")

    def stop_the_log(self, server: embedded.Embedded, database: str) -> None:
        """From here on nothing can be committed, as where the log needs a file and gets none."""
        with server.connect(embedded.SUPERUSER, database) as connection:
            _leave_no_gaps(connection, ballast=0)
            connection.execute(
                "select pg_logical_emit_message(true, '', repeat('-', %s))", [_ROOM_OF_TABLES]
            )
        _limit(server, str(_ROOM_OF_TABLES))

    def free(self, server: embedded.Embedded) -> None:
        """There is room again."""
        if self.mounted is not None:
            (self.mounted / "ballast").unlink(missing_ok=True)
        _limit(server, "")


@contextmanager
def small_disk(*, mounted: bool) -> Iterator[Disk]:
    """A folder on a disk that can be filled; `mounted` wants the right to mount."""
    with tempfile.TemporaryDirectory(prefix="leesloket-disk-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o711)
        if not mounted:
            yield Disk(folder, None)
            return
        assert _mount(name, f"{_SIZE},mode=711")
        try:
            yield Disk(folder, folder)
        finally:
            _unmount(name)


def may_mount() -> bool:
    """Whether there can be a small disk here."""
    with tempfile.TemporaryDirectory() as name:
        if not _mount(name, "size=1m"):
            return False
        _unmount(name)
        return True


def _mount(path: str, options: str) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", options, "none", path]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def _unmount(path: str) -> None:
    subprocess.run(["umount", "--lazy", path], check=True)  # noqa: S607 - the system's own


def _fill(path: Path) -> None:
    block = bytes(64 * 1024)
    with path.open("wb", buffering=0) as file:
        for size in (len(block), 512):
            try:
                while file.write(block[:size]) == size:
                    pass
            except OSError:
                continue


def _leave_no_gaps(connection: Connection, *, ballast: int) -> None:
    """Let the next sealed file need new pages; and let the table be larger than the log's files."""
    connection.execute("alter table vault_sealed set (toast.autovacuum_enabled = false)")
    connection.execute("vacuum full vault_sealed")
    if ballast:
        connection.execute(
            "with heavy as (select string_agg(sha512(i::text::bytea), ''::bytea) as bytes"
            " from generate_series(1, %s) i) insert into vault_sealed (id, branch_id, kind,"
            " ciphertext, sealed_at, expires_on) select gen_random_uuid(),"
            " (select min(id) from branches_branch), 'raw', bytes, now(), now() from heavy",
            [ballast // 64],
        )
        connection.execute("delete from vault_sealed where length(ciphertext) >= %s", [ballast])
    # What is under way goes to a segment of the log that is there already.
    connection.execute("select pg_switch_wal()")
    connection.execute("checkpoint")


def _size_of_sealed(connection: Connection) -> int:
    [(size,)] = connection.execute(
        "select pg_relation_size(reltoastrelid) from pg_class"
        " where oid = 'public.vault_sealed'::regclass"
    ).fetchall()
    return int(size)


def _limit(server: embedded.Embedded, size: str) -> None:
    """How large the files may be that PostgreSQL writes; no limit without a size."""
    program = shutil.which("prlimit")
    assert program is not None, "prlimit is part of util-linux"
    try:
        postmaster = postmaster_of(server)
    except FileNotFoundError:
        return
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children")
    try:
        pids = [str(postmaster), *children.read_text().split()]
    except FileNotFoundError:
        return  # it ended over the limit
    for pid in pids:
        # As its own user, who needs no rights for it; some end meanwhile.
        try:
            owner = Path(f"/proc/{pid}").stat().st_uid
        except FileNotFoundError:
            continue
        soft = f"{size}:" if size else "unlimited:"
        command = [program, f"--pid={pid}", f"--fsize={soft}"]
        subprocess.run(command, user=owner, check=False, capture_output=True)
