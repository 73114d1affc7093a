"""What an administrator reads back, and how a new school comes in."""

from pathlib import Path
from zipfile import ZipFile

import pytest
from tests.journeys.person import Arrives, Person
from tests.people import truth
from tests.site.running import Site

pytestmark = pytest.mark.browser

CHILD = next(one for one in truth("vuurvlinder").members if one.group.startswith("5"))
NAME = " ".join(filter(None, (CHILD.first_name, CHILD.prefix, CHILD.surname)))


def _at_the_page_of_the_child(person: Person) -> Person:
    person.goes_to("/balie/klanten/")
    person.types("Zoek op naam, nummer, pas of groep", CHILD.pupil_number)
    return person.follows(CHILD.surname).sees("Wie zag deze gegevens?")


def test_an_administrator_reads_the_log_in_plain_words(arrives: Arrives) -> None:
    _at_the_page_of_the_child(arrives("marloes"))

    willem = arrives("willem").goes_to("/balie/vestigingen/vuurvlinder/logboek/")

    willem.sees("Wat er gebeurde", "Marloes de Haan", NAME)
    willem.goes_to("/balie/klanten/worden-gewist/").sees("Vertrekkers die worden gewist")


def test_an_administrator_adds_a_branch_by_hand(arrives: Arrives, site: Site) -> None:
    willem = arrives("willem").goes_to("/balie/nieuwe-vestiging/")

    willem.sees("Nieuwe vestiging", "Uit de lijst van DUO")
    willem.types("Naam van de vestiging", "De Zilverberk").presses("Voeg deze vestiging toe")

    willem.sees("De Zilverberk")
    assert site.value("select count(*) from branches_branch where name = 'De Zilverberk'") == 1


def test_an_administrator_takes_everything_out(arrives: Arrives, tmp_path: Path) -> None:
    willem = arrives("willem").goes_to("/balie/alles-meenemen/")
    willem.sees("Alles meenemen", "Iedereen staat erin", "De Vuurvlinder")

    with willem.page.expect_download() as begun:
        willem.presses("Download alles")

    begun.value.save_as(tmp_path / "alles.zip")
    with ZipFile(tmp_path / "alles.zip") as archive:
        assert archive.testzip() is None
        assert CHILD.surname in archive.read("patrons.csv").decode()
        assert "LEESMIJ.txt" in archive.namelist()
    willem.goes_to("/balie/vestigingen/vuurvlinder/logboek/").sees(
        "Nam alles van de bibliotheek mee"
    )
