"""Somebody of the library needs the file itself: one asks, another agrees, the school reads it."""

from urllib.parse import quote

import pytest
from tests.journeys.person import Person
from tests.people import demo_file
from tests.site.errands import DESK, lay_down
from tests.site.fixtures import Ground
from tests.site.running import Site

pytestmark = pytest.mark.browser

FILE = demo_file("vuurvlinder-2026-2027.xlsx")
NAME = "groep 5; zoë.xlsx"
FETCH = "Haal het bestand op"


@pytest.fixture
def upload(ground: Ground, site: Site) -> str:
    return lay_down(ground.visitor("petra"), FILE, name=NAME)


def test_two_people_take_a_file_out_once_and_the_school_reads_it(
    upload: str, marloes: Person, tarik: Person, petra: Person, site: Site
) -> None:
    marloes.goes_to(f"{DESK}{upload}/").follows("Het bestand zelf")
    marloes.sees("Het bestand ligt versleuteld tot")
    marloes.page.get_by_label("Waar gaat het over?").select_option("misread")
    marloes.types("Waarom heb je het bestand zelf nodig?", "een kolom met groepen ontbreekt")
    marloes.presses("Vraag om het bestand").is_told("Nu moet iemand anders het goedvinden")
    assert marloes.button("Ik vind het goed").count() == 0

    tarik.goes_to(DESK).sees("Iemand vraagt om het bestand van een school zelf")
    tarik.follows("De Vuurvlinder").sees("een kolom met groepen ontbreekt")
    tarik.presses("Ik vind het goed").is_told("Het bestand kan één keer worden opgehaald")
    assert tarik.button(FETCH).count() == 0

    marloes.goes_to(f"{DESK}{upload}/bestand/").sees("wordt klaargezet")
    site.start_worker()
    # The worker makes it ready; the page looks by itself.
    marloes.button(FETCH).first.wait_for(timeout=45_000)
    marloes.sees("Je kunt het bestand één keer ophalen")
    with (
        marloes.page.expect_download() as download,
        marloes.page.expect_response("**/haal-op/") as got,
    ):
        marloes.presses(FETCH)
    assert download.value.path().read_bytes() == FILE
    headers = got.value.headers
    assert headers["content-disposition"].startswith("attachment; ")
    assert quote("zoë") in headers["content-disposition"]
    assert headers["content-security-policy"].startswith("sandbox")
    assert (headers["cache-control"], headers["x-content-type-options"]) == ("no-store", "nosniff")
    assert headers["content-type"] == "application/octet-stream"

    marloes.goes_to(f"{DESK}{upload}/bestand/").sees("Eerder gevraagd", "opgehaald")
    assert site.rows("select kind from vault_sealed where kind = 'pickup'") == []
    petra.goes_to("/school/vuurvlinder/leerlingen/")
    petra.page.get_by_text("Wat er gebeurde").first.click()
    petra.sees("De bibliotheek haalde het bestand zelf op", "een kolom met groepen ontbreekt")


def test_a_question_is_taken_back_and_the_other_tab_does_no_harm(
    upload: str, marloes: Person, tarik: Person
) -> None:
    marloes.goes_to(f"{DESK}{upload}/bestand/")
    marloes.page.get_by_label("Waar gaat het over?").select_option("other")
    marloes.types("Waarom heb je het bestand zelf nodig?", "om het te proberen")
    marloes.presses("Vraag om het bestand").is_told("Nu moet iemand anders")
    tarik.goes_to(f"{DESK}{upload}/bestand/").sees("Ik vind het goed")

    marloes.presses("Trek mijn vraag in").is_told("Het bestand blijft waar het is")

    tarik.presses("Ik vind het goed").is_told("Er is intussen iets veranderd")
    tarik.sees("Eerder gevraagd", "ging niet door")
