"""Is it still you?  Somebody who signed in long ago does what weighs, and loses nothing by it."""

import pytest
from tests.journeys.person import Arrives
from tests.people import demo_file
from tests.site.errands import DESK, sent_list
from tests.site.fixtures import Ground, make_old
from tests.site.running import Site
from tests.site.visitor import PASSWORD

pytestmark = pytest.mark.browser


def test_an_approval_waits_for_the_password_and_is_then_done(
    arrives: Arrives, ground: Ground, site: Site
) -> None:
    upload = sent_list(ground.visitor("petra"), demo_file("vuurvlinder-2026-2027.xlsx"))
    make_old(site, ground.cookies["marloes"])
    marloes = arrives("marloes").goes_to(f"{DESK}{upload}/")

    marloes.agrees("Keur goed en verwerk")
    marloes.sees("Ben je het nog?", "Je gaat een leerlingenlijst goedkeuren.")
    marloes.types("Wachtwoord", "geen idee").presses("Ga verder")
    marloes.sees("Dit is niet je wachtwoord.")
    assert site.rows("select status from imports_rosterimport") == [("sent",)]
    marloes.types("Wachtwoord", PASSWORD).presses("Ga verder")

    marloes.page.wait_for_url("**/resultaat/")
    marloes.sees("ingeschreven", "Door Marloes de Haan")
    assert site.rows("select status from imports_rosterimport") == [("applied",)]


def test_who_says_no_is_back_at_the_plan_and_nothing_is_done(
    arrives: Arrives, ground: Ground, site: Site
) -> None:
    upload = sent_list(ground.visitor("petra"), demo_file("vuurvlinder-2026-2027.xlsx"))
    make_old(site, ground.cookies["marloes"])
    marloes = arrives("marloes").goes_to(f"{DESK}{upload}/")
    marloes.agrees("Keur goed en verwerk")

    marloes.sees("Ben je het nog?").follows("Nee, ga terug")

    marloes.page.wait_for_url(f"**{DESK}{upload}/")
    assert site.rows("select status from imports_rosterimport") == [("sent",)]
