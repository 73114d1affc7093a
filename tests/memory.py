"""Room in memory for the databases of the tests.

A database is six hundred files, and a test that commits has a database of its own.  There are disks
that need half a second to make so many files where as many went a moment ago.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from psycopg import sql

from leesloket.server import embedded

MEMORY = Path("/dev") / "shm"
ENOUGH = 512 * 1024 * 1024
"""Several times what a worker puts there."""


@dataclass(frozen=True, slots=True)
class Room:
    """A tablespace of PostgreSQL, and what stays in it."""

    server: embedded.Embedded
    tablespace: str

    def copy(self, template: str) -> str:
        """Copy a database to here; the copies of that copy come here by themselves.  Its name."""
        name = f"{template}_{uuid4().hex[:8]}"
        with self.server.connect(embedded.SUPERUSER, "postgres") as connection:
            connection.execute(
                sql.SQL("create database {} owner {} template {} tablespace {}").format(
                    *map(sql.Identifier, (name, embedded.OWNER_ROLE, template, self.tablespace))
                )
            )
        return name

    def go(self) -> None:
        """Drop it, and every database that is still in it."""
        with self.server.connect(embedded.SUPERUSER, "postgres") as connection:
            left = connection.execute(
                "select datname from pg_database d join pg_tablespace t on t.oid = dattablespace"
                " where spcname = %s",
                [self.tablespace],
            ).fetchall()
            for (name,) in left:
                self.server.drop_database(name)
            connection.execute(
                sql.SQL("drop tablespace {}").format(sql.Identifier(self.tablespace))
            )


@contextmanager
def room(server: embedded.Embedded, otherwise: Path) -> Iterator[Room]:
    """Room that ends with the block; in the folder `otherwise` where memory is scarce."""
    there = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ENOUGH
    with tempfile.TemporaryDirectory(
        prefix="leesloket-", dir=MEMORY if there else otherwise
    ) as folder:
        _give(Path(folder), server.folder / "pg")
        made = Room(server, f"room_{os.getpid()}_{uuid4().hex[:8]}")
        with server.connect(embedded.SUPERUSER, "postgres") as connection:
            connection.execute(
                sql.SQL("create tablespace {} location {}").format(
                    sql.Identifier(made.tablespace), sql.Literal(folder)
                )
            )
        yield made
        made.go()


def let_start(data: Path) -> None:
    """Before PostgreSQL starts: it cannot where a room was in memory and the machine went down."""
    for link in (data / "pg_tblspc").glob("*"):
        if not link.exists():
            link.readlink().mkdir(parents=True, exist_ok=True)
            _give(link.readlink(), data)


def sweep(server: embedded.Embedded) -> None:
    """Clear the rooms of who was killed.  One at a time."""
    with server.connect(embedded.SUPERUSER, "postgres") as connection:
        rooms = connection.execute(
            "select spcname, pg_tablespace_location(oid) from pg_tablespace"
            " where spcname like 'room_%'"
        ).fetchall()
    for name, folder in rooms:
        if not _lives(int(name.split("_")[1])):
            Room(server, name).go()
            shutil.rmtree(folder, ignore_errors=True)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _give(folder: Path, data: Path) -> None:
    """To PostgreSQL, which runs as a user of its own where the tests are root."""
    its = data.stat()
    os.chown(folder, its.st_uid, its.st_gid)
