from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from lxml import etree
from python_calamine import CalamineWorkbook, PasswordError

from leesloket.demo.files import DEMO_FILES, DemoFile, main
from leesloket.demo.layouts import invented_pgn
from leesloket.demo.model import LIST_DAY, DemoWorld
from leesloket.demo.world import make_world
from leesloket.roster.cleaning import passes_eleven_test
from leesloket.roster.columns import extract_records, suggest_mapping
from leesloket.roster.problems import Code
from leesloket.roster.readers import read

NAMES = [one.name for one in DEMO_FILES]
WORKBOOKS = [name for name in NAMES if name.endswith((".xlsx", ".xls", ".ods", ".zip"))]
READABLE = [name for name in WORKBOOKS if "wachtwoord" not in name]

HEADINGS_OF_NUMBERS = {"Lln.nr.", "Llnr", "Leerlingnummer"}


@pytest.fixture(scope="module")
def world() -> DemoWorld:
    return make_world()


@pytest.fixture(scope="module")
def contents(world: DemoWorld) -> dict[str, bytes]:
    return {one.name: one.write(world) for one in DEMO_FILES}


def _file(name: str) -> DemoFile:
    [found] = [one for one in DEMO_FILES if one.name == name]
    return found


def _sheets(content: bytes) -> list[list[list[object]]]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [
        [list(row) for row in workbook.get_sheet_by_name(name).to_python()]
        for name in workbook.sheet_names
    ]


