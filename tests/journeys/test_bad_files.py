"""What is not a list, or not this list, gets a clear sentence; nothing is lost by it."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import Route, expect
from tests.journeys.person import Arrives, Person
from tests.people import demo_file
from tests.roster.formats.reader_books import as_xlsx
from tests.site.errands import lay_down
from tests.site.fixtures import Ground
from tests.site.running import Site

from leesloket.branches.rules import year_of_list

pytestmark = pytest.mark.browser

GOOD = "vuurvlinder-2026-2027.xlsx"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 2000
HTML_LIST = (
    b"<html><body><table><tr><th>Leerlingnummer</th><th>Roepnaam</th><th>Achternaam</th>"
    b"<th>Geboortedatum</th><th>Groep</th></tr><tr><td>990001</td><td>Wietske</td>"
    b"<td>Anemoon</td><td>01-02-2018</td><td>4</td></tr></table></body></html>"
)


@dataclass(frozen=True, slots=True)
class Bad:
    """A file, and what the page says of it."""

    name: str
    content: bytes
    said: str


REFUSED = (
    Bad("leeg.csv", b"", "Dit bestand is leeg."),
    Bad("lijst.xlsx", PNG, "Dit is een document of een afbeelding."),
    Bad(
        "lijst.xlsx",
        demo_file("vuurvlinder-met-wachtwoord.xlsx"),
        "Dit bestand heeft een wachtwoord.",
    ),
)


@pytest.mark.parametrize("bad", REFUSED, ids=lambda bad: bad.said)
def test_a_file_that_cannot_be_a_list_is_refused_and_the_open_one_stays(
    petra: Person, ground: Ground, site: Site, bad: Bad
) -> None:
    lay_down(ground.visitor("petra"), demo_file(GOOD))

    petra.goes_to("/").chooses_file(bad.content, bad.name)

    petra.sees(bad.said, "Kies een ander bestand")
    assert site.rows("select status from imports_rosterimport") == [("read",)]
    petra.goes_to("/").sees("Je lijst is nog niet verstuurd", "Ga verder met dit bestand")


def test_a_file_that_is_too_large_is_not_even_sent(
    petra: Person, site: Site, tmp_path: Path
) -> None:
    large = tmp_path / "groot.csv"
    large.write_bytes(b"a" * 50 * 1024 * 1024)

    petra.page.locator("input[name=file]").set_input_files(large)

    petra.sees("Dit bestand is groter dan 10 MB.", "Kies een bestand")
    assert site.value("select count(*) from intake_upload") == 0


def test_a_file_that_is_too_large_is_refused_without_scripts_too(
    arrives: Arrives, site: Site, tmp_path: Path
) -> None:
    large = tmp_path / "groot.csv"
    large.write_bytes(b"a" * 50 * 1024 * 1024)
    petra = arrives("petra", scripts=False).goes_to("/")
    petra.page.locator("input[name=file]").set_input_files(large)

    petra.page.get_by_role("button", name="Lees dit bestand").click()

    expect(petra.page.locator("main")).to_contain_text("Dit bestand is te groot.")
    expect(petra.page.get_by_label("Kies een bestand")).to_have_count(1)
    assert site.value("select count(*) from intake_upload") == 0


def test_a_browser_that_is_closed_half_way_leaves_nothing_and_is_welcome_again(
    arrives: Arrives, site: Site
) -> None:
    leaving = arrives("petra").goes_to("/")
    # How much a machine keeps on the way for a server differs, so the line itself is slow: these
    # eight megabytes would take minutes.
    line = leaving.page.context.new_cdp_session(leaving.page)
    line.send("Network.enable")
    line.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 50_000},
    )
    leaving.chooses_file(b"Nummer;Naam\n" + b"1;Zomer\n" * 1_000_000)
    expect(leaving.page.locator("progress")).to_be_visible()
    expect(leaving.page.locator("progress")).not_to_have_attribute("value", "0")
    assert float(leaving.page.locator("progress").get_attribute("value") or "1") < 1
    # Without its page the line would be fast again, with the request still on it.
    leaving.page.goto("about:blank")
    leaving.page.close()

    petra = arrives("petra").goes_to("/").sees("Je stuurde nog geen bestand.")
    assert site.value("select count(*) from intake_upload") == 0
    petra.chooses_file(demo_file(GOOD))
    petra.page.wait_for_url("**/leerlingen/*-*/")
    petra.sees("Dit lazen wij")
    assert site.value("select count(*) from intake_upload") == 1


def test_a_browser_that_is_closed_after_that_finds_everything_back(
    arrives: Arrives, site: Site
) -> None:
    leaving = arrives("petra").goes_to("/")
    leaving.chooses_file(demo_file("vuurvlinder-met-fouten.xlsx"))
    leaving.page.wait_for_url("**/leerlingen/*-*/")
    page = leaving.page.url
    leaving.button("Laat rij").first.click()
    expect(leaving.button("weer mee").first).to_be_visible()

    leaving.page.close()

    petra = arrives("petra").goes_to("/").follows("Ga verder met dit bestand")
    petra.page.wait_for_url(page)
    expect(petra.button("weer mee")).to_have_count(1)
    assert site.rows("select status from imports_rosterimport") == [("read",)]


def test_an_answer_that_was_lost_is_not_told_as_nothing_received(petra: Person, site: Site) -> None:
    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    petra.page.route("**/ontvang/", lose)
    petra.chooses_file(demo_file(GOOD))
    petra.sees("Er kwam geen goed antwoord. Laad deze pagina opnieuw en kijk")
    [complaint] = petra.complaints
    assert "ERR_FAILED" in complaint
    petra.complaints.clear()

    petra.goes_to("/").sees("Je lijst is nog niet verstuurd")
    assert site.value("select count(*) from intake_upload") == 1


def test_a_list_without_pupils_never_signs_everybody_off_unseen(petra: Person) -> None:
    petra.chooses_file(demo_file("vuurvlinder-alleen-koppen.xlsx"), "koppen.xlsx")
    petra.page.wait_for_url("**/leerlingen/*-*/")
    petra.sees("Er staan geen leerlingen in dit bestand")

    petra.follows("Bekijk het plan").sees("Iedereen zou worden uitgeschreven.")


def test_a_list_without_headings_is_asked_about_column_by_column(petra: Person) -> None:
    lines = demo_file("wilgenbos-2026-2027.csv").split(b"\r\n")

    petra.chooses_file(b"\r\n".join(lines[1:40]), "lijst.csv")

    petra.page.wait_for_url("**/leerlingen/*-*/")
    petra.sees("Welke kolom is wat?")


def test_of_two_sheets_the_school_chooses_one(petra: Person) -> None:
    petra.chooses_file(demo_file("vuurvlinder-twee-bladen.xlsx"), "twee bladen.xlsx")
    petra.sees("Staat de lijst van dit jaar op één blad? Kies dan dat blad.")

    petra.presses("Bovenbouw")

    petra.sees("Dit lazen wij")
    expect(petra.page.get_by_text("Op meer bladen staan leerlingen.")).to_have_count(0)


def test_a_sheet_is_chosen_in_one_of_two_windows(petra: Person) -> None:
    petra.chooses_file(demo_file("vuurvlinder-twee-bladen.xlsx"), "twee bladen.xlsx")
    petra.sees("Staat de lijst van dit jaar op één blad? Kies dan dat blad.")
    other = petra.page.context.new_page()
    other.goto(petra.page.url)
    petra.presses("Bovenbouw")
    petra.sees("Dit lazen wij")

    other.get_by_role("button", name="Onderbouw").click()

    expect(
        other.get_by_role("heading", name="Van dit bestand is al een blad gekozen.")
    ).to_be_visible()
    other.close()


def test_of_sheets_per_group_the_school_chooses_all(petra: Person) -> None:
    petra.chooses_file(_a_sheet_per_group(), "groepen.xlsx")
    petra.sees("Heeft elke groep een eigen blad? Kies ze dan allemaal samen.")

    petra.presses("Alle 2 bladen samen: 4 rijen")

    petra.sees("Dit lazen wij")
    petra.sees("Groep 4, Groep 5: hier is geen kolom met de groep.")
    petra.sees("1 rij kan nog niet mee")
    petra.sees("rij 3 (blad Groep 5)")
    petra.page.get_by_label("Roepnaam van rij 3 (blad Groep 5)").fill("Jip")
    petra.page.keyboard.press("Enter")
    petra.sees("4 leerlingen, 2 groepen")


def test_of_sheets_of_two_school_years_the_school_is_told_which(petra: Person) -> None:
    headings = ("Leerlingnummer", "Voornaam", "Achternaam", "Geboortedatum", "Groep")
    child = ("990001", "Wietske", "Anemoon", "2018-02-01")
    year = year_of_list(localdate()).label
    sheets = {"2020-2021": (headings, (*child, "4")), f"Lijst {year}": (headings, (*child, "5"))}

    petra.chooses_file(as_xlsx(sheets), "jaren.xlsx")

    petra.sees("Ze zijn van verschillende schooljaren.")
    petra.sees(f"Voor schooljaar {year}: blad Lijst {year}.")
    expect(petra.page.get_by_role("button", name="samen")).to_have_count(0)


def _a_sheet_per_group() -> bytes:
    headings = ("Leerlingnummer", "Voornaam", "Achternaam", "Geboortedatum")
    return as_xlsx(
        {
            "Groep 4": (
                headings,
                ("990001", "Wietske", "Anemoon", "2018-02-01"),
                ("990002", "Tijn", "Distel", "2018-03-01"),
            ),
            "Groep 5": (
                headings,
                ("990003", "Saar", "Klaproos", "2017-02-01"),
                ("990004", "", "Lelie", "2017-03-01"),
            ),
        }
    )


def test_the_same_file_once_more_is_the_same_upload(
    petra: Person, ground: Ground, site: Site
) -> None:
    upload = lay_down(ground.visitor("petra"), demo_file(GOOD))

    petra.goes_to("/").chooses_file(demo_file(GOOD), "nog een keer.xlsx")

    petra.page.wait_for_url(f"**/leerlingen/{upload}/")
    petra.is_told("Dit bestand stuurde je al eerder. Hier is het.")
    assert site.value("select count(*) from intake_upload") == 1


def test_a_list_of_another_school_is_recognised_as_such(petra: Person) -> None:
    petra.chooses_file(demo_file("vuurvlinder-andere-school.xlsx"), "leerlingen.xlsx")
    petra.page.wait_for_url("**/leerlingen/*-*/")
    petra.sees("Is dit de goede school?").sees_nothing_of("?.")

    petra.follows("Bekijk het plan").sees("Wij kennen 1 van de 210 kinderen.")


def test_a_web_page_that_calls_itself_excel_is_read_as_what_it_is(petra: Person) -> None:
    petra.chooses_file(HTML_LIST, "leerlingen.xls")

    petra.page.wait_for_url("**/leerlingen/*-*/")
    petra.sees("Dit lazen wij", "1 leerling")
