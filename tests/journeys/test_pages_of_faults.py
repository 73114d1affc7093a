"""The pages for what goes wrong: each says what happened, and keeps the promises of all pages."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory, override_settings
from playwright.sync_api import Route, expect
from tests.journeys.person import Arrives, Person
from tests.site.fixtures import Ground
from tests.site.running import Site

from leesloket.web import views

pytestmark = pytest.mark.browser

_TOO_MANY_FIELDS = """
() => {
  const form = document.querySelector("form[method=post]");
  for (let at = 0; at < 2100; at += 1) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = `f${at}`;
    form.append(field);
  }
  form.noValidate = true;
  form.requestSubmit();
}
"""


def _is_told(person: Person, status: int, heading: str, told: str) -> None:
    """The page that is there says this, and keeps the promises: wide, narrow, light and dark."""
    person.refusals.add(status)
    expect(person.page.get_by_role("heading", level=1)).to_have_text(heading)
    person.sees(told)


def test_what_is_not_there_is_told(petra: Person) -> None:
    petra.refusals.add(404)
    petra.goes_to("/bestaat-niet/")

    _is_told(petra, 404, "Hier is niets", "Deze pagina bestaat niet, of niet voor jou")
    petra.follows("Naar het begin").sees("De Vuurvlinder")


def test_a_form_that_was_open_too_long_is_told(arrives: Arrives) -> None:
    visitor = arrives().goes_to("/aanmelden/")
    visitor.refusals.add(403)
    visitor.page.context.clear_cookies()
    visitor.page.locator("form").first.evaluate("form => { form.noValidate = true; form.submit() }")

    _is_told(
        visitor,
        403,
        "Deze pagina stond te lang open",
        "Voor de zekerheid deden wij niet wat je vroeg",
    )


def test_a_form_that_makes_no_sense_is_told(arrives: Arrives) -> None:
    visitor = arrives().goes_to("/aanmelden/")
    visitor.refusals.add(400)
    visitor.page.evaluate(_TOO_MANY_FIELDS)

    _is_told(visitor, 400, "De vraag was niet compleet", "Er mist iets in wat je browser stuurde")


def test_too_many_tries_are_told(arrives: Arrives, ground: Ground) -> None:
    path = "/aanmelden/vergeten/"
    anybody = ground.visitor()
    anybody.get(path)
    for _ in range(5):
        assert anybody.post(path, {"login": "petra"}).status == 200
    visitor = arrives().goes_to(path)
    visitor.refusals.add(429)
    visitor.types("Gebruikersnaam", "petra").page.locator("form button[type=submit]").first.click()

    _is_told(visitor, 429, "Te vaak geprobeerd", "Voor de zekerheid zijn wij even gestopt")


def test_a_fault_of_ours_is_told(petra: Person, site: Site) -> None:
    site.rows("alter table intake_upload rename to was_intake_upload")
    petra.refusals.add(500)
    petra.goes_to("/school/vuurvlinder/leerlingen/")

    _is_told(petra, 500, "Er ging bij ons iets mis", "Er is niets half veranderd.")


def test_a_database_that_can_do_nothing_now_is_told(petra: Person, site: Site) -> None:
    petra.refusals.add(503)
    site.rows(f"alter role leesloket_web in database {site.database} set statement_timeout = 200")
    site.rows(
        "select pg_terminate_backend(pid, 10000) from pg_stat_activity"
        " where datname = current_database() and usename = 'leesloket_web'"
    )
    with site.connect() as connection, connection.transaction():
        connection.execute("lock table intake_upload in access exclusive mode")
        petra.goes_to("/school/vuurvlinder/leerlingen/")

    _is_told(petra, 503, "Het lukt nu niet", "Wat bewaard was, is er nog.")


def test_a_refusal_is_told(arrives: Arrives) -> None:
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        request = RequestFactory().get("/")
        request.user = AnonymousUser()
        request.viewer = None  # type: ignore[attr-defined]
        page = views.forbidden(request).content.decode()

    def refuse(route: Route) -> None:
        route.fulfill(status=403, body=page, content_type="text/html")

    visitor = arrives()
    visitor.refusals.add(403)
    visitor.page.route("**/geweigerd/", refuse)
    visitor.goes_to("/geweigerd/")

    _is_told(
        visitor,
        403,
        "Deze pagina mag je niet zien",
        "Deze pagina is van een andere vestiging, of voor mensen met een ander recht",
    )
