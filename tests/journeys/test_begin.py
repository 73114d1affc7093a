"""The first setup in the browser: a library, its first school, and a password shown once."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from tests.journeys.person import arrive
from tests.site.running import Site

from leesloket.server.setup_code import make_code

pytestmark = pytest.mark.browser


def test_an_operator_begins_with_a_library_and_its_first_school(
    chromium: Browser, site: Site, template_database: str, looked_at: Path
) -> None:
    site.begin_from(template_database)
    code = make_code(site.folder)
    operator = arrive(chromium, site.url, {}, looked_at)
    operator.refusals = {400}
    operator.goes_to("/begin/").sees("Inrichtcode")

    operator.types("Inrichtcode", "boelan-zeetuk-miral-roetes-47")
    for label, value in (
        ("Naam van de bibliotheek", "Bibliotheek Voort"),
        ("Naam van de eerste beheerder", "Johanna Voorbeeld"),
        ("Gebruikersnaam", "johanna"),
        ("Naam van de vestiging", "De Linde"),
    ):
        operator.types(label, value)
    operator.presses("Maak de bibliotheek").sees("Dit is niet de code die de server toonde.")
    assert site.value("select count(*) from branches_library") == 0

    operator.types("Inrichtcode", code)
    operator.presses("Maak de bibliotheek").sees("johanna")
    assert site.rows("select name from branches_branch") == [("De Linde",)]
    expect(operator.page.locator("#secret")).to_have_count(1)

    operator.refusals = {404}
    operator.goes_to("/begin/").sees("Hier is niets")
    operator.page.context.close()
    assert operator.complaints == []
