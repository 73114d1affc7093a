"""Rows between the children that hold no child: whose class it is, and parts of the list."""

from __future__ import annotations

from datetime import date

import pytest
from tests.roster.cases import SECRET, extract
from tests.roster.formats.reader_books import as_csv

from leesloket.roster import extract_records, suggest_mapping
from leesloket.roster.problems import Code
from leesloket.roster.readers import read

HEADINGS = ("Naam", "Geb.datum", "Groep")
TIM, NOOR = ("Tim Bos", "01-05-2018", "3"), ("Noor de Vos", "01-04-2017", "4")
BO, AN = ("Bo Kok", "01-04-2016", "5"), ("An Wit", "01-09-2016", "5")


@pytest.mark.parametrize(
    "between",
    [
        *("Leerkracht: juf Anna", "Lokaal 12", "Juf Anna (ma-di) en meester Bas", "Stand op 1-8"),
        *("Onderbouw", "Leerjaar 5", "Schooljaar 2026-2027", "Mentor: Bas"),
        *("Stagiaire Kim Vos", "Directeur: Jan Smit"),
        *("w.v. meisjes: 16", "Opgemaakt door: J. Bos", "rood = vertrekt", "(c) School 2026"),
    ],
)
def test_a_row_about_the_group_is_no_child(between: str) -> None:
    found = extract([TIM, (between, "", ""), NOOR], HEADINGS)

    assert len(found.records) == 2
    assert not found.set_aside
    told = [(problem.code, problem.origin.row) for problem in found.problems if problem.origin]
    assert told == [(Code.TOTALS_ROW_SKIPPED, 3)]


def test_a_label_beside_its_value_is_no_child() -> None:
    labels = [("Leerkracht", "Juf Anna", "", ""), ("", "", "waarvan nieuw:", "4")]
    rows = [("Tim", "Bos", "", "3"), *labels, ("Noor", "Vos", "", "4")]

    found = extract(rows, ("Voornaam", "Achternaam", "Geb.datum", "Groep"))

    assert [record.first_name for record in found.records] == ["Tim", "Noor"]


def _read(text: str) -> tuple[list[str], list[Code]]:
    """First names, and the codes of reading and of the rows."""
    result = read(text.encode())
    assert result.table is not None
    mapping = suggest_mapping(result.table)
    found = extract_records(result.table, mapping, secret=SECRET, as_of=date(2026, 9, 1))
    assert not found.set_aside
    problems = (*result.problems, *found.problems)
    return [one.first_name for one in found.records], [one.code for one in problems]


def test_the_title_above_the_headings_comes_back_on_every_page() -> None:
    page = "OBS De Toren;;\nNaam;Geb.datum;Groep\n"

    names, codes = _read(f"{page}{';'.join(TIM)}\n{page}{';'.join(NOOR)}\n")

    assert names == ["Tim", "Noor"]
    assert Code.TOTALS_ROW_SKIPPED in codes


def test_a_title_on_every_further_page_is_no_child() -> None:
    title = ("Sint Jan", "", "")

    found = extract([TIM, title, NOOR, title, BO, title, AN], HEADINGS)

    assert [one.first_name for one in found.records] == ["Tim", "Noor", "Bo", "An"]
    assert not found.set_aside


def test_two_rows_with_the_same_name_only_are_asked_about() -> None:
    found = extract([TIM, ("Jan Smit", "", ""), NOOR, ("Jan Smit", "", ""), BO], HEADINGS)

    assert len(found.records) == 4
    assert Code.GROUP_MISSING in {problem.code for problem in found.problems}


def test_a_child_with_a_row_for_each_of_three_parents_is_no_title() -> None:
    found = extract([TIM, NOOR, *[("Jan Smit", "", "")] * 3, BO], HEADINGS)

    assert "Jan" in [one.first_name for one in found.records]


