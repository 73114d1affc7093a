"""The school names a teacher; she sees her own group, adds a child and prints its card."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect
from tests.journeys.person import Arrives, Person
from tests.printing.reading_back import texts
from tests.site.running import Site

pytestmark = pytest.mark.browser

SCHOOL = "/school/vuurvlinder"


def _group(site: Site, code: str) -> str:
    """A group of this year with four children of last year's; gives its id."""
    group = str(uuid4())
    branch = site.value("select id from branches_branch where slug = 'vuurvlinder'")
    site.rows(
        "insert into branches_group (id, branch_id, school_year_id, code, name, year_groups)"
        " values (%s, %s, '2026-2027', %s, %s, '{}')",
        *(group, branch, code, f"Groep {code}"),
    )
    site.rows(
        "insert into patrons_placement"
        " (id, membership_id, branch_id, school_year_id, group_id, year_group, from_date)"
        " select gen_random_uuid(), m.id, m.branch_id, '2026-2027', %s, '', '2026-08-01'"
        " from patrons_membership m where m.branch_id = %s"
        " and not exists (select 1 from patrons_placement p"
        "   where p.membership_id = m.id and p.school_year_id = '2026-2027')"
        " order by m.id limit 4",
        *(group, branch),
    )
    return group


def _names_bas(petra: Person, *groups: str) -> Person:
    petra.goes_to(f"{SCHOOL}/leerkrachten/").sees("Wie geeft les aan welke groep?")
    for name in groups:
        petra.page.get_by_role("checkbox", name=name).check()
    form = petra.page.get_by_role("form", name="Leerkracht aanwijzen")
    form.get_by_label("Wie", exact=True).select_option(label="Bas Oosterhuis (bas)")
    petra.button("Wijs deze leerkracht aan", within=form).click()
    return petra.is_told("Deze leerkracht ziet de groep tot het schooljaar eindigt.")


def test_a_teacher_adds_a_child_in_three_steps_and_prints_its_card(
    arrives: Arrives, petra: Person, site: Site
) -> None:
    own, other = _group(site, "5K"), _group(site, "6K")
    _names_bas(petra, "Groep 5K").sees("Bas Oosterhuis")
    bas = arrives("bas").goes_to("/").sees("Mijn groepen", "Groep 5K", "4 kinderen")
    bas.sees_nothing_of("Groep 6K")
    assert bas.path == "/groepen/"

    bas.follows("Groep 5K").sees("Kind toevoegen", "4 kinderen")
    here = bas.page.get_by_role("link", name="Mijn groepen", exact=True).first
    expect(here).to_have_attribute("aria-current", "page")
    bas.types("Roepnaam", "Pien").types("Achternaam", "Zomer").presses("Zet in de groep")

    bas.is_told("Het kind staat in de groep en heeft een pasnummer.").sees("Zomer, Pien")
    assert "Pien" not in " ".join(bas.addresses)
    row = bas.page.get_by_role("row").filter(has_text="Zomer, Pien")
    expect(row.get_by_role("checkbox")).to_be_checked()
    bas.presses("Vink iedereen of niemand aan")
    expect(bas.page.locator("input[name=patron]:checked")).to_have_count(0)
    bas.presses("Vink iedereen of niemand aan")
    expect(bas.page.locator("input[name=patron]:not(:checked)")).to_have_count(0)
    with bas.page.expect_download() as download:
        bas.presses("Nieuwe activatiekaarten als PDF")
    printed = " ".join(texts(download.value.path().read_bytes()))
    assert "Pien" in printed

    row.get_by_role("checkbox").check()
    with bas.page.expect_download() as download:
        bas.presses("Nieuwe plaatjeskaarten als PDF")
    pictures = " ".join(texts(download.value.path().read_bytes()))
    assert "Pien" in pictures
    assert "wie heeft welk plaatje" in pictures
    bas.goes_to(bas.path)
    expect(row).to_contain_text("sinds")

    # The same name once more is asked about.
    bas.types("Roepnaam", "pien").types("Achternaam", "ZOMER").presses("Zet in de groep")
    bas.sees("Er is al een kind met deze naam in je groep.")
    bas.presses("Ja, voeg dit kind ook toe").is_told("Het kind staat in de groep")
    expect(
        bas.page.get_by_role("row").filter(has_text=re.compile("zomer", re.IGNORECASE))
    ).to_have_count(2)

    bas.refusals.add(404)
    for address in (
        f"{SCHOOL}/groepen/{other}/",
        f"/school/wilgenbos/groepen/{own}/",
        f"{SCHOOL}/groepen/{uuid4()}/",
        f"{SCHOOL}/leerkrachten/",
        f"{SCHOOL}/leerlingen/",
        "/balie/klanten/",
        f"/balie/groepen/vuurvlinder/{own}/",
    ):
        answer = bas.page.goto(f"{bas.url}{address}")
        assert answer is not None
        assert answer.status == 404, address


