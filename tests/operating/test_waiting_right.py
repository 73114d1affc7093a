"""Who has a right whose screens are still to come."""

import pytest
from django.test import Client
from pytest_django import Settings
from tests.accounts.cast import PASSWORD
from tests.people import NOW

from leesloket.accounts.seed import DemoPerson, DemoRight, add_demo_people
from leesloket.branches.models import Branch, Library


@pytest.mark.parametrize(
    ("kinds", "told"),
    [
        (("lending",), "Waar dat voor is, zit nog niet in Leesloket."),
        ((), "heeft nog geen recht voor een school"),
    ],
)
def test_the_start_says_why_there_is_nothing_to_do(
    library: Library, visitor: Client, settings: Settings, kinds: tuple[str, ...], told: str
) -> None:
    settings.DEMO = True
    centrum = Branch.objects.get(slug="centrum").pk
    person = DemoPerson(
        login="bieb",
        display_name="Bieb",
        password=PASSWORD,
        one_time=False,
        totp_secret="",
        rights=tuple(DemoRight(kind, centrum, NOW.date()) for kind in kinds),
    )
    add_demo_people([person], library_id=library.pk, now=NOW)
    visitor.post("/aanmelden/", {"login": "bieb", "password": PASSWORD})

    page = visitor.get("/").content.decode()

    assert "Je kunt hier nog niets doen" in page
    assert told in page
