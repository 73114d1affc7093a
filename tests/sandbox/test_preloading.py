"""The child cannot open a file, so whatever a file makes it import must be there before."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from tests.roster.formats.locked_books import EXCELS_OWN, locked_xls, locked_xlsx, rc4
from tests.roster.formats.reader_books import HEADINGS, PUPILS, as_xlsx

from leesloket.demo.files import DEMO_FILES
from leesloket.demo.world import make_world

LEESLOKET = str(Path(sys.executable).with_name("leesloket"))

# A process of its own: the one of the tests has imported everything long ago.
READ_ALL = """
import sys
from pathlib import Path
from leesloket.roster.readers import preload, read
preload()
before = set(sys.modules)
contents = [file.read_bytes() for file in sorted(Path(sys.argv[1]).iterdir())]
opened = []
sys.addaudithook(lambda event, told: opened.append(str(told[0])) if event == "open" else None)
for content in contents:
    read(content)
print(*opened, *sorted(set(sys.modules) - before))
"""


LIST = "Roepnaam,Achternaam,Groep\nZoë,Müller,5b\n"
SHEETS = {
    "latin": "Klas \u00e9",
    "turkish": "S\u0131n\u0131f \u015f",
    "prime": "Groep 5\u2032",
    "far": "\u5b66\U0001d5a0",
}
"""What each of these is in ASCII, stands in a file of its own."""
LOCKED = {
    "locked.xlsx": locked_xlsx(EXCELS_OWN, as_xlsx({"Blad1": (HEADINGS, *PUPILS)})),
    "locked.xls": locked_xls(rc4, EXCELS_OWN, (HEADINGS, *PUPILS * 40)),
}
ODD = {
    **LOCKED,
    "cp1252.csv": LIST.encode("cp1252"),
    "spelt-out.csv": LIST.replace("ë", "&euml;").encode(),
    **{f"{block}.xlsx": as_xlsx({name: (HEADINGS, *PUPILS)}) for block, name in SHEETS.items()},
    "in-one-column.xlsx": as_xlsx({"Blad1": [(line,) for line in LIST.splitlines()]}),
    **{
        f"{charset}.html": f"<html><meta charset={charset}><table><tr><td>{LIST}".encode(charset)
        for charset in ("windows-1250", "windows-1254", "iso-8859-1", "iso-8859-2", "iso-8859-9")
    },
}


def test_reading_imports_and_opens_nothing(tmp_path: Path) -> None:
    for file in DEMO_FILES:
        (tmp_path / file.name).write_bytes(file.write(make_world()))
    for name, content in ODD.items():
        (tmp_path / name).write_bytes(content)

    done = subprocess.run(
        [sys.executable, "-c", READ_ALL, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split() == []


def test_the_command_line_reads_a_sheet_with_an_accent_in_its_name(tmp_path: Path) -> None:
    file = tmp_path / "lijst.xlsx"
    file.write_bytes(ODD["latin.xlsx"])

    done = subprocess.run(
        [LEESLOKET, "roster", "check", str(file)], capture_output=True, text=True, check=False
    )

    assert "groepen gelezen" in done.stdout, done.stdout


def test_the_command_line_reads_a_list_of_every_school(tmp_path: Path) -> None:
    for name in ("wilgenbos-2026-2027.csv", "wilgenbos-2026-2027.xls", "vuurvlinder-2026-2027.ods"):
        [file] = [one for one in DEMO_FILES if one.name == name]
        (tmp_path / name).write_bytes(file.write(make_world()))

        done = subprocess.run(
            [LEESLOKET, "roster", "check", str(tmp_path / name)],
            capture_output=True,
            text=True,
            check=False,
        )

        assert "groepen gelezen" in done.stdout, done.stdout


@pytest.mark.parametrize("name", LOCKED)
@pytest.mark.parametrize("zipped", [False, True])
def test_the_command_line_opens_what_excel_locked(
    tmp_path: Path, name: str, *, zipped: bool
) -> None:
    file = tmp_path / name
    file.write_bytes(LOCKED[name])
    if zipped:
        with zipfile.ZipFile(tmp_path / "lijst.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(file, name)
        file = tmp_path / "lijst.zip"

    done = subprocess.run(
        [LEESLOKET, "roster", "check", str(file)], capture_output=True, text=True, check=False
    )

    assert "groepen gelezen" in done.stdout, done.stdout
