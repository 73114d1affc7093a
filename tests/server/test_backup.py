"""A backup is put back whole, and what was shredded stays so."""

import json
import stat
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import psycopg
import pyrage
import pytest
from django.conf import settings
from pyrage import DecryptError, x25519
from pytest_django import DjangoDbBlocker
from tests.conftest import _working_on
from tests.memory import Room
from tests.people import NOW, TODAY, branch

from leesloket.isolation.scope import Scope, scoped
from leesloket.server import backup, embedded
from leesloket.server.pg_tools import RoleSeesNoRowsError, run_tool
from leesloket.server.restore import (
    NEEDED_KEYS,
    BackupDamagedError,
    BackupIsNewerError,
    KeysDoNotFitError,
    KeysMissingError,
    NoBackupError,
    NotEmptyError,
    check_keys,
    read_backup,
    restore_backup,
)
from leesloket.vault import actions as vault
from leesloket.vault import keys as vault_keys
from leesloket.vault.models import Sealed, WrappedKey
from leesloket.vault.queries import ShreddedError, open_sealed

CONTENT = "Zoë van Dijk;02-03-2017".encode()
MADE = datetime(2026, 8, 17, 22, 0, tzinfo=UTC)


def _scope() -> Scope:
    line = branch("vuurvlinder")
    return Scope(line.library_id, (line.id,))


def _seal(kind: str = "table") -> UUID:
    scope = _scope()
    with scoped(scope):
        return vault.seal(
            CONTENT, kind=kind, branch_id=scope.branch_ids[0], expires_on=TODAY, now=NOW
        )


def _shred(sealed_id: UUID) -> None:
    with scoped(_scope()):
        vault.shred(sealed_id, reason="withdrawn", now=NOW)


def _open(sealed_id: UUID) -> bytes:
    with scoped(_scope()):
        return open_sealed(sealed_id)


@pytest.fixture
def address(server: embedded.Embedded, fresh_database: str) -> str:
    """A demo register of one's own, as its keeper sees it."""
    return server.url(embedded.SUPERUSER, fresh_database)


PutBack = Callable[[Path], AbstractContextManager[str]]


@pytest.fixture
def put_back(server: embedded.Embedded, room: Room, django_db_blocker: DjangoDbBlocker) -> PutBack:
    """Lets the site work on what the newest backup of a folder was put back to."""

    @contextmanager
    def restored(folder: Path) -> Iterator[str]:
        name = room.copy("template0")
        address = server.url(embedded.SUPERUSER, name)
        restore_backup(*read_backup(folder), address=address, keys=settings.KEYS)
        with _working_on(name, server, django_db_blocker):
            yield address
        server.drop_database(name)

    return restored


def _sums(address: str) -> dict[str, str | None]:
    """What every row of every table says, as one sum per table."""
    with psycopg.connect(address) as connection:
        names = [
            name
            for (name,) in connection.execute(
                "select relname from pg_class where relkind = 'r'"
                " and relnamespace = 'public'::regnamespace"
            ).fetchall()
        ]
        return {
            name: connection.execute(
                f"select md5(string_agg(t::text, '\n' order by t::text)) from {name} t".encode()  # noqa: S608 - names of the catalogue
            ).fetchone()[0]  # type: ignore[index] # an aggregate gives one row
            for name in names
        }


def _rules(address: str) -> list[tuple[object, ...]]:
    """Who owns what, who may do what, and which policies stand before it."""
    with psycopg.connect(address) as connection:
        return connection.execute(
            "select relname, relowner::regrole::text, relacl::text, relrowsecurity,"
            " relforcerowsecurity, obj_description(c.oid, 'pg_class'),"
            " (select array_agg(pg_get_expr(polqual, polrelid)) from pg_policy"
            "  where polrelid = c.oid),"
            " (select array_agg(pg_get_triggerdef(t.oid) order by tgname) from pg_trigger t"
            "  where tgrelid = c.oid and not tgisinternal)"
            " from pg_class c where relnamespace = 'public'::regnamespace"
            " and relkind in ('r', 'S') order by relname"
        ).fetchall()


def test_every_row_of_every_table_comes_back_with_its_policies_rights_and_triggers(
    address: str, put_back: PutBack, tmp_path: Path
) -> None:
    _seal()
    sums, rules = _sums(address), _rules(address)
    backup.make_backup(address, tmp_path, now=MADE)

    with put_back(tmp_path) as there:
        assert _sums(there) == {**sums, **dict.fromkeys(backup.NOT_COPIED)}
        assert _rules(there) == rules
    assert sum(one is not None for one in sums.values()) > 10


@pytest.mark.parametrize("kind", ["table", "journal"])
def test_what_was_sealed_opens_with_the_keys_after_a_restore(
    address: str, put_back: PutBack, tmp_path: Path, kind: str
) -> None:
    sealed = _seal(kind)
    backup.make_backup(address, tmp_path, now=MADE)

    with put_back(tmp_path):
        assert _open(sealed) == CONTENT


