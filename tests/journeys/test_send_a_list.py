"""What a school does in the one minute of a year that Leesloket asks of it."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from playwright.sync_api import Route, expect
from tests.journeys.person import Arrives, Person
from tests.people import Child, child_of, demo_file, list_of, truth
from tests.site.errands import sent_list
from tests.site.fixtures import Ground
from tests.site.running import Site
from tests.site.waiting import wait_until

pytestmark = pytest.mark.browser

GOOD = "vuurvlinder-2026-2027.xlsx"
WITH_MISTAKES = "vuurvlinder-met-fouten.xlsx"
STATUS = "select status from imports_rosterimport order by sent_at nulls first"


def _lays_down(person: Person, name: str) -> Person:
    person.chooses_file(demo_file(name), name)
    person.page.wait_for_url("**/leerlingen/*-*/")
    return person


def _lays_down_list(person: Person, children: Sequence[Child]) -> None:
    """A list in which the first two children have a birth date that does not exist."""
    lines = list_of(children).decode().splitlines()
    for at in (1, 2):
        cells = lines[at].split(";")
        lines[at] = ";".join((*cells[:4], "31-02-2019", *cells[5:]))
    before = person.path.rstrip("/")
    person.goes_to("/").chooses_file("\n".join(lines).encode(), "leerlingen.csv")
    person.page.wait_for_url(
        lambda url: "-" in url.split("/")[-2] and not url.rstrip("/").endswith(before or "?")
    )


def _says_it_is_the_samechild_of(person: Person) -> None:
    person.presses("Dit is hetzelfde kind")
    expect(person.button("Verander")).to_be_visible()


def test_a_list_is_sent_and_only_then_is_that_said(petra: Person, site: Site) -> None:
    petra.sees("Stuur je leerlingen naar de bibliotheek", "Leg je bestand op de balie")

    _lays_down(petra, GOOD).sees("Dit is een goede lijst", "Dit lazen wij")
    petra.follows("Bekijk het plan").sees("Eén kind lijkt op deze rij.")
    _says_it_is_the_samechild_of(petra)
    petra.sees_nothing_of("Upload geslaagd")
    assert site.rows(STATUS) == [("read",)]
    petra.agrees("Verstuur").is_told("Upload geslaagd. De bibliotheek heeft bericht.")

    assert site.rows(STATUS) == [("sent",)]


def test_a_list_with_mistakes_is_put_right_in_the_browser(petra: Person, site: Site) -> None:
    _lays_down(petra, WITH_MISTAKES).sees("Dit is geen bestaande datum.")

    birthday = petra.page.get_by_label("Geboortedatum van rij", exact=False).first
    birthday.fill("13-02-2021")
    birthday.press("Tab")
    expect(petra.page.get_by_text("verbeterd").first).to_be_visible()
    petra.sees("In deze rij staat geen naam.")
    row = petra.page.locator("tr", has_text="In deze rij staat geen naam.")
    petra.sees("3 rijen kunnen nog niet mee")
    row.get_by_role("button", name="Laat rij").click()
    petra.sees_nothing_of("In deze rij staat geen naam.")
    expect(petra.page.get_by_role("button", name="weer mee").first).to_be_visible()
    petra.sees("2 rijen kunnen nog niet mee")
    # Two children have one number: without the second the first is in order.
    petra.page.get_by_role("button", name="Laat rij 138 weg").click()
    petra.sees_nothing_of("kunnen nog niet mee").sees_nothing_of("kan nog niet mee")
    petra.sees_nothing_of("moeten beter").sees_nothing_of("moet beter")

    petra.follows("Bekijk het plan").sees("Geldt vanaf").sees_nothing_of("Niet leesbaar")
    assert site.value("select counts->>'error' from imports_rosterimport") == "0"
    assert site.value("select count(*) from imports_rosterimport where answers_id is not null") == 1


def test_what_was_typed_over_goes_along_to_the_next_file_while_its_row_is_the_same(
    petra: Person,
) -> None:
    one, other, *others = (child_of(member) for member in truth("vuurvlinder").next_year)

    _lays_down_list(petra, [one, other, *others])
    for row, child in ((2, one), (3, other)):
        petra.sees("Dit is geen bestaande datum.")
        birthday = petra.page.get_by_label(f"Geboortedatum van rij {row}", exact=True)
        birthday.fill(f"{child.born:%d-%m-%Y}")
        birthday.press("Tab")
        expect(petra.page.get_by_text("verbeterd")).to_have_count(row - 1)
    petra.sees_nothing_of("Dit is geen bestaande datum.")

    _lays_down_list(petra, [one, replace(other, group="8c"), *others])

    petra.sees("Eén verbetering of antwoord van jou past nog", "Eén past niet meer")
    petra.sees("Dit is geen bestaande datum.")
    expect(petra.page.get_by_label("Geboortedatum van rij 2", exact=True)).to_have_count(0)
    expect(petra.page.get_by_label("Geboortedatum van rij 3", exact=True)).to_be_visible()


def test_a_file_that_is_dropped_on_the_counter_is_read(petra: Person) -> None:
    page = petra.page
    carried = page.evaluate_handle(
        "bytes => { const carried = new DataTransfer();"
        " carried.items.add(new File([new Uint8Array(bytes)], 'leerlingen.csv')); return carried }",
        list(demo_file("wilgenbos-2026-2027.csv")[:4000]),
    )

    page.dispatch_event("#drop", "dragover", {"dataTransfer": carried})
    page.dispatch_event("#drop", "drop", {"dataTransfer": carried})

    page.wait_for_url("**/leerlingen/*-*/")
    petra.sees("leerlingen.csv", "Dit lazen wij")


def test_a_file_that_is_picked_before_the_scripts_are_there_is_read(petra: Person) -> None:
    waiting: list[Route] = []

    def hold_up(route: Route) -> None:
        waiting.append(route)

    petra.page.route("**/js/app*.js", hold_up, times=1)
    with petra.page.expect_request("**/js/app*.js"):
        petra.page.goto(f"{petra.url}/school/vuurvlinder/leerlingen/", wait_until="commit")
    petra.chooses_file(demo_file(GOOD), GOOD)

    for route in waiting:
        route.continue_()

    petra.page.wait_for_url("**/leerlingen/*-*/")


def test_a_list_is_sent_without_scripts(arrives: Arrives, site: Site) -> None:
    petra = arrives("petra", scripts=False).goes_to("/")
    page = petra.page

    petra.chooses_file(demo_file(GOOD), GOOD)
    page.get_by_role("button", name="Lees dit bestand").click()
    page.get_by_role("link", name="Bekijk het plan").click()
    page.get_by_role("button", name="Dit is hetzelfde kind").click()
    page.get_by_role("button", name="Verstuur").click()

    expect(page.locator("#messages")).to_contain_text("Upload geslaagd")
    assert site.rows(STATUS) == [("sent",)]


def test_the_library_is_told_and_the_school_takes_its_list_back_and_sends_it_again(
    arrives: Arrives, ground: Ground, site: Site
) -> None:
    sent_list(ground.visitor("petra"), demo_file(GOOD))
    petra = arrives("petra").goes_to("/")
    petra.sees("Je lijst is bij de bibliotheek", "Wordt bekeken")

    petra.presses("Verwijder bestand")
    petra.page.locator("dialog[open]").get_by_role("button", name="Verwijder het bestand").click()
    petra.is_told("Het bestand is verwijderd. Bij de bibliotheek is niets veranderd.")
    petra.sees("Eerdere bestanden", GOOD.replace("vuurvlinder-2026-2027", "leerlingen"))
    assert site.value("select count(*) from vault_sealed") == 0
    sent_list(ground.visitor("petra"), demo_file(GOOD))
    petra.goes_to("/").sees("Je lijst is bij de bibliotheek")

    site.start_worker()
    wait_until(site, "select count(*) = 3 from messaging_notice where sent_at is not null")
    assert len(site.mails()) == 3
    assert site.rows(STATUS) == [("withdrawn",), ("sent",)]


def test_a_second_click_on_send_sends_once(petra: Person, site: Site) -> None:
    _lays_down(petra, GOOD).follows("Bekijk het plan")
    _says_it_is_the_samechild_of(petra)
    petra.presses("Verstuur")

    petra.page.locator("dialog[open] button[value=yes]").dblclick(no_wait_after=True)

    petra.is_told("Upload geslaagd. De bibliotheek heeft bericht.")
    petra.page.go_back()
    petra.goes_to("/").sees("Je lijst is bij de bibliotheek")
    assert site.rows(STATUS) == [("sent",)]
    assert site.value("select count(*) from messaging_notice") == 1
