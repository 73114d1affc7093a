"""The command line: a contract that others script against."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from tests.roster.cases import HEADINGS, next_year_rows, row_of, school
from tests.roster.formats.reader_books import as_xlsx

from leesloket.cli import main
from leesloket.roster.model import KnownPupil

KNOWN_HEADINGS = (
    *("id", "pupil_number", "first_name", "prefix", "surname", "birth_date", "group"),
    *("year_group", "status", "school_year"),
)
DAY = ("--date", "2026-08-20")


def _write(path: Path, rows: Sequence[Sequence[str]], delimiter: str = ";") -> str:
    with path.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines, delimiter=delimiter).writerows(rows)
    return str(path)


def _list(tmp_path: Path, rows: Sequence[Sequence[str]], headings: Sequence[str] = HEADINGS) -> str:
    return _write(tmp_path / "lijst.csv", [headings, *rows])


def _known(tmp_path: Path, register: Sequence[KnownPupil]) -> str:
    rows = [
        [p.patron_id, p.pupil_number, p.first_name, p.prefix, p.surname, str(p.birth_date or ""),
         p.group, p.year_group, "enrolled" if p.enrolled else "withdrawn", p.school_year or ""]
        for p in register
    ]  # fmt: skip
    return _write(tmp_path / "known.csv", [KNOWN_HEADINGS, *rows], ",")


def _json(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    form: dict[str, Any] = json.loads(capsys.readouterr().out)
    return form


def test_check_says_what_was_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [["1", "Bo", "", "Vos", "31-02-2017", "5b", "judo"]]
    file = _list(tmp_path, rows, [*HEADINGS, "Sport"])

    assert main(["roster", "check", file, "--json", *DAY]) == 0
    form = _json(capsys)
    assert form["file"] == {"format": "csv", "sheet": None, "rows": 1}
    assert form["columns"]["birth_date"] == "Geboortedatum"
    assert form["dropped_columns"] == ["Sport"]
    assert form["problems"] == [
        {
            "code": "birth_date_unreadable",
            "severity": "warning",
            "row": 2,
            "column": "Geboortedatum",
            "field": "birth_date",
        }
    ]


def test_check_speaks_to_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = _list(tmp_path, [["1", "Bo", "", "Vos", "01-02-2017", "5b"]])

    assert main(["roster", "check", file, *DAY]) == 0
    out = capsys.readouterr().out
    assert out.startswith("1 leerlingen in 1 groepen gelezen.")
    assert "Vos" not in out


def test_a_plan_in_the_agreed_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    register = school()
    rows = [*next_year_rows(register), ["7", "Bo", "de", "Vos", "11-01-2022", "1"]]
    known = _known(tmp_path, register)

    assert main(["roster", "plan", _list(tmp_path, rows), "--known", known, "--json", *DAY]) == 0
    form = _json(capsys)
    assert set(form) == {
        *("file", "columns", "dropped_columns", "problems", "holds", "steps", "digest")
    }
    assert form["holds"] == []
    assert form["digest"].startswith("sha256:")
    kinds = [step["kind"] for step in form["steps"]]
    assert [kinds.count(kind) for kind in ("enrol", "update", "withdraw")] == [1, 42, 6]
    assert form["steps"][0] == {
        "kind": "update",
        "row": 2,
        "record": {
            "pupil_number": "00500",
            "first_name": "Emma",
            "prefix": "",
            "surname": "Jansen",
            "birth_date": "2020-01-01",
            "group": "2",
            "year_group": "2",
        },
        "reasons": ["same_number", "same_name", "same_birth_date"],
        "known_id": "K000",
        "changes": {"group": ["1", "2"], "year_group": ["1", "2"]},
    }
    assert form["steps"][-1] == {"kind": "withdraw", "known_id": "K047", "reasons": ["final_year"]}


def test_a_held_plan_says_so_by_its_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register = school()
    rows = next_year_rows(register)[:6]
    known = _known(tmp_path, register)

    assert main(["roster", "plan", _list(tmp_path, rows), "--known", known, *DAY]) == 2
    assert capsys.readouterr().out.startswith("Vastgehouden")


def test_a_refused_file_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "leeg.csv").write_bytes(b"")

    assert main(["roster", "check", str(tmp_path / "leeg.csv"), "--json"]) == 1
    assert [problem["code"] for problem in _json(capsys)["problems"]] == ["empty_file"]


def test_a_column_in_doubt_is_asked_and_can_be_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [["Bo", "Vos", "5a", "6a"], ["Jan", "Bakker", "5b", "6b"]]
    file = _list(tmp_path, rows, ["Roepnaam", "Achternaam", "Groep", "Nieuwe groep"])

    assert main(["roster", "check", file, "--json"]) == 1
    assert {problem["column"] for problem in _json(capsys)["problems"]} == {"Groep", "Nieuwe groep"}
    assert main(["roster", "check", file, "--json", "--column", "group=Nieuwe groep"]) == 0
    assert _json(capsys)["columns"]["group"] == "Nieuwe groep"


def test_a_known_file_in_another_form_is_explained(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = _list(tmp_path, [["1", "Bo", "", "Vos", "01-02-2017", "5b"]])
    known = _write(tmp_path / "known.csv", [["id", "naam"]], ",")

    assert main(["roster", "plan", file, "--known", known]) == 1
    assert "kolom ontbreekt" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["roster", "check", str(tmp_path / "lijst.xlsx")]) == 1
    assert main(["roster", "check", str(tmp_path)]) == 1

    assert capsys.readouterr().err.splitlines() == [
        f"leesloket: {tmp_path}/lijst.xlsx: dit bestand is er niet",
        f"leesloket: {tmp_path}: dit is een map en geen bestand",
    ]


def test_a_command_that_is_not_understood_has_its_own_exit_code(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["roster", "plan"]) == 64
    assert main(["roster", "--help"]) == 0
    assert "usage" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["check", "plan", "convert"])
def test_the_help_explains_every_word_of_a_command(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["roster", command, "--help"]) == 0
    told = capsys.readouterr().out

    _, *explained = re.split(r"\n  (?=\S)", told.partition("arguments:")[2])
    assert [text for text in explained if len(text.split("  ")) < 2 and "\n" not in text] == []
    assert "64" in told
    if command == "plan":
        assert all(heading in told for heading in KNOWN_HEADINGS)


def test_convert_writes_what_can_be_read_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register = school()
    file, out = _list(tmp_path, next_year_rows(register)), str(tmp_path / "lijst.xml")

    assert main(["roster", "convert", file, "--to", "edexml", out, "--brin", "05KO01", *DAY]) == 0
    assert capsys.readouterr().out.startswith("42 leerlingen geschreven, 0 rijen niet.")
    known = _known(tmp_path, register)
    assert main(["roster", "plan", out, "--known", known, "--json", *DAY]) == 0
    kinds = [step["kind"] for step in _json(capsys)["steps"]]
    assert (kinds.count("update"), kinds.count("withdraw")) == (42, 6)


def test_convert_writes_no_list_of_nobody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = _list(tmp_path, [["1", "Zoë", "", "", "01-02-2018", "5a"]])
    out = tmp_path / "lijst.xml"

    assert main(["roster", "convert", file, "--to", "edexml", str(out), *DAY]) == 1
    assert not out.exists()
    assert "(not_a_pupil_list)" in capsys.readouterr().out


def test_a_secondary_school_may_write_its_years_from_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register = [
        replace(pupil, group=f"{pupil.group}HV", birth_date=None)
        for pupil in school(9)
        if pupil.group in "12345"
    ]
    rows = [
        [*row_of(pupil)[:5], f"{int(pupil.year_group) + 1}HV"]
        for pupil in register
        if pupil.year_group != "5"
    ]
    known = _known(tmp_path, register)
    told = ("--known", known, "--final-year-groups", "5", "--json", *DAY)

    assert main(["roster", "plan", _list(tmp_path, rows), *told]) == 0
    form = _json(capsys)
    assert form["steps"][0]["changes"] == {"group": ["1HV", "2HV"], "year_group": ["11", "12"]}
    assert form["steps"][-1]["reasons"] == ["final_year"]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            [["K1", "1", "Bo", "", "Vos", "", "4"], ["K1", "2", "Jan", "", "Vos", "", "4"]],
            "regel 3",
        ),
        ([["K1", "1", "Bo"]], "regel 2: te weinig velden"),
        ([["K1", "1", "Bo", "", "Vos", "1-2-2017", "4"]], "regel 2: de geboortedatum"),
        ([["K1", "1", "Bo", "", "Vos", "", "4", "4", "weg", ""]], "regel 2: onbekende status"),
        ([["K1", "1", "Bo", "", "Vos", "", "4", "4", "", "25/26"]], "regel 2: het schooljaar"),
    ],
    ids=["the same id twice", "too few fields", "a Dutch date", "a status", "a school year"],
)
def test_a_bad_line_of_the_known_file_is_named_and_nothing_of_it_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lines: list[list[str]], said: str
) -> None:
    file = _list(tmp_path, [["1", "Bo", "", "Vos", "01-02-2017", "5b"]])
    known = _write(tmp_path / "known.csv", [KNOWN_HEADINGS, *lines], ",")

    assert main(["roster", "plan", file, "--known", known]) == 1
    error = capsys.readouterr().err
    assert said in error
    assert "Vos" not in error


@pytest.mark.parametrize(("mark", "comma"), [("", ","), ("\ufeff", ","), ("\ufeff", ";")])
def test_a_known_file_may_say_less_or_more(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], mark: str, comma: str
) -> None:
    """Without status and school year, with a column of its own, as a Dutch Excel saves it."""
    register = school(4)
    file = _list(tmp_path, next_year_rows(register))
    heading = f"{mark}{','.join(KNOWN_HEADINGS[:8])},extra"
    lines = [
        f"{p.patron_id},{p.pupil_number},{p.first_name},,{p.surname},{p.birth_date},{p.group},"
        f"{p.year_group},x"
        for p in register
    ]
    text = "\n".join([heading, *lines]).replace(",", comma)
    (tmp_path / "known.csv").write_text(text, encoding="utf-8")

    assert main(["roster", "plan", file, "--known", str(tmp_path / "known.csv"), "--json"]) == 0
    kinds = [step["kind"] for step in _json(capsys)["steps"]]
    assert (kinds.count("update"), kinds.count("withdraw")) == (28, 4)


@pytest.mark.parametrize(
    "told",
    [
        ("--school-year", "2026"),
        ("--school-year", "2026-2028"),
        ("--final-year-groups", "acht"),
        ("--final-year-groups", ""),
        ("--date", "20-08-2026"),
    ],
)
def test_what_cannot_be_meant_is_not_understood(tmp_path: Path, told: tuple[str, str]) -> None:
    file = _list(tmp_path, [["1", "Bo", "", "Vos", "01-02-2017", "5b"]])
    known = _known(tmp_path, school(1))

    assert main(["roster", "plan", file, "--known", known, *told]) == 64


def test_every_row_step_tells_its_record_in_full(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register = school(4)
    rows = [
        *next_year_rows(register),
        ["", "Bo", "", "Vos", "11-01-2022", ""],
        ["00500", "Emma", "", "Jansen", "01-01-2020", "2"],
    ]
    known = _known(tmp_path, register)

    main(["roster", "plan", _list(tmp_path, rows), "--known", known, "--json", *DAY])
    steps = [step for step in _json(capsys)["steps"] if step["kind"] != "withdraw"]
    assert {step["kind"] for step in steps} == {"update", "question", "skip"}
    assert sorted(step["row"] for step in steps) == list(range(2, len(rows) + 2))
    fields = ("pupil_number", "first_name", "prefix", "surname", "birth_date", "group")
    assert all({*fields, "year_group"} <= set(step["record"]) for step in steps)


def test_sheets_of_one_workbook_are_read_together_when_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    headings = ("Lln.nr.", "Roepnaam", "Achternaam", "Geb.datum")
    file = tmp_path / "groepen.xlsx"
    file.write_bytes(
        as_xlsx(
            {
                "Groep 3": (headings, ("1", "Bo", "Vos", "2018-02-01")),
                "Groep 4": (headings, ("2", "Liv", "Kok", "31-02-2017"), ("1", "Bo", "Mol", "")),
            }
        )
    )

    assert main(["roster", "check", str(file), "--json", *DAY]) == 1
    [refusal] = _json(capsys)["problems"]
    assert refusal["detail"] == {"sheets": ["Groep 3", "Groep 4"], "rows": 3}

    assert main(["roster", "check", str(file), "--json", "--all-sheets", *DAY]) == 0
    form = _json(capsys)
    assert form["file"] == {
        "format": "xlsx", "sheet": None, "rows": 3, "sheets": ["Groep 3", "Groep 4"],
    }  # fmt: skip
    by_code = {one["code"]: one for one in form["problems"]}
    unreadable = by_code["birth_date_unreadable"]
    assert (unreadable["row"], unreadable["sheet"]) == (2, "Groep 4")
    assert {"row": 2, "sheet": "Groep 3"} in by_code["pupil_number_twice"]["detail"]["rows"]

    known = _known(tmp_path, [])
    arguments = ["roster", "plan", str(file), "--known", known, "--all-sheets", *DAY]
    main([*arguments, "--json"])
    [enrolled] = [step for step in _json(capsys)["steps"] if step["kind"] == "enrol"]
    assert (enrolled["row"], enrolled["sheet"]) == (2, "Groep 4")

    main(["roster", "check", str(file), "--all-sheets", *DAY])
    shown = capsys.readouterr().out
    assert "2 werkbladen samen: Groep 3, Groep 4" in shown
    assert "rij 2 (blad Groep 4)" in shown
    assert main(["roster", "check", str(file), "--all-sheets", "--sheet", "Groep 3"]) == 64


def test_people_read_why_and_the_way_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "EDEXLL.TXT"
    file.write_bytes(b'<dossier xmlns="http://www.edustandaard.nl/oso_gegevensset/2019/dossier"/>')

    assert main(["roster", "check", str(file)]) == 1
    assert capsys.readouterr().out == (
        "Geweigerd.\n"
        "- geweigerd: Dit is een overstapdossier (OSO). Dat mag de bibliotheek niet hebben."
        " Wij bewaarden er niets van. Kies een leerlingenlijst. (oso_dossier)\n"
    )


def test_people_read_every_problem_once_with_its_rows_and_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register = school()
    rows = next_year_rows(register)
    rows[3][1] = rows[3][3] = rows[5][1] = rows[5][3] = ""
    file = _list(tmp_path, [[*row, "123456782"] for row in rows], [*HEADINGS, "BSN"])

    main(["roster", "plan", file, "--known", _known(tmp_path, register), *DAY])
    told = capsys.readouterr().out.splitlines()
    assert (
        "- fout: In deze rij staat geen naam. Vul hem in, of laat de rij weg."
        " (name_missing, kolom Achternaam, 2x, rij 5, 7)"
    ) in told
    assert any("forbidden_column_dropped, kolom BSN" in line for line in told)


def test_people_read_what_a_hold_saw_and_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register = school()
    rows = [row for row in next_year_rows(register) if row[5] != "5"]

    main(["roster", "plan", _list(tmp_path, rows), "--known", _known(tmp_path, register), *DAY])
    [told] = [line for line in capsys.readouterr().out.splitlines() if line.startswith("!")]
    assert told.startswith("! De kinderen van groep 4 (straks groep 5) staan niet in het bestand")
    assert "(part_missing: vertrekken 6, kinderen nu 6)" in told
    assert "Vraag de school om de hele lijst." in told


def test_people_read_which_column_no_longer_belongs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register = school()
    rows = next_year_rows(register)
    names = sorted(row[1] for row in rows)
    rows = [[row[0], name, *row[2:]] for row, name in zip(rows, names, strict=True)]

    main(["roster", "plan", _list(tmp_path, rows), "--known", _known(tmp_path, register), *DAY])
    assert "! De kolom Roepnaam hoort niet meer bij de andere" in capsys.readouterr().out


def test_people_read_how_many_rows_are_hidden_and_which_sheets_there_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "lijst.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        for name in ("Nu", "Toen"):
            sheet = book.add_worksheet(name)
            for at, row in enumerate((HEADINGS, *next_year_rows(school()))):
                sheet.write_row(at, 0, row)
            sheet.set_row(2, options={"hidden": True})

    assert main(["roster", "check", str(file), *DAY]) == 1
    assert "Kies er één met --sheet" in (out := capsys.readouterr().out)
    assert "De bladen: Nu, Toen. (several_sheets)" in out
    assert main(["roster", "check", str(file), "--sheet", "Nu", *DAY]) == 0
    assert "1 rij is verborgen in het blad." in capsys.readouterr().out
