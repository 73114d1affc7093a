"""Putting a backup back, into an empty database only."""

import json
import subprocess
from pathlib import Path

import psycopg
from psycopg import sql

from leesloket.server.backup import (
    DATABASE_FILE,
    KEYS_FILE,
    MANIFEST_FILE,
    WRAPPED_KEYS,
    Manifest,
    count_rows,
    newest_in,
    sha256_of,
)
from leesloket.server.pg_tools import connect_past_policies, run_tool
from leesloket.vault.keys import mark_of

NEEDED_KEYS = ("working.key", "working.pub", "worker.pub", "recovery.pub", "pseudonyms.key")
"""Without these the site would make new ones, and nothing sealed would open again."""


class NoBackupError(Exception):
    """In this folder lies no complete backup, or not the copy of the wrapped keys beside it."""


class BackupDamagedError(Exception):
    """The backup is not what it was when it was made, or could not be put back whole."""


class BackupIsNewerError(Exception):
    """A newer Leesloket made this backup: it has tables that this one does not know."""


class NotEmptyError(Exception):
    """There are data already; a backup is put back into nothing."""


class KeysMissingError(Exception):
    """The key files are not there: name the folder with their copy."""


class KeysDoNotFitError(Exception):
    """These keys open nothing of what the backup has: they are of another day, or another site."""


def read_backup(folder: Path) -> tuple[Path, Manifest]:
    """The backup in (or the newest backup of) a folder, looked through before it is used.

    Raises NoBackupError, BackupDamagedError and BackupIsNewerError.
    """
    found = newest_in(folder) if folder.is_dir() else None
    if found is None or not (found.parent / KEYS_FILE).exists():
        raise NoBackupError
    try:
        told = json.loads((found / MANIFEST_FILE).read_text())
        manifest = Manifest(**{**told, "migrations": tuple(told["migrations"])})
        whole = sha256_of(found / DATABASE_FILE) == manifest.database_sha256
    except (OSError, ValueError, TypeError, KeyError):
        raise BackupDamagedError from None
    if not whole:
        raise BackupDamagedError
    if not _own_migrations(manifest.migrations) <= _known_migrations():
        raise BackupIsNewerError
    return found, manifest


def check_keys(folder: Path) -> None:
    """Raise KeysMissingError unless every key that the site needs is in the folder."""
    if not all((folder / name).exists() for name in NEEDED_KEYS):
        raise KeysMissingError


def check_empty(address: str) -> None:
    """Raise NotEmptyError when the database has a table."""
    with psycopg.connect(address) as connection:
        if connection.execute(
            "select 1 from pg_class where relnamespace = 'public'::regnamespace limit 1"
        ).fetchone():
            raise NotEmptyError


def restore_backup(backup: Path, manifest: Manifest, *, address: str, keys: Path) -> None:
    """Fill the empty database at this address, as a role that row-level security does not bind.

    A sealed thing whose key was dropped since the backup stays noise; a key whose thing is not in
    the backup goes.  Raises NotEmptyError, RoleSeesNoRowsError, BackupDamagedError
    and KeysDoNotFitError.
    """
    check_empty(address)
    with connect_past_policies(address) as connection:
        try:
            for path, more in (
                (backup / DATABASE_FILE, ()),
                (backup.parent / KEYS_FILE, ("--data-only",)),
            ):
                run_tool(
                    "pg_restore",
                    ["--exit-on-error", "--single-transaction", "--dbname=", *more, str(path)],
                    address=address,
                )
        except subprocess.CalledProcessError:
            raise BackupDamagedError from None
        connection.execute(
            sql.SQL("delete from {} where sealed_id not in (select id from vault_sealed)").format(
                sql.Identifier(WRAPPED_KEYS)
            )
        )
        if count_rows(connection) != dict(manifest.rows):
            raise BackupDamagedError
        _check_they_fit(connection, keys)


def _check_they_fit(connection: psycopg.Connection, keys: Path) -> None:
    """Raise KeysDoNotFitError when no key of a kind that is in use opens anything."""
    for name in ("worker", "working"):
        mark = mark_of((keys / f"{name}.pub").read_text().strip())
        query = sql.SQL(
            "select count(*), count(*) filter (where marks like {}) from {} where marks like {}"
        ).format(f"%{name}:{mark}%", sql.Identifier(WRAPPED_KEYS), f"%{name}:%")
        sealed, opened = connection.execute(query).fetchone() or (0, 0)
        if sealed and not opened:
            raise KeysDoNotFitError


def _own_migrations(names: tuple[str, ...]) -> set[str]:
    own = {path.parent.parent.name for path in _migration_files()}
    return {name for name in names if name.split(".", 1)[0] in own}


def _known_migrations() -> set[str]:
    return {f"{path.parent.parent.name}.{path.stem}" for path in _migration_files()}


def _migration_files() -> list[Path]:
    package = Path(__file__).resolve().parent.parent
    return list(package.glob("*/migrations/[0-9]*.py"))