def _unzipped(name: str, content: bytes) -> bytes:
    if not name.endswith(".zip"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        [inside] = archive.namelist()
        return archive.read(inside)


def _pupil_rows(lines: list[list[object]]) -> list[dict[object, object]]:
    """The lines under the headings, without the total underneath."""
    [top] = [n for n, line in enumerate(lines) if HEADINGS_OF_NUMBERS & {str(one) for one in line}]
    rows = [dict(zip(lines[top], line, strict=True)) for line in lines[top + 1 :]]
    return [row for row in rows if "Totaal aantal leerlingen" not in row.values()]


def test_names_are_unique_and_every_kind_of_file_is_there() -> None:
    assert len(set(NAMES)) == len(NAMES)
    good = {name.rsplit(".", 1)[1] for name in NAMES if _file(name).good}
    assert good == {"xlsx", "csv", "ods", "xls", "zip", "xml"}


@pytest.mark.parametrize("name", [name for name in NAMES if name != "groot-5000.xlsx"])
def test_the_same_world_gives_the_same_bytes(
    name: str, world: DemoWorld, contents: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    # odfpy and zipfile read the clock; another day must give the same file.
    monkeypatch.setattr("time.localtime", lambda *_: (2031, 5, 6, 7, 8, 9, 0, 1, 0))

    assert _file(name).write(world) == contents[name]


@pytest.mark.parametrize("name", READABLE)
def test_a_workbook_holds_the_pupils_it_says(
    name: str, world: DemoWorld, contents: dict[str, bytes]
) -> None:
    found = _sheets(_unzipped(name, contents[name]))

    assert sum(len(_pupil_rows(lines)) for lines in found) == _file(name).pupils(world)


@pytest.mark.parametrize(
    ("name", "encoding"),
    [("wilgenbos-2026-2027.csv", "cp1252"), ("zilvermeeuw-2026-2027.csv", "utf-8-sig")],
)
def test_a_csv_holds_the_pupils_it_says(
    name: str, encoding: str, world: DemoWorld, contents: dict[str, bytes]
) -> None:
    text = contents[name].decode(encoding)
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    truth = world.branches[_file(name).branch].next_year

    assert {row["Leerlingnummer"] for row in rows} == {one.pupil_number for one in truth}
    assert len(rows) == _file(name).pupils(world)


def test_the_windows_list_is_no_utf_8(contents: dict[str, bytes]) -> None:
    with pytest.raises(UnicodeDecodeError):
        contents["wilgenbos-2026-2027.csv"].decode()


def test_edexml_has_the_order_of_the_standard_and_every_pupil(
    world: DemoWorld, contents: dict[str, bytes]
) -> None:
    root = etree.fromstring(contents["wilgenbos-2026-2027-edexml.xml"])
    branch = world.branches["wilgenbos"]
    groups = root.findall("groepen/groep")
    named = {(one.findtext("naam"), one.findtext("jaargroep")) for one in groups}
    used = {one.get("key") for one in root.iterfind("leerlingen/leerling/groep")}

    assert [part.tag for part in root] == ["school", "groepen", "leerlingen", "leerkrachten"]
    assert len(root.findall("leerlingen/leerling")) == len(branch.next_year)
    assert len(root.findall("leerkrachten/leerkracht")) == len(branch.teachers)
    assert {("4/5", "4"), ("4/5", "5")} <= named
    assert used == {one.get("key") for one in groups}
    assert root.findtext("school/brincode") == "98WB"


def test_numbers_keep_their_zeros_only_by_their_format(contents: dict[str, bytes]) -> None:
    [lines] = _sheets(contents["vuurvlinder-2026-2027.xlsx"])

    numbers = [row["Lln.nr."] for row in _pupil_rows(lines)]

    assert all(isinstance(number, float) for number in numbers)
    with zipfile.ZipFile(io.BytesIO(contents["vuurvlinder-2026-2027.xlsx"])) as archive:
        assert b'formatCode="000000"' in archive.read("xl/styles.xml")


def test_dates_are_text_in_the_report_and_true_dates_in_the_old_workbook(
    contents: dict[str, bytes],
) -> None:
    [report] = _sheets(contents["vuurvlinder-2026-2027.xlsx"])
    [old] = _sheets(contents["wilgenbos-2026-2027.xls"])

    assert all(isinstance(row["Geb.datum"], str) for row in _pupil_rows(report))
    assert all(isinstance(row["Geb. dat."], date) for row in _pupil_rows(old))


def test_the_pgn_column_looks_real_and_belongs_to_nobody() -> None:
    for count in range(500):
        number = str(invented_pgn(f"somebody-{count}"))
        assert passes_eleven_test(number)
        assert number.startswith("9999")


def test_the_wrong_rows_are_in_the_list_with_mistakes(contents: dict[str, bytes]) -> None:
    [lines] = _sheets(contents["vuurvlinder-met-fouten.xlsx"])
    rows = _pupil_rows(lines)
    numbers = Counter(row["Lln.nr."] for row in rows)

    assert "31-02-2021" in [row["Geb.datum"] for row in rows]
    assert [row["Achternaam"] for row in rows if not row["Roepnaam"]] == [""]
    assert len([row for row in rows if not row["Groep"]]) == 1
    assert sorted(count for number, count in numbers.items() if number != "")[-2:] == [2, 2]
    assert rows[-1] in rows[:-1]


def test_one_column_is_sorted_and_the_others_are_not(
    world: DemoWorld, contents: dict[str, bytes]
) -> None:
    [lines] = _sheets(contents["vuurvlinder-verkeerd-gesorteerd.xlsx"])
    rows = _pupil_rows(lines)
    truth = {float(one.pupil_number): one for one in world.branches["vuurvlinder"].next_year}
    surnames = [str(row["Achternaam"]) for row in rows]
    right = [truth[float(str(row["Lln.nr."]))].surname == row["Achternaam"] for row in rows]

    assert surnames == sorted(surnames)
    assert Counter(surnames) == Counter(one.surname for one in truth.values())
    assert sum(right) < len(right) / 4


def test_the_locked_workbook_is_known_as_one(tmp_path: Path, contents: dict[str, bytes]) -> None:
    locked = tmp_path / "locked.xlsx"
    locked.write_bytes(contents["vuurvlinder-met-wachtwoord.xlsx"])

    with pytest.raises(PasswordError):
        CalamineWorkbook.from_path(str(locked))


@pytest.mark.parametrize("name", [one.name for one in DEMO_FILES if one.good])
def test_the_reader_finds_the_truth_in_every_good_file(
    name: str, world: DemoWorld, contents: dict[str, bytes]
) -> None:
    truth = {one.pupil_number: one for one in world.branches[_file(name).branch].next_year}

    table = read(contents[name]).table
    assert table is not None
    extraction = extract_records(
        table, suggest_mapping(table), secret=b"a secret of this test", as_of=LIST_DAY
    )

    records = extraction.records
    assert {one.pupil_number for one in records} == truth.keys()
    assert len(records) == len(truth)
    for record in records:
        member = truth[record.pupil_number]
        assert (record.first_name, record.prefix, record.surname, record.birth_date) == (
            member.first_name,
            member.prefix,
            member.surname,
            member.birth_date,
        )
        assert (record.group, record.year_group) == (member.group, member.year_group)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("vuurvlinder-twee-bladen.xlsx", Code.SEVERAL_SHEETS),
        ("leeg.csv", Code.EMPTY_FILE),
        ("vuurvlinder-met-wachtwoord.xlsx", Code.PASSWORD_PROTECTED),
    ],
)
def test_the_reader_refuses_what_cannot_be_read(
    name: str, code: Code, contents: dict[str, bytes]
) -> None:
    result = read(contents[name])

    assert result.table is None
    assert [problem.code for problem in result.problems] == [code]


def test_the_command_writes_every_file_of_the_world_that_was_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], contents: dict[str, bytes]
) -> None:
    folder = tmp_path / "new" / "folder"

    code = main(["--to", str(folder), "--seed", "5"])

    said = capsys.readouterr().out
    name = "wilgenbos-2026-2027.csv"
    assert code == 0
    assert sorted(one.name for one in folder.iterdir()) == sorted(NAMES)
    assert all(one.name in said and one.shows in said for one in DEMO_FILES)
    assert (folder / name).read_bytes() == _file(name).write(make_world(seed=5))
    assert (folder / name).read_bytes() != contents[name]
