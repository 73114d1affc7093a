"""Whatever we write, reading it back gives the same pupils."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.roster.cases import examples_at_most
from tests.roster.formats.reading_back import ABOUT, FORMS, pupil_as, read_back

from leesloket.roster.model import Fingerprint, Origin, PupilRecord
from leesloket.roster.readers import read
from leesloket.roster.writers.group_codes import distinct_names, wise_codes
from leesloket.roster.writers.writing import Form, write_pupils

NAMES = st.sampled_from(
    ["Zoë", "Anne-Fleur", "Noëlle", "Gökçe", "Jan Willem", "D'Angelo", "Bo", "IJsbrand", "Чехов"]
)
SURNAMES = st.sampled_from(["Dijk", "Bakker-de Vries", "Özdemir", "Amrani", "O\u2019Brien", "Veen"])
PREFIXES = st.sampled_from(["", "van", "van den", "de", "'t", "El"])
GROUPS = st.sampled_from(["5b", "1/2A", "3/4", "Kabouters", "8", "De kevers & co"])


@st.composite
def _records(draw: st.DrawFn) -> list[PupilRecord]:
    count = draw(st.integers(2, 8))
    years = {"5b": "5", "8": "8"}
    records = []
    for at in range(count):
        group = draw(GROUPS)
        records.append(
            PupilRecord(
                origin=Origin(at + 2),
                fingerprint=Fingerprint(f"{at:032}"),
                pupil_number=f"00{4700 + at}",
                first_name=draw(NAMES),
                prefix=draw(PREFIXES),
                surname=draw(SURNAMES),
                birth_date=draw(st.dates(date(2014, 1, 1), date(2021, 12, 31))),
                group=group,
                year_group=years.get(group) or draw(st.sampled_from(["1", "2", "3", "4"])),
            )
        )
    return records


@pytest.mark.parametrize("form", FORMS)
@settings(
    max_examples=examples_at_most(15), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(records=_records())
def test_what_is_written_isread_back(form: Form, records: list[PupilRecord]) -> None:
    back = read_back(write_pupils(records, form, ABOUT))

    assert [pupil_as(record, form) for record in back] == [pupil_as(r, form) for r in records]


@pytest.mark.parametrize("form", FORMS)
@given(records=_records())
@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_same_pupils_are_the_same_file(form: Form, records: list[PupilRecord]) -> None:
    assert write_pupils(records, form, ABOUT) == write_pupils(records, form, ABOUT)


def _one(**values: object) -> PupilRecord:
    given = {"pupil_number": "004711", "first_name": "Zoë", "surname": "Dijk", "group": "5b"}
    return PupilRecord(Origin(2), Fingerprint("0" * 32), **{**given, **values})  # type: ignore[arg-type]


@pytest.mark.parametrize("form", ["edexml", "oneroster"])
def test_a_pupil_without_a_number_gets_no_key_that_is_another_ones(form: Form) -> None:
    records = [_one(pupil_number=""), _one(pupil_number="01"), _one(pupil_number="", group="6a")]
    records = [replace(record, surname=name) for record, name in zip(records, "ABC", strict=True)]

    back = read_back(write_pupils(records, form, ABOUT))

    assert {record.surname: record.pupil_number for record in back} == {
        "A": "#2",
        "B": "01",
        "C": "#3",
    }


def test_two_pupils_of_one_number_stay_two_by_their_schools() -> None:
    records = [_one(location="99ZZ00"), _one(location="11AA00", first_name="Tim", surname="Kok")]

    back = read_back(write_pupils(records, "xlsx", ABOUT))

    assert [(record.pupil_number, record.location) for record in back] == [
        ("004711", "99ZZ00"),
        ("004711", "11AA00"),
    ]


def test_wise_gets_its_exact_headings_and_no_card_column_without_cards() -> None:
    [headings, cells] = _lines(write_pupils([_one(year_group="5")], "wise", ABOUT))

    assert headings == [
        *("LEERLINGNUMMER", "GROEP", "GROEPSNAAM", "JAARGROEP", "VOORLETTERS", "ROEPNAAM"),
        *("NAAMTUS", "NAAM", "GEBOORTEDATUM"),
    ]
    assert cells == ["004711", "5b", "5b", "5", "", "Zoë", "", "Dijk", ""]


def test_wise_never_gets_one_number_for_two_children() -> None:
    """A number of more than 20 characters is its end, where that is nobody else's."""
    long = ["0aa1f0b2-6c1e-4a53-9c2f-000000000001", "0aa1f0b2-6c1e-4a53-9c2f-000000000002"]
    same_end = [f"{start}-00000000000000000000" for start in "ab"]
    numbers = [*long, *same_end, "00000000000000000000", "4711"]

    [_, *lines] = _lines(
        write_pupils([_one(pupil_number=number) for number in numbers], "wise", ABOUT)
    )

    assert [cells[0] for cells in lines] == [
        *(number[-20:] for number in long),
        *("", ""),
        *("00000000000000000000", "4711"),
    ]


def test_wise_gets_the_card_when_there_is_one() -> None:
    [headings, cells] = _lines(write_pupils([_one(card_number="V123")], "wise", ABOUT))

    assert headings[0] == "LENERNUMMER"
    assert cells[0] == "V123"


def _lines(content: bytes) -> list[list[str]]:
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


@pytest.mark.parametrize("form", ["wise", "xlsx"])
@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_no_cell_can_become_a_formula(form: Form, sign: str) -> None:
    content = write_pupils([_one(first_name=f"{sign}1+1")], form, ABOUT)

    if form == "wise":
        assert f"'{sign}1+1" in content.decode("utf-8-sig")
    else:
        sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in sheet


