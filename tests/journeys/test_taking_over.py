"""A library that starts brings its own list of patrons, reads the plan, and takes it back."""

import pytest
from tests.journeys.person import Arrives
from tests.site.running import Site

pytestmark = pytest.mark.browser

LIST = (
    "LENERNUMMER;ROEPNAAM;NAAMTUS;NAAM;GEBOORTEDATUM;KLAS_CODE;CATEGORIE;VESTIGING;BSN\n"
    "2000101;Ada;van;Loon;2016-03-02;7a;Leerling;2301;111222333\n"
    "2000102;Ben;;Prins;1961-11-30;;Leerkracht;2301;123456782\n"
    "2000103;Cas;;Vos;1950-01-09;;Volwassene;Rietdorp;\n"
    "2,0001E+6;Dina;;Wolf;1980-05-05;;Volwassene;2301;\n"
)
CARDS = "select count(*) from patrons_card where number like '20001%'"


def test_a_register_is_taken_over_branch_by_branch_and_turned_back(
    arrives: Arrives, site: Site
) -> None:
    marloes = arrives("marloes").goes_to("/balie/overname/")
    marloes.sees("Register overnemen", "Wat erin moet staan", "Nog geen.")

    marloes.page.get_by_label("Voor welke vestiging?").select_option(label="De Vuurvlinder")
    marloes.page.set_input_files(
        "input[type=file]",
        {"name": "leners.csv", "mimeType": "text/csv", "buffer": LIST.encode()},
    )

    marloes.sees("Rijen van meer vestigingen", "2301", "Rietdorp")
    marloes.page.get_by_label("2301 is").select_option(label="De Vuurvlinder")
    marloes.presses("Dit zijn de vestigingen")
    marloes.is_told("1 lijst is gemaakt en wacht bij haar vestiging.")
    marloes.sees("Ada van Loon", "pas 2000101", "leerkracht", "Dit kan geen pasnummer zijn.")
    assert site.value(CARDS) == 0

    marloes.presses("Keur goed en verwerk")
    marloes.page.get_by_role("dialog").get_by_role("button", name="Keur goed en verwerk").click()
    marloes.sees("2 ingeschreven", "Ben Prins")
    assert site.value(CARDS) == 2

    marloes.types("Waarom?", "toch de verkeerde lijst").presses("Draai alles terug")
    marloes.page.get_by_role("dialog").get_by_role("button", name="Draai terug").click()
    marloes.is_told("weer zoals ze waren")
    assert site.value(CARDS) == 0
    marloes.goes_to("/balie/overname/").sees("Lijsten die zijn gebracht", "leners.csv", "Rietdorp")


def test_a_list_without_known_headings_asks_which_column_is_the_card(arrives: Arrives) -> None:
    marloes = arrives("marloes").goes_to("/balie/overname/")
    marloes.page.set_input_files(
        "input[type=file]",
        {
            "name": "klanten.csv",
            "mimeType": "text/csv",
            "buffer": b"Ref;Voornaam;Achternaam\n777001;Ada;Loon\n777002;Ben;Prins\n",
        },
    )
    marloes.sees("Wij missen:", "Pasnummer")

    marloes.page.get_by_label("Betekenis van kolom Ref").select_option(label="Pasnummer")
    marloes.presses("Dit klopt, gebruik deze kolommen")

    marloes.sees("Ada Loon", "pas 777001")
    marloes.presses("Verwijder deze lijst")
    marloes.is_told("De lijst is vernietigd")


def test_rows_that_call_this_branch_by_another_name_go_along(arrives: Arrives) -> None:
    marloes = arrives("marloes").goes_to("/balie/overname/")
    marloes.page.get_by_label("Voor welke vestiging?").select_option(label="De Vuurvlinder")
    heading, ada, ben, *_ = LIST.splitlines()
    marloes.page.set_input_files(
        "input[type=file]",
        {
            "name": "een-vestiging.csv",
            "mimeType": "text/csv",
            "buffer": f"{heading}\n{ada}\n{ben}\n".encode(),
        },
    )
    marloes.sees("2301")
    marloes.presses("Dit zijn de vestigingen")
    marloes.is_told("Kies eerst een vestiging voor deze rijen.")

    marloes.page.get_by_label("2301 is").select_option(label="De Vuurvlinder")
    marloes.presses("Dit zijn de vestigingen")
    marloes.is_told("Deze rijen horen nu bij de vestiging die je koos.")
    marloes.sees("Ada van Loon")
    marloes.presses("Verwijder deze lijst")
    marloes.is_told("De lijst is vernietigd")