def test_without_the_keys_a_restored_thing_is_noise(
    address: str, put_back: PutBack, tmp_path: Path
) -> None:
    sealed = _seal()
    backup.make_backup(address, tmp_path / "backups", now=MADE)
    vault_keys.make_key_files(tmp_path / "other")
    stranger = x25519.Identity.from_str((tmp_path / "other" / "working.key").read_text())

    with put_back(tmp_path / "backups"), scoped(_scope()):
        wrapped = bytes(WrappedKey.objects.get(sealed_id=sealed).wrapped)
        with pytest.raises(DecryptError):
            pyrage.decrypt(wrapped, [stranger])


def test_keys_that_open_nothing_of_a_backup_are_refused(
    server: embedded.Embedded, room: Room, address: str, tmp_path: Path
) -> None:
    """A site would start on them, and every page with a list would break."""
    _seal()
    backup.make_backup(address, tmp_path / "backups", now=MADE)
    vault_keys.make_key_files(tmp_path / "other")
    name = room.copy("template0")

    with pytest.raises(KeysDoNotFitError):
        restore_backup(
            *read_backup(tmp_path / "backups"),
            address=server.url(embedded.SUPERUSER, name),
            keys=tmp_path / "other",
        )

    server.drop_database(name)


def test_what_was_shredded_before_a_backup_is_not_in_it(
    address: str, put_back: PutBack, tmp_path: Path
) -> None:
    sealed = _seal()
    _shred(sealed)
    backup.make_backup(address, tmp_path, now=MADE)

    with put_back(tmp_path), pytest.raises(ShreddedError):
        _open(sealed)


@pytest.mark.parametrize("then", ["a backup", "a refresh"])
def test_what_was_shredded_after_a_backup_has_no_key_in_that_one_either(
    address: str, put_back: PutBack, tmp_path: Path, then: str
) -> None:
    gone, kept = _seal(), _seal()
    old = backup.make_backup(address, tmp_path, now=MADE)
    _shred(gone)
    if then == "a backup":
        backup.make_backup(address, tmp_path, now=MADE + timedelta(days=1))
    else:
        backup.refresh_wrapped_keys(address, tmp_path)

    with put_back(old):
        with scoped(_scope()):
            assert Sealed.objects.filter(id=gone).exists()
        with pytest.raises(ShreddedError):
            _open(gone)
        assert _open(kept) == CONTENT


def test_until_the_next_refresh_the_copy_still_holds_the_key_of_what_was_shredded(
    address: str, put_back: PutBack, tmp_path: Path
) -> None:
    sealed = _seal()
    backup.make_backup(address, tmp_path, now=MADE)
    _shred(sealed)

    with put_back(tmp_path):
        assert _open(sealed) == CONTENT


def test_a_key_of_something_younger_than_the_backup_is_not_put_back(
    address: str, put_back: PutBack, tmp_path: Path
) -> None:
    old = backup.make_backup(address, tmp_path, now=MADE)
    younger = _seal()
    backup.refresh_wrapped_keys(address, tmp_path)

    with put_back(old), scoped(_scope()):
        assert not WrappedKey.objects.filter(sealed_id=younger).exists()


def test_a_database_dump_alone_holds_no_key(address: str, tmp_path: Path) -> None:
    sealed = _seal()
    made = backup.make_backup(address, tmp_path, now=MADE)
    with psycopg.connect(address) as connection:
        [wrapped] = connection.execute(
            "select encode(wrapped, 'hex') from vault_wrappedkey where sealed_id = %s", [sealed]
        ).fetchone() or [""]

    text = tmp_path / "as-text"
    run_tool("pg_restore", [f"--file={text}", str(made / "database.dump")], address=address)

    assert str(sealed) in text.read_text()
    assert wrapped not in text.read_text()


