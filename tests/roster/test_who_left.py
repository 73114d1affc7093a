"""Who left, under the headings that schools give to it; and who is only said to be about to."""

from __future__ import annotations

import pytest
from tests.roster.cases import extract

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
