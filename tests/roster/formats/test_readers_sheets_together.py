"""A workbook with a sheet per group, read as one list when a person says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pytest
from tests.roster.cases import AS_OF, SECRET
from tests.roster.formats.reader_books import as_xlsx

from leesloket.roster import Extraction, extract_records, suggest_mapping
from leesloket.roster.cleaning import school_year_in
from leesloket.roster.model import Origin, RawTable
from leesloket.roster.problems import Code, Problem
from leesloket.roster.readers import Budget, ReadResult, read
from leesloket.roster.readers.group_of_sheet import group_in_name
from leesloket.roster.sheet_rows import ALL_SHEETS, MOST_SHEETS, SheetRow
from leesloket.sandbox import wire

HEADINGS = ("Lln.nr.", "Roepnaam", "Achternaam", "Geb.datum")
THREE = (HEADINGS, ("1001", "Zoë", "Berg", "2018-03-02"), ("1002", "Tim", "Bos", "2018-05-03"))
FOUR = (HEADINGS, ("1003", "Noor", "Vos", "2017-03-03"))
KEVERS = (("Onze kevers",), HEADINGS, ("1004", "Mees", "Smit", "2016-03-03"), ("Totaal", "1"))

Sheets = Mapping[str, Sequence[Sequence[str]]]
PER_GROUP: Sheets = {"Groep 3": THREE, "4A": FOUR, "De kevers": KEVERS}


def _together(sheets: Sheets, **options: Budget) -> ReadResult:
    return read(as_xlsx(sheets), sheet=ALL_SHEETS, **options)


def _table(sheets: Sheets) -> RawTable:
    table = _together(sheets).table
    assert table is not None
    return table


def _refusal(result: ReadResult) -> Problem:
    assert result.table is None
    [problem] = result.problems
    return problem


def _extracted(sheets: Sheets) -> Extraction:
    table = _table(sheets)
    mapping = suggest_mapping(table)
    assert mapping.is_certain, mapping
    return extract_records(table, mapping, secret=SECRET, as_of=AS_OF)


def _places(table: RawTable) -> list[tuple[int, str]]:
    return [
        (row.origin.row.number, row.origin.row.sheet)
        for row in table.rows
        if isinstance(row.origin.row, SheetRow)
    ]


def test_it_is_asked_and_never_guessed_with_what_it_would_give() -> None:
    refusal = _refusal(read(as_xlsx(PER_GROUP)))

    assert refusal.code is Code.SEVERAL_SHEETS
    assert refusal.detail == {"sheets": ("Groep 3", "4A", "De kevers"), "rows": 4}


def test_all_of_them_are_one_list_and_every_row_is_found_on_its_sheet() -> None:
    table = _table(PER_GROUP)

    assert (table.sheet, table.sheets) == (None, ("Groep 3", "4A", "De kevers"))
    assert [row.cells[1] for row in table.rows] == ["Zoë", "Tim", "Noor", "Mees"]
    assert _places(table) == [(2, "Groep 3"), (3, "Groep 3"), (2, "4A"), (3, "De kevers")]
    assert len({row.origin.row for row in table.rows}) == len(table.rows)
    assert [row.origin.sheet for row in table.rows] == ["Groep 3", "Groep 3", "4A", "De kevers"]


def test_rows_and_remarks_keep_their_sheet_on_the_way_out_of_the_sandbox() -> None:
    result = _together(PER_GROUP)

    back = wire.decode_result(wire.encode_result(result)[wire.HEADER.size :])

    assert back == result
    assert back.table is not None
    assert _places(back.table)[-1] == (3, "De kevers")
    [total] = [one for one in back.problems if one.code is Code.TOTALS_ROW_SKIPPED]
    assert total.origin is not None
    assert isinstance(total.origin.row, SheetRow)
    assert (total.origin.row.number, total.origin.row.sheet) == (4, "De kevers")


def test_the_name_of_the_sheet_is_the_group_and_that_is_said() -> None:
    result = _together(PER_GROUP)

    assert [one.detail for one in result.problems if one.code is Code.GROUP_IS_THE_SHEET] == [
        {"sheets": ("Groep 3", "4A", "De kevers")}
    ]
    groups = [(one.first_name, one.group) for one in _extracted(PER_GROUP).records]
    assert groups == [("Zoë", "3"), ("Tim", "3"), ("Noor", "4A"), ("Mees", "De kevers")]


def test_a_column_with_the_group_wins_on_its_own_sheet() -> None:
    with_groups = ((*HEADINGS, "Klas"), ("1003", "Noor", "Vos", "2017-03-03", "4B"))
    sheets = {"Groep 3": THREE, "Groep 4": with_groups}

    assert [one.group for one in _extracted(sheets).records] == ["3", "3", "4B"]
    [said] = [one for one in _together(sheets).problems if one.code is Code.GROUP_IS_THE_SHEET]
    assert said.detail == {"sheets": ("Groep 3",)}


def test_a_child_without_a_group_is_not_put_into_the_group_of_its_sheet() -> None:
    half = (
        (*HEADINGS, "Groep"),
        ("1003", "Noor", "Vos", "2017-03-03", "4B"),
        ("1004", "Liv", "Kok", "2017-04-03", ""),
    )

    assert [one.group for one in _extracted({"3": THREE, "4": half}).records][2:] == ["4B", ""]


def test_columns_are_joined_by_their_headings() -> None:
    turned = (
        ("Achternaam", "Geb.datum", "Telefoon", "Roepnaam", "Lln.nr.", "Allerlei"),
        ("Vos", "2017-03-03", "0612345678", "Noor", "1003", "fluit"),
    )

    records = _extracted({"Groep 3": THREE, "Groep 4": turned}).records

    assert [(one.pupil_number, one.first_name, one.surname) for one in records] == [
        ("1001", "Zoë", "Berg"), ("1002", "Tim", "Bos"), ("1003", "Noor", "Vos"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "other",
    [
        (("Naam", "Lln.nr.", "Geb.datum"), ("Noor Vos", "1003", "2017-03-03")),
        (HEADINGS[:3], ("1003", "Noor", "Vos")),
        (FOUR[1], ("1005", "Liv", "Kok", "2017-04-03")),  # no headings
    ],
)
def test_a_sheet_with_other_headings_is_not_lost(other: Sequence[Sequence[str]]) -> None:
    sheets = {"Groep 3": THREE, "Groep 4": other, "Groep 5": KEVERS}

    for sheet in (None, ALL_SHEETS):
        refusal = _refusal(read(as_xlsx(sheets), sheet=sheet))
        assert refusal.code is Code.SEVERAL_SHEETS
        assert refusal.detail["other"] == "Groep 4"
        assert "rows" not in refusal.detail


def test_more_sheets_than_a_school_has_groups_are_not_offered() -> None:
    refusal = _refusal(_together({f"Groep 3 {at}": FOUR for at in range(MOST_SHEETS + 1)}))

    assert refusal.code is Code.SEVERAL_SHEETS
    assert set(refusal.detail) == {"sheets"}


def test_a_sheet_without_pupils_is_in_nobodys_way() -> None:
    sheets: Sheets = {"Info": [["Onze school", "2026"]], **PER_GROUP, "Groep 9": [HEADINGS]}

    assert len(_table(sheets).rows) == 4


def test_one_sheet_is_read_as_always_when_all_are_wanted() -> None:
    for sheets in ({"Groep 3": THREE}, {"Info": [["Onze school"]], "Groep 3": THREE}):
        alone = read(as_xlsx(sheets))
        assert _together(sheets) == alone
        assert alone.table is not None
        assert alone.table.rows[0].origin == Origin(2, "Groep 3")


def test_a_child_on_two_sheets_is_a_double_with_both_places() -> None:
    extraction = _extracted({"Groep 3": THREE, "Groep 4": THREE[:2]})

    assert [one.first_name for one in extraction.records] == ["Tim"]
    assert len(extraction.set_aside) == 2
    [first, second] = [one for one in extraction.problems if one.code is Code.TWO_GROUPS]
    others = first.detail["rows"]
    assert isinstance(others, tuple)
    [other] = others
    assert isinstance(other, SheetRow)
    assert (other.number, other.sheet) == (2, "Groep 4")
    assert second.origin is not None
    assert second.origin.row == other


def test_the_same_child_on_a_sheet_of_all_groups_counts_once() -> None:
    extraction = _extracted({"Alle leerlingen": THREE, "Groep 3": THREE})

    assert [(one.first_name, one.group) for one in extraction.records] == [
        ("Zoë", "3"), ("Tim", "3"),
    ]  # fmt: skip


def test_the_limits_count_over_all_sheets() -> None:
    assert _refusal(_together(PER_GROUP, budget=Budget(rows=3))).code is Code.TOO_MANY_ROWS
    assert _together(PER_GROUP, budget=Budget(rows=4)).table is not None
    assert _refusal(_together(PER_GROUP, budget=Budget(cells=20))).code is Code.TOO_MANY_CELLS


def test_a_bsn_on_one_of_the_sheets_is_thrown_away() -> None:
    three = ((*HEADINGS, "Code"), (*THREE[1], "111222333"), (*THREE[2], "123456782"))
    four = ((*HEADINGS, "Kluis"), (*FOUR[1], "x1"))

    table = _table({"Groep 3": three, "Groep 4": four})

    assert not any("111222333" in row.cells for row in table.rows)


def test_a_hidden_sheet_stays_aside() -> None:
    result = read(as_xlsx(PER_GROUP), sheet="4A")

    assert result.table is not None
    assert (result.table.sheet, result.table.sheets) == ("4A", ())


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("Groep 3", "3"), ("3A", "3A"), ("gr 4", "4"), ("1-2", "1-2"), ("Groep 5-6b", "5-6b"),
        ("Kabouters", "Kabouters"), ("H4b", "H4b"), ("2havo3", "2havo3"), ("klas 3HB", "3HB"),
        ("Groep 5b (juf Anke)", "5b"), ("Leerlingenlijst groep 5b", "5b"),
        ("De Bijen ", "De Bijen"),
        ("Blad1", ""), ("Sheet 2", ""), ("Leerlingen", ""), ("2026-2027", ""), ("1-2-2026", ""),
        ("Alle leerlingen", ""), ("Totaal", ""), ("12", ""), ("Export 3", ""), ("--", ""),
        ("Leerlingenlijst", ""), ("Lijst 3", ""), ("Jongens", ""), ("Oud", ""), ("September", ""),
        ("Nieuwe", ""),
        ("Oud-leerlingen", "Oud-leerlingen"), ("Vertrokken 2025", "Vertrokken 2025"),
        ("Tabelle1", ""), ("Leerlingen groep 1 tm 8", ""),
    ],
)  # fmt: skip
def test_what_a_sheet_is_called_is_a_group_or_not(name: str, group: str) -> None:
    assert group_in_name(name) == group


def test_sheets_whose_names_say_nothing_leave_the_group_to_be_asked() -> None:
    table = _table({"Blad1": THREE, "Blad2": FOUR})

    assert "group" in {field.value for field in suggest_mapping(table).missing}


def test_true_dates_and_texts_on_other_sheets_are_one_column() -> None:
    texts = (HEADINGS, ("1003", "Noor", "Vos", "25-03-2017"), ("1004", "Liv", "Kok", "13-04-2017"))
    dates = (HEADINGS, ("1005", "Bo", "Mol", date(2018, 2, 25)))
    table = read(as_xlsx({"Groep 4": texts, "Groep 3": dates}), sheet=ALL_SHEETS).table
    assert table is not None

    records = extract_records(table, suggest_mapping(table), secret=SECRET, as_of=AS_OF).records

    assert [one.birth_date for one in records] == [
        date(2017, 3, 25), date(2017, 4, 13), date(2018, 2, 25),
    ]  # fmt: skip


EVERYBODY = (
    (*HEADINGS, "Groep"),
    ("1001", "Zoë", "Berg", "2018-03-02", "3"),
    ("1002", "Tim", "Bos", "2018-05-03", "3"),
    ("1003", "Noor", "Vos", "2017-03-03", "4A"),
    ("1004", "Mees", "Smit", "2016-03-03", "De kevers"),
)


@pytest.mark.parametrize("order", [1, -1])
def test_a_sheet_of_everybody_beside_those_of_the_groups_counts_once(order: int) -> None:
    sheets = dict([*PER_GROUP.items(), ("Alle leerlingen", EVERYBODY)][::order])

    assert _refusal(read(as_xlsx(sheets))).detail == {
        "sheets": tuple(sheets), "rows": 4, "everybody": "Alle leerlingen",
    }  # fmt: skip
    extraction = _extracted(sheets)
    assert {one.first_name: one.group for one in extraction.records} == {
        "Zoë": "3", "Tim": "3", "Noor": "4A", "Mees": "De kevers",
    }  # fmt: skip
    assert (extraction.set_aside, extraction.skips, extraction.problems) == ((), (), ())
    [said] = [one for one in _together(sheets).problems if one.code is Code.SHEET_REPEATS]
    assert said.detail == {"sheet": "Alle leerlingen", "count": 4}


def test_nobody_of_a_sheet_of_everybody_is_lost() -> None:
    newer = (*EVERYBODY[:4], (*EVERYBODY[4][:4], "4A"), ("1005", "Liv", "Kok", "2016-04-03", "4A"))
    extraction = _extracted({**PER_GROUP, "Totaal": newer})

    assert {one.first_name: one.group for one in extraction.records} == {
        "Zoë": "3", "Tim": "3", "Noor": "4A", "Liv": "4A",
    }  # fmt: skip
    # Mees is in two groups: who moved tells one of the sheets.
    assert [one.first_name for one in extraction.set_aside] == ["Mees", "Mees"]


def test_a_sheet_of_everybody_is_no_group_whatever_it_is_called() -> None:
    named = {**PER_GROUP, "De Regenboog": [row[:4] for row in EVERYBODY]}

    assert {one.first_name: one.group for one in _extracted(named).records} == {
        "Zoë": "3", "Tim": "3", "Noor": "4A", "Mees": "De kevers",
    }  # fmt: skip


def test_a_group_keeps_its_name_beside_a_part_of_it() -> None:
    sheets = {"Groep 3": THREE, "Groep 4": FOUR, "Nieuwe leerlingen": THREE[:2]}

    assert {one.first_name: one.group for one in _extracted(sheets).records} == {
        "Zoë": "3", "Tim": "3", "Noor": "4",
    }  # fmt: skip


YEAR = (*EVERYBODY, ("1005", "Liv", "Kok", "2016-04-03", "4A"))
NEXT = tuple((*row[:4], {"3": "4", "4A": "5A"}.get(row[4], row[4])) for row in YEAR)


@pytest.mark.parametrize(
    ("names", "years"),
    [
        (("2024-2025", "2025-2026"), ("2024-2025", "2025-2026")),
        (("SJ 24-25", "SJ 2025_26", "Kevers"), ("2024-2025", "2025-2026", "")),
    ],
)
def test_sheets_of_several_school_years_are_never_one_list(
    names: Sequence[str], years: Sequence[str]
) -> None:
    sheets = dict(zip(names, (YEAR, NEXT, KEVERS), strict=False))

    for chosen in (None, ALL_SHEETS):
        refusal = _refusal(read(as_xlsx(sheets), sheet=chosen))
        assert refusal.detail == {"sheets": tuple(names), "years": tuple(years)}


def test_a_column_tells_the_school_year_of_a_sheet_as_well() -> None:
    def _of(rows: Sequence[Sequence[str]], year: str) -> Sequence[Sequence[str]]:
        return [(*rows[0], "Schooljaar"), *((*row, year) for row in rows[1:])]

    two = {"Oud": _of(YEAR, "2025 / 2026"), "Nu": _of(NEXT, "2026 / 2027")}
    one = {"Groep 3": _of(THREE, "2026/2027"), "Groep 4": _of(FOUR, "2026/2027")}

    assert _refusal(read(as_xlsx(two))).detail["years"] == ("2025-2026", "2026-2027")
    assert "rows" in _refusal(read(as_xlsx(one))).detail


def test_sheets_with_the_same_children_in_other_groups_are_no_list_together() -> None:
    sheets = {"Blad1": YEAR, "Blad2": NEXT}

    for chosen in (None, ALL_SHEETS):
        refusal = _refusal(read(as_xlsx(sheets), sheet=chosen))
        assert refusal.detail == {"sheets": ("Blad1", "Blad2"), "in_other_groups": "Blad1"}


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2026-2027", "2026-2027"), ("Groep 3 2026/27", "2026-2027"), ("26-27", "2026-2027"),
        ("schooljaar 2026 / 2027", "2026-2027"), ("7-8", ""), ("1-10-2026", ""), ("2026", ""),
        ("2026-2028", ""), ("Groep 5-6", ""), ("27-26", ""),
    ],
)  # fmt: skip
def test_a_text_names_a_school_year_or_none(text: str, year: str) -> None:
    assert school_year_in(text) == year


def test_a_sheet_of_pupils_without_headings_is_never_passed_over() -> None:
    rows = [(f"{number}", f"Kind{number:c}", "Vos", "2017-03-03") for number in range(97, 107)]
    sheets: Sheets = {"Groep 3": THREE, "Groep 4": rows}

    for chosen in (None, ALL_SHEETS):
        refusal = _refusal(read(as_xlsx(sheets), sheet=chosen))
        assert refusal.detail == {"sheets": ("Groep 3", "Groep 4"), "other": "Groep 4"}
    assert read(as_xlsx(sheets), sheet="Groep 3").table is not None


def test_a_small_sheet_of_teachers_without_headings_is_in_nobodys_way() -> None:
    team = [("Juf Anja", "3a"), ("Meester Bo", "3b"), ("Juf Cato", "4")]

    assert read(as_xlsx({"Groep 3": THREE, "Team": team})).table is not None


def test_a_form_with_only_headings_is_no_second_list() -> None:
    table = read(as_xlsx({"Leeg": [HEADINGS], "Groep 3": THREE})).table

    assert table is not None
    assert table.sheet == "Groep 3"


@pytest.mark.parametrize(
    ("name", "group"),
    [
        *(("Groep 5b", "5b"), ("Gr 5", "5"), ("klas 3", "3"), ("H4b", "H4b")),
        *(("3-4A", "3-4A"), ("4e", "4e"), ("havo 4b", "havo 4b"), ("5b - juf Els", "5b - juf Els")),
    ],
)
def test_a_sheet_by_itself_gives_its_name_when_it_tells_a_year(name: str, group: str) -> None:
    result = read(as_xlsx({name: THREE}))

    assert result.table is not None
    mapping = suggest_mapping(result.table)
    found = extract_records(result.table, mapping, secret=SECRET, as_of=AS_OF)
    assert [record.group for record in found.records] == [group, group]
    [told] = [one for one in result.problems if one.code is Code.GROUP_IS_THE_SHEET]
    assert told.detail == {"sheets": (name,)}


@pytest.mark.parametrize(
    "name",
    [
        *("Blad1", "5", "v2", "Q1", "AB12", "OBS De Toren", "Kevers", "2026-2027"),
        *("1-60", "1 van 2"),
        *("Groep 1-8", "Groep 1 tm 8", "1e periode", "2e versie", "Groep 8 schoolverlaters"),
    ],
)
def test_a_sheet_by_itself_may_be_called_after_anything_else(name: str) -> None:
    result = read(as_xlsx({name: THREE}))

    assert result.table is not None
    assert suggest_mapping(result.table).missing


@pytest.mark.parametrize(
    ("heading", "cells"), [("Klas", ("4a", "4b")), ("Leerjaar", ("4", "5")), ("Unit", ("5a", "5b"))]
)
def test_a_column_that_may_be_the_group_is_none_of_the_sheets_name(
    heading: str, cells: tuple[str, str]
) -> None:
    rows = [(*row, cell) for row, cell in zip(THREE[1:], cells, strict=True)]

    result = read(as_xlsx({"Groep 3": [(*HEADINGS, heading), *rows]}))

    assert result.table is not None
    assert result.table.headings[-1] == heading


def test_a_sheet_that_a_person_picked_gives_its_name_too() -> None:
    result = read(as_xlsx(PER_GROUP), sheet="4A")

    assert result.table is not None
    assert [row.cells[-1] for row in result.table.rows] == ["4A"]


@pytest.mark.parametrize(
    ("name", "here"),
    [
        *(("Uitgeschreven", 2), ("Oud-leerlingen 2025", 2), ("Uitgeschreven leerlingen", 2)),
        *(("Uitgeschreven lln", 2), ("Vertrokken kinderen", 2)),
        *(("Schoolverlaters", 4), ("Groep 8", 4), ("Niet uitgeschreven", 4)),
        *(("In- en uitgeschreven", 4), ("Excl. vertrokken", 4)),
    ],
)
def test_a_sheet_of_who_left_says_it_of_children_with_a_group_too(name: str, here: int) -> None:
    headings = (*HEADINGS, "Groep")
    pupils = [headings, *((*row, "3a") for row in THREE[1:])]
    others = [headings, (*FOUR[1], "8a"), ("1009", "Bo", "Kok", "2014-12-01", "8a")]

    found = _extracted({"Leerlingen": pupils, name: others})

    assert len(found.records) == here
    assert {record.group for record in found.records} <= {"3a", "8a"}


TEAM = (("Naam", "Groep", "Dagen"), ("Els de Boer", "3a", "ma-wo"), ("Tim Vos", "4a", "do-vr"))


@pytest.mark.parametrize("name", ["Team", "Leerkrachten"])
def test_a_sheet_of_the_team_is_no_second_list(name: str) -> None:
    headings = (*HEADINGS, "Groep")

    result = read(as_xlsx({name: TEAM, "Leerlingen": [headings, (*THREE[1], "3a")]}))

    assert result.table is not None
    assert result.table.sheet == "Leerlingen"
    [told] = [one for one in result.problems if one.code is Code.TEACHERS_LEFT_OUT]
    assert told.detail == {"count": 2}


@pytest.mark.parametrize(
    ("name", "rows"), [("Team blauw", TEAM), ("Leerkrachten", THREE), ("Groep 4", TEAM)]
)
def test_another_sheet_may_be_of_pupils(name: str, rows: Sequence[Sequence[str]]) -> None:
    refusal = _refusal(read(as_xlsx({name: rows, "Leerlingen": THREE})))

    assert refusal.code is Code.SEVERAL_SHEETS


def test_a_sheet_of_the_team_by_itself_is_read() -> None:
    assert read(as_xlsx({"Team": TEAM})).table is not None


def test_a_table_of_counts_beside_the_sheets_of_the_groups_is_no_list() -> None:
    groups = [("Rijlabels", "Aantal van Naam"), ("Kevers", "12"), ("Bevers", "9"), ("Uilen", "7")]

    table = _table({**PER_GROUP, "Draaitabel": [*groups, ("Eindtotaal", "28")]})

    assert len(table.rows) == 4


def test_names_without_headings_beside_the_sheets_of_the_groups_are_another_list() -> None:
    names = [("Kevers", "12"), ("Bevers", "9"), ("Uilen", "7")]

    refusal = _refusal(read(as_xlsx({**PER_GROUP, "Blad2": names})))

    assert refusal.detail["other"] == "Blad2"
