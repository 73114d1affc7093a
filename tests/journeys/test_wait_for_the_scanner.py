"""The virus scanner is away when a school sends its list, and comes back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.intake import clamav
from tests.journeys.person import Person
from tests.people import demo_file
from tests.site.fixtures import Ground
from tests.site.running import Site

pytestmark = pytest.mark.browser

LISTS = "/school/vuurvlinder/leerlingen/"
GOOD = demo_file("vuurvlinder-2026-2027.xlsx")


@pytest.fixture(scope="module", autouse=True)
def folder(ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where the scanner of this site will be; its web server is told so for these tests."""
    made = tmp_path_factory.mktemp("clamd")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("LEESLOKET_CLAMAV", f"unix:{made / 'clamd.sock'}")
        _restart_web(ground.site)
        yield made
    _restart_web(ground.site)


def _restart_web(site: Site) -> None:
    site.kill("web")
    site.start_web()


def test_a_list_waits_sealed_and_goes_on_by_itself(petra: Person, site: Site, folder: Path) -> None:
    petra.goes_to(LISTS).chooses_file(GOOD)
    petra.sees("Dit bestand wacht op viruscontrole", "Je hoeft het bestand niet nog eens te sturen")
    address = petra.path
    petra.goes_to(LISTS).sees("Je lijst wacht op de viruscontrole", "Kijk hoe het staat")
    assert site.rows("select scan, format from intake_upload") == [("waiting", "")]

    petra.goes_to(address)
    with clamav.running(folder):
        site.has_a_job("imports.take_up_waiting")
        site.start_worker()
        # The page asks again by itself.
        waiting = petra.page.get_by_text("Dit bestand wacht op viruscontrole")
        expect(waiting).to_have_count(0, timeout=60_000)

    petra.goes_to(address).sees("schoon")


def test_an_infected_file_is_refused_with_what_to_do(
    petra: Person, site: Site, folder: Path
) -> None:
    content = b"Roepnaam;Achternaam;Groep\nPien;" + clamav.MARKER + b";3a\n"
    with clamav.running(folder):
        petra.goes_to(LISTS).chooses_file(content, "lijst.csv")
        petra.sees("De virusscanner vond iets in dit bestand", "Laat de computer nakijken")

    assert site.rows("select count(*) from vault_sealed") == [(0,)]
