"""Who left, under the headings that schools give to it; and who is only said to be about to."""

from __future__ import annotations

import pytest
from tests.roster.cases import extract, table

from leesloket.roster import suggest_mapping
from leesloket.roster.problems import Code

NAMES = (("Mees", "Bos", "4"), ("Noor", "Vos", "8"), ("Tim", "Kok", "5"), ("Bo", "Mol", "6"))


def _left(heading: str, *cells: str) -> list[str]:
    rows = [(*name, cell) for name, cell in zip(NAMES, cells, strict=True)]
    found = extract(rows, ("Roepnaam", "Achternaam", "Groep", heading))
    assert len(found.records) + len(found.skips) == len(NAMES)
    return [skip.record.first_name for skip in found.skips]


@pytest.mark.parametrize(
    "heading",
    [
        *("Einde inschrijving", "Uitschrijving per", "Datum van uitschrijving", "Uitgestroomd op"),
        *("Uitstroom", "Laatste schooldag", "Van school per", "Uitschr. datum", "Uitschrijfdat."),
        *("Uitgeschreven per", "Dat. uit", "Vertrokken per", "Ingeschreven tot", "Verlaten op"),
        *("Eind inschrijving", "Datum einde verbintenis", "Exit date"),
    ],
)
def test_the_day_of_leaving_is_known_by_more_than_one_name(heading: str) -> None:
    assert _left(heading, "", "31-07-2026", "", "31-07-2027") == ["Noor"]


@pytest.mark.parametrize(
    "heading", ["Uitstroomgesprek", "Datum uitstroomprofiel", "Vertrektijd bus", "Laatste gesprek"]
)
def test_another_day_is_no_day_of_leaving(heading: str) -> None:
    assert _left(heading, "", "01-06-2026", "", "") == []


@pytest.mark.parametrize(
    ("heading", "left", "here"),
    [
        ("In-/uitgeschreven", "Uitgeschreven", "Ingeschreven"),
        ("Inschrijving", "uitgeschreven", ""),
        ("Soort", "Oud-leerling", "Leerling"),
        ("Fase", "Vooringeschreven", "Geplaatst"),
        ("Status", "Verhuisd", "Ingeschreven"),
        ("Status", "Verwijderd", "Ingeschreven"),
        ("Status", "Withdrawn", "Active"),
        ("Status", "Beëindigd", "Lopend"),
        ("Actief", "I", "A"),
        ("Status leerling", "Uitgeschr.", ""),
        ("Op school", "Nee", "Ja"),
        ("Verlaten", "ja", "nee"),
        ("Gearchiveerd", "x", ""),
    ],
)
def test_a_status_is_known_by_its_values(heading: str, left: str, here: str) -> None:
    assert _left(heading, here, left, here, here) == ["Noor"]


@pytest.mark.parametrize(
    ("heading", "told", "others"),
    [
        ("Mag school zelfstandig verlaten", "Ja", "Nee"),
        ("Zwemdiploma", "Nee", "Ja"),
        ("Kleur", "oud", "rood"),
        ("Logopedie", "gestopt", "actief"),
        ("Account actief", "Nee", "Ja"),
        ("Lid van de bibliotheek", "inactief", "actief"),
        ("Opvang", "wachtlijst", "geplaatst"),
        ("Foto", "geweigerd", ""),
        ("Vertrekt met de bus", "Ja", "Nee"),
    ],
)
def test_other_answers_tell_nothing(heading: str, told: str, others: str) -> None:
    assert _left(heading, others, told, others, others) == []


def _left_by_two(one: str, other: str, *cells: tuple[str, str]) -> list[str] | None:
    """Who left, by two columns; None when a person has to say which of them tells it."""
    rows = [(*name, *two) for name, two in zip(NAMES, cells, strict=True)]
    headings = ("Roepnaam", "Achternaam", "Groep", one, other)
    if not suggest_mapping(table(rows, headings)).is_certain:
        return None
    return [skip.record.first_name for skip in extract(rows, headings).skips]


@pytest.mark.parametrize(
    ("heading", "here"), [("Rol", "Leerling"), ("Actief", "Ja"), ("Functie", "Leerling")]
)
def test_a_column_that_tells_who_left_is_not_lost_beside_one_that_tells_nothing(
    heading: str, here: str
) -> None:
    cells = [(here, told) for told in ("Ingeschreven", "Uitgeschreven", "", "Uitgeschreven")]

    assert _left_by_two(heading, "Status", *cells) == ["Noor", "Bo"]
    assert _left_by_two("Status", heading, *[two[::-1] for two in cells]) == ["Noor", "Bo"]