@given(st.sets(st.text("1258/2+&'<>|\\`AbcKabouters \"", min_size=1, max_size=18), max_size=12))
def test_every_group_has_a_legal_code_of_its_own(groups: set[str]) -> None:
    codes = wise_codes(groups)

    assert len(set(codes.values())) == len(groups)
    assert all(0 < len(code) <= 10 for code in codes.values())
    assert not any(set(code) & set("\"'+&<>/|\\`") for code in codes.values())


def test_names_of_groups_are_cut_and_stay_different() -> None:
    names = distinct_names({"a": "De " + "x" * 40, "b": "De " + "x" * 41})

    assert len(set(names.values())) == 2
    assert all(len(name) <= 30 for name in names.values())


def test_edexml_stands_in_the_order_of_the_schema() -> None:
    record = _one(
        prefix="van", initials="Z.M.", given_names="Zoë Maria", year_group="5",
        birth_date=date(2017, 3, 2),
    )  # fmt: skip
    root = etree.fromstring(write_pupils([record], "edexml", ABOUT))

    assert [child.tag for child in root] == ["school", "groepen", "leerlingen"]
    assert [child.tag for child in root[0]] == [
        *("schooljaar", "peildatum", "brincode", "dependancecode", "aanmaakdatum", "auteur"),
        "xsdversie",
    ]
    assert [child.tag for child in root[2][0]] == [
        *("achternaam", "voorvoegsel", "voornamen", "voorletters-1", "roepnaam", "geboortedatum"),
        *("jaargroep", "groep"),
    ]
    assert root.findtext("groepen/groep/jaargroep") == "5"


def test_edexml_marks_a_group_of_several_years_and_a_key_it_made_up() -> None:
    records = [
        _one(group="3/4", year_group="3"),
        _one(group="3/4", year_group="4", pupil_number="", first_name="Bo"),
    ]
    root = etree.fromstring(write_pupils(records, "edexml", ABOUT))

    assert root.findtext("groepen/groep/jaargroep") == "C"
    assert root[2][1].get("key") == "#1"


def test_edexml_moves_a_long_prefix_into_the_surname() -> None:
    root = etree.fromstring(write_pupils([_one(prefix="van van de voor")], "edexml", ABOUT))

    assert root.findtext(".//achternaam") == "van van de voor Dijk"
    assert root.find(".//voorvoegsel") is None


@pytest.mark.parametrize("form", FORMS)
def test_a_group_written_in_two_ways_is_one_group(form: Form) -> None:
    groups = ("5a", "5A", "Groep 5a", "5a", "5b")

    back = read_back(
        write_pupils([_child(at, group=g) for at, g in enumerate(groups)], form, ABOUT)
    )

    assert [record.group for record in back] == ["5a", "5a", "5a", "5a", "5b"]


@pytest.mark.parametrize("form", FORMS)
def test_a_child_known_by_initials_is_not_lost(form: Form) -> None:
    records = [_child(1, first_name="", initials="Z.M."), _child(2)]

    back = read_back(write_pupils(records, form, ABOUT))

    assert [record.pupil_number for record in back] == ["4701", "4702"]
    called = back[0].first_name or back[0].initials
    assert called.replace(".", "") == "ZM"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "/", "\uff1d"])
def test_a_group_code_is_no_formula_and_has_no_sign_against_it(sign: str) -> None:
    assert wise_codes({f"{sign}5a"}) == {f"{sign}5a": "5a"}


def test_a_cell_of_a_roster_set_is_no_formula() -> None:
    content = write_pupils([_one(first_name="=1+1", group="-7")], "oneroster", ABOUT)

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        cells = [
            cell
            for name in archive.namelist()
            for row in csv.reader(io.StringIO(archive.read(name).decode(), newline=""))
            for cell in row
        ]

    assert {"'=1+1", "'-7"} <= set(cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def _child(at: int, **values: object) -> PupilRecord:
    names = ("Zoë", "Tim", "Eva", "Bram", "Noor")
    given: dict[str, object] = {
        "pupil_number": f"{4700 + at}",
        "first_name": names[at % len(names)],
    }
    return _one(**{**given, **values})


@pytest.mark.parametrize("form", [form for form in FORMS if form != "xlsx"])
def test_a_number_of_two_children_is_nobodys(form: Form) -> None:
    records = [
        _child(1, pupil_number="4701", birth_date=date(2017, 3, 2)),
        _child(2, pupil_number="4701", birth_date=date(2017, 5, 2), group="5a"),
        _child(3),
    ]

    back = read_back(write_pupils(records, form, ABOUT))

    assert back[2].pupil_number == "4703"
    assert "4701" not in {record.pupil_number for record in back}
    assert [record.birth_date for record in back] == [record.birth_date for record in records]
    assert [record.group for record in back] == ["5b", "5a", "5b"]


def test_a_made_up_key_of_a_roster_set_is_known_as_one() -> None:
    back = read(write_pupils([_child(1, pupil_number=""), _child(2)], "oneroster", ABOUT)).table

    assert back is not None
    assert back.facts.keys_unstable


def test_edexml_cuts_no_first_name_and_makes_no_two_groups_one() -> None:
    long = "Maria-Johanna-" * 6
    groups = ["De " + "x" * 70 + end for end in "ab"]
    records = [_child(1, first_name=long.strip("-")), *(_child(2, group=g) for g in groups)]

    back = read_back(write_pupils(records[:2], "edexml", ABOUT))
    names = etree.fromstring(write_pupils(records, "edexml", ABOUT)).findall("groepen/groep/naam")

    assert back[0].first_name == long.strip("-")
    assert len({name.text for name in names}) == 3
