"""Who may sign in: rights from a day until a day, and the way back in for who lost everything."""

import re
from email import message_from_bytes
from email.policy import default

import pytest
from playwright.sync_api import expect
from tests.journeys.person import Arrives, Person
from tests.site.running import Site
from tests.site.visitor import PASSWORD, code_now
from tests.site.waiting import wait_until

pytestmark = pytest.mark.browser

NEW_PASSWORD = "een zin die niemand raadt"


def _at_the_page_of(person: Person, name: str) -> Person:
    return person.goes_to("/balie/mensen/").sees("Mensen").follows(name)


def _signs_in(person: Person, login: str, password: str) -> Person:
    person.goes_to("/aanmelden/").sees("Gebruikersnaam")
    person.types("Gebruikersnaam of pasnummer", login).types("Wachtwoord", password)
    return person.presses("Aanmelden")


def test_who_lost_password_and_telephone_signs_in_again_as_the_first_time(
    arrives: Arrives, site: Site
) -> None:
    willem = _at_the_page_of(arrives("willem"), "Petra Lindhout")
    willem.sees("Telefoon kwijt?").presses("De tweede stap weghalen")
    willem.is_told("De tweede stap is weg.")
    willem.presses("Maak een eenmalig wachtwoord").sees("Je ziet dit wachtwoord alleen nu.")
    one_time = willem.page.locator("#secret").inner_text().strip()
    willem.page.reload()
    willem.sees("Er is nu niets gemaakt.", "Maak een nieuw eenmalig wachtwoord")

    petra = _signs_in(arrives(), "petra", one_time)
    petra.sees("Kies je wachtwoord")
    petra.types("Nieuw wachtwoord", "kort").types("Hetzelfde wachtwoord nog een keer", "kort")
    petra.presses("Stel mijn wachtwoord in").sees("Kies een langer wachtwoord")
    petra.types("Nieuw wachtwoord", NEW_PASSWORD)
    petra.types("Hetzelfde wachtwoord nog een keer", NEW_PASSWORD)
    petra.presses("Stel mijn wachtwoord in").is_told("Nieuw wachtwoord is ingesteld en actief")
    petra.sees("Stel je tweede stap in").page.get_by_text("Geen camera?").click()
    secret = petra.page.locator(".ll-key code").inner_text().strip()
    petra.types("Code", code_now(secret)).presses("Stel mijn tweede stap in")
    petra.sees("Herstelcodes")

    petra.goes_to("/").sees("Stuur je leerlingen naar de bibliotheek")
    old = _signs_in(arrives(), "petra", PASSWORD)
    old.sees("Deze gebruikersnaam en dit wachtwoord horen niet bij elkaar.")


def test_who_lost_the_telephone_signs_in_with_a_code_of_the_desk(
    arrives: Arrives, site: Site
) -> None:
    marloes = _at_the_page_of(arrives("marloes"), "Petra Lindhout")
    marloes.sees("Telefoon kwijt?").presses("Maak een noodcode")
    marloes.sees("Je ziet deze code alleen nu.", "Noodcode voor Petra Lindhout")
    code = marloes.page.locator("#secret").inner_text().strip()
    marloes.page.reload()
    marloes.sees("er is nu niets gemaakt", "Maak een nieuwe noodcode")

    petra = _signs_in(arrives(), "petra", PASSWORD)
    petra.sees("Telefoon kwijt en geen herstelcodes? Bel de bibliotheek.")
    petra.types("Code", code).presses("Aanmelden")
    petra.sees("Je hebt je aangemeld met een noodcode.").page.get_by_text("Geen camera?").click()
    secret = petra.page.locator(".ll-key code").inner_text().strip()
    petra.types("Code", code_now(secret)).presses("Stel mijn tweede stap in").sees("Herstelcodes")

    petra.goes_to("/").sees("Stuur je leerlingen naar de bibliotheek")
    old = _signs_in(arrives(), "petra", PASSWORD)
    old.types("Code", code_now()).presses("Aanmelden").sees("Deze code klopt niet")
    marloes.page.reload()
    marloes.sees("Noodcode gemaakt", "Aangemeld met de noodcode")


