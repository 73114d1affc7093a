"""What the library does with children and lists of more than one branch, and after an objection."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect
from tests.journeys.person import Arrives, Person
from tests.people import HEADINGS, Child, child_of, list_of, truth
from tests.site.errands import DESK, answer_the_same, approve, lay_down, lists_of, send
from tests.site.fixtures import Ground
from tests.site.running import Site

from leesloket.demo.model import DemoMember

pytestmark = pytest.mark.browser

OURS, THEIRS = "vuurvlinder", "wilgenbos"
CHILD_OF = (
    "select p.id::text from patrons_patron p join patrons_membership m on m.patron_id = p.id"
    " join branches_branch b on b.id = m.branch_id join patrons_pupilnumber n"
    " on n.membership_id = m.id where b.slug = %s and n.number = %s"
)
BRANCHES_OF = (
    "select b.slug, m.until_date is null from patrons_membership m join branches_branch b"
    " on b.id = m.branch_id where m.patron_id = %s::uuid order by b.slug"
)


def _next_year(slug: str) -> list[Child]:
    return [child_of(member) for member in truth(slug).next_year]


def _goes_over() -> DemoMember:
    """Somebody who goes from the other school to ours."""
    staying = {member.key for member in truth(THEIRS).next_year}
    return next(
        one for one in truth(THEIRS).members if one.key not in staying and one.group[0] in "3456"
    )


def _sent(ground: Ground, content: bytes) -> str:
    petra = ground.visitor("petra")
    upload = lay_down(petra, content, name="leerlingen.csv")
    page = f"{lists_of(OURS)}{upload}/"
    while "Dit is hetzelfde kind" in petra.get(f"{page}plan/").text:
        answer_the_same(petra, page)
    assert "Upload geslaagd" in send(petra, upload).text
    return upload


def test_a_child_of_another_school_stays_one_person(
    ground: Ground, marloes: Person, site: Site
) -> None:
    goes_over = _goes_over()
    patron = site.value(CHILD_OF, THEIRS, goes_over.pupil_number)
    newcomer = replace(child_of(goes_over), number="99001", group="5")
    upload = _sent(ground, list_of([*_next_year(OURS), newcomer]))
    marloes.goes_to(f"{DESK}{upload}/").sees("1 nieuw kind kennen wij van een andere vestiging")

    marloes.goes_to(f"{DESK}{upload}/?soort=elsewhere").sees("De school ziet dit niet.")
    marloes.presses("Zelfde kind: schrijf uit bij").sees("hetzelfde kind, met zijn eigen pas")
    approve(ground.visitor("marloes"), upload)

    assert site.rows(BRANCHES_OF, patron) == [(OURS, True), (THEIRS, False)]
    marloes.goes_to(f"{DESK}{upload}/resultaat/?soort=new").sees("komt van 't Wilgenbos")
    school = ground.visitor("petra").get(f"{lists_of(OURS)}{upload}/plan/").text
    assert "Wilgenbos" not in school


def test_where_desk_and_list_differ_staff_choose(
    ground: Ground, marloes: Person, site: Site
) -> None:
    member = next(one for one in truth(OURS).next_year if one.group[0] == "6")
    patron = site.value(CHILD_OF, OURS, member.pupil_number)
    ground.visitor("marloes").post(
        f"/balie/klanten/{patron}/verbeter/",
        {
            "first_name": member.first_name,
            "prefix": member.prefix,
            "surname": f"{member.surname}-Kaya",
            "birth_date": member.birth_date.isoformat(),
        },
    )
    upload = _sent(ground, list_of(_next_year(OURS)))
    marloes.goes_to(f"{DESK}{upload}/").sees("Bij 1 kind zegt het bestand iets anders dan de balie")

    marloes.goes_to(f"{DESK}{upload}/?soort=conflict").sees("die van ons blijft")
    marloes.button("Neem die van de school").first.click()
    marloes.sees("die van de school komt erin")
    approve(ground.visitor("marloes"), upload)

    surname = "select surname from patrons_patron where id = %s::uuid"
    assert site.value(surname, patron) == member.surname


def test_after_an_objection_no_list_enrols_a_child_until_it_is_taken_off(
    ground: Ground, marloes: Person, site: Site
) -> None:
    member = truth(OURS).next_year[30]
    patron = site.value(CHILD_OF, OURS, member.pupil_number)
    marloes.goes_to(f"/balie/klanten/{patron}/")
    marloes.page.get_by_text("Zet op de lijst na een bezwaar…").click()
    marloes.page.get_by_label("Schrijf dit kind hier nu uit, vanaf vandaag").check()
    marloes.sees("Dag van het bezwaar").presses("Zet op de lijst")
    marloes.is_told("Op de lijst.")

    upload = _sent(ground, list_of(_next_year(OURS)))
    marloes.goes_to(f"{DESK}{upload}/?soort=skip").sees(
        f"{member.first_name}", "staat op de lijst “niet opnemen”"
    )

    marloes.goes_to("/balie/vestigingen/").sees("Vestigingen").follows("Niet opnemen")
    marloes.goes_to(f"/balie/vestigingen/{OURS}/niet-opnemen/")
    marloes.sees("bezwaar van een ouder of verzorger", "Marloes de Haan")
    marloes.sees_nothing_of(member.surname)
    marloes.page.get_by_text("Haal eraf…").click()
    marloes.presses("Haal van de lijst").is_told("Van de lijst gehaald.")
    marloes.sees("Niemand op deze lijst")


def test_a_boards_file_becomes_a_list_for_each_school(
    ground: Ground, marloes: Person, site: Site
) -> None:
    ours, theirs = _next_year(OURS), _next_year(THEIRS)
    first, *lines = list_of([*ours, *theirs], headings=(*HEADINGS, "Locatie")).decode().splitlines()
    names = ["De Vuurvlinder"] * len(ours) + ["'t Wilgenbos"] * len(theirs)
    rows = [f"{line};{name}" for line, name in zip(lines, names, strict=True)]
    upload = _sent(ground, "\n".join([first, *rows]).encode())

    marloes.goes_to(f"{DESK}{upload}/").sees("Rijen van andere locaties", "'t Wilgenbos")
    marloes.presses("Maak er eigen lijsten van").is_told("1 lijst is gemaakt")
    marloes.follows("eigen lijst bij 't Wilgenbos").sees(
        "Door de bibliotheek hier gezet, vanaf een andere vestiging"
    )

    assert site.rows("select status from imports_rosterimport") == [("sent",), ("sent",)]


def test_a_list_for_the_wrong_school_is_put_where_it_belongs(
    arrives: Arrives, ground: Ground, site: Site
) -> None:
    upload = _sent(ground, list_of(_next_year(THEIRS)))
    marloes = arrives("marloes").goes_to(f"{DESK}{upload}/")
    marloes.page.get_by_text("Voor de verkeerde vestiging gestuurd…").click()

    marloes.sees("Waar hoort het?").presses("Zet het daar").is_told("De lijst staat nu hier.")

    expect(marloes.page.get_by_role("heading", level=1)).to_contain_text("'t Wilgenbos")
    marloes.goes_to(f"{DESK}{upload}/").is_told("naar een andere vestiging gezet")
    petra = arrives("petra").goes_to(lists_of(OURS))
    petra.sees("Door de bibliotheek naar een andere vestiging gezet")


def test_an_administrator_sets_after_which_year_pupils_finish(arrives: Arrives, site: Site) -> None:
    willem = arrives("willem").goes_to("/balie/vestigingen/").sees("Vestigingen")
    willem.goes_to(f"/balie/vestigingen/{OURS}/").types("BRIN met vestigingsnummer", "zomaar")
    willem.presses("Bewaar deze instellingen").sees("Dit is geen BRIN met vestigingsnummer")

    willem.goes_to(f"/balie/vestigingen/{OURS}/").page.get_by_label("groep 7").check()
    willem.presses("Bewaar deze instellingen").is_told("De instellingen zijn veranderd.")

    willem.sees("Willem ten Hove", "eindjaren")
    years = "select final_year_groups from branches_branch where slug = %s"
    assert site.value(years, OURS) == ["7", "8"]


def test_an_administrator_gives_a_branch_another_name_and_its_links_go_on_working(
    arrives: Arrives, site: Site
) -> None:
    page = f"/balie/vestigingen/{OURS}/"
    willem = arrives("willem").goes_to(page).types("Naam van de vestiging", "Het Wilgenrijk")
    willem.page.get_by_label("Wat is het?").select_option("public")
    willem.presses("Bewaar naam, plaats en soort").sees("Hier is of was iemand ingeschreven")

    willem.page.get_by_label("Wat is het?").select_option("primary")
    willem.presses("Bewaar naam, plaats en soort").is_told("Bewaard.")

    expect(willem.page.get_by_role("heading", level=1)).to_have_text("Het Wilgenrijk")
    willem.goes_to(f"{page}logboek/?soort=beheer")
    willem.sees("Veranderde de naam, de plaats of de soort van de vestiging")
    arrives("petra").goes_to(lists_of(OURS)).sees("Het Wilgenrijk")


def test_what_was_said_of_a_list_is_remembered_for_the_next_one(
    arrives: Arrives, ground: Ground, site: Site
) -> None:
    vague = ("Code", "Voornaam", "X", "Achternaam", "Dag", "Waar")
    zoe, *others = _next_year(OURS)[40:140]
    again = replace(zoe, number="99009", surname=f"{zoe.surname}s")
    petra = (
        arrives("petra")
        .goes_to(lists_of(OURS))
        .chooses_file(list_of([again, *others], headings=vague), "leerlingen.csv")
    )
    petra.page.wait_for_url("**/leerlingen/*-*/")
    petra.sees("Welke kolom is wat?")
    for at, name in enumerate(
        ("pupil_number", "first_name", "prefix", "surname", "birth_date", "group")
    ):
        petra.page.locator(f"select[name=col-{at}]").select_option(name)
    petra.presses("Dit klopt, gebruik deze kolommen")
    petra.page.wait_for_load_state()
    upload = petra.path.rstrip("/").split("/")[-1]
    petra.goes_to(f"{lists_of(OURS)}{upload}/plan/?soort=ask").presses("Nee: het is een nieuw kind")
    petra.sees("een nieuw kind")

    petra.goes_to(lists_of(OURS)).chooses_file(
        list_of([again, *others[1:]], headings=vague), "leerlingen-2.csv"
    )
    petra.page.wait_for_url(lambda url: "/leerlingen/" in url and upload not in url and "-" in url)

    newer = petra.path.rstrip("/").split("/")[-1]
    petra.goes_to(f"{lists_of(OURS)}{newer}/").page.get_by_text("Welke kolom is wat?").click()
    petra.sees("als vorige keer")
    plan = ground.visitor("petra").get(f"{lists_of(OURS)}{newer}/plan/?soort=new").text
    assert again.surname in plan