def test_nobody_else_on_the_machine_reads_a_backup(address: str, tmp_path: Path) -> None:
    made = backup.make_backup(address, tmp_path / "backups", now=MADE)

    for path in (made, made.parent):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700, path
    for path in (*made.iterdir(), made.parent / "wrapped-keys.dump"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


@pytest.mark.parametrize("role", [embedded.OWNER_ROLE, embedded.WEB_ROLE])
def test_a_role_that_sees_no_rows_makes_no_backup(
    server: embedded.Embedded, fresh_database: str, tmp_path: Path, role: str
) -> None:
    with pytest.raises(RoleSeesNoRowsError):
        backup.make_backup(server.url(role, fresh_database), tmp_path, now=MADE)

    assert backup.newest_in(tmp_path) is None


def test_a_backup_that_fails_leaves_nothing_in_the_way_of_the_next(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a full disk every night would add to what is full, and keys that were dropped stay."""
    before = backup.make_backup(address, tmp_path, now=MADE)

    def disk_is_full(name: str, arguments: Sequence[str], **__: object) -> None:
        [file] = (Path(each[7:]) for each in arguments if each.startswith("--file="))
        file.touch()
        raise subprocess.CalledProcessError(1, name)

    monkeypatch.setattr(backup, "run_tool", disk_is_full)

    with pytest.raises(backup.BackupFailedError):
        backup.make_backup(address, tmp_path, now=MADE + timedelta(days=1))
    with pytest.raises(backup.BackupFailedError):
        backup.refresh_wrapped_keys(address, tmp_path)

    assert set(tmp_path.iterdir()) == {before, tmp_path / backup.KEYS_FILE}


def test_old_backups_go_and_strange_folders_stay(address: str, tmp_path: Path) -> None:
    (tmp_path / "leesloket-mine").mkdir()
    (tmp_path / "leesloket-20260101T000000Z.new").mkdir()
    for days in (-20, -13, 0):
        backup.make_backup(address, tmp_path, now=MADE + timedelta(days=days))

    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "leesloket-20260804T220000Z",
        "leesloket-20260817T220000Z",
        "leesloket-mine",
        "wrapped-keys.dump",
    ]
    newest = backup.newest_in(tmp_path)
    assert newest is not None
    assert newest.name == "leesloket-20260817T220000Z"


def test_a_backup_is_only_put_back_into_nothing(address: str, tmp_path: Path) -> None:
    backup.make_backup(address, tmp_path, now=MADE)
    before = _sums(address)

    with pytest.raises(NotEmptyError):
        restore_backup(*read_backup(tmp_path), address=address, keys=settings.KEYS)

    assert _sums(address) == before


def test_a_damaged_backup_is_seen_before_it_is_used(address: str, tmp_path: Path) -> None:
    made = backup.make_backup(address, tmp_path, now=MADE)
    content = bytearray((made / "database.dump").read_bytes())
    content[len(content) // 2] ^= 1
    (made / "database.dump").write_bytes(content)

    with pytest.raises(BackupDamagedError):
        read_backup(tmp_path)


def test_rows_that_did_not_come_back_are_missed(
    server: embedded.Embedded, room: Room, address: str, tmp_path: Path
) -> None:
    made = backup.make_backup(address, tmp_path, now=MADE)
    told = json.loads((made / "manifest.json").read_text())
    told["rows"]["patrons_patron"] += 1
    (made / "manifest.json").write_text(json.dumps(told))
    name = room.copy("template0")

    there = server.url(embedded.SUPERUSER, name)
    with pytest.raises(BackupDamagedError):
        restore_backup(*read_backup(tmp_path), address=there, keys=settings.KEYS)

    server.drop_database(name)


def test_a_backup_of_a_newer_version_is_refused(address: str, tmp_path: Path) -> None:
    made = backup.make_backup(address, tmp_path, now=MADE)
    told = json.loads((made / "manifest.json").read_text())
    told["migrations"].append("vault.9999_of_tomorrow")
    (made / "manifest.json").write_text(json.dumps(told))

    with pytest.raises(BackupIsNewerError):
        read_backup(tmp_path)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"migrations": 5}'])
def test_a_manifest_that_says_nothing_is_a_damaged_backup(tmp_path: Path, text: str) -> None:
    (tmp_path / "leesloket-20260817T220000Z").mkdir()
    (tmp_path / "leesloket-20260817T220000Z" / "manifest.json").write_text(text)
    (tmp_path / "wrapped-keys.dump").touch()

    with pytest.raises(BackupDamagedError):
        read_backup(tmp_path)


def test_a_folder_without_a_backup_or_its_keys_says_so(address: str, tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(NoBackupError):
            read_backup(folder)
    backup.make_backup(address, tmp_path, now=MADE)
    (tmp_path / "wrapped-keys.dump").unlink()

    with pytest.raises(NoBackupError):
        read_backup(tmp_path)


# --- keys ----------------------------------------------------------------------------------------


def test_keys_are_copied_apart_and_without_the_passwords_of_the_database(tmp_path: Path) -> None:
    data, to = tmp_path / "data" / "keys", tmp_path / "safe"
    vault_keys.make_key_files(data)
    (data / "django.key").write_text("secret")
    (data / "database.json").write_text("{}")

    copied = backup.copy_keys(data, to, backups=tmp_path / "backups")

    assert set(copied) == {path.name for path in to.iterdir()}
    assert set(copied) == {path.name for path in data.iterdir()} - {"database.json"}
    for name in copied:
        assert (to / name).read_bytes() == (data / name).read_bytes()
        assert stat.S_IMODE((to / name).stat().st_mode) == 0o600
    check_keys(to)


@pytest.mark.parametrize(
    ("keys", "backups"), [("one", "one"), ("one/keys", "one"), ("one", "one/backups")]
)
def test_keys_never_lie_with_the_backups(tmp_path: Path, keys: str, backups: str) -> None:
    with pytest.raises(backup.KeysBesideBackupError):
        backup.copy_keys(settings.KEYS, tmp_path / keys, backups=tmp_path / backups)


@pytest.mark.parametrize("name", NEEDED_KEYS)
def test_a_missing_key_is_missed(tmp_path: Path, name: str) -> None:
    vault_keys.make_key_files(tmp_path)
    (tmp_path / name).unlink()

    with pytest.raises(KeysMissingError):
        check_keys(tmp_path)
