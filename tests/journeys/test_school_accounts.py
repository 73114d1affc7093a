"""Signing in with a school account, at a real identity provider beside the site."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.identity.running import PASSWORD as SCHOOL_PASSWORD
from tests.identity.running import School
from tests.journeys.person import Arrives, Person
from tests.site.fixtures import Ground, make_old
from tests.site.running import Site
from tests.site.visitor import code_now

from leesloket.server import embedded

pytestmark = pytest.mark.browser

MFA = "https://refeds.org/profile/mfa"


@pytest.fixture(scope="module")
def running_school(
    ground: Ground, server: embedded.Embedded, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[School]:
    """The provider, and the site that knows it."""
    school = School(server, Path(tmp_path_factory.mktemp("identity")) / "school", ground.site.url)
    school.prepare()
    school.start()
    configuration = school.configuration(second_factor=[MFA])
    ground.site.kill("web")
    ground.site.more["LEESLOKET_OIDC"] = str(configuration)
    ground.site.start_web()
    yield school
    ground.site.kill("web")
    del ground.site.more["LEESLOKET_OIDC"]
    ground.site.start_web()
    school.go()


@pytest.fixture
def school(running_school: School) -> School:
    """The provider as it is when nothing has changed."""
    running_school.tells()
    return running_school


Comes = Callable[..., Person]


@pytest.fixture
def comes(arrives: Arrives, school: School) -> Comes:
    """Lets somebody come who will go to the school and back."""

    def come(login: str = "", *, scripts: bool = True, refusals: tuple[int, ...] = ()) -> Person:
        person = arrives(login, scripts=scripts)
        person.hosts.append(school.url)
        person.refusals.update(refusals)
        return person

    return come


def _at_school(person: Person, name: str, *, agrees: bool = True) -> None:
    """Sign in there, and say yes or no to going on."""
    person.page.wait_for_url("http://127.0.0.1*/**")
    person.page.locator("input[name=login]").fill(name)
    person.page.locator("input[name=password]").fill(SCHOOL_PASSWORD)
    person.page.locator("form button[type=submit]").first.click()
    _decides(person, agrees=agrees)


def _decides(person: Person, *, agrees: bool = True) -> None:
    choice = "grant" if agrees else "cancel"
    person.page.locator(f"button[name=action][value={choice}]").click()


def _comes_by_school(person: Person, name: str, *, agrees: bool = True) -> Person:
    person.goes_to("/aanmelden/").presses("Aanmelden met Entree Federatie")
    _at_school(person, name, agrees=agrees)
    return person


def _links(petra: Person) -> None:
    petra.goes_to("/aanmelden/tweede-stap/").sees("Schoolaccount").presses(
        "Koppel Entree Federatie"
    )
    _at_school(petra, "pietra")
    petra.is_told("Je schoolaccount is gekoppeld.")


def _codes(site: Site, about: str) -> list[tuple[Any, ...]]:
    return site.rows("select code, detail from audit_event where code = %s order by id", about)


# --- linked by the person ------------------------------------------------------------------------


def test_who_linked_her_school_account_signs_in_with_it_and_her_second_step(
    comes: Comes, site: Site
) -> None:
    petra = comes("petra")
    _links(petra)
    petra.goes_to("/aanmelden/af/").presses("Afmelden")

    petra.goes_to("/aanmelden/?next=/school/vuurvlinder/leerlingen/")
    petra.sees("Aanmelden met Entree Federatie").presses("Aanmelden met Entree Federatie")
    _decides(petra)
    petra.sees("Code").types("Code", code_now()).presses("Aanmelden")

    petra.page.wait_for_url("**/school/vuurvlinder/leerlingen/")
    assert _codes(site, "school_linked") == [("school_linked", {"provider": "entree"})]
    assert _codes(site, "signed_in")[-1] == ("signed_in", {"provider": "entree"})
    [(extra, uid)] = site.rows("select extra_data, uid from socialaccount_socialaccount")
    assert (extra, uid) == ({}, "qj7cks8qdz9ph54@vuurvlinder")
    assert site.value("select count(*) from socialaccount_socialtoken") == 0


def test_the_library_takes_a_school_account_off_and_petra_reads_of_both(
    comes: Comes, arrives: Arrives, site: Site
) -> None:
    petra = comes("petra")
    _links(petra)

    willem = arrives("willem").goes_to("/balie/mensen/").follows("Petra Lindhout")
    willem.sees("Schoolaccount", "meldt zich ook aan met het account van de school")
    willem.presses("Ontkoppel").is_told("Het schoolaccount opent hier niets meer.")
    willem.sees("Schoolaccount ontkoppeld")

    assert site.value("select count(*) from socialaccount_socialaccount") == 0
    petra.goes_to("/school/vuurvlinder/leerlingen/").sees("Aanmelden")


def test_without_scripts_it_goes_the_same_way(comes: Comes, site: Site) -> None:
    nobody = comes(scripts=False, refusals=(403,))

    _comes_by_school(nobody, "pietra")

    nobody.page.get_by_text("Wij kennen dit schoolaccount nog niet").wait_for()
    assert site.value("select count(*) from socialaccount_socialaccount") == 0


def test_a_linked_account_is_taken_off_and_opens_nothing_any_more(comes: Comes, site: Site) -> None:
    petra = comes("petra", refusals=(403,))
    _links(petra)

    petra.presses("Ontkoppel").is_told("Je schoolaccount meldt je niet meer aan.")
    petra.goes_to("/aanmelden/af/").presses("Afmelden")
    petra.goes_to("/aanmelden/").presses("Aanmelden met Entree Federatie")
    _decides(petra)

    petra.sees("Wij kennen dit schoolaccount nog niet")
    assert len(_codes(site, "school_unlinked")) == 1


def test_a_school_account_of_somebody_else_is_not_linked_twice(comes: Comes, site: Site) -> None:
    _links(comes("petra"))
    joost = comes("joost", refusals=(403,))

    joost.goes_to("/aanmelden/tweede-stap/").presses("Koppel Entree Federatie")
    _at_school(joost, "pietra")

    joost.sees("Dit schoolaccount is hier van iemand anders")
    assert site.value("select count(*) from socialaccount_socialaccount") == 1


def test_another_library_has_no_such_door(comes: Comes) -> None:
    noortje = comes("noortje").goes_to("/aanmelden/tweede-stap/")

    noortje.sees("Passkeys").sees_nothing_of("Koppel Entree Federatie")


# --- refused -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "title", "reason"),
    [
        ("pietra", "Wij kennen dit schoolaccount nog niet", "unknown"),
        ("leerling", "Deze deur is voor wie op de school werkt", "pupil"),
        ("elders", "Deze school doet niet mee", "other_school"),
    ],
)
def test_who_may_not_come_in_reads_why_and_nothing_is_kept(
    comes: Comes, site: Site, who: str, title: str, reason: str
) -> None:
    before = site.value("select count(*) from accounts_account")
    somebody = comes(refusals=(403,))

    _comes_by_school(somebody, who).sees(title, "Aanmelden op een andere manier")

    assert _codes(site, "school_refused")[-1][1] == {"provider": "entree", "reason": reason}
    assert site.value("select count(*) from accounts_account") == before
    assert site.value("select count(*) from socialaccount_socialaccount") == 0
    somebody.goes_to("/")
    assert somebody.path == "/aanmelden/"


def test_who_says_no_at_the_school_reads_that_nothing_changed(comes: Comes, site: Site) -> None:
    somebody = comes(refusals=(403,))

    _comes_by_school(somebody, "nieuwe", agrees=False)

    somebody.sees("Je bent bij de school gestopt", "Er is niets veranderd.")
    assert _codes(site, "school_refused")[-1][1] == {"provider": "entree", "reason": "cancelled"}


def test_a_way_back_that_was_not_begun_here_opens_nothing(comes: Comes, site: Site) -> None:
    somebody = comes(refusals=(403,))
    somebody.goes_to("/aanmelden/").presses("Aanmelden met Entree Federatie")
    somebody.page.wait_for_url("http://127.0.0.1*/**")
    there = somebody.page.url
    assert "state%3D" in there
    somebody.page.goto(there.replace("state%3D", "state%3Dx"))
    _at_school(somebody, "nieuwe")

    somebody.sees("Dit duurde te lang, of was al gedaan", "Begin opnieuw.")
    assert _codes(site, "school_refused")[-1][1] == {"provider": "entree", "reason": "lost"}


def test_the_back_button_opens_nothing_twice(comes: Comes, site: Site) -> None:
    somebody = comes(refusals=(403,))
    _comes_by_school(somebody, "leerling").sees("Deze deur is voor wie op de school werkt")
    used = somebody.page.url

    somebody.page.goto(used)

    somebody.sees("Dit duurde te lang, of was al gedaan")


def test_a_school_that_does_not_answer_is_said_and_another_way_is_shown(
    comes: Comes, school: School, site: Site
) -> None:
    somebody = comes(refusals=(502,))
    school.stop()

    somebody.goes_to("/aanmelden/").presses("Aanmelden met Entree Federatie")

    somebody.sees("De school antwoordt niet", "Er is niets veranderd.")
    school.start()
    assert _codes(site, "school_refused")[-1][1] == {"provider": "entree", "reason": "silent"}


def test_who_was_switched_off_stays_out(comes: Comes, site: Site) -> None:
    petra = comes("petra", refusals=(403,))
    _links(petra)
    petra.goes_to("/aanmelden/af/").presses("Afmelden")
    site.rows("update accounts_account set is_active = false where login = 'petra'")

    petra.goes_to("/aanmelden/").presses("Aanmelden met Entree Federatie")
    _decides(petra)

    petra.sees("Je account is gesloten")


# --- what a school gives -------------------------------------------------------------------------


def _rights(site: Site) -> list[tuple[Any, ...]]:
    return site.rows(
        "select r.kind, b.slug, r.ended_at is null, until_date is not null from accounts_right r"
        " join branches_branch b on b.id = r.branch_id where provider = 'entree' order by r.id"
    )


def test_an_employee_may_send_lists_and_nothing_else_until_the_school_says_otherwise(
    comes: Comes, school: School, site: Site
) -> None:
    nienke = comes(refusals=(403, 404))
    _comes_by_school(nienke, "nieuwe").sees("Stel je tweede stap in")

    assert _rights(site) == [("upload", "vuurvlinder", True, True)]
    for closed in ("/balie/mensen/", "/balie/klanten/"):
        answer = nienke.page.goto(f"{nienke.url}{closed}")
        assert answer is not None
        assert answer.status == 404

    nienke.goes_to("/aanmelden/af/").presses("Afmelden")
    school.tells(nieuwe={"eduPersonAffiliation": ["affiliate"]})
    nienke.goes_to("/aanmelden/").presses("Aanmelden met Entree Federatie")
    _decides(nienke)

    nienke.sees("Nienke Nieuwland")
    assert _rights(site) == [("upload", "vuurvlinder", False, True)]
    ended = _codes(site, "right_ended")[-1][1]
    assert (ended["kind"], ended["provider"]) == ("upload", "entree")


def test_the_schools_word_for_a_second_factor_counts_where_the_library_believes_it(
    comes: Comes, school: School, site: Site
) -> None:
    school.tells(nieuwe={"acr": MFA})
    nienke = comes()

    _comes_by_school(nienke, "nieuwe")

    nienke.page.wait_for_url("**/school/vuurvlinder/leerlingen/")
    nienke.sees("Nienke Nieuwland")


def test_her_only_way_in_is_not_taken_off(comes: Comes, school: School, site: Site) -> None:
    school.tells(nieuwe={"acr": MFA})
    nienke = comes()
    _comes_by_school(nienke, "nieuwe")
    nienke.page.wait_for_url("**/school/vuurvlinder/leerlingen/")

    nienke.goes_to("/aanmelden/tweede-stap/").sees("Schoolaccount").presses("Ontkoppel")

    nienke.is_told("Zonder dit schoolaccount kun je je niet meer aanmelden.")
    assert site.value("select count(*) from socialaccount_socialaccount") == 1


# --- is it still you? ----------------------------------------------------------------------------


def _session(site: Site, person: Person) -> dict[str, str]:
    return {
        str(cookie["name"]): str(cookie["value"])
        for cookie in person.page.context.cookies(person.url)
    }


def test_the_school_asks_anew_who_is_there(comes: Comes, school: School, site: Site) -> None:
    school.tells(nieuwe={"acr": MFA})
    nienke = comes()
    _comes_by_school(nienke, "nieuwe")
    nienke.page.wait_for_url("**/school/vuurvlinder/leerlingen/")
    make_old(site, _session(site, nienke))

    nienke.goes_to("/aanmelden/passkeys/nieuw/").sees("Ben je het nog?")
    nienke.presses("Ga verder met Entree Federatie")
    nienke.page.wait_for_url("http://127.0.0.1*/**")
    nienke.page.locator("input[name=password]").fill(SCHOOL_PASSWORD)
    nienke.page.locator("form button[type=submit]").first.click()
    _decides(nienke)

    nienke.page.wait_for_url("**/aanmelden/passkeys/nieuw/")
    nienke.sees("Een nieuwe passkey")


def test_what_was_posted_is_done_after_the_school_has_said_who_is_there(
    comes: Comes, ground: Ground, site: Site
) -> None:
    petra = comes("petra")
    _links(petra)
    make_old(site, ground.cookies["petra"])

    petra.presses("Ontkoppel")
    petra.sees("Ben je het nog?").follows("Met mijn schoolaccount")
    petra.sees("Ga verder met Entree Federatie").presses("Ga verder met Entree Federatie")
    petra.page.wait_for_url("http://127.0.0.1*/**")
    petra.page.locator("input[name=password]").fill(SCHOOL_PASSWORD)
    petra.page.locator("form button[type=submit]").first.click()
    _decides(petra)

    petra.is_told("Je schoolaccount meldt je niet meer aan.")
    assert site.value("select count(*) from socialaccount_socialaccount") == 0
