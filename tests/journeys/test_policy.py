"""An administrator sets the policy of the library; at the desk a teacher gets the right to send."""

import pytest
from tests.journeys.person import Arrives
from tests.site.running import Site

pytestmark = pytest.mark.browser

POLICY = "/balie/beleid/"
SHARE = "Vertrekkers buiten het eindjaar: percentage van de kinderen daarbuiten"


def test_an_administrator_sets_limits_term_and_numbers(arrives: Arrives) -> None:
    willem = arrives("willem").goes_to("/balie/vestigingen/")
    willem.follows("Beleid van de bibliotheek")
    willem.sees("Wanneer een lijst wordt tegengehouden", "Wat vastligt", "30 dagen")
    willem.sees("niet op virussen gecontroleerd")

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


def test_two_tabs_do_not_overwrite_each_other(arrives: Arrives, site: Site) -> None:
    here, there = arrives("willem").goes_to(POLICY), arrives("willem").goes_to(POLICY)
    here.types(SHARE, "7").presses("Bewaar deze grenzen").is_told("Bewaard")

    there.types(SHARE, "12").presses("Bewaar deze grenzen").sees("Iemand anders veranderde dit")

    shares = site.rows("select leavers_share from branches_policy")
    assert shares == [(7,)]
    there.presses("Bewaar deze grenzen").is_told("Bewaard")
    assert site.rows("select leavers_share from branches_policy") == [(12,)]


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