def test_somebody_signs_out_elsewhere_and_the_library_signs_out_everywhere(
    arrives: Arrives, site: Site
) -> None:
    library_computer = arrives("els").goes_to("/")
    els = _signs_in(arrives(), "els", PASSWORD)
    els.types("Code", code_now()).presses("Aanmelden")
    els.goes_to("/aanmelden/tweede-stap/").follows("Waar ik ben aangemeld")
    els.sees("Waar ik ben aangemeld", "dit is hier", "laatst gezien")

    els.page.get_by_role("button", name="Afmelden:").click()
    els.is_told("Daar ben je nu afgemeld.")
    library_computer.goes_to("/balie/klanten/").sees("Gebruikersnaam")

    willem = _at_the_page_of(arrives("willem"), "Els Brouwer")
    willem.presses("Sluit het account").is_told("Het account is gesloten.")
    els.goes_to("/balie/klanten/").sees("Gebruikersnaam")
    _signs_in(els, "els", PASSWORD).sees("horen niet bij elkaar")
    willem.presses("Open het account weer").is_told("Het account is weer open.")


def test_who_has_an_address_gets_a_new_password_by_mail(arrives: Arrives, site: Site) -> None:
    marloes = _at_the_page_of(arrives("marloes"), "Petra Lindhout")
    marloes.types("Mailadres", "petra@vuurvlinder.example")
    marloes.presses("Stel het mailadres in").is_told("Het mailadres is ingesteld.")

    petra = arrives().goes_to("/aanmelden/").follows("Wachtwoord vergeten?")
    petra.sees("Wachtwoord vergeten?").types("Gebruikersnaam", "petra").presses(
        "Stuur mij een link"
    )
    petra.sees("Kennen wij deze naam en hebben we er een mailadres bij")
    petra.goes_to(_link_in_the_mail(site)).sees("Kies je wachtwoord")
    petra.types("Nieuw wachtwoord", NEW_PASSWORD)
    petra.types("Hetzelfde wachtwoord nog een keer", NEW_PASSWORD)
    petra.presses("Stel mijn wachtwoord in").is_told("Nieuw wachtwoord is ingesteld en actief")

    _signs_in(petra, "petra", NEW_PASSWORD).sees("Je tweede stap")
    petra.refusals = {404}
    petra.goes_to(_link_in_the_mail(site)).sees("Deze link werkt niet meer")


def _link_in_the_mail(site: Site) -> str:
    if site.worker is None or site.worker.poll() is not None:
        site.start_worker()
    wait_until(
        site,
        "select not exists (select from procrastinate_jobs"
        " where task_name = 'messaging.send_password_reset')",
    )
    # Handing over is at least once, and the worker also does what the clock asks for.
    texts = [
        message_from_bytes(mail.read_bytes(), policy=default).get_content() for mail in site.mails()
    ]
    [link] = set(re.findall(rf"{site.url}(/aanmelden/vergeten/\S+)", " ".join(texts)))
    return str(link)


def test_a_right_is_given_from_a_day_until_a_day_and_ended(arrives: Arrives, site: Site) -> None:
    marloes = _at_the_page_of(arrives("marloes"), "Karim Benali").sees("Nog geen rechten.")

    marloes.page.locator("#give-branch").select_option("vuurvlinder")
    marloes.page.locator("#give-from").fill("2026-08-17")
    marloes.page.locator("#give-until").fill("2026-09-30")
    marloes.presses("Geef dit recht").is_told("Het recht is gegeven.")
    marloes.sees("mag lenergegevens uploaden voor", "17 augustus 2026 tot 30 september 2026")
    assert site.value(
        "select until_date::text from accounts_right"
        " where until_date is not null and kind = 'upload'"
    ) == ("2026-09-30")

    marloes.presses("Beëindig").is_told("Het recht is beëindigd.")
    marloes.sees("Nog geen rechten.")


