"""Starting the site: what it refuses before anything runs."""

import subprocess
import sys
from pathlib import Path

import pytest

from leesloket.server import database, site


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
