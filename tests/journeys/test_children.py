"""From a sheet of paper to a child's own page: printed at the desk, read by a scanner, used."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from tests.journeys.person import Arrives, Person
from tests.people import truth
from tests.printing.reading_back import codes, texts
from tests.site.running import Site

pytestmark = pytest.mark.browser

GROUP_OF = (
    "select g.id::text from branches_group g join branches_branch b on b.id = g.branch_id"
    " where b.slug = 'vuurvlinder' and g.code = %s limit 1"
)
CARD_OF = (
    "select c.number from patrons_card c join patrons_membership m on m.patron_id = c.patron_id"
    " join patrons_pupilnumber n on n.membership_id = m.id"
    " join branches_branch b on b.id = m.branch_id"
    " where b.slug = 'vuurvlinder' and n.number = %s and c.blocked_on is null"
)
CHILD = truth("vuurvlinder").members[12]
CODE = re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}")
PICTURE = re.compile(r"\b(zon|huis|boom|vis|ster|hart|boot|appel|bloem|auto|slak|ballon)\b")
PASSWORD = "paarse olifant danst"


def _page_of_cards(person: Person, site: Site) -> Person:
    group = site.value(GROUP_OF, CHILD.group)
    return person.goes_to(f"/balie/groepen/vuurvlinder/{group}/kaarten/")


def _prints(person: Person, button: str) -> bytes:
    """Press a button or a link, and take the PDF from the printer."""
    with person.page.expect_download() as download:
        person.page.locator(f"main :is(a, button):has-text('{button}')").first.click()
    return download.value.path().read_bytes()


def _address_of(pdf: bytes, number: str) -> str:
    [address] = [one for kind, one in codes(pdf) if kind == "QRCode" and f"#{number}." in one]
    return address


def _scans(child: Person, address: str) -> Person:
    child.page.goto(address)
    return child


def test_a_group_gets_library_cards_that_a_scanner_reads(marloes: Person, site: Site) -> None:
    number = site.value(CARD_OF, CHILD.pupil_number)
    _page_of_cards(marloes, site).sees("Bibliotheekpassen", "Aanmelden", "Print voor")

    pdf = _prints(marloes, "Passen als PDF")

    assert ("Code128", number) in codes(pdf)
    assert CHILD.surname in " ".join(texts(pdf))


def test_a_child_makes_its_account_with_a_scanned_card(
    arrives: Arrives, marloes: Person, site: Site
) -> None:
    number = site.value(CARD_OF, CHILD.pupil_number)
    pdf = _prints(_page_of_cards(marloes, site), "Nieuwe activatiekaarten als PDF")
    child = _scans(arrives(), _address_of(pdf, number))
    child.sees(f"Dag {CHILD.first_name}", number)
    assert child.path == "/activeer/wachtwoord/"

    child.types("Je nieuwe wachtwoord", "kort").types("Hetzelfde wachtwoord nog een keer", "kort")
    child.presses("Dit is mijn wachtwoord").sees("Kies een langer wachtwoord")
    child.types("Je nieuwe wachtwoord", PASSWORD)
    child.types("Hetzelfde wachtwoord nog een keer", PASSWORD).presses("Dit is mijn wachtwoord")

    child.sees("Dit ben jij", CHILD.surname, number)
    assert child.path == "/mijn/"
    child.presses("Ik ben klaar").sees("Aanmelden")
    child.types("Gebruikersnaam of pasnummer", number).types("Wachtwoord", PASSWORD)
    child.presses("Aanmelden").sees("Dit ben jij")
    child.refusals.add(404)
    child.goes_to("/balie/klanten/").sees("Hier is niets")
    assert not [one for one in child.addresses if "#" not in one and number in one]
    _page_of_cards(marloes, site).sees("laatst aangemeld op")


def test_a_card_is_scanned_where_the_page_is_open_already(
    arrives: Arrives, marloes: Person, site: Site
) -> None:
    number = site.value(CARD_OF, CHILD.pupil_number)
    pdf = _prints(_page_of_cards(marloes, site), "Nieuwe activatiekaarten als PDF")
    child = arrives().goes_to("/activeer/").sees("Je hebt een activatiekaart")

    _scans(child, _address_of(pdf, number))

    child.sees(f"Dag {CHILD.first_name}", number)
    assert child.path == "/activeer/wachtwoord/"


def test_a_card_is_used_without_scripts_by_typing_what_is_on_it(
    arrives: Arrives, marloes: Person, site: Site
) -> None:
    number = site.value(CARD_OF, CHILD.pupil_number)
    pdf = _prints(_page_of_cards(marloes, site), "Nieuwe activatiekaarten als PDF")
    code = urlsplit(_address_of(pdf, number)).fragment.split(".")[1]
    child = arrives(scripts=False).goes_to("/activeer/")
    child.page.get_by_text("Je hebt een activatiekaart").wait_for()

    child.types("Je pasnummer", number).types("Je code", "CCCC-CCCC").presses("Verder")
    expect(child.page.get_by_text("We kennen dit pasnummer met deze code niet")).to_be_visible()
    child.types("Je code", f"{code[:4]}-{code[4:]}".lower()).presses("Verder")

    expect(child.page.get_by_text(f"Dag {CHILD.first_name}")).to_be_visible()


def test_a_used_card_says_so(arrives: Arrives, marloes: Person, site: Site) -> None:
    number = site.value(CARD_OF, CHILD.pupil_number)
    pdf = _prints(_page_of_cards(marloes, site), "Nieuwe activatiekaarten als PDF")
    child = _scans(arrives(), _address_of(pdf, number)).sees("Dag")
    child.types("Je nieuwe wachtwoord", PASSWORD)
    child.types("Hetzelfde wachtwoord nog een keer", PASSWORD).presses("Dit is mijn wachtwoord")
    child.sees("Dit ben jij")
    # The page before, from the browser's memory, and its form once more.
    child.page.go_back()
    child.page.wait_for_load_state()

    assert child.path == "/activeer/"
    _scans(arrives(), _address_of(pdf, number)).sees("We kennen dit pasnummer met deze code niet")


def test_a_young_child_comes_in_with_its_picture_and_staff_take_that_back(
    arrives: Arrives, marloes: Person, site: Site
) -> None:
    pdf = _prints(_page_of_cards(marloes, site), "Nieuwe plaatjeskaarten als PDF")
    address, picture = _key_of(pdf, CHILD.first_name)
    child = _scans(arrives(), address).sees("Welk plaatje is van jou?")
    wrong = "huis" if picture != "huis" else "vis"

    child.presses(wrong).sees("Dat is niet jouw plaatje. Je mag nog 2 keer.")
    child.presses(picture).sees("Dit ben jij", CHILD.surname)

    child.presses("Ik ben klaar")
    row = _page_of_cards(marloes, site).page.get_by_role("row").filter(has_text=CHILD.surname)
    marloes.sees("sinds")
    row.first.get_by_role("button", name="Trek in").click()
    marloes.is_told("Deze plaatjeskaart opent niets meer.")
    _scans(arrives(), address).sees("Deze kaart werkt niet.")


def _key_of(pdf: bytes, first_name: str) -> tuple[str, str]:
    """A child's address and picture: the code stands behind the name, the picture on the list."""
    whole = " ".join(texts(pdf))
    code = CODE.search(whole.split(f"{first_name} ", 1)[1])
    picture = PICTURE.search(whole.rsplit(f"{first_name} ", 1)[1])
    assert code is not None
    assert picture is not None
    secret = code[0].replace("-", "")
    [address] = [one for kind, one in codes(pdf) if kind == "QRCode" and one.endswith(secret)]
    return address, picture[0]


def test_a_lost_card_is_replaced_by_a_scanned_one(marloes: Person, site: Site) -> None:
    number = site.value(CARD_OF, CHILD.pupil_number)
    child = site.value("select patron_id::text from patrons_card where number = %s", number)
    marloes.goes_to(f"/balie/klanten/{child}/")
    marloes.page.get_by_text("De pas is kwijt…").click()
    marloes.sees("werkt meteen niet meer")

    marloes.types("Scan de nieuwe pas", "2999 0001 2345 67").presses("Vervang de pas")

    marloes.is_told("De pas is nu 29990001234567.")
    marloes.sees("geblokkeerd op")
    marloes.page.get_by_text("De pas is kwijt…").click()
    marloes.presses("Alleen blokkeren").is_told("De pas is geblokkeerd.")
    marloes.presses("Geef deze pas").is_told("De pas is nu V")
