"""A passkey from beginning to end, with the device that Chromium makes for tests."""

import pytest
from playwright.sync_api import CDPSession, expect
from tests.journeys.person import Arrives, Person
from tests.site.fixtures import Ground, make_old
from tests.site.running import Site

pytestmark = pytest.mark.browser

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def _with_device(person: Person) -> tuple[CDPSession, str]:
    """Give somebody's browser a device that knows its owner."""
    devtools = person.page.context.new_cdp_session(person.page)
    devtools.send("WebAuthn.enable")
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return devtools, made["authenticatorId"]


def _sets_passkey(petra: Person, name: str) -> None:
    petra.goes_to("/aanmelden/tweede-stap/").sees("Passkeys").follows("Stel een passkey in")
    petra.sees("Een nieuwe passkey").types("Naam", name).presses("Maak een passkey")
    petra.is_told("Je passkey is ingesteld.").sees(name)


def test_a_passkey_is_set_and_signs_in_without_a_password(arrives: Arrives, site: Site) -> None:
    petra = arrives("petra").goes_to("/")
    _with_device(petra)
    _sets_passkey(petra, "Mijn telefoon")

    petra.goes_to("/aanmelden/af/").presses("Afmelden")
    petra.goes_to("/aanmelden/?next=/school/vuurvlinder/leerlingen/").sees("Gebruikersnaam")
    petra.presses("Aanmelden met een passkey")

    petra.page.wait_for_url("**/school/vuurvlinder/leerlingen/")
    assert site.value("select count(*) from audit_event where code = 'passkey_set'") == 1


def test_a_passkey_gets_another_name_and_is_taken_away(arrives: Arrives) -> None:
    petra = arrives("petra").goes_to("/")
    _with_device(petra)
    _sets_passkey(petra, "Mijn telefoon")

    petra.follows("Verander de naam").sees("Naam van je passkey")
    petra.types("Naam", "De tablet").presses("Bewaar").sees("De tablet")
    petra.follows("Haal De tablet weg").sees("Deze passkey weghalen?", "De tablet").presses(
        "Haal deze weg"
    )

    petra.is_told("Je passkey is weggehaald.")
    petra.sees_nothing_of("De tablet")


def test_a_passkey_says_that_it_is_still_you(arrives: Arrives, ground: Ground, site: Site) -> None:
    petra = arrives("petra").goes_to("/")
    _with_device(petra)
    _sets_passkey(petra, "Mijn telefoon")
    make_old(site, ground.cookies["petra"])

    petra.goes_to("/aanmelden/herstelcodes/nieuw/").sees("Ben je het nog?")
    petra.follows("Met mijn passkey").sees("Ben je het nog?").presses("Ga verder met mijn passkey")

    petra.sees("Nieuwe herstelcodes")


def test_who_has_no_passkey_here_reads_what_to_do(arrives: Arrives) -> None:
    somebody = arrives()
    devtools, device = _with_device(somebody)
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    somebody.goes_to("/aanmelden/").presses("Aanmelden met een passkey")

    alert = somebody.page.locator("[data-passkey-stopped]")
    expect(alert).to_be_visible()
    somebody.sees("Er is geen passkey gebruikt.")
