"""A copy of the database while it runs, in which shredding still counts.

One folder per backup, and beside them one copy of the table of wrapped keys, which every backup
replaces: what was shredded since has no key in any of them (docs/user/beheer.md).  The key files
are not in it.  Sessions and counters are not either: a copy must not let anybody in.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

import psycopg
from psycopg import sql

from leesloket.server.pg_tools import connect_past_policies, run_tool

WRAPPED_KEYS = "vault_wrappedkey"
NOT_COPIED = ("django_session", "web_cache", "vault_acceptedkey")
"""Who is signed in, counters, and which keys may seal: that is of the key files of today."""
KEYS_FILE = "wrapped-keys.dump"
DATABASE_FILE = "database.dump"
MANIFEST_FILE = "manifest.json"
KEEP_DAYS = 14

_FORM = 1
_NAME = re.compile(r"leesloket-(\d{8}T\d{6}Z)")
_STAMP = "%Y%m%dT%H%M%SZ"
_SECRETS = ("worker", "working", "recovery", "pseudonyms", "record", "django")


class KeysBesideBackupError(Exception):
    """Who finds the one must not find the other: keys and backups lie in different folders."""


class BackupFailedError(Exception):
    """No backup was added; pg_dump has told why, and what was there is there."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself: counts and sums, nobody's data."""

    form: int
    made_at: str
    version: str
    migrations: tuple[str, ...]
    rows: Mapping[str, int]
    database_sha256: str


def make_backup(address: str, to: Path, *, now: datetime, keep_days: int = KEEP_DAYS) -> Path:
    """Copy the database at this address into `to`; gives the folder of this backup.

    The role must see every row (RoleSeesNoRowsError).  Backups older than `keep_days` go, once
    the new one is complete.  Raises BackupFailedError.
    """
    to.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = to / f"leesloket-{now.astimezone(UTC):{_STAMP}}"
    partial = made.with_suffix(".new")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(mode=0o700)
    try:
        _copy_database(address, partial, now)
    except BaseException:
        # On a full disk what broke off would be in the way of the next one.
        shutil.rmtree(partial, ignore_errors=True)
        raise
    # Only now is it a backup; a key table newer than the newest database does no harm.
    partial.replace(made)
    _sync(to)
    forget_older(to, than=now - timedelta(days=keep_days))
    return made


def _copy_database(address: str, partial: Path, now: datetime) -> None:
    with _private_files(), _snapshot(address) as (connection, snapshot):
        rows = count_rows(connection)
        migrations = _migrations(connection)
        left_out = [f"--exclude-table-data=public.{name}" for name in (WRAPPED_KEYS, *NOT_COPIED)]
        _dump(
            [
                "--format=custom", f"--snapshot={snapshot}", *left_out,
                f"--file={partial / DATABASE_FILE}",
            ],
            address,
        )  # fmt: skip
        _copy_wrapped_keys(address, partial.parent, snapshot)
    manifest = Manifest(
        form=_FORM,
        made_at=now.astimezone(UTC).isoformat(),
        version=version("leesloket"),
        migrations=migrations,
        rows=rows,
        database_sha256=sha256_of(partial / DATABASE_FILE),
    )
    _write(partial / MANIFEST_FILE, json.dumps(asdict(manifest), indent=1).encode())
    _sync(partial / DATABASE_FILE)


def refresh_wrapped_keys(address: str, to: Path) -> None:
    """Replace only the copy of the wrapped keys: what was shredded is shredded in the backups."""
    to.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _private_files(), _snapshot(address) as (_, snapshot):
        _copy_wrapped_keys(address, to, snapshot)


def _copy_wrapped_keys(address: str, to: Path, snapshot: str) -> None:
    partial = to / f"{KEYS_FILE}.new"
    try:
        _dump(
            [
                "--format=custom", "--data-only", f"--table=public.{WRAPPED_KEYS}",
                f"--snapshot={snapshot}", f"--file={partial}",
            ],
            address,
        )  # fmt: skip
        _sync(partial)
        partial.replace(to / KEYS_FILE)
    except BaseException:
        # Keys of what is shredded later would stay in it.
        partial.unlink(missing_ok=True)
        raise


def _dump(arguments: Sequence[str], address: str) -> None:
    try:
        run_tool("pg_dump", arguments, address=address)
    except subprocess.CalledProcessError:
        raise BackupFailedError from None


def copy_keys(keys: Path, to: Path, *, backups: Path) -> tuple[str, ...]:
    """Copy the key files, apart from the backups; gives their names.

    The passwords of the embedded database are not among them: a restored one makes its own.
    """
    one, other = to.resolve(), backups.resolve()
    if one.is_relative_to(other) or other.is_relative_to(one):
        raise KeysBesideBackupError
    to.mkdir(parents=True, exist_ok=True, mode=0o700)
    copied = []
    for path in sorted([*keys.glob("*.key"), *keys.glob("*.pub")]):
        if path.stem in _SECRETS:
            _write(to / path.name, path.read_bytes())
            copied.append(path.name)
    return tuple(copied)


def forget_older(folder: Path, *, than: datetime) -> tuple[str, ...]:
    """Remove the backups made before a moment, and what was broken off; gives their names."""
    gone = []
    for path in sorted(folder.iterdir()):
        found = _NAME.fullmatch(path.stem if path.suffix == ".new" else path.name)
        if found is None or not path.is_dir():
            continue
        if datetime.strptime(found[1], _STAMP).replace(tzinfo=UTC) < than:
            shutil.rmtree(path)
            gone.append(path.name)
    return tuple(gone)


def newest_in(folder: Path) -> Path | None:
    """The newest complete backup of a folder, or the folder itself when it is one."""
    if (folder / MANIFEST_FILE).exists():
        return folder
    found = [
        path
        for path in sorted(folder.glob("leesloket-*"))
        if _NAME.fullmatch(path.name) and (path / MANIFEST_FILE).exists()
    ]
    return found[-1] if found else None


def count_rows(connection: psycopg.Connection) -> dict[str, int]:
    """How many rows every table has, as far as it is copied as it is."""
    names = connection.execute(
        "select relname from pg_class where relkind = 'r'"
        " and relnamespace = 'public'::regnamespace order by relname"
    ).fetchall()
    counted = {}
    for (name,) in names:
        if name in {WRAPPED_KEYS, *NOT_COPIED}:
            continue
        query = sql.SQL("select count(*) from {}").format(sql.Identifier(name))
        [counted[name]] = connection.execute(query).fetchone() or [0]
    return counted


def sha256_of(path: Path) -> str:
    """The sum of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _migrations(connection: psycopg.Connection) -> tuple[str, ...]:
    found = connection.execute("select app, name from django_migrations order by app, name")
    return tuple(f"{app}.{name}" for app, name in found.fetchall())


@contextmanager
def _snapshot(address: str) -> Iterator[tuple[psycopg.Connection, str]]:
    """One moment for everything that is read, so that every sealed row finds its key."""
    with connect_past_policies(address) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        [snapshot] = connection.execute("select pg_export_snapshot()").fetchone() or [""]
        yield connection, snapshot


@contextmanager
def _private_files() -> Iterator[None]:
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def _write(path: Path, content: bytes) -> None:
    partial = path.with_name(f"{path.name}.new")
    with _private_files():
        partial.write_bytes(content)
    _sync(partial)
    partial.replace(path)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
