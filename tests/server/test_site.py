"""Starting the site: what it refuses before anything runs."""

import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from leesloket.server import database, port, site
from leesloket.server.alone import AlreadyRunningError, alone_on


def test_without_a_folder_of_your_own_it_is_a_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LEESLOKET_DATA", raising=False)

    assert site.data_folder(tmp_path) == (tmp_path / "var", True)


def test_real_data_may_not_lie_in_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEESLOKET_DATA", str(tmp_path / "var" / ".." / "real"))

    with pytest.raises(site.DataInCheckoutError):
        site.data_folder(tmp_path)


def test_real_data_lie_where_the_operator_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEESLOKET_DATA", str(tmp_path / "data"))

    assert site.data_folder(tmp_path / "checkout") == (tmp_path / "data", False)


def test_a_postgresql_of_your_own_needs_its_owner_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://web@db/leesloket")
    monkeypatch.delenv("LEESLOKET_OWNER_DATABASE_URL", raising=False)

    with pytest.raises(database.OwnerAddressMissingError):
        database.addresses(tmp_path)


def test_a_postgresql_of_your_own_is_used_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://web@db/leesloket")
    monkeypatch.setenv("LEESLOKET_OWNER_DATABASE_URL", "postgres://owner@db/leesloket")

    found = database.addresses(tmp_path)

    assert (found.web, found.owner) == (
        "postgres://web@db/leesloket",
        "postgres://owner@db/leesloket",
    )
    assert not list(tmp_path.iterdir())


def test_addresses_keep_their_passwords_to_themselves() -> None:
    assert "geheim" not in repr(database.Addresses(owner="postgres://o:geheim@db/l", web="geheim"))


def test_a_secret_comes_from_a_file_as_well_as_from_the_environment(tmp_path: Path) -> None:
    (tmp_path / "django.key").write_text("from a file\n")
    told = subprocess.run(
        [sys.executable, "-c", "from leesloket.settings import SECRET_KEY; print(SECRET_KEY)"],
        env={"LEESLOKET_SECRET_KEY_FILE": str(tmp_path / "django.key")},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert told == "from a file\n"


@pytest.mark.enable_socket
def test_a_site_starts_beside_nobody_on_the_same_port(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The web server would share it, and each of the two would answer half."""
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        monkeypatch.setenv("PORT", str(taken))
        monkeypatch.setenv("LEESLOKET_DATA", str(tmp_path / "data"))
        monkeypatch.setenv("LEESLOKET_WITHOUT_WALLS", "1")

        with pytest.raises(port.PortTakenError):
            site.run_site(tmp_path / "checkout")

    assert not (tmp_path / "data" / "pg").exists()
    port.check_is_free(taken)


@pytest.mark.enable_socket
def test_a_second_site_leaves_the_first_its_data_and_its_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever port it is given, and also when the port of the first is what it asks for."""
    folder = tmp_path / "data"
    monkeypatch.setenv("LEESLOKET_DATA", str(folder))
    monkeypatch.setenv("LEESLOKET_WITHOUT_WALLS", "1")
    holding = (
        "import sys; from pathlib import Path; from leesloket.server.alone import alone_on\n"
        "with alone_on(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    first = subprocess.Popen(
        [sys.executable, "-c", holding, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with first, socket.socket() as listener:
        assert first.stdout is not None
        assert first.stdout.readline() == b"held\n"
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        monkeypatch.setenv("PORT", str(listener.getsockname()[1]))

        with pytest.raises(AlreadyRunningError):
            site.run_site(tmp_path / "checkout")

        first.kill()  # it goes with the process
    with alone_on(folder):
        pass
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
