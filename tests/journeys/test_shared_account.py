"""One account for a whole school office: everybody who signs in says who she is."""

import pytest
from playwright.sync_api import expect
from tests.journeys.person import Arrives, Person
from tests.people import demo_file
from tests.site.running import Site
from tests.site.visitor import code_now

pytestmark = pytest.mark.browser

NEW_PASSWORD = "een zin die het hele kantoor kent"
UPLOADS = "/school/vuurvlinder/leerlingen/"


def _makes_one(willem: Person) -> str:
    """An administrator makes the account; gives its password for one time."""
    willem.goes_to("/balie/mensen/").page.get_by_text("Eén account voor een hele school").click()
    willem.sees("Liever niet.", "Dan typt iedereen bij het aanmelden een naam.")
    willem.page.locator("#share-branch").select_option("vuurvlinder")
    willem.types("Gebruikersnaam van de school", "school1234").presses("Maak een gedeeld account")
    willem.sees("Je ziet dit wachtwoord alleen nu.", "gedeeld account van")
    return willem.page.locator("#secret").inner_text().strip()


def _signs_in_the_first_time(ria: Person, one_time: str) -> None:
    ria.goes_to("/aanmelden/").types("Gebruikersnaam of pasnummer", "school1234")
    ria.types("Wachtwoord", one_time).presses("Aanmelden").sees("Kies je wachtwoord")
    ria.types("Nieuw wachtwoord", NEW_PASSWORD)
    ria.types("Hetzelfde wachtwoord nog een keer", NEW_PASSWORD)
    ria.presses("Stel mijn wachtwoord in")


def _sets_the_second_step(ria: Person) -> str:
    ria.sees("Stel je tweede stap in").page.get_by_text("Geen camera?").click()
    secret = ria.page.locator(".ll-key code").inner_text().strip()
    ria.types("Code", code_now(secret)).presses("Stel mijn tweede stap in").sees("Herstelcodes")
    return secret


def _is_somebody_else(person: Person, name: str) -> None:
    person.page.locator(".ll-who summary").click()
    person.page.get_by_role("link", name="Ik ben iemand anders").click()
    person.sees("Wie ben je?", "Nu staat Ria Bos genoteerd.")
    person.types("Je voornaam en achternaam", name).presses("Ga verder")
    person.is_told(f"Wat je nu doet, staat op naam van {name}.")


def test_everybody_says_who_she_is_and_the_history_tells_who_did_what(
    arrives: Arrives, site: Site
) -> None:
    willem, ria = arrives("willem"), arrives()
    _signs_in_the_first_time(ria, _makes_one(willem))

    ria.sees("Wie ben je?", "Meer mensen gebruiken dit account.")
    ria.goes_to(UPLOADS).sees("Wie ben je?")
    ria.types("Je voornaam en achternaam", "12 34").presses("Ga verder")
    ria.sees("Typ je voornaam en je achternaam, in letters.")
    ria.types("Je voornaam en achternaam", "Ria Bos").presses("Ga verder")
    _sets_the_second_step(ria)

    ria.goes_to(UPLOADS).sees("Stuur je leerlingen naar de bibliotheek")
    expect(ria.page.locator(".ll-who__name")).to_have_text("Ria Bos")
    ria.chooses_file(demo_file("vuurvlinder-2026-2027.xlsx"))
    ria.page.wait_for_url("**/leerlingen/*-*/")
    _is_somebody_else(ria, "Jan Vos")
    ria.page.go_back()
    ria.goes_to(UPLOADS).sees("Ria Bos (school1234)")
    expect(ria.page.locator(".ll-who__name")).to_have_text("Jan Vos")

    assert site.value(
        "select a.display_name from intake_upload u join accounts_account a"
        " on a.id = u.received_by_id order by u.received_at desc limit 1"
    ) == ("Ria Bos")
    willem.goes_to("/balie/mensen/").follows("gedeeld account van")
    willem.sees("Zei wie zich aanmeldt", "Jan Vos (school1234)", "Ria Bos (school1234)")
    willem.sees_nothing_of("Stel het mailadres in").sees_nothing_of("lenen en innemen")
    assert site.value("select count(*) from audit_event where detail::text like '%Ria%'") == 0
