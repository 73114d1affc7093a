"""What the library does with a list: look, judge, agree, and turn back when it was wrong."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect
from tests.imports.journey import REGISTER
from tests.journeys.person import Arrives, Person
from tests.people import demo_file, truth
from tests.site.errands import DESK, answer_the_same, approve, sent_list
from tests.site.fixtures import Ground
from tests.site.running import Site
from tests.site.waiting import standing_before, until_somebody_waits

from leesloket.demo.model import DemoMember

pytestmark = pytest.mark.browser

GOOD = "vuurvlinder-2026-2027.xlsx"
WITHOUT_GROUP_5 = "vuurvlinder-zonder-groep-5.xlsx"
PROCESS = "Keur goed en verwerk"


def _register(site: Site) -> list[str]:
    query = "select md5(string_agg(t::text, ',' order by t::text)) from {} t"
    return [site.value(query.format(table)) for table in REGISTER]


@pytest.fixture
def good_list(ground: Ground, site: Site) -> str:
    """A good list that waits for the library; its page at the desk."""
    return f"{DESK}{sent_list(ground.visitor('petra'), demo_file(GOOD))}/"


def test_a_list_is_read_searched_and_processed(good_list: str, marloes: Person, site: Site) -> None:
    marloes.goes_to("/").sees("1 lijst wacht op ons", "stuurde nog niets")
    marloes.follows("Bekijk").sees("Nu → straks", "De groepen, nu en straks")

    leaver = _a_leaver()
    marloes.types("Zoek op naam, nummer of groep", leaver)
    expect(marloes.page.locator("#plan-rows tbody tr")).to_have_count(1)
    marloes.sees(leaver)
    assert leaver not in marloes.page.url
    marloes.agrees(PROCESS)
    marloes.page.wait_for_url("**/resultaat/")
    marloes.sees("ingeschreven", "Door Marloes de Haan")

    assert site.rows("select status from imports_rosterimport") == [("applied",)]
    marloes.goes_to("/").sees("1 van de 2 scholen is klaar")


def _a_leaver() -> str:
    return next(f"{one.first_name} {one.surname}" for one in _leavers() if not one.prefix)


def _leavers() -> list[DemoMember]:
    staying = {member.key for member in truth("vuurvlinder").next_year}
    return [one for one in truth("vuurvlinder").members if one.key not in staying]


def test_the_report_says_of_every_row_what_was_done(
    good_list: str, ground: Ground, marloes: Person
) -> None:
    approve(ground.visitor("marloes"), good_list.split("/")[-2])
    marloes.goes_to(f"{good_list}resultaat/")

    with marloes.page.expect_download() as download:
        marloes.follows("Verslag in Excel")
    book = load_workbook(BytesIO(download.value.path().read_bytes()))

    [sheet] = book.worksheets
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][-3:] == ("Wat wij deden", "Groep nu", "Toelichting")
    assert len(rows) - 1 == len(truth("vuurvlinder").next_year) + len(_leavers())
    assert {"Nieuw", "Vertrekt", "Andere groep"} <= {row[-3] for row in rows}
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


def test_a_forgotten_group_wants_a_reason_and_a_second_person(
    arrives: Arrives, ground: Ground, site: Site
) -> None:
    upload = sent_list(ground.visitor("petra"), demo_file(WITHOUT_GROUP_5), question=False)
    marloes = arrives("marloes").goes_to(f"{DESK}{upload}/")
    marloes.sees("Houdt de lijst tegen", "Misschien mist er een blad of een groep in het bestand.")
    _answers_everything(ground, upload)
    _lifts_every_hold(marloes.goes_to(f"{DESK}{upload}/"))

    marloes.agrees("Keur goed, als eerste van twee")
    marloes.is_told("Jij keurde het goed. Nu moet iemand anders het ermee eens zijn.")
    assert site.rows("select status from imports_rosterimport") == [("sent",)]
    tarik = arrives("tarik").goes_to(f"{DESK}{upload}/")
    tarik.sees("Marloes de Haan").agrees("Ik ben het eens: verwerk")
    tarik.page.wait_for_url("**/resultaat/")

    tarik.sees("Door Marloes de Haan en Tarik Aydın")
    assert site.rows("select status from imports_rosterimport") == [("applied",)]


def _answers_everything(ground: Ground, upload: str) -> None:
    marloes = ground.visitor("marloes")
    while "Dit is hetzelfde kind" in marloes.get(f"{DESK}{upload}/").text:
        answer_the_same(marloes, f"{DESK}{upload}/")


def _lifts_every_hold(marloes: Person) -> None:
    holds = marloes.page.get_by_text("Toch goed, met reden…")
    for left in range(holds.count(), 0, -1):
        holds.first.click()
        marloes.page.get_by_label("Waarom klopt het?").first.fill(
            "groep 5 gaat naar een andere school"
        )
        marloes.presses("Leg de reden vast").is_told("De reden is vastgelegd.")
        expect(holds).to_have_count(left - 1)


def test_a_whole_import_is_turned_back(
    good_list: str, ground: Ground, marloes: Person, site: Site
) -> None:
    before = _register(site)
    approve(ground.visitor("marloes"), good_list.split("/")[-2])
    assert _register(site) != before
    marloes.goes_to(f"{good_list}resultaat/")

    marloes.page.locator("#undo-reason").fill("het was de lijst van vorig jaar")
    marloes.presses("Draai alles terug").sees("De hele import terugdraaien?")
    marloes.page.locator("dialog[open] button[value=yes]").click()

    marloes.is_told("kinderen zijn weer zoals ze waren.")
    marloes.sees("Deze import is teruggedraaid")
    assert _register(site) == before


def test_one_child_is_turned_back(
    good_list: str, ground: Ground, marloes: Person, site: Site
) -> None:
    approve(ground.visitor("marloes"), good_list.split("/")[-2])
    leaver = _a_leaver()
    marloes.goes_to(f"{good_list}resultaat/")
    marloes.types("Zoek op naam, nummer of groep", leaver)
    expect(marloes.page.locator("#plan-rows tbody tr")).to_have_count(1)

    row = marloes.page.locator("#plan-rows tbody tr")
    row.locator("summary").click()
    marloes.presses("Draai dit kind terug").is_told("Dit kind is weer zoals het was.")

    assert site.value("select count(*) from imports_journalindex where undone_at is not null") == 1
    row = marloes.page.locator("#plan-rows tbody tr").filter(has_text=leaver)
    expect(row).to_contain_text("teruggedraaid")
    row.get_by_role("link", name=leaver).click()
    marloes.page.wait_for_url("**/klanten/*/")
    marloes.sees("ingeschreven", "Weer ingeschreven bij De Vuurvlinder")
    turned_back = marloes.page.locator(".ll-moments > li").first
    expect(turned_back).to_contain_text("Marloes de Haan · leerlingimport teruggedraaid")
    expect(marloes.page.locator(".ll-moments > li").nth(1)).to_contain_text(
        "Uitgeschreven bij De Vuurvlinder"
    )


def test_a_plan_that_changed_since_it_was_read_is_shown_again_and_nothing_is_written(
    good_list: str, arrives: Arrives, ground: Ground, site: Site
) -> None:
    marloes, els = arrives("marloes"), ground.visitor("els")
    marloes.goes_to(good_list).sees("Nu → straks")
    child = site.value(
        "select p.id::text from patrons_patron p join patrons_membership m on m.patron_id = p.id"
        " join branches_branch b on b.id = m.branch_id join patrons_pupilnumber n"
        " on n.membership_id = m.id where b.slug = 'vuurvlinder' and n.number = %s",
        truth("vuurvlinder").next_year[40].pupil_number,
    )
    els.post(
        f"/balie/klanten/{child}/verbeter/",
        {"first_name": "Anders", "surname": "Geworden", "birth_date": "2019-03-04"},
    )
    before = _register(site)

    marloes.refusals.add(409)
    marloes.agrees(PROCESS).sees("Er is niets gedaan: er is intussen iets veranderd", "Anders")
    assert _register(site) == before
    assert site.rows("select status from imports_rosterimport") == [("sent",)]
    _approves_what_is_open(ground, good_list)
    marloes.goes_to(good_list).agrees(PROCESS)

    marloes.page.wait_for_url("**/resultaat/")
    assert site.rows("select status from imports_rosterimport") == [("applied",)]


def _approves_what_is_open(ground: Ground, page: str) -> None:
    _answers_everything(ground, page.split("/")[-2])


def test_two_clicks_and_the_button_back_process_once(
    good_list: str, marloes: Person, site: Site
) -> None:
    marloes.goes_to(good_list).presses(PROCESS)

    marloes.page.locator("dialog[open] button[value=yes]").dblclick(no_wait_after=True)
    marloes.page.wait_for_url("**/resultaat/")
    once = _register(site)
    marloes.page.go_back()
    marloes.goes_to(good_list)

    marloes.page.wait_for_url("**/resultaat/")
    marloes.sees("Door Marloes de Haan")
    assert _register(site) == once


def test_two_people_who_approve_at_once_make_one_result_and_the_other_is_told(
    good_list: str, arrives: Arrives, site: Site
) -> None:
    marloes, tarik = arrives("marloes").goes_to(good_list), arrives("tarik").goes_to(good_list)
    for person in (marloes, tarik):
        person.presses(PROCESS)
        expect(person.page.locator("dialog[open]")).to_be_visible()

    with standing_before(site, "patrons_patron"):
        for waiting, person in enumerate((marloes, tarik), start=1):
            person.page.locator("dialog[open] button[value=yes]").click(no_wait_after=True)
            until_somebody_waits(site, how_many=waiting)
    for person in (marloes, tarik):
        person.page.wait_for_url("**/resultaat/")

    marloes.sees("Door Marloes de Haan")
    tarik.is_told("Deze lijst was al verwerkt. Er is niets dubbel gebeurd.")
    assert site.value("select count(*) from audit_event where code = 'import_applied'") == 1