def test_of_two_days_of_leaving_an_empty_one_and_the_end_of_the_year_tell_nothing() -> None:
    left = ("", "01-07-2026", "", "")

    for others in [[""] * 4, ["31-07-2027"] * 4]:
        cells = list(zip(others, left, strict=True))
        assert _left_by_two("Einddatum", "Uitschrijfdatum", *cells) == ["Noor"]


def test_two_columns_that_tell_of_different_children_are_a_question() -> None:
    days = [("", "01-07-2026"), ("01-06-2026", ""), ("", ""), ("", "")]
    roles = [("Leerkracht", ""), ("Leerling", "Uitgeschreven"), ("Leerling", ""), ("Leerling", "")]

    assert _left_by_two("Einddatum", "Uitschrijfdatum", *days) is None
    assert _left_by_two("Rol", "Status", *roles) is None


@pytest.mark.parametrize("heading", ["Gesprek met", "Ingevuld door"])
def test_parents_in_another_column_make_no_parents_of_the_children(heading: str) -> None:
    rows = [(*name, told) for name, told in zip(NAMES, ("kind", "ouder") * 2, strict=True)]

    found = extract(rows, ("Roepnaam", "Achternaam", "Groep", heading))

    assert found.oddities.staff_groups == 0


@pytest.mark.parametrize(
    ("heading", "staff", "pupil"),
    [
        ("Type", "Docent", "Leerling"),
        ("User type", "teacher", "student"),
        ("Soort", "Medewerker", "Leerling"),
        ("Rol", "Ouder", "Kind"),
    ],
)
def test_staff_among_pupils_is_known_under_any_heading(
    heading: str, staff: str, pupil: str
) -> None:
    rows = [(*name, told) for name, told in zip(NAMES, (pupil, staff, pupil, staff), strict=True)]

    found = extract(rows, ("Roepnaam", "Achternaam", "Groep", heading))

    assert found.oddities.staff_groups == 2


@pytest.mark.parametrize(
    ("usual", "few", "told"),
    [
        ("A", "I", True),
        ("Definitief", "Overleden", True),
        ("Ingeschreven", "Uitgeschreven", False),
        ("Definitief", "Actief", False),
        ("Definitief", "", False),
        ("Definitief", "Aangemeld", False),
    ],
)
def test_a_status_that_we_do_not_know_is_told(usual: str, few: str, *, told: bool) -> None:
    rows = [(*name, usual) for name in NAMES * 2] + [("Al", "Wit", "5", few)]

    found = extract(rows, ("Roepnaam", "Achternaam", "Groep", "Status"))

    said = [one.detail for one in found.problems if one.code is Code.STATUS_UNKNOWN]
    assert said == ([{"count": 1}] if told else [])


def test_a_status_of_nearly_half_and_another_column_are_not_told() -> None:
    for heading, few in [("Status", 6), ("Functie", 1), ("Rol", 1)]:
        rows = [(*name, "A") for name in NAMES * 2] + [("Al", "Wit", "5", "I")] * few
        found = extract(rows, ("Roepnaam", "Achternaam", "Groep", heading))
        assert Code.STATUS_UNKNOWN not in {problem.code for problem in found.problems}


def _codes(*ends: str) -> list[tuple[Code, object]]:
    rows = [(*name, end) for name, end in zip(NAMES, ends, strict=True)]
    found = extract(rows, ("Roepnaam", "Achternaam", "Groep", "Einddatum"))
    return [(one.code, one.detail) for one in found.problems if one.code is Code.MOST_LEFT]


def test_an_end_that_lies_behind_most_children_is_told() -> None:
    gone = "31-07-2020"

    assert _codes(gone, gone, gone, gone) == [(Code.MOST_LEFT, {"count": 4, "of": 4})]
    assert _codes(gone, gone, gone, "31-07-2027") == [(Code.MOST_LEFT, {"count": 3, "of": 4})]


def test_some_who_left_are_nothing_to_tell() -> None:
    assert _codes("31-07-2020", "31-07-2020", "", "31-07-2027") == []
