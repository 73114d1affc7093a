"""An administrator sets the policy of the library; at the desk a teacher gets the right to send."""

import pytest
from playwright.sync_api import expect
from tests.journeys.person import Arrives, Person
from tests.people import demo_file
from tests.site.running import Site

pytestmark = pytest.mark.browser

POLICY = "/balie/beleid/"
GOOD = demo_file("vuurvlinder-2026-2027.xlsx")
SHARE = "Vertrekkers buiten het eindjaar: percentage van de kinderen daarbuiten"


def test_an_administrator_sets_limits_term_and_numbers(arrives: Arrives) -> None:
    willem = arrives("willem").goes_to("/balie/vestigingen/")
    willem.follows("Beleid van de bibliotheek")
    willem.sees("Wanneer een lijst wordt tegengehouden", "Wat vastligt", "30 dagen")
    willem.sees("Deze site heeft geen virusscanner", "dat ze niet is gecontroleerd")

    willem.types(SHARE, "7").presses("Bewaar deze grenzen")
    willem.is_told("Plannen gebruiken deze grenzen vanaf nu.")
    willem.sees("Willem ten Hove")

    willem.types("Dagen na vertrek", "90").presses("Bewaar deze termijn")
    willem.is_told("Vertrekkers worden na deze termijn gewist.")
    willem.sees("Vóór")

    willem.types("Elk nummer begint met", "RO").types("Het eerste nummer", "500")
    willem.types("Het laatste nummer", "900").presses("Bewaar deze nummers")
    willem.is_told("Nieuwe passen krijgen deze nummers.")
    willem.sees("RO00000500")


def test_an_administrator_gives_the_library_another_name(arrives: Arrives, site: Site) -> None:
    willem = arrives("willem").goes_to("/balie/vestigingen/").follows("Beleid van de bibliotheek")

    willem.types("Naam van de bibliotheek", "Bibliotheek Rietoever & Zoom")
    willem.presses("Bewaar deze naam").is_told("De bibliotheek heet vanaf nu zo.")

    willem.sees("naam van de bibliotheek:", "Willem ten Hove")
    arrives("els").goes_to("/").sees("Bibliotheek Rietoever & Zoom")
    willem.goes_to("/balie/vestigingen/vuurvlinder/logboek/?soort=beheer")
    willem.sees("Veranderde de naam of de plaats van de bibliotheek")


def test_an_administrator_lets_files_wait_where_there_is_no_scanner(
    arrives: Arrives, petra: Person, site: Site
) -> None:
    willem = arrives("willem").goes_to(POLICY)
    willem.page.get_by_label("Laat het bestand wachten").check()
    willem.presses("Bewaar deze keuze").is_told("Dat geldt vanaf nu voor elk bestand.")
    willem.sees("wachten versleuteld en ongelezen", "nee → ja")

    petra.goes_to("/school/vuurvlinder/leerlingen/").chooses_file(GOOD)
    petra.sees("Dit bestand wacht op viruscontrole")
    willem.goes_to(POLICY).sees("1 bestand wacht.")

    # Who brings a register stands at the desk, and hears at once why it cannot be.
    marloes = arrives("marloes").goes_to("/balie/overname/")
    marloes.refusals.add(503)
    marloes.chooses_file(b"Roepnaam;Achternaam;Groep\nPien;Zomer;3a\n", "leners.csv")
    marloes.sees("Een virusscanner moet dit bestand eerst nakijken")

    willem.page.get_by_label("Lees het bestand toch").check()
    willem.presses("Bewaar deze keuze").is_told("Dat geldt vanaf nu voor elk bestand.")
    site.has_a_job("imports.take_up_waiting")
    site.start_worker()
    waiting = petra.page.get_by_text("Dit bestand wacht op viruscontrole")
    expect(waiting).to_have_count(0, timeout=60_000)
    petra.sees("niet gecontroleerd")


def test_a_teacher_gets_the_right_to_send_at_the_desk(arrives: Arrives, site: Site) -> None:
    found = site.rows(
        "select p.id, p.surname from patrons_patron p join patrons_membership m on"
        " m.patron_id = p.id join branches_branch b on b.id = m.branch_id"
        " where m.category in ('teacher', 'public') and m.until_date is null"
        " and p.birth_date < '2000-01-01' and b.slug in ('vuurvlinder', 'rietdorp')"
        " and not exists (select 1 from patrons_membership x where x.patron_id = p.id"
        "  and x.category = 'pupil') order by p.sort_key limit 1"
    )
    [(patron_id, surname)] = found
    marloes = arrives("marloes").goes_to(f"/balie/klanten/{patron_id}/")
    marloes.sees("Mag lenergegevens uploaden voor", "Nog niets")
    marloes.page.get_by_text("Laat deze persoon lijsten sturen…").click()
    marloes.page.get_by_label("Voor welke vestiging").select_option("vuurvlinder")
    marloes.types("Gebruikersnaam", "nieuwe.zender").presses("Geef dit recht")
    marloes.sees("Je ziet dit wachtwoord alleen nu", "nieuwe.zender")

    marloes.follows("Klaar").sees("Klant van de bibliotheek:", surname)
    marloes.page.locator("main").get_by_role("link", name=surname).click()
    marloes.sees("nieuwe.zender", "De Vuurvlinder")
    marloes.presses("Beëindig").is_told("Het recht is beëindigd.")
    assert site.value("select count(*) from accounts_right where ended_at is not null") == 1
    marloes.goes_to(f"/balie/klanten/{patron_id}/wis/").sees("Naar het account")