def test_the_year_after_a_teacher_has_nothing(arrives: Arrives, petra: Person, site: Site) -> None:
    own = _group(site, "5K")
    _names_bas(petra, "Groep 5K")
    site.rows(
        "with gone as (delete from patrons_placement where group_id = %s)"
        " update branches_group set school_year_id = '2025-2026' where id = %s",
        own,
        own,
    )
    bas = arrives("bas").goes_to("/groepen/").sees("Je hebt geen groep in dit schooljaar.")
    bas.refusals.add(404)

    answer = bas.page.goto(f"{bas.url}{SCHOOL}/groepen/{own}/")
    assert answer is not None
    assert answer.status == 404

    site.rows("update accounts_right set until_date = '2026-08-16' where kind = 'teach'")
    bas.goes_to("/").sees("Je kunt hier nog niets doen")


def test_by_keyboard_and_without_scripts_and_pressed_twice(
    arrives: Arrives, petra: Person, site: Site
) -> None:
    own = _group(site, "5K")
    _names_bas(petra, "Groep 5K")
    bas = arrives("bas", scripts=False).goes_to(f"{SCHOOL}/groepen/{own}/")
    first = bas.page.get_by_label("Roepnaam", exact=True)
    first.focus()
    for keys in ("Pien", "Tab", "Tab", "Zomer", "Enter"):
        if keys in {"Tab", "Enter"}:
            bas.page.keyboard.press(keys)
        else:
            bas.page.keyboard.type(keys)
    expect(bas.page.get_by_text("Het kind staat in de groep")).to_be_visible()
    bas.types("Roepnaam", "Ties").types("Achternaam", "Winter")
    bas.button("Zet in de groep").dblclick()
    expect(bas.page.get_by_text("Winter, Ties")).to_have_count(1)
    assert site.value("select count(*) from patrons_arrival") == 2


def test_the_school_names_somebody_new_and_takes_the_group_back(
    petra: Person, marloes: Person, site: Site
) -> None:
    _group(site, "5K")
    petra.goes_to(f"{SCHOOL}/leerlingen/").follows("Wie geeft les aan welke groep?")
    petra.types("Naam, als iemand nieuw is", "Anna de Vries")
    petra.types("Gebruikersnaam, als die nieuw is", "anna.devries")
    petra.presses("Wijs deze leerkracht aan").is_told("Kies ten minste één groep.")
    petra.page.get_by_role("checkbox", name="Groep 5K").check()
    petra.types("Naam, als iemand nieuw is", "Anna de Vries")
    petra.types("Gebruikersnaam, als die nieuw is", "marloes")
    petra.presses("Wijs deze leerkracht aan").is_told("Iemand heeft deze gebruikersnaam al.")
    petra.page.get_by_role("checkbox", name="Groep 5K").check()
    petra.types("Naam, als iemand nieuw is", "Anna de Vries")
    petra.types("Gebruikersnaam, als die nieuw is", "anna.devries")
    petra.presses("Wijs deze leerkracht aan").sees("Wachtwoord voor Anna de Vries", "anna.devries")
    petra.follows("Klaar").sees("Anna de Vries", "nog niet aangemeld")

    marloes.goes_to("/balie/groepen/vuurvlinder/").follows("Wie geeft les aan welke groep?")
    marloes.sees("Anna de Vries").presses("Anna de Vries geeft geen les meer aan Groep 5K")
    marloes.is_told("Deze leerkracht ziet de groep niet meer.").sees("nog niemand")