def test_rights_are_looked_through_and_a_school_says_who_left(arrives: Arrives, site: Site) -> None:
    site.rows(
        "update accounts_right set from_date = '2024-09-01', confirmed_at = null returning id"
    )
    marloes = _at_the_page_of(arrives("marloes"), "Karim Benali")
    marloes.page.locator("#give-branch").select_option("vuurvlinder")
    marloes.presses("Geef dit recht").is_told("Het recht is gegeven.")

    petra = arrives("petra").goes_to("/").sees("Wie mag sturen?", "Karim Benali")
    petra.presses("Karim Benali werkt hier niet meer").is_told("De bibliotheek heeft bericht")
    petra.sees("Gemeld: werkt hier niet meer")

    marloes.goes_to("/balie/mensen/").sees("nog niet nagekeken", "Van 1 persoon meldt de school")
    marloes.follows("Kijk ze na").sees("Wie heeft nog welk recht?", "Petra Lindhout meldde op")
    marloes.presses("Beëindig: Karim Benali").is_told("Het recht is beëindigd.")
    marloes.presses("Blijft: Petra Lindhout").is_told("Eén recht blijft.")
    marloes.presses("Blijft: Bas Oosterhuis").is_told("Eén recht blijft.")
    marloes.presses("Blijft: Joost Veenstra").sees("Alles is nagekeken")


def test_signing_in_goes_by_password_and_code_and_a_code_counts_once(arrives: Arrives) -> None:
    petra = _signs_in(arrives(), "petra", PASSWORD)
    petra.sees("Je wachtwoord klopt. Nu nog een code uit de app op je telefoon.")
    code = code_now()

    petra.types("Code", code).presses("Aanmelden")
    petra.sees("Stuur je leerlingen naar de bibliotheek")
    again = _signs_in(arrives(), "petra", PASSWORD)
    again.types("Code", code).presses("Aanmelden")

    again.sees("Deze code klopt niet, of is al gebruikt. Wacht op de volgende.")


def test_a_recovery_code_signs_in_without_the_telephone_and_counts_once(
    arrives: Arrives, site: Site
) -> None:
    first, second = _makes_recovery_codes(arrives())[:2]

    petra = _signs_in(arrives(), "petra", PASSWORD)
    petra.sees("Je tweede stap", "De zes cijfers in je app, een herstelcode of een noodcode.")
    petra.types("Code", first).presses("Aanmelden")
    petra.sees("Stuur je leerlingen naar de bibliotheek")
    petra.goes_to("/aanmelden/herstelcodes/").sees("Je hebt nog 9 herstelcodes.")

    # For a minute and a half every code is remembered; this one must be known for ever.
    site.rows("delete from web_cache")
    again = _signs_in(arrives(), "petra", PASSWORD)
    again.types("Code", first).presses("Aanmelden")
    again.sees("Deze code klopt niet, of is al gebruikt.")
    again.goes_to("/school/vuurvlinder/leerlingen/").sees("Je tweede stap")
    third = _signs_in(arrives(), "petra", PASSWORD)
    third.types("Code", second).presses("Aanmelden")
    third.sees("Stuur je leerlingen naar de bibliotheek")


def _makes_recovery_codes(person: Person) -> list[str]:
    _signs_in(person, "petra", PASSWORD).sees("Je tweede stap")
    person.types("Code", code_now()).presses("Aanmelden")
    person.sees("Stuur je leerlingen naar de bibliotheek")
    person.goes_to("/aanmelden/tweede-stap/").sees("Herstelcodes")
    person.follows("Maak nieuwe herstelcodes").sees("Nieuwe herstelcodes")
    person.presses("Maak nieuwe herstelcodes").sees("Elke code werkt één keer")
    return person.page.locator(".ll-codes code").all_inner_texts()


def test_what_anybody_may_read_says_whom_to_call(arrives: Arrives) -> None:
    visitor = arrives()

    visitor.goes_to("/hoe-aanmelden/").sees("Lukt het niet?", "088 000 00 10")
    visitor.goes_to("/privacy/").sees("Wat wij bewaren")
    expect(visitor.page.locator("h1")).to_be_visible()


def test_signing_out_ends_it(arrives: Arrives) -> None:
    petra = arrives("petra").goes_to("/")

    petra.page.locator(".ll-who summary").click()
    petra.presses("Afmelden")

    petra.sees("Je bent afgemeld.")
    petra.goes_to("/school/vuurvlinder/leerlingen/").sees("Gebruikersnaam")