def test_what_stands_above_the_headings_may_be_the_group_where_no_column_tells_it() -> None:
    text = "Kikkers\nNaam;Geb.datum\nTim Bos;1-5-2018\nKikkers;\nBo Kok;1-4-2018\n"

    result = read(text.encode())

    assert result.table is not None
    assert ("Kikkers", "") in [row.cells for row in result.table.rows]


@pytest.mark.parametrize("titles", ["ABK", ("Januari", "Mei", "September")])
def test_letters_and_months_part_a_list(titles: tuple[str, ...]) -> None:
    first, second, third = ((title, "", "") for title in titles)

    found = extract([first, TIM, second, NOOR, third, BO], HEADINGS)

    assert len(found.records) == 3
    assert not found.set_aside


@pytest.mark.parametrize(
    "name", ["April", "Meester Jan", "Mentor Krasniqi", "Tim Bos", "Zo=C3=AB Bos", "Jos\u00a9 Bos"]
)
def test_a_child_of_whom_only_the_name_is_known_is_asked_about(name: str) -> None:
    found = extract([NOOR, (name, "", ""), BO], HEADINGS)

    assert len(found.records) + len(found.set_aside) == 3
    assert any(problem.origin and problem.origin.row == 3 for problem in found.problems)


def test_another_title_ends_the_children_who_left() -> None:
    found = extract(
        [TIM, ("Oud-leerlingen", "", ""), NOOR, ("Onderbouw", "", ""), BO, AN], HEADINGS
    )

    assert [skip.record.first_name for skip in found.skips] == ["Noor"]
    assert len(found.records) == 3


def test_titles_that_may_be_the_groups_stay() -> None:
    rows = [
        ("Nr", "Voornaam", "Achternaam"),
        ("Juf Anna", "", ""),
        ("1", "Tim", "Bos"),
        ("Onderbouw", "", ""),
        ("2", "Noor", "Vos"),
    ]
    table = read(as_csv(rows).encode()).table

    assert table is not None
    assert table.headings[-1] == "Tussenkop"
    assert [row.cells[-1] for row in table.rows] == ["Juf Anna", "Onderbouw"]


def test_a_teacher_below_the_title_of_a_group_and_who_leaves_are_known_in_it() -> None:
    rows = [
        ("Voornaam", "Achternaam", "Geb.datum"),
        ("Groep 3", "", ""),
        ("Leerkracht: juf Anna", "", ""),
        ("Tim", "Bos", "2018-05-01"),
        ("Groep 4", "", ""),
        ("Leerkracht", "Meester Bas", ""),
        ("Noor", "Vos", "2017-05-01"),
        ("Vertrekt per 1-8", "", ""),
        ("Bo", "Kok", "2017-05-01"),
    ]
    table = read(as_csv(rows).encode()).table
    assert table is not None

    found = extract_records(table, suggest_mapping(table), secret=SECRET, as_of=date(2026, 8, 28))

    assert [(one.first_name, one.group) for one in found.records] == [
        ("Tim", "3"),
        ("Noor", "4"),
        ("Bo", "4"),
    ]
    told = [problem.code for problem in found.problems if not problem.field]
    assert told == [Code.LEAVES_LATER, *[Code.TOTALS_ROW_SKIPPED] * 3]


@pytest.mark.parametrize(
    "days",
    [
        ["ma", "di", "wo", "do", "vr"] * 3,
        ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag"],
        [str(day) for day in range(1, 32)],
        ["wk 35", "wk 36", "week 37", "wk. 38", "wk 39"],
        ["ma 24", "di 25", "wo 26", "do 27", "vr 28"],
        ["aug", "sept", "okt", "november", "dec."],
    ],
)
def test_an_absence_list_has_headings(days: list[str]) -> None:
    rows = [("Tim Bos", "3", *["x"] * len(days)), ("Noor Vos", "4", *[""] * len(days))]

    result = read(as_csv([("Naam", "Groep", *days), *rows]).encode())

    assert result.table is not None
    assert result.table.headings[:2] == ("Naam", "Groep")
    assert len(result.table.rows) == 2
