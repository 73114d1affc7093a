"""A parent asks who looked, what is kept, and to erase the child; an administrator reads of it."""

import pytest
from playwright.sync_api import expect
from tests.journeys.person import Arrives, Person
from tests.people import truth

pytestmark = pytest.mark.browser

CHILD = truth("vuurvlinder").members[3]
NAME = " ".join(filter(None, (CHILD.first_name, CHILD.prefix, CHILD.surname)))


def _at_the_child(person: Person) -> Person:
    person.goes_to("/balie/klanten/").sees("Klanten")
    person.page.locator("#find-patron").fill(CHILD.pupil_number)
    person.page.get_by_role("link", name=CHILD.surname).first.click()
    expect(person.page.get_by_role("heading", level=1)).to_have_text(NAME)
    return person


def test_a_parent_is_shown_who_looked_gets_everything_and_has_the_child_erased(
    arrives: Arrives,
) -> None:
    marloes = _at_the_child(arrives("marloes"))
    marloes.follows("Wie zag deze gegevens?").sees("Gegevens van iemand bekeken", "Marloes de Haan")
    _at_the_child(marloes).follows("Alles over deze persoon")
    marloes.sees("Alles wat wij bewaren van", CHILD.pupil_number, "Als bestand (JSON)")
    _at_the_child(marloes).follows("Wis…").sees("Wat er weggaat", "niet terugdraaien")
    marloes.presses("Wis voorgoed").is_told("Gewist, met alles wat wij van deze persoon bewaarden.")

    willem = arrives("willem").goes_to("/balie/vestigingen/")
    willem.goes_to("/balie/vestigingen/vuurvlinder/logboek/").sees("Iemand gewist")
    willem.sees_nothing_of(CHILD.surname)
    willem.goes_to("/balie/klanten/worden-gewist/").sees("Nu niemand")


def test_consent_of_a_parent_makes_a_member_and_is_withdrawn_again(arrives: Arrives) -> None:
    marloes = _at_the_child(arrives("marloes"))
    member = marloes.page.get_by_role("region", name="Lid van")
    expect(member).not_to_contain_text("lid van de openbare bibliotheek")
    marloes.page.get_by_text("Leg toestemming vast…").click()
    marloes.page.get_by_label("Dag van de toestemming").fill("2026-08-10")
    marloes.sees("Wie gaf toestemming?").presses("Leg de toestemming vast")

    marloes.is_told("De toestemming is vastgelegd; lid van Bibliotheek Rietdorp.")
    marloes.sees("een ouder of verzorger, met een getekend formulier, 10 augustus 2026")
    expect(member).to_contain_text("lid van de openbare bibliotheek")
    marloes.page.go_back()
    _at_the_child(marloes).page.get_by_text("Trek in…").click()
    marloes.sees("eindigt vandaag").presses("Trek de toestemming in")

    marloes.is_told("Vanaf vandaag geen lid meer van Bibliotheek Rietdorp.")
    marloes.sees("ingetrokken op")
