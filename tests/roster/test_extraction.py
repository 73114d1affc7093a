"""Every row that holds a pupil is a record, is left out for a reason, or has an error."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.roster.cases import AS_OF, HEADINGS, SECRET, extract, table

from leesloket.roster import Extraction, confirm, extract_records, suggest_mapping
from leesloket.roster.cleaning import clean_group
from leesloket.roster.columns import fingerprints_of
from leesloket.roster.model import Field, Repair
from leesloket.roster.problems import Code, Severity

ZOE = ["004711", "Zoë", "van", "Dijk", "02-03-2017", "Groep 5b"]
JAN = ["004712", "Jan", "", "Bakker", "25-12-2016", "5b"]


def _codes(found: object) -> list[tuple[Code, int]]:
    problems = found.problems  # type: ignore[attr-defined]
    return [(problem.code, problem.origin.row) for problem in problems if problem.origin]


def test_a_row_becomes_a_record() -> None:
    [record] = extract([ZOE]).records

    assert record.pupil_number == "004711"
    assert (record.first_name, record.prefix, record.surname) == ("Zoë", "van", "Dijk")
    assert record.birth_date == date(2017, 3, 2)
    assert (record.group, record.year_group) == ("5b", "5")
    assert record.origin.row == 2


def test_a_row_without_a_name_is_an_error() -> None:
    found = extract([ZOE, ["004713", "", "", "", "01-01-2017", "5b"]])

    assert [record.origin.row for record in found.set_aside] == [3]
    assert _codes(found) == [(Code.NAME_MISSING, 3)]
    assert found.problems[0].severity is Severity.ERROR


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (0, Code.PUPIL_NUMBER_MISSING),
        (4, Code.BIRTH_DATE_MISSING),
        (5, Code.GROUP_MISSING),
    ],
)
def test_a_blank_is_a_warning(at: int, code: Code) -> None:
    blank = [*JAN[:at], "", *JAN[at + 1 :]]

    found = extract([ZOE, blank])

    assert len(found.records) == 2
    assert _codes(found) == [(code, 3)]


def test_a_date_that_does_not_exist_is_a_warning_at_its_cell() -> None:
    [problem] = extract([ZOE, [*JAN[:4], "31-02-2017", "5b"]]).problems

    assert (problem.code, problem.column) == (Code.BIRTH_DATE_UNREADABLE, "Geboortedatum")


@pytest.mark.parametrize("born", ["02-03-1975", "02-03-2030", "02-03-2026"])
def test_a_birth_date_no_pupil_has_is_not_used(born: str) -> None:
    found = extract([ZOE, [*JAN[:4], born, "5b"]])

    assert _codes(found) == [(Code.BIRTH_DATE_UNLIKELY, 3)]
    assert found.records[1].birth_date is None


def test_hidden_characters_set_a_row_aside() -> None:
    found = extract([ZOE, ["004712", "J\u202ean", "", "Bakker", "25-12-2016", "5b"]])

    assert _codes(found) == [(Code.FORBIDDEN_CHARACTERS, 3)]
    assert [record.origin.row for record in found.set_aside] == [3]


def test_a_failed_formula_is_no_name() -> None:
    found = extract([ZOE, ["004712", "#N/B", "", "Bakker", "25-12-2016", "5b"]])

    assert (Code.CELL_ERROR_VALUE, 3) in _codes(found)
    assert len(found.records) == 1


def test_a_number_that_lost_its_digits_is_left_out() -> None:
    found = extract([ZOE, ["4.71E+11", *JAN[1:]]])

    assert _codes(found) == [(Code.PUPIL_NUMBER_UNREADABLE, 3)]
    assert found.records[1].pupil_number == ""


def test_the_same_row_twice_is_one_pupil() -> None:
    found = extract([ZOE, JAN, ZOE])

    assert len(found.records) == 2
    assert [skip.reasons for skip in found.skips] == [("duplicate_row",)]
    assert Code.DUPLICATE_ROW in [code for code, _ in _codes(found)]


def test_a_pupil_in_two_groups_is_an_error_on_both_rows() -> None:
    found = extract([ZOE, [*ZOE[:5], "6a"], JAN])

    assert _codes(found) == [(Code.TWO_GROUPS, 2), (Code.TWO_GROUPS, 3)]
    assert [record.first_name for record in found.records] == ["Jan"]


SCHOOL = [
    [str(4000 + at), f"Kind{at:c}", "", "Bos", f"{at % 28 + 1:02}-03-2016", "56"[at % 2] + "a"]
    for at in range(65, 89)
]


def _in_another_group(group: str, count: int) -> list[list[str]]:
    return [[*row[:5], group] for row in SCHOOL[:count]]


def test_a_class_of_children_of_several_groups_is_no_group_of_theirs() -> None:
    found = extract([*SCHOOL, *_in_another_group("Plusklas", 4)])

    assert [one.group for one in found.records] == [row[5] for row in SCHOOL]
    assert {code for code, _ in _codes(found)} == {Code.DUPLICATE_ROW}


@pytest.mark.parametrize(
    ("group", "count"),
    [
        pytest.param("Plusklas", 2, id="two may be a mistake"),
        pytest.param("Plusklas", 24, id="a group of everybody is no extra one"),
        pytest.param("Vlinders", 4, id="a group may be new"),
        pytest.param("7a", 4, id="a group with a year may be the new one"),
    ],
)
def test_other_second_groups_are_for_a_person_to_say(group: str, count: int) -> None:
    found = extract([*SCHOOL, *_in_another_group(group, count)])

    assert [code for code, _ in _codes(found)] == [Code.TWO_GROUPS] * count * 2


def test_a_class_that_others_are_in_alone_may_be_the_own_group() -> None:
    alone = ["9999", "Anna", "", "Vos", "01-03-2016", "Plusklas"]

    found = extract([*SCHOOL, alone, *_in_another_group("Plusklas", 4)])

    assert [code for code, _ in _codes(found)] == [Code.TWO_GROUPS] * 8


@pytest.mark.parametrize(
    ("born", "group", "number", "codes"),
    [
        ("01-02-2016", "5", "", [Code.DUPLICATE_ROW]),
        ("01-02-2016", "6", "", [Code.TWO_GROUPS] * 2),
        ("01-02-2016", "5", "8", []),
        ("", "5", "", []),
        ("", "6", "", []),
        ("", "6", "8", []),
    ],
)
def test_one_name_in_two_rows_is_one_child_twice_or_a_question(
    born: str, group: str, number: str, codes: list[Code]
) -> None:
    """By a second number, or without a birth date, a person says which of the two it is."""
    rows = [["7", "Bo", "", "Vos", born, "5"], [number, "Bo", "", "Vos", born, group]]

    found = extract([*SCHOOL, *rows])

    told = {Code.DUPLICATE_ROW, Code.TWO_GROUPS}
    assert [problem.code for problem in found.problems if problem.code in told] == codes
    asked = bool(number) and (bool(born) or group == "5")
    assert len(found.twice) == (2 if asked else 0)


def test_a_number_of_two_pupils_is_an_error_on_both_rows() -> None:
    found = extract([ZOE, ["4711", *JAN[1:]]])

    assert _codes(found) == [(Code.PUPIL_NUMBER_TWICE, 2), (Code.PUPIL_NUMBER_TWICE, 3)]
    assert found.problems[0].detail == {"rows": (3,)}


def test_a_row_that_is_left_out_is_no_error_and_no_double_of_another() -> None:
    rows = [ZOE, ["4711", *JAN[1:]], ["004713", "", "", "", "01-01-2017", "5b"]]
    _, twin, nameless = fingerprints_of(table(rows).rows, secret=SECRET)

    found = extract(rows, leave_out={twin, nameless})

    assert [record.origin.row for record in found.records] == [2]
    assert [(skip.record.origin.row, skip.reasons) for skip in found.skips] == [
        (3, ("left_out",)),
        (4, ("left_out",)),
    ]
    assert (found.set_aside, found.problems) == ((), ())


def test_who_left_stays_by_a_person_who_leaves_the_row_out() -> None:
    rows = [[*ZOE, "01-06-2026"]]
    headings = [*HEADINGS, "Uitschrijfdatum"]
    [row] = fingerprints_of(table(rows, headings).rows, secret=SECRET)

    [told] = extract(rows, headings).skips
    [said] = extract(rows, headings, leave_out={row}).skips

    assert (told.reasons, said.reasons) == (("left",), ("left_out",))


def test_of_a_number_that_many_have_a_row_names_the_first_others() -> None:
    found = extract([*(["7", f"Kind{chr(97 + at)}", "", "Bos", f"2016-05-{at + 1:02}", "5"]
                     for at in range(12)), JAN])  # fmt: skip

    assert [problem.code for problem in found.problems] == [Code.PUPIL_NUMBER_TWICE] * 12
    assert found.problems[0].detail == {"rows": (3, 4, 5, 6, 7, 8)}
    assert found.problems[-1].detail == {"rows": (2, 3, 4, 5, 6, 7)}


def test_a_number_of_two_pupils_is_no_error_when_they_are_of_two_locations() -> None:
    headings = [*HEADINGS, "Locatie"]
    zoe, jan, bo = [*ZOE, "Noord"], ["4711", *JAN[1:], "Zuid"], ["4711", *JAN[1:], "noord"]

    assert extract([zoe, jan], headings).problems == ()
    assert {code for code, _ in _codes(extract([zoe, jan, bo], headings))} == {
        Code.PUPIL_NUMBER_TWICE
    }
    assert {code for code, _ in _codes(extract([zoe, [*jan[:-1], ""]], headings))} == {
        Code.PUPIL_NUMBER_TWICE
    }


def test_one_name_and_birth_date_under_two_numbers_is_noted() -> None:
    found = extract([ZOE, ["009999", *ZOE[1:]]])

    assert len(found.twice) == 2
    assert len(found.records) == 2


def test_namesakes_with_other_birth_dates_are_two_pupils() -> None:
    found = extract([ZOE, ["009999", *ZOE[1:4], "05-09-2015", "6a"]])

    assert len(found.records) == 2
    assert not found.twice


def test_namesakes_with_two_numbers_in_two_groups_are_two_without_birth_dates_too() -> None:
    rows = [["1", "Zoë", "", "Dijk", "", "5a"], ["2", "Zoë", "", "Dijk", "", "6a"]]

    assert not extract(rows).twice
    assert len(extract([[*row[:5], "5a"] for row in rows]).twice) == 2


def test_a_line_of_totals_is_no_pupil() -> None:
    found = extract([ZOE, ["", "", "", "Totaal", "", "28"]])

    assert len(found.records) == 1
    assert _codes(found) == [(Code.TOTALS_ROW_SKIPPED, 3)]


def test_who_left_before_the_day_of_the_list_is_left_out() -> None:
    headings = [*HEADINGS, "Uitschrijfdatum"]
    found = extract([[*ZOE, "31-07-2026"], [*JAN, "31-07-2027"]], headings)

    assert [skip.reasons for skip in found.skips] == [("left",)]
    assert [record.first_name for record in found.records] == ["Jan"]


@pytest.mark.parametrize(
    "title",
    [
        *("Oud-leerlingen", "Uitgeschreven leerlingen:", "VERTROKKEN"),
        *("Vertrokken per 1-8-2026", "Vertrekkers schooljaar 2025-2026"),
    ],
)
@pytest.mark.parametrize("column", [0, 3])
def test_who_stands_below_a_title_of_former_pupils_has_left(title: str, column: int) -> None:
    heading = [title if at == column else "" for at in range(6)]
    total = ["", "", "", "", "", "Groep 5"]

    found = extract([ZOE, heading, JAN, total, ["7", "Bo", "", "Vos", "01-02-2016", "5a"]])

    assert [record.first_name for record in found.records] == ["Zoë", "Bo"]
    assert [(skip.record.first_name, skip.reasons) for skip in found.skips] == [("Jan", ("left",))]
    assert not found.set_aside


@pytest.mark.parametrize(
    "title",
    [
        *("Vertrekt per 1-8", "Gaan van school", "Deze leerlingen verlaten de school"),
        *(
            "Uitschrijvingen",
            "Vertrekkende leerlingen",
            "Naar het VO",
            "Weg:",
            "Vertrokken in juli",
        ),
    ],
)
def test_who_stands_below_a_title_of_children_who_leave_is_told_and_stays(title: str) -> None:
    found = extract([ZOE, [title], JAN, ["Nieuw"], ["7", "Bo", "", "Vos", "01-02-2016", "5a"]])

    assert [record.first_name for record in found.records] == ["Zoë", "Jan", "Bo"]
    assert Code.LEAVES_LATER in {problem.code for problem in found.problems}
    [told] = [problem for problem in found.problems if problem.code is Code.LEAVES_LATER]
    assert told.detail == {"count": 1}
    assert not found.set_aside


@pytest.mark.parametrize(
    "title", ["Gaan naar school per 1-10", "Verlaten om 14:00", "Gaan naar groep 4", "Team Rood"]
)
def test_other_titles_tell_nothing_of_leaving(title: str) -> None:
    found = extract([ZOE, [title], JAN])

    assert Code.LEAVES_LATER not in {problem.code for problem in found.problems}
    assert not found.oddities.staff_groups


@pytest.mark.parametrize(
    "title",
    [
        "Leerkrachten",
        "Personeel:",
        "Team",
        "Vrijwilligers",
        "Leerkrachten 2026-2027",
        "Telefoonlijst personeel",
    ],
)
def test_who_stands_below_a_title_of_staff_counts_as_staff(title: str) -> None:
    found = extract(
        [ZOE, JAN, [title], ["", "Bo", "", "Vos", "", "5"], ["", "Al", "", "Kok", "", "6"]]
    )

    assert found.oddities.staff_groups == 2
    assert not found.set_aside


@pytest.mark.parametrize("title", ["Wachtlijst", "Aangemelde leerlingen", "VOORAANMELDINGEN:"])
def test_who_stands_below_a_title_of_a_waiting_list_has_yet_to_come(title: str) -> None:
    found = extract([ZOE, [title], ["7", "Bo", "", "Vos", "01-02-2022", ""]])

    assert [record.first_name for record in found.records] == ["Zoë"]
    assert [skip.reasons for skip in found.skips] == [("pre_registered",)]
    assert not found.set_aside


def test_a_child_with_a_telling_name_is_no_title() -> None:
    assert len(extract([["4", "Bo", "", "Oud", "01-02-2016", "5a"], ZOE]).records) == 2


def test_children_who_have_not_started_are_left_out() -> None:
    found = extract([ZOE, [*JAN[:5], "aangemeld"]])

    assert [skip.reasons for skip in found.skips] == [("pre_registered",)]


def test_a_pupils_own_year_wins_over_the_groups() -> None:
    headings = [*HEADINGS, "Leerjaar"]
    rows = [[*ZOE[:5], "3/4", "4"], [*JAN[:5], "3/4", ""]]

    assert [r.year_group for r in extract(rows, headings).records] == ["4", ""]


def test_a_secondary_school_counts_from_eleven() -> None:
    rows = [
        ["1", "Zoë", "van", "Dijk", "02-03-2012", "3HB"],
        ["2", "Jan", "", "Bakker", "25-12-2014", "1A"],
        ["3", "Bo", "", "Vos", "25-12-2013", "2TL1"],
    ]
    found = extract(rows)

    assert [record.year_group for record in found.records] == ["13", "11", "12"]
    assert found.secondary


def test_a_year_that_no_school_has_is_told_and_the_group_says_it() -> None:
    headings = [*HEADINGS, "Leerjaar"]

    found = extract([[*ZOE, "99"], [*JAN, "5"]], headings)

    assert _codes(found) == [(Code.YEAR_GROUP_UNREADABLE, 2)]
    assert [record.year_group for record in found.records] == ["5", "5"]


def test_a_row_again_counts_once_though_another_location_has_its_number() -> None:
    headings = [*HEADINGS, "Locatie"]
    zoe, jan = [*ZOE, "Noord"], [ZOE[0], *JAN[1:], "Zuid"]

    found = extract([zoe, zoe, jan], headings)

    assert [record.first_name for record in found.records] == ["Zoë", "Jan"]
    assert {code for code, _ in _codes(found)} == {Code.DUPLICATE_ROW}


def test_a_repair_replaces_one_cell_of_one_row() -> None:
    rows = [ZOE, ["004713", "", "", "", "01-01-2017", "5b"]]
    found = table(rows)
    mapping = suggest_mapping(found)
    broken = extract_records(found, mapping, secret=SECRET, as_of=AS_OF)
    [aside] = broken.set_aside

    repaired = extract_records(
        found,
        mapping,
        secret=SECRET,
        as_of=AS_OF,
        repairs=[
            Repair(aside.fingerprint, Field.FIRST_NAME, "Bo"),
            Repair(aside.fingerprint, Field.SURNAME, "Vos"),
        ],
    )

    assert not repaired.set_aside
    assert repaired.records[1].first_name == "Bo"
    assert repaired.records[1].fingerprint == aside.fingerprint


def test_a_repair_may_fill_in_what_no_column_holds() -> None:
    found = table([ZOE[:4], JAN[:4]], HEADINGS[:4])
    fingerprint = fingerprints_of(found.rows, secret=SECRET)[1]

    repaired = extract_records(
        found,
        suggest_mapping(found),
        secret=SECRET,
        as_of=AS_OF,
        repairs=[Repair(fingerprint, Field.GROUP, "5b")],
    )

    assert [record.group for record in repaired.records] == ["", "5b"]


def test_a_fingerprint_tells_nothing_and_is_of_the_row() -> None:
    first = extract([ZOE, JAN])
    again = extract([JAN, ZOE])
    other_secret = extract_records(
        table([ZOE]), suggest_mapping(table([ZOE])), secret=b"other", as_of=AS_OF
    )

    assert {r.fingerprint for r in first.records} == {r.fingerprint for r in again.records}
    assert other_secret.records[0].fingerprint != first.records[0].fingerprint
    assert len(first.records[0].fingerprint) == 32


def test_a_pupil_is_never_in_a_repr() -> None:
    text = repr(extract([ZOE, ["", *JAN[1:]], ["004713", "", "", "", "01-01-2017", "5b"]]))

    for secret in ("Zoë", "Dijk", "4711", "2017", "Jan", "Bakker"):
        assert secret not in text


CELLS = st.one_of(
    st.sampled_from(
        ["", "Jan", "Bakker", "5b", "004711", "02-03-2017", "#N/B", "Totaal", "x" * 300]
    ),
    st.text(max_size=12),
)


@given(st.lists(st.lists(CELLS, min_size=6, max_size=6), max_size=12))
def test_counts_in_are_counts_out(rows: list[list[str]]) -> None:
    found = table([ZOE, JAN, *rows])
    mapping = suggest_mapping(found, remembered=dict(zip(HEADINGS, _FIELDS, strict=True)))

    extraction = extract_records(found, mapping, secret=SECRET, as_of=AS_OF)

    planned = [r.origin.row for r in extraction.records]
    planned += [skip.record.origin.row for skip in extraction.skips]
    planned += [r.origin.row for r in extraction.set_aside]
    assert len(planned) == len(set(planned))
    errors = {
        p.origin.row for p in extraction.problems if p.severity is Severity.ERROR and p.origin
    }
    assert errors == {record.origin.row for record in extraction.set_aside}
    skipped = {row for code, row in _codes(extraction) if code is Code.TOTALS_ROW_SKIPPED}
    silent = set(range(2, len(rows) + 4)) - set(planned) - skipped
    assert all(not any(map(str.strip, rows[row - 4])) for row in silent)


_FIELDS = (
    Field.PUPIL_NUMBER,
    Field.FIRST_NAME,
    Field.PREFIX,
    Field.SURNAME,
    Field.BIRTH_DATE,
    Field.GROUP,
)


def test_former_and_coming_pupils_are_known_by_their_status() -> None:
    rows = [
        ("1", "Mees", "Bos", "5a", "Ingeschreven"),
        ("2", "Noor", "Vos", "5a", "Uitgeschreven"),
        ("3", "Tim", "Kok", "5a", "oud-leerling"),
        ("4", "Lot", "Smit", "1", "Aangemeld"),
        ("5", "Sam", "Mol", "5a", ""),
    ]

    found = extract(rows, ("Leerlingnummer", "Roepnaam", "Achternaam", "Groep", "Status"))

    assert [record.pupil_number for record in found.records] == ["1", "5"]
    assert {skip.record.pupil_number: skip.reasons for skip in found.skips} == {
        "2": ("left",),
        "3": ("left",),
        "4": ("pre_registered",),
    }


@pytest.mark.parametrize(
    ("heading", "here", "gone"),
    [
        ("Actief", "Ja", "Nee"),
        ("isActief", "true", "false"),
        ("Ingeschreven (J/N)", "J", "N"),
        ("Uitgeschreven", "nee", "ja"),
        ("Vertrokken", "", "ja"),
        ("Actief", "1", "0"),
    ],
)
def test_a_yes_or_a_no_tells_who_left(heading: str, here: str, gone: str) -> None:
    rows = [("Mees", "Bos", "5a", here), ("Noor", "Vos", "5a", gone), ("Tim", "Kok", "4", here)]

    found = extract(rows, ("Roepnaam", "Achternaam", "Groep", heading))

    assert [record.first_name for record in found.records] == ["Mees", "Tim"]
    assert [(skip.record.first_name, *skip.reasons) for skip in found.skips] == [("Noor", "left")]


def test_a_yes_or_a_no_below_another_heading_tells_nothing() -> None:
    rows = [("Mees", "Bos", "5a", "Nee"), ("Noor", "Vos", "5a", "Ja")]

    found = extract(rows, ("Roepnaam", "Achternaam", "Groep", "Status"))

    assert len(found.records) == 2


@pytest.mark.parametrize(
    "group",
    [
        *("Verlaten", "Uitgeschreven", "Oud-leerlingen", "Schoolverlaters", "Vertrokken"),
        *("oud-leerlingen 2025", "Groep Verlaten", "VERTROKKEN LEERLINGEN", "Oud leerlingen 25-26"),
    ],
)
def test_a_group_that_says_that_its_children_left_is_believed_and_told(group: str) -> None:
    rows = [("Mees", "Bos", "5a"), ("Noor", "Vos", group), ("Tim", "Kok", group)]

    found = extract(rows, ("Roepnaam", "Achternaam", "Groep"))

    assert [one.first_name for one in found.records] == ["Mees"]
    assert [skip.reasons for skip in found.skips] == [("left",), ("left",)]
    [told] = [one for one in found.problems if one.code is Code.GROUP_OF_LEAVERS]
    assert told.detail == {"groups": (clean_group(group),), "count": 2}
    assert told.origin is None


def _with_schoolverlaters(heading: str, cells: tuple[str, ...]) -> Extraction:
    """Three children of whom the second is in a group of that name."""
    groups = ("Bovenbouw", "Schoolverlaters", "Middenbouw")
    names = (("Mees", "Bos"), ("Noor", "Vos"), ("Tim", "Kok"))
    rows = [(*name, *told) for name, *told in zip(names, groups, cells, strict=True)]
    return extract(rows, ("Roepnaam", "Achternaam", "Groep", heading))


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Status", ("Ingeschreven", "Ingeschreven", "Uitgeschreven")),
        ("Jaargroep", ("6", "8", "7")),
    ],
)
def test_a_class_that_is_called_schoolverlaters_stays_and_is_told(
    heading: str, cells: tuple[str, ...]
) -> None:
    found = _with_schoolverlaters(heading, cells)

    assert ("Noor", "Schoolverlaters") in [(one.first_name, one.group) for one in found.records]
    [told] = [one for one in found.problems if one.code is Code.CLASS_OF_LEAVERS]
    assert told.detail == {"groups": ("Schoolverlaters",), "count": 1}
    assert Code.GROUP_OF_LEAVERS not in {one.code for one in found.problems}


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Jaargroep", ("7", "8", "8")),  # next to the present final year
        ("Jaargroep", ("3", "8", "4")),  # a location without upper years
        ("Jaargroep", ("6", "", "7")),
        ("Status", ("Ingeschreven", "", "Ingeschreven")),
    ],
)
def test_schoolverlaters_without_a_sign_that_they_are_here_have_left(
    heading: str, cells: tuple[str, ...]
) -> None:
    found = _with_schoolverlaters(heading, cells)

    assert "Noor" not in [one.first_name for one in found.records]
    assert Code.GROUP_OF_LEAVERS in {one.code for one in found.problems}


@pytest.mark.parametrize("group", ["Uitstroom 8", "De Oude Beuk", "Verlater", "Oudste kleuters"])
def test_a_group_with_a_name_like_it_stays(group: str) -> None:
    found = extract([("Noor", "Vos", group)], ("Roepnaam", "Achternaam", "Groep"))

    assert [one.group for one in found.records] == [group]
    assert Code.GROUP_OF_LEAVERS not in {one.code for one in found.problems}


@pytest.mark.parametrize("name", ["Tim & Tom", "Tim en Tom", "Tim&Tom", "Anne-Fleur + Zoë"])
def test_two_children_in_one_row_are_set_aside_until_somebody_says_who(name: str) -> None:
    headings = ("Roepnaam", "Achternaam", "Groep")
    rows = [(name, "Bos", "5a"), ("Noor", "Vos", "5a")]

    found = extract(rows, headings)

    assert [one.first_name for one in found.records] == ["Noor"]
    [problem] = [one for one in found.problems if one.code is Code.TWO_CHILDREN_IN_ROW]
    assert (problem.severity, problem.field) == (Severity.ERROR, Field.FIRST_NAME)
    whole = extract([(f"{name} Bos", "5a"), ("Noor Vos", "5a")], ("Naam", "Groep"))
    assert [one.first_name for one in whole.records] == ["Noor"]
    comma = extract([(f"Bos, {name}", "5a"), ("Vos, Noor", "5a")], ("Naam", "Groep"))
    assert [one.first_name for one in comma.records] == ["Noor"]


@pytest.mark.parametrize(
    "names",
    [
        *("Tim Bos & Eva de Wit", "Tim Bos en Eva de Wit", "Tim de Boer + Eva Kok"),
        *("Tim Bos / Eva Kok", "Tim Bos/Eva Kok", "Tim Bos; Eva Kok", "Tim Bos - Eva Kok"),
        *("TIM BOS EN EVA DE WIT", "tim bos en eva kok", "Tim Bos, Eva Kok"),
        *("Tim Bos en Eva", "Tim de Boer & Eva", "Tim Bos EN Eva", "Tim Bos en zusje Eva"),
        *("Tim/Eva Bos", "tim en eva bos", "Bos, Tim/Eva", "Tim Bos (en Eva)"),
    ],
)
def test_two_whole_names_in_one_cell_are_two_children(names: str) -> None:
    found = extract([(names, "5a"), ("Noor Vos", "5a")], ("Naam", "Groep"))

    assert [one.first_name for one in found.records] == ["Noor"]
    assert Code.TWO_CHILDREN_IN_ROW in {one.code for one in found.problems}


@pytest.mark.parametrize(
    ("name", "are_two"),
    [
        *(("Bos Tim & Eva", True), ("Bos Tim en Eva", True), ("de Boer Tim/Eva", True)),
        *(("Bos & Kok Tim", False), ("Bos/Kok Tim", False), ("Bos Tim", False)),
    ],
)
def test_behind_a_surname_stand_the_first_names_of_two(name: str, *, are_two: bool) -> None:
    found = table([(name, "5a"), ("Vos Eva", "5a"), ("Kok Tim", "5a")], ("Naam", "Groep"))
    mapping = confirm(found, {0: Field.SURNAME_FIRST, 1: Field.GROUP})

    told = extract_records(found, mapping, secret=SECRET, as_of=AS_OF)

    assert ((Code.TWO_CHILDREN_IN_ROW, 2) in _codes(told)) is are_two


@pytest.mark.parametrize(
    "name",
    [
        "Tan, Jia En",
        "Bos en Kok, Tim",
        "jia en tan",
        "Tim van Beek en Donk",
        "J. & M. Bos",
        "Tim Bos & Kok",
        "Tim Bos en de Wit",
        *("JIA EN TAN", "Anna Jansen/de Vries", "Anna Jansen / Vries", "Tim Bos & Visser"),
        *("Max De la Cruz en Ramos", "Levi van Loon en Zonen", "Maria/Mia Bos", "Anne - Fleur Bos"),
        *("Sem Mulder - van Dam", "Tim Bos / Vos", "Smit, Eva Kok", "Tim (Timo) Bos"),
    ],
)
def test_a_name_that_looks_like_two_is_one(name: str) -> None:
    found = extract([(name, "5a"), ("Vos, Noor", "5a")], ("Naam", "Groep"))

    assert Code.TWO_CHILDREN_IN_ROW not in {one.code for one in found.problems}


@pytest.mark.parametrize(
    "name", ["Tim/Eva", "Tim / Eva", "TIM EN EVA", "tim en eva", "Tim (en Eva)"]
)
def test_two_first_names_in_one_cell_are_two_children(name: str) -> None:
    rows = [(name, "Bos", "5a"), ("Noor", "Vos", "5a")]

    found = extract(rows, ("Roepnaam", "Achternaam", "Groep"))

    assert [one.first_name for one in found.records] == ["Noor"]


@pytest.mark.parametrize(
    "written", ["5a juf Els", "5a - juf Els", "5A (meester Jan)", "Groep 5a juf Els"]
)
def test_a_teacher_behind_the_group_of_a_few_makes_no_group_of_its_own(written: str) -> None:
    rows = [("Tim", "Bos", "5a"), ("Noor", "Vos", "5a"), ("Eva", "Kok", written)]

    found = extract(rows, ("Roepnaam", "Achternaam", "Groep"))

    assert [one.group.lower() for one in found.records] == ["5a"] * 3


def test_classes_that_are_called_by_their_teachers_stay_apart() -> None:
    groups = ["5 juf Els", "5 juf Els", "5 juf Ria", "5 juf Ria", "5"]
    rows = [
        (name, "Bos", group)
        for name, group in zip(("An", "Bo", "Ed", "Li", "Jo"), groups, strict=True)
    ]

    found = extract(rows, ("Roepnaam", "Achternaam", "Groep"))

    assert [one.group for one in found.records] == groups


def test_what_others_in_the_list_are_called_is_a_first_name() -> None:
    rows = [("Tjibbe/Ytzen Bos", "5a"), ("Ytzen Vos", "5a"), ("Tjibbe Kok", "5a")]

    found = extract(rows, ("Naam", "Groep"))

    assert [one.first_name for one in found.records] == ["Ytzen", "Tjibbe"]


@pytest.mark.parametrize(
    "name", ["jia en", "JIA EN", "Jia En Mei", "Anna, Maria", "Bo-Li", "Maria/Mia", "Bo; Jan"]
)
def test_a_first_name_that_looks_like_two_is_one(name: str) -> None:
    found = extract([(name, "Tan", "5a")], ("Roepnaam", "Achternaam", "Groep"))

    assert [one.first_name for one in found.records] == [name]


def test_a_surname_of_others_is_no_second_child() -> None:
    rows = [("Tim Bos en Roos", "5a"), ("Noor Roos", "5a"), ("Roos Vos", "5a")]

    found = extract(rows, ("Naam", "Groep"))

    assert [one.surname for one in found.records] == ["Bos en Roos", "Roos", "Vos"]


def test_a_letter_of_another_alphabet_makes_no_other_group_or_number_and_stays_in_a_name() -> None:
    rows = [
        ("A12", "Tim", "Bos", "2018-02-01", "3A"),
        ("\u041013", "\u0410nna", "Vos", "\uff12\uff10\uff11\uff18-02-01", "3\u0410"),
    ]

    found = extract(rows, ("Leerlingnummer", "Roepnaam", "Achternaam", "Geboortedatum", "Groep"))

    second = found.records[1]
    assert (second.pupil_number, second.group, second.year_group) == ("A13", "3A", "3")
    assert second.birth_date == date(2018, 2, 1)
    assert second.first_name == "\u0410nna"


@pytest.mark.parametrize("mark", ['"', "''", "idem", "\u3003", "-//-", "\u2193"])
def test_a_mark_for_the_name_above_is_nobodys_surname(mark: str) -> None:
    rows = [("Tim", "Bos", "5a"), ("Tom", mark, "4a"), ("Noor", "Vos", "5a")]

    found = extract(rows, ("Roepnaam", "Achternaam", "Groep"))

    assert [one.first_name for one in found.records] == ["Tim", "Noor"]
    assert [one.code for one in found.problems if one.severity is Severity.ERROR] == [
        Code.NAME_MISSING
    ]


@pytest.mark.parametrize("sex", ["m", "V", "j", "meisje"])
def test_what_is_said_of_the_sex_behind_a_name_is_no_part_of_it(sex: str) -> None:
    rows = [(f"Robin ({sex})", "Bos", "5a"), ("Kim (Kimberly)", "Vos", "5a")]

    found = extract(rows, ("Roepnaam", "Achternaam", "Groep"))

    assert [one.first_name for one in found.records] == ["Robin", "Kim (Kimberly)"]


@pytest.mark.parametrize("weekday", ["ma", "Ma.", "maandag", "MAANDAG,"])
def test_a_weekday_in_front_of_a_date_is_passed_over(weekday: str) -> None:
    rows = [("Tim", "Bos", f"{weekday} 12-05-2014", "5a"), ("Noor", "Vos", "do 5-6-2014", "5a")]

    found = extract(rows, ("Roepnaam", "Achternaam", "Geboortedatum", "Groep"))

    assert [one.birth_date for one in found.records] == [date(2014, 5, 12), date(2014, 6, 5)]


def test_who_is_in_a_group_of_former_pupils_has_left() -> None:
    rows = [("Mees", "Bos", "5a"), ("Noor", "Vos", "Uitgeschreven"), ("Tim", "Kok", "Aangemeld")]

    found = extract(rows, ("Roepnaam", "Achternaam", "Groep"))

    assert [record.first_name for record in found.records] == ["Mees"]
    assert [skip.reasons for skip in found.skips] == [("left",), ("pre_registered",)]


@pytest.mark.parametrize(
    ("prefix", "surname", "expected"),
    [
        ("van den", "van den Berg", ("van den", "Berg")),
        ("", "van den Berg", ("van den", "Berg")),
        ("", "Berg, van den", ("van den", "Berg")),
        ("", "Berg van den", ("van den", "Berg")),
        ("de", "van den Berg", ("de", "van den Berg")),
        ("", "De Smet", ("", "De Smet")),
    ],
)
def test_a_prefix_inside_the_surname_is_no_second_prefix(
    prefix: str, surname: str, expected: tuple[str, str]
) -> None:
    rows = [("1", "Mees", prefix, surname, "5a"), ("2", "Noor", "de", "Vos", "5a")]

    found = extract(rows, ("Leerlingnummer", "Roepnaam", "Tussenvoegsel", "Achternaam", "Groep"))

    assert (found.records[0].prefix, found.records[0].surname) == expected


def test_a_child_named_twice_the_same_has_no_whole_name() -> None:
    found = extract([["1", "Thijs", "", "Thijs", "01-02-2017", "5b"]])

    assert [(record.first_name, record.surname) for record in found.records] == [("Thijs", "Thijs")]


def test_the_apostrophe_before_a_formula_is_not_of_the_name() -> None:
    found = extract([["1", "'=Bo", "'t", "'-Vos", "01-02-2017", "5b"]])

    [record] = found.records
    assert (record.first_name, record.prefix, record.surname) == ("=Bo", "'t", "-Vos")


@pytest.mark.parametrize(
    "day", ["2026-06-05", "5-jun", "jun-05", "05-06-2026", "5 juni", "1,00E+01"]
)
def test_a_group_that_a_spreadsheet_made_a_date_of_is_asked_for(day: str) -> None:
    found = extract([ZOE, [*JAN[:5], day], ["004713", "Tim", "", "Vos", "13-01-2017", "4"]])

    assert [record.group for record in found.records] == ["5b", "", "4"]
    assert _codes(found) == [(Code.GROUP_IS_A_DATE, 3)]


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param(["Jan", "", "Bakker", "25-12-2016", "5b", ""], id="one to the left"),
        pytest.param(["", "004712", "Jan", "", "Bakker", "25-12-2016"], id="one to the right"),
        pytest.param(["004712", "Jan", "", "25-12-2016", "5b", ""], id="the surname missing"),
        pytest.param(["Jan", "004712", "", "Bakker", "25-12-2016", "5b"], id="two changed places"),
        pytest.param(["004712", "Jan", "", "Bakker", "5b", "25-12-2016"], id="the last two"),
        pytest.param(["Number", "First", "", "Surname", "Birth", "Class"], id="a second heading"),
    ],
)
def test_a_row_whose_cells_do_not_fit_their_columns_is_set_aside(cells: list[str]) -> None:
    found = extract([ZOE, cells, ["004713", "Tim", "", "Vos", "13-01-2017", "5b"]])

    assert [record.origin.row for record in found.records] == [2, 4]
    assert [record.origin.row for record in found.set_aside] == [3]
    assert (Code.ROW_SHIFTED, 3) in _codes(found)


@pytest.mark.parametrize("nothing", ["-", "\u2013", "n.v.t.", "geen", "NULL", "onbekend"])
def test_a_word_for_nothing_is_no_group_and_no_prefix(nothing: str) -> None:
    found = extract([ZOE, [*JAN[:2], nothing, *JAN[3:5], nothing]])

    assert [(record.prefix, record.group) for record in found.records] == [("van", "5b"), ("", "")]
    assert _codes(found) == [(Code.GROUP_MISSING, 3)]


@pytest.mark.parametrize(
    "undecided",
    [
        *("nog niet ingedeeld", "Niet ingedeeld", "nog in te delen", "niet geplaatst", "volgt"),
        *(
            "Groep nog niet bekend",
            "klas onbekend",
            "nader te bepalen",
            "n.t.b.",
            "NNB",
            "geen groep",
        ),
    ],
)
def test_a_group_that_is_not_decided_yet_is_none(undecided: str) -> None:
    found = extract([ZOE, [*JAN[:5], undecided]])

    assert [record.group for record in found.records] == ["5b", ""]
    assert _codes(found) == [(Code.GROUP_MISSING, 3)]


@pytest.mark.parametrize(
    "group", ["Volgers", "Nieuw", "niet-schoolgroep", "De Onbekenden", "TB", "NB1"]
)
def test_a_group_that_is_called_nearly_so_is_one(group: str) -> None:
    [record] = extract([[*JAN[:5], group]]).records

    assert record.group == group


def test_a_word_for_nothing_can_be_a_name() -> None:
    [record] = extract([["004714", "Null", "", "Geen", "13-01-2017", "5b"]]).records

    assert (record.first_name, record.surname) == ("Null", "Geen")


def test_zeros_are_nobodys_number() -> None:
    tim = ["004713", "Tim", "", "Vos", "13-01-2017", "5b"]
    found = extract([ZOE, tim, ["0", *JAN[1:]], ["000000", "Isa", "", "Bos", "14-01-2017", "5b"]])

    assert [record.pupil_number for record in found.records] == ["004711", "004713", "", ""]
    assert _codes(found) == [
        (Code.PUPIL_NUMBER_UNREADABLE, 4),
        (Code.PUPIL_NUMBER_UNREADABLE, 5),
    ]


@pytest.mark.parametrize("prefix", ["(van)", ", van", "van,"])
def test_a_prefix_loses_its_brackets_and_comma(prefix: str) -> None:
    [record] = extract([[*ZOE[:2], prefix, *ZOE[3:]]]).records

    assert (record.prefix, record.surname) == ("van", "Dijk")


@pytest.mark.parametrize(
    ("initials", "prefix", "told"),
    [
        ("A.J. van den", "", ("A.J.", "van den")),
        ("A. de", "de", ("A.", "de")),
        ("A. J.", "", ("A. J.", "")),
        ("A. de", "van", ("A. de", "van")),
    ],
)
def test_a_prefix_behind_the_initials_goes_to_the_surname(
    initials: str, prefix: str, told: tuple[str, str]
) -> None:
    headings = ("Voorletters", "Roepnaam", "Tussenvoegsel", "Achternaam", "Groep")

    [record] = extract([[initials, "Anna", prefix, "Berg", "5b"]], headings).records

    assert (record.initials, record.prefix) == told


def test_a_prefix_behind_the_first_name_goes_to_the_surname() -> None:
    [record] = extract([["004711", "Anna Zoë van den", "", "Dijk", *ZOE[4:]]]).records

    assert (record.first_name, record.prefix, record.surname) == ("Anna Zoë", "van den", "Dijk")


def test_a_whole_name_without_a_first_name_is_an_error() -> None:
    headings = ["Naam", "Groep"]
    found = extract([["Zoë van Dijk", "5"], ["van den Berg Jan", "5"], ["Bo Vos", "5"]], headings)

    assert [record.origin.row for record in found.set_aside] == [3]
    assert _codes(found) == [(Code.NAME_MISSING, 3)]


def test_the_first_name_is_not_doubled_when_the_whole_name_ends_with_it() -> None:
    headings = ["Naam", "Roepnaam", "Groep"]
    found = extract([["van den Berg Jan", "Jan", "5"], ["Zoë Bos", "Zoë", "5"]], headings)

    names = [(record.first_name, record.prefix, record.surname) for record in found.records]
    assert names == [("Jan", "van den", "Berg"), ("Zoë", "", "Bos")]


@pytest.mark.parametrize("at", [1, 3])
@pytest.mark.parametrize(
    "name",
    [
        "?ınar",
        "G?ne?",
        "Ren\ufffd",
        "Jan?",
        "\u00a3ukasz",
        "Zo\u2030",
        "Zo\u251c\u00bd",
        "Zo=C3=AB",
        "Fran\u2021ois",
        "Zo\u25a1",
        "Lo\u2039s",
    ],
)
def test_a_name_that_lost_letters_is_set_aside_and_stays_to_be_seen(at: int, name: str) -> None:
    row = [*JAN]
    row[at] = name

    found = extract([ZOE, row])

    assert _codes(found) == [(Code.LETTERS_LOST, 3)]
    [aside] = found.set_aside
    assert (aside.first_name if at == 1 else aside.surname) == name.replace("\ufffd", "?")


@pytest.mark.parametrize("name", ["Zo\u00d9", "Ren\u017de", "Fran\u00feois", "Lo\u00b4s"])
def test_what_may_be_a_lost_letter_is_one_where_others_were_lost(name: str) -> None:
    row, lost = [*JAN], [*JAN]
    row[0], row[1] = "77", name
    lost[0], lost[1] = "78", "M\u00b3ller"

    assert Code.LETTERS_LOST not in [code for code, _ in _codes(extract([ZOE, row]))]
    found = extract([ZOE, row, lost])

    assert [row for code, row in _codes(found) if code is Code.LETTERS_LOST] == [3, 4]


@pytest.mark.parametrize("name", ["Proef &lt;b&gt;", "Proef %3Cb%3E", "100% Bos"])
def test_an_odd_name_that_lost_nothing_is_a_name(name: str) -> None:
    row = [*JAN]
    row[3] = name

    found = extract([ZOE, row])

    assert [record.surname for record in found.records][1:] == [name]


def test_what_a_school_notes_behind_a_name_is_not_of_the_name() -> None:
    names = ["Zoë van Dijk*", "** Bos, Jan", "Tim Kok (nieuw)", "Ali (Al) Vos (zij-instromer)"]
    names += ["Bo Wit -> groep 4", "Mees Prins=>school B"]
    found = extract([[name, "5"] for name in names], ["Naam", "Groep"])

    assert [(record.first_name, record.surname) for record in found.records] == [
        ("Zoë", "Dijk"),
        ("Jan", "Bos"),
        ("Tim", "Kok"),
        ("Ali (Al)", "Vos"),
        ("Bo", "Wit"),
        ("Mees", "Prins"),
    ]


@pytest.mark.parametrize(
    ("written", "name"),
    [("B. (Broer)", "Broer"), ("Z.M. (Zus)", "Zus"), ("J. (broer)", "J."), ("Bo (Broer)", "Bo")],
)
def test_behind_initials_a_word_for_a_brother_is_a_call_name(written: str, name: str) -> None:
    found = extract([(written, "Hoekstra", "5a")], ("Roepnaam", "Achternaam", "Groep"))

    assert [one.first_name for one in found.records] == [name]


def test_van_is_a_first_name_in_a_column_of_its_own() -> None:
    rows = [("THI VAN", "LE", "5a"), ("JAN VAN DEN", "BERG", "5a")]

    found = extract(rows, ("Roepnaam", "Achternaam", "Groep"))

    assert [(one.first_name, one.prefix) for one in found.records] == [
        ("THI VAN", ""),
        ("JAN", "VAN DEN"),
    ]


@pytest.mark.parametrize(
    "note",
    [
        "(spreek uit: sjoen)",
        "(tweeling)",
        "(drieling)",
        "(zus van Bo)",
        "(broertje van Bo)",
        "(tweelingzus)",
    ],
)
def test_a_note_of_brothers_and_sisters_is_not_of_the_name(note: str) -> None:
    found = extract([(f"Tim {note}", "Bos", "5")], ("Roepnaam", "Achternaam", "Groep"))

    assert [one.first_name for one in found.records] == ["Tim"]


@pytest.mark.parametrize(
    "quoted", ['"Tim"', "\u201cTim\u201d", "\u201eTim\u201d", "\u2018Tim\u2019"]
)
def test_quotes_around_a_whole_cell_are_not_of_the_name(quoted: str) -> None:
    rows = [(quoted, "Bos", "5"), ("Noor", "'t Hart", "5")]

    found = extract(rows, ("Roepnaam", "Achternaam", "Groep"))

    assert [one.first_name for one in found.records] == ["Tim", "Noor"]
    assert [one.surname for one in found.records] == ["Bos", "Hart"]


@pytest.mark.parametrize("name", ['Johannes "Jan"', '"Jan" Johannes', "D'Angelo"])
def test_quotes_around_a_part_of_a_name_stay(name: str) -> None:
    found = extract([(name, "Bos", "5")], ("Roepnaam", "Achternaam", "Groep"))

    assert [one.first_name for one in found.records] == [name]


@pytest.mark.parametrize("bullet", ["-", "\u2013", "\u2022"])
def test_a_bullet_is_not_of_the_name(bullet: str) -> None:
    found = extract([[f"{bullet} Jan van den Berg", "5"]] * 2, ["Naam", "Groep"])

    assert (found.records[0].first_name, found.records[0].surname) == ("Jan", "Berg")


def test_first_names_that_hold_the_whole_name_give_up_the_surname() -> None:
    names = ["Jan van den Berg", "Zoë Bakker", "Tim Kok"]
    prefixes, surnames = ["van den", "", ""], ["Berg", "Bakker", "Kok"]
    rows = [[*row, "5"] for row in zip(names, prefixes, surnames, strict=True)]
    headings = ["Voornaam", "Tussenvoegsel", "Achternaam", "Groep"]

    assert [r.first_name for r in extract(rows, headings).records] == ["Jan", "Zoë", "Tim"]
    one = extract([rows[0], *([*row[2:3], *row[1:]] for row in rows)], headings).records[0]
    assert one.first_name == "Jan van den Berg"


@pytest.mark.parametrize("cell", ["?", "Jan (?)", "Jan 2?", "Jan \u2022", "B&B", "A=1"])
def test_a_question_mark_beside_no_letter_is_no_lost_letter(cell: str) -> None:
    found = extract([ZOE, [JAN[0], cell, *JAN[2:]]])

    assert Code.LETTERS_LOST not in [code for code, _ in _codes(found)]


def test_of_rows_of_several_school_years_the_ended_ones_have_left() -> None:
    headings = ("Roepnaam", "Achternaam", "Groep", "Schooljaar")
    rows = [
        ("Mees", "Bos", "4", "2025-2026"),
        ("Oud", "Kok", "8", "2025-2026"),
        ("Mees", "Bos", "5", "2026-2027"),
        ("Noor", "Vos", "1", "2026-2027"),
    ]

    found = extract(rows, headings)

    assert [(one.first_name, one.group) for one in found.records] == [("Mees", "5"), ("Noor", "1")]
    assert [(skip.record.first_name, skip.reasons) for skip in found.skips] == [
        ("Mees", ("left",)), ("Oud", ("left",)),
    ]  # fmt: skip
    assert not found.set_aside


def test_the_one_school_year_of_a_list_says_nothing_of_who_left() -> None:
    rows = [("Mees", "Bos", "4", "2025-2026"), ("Noor", "Vos", "5", "2025-2026")]

    assert len(extract(rows, ("Roepnaam", "Achternaam", "Groep", "Schooljaar")).records) == 2


def test_the_school_years_in_which_the_children_came_say_nothing_of_who_left() -> None:
    rows = [
        ("Mees", "Bos", "8", "2019-2020"),
        ("Noor", "Vos", "5", "2022-2023"),
        ("Tim", "Kok", "1", "2026-2027"),
    ]

    assert len(extract(rows, ("Roepnaam", "Achternaam", "Groep", "Schooljaar")).records) == 3


def test_a_title_of_former_pupils_is_believed_where_every_row_has_a_title() -> None:
    rows = [
        ("Mees", "Bos", "Vlinders"),
        ("Noor", "Vos", "Uitgeschreven"),
        ("Tim", "Kok", "Vooraanmeldingen"),
    ]

    found = extract(rows, ("Roepnaam", "Achternaam", "Tussenkop"))

    assert [one.first_name for one in found.records] == ["Mees"]
    assert [skip.reasons for skip in found.skips] == [("left",), ("pre_registered",)]


def test_a_number_in_brackets_is_no_part_of_a_name() -> None:
    rows = [("Mees Bos (4711)", "4"), ("Noor de Vos (4712)", "5")]

    found = extract(rows, ("Leerling", "Klas"))

    assert [(one.first_name, one.surname) for one in found.records] == [
        ("Mees", "Bos"), ("Noor", "Vos"),
    ]  # fmt: skip


@pytest.mark.parametrize("heading", ["Groepen", "Klassen", "Stamgroepen"])
def test_groepen_is_the_group_where_nothing_else_is(heading: str) -> None:
    rows = [("Mees", "Bos", "4", "plus"), ("Noor", "Vos", "5", "plus")]

    alone = extract([row[:3] for row in rows], ("Roepnaam", "Achternaam", heading))
    beside = extract(rows, ("Roepnaam", "Achternaam", "Klas", heading))

    assert [one.group for one in alone.records] == ["4", "5"]
    assert [one.group for one in beside.records] == ["4", "5"]


def test_a_letter_beside_the_year_is_no_class_of_its_own() -> None:
    rows = [(f"Kind{at:c}", "Bos", str((at - 97) // 2 + 1), "AB"[at % 2]) for at in range(97, 113)]

    found = extract(rows, ("Roepnaam", "Achternaam", "Leerjaar", "Klas"))

    assert [one.group for one in found.records][:4] == ["1B", "1A", "2B", "2A"]


def test_the_school_year_is_no_part_of_the_groups_of_one_year() -> None:
    rows = [("Mees", "Bos", "5a - schooljaar 2026-2027"), ("Noor", "Vos", "Kevers 2026-2027")]
    both = [("Mees", "Bos", "8a 2025-2026"), ("Noor", "Vos", "8a 2026-2027")]
    ages = [("Mees", "Bos", "VSO A 16-17"), ("Noor", "Vos", "VSO B 16-17")]

    for listed, groups in (
        (rows, ["5a", "Kevers"]),
        ([*rows, ("Tim", "Kok", "2026-2027")], ["5a", "Kevers", ""]),
        (both, [row[2] for row in both]),
        (ages, [row[2] for row in ages]),
    ):
        found = extract(listed, ("Roepnaam", "Achternaam", "Groep"))
        assert [one.group for one in found.records] == groups


def test_a_class_of_special_education_may_be_a_letter() -> None:
    rows = [("Mees", "Bos", "5", "A"), ("Noor", "Vos", "6", "A"), ("Tim", "Kok", "7", "B")]

    found = extract(rows, ("Roepnaam", "Achternaam", "Leerjaar", "Groep"))

    assert [one.group for one in found.records] == ["A", "A", "B"]


def test_a_status_of_one_letter_tells_who_left() -> None:
    rows = [("Mees", "Bos", "5", "I"), ("Noor", "Vos", "6", "U"), ("Tim", "Kok", "7", "I")]

    found = extract(rows, ("Roepnaam", "Achternaam", "Groep", "Status"))

    assert [skip.record.first_name for skip in found.skips] == ["Noor"]
    assert len(extract(rows, ("Roepnaam", "Achternaam", "Groep", "Letter")).records) == 3


@pytest.mark.parametrize(("year", "group", "year_group"), [("5", "5", "5"), ("13", "3", "13")])
def test_where_nobody_has_a_group_the_year_group_stands_in(
    year: str, group: str, year_group: str
) -> None:
    found = extract([[*ZOE[:5], "", year], [*JAN[:5], "", year]], (*HEADINGS, "Jaargroep"))

    assert {(one.group, one.year_group) for one in found.records} == {(group, year_group)}
    assert Code.GROUP_MISSING not in {code for code, _ in _codes(found)}


def test_where_others_have_a_group_the_year_group_is_none() -> None:
    found = extract([[*ZOE[:5], "5b", "5"], [*JAN[:5], "", "5"]], (*HEADINGS, "Jaargroep"))

    assert [one.group for one in found.records] == ["5b", ""]
    assert _codes(found) == [(Code.GROUP_MISSING, 3)]


def _in_days(since: date, *, groups: Sequence[str], older: int = 0) -> Extraction:
    """Four children of each group, by the days since a first day."""
    rows = []
    for group in groups:
        for at, month in enumerate((2, 4, 8, 11)):
            year = 2026 - 3 - int(group[0]) - (month == 11) - older
            born = (date(year, month, 5) - since).days
            rows.append([group + str(at), "Kind" + "abcd"[at], "", "Bos", str(born), group])
    return extract(rows, as_of=date(2026, 8, 28))


DAY_BEFORE_1900, DAY_OF_1904 = date(1899, 12, 30), date(1904, 1, 1)


@pytest.mark.parametrize("groups", ["12345678", ["1a", "2a", "3b", "5a", "5b", "7a"]])
def test_days_since_1904_are_told_by_the_year_groups_and_not_used(groups: Sequence[str]) -> None:
    right = _in_days(DAY_BEFORE_1900, groups=groups)
    turned = _in_days(DAY_OF_1904, groups=groups)

    assert all(record.birth_date for record in right.records)
    assert not any(record.birth_date for record in turned.records)
    assert turned.oddities.out_of_step == len(turned.records)
    assert Code.DATES_FROM_1904 in {problem.code for problem in turned.problems}
    assert Code.DATES_FROM_1904 not in {problem.code for problem in right.problems}


@pytest.mark.parametrize("older", [1, 2, 3, 5])
def test_a_list_of_other_years_ago_counts_from_1900(older: int) -> None:
    found = _in_days(DAY_BEFORE_1900, groups="12345", older=older)

    assert Code.DATES_FROM_1904 not in {problem.code for problem in found.problems}


@pytest.mark.parametrize("day", ["01-01", "01-{month:02}"])
def test_dates_that_tell_a_year_and_no_day_are_not_used(day: str) -> None:
    rows = [
        [str(at), "Kind", "", f"Bos{at:c}", f"{day.format(month=at - 96)}-{2014 + at % 4}", "5a"]
        for at in range(97, 109)
    ]

    found = extract(rows, as_of=date(2026, 8, 28))

    assert [record.birth_date for record in found.records] == [None] * 12
    assert Code.DATES_ARE_YEARS in {problem.code for problem in found.problems}


def test_children_who_fled_and_have_the_first_of_january_keep_it() -> None:
    days = ["01-01-2016"] * 8 + [f"{at:02}-05-2016" for at in range(11, 17)]
    rows = [[str(at), "Kind", "", f"Bos{at:c}", day, "5a"] for at, day in enumerate(days, start=97)]

    found = extract(rows, as_of=date(2026, 8, 28))

    assert [bool(record.birth_date) for record in found.records] == [True] * len(days)
    assert Code.DATES_ARE_YEARS not in {problem.code for problem in found.problems}


def test_groups_that_tell_no_year_do_not_tell_from_when_days_count() -> None:
    days = [str((date(2018, 1 + at, 5) - DAY_OF_1904).days) for at in range(12)]
    rows = [
        [str(at), "Kind", "", f"Bos{at:c}", day, "Bevers"] for at, day in enumerate(days, start=97)
    ]

    found = extract(rows, as_of=date(2026, 8, 28))

    assert Code.DATES_FROM_1904 not in {problem.code for problem in found.problems}


@pytest.mark.parametrize(
    ("roepnaam", "naam", "names"),
    [
        ("Ray", "Bos, R.", ("Ray", "", "Bos")),
        ("Ümit", "Heuvel, Ü.J. van den", ("Ümit", "van den", "Heuvel")),
        ("Jan", "Berg, J", ("Jan", "", "Berg")),
        ("Wout (W.J.)", "Mulder", ("Wout", "", "Mulder")),
        ("Zoë (Zo)", "Mulder", ("Zoë (Zo)", "", "Mulder")),
        ("\u2b50 Tim", "Bos", ("Tim", "", "Bos")),
        ("Tim", "Bos \U0001f382", ("Tim", "", "Bos")),
        ("\u25a1eljko", "Bos", ("\u25a1eljko", "", "Bos")),
        ("Tim", "Bos (nieuw per 1-8)", ("Tim", "", "Bos")),
        ("Tim", "Bos (v.a. 1-9)", ("Tim", "", "Bos")),
        ("Tim", "Bos - nieuw", ("Tim", "", "Bos")),
        ("Tim", "Bos \u2013 nieuwe leerling", ("Tim", "", "Bos")),
        ("Tim", "Bos - Nieuw", ("Tim", "", "Bos - Nieuw")),
        ("Tim", "Bos - van Dam", ("Tim", "", "Bos - van Dam")),
        ("Tim", "Bos (Vos)", ("Tim", "", "Bos (Vos)")),
        ("Tim", "Bos, Vos", ("Tim", "", "Bos, Vos")),
    ],
)
def test_initials_pictures_and_notes_are_no_part_of_a_name(
    roepnaam: str, naam: str, names: tuple[str, str, str]
) -> None:
    found = extract([(roepnaam, naam, "5")], ("Roepnaam", "Achternaam", "Groep"))

    assert [(one.first_name, one.prefix, one.surname) for one in found.records] == [names]


@pytest.mark.parametrize("note", ["(gaat naar groep 4)", "(nieuw)", "(Weggeman)", "(start 1-10)"])
def test_other_notes_tell_nothing_of_leaving(note: str) -> None:
    found = extract([("Tim Bos", "5"), (f"Noor Vos {note}", "6")], ("Naam", "Groep"))

    assert len(found.records) == 2
    assert Code.LEAVES_LATER not in {problem.code for problem in found.problems}


@pytest.mark.parametrize("note", ["(vertrekt 1-8)", "(vertrekt)", "(Gaat van school per 1-10)"])
def test_a_note_behind_a_name_that_a_child_leaves_is_told(note: str) -> None:
    found = extract([("Tim Bos", "5"), (f"Noor Vos {note}", "6")], ("Naam", "Groep"))

    assert [(one.first_name, one.surname) for one in found.records] == [
        ("Tim", "Bos"),
        ("Noor", "Vos"),
    ]
    [told] = [one for one in found.problems if one.code is Code.LEAVES_LATER]
    assert told.detail == {"count": 1}


def test_two_names_below_each_other_in_a_cell_are_two_children() -> None:
    found = extract([("Tim Bos\nNoor de Vos", "5"), ("An Wit", "5")], ("Naam", "Groep"))

    assert [(one.first_name, one.surname) for one in found.records] == [("An", "Wit")]
    assert (Code.TWO_CHILDREN_IN_ROW, 2) in _codes(found)


@pytest.mark.parametrize("name", ["Tim\nBos", "Tim Jan\nvan den Bos", "Bos, Tim\n(Timmie)"])
def test_a_name_may_go_on_in_the_next_line(name: str) -> None:
    found = extract([(name, "5"), ("An Wit", "5")], ("Naam", "Groep"))

    assert len(found.records) == 2
