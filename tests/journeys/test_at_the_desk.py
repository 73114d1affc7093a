"""What the library's staff do with the register: find, read, correct, and hand out lists."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect
from tests.journeys.person import Arrives, Person
from tests.people import demo_file, truth
from tests.site.errands import approve, sent_list
from tests.site.fixtures import Ground
from tests.site.running import Site

pytestmark = pytest.mark.browser

NOBODY_ELSE = "Zwaluwenstaart"
CHILD_OF = (
    "select p.id::text from patrons_patron p join patrons_membership m on m.patron_id = p.id"
    " join branches_branch b on b.id = m.branch_id join patrons_pupilnumber n"
    " on n.membership_id = m.id where b.slug = 'vuurvlinder' and n.number = %s"
)


@pytest.mark.parametrize("by", ["name", "number", "group"])
def test_a_child_is_found_by_name_number_or_group(arrives: Arrives, by: str) -> None:
    child = truth("vuurvlinder").members[12]
    typed = {"name": child.surname, "number": child.pupil_number, "group": child.group}[by]
    els = arrives("els").goes_to("/").sees("Wie zoek je?")

    els.page.locator("#find-patron").fill(typed)

    expect(els.page.locator("#found")).to_contain_text(child.first_name)
    els.sees("gevonden")
    assert typed not in els.page.url.rsplit("/", 1)[-1]


def test_a_scanned_card_opens_the_page_of_the_child(arrives: Arrives, site: Site) -> None:
    child = truth("vuurvlinder").members[12]
    card = site.value(
        "select c.number from patrons_card c where c.patron_id = %s::uuid",
        site.value(CHILD_OF, child.pupil_number),
    )
    els = arrives("els").goes_to("/").sees("Wie zoek je?")

    els.page.locator("#find-patron").press_sequentially(card)
    els.page.keyboard.press("Enter")

    els.page.wait_for_url("**/klanten/*-*/")
    els.sees(child.first_name, card)


def test_cards_are_scanned_one_after_another_without_a_mouse(arrives: Arrives, site: Site) -> None:
    """After a card that nobody has as well: the next one takes its place in the box."""
    children = truth("vuurvlinder").members[12:14]
    cards = [
        site.value(
            "select c.number from patrons_card c where c.patron_id = %s::uuid",
            site.value(CHILD_OF, child.pupil_number),
        )
        for child in children
    ]
    els = arrives("els").goes_to("/").sees("Wie zoek je?")

    def scans(card: str) -> None:
        els.page.keyboard.type(card)
        els.page.keyboard.press("Enter")

    scans("99999999")
    els.sees("Niemand gevonden")
    for card, child in zip(cards, children, strict=True):
        scans(card)
        expect(els.page.locator("h1")).to_contain_text(child.first_name)
    els.page.get_by_text("De pas is kwijt…").click()
    expect(els.page.get_by_label("Scan de nieuwe pas")).to_be_focused()
    scans(cards[0])
    els.is_told("Iemand anders heeft een pas met dit nummer.")
    scans("88888888")
    els.sees("Niemand gevonden")
    scans(cards[0])
    expect(els.page.locator("h1")).to_contain_text(children[0].first_name)


def test_a_child_has_a_page_with_what_the_import_did(
    ground: Ground, marloes: Person, site: Site
) -> None:
    approve(
        ground.visitor("marloes"),
        sent_list(ground.visitor("petra"), demo_file("vuurvlinder-2026-2027.xlsx")),
    )
    mover = next(one for one in truth("vuurvlinder").next_year if one.group.startswith("4"))
    child = site.value(CHILD_OF, mover.pupil_number)

    marloes.goes_to(f"/balie/klanten/{child}/").sees(mover.surname, "Wie veranderde wat")

    marloes.sees("leerlingimport", "2026-2027")
    marloes.follows("leerlingimport").page.wait_for_url("**/resultaat/")


def test_a_name_is_corrected_and_marked_as_done_by_hand(marloes: Person, site: Site) -> None:
    child = site.value(CHILD_OF, truth("vuurvlinder").members[3].pupil_number)
    marloes.goes_to(f"/balie/klanten/{child}/")

    marloes.page.get_by_text("Verbeter deze gegevens…").click()
    marloes.types("Achternaam", NOBODY_ELSE).presses("Bewaar deze gegevens")

    marloes.is_told("De gegevens zijn veranderd.")
    marloes.sees(NOBODY_ELSE, "veranderd aan de balie")


def test_a_groups_list_is_downloaded_and_no_cell_of_it_is_a_formula(
    ground: Ground, marloes: Person, site: Site
) -> None:
    wanted = truth("vuurvlinder").members[3]
    child = site.value(CHILD_OF, wanted.pupil_number)
    evil = '=HYPERLINK("http://ergens.example";"klik")'
    ground.visitor("marloes").post(
        f"/balie/klanten/{child}/verbeter/",
        {"first_name": "Ties", "surname": evil, "birth_date": "2019-03-04"},
    )
    marloes.goes_to("/balie/groepen/").sees("Groepen van welke school?")
    marloes.goes_to("/balie/groepen/vuurvlinder/?jaar=2025-2026").sees("2025-2026")
    group = site.value(
        "select g.id::text from branches_group g join branches_branch b on b.id = g.branch_id"
        " where b.slug = 'vuurvlinder' and g.code = %s limit 1",
        wanted.group,
    )
    marloes.goes_to(f"/balie/groepen/vuurvlinder/{group}/").sees("Ties")

    with marloes.page.expect_download() as download:
        marloes.follows("Lijst in Excel")

    [sheet] = load_workbook(BytesIO(download.value.path().read_bytes())).worksheets
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell for cell in cells if cell.data_type == "f"] == []
    assert [cell for cell in cells if "HYPERLINK" in str(cell.value)]


def test_a_colleague_without_the_right_to_import_sees_no_lists(arrives: Arrives) -> None:
    els = arrives("els")
    els.refusals.add(404)

    els.goes_to("/balie/leerlingimport/").sees("Hier is niets")
