"""`./run export FOLDER`: one zip per library, for who runs it to read."""

import stat
from io import StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from tests.people import NOW, add_person, make_branch, make_library

from leesloket.export.actions import ExportBusyError, take_out
from leesloket.server import embedded

pytestmark = pytest.mark.django_db


def _export(folder: Path, *arguments: str) -> str:
    told = StringIO()
    call_command("export", str(folder), *arguments, stdout=told)
    return told.getvalue()


def test_every_library_has_its_own_file_that_only_the_runner_reads(tmp_path: Path) -> None:
    for name in ("Bibliotheek Lage Polder", "Bibliotheek Hoge Heide"):
        make_branch(make_library(name), name.split()[1].lower())

    told = _export(tmp_path / "uit")

    files = sorted((tmp_path / "uit").iterdir())
    assert [path.name.rsplit("-", 4)[0] for path in files] == [
        "bibliotheek-hoge-heide",
        "bibliotheek-lage-polder",
    ]
    assert all(str(path) in told for path in files)
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    for path in files:
        with ZipFile(path) as archive:
            assert archive.testzip() is None
            assert "patrons.csv" in archive.namelist()


def test_one_library_can_be_named_and_another_name_is_said(tmp_path: Path) -> None:
    make_branch(make_library("Bibliotheek Lage Polder"), "lage")
    make_branch(make_library("Bibliotheek Hoge Heide"), "hoge")

    _export(tmp_path, "--library", "Bibliotheek Hoge Heide")

    assert len(list(tmp_path.iterdir())) == 1
    with pytest.raises(CommandError):
        _export(tmp_path, "--library", "Bibliotheek Nergens")


def test_a_second_export_waits_for_the_first(server: embedded.Embedded, tmp_path: Path) -> None:
    library = make_library()
    here = add_person(library, "willem", {"administer": [make_branch(library, "lage")]})
    name = str(connection.settings_dict["NAME"])

    with server.connect(embedded.SUPERUSER, name) as other:
        other.execute("select pg_advisory_lock(%s)", [0x4C4C_0003])
        with pytest.raises(ExportBusyError):
            take_out(acting_user=here, now=NOW)
        with pytest.raises(CommandError):
            _export(tmp_path)
        other.execute("select pg_advisory_unlock(%s)", [0x4C4C_0003])

    assert b"".join(take_out(acting_user=here, now=NOW))
