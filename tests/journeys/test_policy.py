"""An administrator sets the policy of the library."""

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
