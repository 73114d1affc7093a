"""What somebody sees when a part of the page asked, and nothing good came back."""

import pytest
from playwright.sync_api import Locator, Route, expect
from tests.journeys.person import Person
from tests.people import demo_file
from tests.site.running import Site

pytestmark = pytest.mark.browser

_TOLD = "Er kwam geen goed antwoord. Wat je net deed, is misschien niet bewaard."
_NO_CONNECTION = "console: Failed to load resource: net::ERR_FAILED"
_DATE = "13-02-2021"


@pytest.fixture
def mending(petra: Person) -> Person:
    """Before a list with mistakes."""
    petra.chooses_file(demo_file("vuurvlinder-met-fouten.xlsx"))
    petra.page.wait_for_url("**/leerlingen/*-*/")
    return petra


def _birthday(person: Person) -> Locator:
    return person.page.get_by_label("Geboortedatum van rij", exact=False).first


def _types_the_date(person: Person) -> None:
    _birthday(person).fill(_DATE)
    _birthday(person).press("Tab")


def test_a_server_that_is_gone_is_told_and_what_was_typed_stays(mending: Person) -> None:
    page = mending.page
    page.route("**/verbeter/", lambda route: route.abort())

    _types_the_date(mending)

    alert = page.get_by_role("alert")
    expect(alert).to_contain_text(_TOLD)
    expect(_birthday(mending)).to_have_value(_DATE)
    assert [one for one in mending.complaints if "htmx:" not in one] == [_NO_CONNECTION]
    mending.complaints.clear()
    mending.sees(_TOLD)
    page.unroute("**/verbeter/")
    alert.get_by_role("link", name="Laad deze pagina opnieuw").click()
    expect(alert).to_have_count(0)
    expect(_birthday(mending)).not_to_have_value(_DATE)


def test_who_answers_for_a_dead_server_does_not_wipe_the_page(mending: Person, site: Site) -> None:
    def answer(route: Route) -> None:
        route.fulfill(status=502, content_type="text/html", body="<h1>Bad Gateway</h1>")

    page = mending.page
    mending.refusals.add(502)
    page.route("**/verbeter/", answer)

    _types_the_date(mending)

    expect(page.get_by_role("alert")).to_contain_text(_TOLD)
    expect(_birthday(mending)).to_have_value(_DATE)
    mending.sees_nothing_of("Bad Gateway")
    page.unroute("**/verbeter/")
    _birthday(mending).press("Enter")
    expect(page.get_by_text("verbeterd").first).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    assert site.value("select count(*) from imports_rosterimport where answers_id is not null") == 1


def test_a_list_that_went_on_in_another_window_is_told_on_a_whole_page(mending: Person) -> None:
    other = mending.page.context.new_page()
    other.goto(f"{mending.url}/")
    other.get_by_role("button", name="Verwijder bestand").first.click()
    other.locator("dialog[open] button[value=yes]").click()
    expect(other.get_by_text("Het bestand is verwijderd").first).to_be_visible()

    _types_the_date(mending)

    mending.page.wait_for_url("**/leerlingen/")
    mending.is_told("Deze lijst is al verder.").sees("Leg je bestand op de balie")
