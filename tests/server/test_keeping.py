"""`./run backup`, `restore` and `upgrade`, as an operator types them."""

import errno
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest

from leesloket import dev
from leesloket.server import alone, backup, database, pg_tools, port, restore, site
from leesloket.server.embedded import (
    DoesNotStartError,
    FolderPathNotPlainError,
    FolderPathTooLongError,
    NoAnswerError,
)

WISH = {
    "library": {"name": "Bibliotheek Voort"},
    "administrator": {"name": "J. Voorbeeld", "login": "beheer"},
    "branches": [{"name": "Centrum", "kind": "public"}],
}


@dataclass(frozen=True, slots=True)
class Operator:
    """Somebody with a terminal and a few folders."""

    folder: Path

    def types(
        self, data: str, *command: str, stdin: str = "", more: Mapping[str, str] | None = None
    ) -> "Told":
        """Give one command of `./run` on this data folder."""
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("LEESLOKET_", "DATABASE_", "DJANGO_"))
        }
        environment |= more or {}
        if data:
            environment["LEESLOKET_DATA"] = str(self.folder / data)
        done = subprocess.run(
            [sys.executable, "-m", "leesloket.dev", *command],
            env=environment,
            cwd=self.folder,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )
        return Told(done.returncode, done.stdout, done.stderr)


@dataclass(frozen=True, slots=True)
class Told:
    code: int
    out: str
    err: str


@pytest.fixture
def operator() -> Iterator[Operator]:
    # Not pytest's own folder: the path of a socket must be short.
    with tempfile.TemporaryDirectory(prefix="leesloket-") as folder:
        yield Operator(Path(folder))


def test_a_site_is_set_up_backed_up_lost_put_back_and_upgraded(operator: Operator) -> None:
    made = operator.types("data", "setup", "--json", "-", stdin=json.dumps(WISH))
    assert made.code == 0, made.err

    copied = operator.types("data", "backup", "copies", "--keys", "safe")
    assert copied.code == 0, copied.err
    assert not list((operator.folder / "copies").rglob("*.key"))

    without = operator.types("new", "restore", "copies")
    assert without == Told(1, "", dev.REFUSALS["KeysMissingError"] + "\n")
    put_back = operator.types("new", "restore", "copies", "--keys", "safe")
    assert put_back.code == 0, put_back.err
    assert operator.types("new", "setup", "--code").out == "Er is al een bibliotheek.\n"
    for name in ("working.key", "pseudonyms.key", "django.key"):
        there = operator.folder / "new" / "keys" / name
        assert there.read_bytes() == (operator.folder / "data" / "keys" / name).read_bytes()
    again = operator.types("new", "restore", "copies", "--keys", "safe")
    assert again == Told(1, "", dev.REFUSALS["NotEmptyError"] + "\n")

    (operator.folder / "new" / "run" / "schema").write_text("of another version")
    refused = operator.types("new", "setup", "--code")
    assert refused == Told(1, "", dev.REFUSALS["UpgradeNeededError"] + "\n")
    with alone.alone_on(operator.folder / "new"):
        meanwhile = operator.types("new", "upgrade")
    assert meanwhile == Told(1, "", dev.REFUSALS["AlreadyRunningError"] + "\n")
    upgraded = operator.types("new", "upgrade")
    assert upgraded.code == 0, upgraded.err
    assert backup.newest_in(operator.folder / "new" / "backups") is not None
    assert operator.types("new", "setup", "--code").out == "Er is al een bibliotheek.\n"


@pytest.mark.parametrize(
    ("number", "said"), [(errno.ENOSPC, "De schijf is vol"), (errno.EACCES, "Geen recht op")]
)
def test_a_file_that_cannot_be_written_is_told_in_words(
    number: int, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(_: object) -> int:
        raise OSError(number, "system's own word", "/srv/leesloket/run")

    monkeypatch.setitem(dev.COMMANDS, "backup", fails)
    monkeypatch.setattr(sys, "argv", ["leesloket.dev", "backup"])

    assert dev.main() == 1
    assert capsys.readouterr().err.startswith(f"{said}")


@pytest.mark.parametrize("command", [["serve"], ["setup", "--code"], ["backup"], ["upgrade"]])
def test_a_postgresql_that_is_not_there_is_told_in_words(
    operator: Operator, command: list[str]
) -> None:
    """As after a machine came up, when it starts later than Leesloket does."""
    address = f"postgres://somebody:geheim@{quote(str(operator.folder), safe='')}/leesloket"
    more = {
        "DATABASE_URL": address,
        "LEESLOKET_OWNER_DATABASE_URL": address,
        "LEESLOKET_BACKUP_DATABASE_URL": address,
        "LEESLOKET_WITHOUT_WALLS": "1",
        "PORT": "0",
    }

    told = operator.types("data", *command, more=more)

    assert told.code == 1
    assert told.err.startswith("De database antwoordt niet")
    assert "Traceback" not in told.err
    assert "geheim" not in told.err


def test_a_demo_is_not_kept(operator: Operator) -> None:
    for command in (["backup"], ["restore", "copies"], ["upgrade"], ["setup"]):
        told = operator.types("", *command)

        assert told == Told(1, "", dev.REFUSALS["DemoFolderError"] + "\n")


def test_a_postgresql_of_ones_own_needs_a_role_that_sees_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://web@db/leesloket")
    monkeypatch.delenv("LEESLOKET_BACKUP_DATABASE_URL", raising=False)
    with pytest.raises(database.KeeperAddressMissingError):
        database.keeper_address(tmp_path)

    monkeypatch.setenv("LEESLOKET_BACKUP_DATABASE_URL", "postgres://keeper@db/leesloket")

    assert database.keeper_address(tmp_path) == "postgres://keeper@db/leesloket"
    assert not list(tmp_path.iterdir())


def test_every_refusal_of_the_server_has_a_sentence() -> None:
    ours = {
        name
        for module in (alone, backup, database, pg_tools, port, restore, site)
        for name, value in vars(module).items()
        if isinstance(value, type)
        and issubclass(value, Exception)
        and value.__module__ == module.__name__
        and not name.startswith("_")
    }

    # A server that does not come up in time is no refusal: its trace says where it waited.
    of_the_embedded = {
        *(DoesNotStartError, FolderPathNotPlainError, FolderPathTooLongError, NoAnswerError)
    }
    expected = (ours | {one.__name__ for one in of_the_embedded}) - {"NotReadyError"}
    assert set(dev.REFUSALS) == expected
