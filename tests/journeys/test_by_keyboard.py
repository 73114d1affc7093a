"""A list is put right, answered and sent by somebody who has no mouse."""

import pytest
from playwright.sync_api import Locator, expect
from tests.journeys.keyboard import Keyboard
from tests.journeys.person import Person
from tests.people import demo_file
from tests.site.running import Site

pytestmark = pytest.mark.browser

GOOD = "vuurvlinder-2026-2027.xlsx"
WITH_MISTAKES = "vuurvlinder-met-fouten.xlsx"
STATUS = "select status from imports_rosterimport"


def _chooses(keys: Keyboard, name: str) -> None:
    keys.goes_to("Kies een bestand")
    with keys.person.page.expect_file_chooser() as chooser:
        keys.presses("Space")
    chooser.value.set_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": demo_file(name)}
    )
    keys.arrives("**/leerlingen/*-*/")


def _reads_the_plan(keys: Keyboard) -> None:
    keys.goes_to("Bekijk het plan")
    keys.presses("Enter")
    keys.arrives("**/plan/")


def _sends(keys: Keyboard, site: Site) -> None:
    keys.goes_to("Verstuur")
    keys.presses("Enter")
    expect(keys.person.page.locator("dialog[open]")).to_be_visible()
    assert keys.on == "Verstuur"
    keys.presses("Enter")
    keys.person.is_told("Upload geslaagd. De bibliotheek heeft bericht.")
    assert site.rows(STATUS) == [("sent",)]


def test_rows_are_left_out_and_put_right_and_the_list_is_sent(petra: Person, site: Site) -> None:
    keys = Keyboard(petra)
    _chooses(keys, WITH_MISTAKES)

    leave_out = _name_of(_row_without_a_name(petra).get_by_role("button", name="Laat rij"))
    keys.goes_to(leave_out)
    keys.presses("Enter")
    petra.sees_nothing_of("In deze rij staat geen naam.")
    keys.is_still_somewhere()
    assert keys.on == leave_out.replace("Laat", "Neem").replace(" weg", " weer mee")
    keys.goes_to(_name_of(petra.page.get_by_label("Geboortedatum van rij").first))
    keys.types("13-02-2021")
    keys.presses("Tab")
    expect(petra.page.get_by_text("verbeterd").first).to_be_visible()
    keys.is_still_somewhere()

    _reads_the_plan(keys)
    while petra.button("Dit is hetzelfde kind").count():
        _answers(keys)
    _sends(keys, site)


def _row_without_a_name(petra: Person) -> Locator:
    return petra.page.locator("tr", has_text="In deze rij staat geen naam.")


def _name_of(one: Locator) -> str:
    """Its label, as the keyboard's stops are called."""
    return one.get_attribute("aria-label") or ""


def test_a_cell_is_put_right_with_enter(petra: Person) -> None:
    keys = Keyboard(petra)
    _chooses(keys, WITH_MISTAKES)

    keys.goes_to(_name_of(petra.page.get_by_label("Geboortedatum van rij").first))
    keys.types("13-02-2021")
    keys.presses("Enter")
    expect(petra.page.get_by_text("verbeterd").first).to_be_visible()

    keys.is_still_somewhere()


def test_a_question_is_answered_and_answered_otherwise_and_the_list_is_sent(
    petra: Person, site: Site
) -> None:
    keys = Keyboard(petra)
    _chooses(keys, GOOD)
    _reads_the_plan(keys)

    _answers(keys)
    keys.goes_to("Verander")
    keys.presses("Enter")
    expect(petra.button("Dit is hetzelfde kind")).to_be_visible()
    keys.is_still_somewhere()
    _answers(keys)

    _sends(keys, site)


def _answers(keys: Keyboard) -> None:
    """Say of the next question that it is the known child."""
    left = keys.person.button("Dit is hetzelfde kind").count()
    keys.goes_to("Dit is hetzelfde kind")
    keys.presses("Enter")
    expect(keys.person.button("Dit is hetzelfde kind")).to_have_count(left - 1)
    keys.is_still_somewhere()
