"""Columns are recognised by heading and by values, never by position; doubt is a question."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random
from string import ascii_lowercase

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.roster.cases import AS_OF, HEADINGS, SECRET, extract, next_year_rows, school, table

from leesloket.roster import confirm, extract_records, narrow, suggest_mapping
from leesloket.roster.model import Field, ListKind, RawTable
from leesloket.roster.readers import read

ROWS = [
    ["004711", "Zoë", "van", "Dijk", "02-03-2017", "5b"],
    ["004712", "Jan", "", "Bakker", "25-12-2016", "5b"],
    ["004713", "Fenna", "de", "Vries", "13-01-2017", "6a"],
]


def _fields(found: RawTable) -> dict[str, str]:
    mapping = suggest_mapping(found)
    return {
        heading: field.value
        for heading, field in zip(found.headings, mapping.fields, strict=True)
        if field is not None
    }


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4, 5), (5, 4, 3, 2, 1, 0), (3, 0, 5, 1, 4, 2)])
def test_the_order_of_columns_does_not_matter(order: tuple[int, ...]) -> None:
    rows = [[row[at] for at in order] for row in ROWS]
    found = table(rows, [HEADINGS[at] for at in order])

    assert _fields(found) == {
        "Leerlingnummer": "pupil_number",
        "Roepnaam": "first_name",
        "Tussenvoegsel": "prefix",
        "Achternaam": "surname",
        "Geboortedatum": "birth_date",
        "Groep": "group",
    }


@pytest.mark.parametrize(
    ("at", "misspelt"),
    [
        (0, "Leelingnummer"),
        (1, "Ropenaam"),
        (2, "Tussenvoegel"),
        (3, "Achternaan"),
        (4, "Gebortedatum"),
        (5, "Stamgoep"),
    ],
)
def test_a_heading_with_a_typing_mistake_is_asked_about_with_what_it_may_be(
    at: int, misspelt: str
) -> None:
    right = table(ROWS, HEADINGS)
    found = table(ROWS, [*HEADINGS[:at], misspelt, *HEADINGS[at + 1 :]])
    mapping = suggest_mapping(found)

    assert mapping.fields == suggest_mapping(right).fields
    assert mapping.doubts == (at,)


@pytest.mark.parametrize("beside", ["Achternaan", "Lokatie", "Geboorteakte", "Inschrijfdatum"])
def test_a_heading_that_is_almost_another_word_asks_nothing_where_nothing_is_missing(
    beside: str,
) -> None:
    found = table([[*row, "2019"] for row in ROWS], [*HEADINGS, beside])

    assert suggest_mapping(found).fields[-1] is None
    assert suggest_mapping(found).is_certain


def test_naam_is_the_surname_beside_a_first_name() -> None:
    found = table([["Jan", "Bakker", "5"], ["Zoë", "van Dijk", "5"]], ["Voornaam", "Naam", "Groep"])

    assert _fields(found)["Naam"] == "surname"


def test_naam_is_the_whole_name_when_it_holds_the_first_name_too() -> None:
    rows = [["Jan", "Jan Bakker", "5"], ["Zoë", "Dijk, Zoë van", "5"]]

    assert _fields(table(rows, ["Voornaam", "Naam", "Groep"]))["Naam"] == "full_name"


def test_naam_alone_with_whole_names_is_the_whole_name() -> None:
    mapping = suggest_mapping(
        table([["Jan Bakker", "5"], ["Dijk, Zoë van", "5"]], ["Naam", "Groep"])
    )

    assert mapping.fields == (Field.FULL_NAME, Field.GROUP)
    assert mapping.is_certain


def test_naam_alone_with_surnames_misses_the_first_name() -> None:
    mapping = suggest_mapping(table([["Bakker", "5"], ["van Dijk", "5"]], ["Naam", "Groep"]))

    assert mapping.missing == (Field.FIRST_NAME,)
    assert not mapping.is_certain


def test_a_number_under_the_heading_of_a_name_is_not_believed() -> None:
    mapping = suggest_mapping(table([["4711", "5"], ["4712", "5"]], ["Achternaam", "Groep"]))

    assert Field.SURNAME not in mapping.fields


@pytest.mark.parametrize("numbers", ["123", "121", "1.2.3."])
def test_a_column_that_counts_the_rows_is_nobodys_number(numbers: str) -> None:
    counted = re.findall(r"\d\.?", numbers)
    rows = [[number, *row[1:]] for number, row in zip(counted, ROWS, strict=True)]

    assert "Nr." not in _fields(table(rows, ["Nr.", *HEADINGS[1:]]))
    assert "Lln.nr." in _fields(table(rows, ["Lln.nr.", *HEADINGS[1:]]))


@pytest.mark.parametrize("below", ["Team 2026-2027", "Naam", "Ingrid de Wit"])
def test_what_stands_below_a_list_does_not_stop_the_count_of_its_rows(below: str) -> None:
    rows = [(str(at), "Tim", f"Bos{at:c}", "5") for at in range(97, 103)]
    counted = [(str(at), *row[1:]) for at, row in enumerate(rows, 1)]

    fields = _fields(table([*counted, (below, "", "", "")], ("Nr.", "Voornaam", "Naam", "Groep")))

    assert "Nr." not in fields


def test_numbers_that_count_no_rows_are_the_pupils() -> None:
    rows = [[number, *row[1:]] for number, row in zip("132", ROWS, strict=True)]

    assert _fields(table(rows, ["Nr.", *HEADINGS[1:]]))["Nr."] == "pupil_number"


def test_a_number_that_is_everybodys_is_not_the_pupils() -> None:
    rows = [["98765", *row[1:]] for row in ROWS] * 8

    assert "Leerlingnummer" not in _fields(table(rows))
    assert "Leerlingnummer" not in _fields(table(rows[:5]))
    assert _fields(table(rows[:4]))["Leerlingnummer"] == "pupil_number"  # too few to tell
    remembered = {"Leerlingnummer": Field.PUPIL_NUMBER}
    assert suggest_mapping(table(rows), remembered=remembered).fields[0] is None


def test_numbers_with_spaces_inside_are_numbers() -> None:
    rows = [[f"10 {at}", *row[1:]] for at, row in enumerate(ROWS)]

    assert _fields(table(rows))["Leerlingnummer"] == "pupil_number"


def test_dates_under_the_heading_of_a_number_are_not_believed() -> None:
    rows = [["02-03-2017", "Jan", "Bakker", "5"], ["25-12-2016", "Zoë", "Dijk", "5"]]
    mapping = suggest_mapping(table(rows, ["Leerlingnummer", "Roepnaam", "Achternaam", "Groep"]))

    assert Field.PUPIL_NUMBER not in mapping.fields


def test_names_under_the_heading_of_a_group_are_not_believed() -> None:
    # Every row has a cell more than there are headings: all of them moved one place.
    rows = [(str(at), "", f"Kind{at}", f"Achternaam{at}", "5a") for at in range(30)]

    mapping = suggest_mapping(
        table(rows, ("Leerlingnummer", "Roepnaam", "Achternaam", "Groep", "kolom E"))
    )

    assert mapping.fields[3] is None
    assert not mapping.is_certain


def test_a_bsn_under_another_heading_is_never_used() -> None:
    # Invented numbers that pass the eleven test.
    bsns = ["111222333", "123456782", "100000009", "100000010", "100000022", "999999990"]
    rows = [[bsn, f"Kind{'abcdef'[at]}", "Bakker", "5"] for at, bsn in enumerate(bsns)]
    found = table(rows, ["Leerlingnummer", "Roepnaam", "Achternaam", "Groep"])

    assert Field.PUPIL_NUMBER not in suggest_mapping(found).fields
    remembered = suggest_mapping(found, remembered={"Leerlingnummer": Field.PUPIL_NUMBER})
    assert Field.PUPIL_NUMBER not in remembered.fields


def test_a_bare_year_beside_a_finer_group_is_the_year_group() -> None:
    rows = [["Jan", "Bakker", "5", "5a"], ["Zoë", "Dijk", "5", "5b"], ["Bo", "Vos", "6", "6a"]]
    found = table(rows, ["Roepnaam", "Achternaam", "Groep", "Groepsnaam"])

    assert _fields(found)["Groep"] == "year_group"
    assert _fields(found)["Groepsnaam"] == "group"


def test_a_year_group_alone_is_the_group() -> None:
    found = table(
        [["Jan", "Bakker", "5"], ["Zoë", "Dijk", "6"]], ["Roepnaam", "Achternaam", "Leerjaar"]
    )

    assert _fields(found)["Leerjaar"] == "group"


@pytest.mark.parametrize(
    ("now", "next_year"),
    [("Groep 2025-2026", "Groep 2026-2027"), ("Huidige groep", "Nieuwe groep")],
)
def test_bare_years_that_are_not_those_of_the_group_are_no_year_group(
    now: str, next_year: str
) -> None:
    rows = [["Jan", "Bakker", "5", "6"], ["Zoë", "Smit", "1/2A", "3"], ["Tim", "Vos", "4a", "5"]]
    mapping = suggest_mapping(table(rows, ["Roepnaam", "Achternaam", now, next_year]))

    assert not mapping.is_certain
    assert mapping.doubts == (2, 3)


def test_bare_years_under_a_heading_of_a_school_year_are_no_year_group() -> None:
    rows = [["Jan", "Bakker", "Uil", "6"], ["Zoë", "Smit", "Bij", "3"], ["Tim", "Vos", "Das", "5"]]
    headings = ["Roepnaam", "Achternaam", "Groep 2025-2026", "Groep 2026-2027"]

    assert suggest_mapping(table(rows, headings)).doubts == (2, 3)


@pytest.mark.parametrize(
    "names",
    [
        ("van den Berg Jan", "Bakker Zoë", "de Vries Tim"),
        ("Berg Jan van den", "Bakker Zoë", "Vries Tim de"),
        ("BERG Jan", "BAKKER Zoë", "VRIES Tim"),
        ("VAN DEN BERG JAN", "BAKKER ZOË", "DE VRIES TIM"),
        ("Van Den Berg Jan", "Bakker Zoë", "De Vries Tim"),
        ("Berg; Jan", "Bakker; Zoë", "Vries; Tim"),
        ("Berg / Jan", "Bakker / Zoë", "Vries / Tim"),
        ("Berg (Jan)", "Bakker (Zoë)", "Vries (Tim)"),
        ("Berg (van den) Jan", "Bakker Zoë", "Vries (de) Tim", "Smit Noor", "Vos Sem"),
    ],
)
def test_whole_names_that_do_not_show_the_first_name_are_a_question(names: tuple[str, ...]) -> None:
    mapping = suggest_mapping(table([[name, "5"] for name in names], ["Naam", "Groep"]))

    assert mapping.doubts == (0,)


@pytest.mark.parametrize(
    "names",
    [
        ("van den Berg Jan", "Bakker Zoë", "de Vries Tim"),
        ("Berg Jan van den", "Bakker Zoë", "Vries Tim de"),
        ("BERG Jan", "BAKKER Zoë", "VRIES Tim"),
    ],
)
def test_surnames_in_front_are_offered_and_read_so_once_a_person_says_it(
    names: tuple[str, ...],
) -> None:
    rows = table([[name, "5"] for name in names], ["Naam", "Groep"])

    offered = suggest_mapping(rows)
    said = confirm(rows, dict(enumerate(offered.fields)))

    assert offered.fields == (Field.SURNAME_FIRST, Field.GROUP)
    assert offered.missing == ()
    found = extract_records(rows, said, secret=SECRET, as_of=AS_OF)
    assert [record.first_name for record in found.records] == ["Jan", "Zoë", "Tim"]
    again = suggest_mapping(rows, remembered={"naam": Field.SURNAME_FIRST})
    assert again.is_certain


@pytest.mark.parametrize(
    "names",
    [
        ("Berg (van den), Jan", "Bakker, Zoë", "Vries (de), Tim"),
        ("Berg, Jan (van den)", "Bakker, Zoë", "Vries, Tim (de)"),
        ("Jan (Jantje) van den Berg", "Zoë (Zo) Bakker", "Tim (Ben) de Vries"),
        ("Berg, Jan (Jantje) van den", "Bakker, Zoë (Zo)", "Vries, Tim (Ben) de"),
    ],
)
def test_brackets_that_leave_no_doubt_are_no_question(names: tuple[str, ...]) -> None:
    rows = table([[name, "5"] for name in names], ["Naam", "Groep"])
    mapping = suggest_mapping(rows)

    assert mapping.is_certain
    found = extract_records(rows, mapping, secret=SECRET, as_of=AS_OF)
    assert [(record.prefix, record.surname) for record in found.records] == [
        ("van den", "Berg"),
        ("", "Bakker"),
        ("de", "Vries"),
    ]


def test_one_whole_name_that_was_turned_around_is_no_question() -> None:
    names = ("van den Berg Jan", "Zoë Bakker", "Tim de Vries")

    assert suggest_mapping(table([[name, "5"] for name in names], ["Naam", "Groep"])).is_certain


@pytest.mark.parametrize(("gone", "doubts"), [(0, ()), (1, ()), (3, (3,)), (6, (3,))])
def test_many_who_left_by_a_yes_or_a_no_are_a_question(gone: int, doubts: tuple[int, ...]) -> None:
    rows = [["Jan", "Bos", "5", "Nee" if at < gone else "Ja"] for at in range(6)]

    for heading in ("Ingeschreven", "Actief"):
        mapping = suggest_mapping(table(rows, ["Roepnaam", "Achternaam", "Groep", heading]))
        assert mapping.fields[3] is Field.STATUS
        assert mapping.doubts == doubts


def test_a_surname_beside_the_whole_name_says_nothing_new() -> None:
    rows = [["Dijk", "Jan van Dijk", "5"], ["Bos", "Zoë Bos", "5"]]
    mapping = suggest_mapping(table(rows, ["Achternaam", "Naam leerling", "Groep"]))

    assert mapping.fields == (None, Field.FULL_NAME, Field.GROUP)
    assert mapping.is_certain


def test_a_name_beside_the_whole_name_of_another_is_a_question() -> None:
    rows = [["Juf Anna", "Jan van Dijk", "5"], ["Juf Anna", "Zoë Bos", "5"]]
    mapping = suggest_mapping(table(rows, ["Naam", "Leerling", "Groep"]))

    assert mapping.fields == (None, Field.FULL_NAME, Field.GROUP)
    assert mapping.doubts == (0, 1)


def test_a_whole_name_beside_its_parts_is_not_used() -> None:
    rows = [["Jan van Dijk", "Jan", "van", "Dijk", "5"], ["Bos, Zoë", "Zoë", "", "Bos", "5"]]
    headings = ["Naam", "Roepnaam", "Tv", "Achternaam", "Groep"]

    assert _fields(table(rows, headings)) == {
        "Roepnaam": "first_name",
        "Tv": "prefix",
        "Achternaam": "surname",
        "Groep": "group",
    }
    assert suggest_mapping(table(rows, headings)).is_certain


def test_another_name_beside_the_parts_is_a_question() -> None:
    rows = [["Ank de Wit", "Jan", "Dijk", "5"], ["Ank de Wit", "Zoë", "Bos", "5"]]

    mapping = suggest_mapping(table(rows, ["Naam", "Roepnaam", "Achternaam", "Groep"]))

    assert mapping.doubts == (0, 2)


@pytest.mark.parametrize(
    ("heading", "called"),
    [("Voorletters", ("A.J.", "Z.", "M.")), ("Voornamen", ("Anna Jacoba", "Zoë", "Maria"))],
)
@pytest.mark.parametrize(
    "names",
    [
        ("Vries, Anna de", "Bos, Zoë", "Kok, Mies"),
        ("Anna de Vries", "Zoë Bos", "Mies Kok"),
        ("de Vries, Anna", "Bos, Zoë", "Kok, Mies"),
    ],
)
def test_naam_beside_initials_is_the_whole_name_when_it_holds_who_is_called_so(
    heading: str, called: tuple[str, ...], names: tuple[str, ...]
) -> None:
    rows = [(*row, "5") for row in zip(called, names, strict=True)]

    found = extract(rows, (heading, "Naam", "Groep"))

    assert [(one.first_name, one.prefix, one.surname) for one in found.records] == [
        ("Anna", "de", "Vries"),
        ("Zoë", "", "Bos"),
        ("Mies", "", "Kok"),
    ]


@pytest.mark.parametrize(
    "names",
    [
        ("Vries, de", "Ambrosius", "van der Meer"),
        ("Vries, A.J. de", "Ambrosius, Z.", "Meer, M. van der"),
        ("de Vries", "Ambrosius", "Bos-Meer"),
    ],
)
def test_naam_beside_initials_is_the_surname_when_it_holds_no_other_name(
    names: tuple[str, ...],
) -> None:
    rows = [(*row, "5") for row in zip(("A.J.", "A.", "M."), names, strict=True)]

    assert _fields(table(rows, ("Voorletters", "Naam", "Groep")))["Naam"] == "surname"


def test_a_name_beside_the_surname_is_proposed_as_the_first_name_beside_initials_too() -> None:
    rows = [("P.", "Puck", "Vos", "5"), ("M.", "Mees", "el Amrani", "5")]

    mapping = suggest_mapping(table(rows, ("Voorletters", "Naam", "Achternaam", "Groep")))

    assert mapping.fields[1:3] == (Field.FIRST_NAME, Field.SURNAME)
    assert mapping.doubts == (1, 2)


@pytest.mark.parametrize("heading", ["Naam", "Leerling", "Naam leerling"])
def test_a_name_beside_the_surname_is_proposed_as_the_first_name(heading: str) -> None:
    rows = [("Puck", "Vos", "5"), ("Mees", "el Amrani", "5"), ("Bo", "de Wit", "6")]

    mapping = suggest_mapping(table(rows, (heading, "Achternaam", "Groep")))

    assert mapping.fields == (Field.FIRST_NAME, Field.SURNAME, Field.GROUP)
    assert mapping.doubts == (0, 1)


@pytest.mark.parametrize("beside", [(), ("Voorletters",)])
@pytest.mark.parametrize("headings", [("Naam", "Volledige naam"), ("Naam leerling", "Naam")])
def test_the_same_name_written_twice_is_no_question(
    headings: tuple[str, ...], beside: tuple[str, ...]
) -> None:
    names = [("Bos, Anna", "Anna Bos", "A."), ("Kok, Zoë de", "Zoë de Kok", "Z.")]
    rows = [(*name[: 2 + len(beside)], "5") for name in names]

    found = extract(rows, (*headings, *beside, "Groep"))

    assert [(one.first_name, one.surname) for one in found.records] == [
        ("Anna", "Bos"),
        ("Zoë", "Kok"),
    ]
    assert suggest_mapping(table(rows, (*headings, *beside, "Groep"))).is_certain


@pytest.mark.parametrize("heading", ["Vornaam", "Hoe heet je?"])
def test_names_that_begin_as_the_initials_do_are_proposed_as_first_names(heading: str) -> None:
    rows = [("A.J.", "Anna", "Vos", "5"), ("Z.", "Zoë", "Bos", "5"), ("M.", "Mies", "Kok", "6")]

    mapping = suggest_mapping(table(rows, ("Voorletters", heading, "Achternaam", "Groep")))

    assert mapping.fields[1] is Field.FIRST_NAME
    assert mapping.doubts == (1,)


@pytest.mark.parametrize(
    "accounts",
    [
        ("anna.vos", "zoe.bos", "mies.kok"),
        ("annavos", "zoebos", "mieskok"),
        *(("AV", "ZB", "MK"), ("ANVO", "ZOBO", "MIKO"), ("AnVo", "ZoBo", "MiKo")),
        ("Anna1", "Zoe2", "Mies3"),
    ],
)
def test_the_codes_of_accounts_beside_initials_are_nobodys(accounts: tuple[str, str, str]) -> None:
    names = (("A.J.", "Vos"), ("Z.", "Bos"), ("M.", "Kok"))
    rows = [(one[0], code, one[1], "5") for one, code in zip(names, accounts, strict=True)]

    mapping = suggest_mapping(table(rows, ("Voorletters", "Inlog", "Achternaam", "Groep")))

    assert mapping.is_certain
    assert mapping.fields[1] is None


def test_first_names_in_capitals_beside_initials_are_proposed() -> None:
    rows = [("A.J.", "ANNA", "VOS", "5"), ("Z.", "ZOË", "BOS", "5"), ("M.", "MAARTEN", "KOK", "6")]

    mapping = suggest_mapping(table(rows, ("Voorletters", "Hoe heet je?", "Achternaam", "Groep")))

    assert mapping.doubts == (1,)


@pytest.mark.parametrize("heading", ["Naam (achternaam)", "Leerlingnaam (achternaam)"])
def test_the_part_of_a_name_in_brackets_is_what_a_heading_says(heading: str) -> None:
    headings = ("Naam (roepnaam)", "Tussenvoegsel", heading, "Groep")

    mapping = suggest_mapping(
        table([("Anna", "de", "Vos", "5"), ("Zoë", "", "Bos", "5")], headings)
    )

    assert mapping.is_certain
    assert mapping.fields == (Field.FIRST_NAME, Field.PREFIX, Field.SURNAME, Field.GROUP)


@pytest.mark.parametrize("heading", ["Op school sinds", "In Nederland sinds", "Laatste toets"])
def test_dates_of_school_are_not_proposed_as_birth_dates(heading: str) -> None:
    rows = [
        ("Anna", "Vos", "1-9-2020", "5"),
        ("Zo\u00eb", "Bos", "3-2-2021", "5"),
        ("Bo", "Kok", "4-5-2020", "6"),
    ]

    mapping = suggest_mapping(table(rows, ("Roepnaam", "Achternaam", heading, "Groep")))

    assert mapping.is_certain
    assert mapping.fields[2] is None
    told = suggest_mapping(table(rows, ("Roepnaam", "Achternaam", "Wanneer?", "Groep")))
    assert told.doubts == (2,)


NUMBERED = ("1/2A", "1/2B", "3A", "4A")


@pytest.mark.parametrize("first", [1, 101, 40216])
@pytest.mark.parametrize("heading", ["Groepsnaam", "Groep"])
def test_numbers_that_count_the_groups_are_nobodys(heading: str, first: int) -> None:
    rows = [
        (name, "Vos", str(code), f"Groep {group}")
        for code, group in enumerate(NUMBERED, first)
        for name in ("Anna", "Zo\u00eb", "Bo")
    ]

    mapping = suggest_mapping(table(rows, ("Roepnaam", "Achternaam", "Groepscode", heading)))

    assert mapping.is_certain
    assert mapping.fields[2:] == (None, Field.GROUP)


def test_numbers_beside_groups_with_a_name_stay_their_codes() -> None:
    rows = [("Anna", "Vos", code, name) for code, name in (("101", "Uilen"), ("102", "Vossen"))]

    mapping = suggest_mapping(table(rows, ("Roepnaam", "Achternaam", "Groepscode", "Groepsnaam")))

    assert mapping.fields[2:] == (Field.GROUP, Field.GROUP_NAME)


@pytest.mark.parametrize("groups", [("4A", "5A", "6A"), ("2A", "3A", "1A")])
def test_numbers_of_one_class_a_year_may_be_those_of_last_year(groups: tuple[str, ...]) -> None:
    rows = [("Anna", "Vos", str(at), group) for at, group in enumerate(groups, 1)]

    mapping = suggest_mapping(table(rows, ("Roepnaam", "Achternaam", "Groep", "Groepsnaam")))

    assert mapping.doubts == (2, 3)


def test_other_names_beside_initials_are_nobodys() -> None:
    rows = [("A.J.", "Ingrid", "Vos", "5"), ("Z.", "Ingrid", "Bos", "5"), ("M.", "Jan", "Kok", "6")]

    mapping = suggest_mapping(table(rows, ("Voorletters", "Xyz", "Achternaam", "Groep")))

    assert mapping.is_certain
    assert mapping.fields[1] is None


def test_initials_before_a_surname_are_not_part_of_it() -> None:
    rows = [["J. van Dijk", "Jan", "5"], ["Z. A. Bos", "Zoë", "5"]]

    assert _fields(table(rows, ["Naam", "Roepnaam", "Groep"]))["Naam"] == "full_name"


def test_a_column_called_prefix_that_holds_something_else_is_a_question() -> None:
    rows = [["Jan", "V1", "Dijk", "5"], ["Zoë", "", "Bos", "5"], ["Tim", "D2", "Boer", "5"]]

    mapping = suggest_mapping(table(rows, ["Roepnaam", "Tussenvoegsel", "Achternaam", "Groep"]))

    assert mapping.doubts == (1,)


def test_a_column_called_group_that_holds_something_else_is_a_question() -> None:
    rows = [("Tim", "Bos", "5", "2-3-2017", "5a"), ("Zoë", "Vos", "6", "4-5-2016", "6b")]
    headings = ("Roepnaam", "Achternaam", "Leerjaar", "Groep", "Geboortedatum")

    mapping = suggest_mapping(table(rows, headings))

    assert mapping.fields[2:] == (Field.GROUP, None, None)
    assert mapping.doubts == (3,)


def test_a_year_group_beside_an_empty_column_called_group_is_no_question() -> None:
    rows = [("Tim", "Bos", "5", ""), ("Zoë", "Vos", "6", "")]

    assert suggest_mapping(table(rows, ("Roepnaam", "Achternaam", "Leerjaar", "Groep"))).is_certain


def test_a_column_called_first_name_that_holds_something_else_is_a_question() -> None:
    rows = [("J.", "5a", "Dijk", "Jan"), ("Z.", "5a", "Bos", "Zoë"), ("T.", "6b", "Boer", "Jan")]

    mapping = suggest_mapping(table(rows, ("Voorletters", "Roepnaam", "Achternaam", "Groep")))

    assert mapping.doubts == (1,)


@pytest.mark.parametrize("heading", ["Xyz", "kolom B"])
def test_prefixes_under_another_heading_are_a_question(heading: str) -> None:
    rows = [["Jan", "van", "Dijk", "5"], ["Zoë", "", "Bos", "5"], ["Tim", "de", "Boer", "5"]]

    mapping = suggest_mapping(table(rows, ["Roepnaam", heading, "Achternaam", "Groep"]))

    assert mapping.fields[1] is Field.PREFIX
    assert mapping.doubts == (1,)


def test_bare_years_beside_their_groups_are_the_year_group() -> None:
    rows = [["Jan", "Bakker", "5b", "5"], ["Zoë", "Smit", "1/2A", "2"], ["Tim", "Vos", "Uil", "4"]]

    found = _fields(table(rows, ["Roepnaam", "Achternaam", "Groep", "Klas"]))

    assert (found["Groep"], found["Klas"]) == ("group", "year_group")


def test_this_years_and_next_years_group_are_a_question() -> None:
    rows = [["Jan", "Bakker", "5a", "6a"], ["Zoë", "Dijk", "5b", "6b"]]
    mapping = suggest_mapping(table(rows, ["Roepnaam", "Achternaam", "Groep", "Nieuwe groep"]))

    assert not mapping.is_certain
    assert mapping.doubts == (2, 3)


def test_what_people_remembered_wins() -> None:
    rows = [["Jan", "Bakker", "5a", "6a"], ["Zoë", "Dijk", "5b", "6b"]]
    found = table(rows, ["Roepnaam", "Achternaam", "Klas nu", "Klas straks"])

    mapping = suggest_mapping(found, remembered={"KLAS STRAKS": Field.GROUP})

    assert mapping.fields[3] is Field.GROUP
    assert mapping.how[3] == "remembered"
    assert mapping.is_certain


def test_roepnaam_beside_voornaam_is_the_call_name() -> None:
    rows = [["Johannes", "Jan", "Bakker", "5"], ["Zoë Maria", "Zoë", "Dijk", "6"]]
    found = table(rows, ["Voornaam", "Roepnaam", "Achternaam", "Groep"])

    assert _fields(found)["Roepnaam"] == "first_name"
    assert _fields(found)["Voornaam"] == "given_names"


_NAMES = [
    *(("Emma", "Bakker"), ("Noah", "de Vries"), ("Yara", "Yilmaz"), ("Sem", "van Dijk")),
    *(("Fenna", "Smit"), ("Tjibbe", "Hooghiemstra"), ("Lotte", "Visser"), ("Omar", "El Amrani")),
]


@pytest.mark.parametrize("heading_row", [None, 1])
def test_names_that_no_heading_tells_are_proposed_by_common_names(heading_row: int | None) -> None:
    rows = [[first, last, "5a"] for first, last in _NAMES]
    found = replace(table(rows, ["Wie", "Gezin", "Unit"]), heading_row=heading_row)

    mapping = suggest_mapping(found)

    assert mapping.fields[:2] == (Field.FIRST_NAME, Field.SURNAME)
    assert mapping.doubts[:2] == (0, 1)
    assert not mapping.is_certain


def test_of_two_columns_of_first_names_none_is_proposed() -> None:
    rows = [
        [first, other, last]
        for (first, last), (other, _) in zip(_NAMES, reversed(_NAMES), strict=True)
    ]

    mapping = suggest_mapping(table(rows, ["Wie", "Maatje", "Achternaam"]))

    assert mapping.fields == (None, None, Field.SURNAME)


def test_a_teacher_beside_every_child_is_no_first_name() -> None:
    rows = [[("Emma", "Tom")[at % 2], last] for at, (_, last) in enumerate(_NAMES)]

    assert suggest_mapping(table(rows, ["Wie", "Achternaam"])).fields == (None, Field.SURNAME)


def test_beside_initials_first_names_below_another_word_are_left_alone() -> None:
    rows = [
        [first[0], last, other]
        for (first, last), (other, _) in zip(_NAMES, reversed(_NAMES), strict=True)
    ]

    mapping = suggest_mapping(table(rows, ["Voorletters", "Achternaam", "Maatje"]))

    assert mapping.fields == (Field.INITIALS, Field.SURNAME, None)


@pytest.mark.parametrize(
    ("numbers", "field"),
    [
        ([str(4711 + at) for at in range(42)], Field.PUPIL_NUMBER),
        ([str(4711 + at // 2) for at in range(42)], None),  # two have one
        ([str(4711 + at) if at else "x" for at in range(42)], Field.PUPIL_NUMBER),
    ],
)
def test_without_headings_everything_is_a_question(numbers: list[str], field: Field | None) -> None:
    rows = [
        [number, *row[1:]] for number, row in zip(numbers, next_year_rows(school()), strict=True)
    ]
    found = replace(table(rows, [f"kolom {one}" for one in "ABCDEF"]), heading_row=None)

    mapping = suggest_mapping(found)

    assert not mapping.is_certain
    assert mapping.fields[0] is field
    assert mapping.fields[4:] == (Field.BIRTH_DATE, Field.GROUP)
    assert set(mapping.how) <= {"values", "unused"}


def test_without_headings_a_group_that_stands_there_twice_is_proposed_once() -> None:
    rows = [["Jan Bakker", "5", "5"], ["Zoë van Dijk", "5", "5"], ["Mo Kaya", "6", "6"]] * 2
    found = replace(table(rows, ["kolom A", "kolom B", "kolom C"]), heading_row=None)
    other = replace(found, rows=(*found.rows[:-1], replace(found.rows[-1], cells=("Bo", "6", "5"))))

    assert list(suggest_mapping(found).fields).count(Field.GROUP) == 1
    assert Field.GROUP not in suggest_mapping(other).fields


def test_what_a_format_says_of_its_columns_is_taken() -> None:
    found = replace(
        table([["a", "b", "c"]], ["key", "achternaam", "groep"]),
        fields=(Field.PUPIL_NUMBER, Field.SURNAME, Field.GROUP),
    )

    assert suggest_mapping(found).how == ("format", "format", "format")


def test_a_person_can_say_it_all() -> None:
    found = table([["Jan", "Bakker", "5a"]], ["x", "y", "z"])

    mapping = confirm(found, {0: Field.FIRST_NAME, 1: Field.SURNAME, 2: Field.GROUP})

    assert mapping.is_certain
    assert mapping.how == ("confirmed", "confirmed", "confirmed")


def test_narrowing_keeps_only_what_is_used() -> None:
    found = table([["Jan", "Bakker", "judo", "5a"]], ["Roepnaam", "Achternaam", "Sport", "Groep"])

    smaller, mapping = narrow(found, suggest_mapping(found))

    assert smaller.headings == ("Roepnaam", "Achternaam", "Groep")
    assert [row.cells for row in smaller.rows] == [("Jan", "Bakker", "5a")]
    assert mapping.fields == (Field.FIRST_NAME, Field.SURNAME, Field.GROUP)
    assert smaller.dropped[-1].heading == "Sport"


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        pytest.param(0, "98765", "same_for_all", id="one number for everybody"),
        pytest.param(0, "onbekend", "does_not_fit", id="words under a number"),
        pytest.param(4, "12 jaar", "does_not_fit", id="ages under a birth date"),
    ],
)
def test_a_column_that_holds_something_else_says_so(column: int, cell: str, reason: str) -> None:
    rows = [[cell if at == column else old for at, old in enumerate(row)] for row in ROWS * 8]
    found = table(rows)

    smaller, _ = narrow(found, suggest_mapping(found))

    assert [(drop.heading, drop.reason) for drop in smaller.dropped] == [(HEADINGS[column], reason)]


def test_what_a_person_leaves_out_is_not_needed() -> None:
    found = table(ROWS)
    fields = {at: field for at, field in enumerate(suggest_mapping(found).fields) if at != 4}

    smaller, _ = narrow(found, confirm(found, fields))

    assert [(drop.heading, drop.reason) for drop in smaller.dropped] == [
        ("Geboortedatum", "not_needed")
    ]


def test_a_surname_beside_initials_stays_where_the_whole_name_calls_nobody() -> None:
    headings = ["Volledige naam", "Achternaam", "Voorletters", "Groep"]
    rows = [["Vries, A. de", "Vries", "A.", "5a"], ["Bakker, J.", "Bakker", "J.", "5a"]]

    found = extract(rows, headings)

    assert [(one.initials, one.surname) for one in found.records] == [
        ("A.", "Vries"),
        ("J.", "Bakker"),
    ]


def test_a_second_column_of_one_kind_is_only_not_needed() -> None:
    headings = ["Roepnaam", "Achternaam", "Groep", "Geslachtsnaam"]
    found = table([["Jan", "Bakker", "5a", "Bakker"]], headings)

    smaller, _ = narrow(found, suggest_mapping(found))

    assert [drop.reason for drop in smaller.dropped] == ["not_needed"]


def test_nothing_is_thrown_away_while_something_is_missing() -> None:
    found = table([["Bakker", "judo", "5a"]], ["Achternaam", "Sport", "Groep"])
    mapping = suggest_mapping(found)

    assert narrow(found, mapping) == (found, mapping)


def test_the_order_of_dates_is_decided_and_shown() -> None:
    rows = [["Jan", "Bakker", "5", "12/25/2016"], ["Zoë", "Dijk", "5", "03/04/2017"]]
    mapping = suggest_mapping(table(rows, ["Roepnaam", "Achternaam", "Groep", "Geboortedatum"]))

    assert mapping.date_orders == (None, None, None, "mdy")


_CELL = st.one_of(
    st.sampled_from(
        ["", "Jan", "van Dijk", "Dijk, Jan van", "5b", "4711", "02-03-2017", "1", "J."]
    ),
    st.text(max_size=8),
)


@st.composite
def _tables(draw: st.DrawFn) -> RawTable:
    headings = draw(
        st.lists(
            st.sampled_from([*HEADINGS, "Naam", "Klas", "Leerjaar", "Nummer", "Sport", "BSN"]),
            min_size=1,
            max_size=7,
        )
    )
    width = len(headings)
    rows = draw(st.lists(st.lists(_CELL, min_size=width, max_size=width), max_size=8))
    return table(rows, headings)


@given(_tables(), st.randoms(use_true_random=False))
def test_a_column_means_the_same_wherever_it_stands(found: RawTable, random: Random) -> None:
    order = list(range(len(found.headings)))
    if len(set(found.headings)) < len(order):
        return  # which of two equal headings is meant, nobody can say
    random.shuffle(order)
    shuffled = replace(
        found,
        headings=tuple(found.headings[at] for at in order),
        rows=tuple(replace(row, cells=tuple(row.cells[at] for at in order)) for row in found.rows),
    )

    first, again = suggest_mapping(found), suggest_mapping(shuffled)

    assert again.missing == first.missing
    assert {again.fields[at] for at in range(len(order))} == set(first.fields)
    if first.is_certain:
        assert tuple(again.fields[order.index(at)] for at in range(len(order))) == first.fields


@pytest.mark.parametrize("number", ["05KO00 47{:02}", "05KO-47{:02}", "47 {:02}"])
def test_a_number_may_have_a_school_or_a_space_in_it(number: str) -> None:
    found = table(
        [(number.format(at), "Bos, Mees", "5a") for at in range(12)], ("Nr", "Naam", "Groep")
    )

    assert suggest_mapping(found).fields[0] is Field.PUPIL_NUMBER


def test_numbers_that_begin_anew_in_every_group_are_nobodys_in_any_order() -> None:
    names = [f"Kind{at:c} Bos" for at in range(97, 109)]
    rows = [(str((at * 5) % 6 + 1), name, "5a") for at, name in enumerate(names)]
    own = [(str(at % 6 + 4711), name, "5a") for at, name in enumerate(names)]
    sorted_anew = [(str((at * 7) % 24 + 1), f"Kind{at + 97:c} Bos", "5a") for at in range(24)]

    assert suggest_mapping(table(rows, ("Nr", "Naam", "Groep"))).fields[0] is None
    assert suggest_mapping(table(sorted_anew, ("Nr", "Naam", "Groep"))).fields[0] is None
    assert suggest_mapping(table(own, ("Nr", "Naam", "Groep"))).fields[0] is Field.PUPIL_NUMBER


def test_the_cards_of_a_small_library_may_be_all_numbers_from_1() -> None:
    rows = [(str((at * 7) % 24 + 1), f"Kind{at + 97:c} Bos") for at in range(24)]

    mapping = suggest_mapping(table(rows, ("Nummer", "Naam")), kind=ListKind.TAKEOVER)

    assert mapping.fields == (Field.CARD_NUMBER, Field.FULL_NAME)


_SEVEN = [("Kind" + "abcdefg"[at], "Bos", str(at + 1), "AB"[at % 2]) for at in range(7)]
_BOTH_CLASSES = [*_SEVEN, *[(*row[:3], "BA"[at % 2]) for at, row in enumerate(_SEVEN)]]


def test_bare_years_beside_letters_are_proposed_whatever_they_are_called() -> None:
    rows = [
        [f"{1000 + at}", "Zoë", f"Bos{at + 97:c}", str(at % 8 + 1), "AB"[at // 8 % 2]]
        for at in range(48)
    ]
    found = table(rows, ("Leerlingnummer", "Roepnaam", "Achternaam", "Jaar", "Klas"))

    mapping = suggest_mapping(found)

    assert mapping.fields[3:] == (Field.YEAR_GROUP, Field.GROUP)
    assert mapping.doubts == (3,)
    confirmed = suggest_mapping(found, remembered={"Jaar": Field.YEAR_GROUP})
    assert confirmed.is_certain
    extraction = extract_records(found, confirmed, secret=SECRET, as_of=AS_OF)
    assert {record.group for record in extraction.records} == {
        f"{year}{letter}" for year in range(1, 9) for letter in "AB"
    }


@pytest.mark.parametrize("years", ["Groep", "Leerjaar", "Jaargroep"])
@pytest.mark.parametrize("letters", ["Klas", "Parallel", "Parallelklas", "Groepsletter", "Letter"])
def test_a_letter_beside_the_year_makes_the_class(years: str, letters: str) -> None:
    found = extract(_BOTH_CLASSES, ("Roepnaam", "Achternaam", years, letters))

    assert {record.group for record in found.records} == {
        f"{year}{letter}" for year in range(1, 8) for letter in "AB"
    }
    assert {record.year_group for record in found.records} == set("1234567")


_FOUR = ("1A", "1B", "1C", "2A", "2B", "2C", "3A", "3B", "4A")


@pytest.mark.parametrize("letters", ["Klas", "Parallel"])
def test_four_years_with_classes_from_a_make_classes_too(letters: str) -> None:
    rows = [(f"Kind{seat:c}", f"Bos{at:c}", *one)
            for at, one in enumerate(_FOUR, 97) for seat in range(97, 105)]  # fmt: skip

    found = extract(rows, ("Roepnaam", "Achternaam", "Leerjaar", letters))

    assert {record.group for record in found.records} == set(_FOUR)


@pytest.mark.parametrize(
    ("of_a_year", "groups"), [(5, set("AB")), (6, {"1A", "2A", "3A", "4A", "1B", "2B", "3B", "4B"})]
)
def test_letters_of_as_many_children_as_a_class_are_the_classes_of_a_small_vso(
    of_a_year: int, groups: set[str]
) -> None:
    rows = [
        (f"Kind{seat:c}", f"Bos{year + 96:c}{letter.lower()}", str(year), letter)
        for year in range(1, 5)
        for letter in "AB"
        for seat in range(97, 97 + of_a_year)
    ]

    found = extract(rows, ("Roepnaam", "Achternaam", "Leerjaar", "Klas"))

    assert {record.group for record in found.records} == groups


def test_a_handful_of_newcomers_to_four_years_have_the_classes_of_their_school() -> None:
    classes = ("1A", "1B", "2A", "4B", "4A", "6A", "6B", "1A", "4B", "1B")
    rows = [(f"Kind{at:c}", f"Bos{at:c}", *one) for at, one in enumerate(classes, 97)]

    found = extract(rows, ("Roepnaam", "Achternaam", "Leerjaar", "Klas"))

    assert [record.group for record in found.records] == list(classes)


@pytest.mark.parametrize(
    "classes",
    [
        ("1A", "2A", "2B", "3B", "3C", "4C"),  # special education: a class of two years or three
        ("1A", "2A", "3A", "4A"),  # one class
        ("1A", "1B", "2A", "2B", "3A", "3B"),  # two classes of three years
        ("1A", "1C", "2A", "2C", "3A", "4A"),
    ],
)
def test_letters_that_may_be_classes_by_themselves_stay_so(classes: tuple[str, ...]) -> None:
    rows = [("Kind", "Bos" + "abcdef"[at], one[0], one[1]) for at, one in enumerate(classes)]

    found = extract(rows, ("Roepnaam", "Achternaam", "Leerjaar", "Klas"))

    assert {record.group for record in found.records} == {one[1] for one in classes}


def test_a_letter_that_the_group_has_already_changes_nothing_beside_the_year() -> None:
    rows = [(*row[:2], row[2] + row[3], *row[2:]) for row in _BOTH_CLASSES]
    headings = ("Roepnaam", "Achternaam", "Groep", "Leerjaar", "Parallel")

    assert suggest_mapping(table(rows, headings)).is_certain
    assert {one.group for one in extract(rows, headings).records} == {row[2] for row in rows}


def test_letters_without_a_column_of_years_are_no_groups() -> None:
    mapping = suggest_mapping(table(_BOTH_CLASSES, ("Roepnaam", "Achternaam", "Jaar", "Letter")))

    assert not mapping.is_certain
    assert mapping.fields[3] is None


def test_of_the_groups_of_two_school_years_the_later_is_proposed() -> None:
    rows = [("Tim", "Bos", "4", "5"), ("Noor", "Vos", "5", "6"), ("Bo", "Kok", "3", "4")]
    headings = ("Roepnaam", "Achternaam", "Groep 2025-2026", "Groep 2026-2027")

    mapping = suggest_mapping(table(rows, headings))

    assert not mapping.is_certain
    assert mapping.fields[2:] == (None, Field.GROUP)


@pytest.mark.parametrize("heading", ["Groep", "Klas", "Stamgroep"])
def test_a_group_that_names_no_year_is_proposed_before_last_years(heading: str) -> None:
    rows = [("Tim", "Bos", "4", "5"), ("Noor", "Vos", "5", "6"), ("Bo", "Kok", "", "1")]

    mapping = suggest_mapping(
        table(rows, ("Roepnaam", "Achternaam", f"{heading} 2025-2026", heading))
    )

    assert mapping.fields[2:] == (None, Field.GROUP)
    assert mapping.doubts == (2, 3)


@pytest.mark.parametrize("heading", ["Leerling naam", "Naam leerling", "2. Naam", "Naam (a)"])
def test_a_name_that_may_be_two_things_is_told_by_its_values(heading: str) -> None:
    parts = [("Tim", "Bos", "5"), ("Noor", "Vos", "6")]
    whole = [("1001", "Tim Bos", "5"), ("1002", "Noor Vos", "6")]

    beside = _fields(table(parts, ("Roepnaam", heading, "Groep")))
    alone = _fields(table(whole, ("Leerlingnummer", heading, "Groep")))

    assert (beside[heading], alone[heading]) == ("surname", "full_name")


def test_the_day_on_which_children_start_is_no_birth_date() -> None:
    rows = [("Tim", "Bos", "5", "3-8-2020"), ("Noor", "Vos", "6", "4-8-2019")]

    mapping = suggest_mapping(table(rows, ("Roepnaam", "Achternaam", "Groep", "Inschrijfdatum")))

    assert mapping.is_certain
    assert mapping.fields[3] is None


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        (("Groep 2025-2026", "Groepsnaam"), (None, Field.GROUP)),
        (("Groep", "Groepsnaam 2025-2026"), (Field.GROUP, Field.GROUP_NAME)),
        (("Groep", "Groepsnaam"), (Field.GROUP, Field.GROUP_NAME)),
    ],
)
def test_a_group_and_a_name_of_other_years_are_a_question(
    headings: tuple[str, ...], fields: tuple[Field | None, ...]
) -> None:
    rows = [("Tim", "Bos", "4a", "5a"), ("Noor", "Vos", "5a", "6a"), ("Bo", "Kok", "", "1a")]

    mapping = suggest_mapping(table(rows, ("Roepnaam", "Achternaam", *headings)))

    assert mapping.fields[2:] == fields
    assert mapping.doubts == (2, 3)


@pytest.mark.parametrize(
    "groups", [("5a", "Groep 5a"), ("1/2", "De kevers"), ("H2b", "havo 2 b"), ("Kev", "Kevers")]
)
def test_a_group_beside_its_own_name_is_no_question(groups: tuple[str, ...]) -> None:
    rows = [("Tim", "Bos", *groups), ("Noor", "Vos", *groups)]

    mapping = suggest_mapping(table(rows, ("Roepnaam", "Achternaam", "Groep", "Groepsnaam")))

    assert mapping.is_certain
    assert mapping.fields[2:] == (Field.GROUP, Field.GROUP_NAME)


@pytest.mark.parametrize("heading", ["Leerjaar", "Leerlingnummer"])
def test_a_column_of_an_earlier_year_is_not_taken_for_one_that_names_none(heading: str) -> None:
    rows = [("Tim", "Bos", "4", "5"), ("Noor", "Vos", "5", "6"), ("Bo", "Kok", "3", "4")]
    headings = ("Roepnaam", "Achternaam", f"{heading} 2025-2026", heading)

    earlier, now = suggest_mapping(table(rows, headings)).fields[2:]

    assert earlier is None
    assert now is not None


def test_the_letter_that_a_surname_begins_with_makes_no_class() -> None:
    surnames = [f"{letter}os" for letter in "ABCDEFGHKLMNP"]
    rows = [
        ("Kind", surname, str(year), surname[0]) for surname in surnames for year in range(1, 8)
    ]

    found = extract(rows, ("Roepnaam", "Achternaam", "Groep", "Letter"))

    assert {record.group for record in found.records} == set("1234567")


@pytest.mark.parametrize("letters", ["Parallel", "Letter"])
def test_a_letter_that_the_group_has_already_changes_nothing(letters: str) -> None:
    rows = [(*row[:2], row[2] + row[3], row[3]) for row in _BOTH_CLASSES]

    found = extract(rows, ("Roepnaam", "Achternaam", "Groep", letters))

    assert {record.group for record in found.records} == {row[2] for row in rows}


@pytest.mark.parametrize("none", ["-", "geen", "NULL", "None", "(leeg)", "n.v.t.", "\\N", "NA"])
@pytest.mark.parametrize("prefixes", [("de", "", "", ""), ("", "", "", "")])
def test_a_word_for_nothing_is_no_prefix(none: str, prefixes: tuple[str, ...]) -> None:
    rows = [("Tim", one or none, "Bos" + "abcd"[at], "5") for at, one in enumerate(prefixes)]

    found = extract(rows, ("Roepnaam", "Tussenvoegsel", "Achternaam", "Groep"))

    assert suggest_mapping(
        table(rows, ("Roepnaam", "Tussenvoegsel", "Achternaam", "Groep"))
    ).is_certain
    assert [record.prefix for record in found.records] == list(prefixes)


@pytest.mark.parametrize("heading", ["Nummer", "Nr", "Leerlingnummer"])
@pytest.mark.parametrize("form", ["06{}", "06-{}", "+316{}"])
def test_telephone_numbers_are_no_pupil_numbers(heading: str, form: str) -> None:
    rows = [(f"Kind{at}", "Bos", "5", form.format(12345678 + at * 7654321)) for at in range(9)]
    text = "\n".join(";".join(row) for row in [("Roepnaam", "Achternaam", "Groep", heading), *rows])

    found = read(text.encode()).table

    assert found is not None
    assert heading not in found.headings


def test_long_numbers_of_a_school_that_begin_as_telephones_stay() -> None:
    rows = [(f"Kind{at}", "Bos", "5", f"06000012{at:02}") for at in range(20)]
    headings = ("Roepnaam", "Achternaam", "Groep", "Leerlingnummer")
    text = "\n".join(";".join(row) for row in [headings, *rows])

    found = read(text.encode()).table

    assert found is not None
    assert "Leerlingnummer" in found.headings


_CLASSES = [
    (f"Kind{letter}", f"Bos{seat}{ascii_lowercase[int(year[0])]}", year, letter)
    for year in ("1/2", "3", "4", "5", "6", "7")
    for letter in "AB"
    for seat in "xy"
]


@pytest.mark.parametrize("letters", ["Stroom", "Sub", "Xyz"])
@pytest.mark.parametrize("years", ["Groep", "Leerjaar"])
def test_letters_of_a_schools_own_beside_years_are_proposed(years: str, letters: str) -> None:
    found = table(_CLASSES, ("Roepnaam", "Achternaam", years, letters))

    mapping = suggest_mapping(found)

    assert mapping.fields[2:] == (Field.YEAR_GROUP, Field.GROUP)
    assert 3 in mapping.doubts
    said = confirm(found, dict(enumerate(mapping.fields)))
    records = extract_records(found, said, secret=SECRET, as_of=AS_OF).records
    assert [one.group for one in records] == [year + letter for *_, year, letter in _CLASSES]
    assert {one.year_group for one in records} == {"", *"34567"}


@pytest.mark.parametrize("years", ["Groep", "Leerjaar"])
def test_a_letter_of_each_child_is_no_class(years: str) -> None:
    """A level: in one year it comes and goes."""
    rows = sorted(_CLASSES, key=lambda row: (row[2], row[1]))

    mapping = suggest_mapping(table(rows, ("Roepnaam", "Achternaam", years, "Stroom")))

    assert mapping.is_certain
    assert mapping.fields[2:] == (Field.GROUP, None)


@pytest.mark.parametrize("letters", ["JN", "JM", "MV", "X"])
def test_marks_in_a_sorted_list_are_no_letters_of_classes(letters: str) -> None:
    rows = [
        [f"Kind{ascii_lowercase[at]}", f"Bos{ascii_lowercase[at]}", str(1 + at // 3), letter]
        for at in range(24)
        for letter in (letters[0] if at % 3 == 0 else letters[-1],)
    ]
    mapping = suggest_mapping(table(rows, ("Roepnaam", "Achternaam", "Groep", "AVG")))

    assert mapping.fields[3] is None
    assert mapping.is_certain


def test_years_of_a_combination_and_a_letter_make_the_class() -> None:
    found = extract(_CLASSES, ("Roepnaam", "Achternaam", "Groep", "Parallel"))

    assert [one.group for one in found.records] == [year + letter for *_, year, letter in _CLASSES]


def test_numbers_of_pupils_under_groep_are_no_groups() -> None:
    rows = [(f"00{490 + at}", "Tim", f"Bos{at:c}", "5" if at % 2 else "6") for at in range(97, 107)]

    mapping = suggest_mapping(table(rows, ("Groep", "Roepnaam", "Achternaam", "leerlingnr")))

    assert mapping.fields[0] is None
    assert Field.GROUP in mapping.missing


def test_a_large_school_has_more_classes_than_a_look_at_some_rows_shows_twice() -> None:
    classes = [f"{year}h{letter}" for year in range(1, 6) for letter in ascii_lowercase[:18]]
    rows = [("Tim", f"Bos{at:c}", one) for one in classes for at in range(97, 122)]

    assert suggest_mapping(table(rows, ("Roepnaam", "Achternaam", "Klas"))).is_certain


def test_telephone_numbers_under_a_heading_of_groups_are_no_groups() -> None:
    rows = [("Tim", f"Bos{at:c}", f"06-{12345678 + at}") for at in range(97, 297)]

    assert suggest_mapping(table(rows, ("Roepnaam", "Achternaam", "Klas"))).missing == (
        Field.GROUP,
    )


def test_long_numbers_that_come_back_may_be_groups() -> None:
    rows = [("Tim", f"Bos{at:c}", "1101" if at % 2 else "1102") for at in range(97, 107)]

    assert suggest_mapping(table(rows, ("Roepnaam", "Achternaam", "Groep"))).is_certain


@pytest.mark.parametrize(("apart", "is_asked"), [(-1, True), (1, True), (0, False)])
def test_years_that_are_all_one_off_are_of_another_school_year(
    apart: int, *, is_asked: bool
) -> None:
    rows = [
        [f"Bo{ascii_lowercase[at]}", "Bos", f"{at % 5 + 2}b", f"{at % 5 + 2 + apart}"]
        for at in range(20)
    ]

    mapping = suggest_mapping(table(rows, ["Roepnaam", "Achternaam", "Groep", "Leerjaar"]))

    assert mapping.doubts == ((2, 3) if is_asked else ())


def test_the_numbers_of_groups_in_special_education_are_no_years() -> None:
    rows = [
        [f"Bo{ascii_lowercase[at]}", "Bos", f"{at % 4 + 1}", f"{at % 4 * 2 + at % 2 + 1}"]
        for at in range(20)
    ]

    mapping = suggest_mapping(table(rows, ["Roepnaam", "Achternaam", "Groep", "Leerjaar"]))

    assert mapping.is_certain


def test_the_key_of_a_system_is_not_the_number_that_a_school_knows() -> None:
    rows = [[f"k{at}", "Bo", "Bos", "5b", f"10{at}"] for at in range(10, 20)]
    headings = ["Key", "Roepnaam", "Achternaam", "Groep", "Leerlingnummer"]

    assert suggest_mapping(table(rows, headings)).fields[4] is Field.PUPIL_NUMBER
    assert suggest_mapping(table(rows, headings[:4])).fields[0] is Field.PUPIL_NUMBER


def test_numbers_that_many_share_are_of_no_pupil() -> None:
    rows = [[str(at // 2 * 7 % 90 + 1), "Bo", "Bos", "5b"] for at in range(40)]
    headings = ["Nr", "Roepnaam", "Achternaam", "Groep"]

    assert suggest_mapping(table(rows, headings)).fields[0] is None
    long = [[f"10{int(row[0]):03}", *row[1:]] for row in rows]
    assert suggest_mapping(table(long, headings)).fields[0] is Field.PUPIL_NUMBER
    own = [[str(at * 3 + 101), *row[1:]] for at, row in enumerate(rows)]
    assert suggest_mapping(table(own, headings)).fields[0] is Field.PUPIL_NUMBER


def test_the_number_that_is_called_the_pupils_comes_first() -> None:
    rows = [[str(at * 3 + 101), "Bo", "Bos", "5b", f"10{at}"] for at in range(10, 20)]
    headings = ["Nr", "Roepnaam", "Achternaam", "Groep", "Nummer leerling"]

    assert suggest_mapping(table(rows, headings)).column_of(Field.PUPIL_NUMBER) == 4


@pytest.mark.parametrize("years", ["Groep", "Leerjaar"])
@pytest.mark.parametrize("classes", ["Groepen", "Klassen", "Stamgroepen"])
def test_classes_under_a_word_for_several_are_proposed(years: str, classes: str) -> None:
    rows = [
        [f"Bo{ascii_lowercase[at]}", "Bos", str(at % 4 + 3), f"{at % 4 + 3}{'ab'[at // 4 % 2]}"]
        for at in range(24)
    ]

    mapping = suggest_mapping(table(rows, ("Roepnaam", "Achternaam", years, classes)))

    assert mapping.fields[2:] == (Field.YEAR_GROUP, Field.GROUP)
    assert mapping.doubts == (2, 3)


@pytest.mark.parametrize(("heading", "often"), [("Groepen", 3), ("Rekengroep", 100)])
def test_other_groups_of_a_child_are_left_alone(heading: str, often: int) -> None:
    rows = [
        [f"Bo{ascii_lowercase[at]}", "Bos", str(at % 4 + 3), f"{at % 4 + 3}b" if at % often else ""]
        for at in range(24)
    ]

    mapping = suggest_mapping(table(rows, ("Roepnaam", "Achternaam", "Groep", heading)))

    assert mapping.is_certain
    assert mapping.fields[2:] == (Field.GROUP, None)
