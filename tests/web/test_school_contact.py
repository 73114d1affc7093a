"""Whom to call: about what holds a list, and about signing in."""

from dataclasses import replace

from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from tests.contracts.world import World, client_of, world
from tests.web.test_verdicts import BRANCH

__all__ = ["world"]


def test_a_held_list_names_whom_to_call() -> None:
    called = replace(BRANCH, contact_name="Petra", contact_phone="088 1", contact_email="p@x.nl")

    shown = render_to_string("leesloket/plan/school_contact.html", {"branch": called})

    for said in ("Petra", 'href="tel:088 1"', 'href="mailto:p@x.nl"'):
        assert said in shown


def test_a_school_without_a_number_or_address_has_nothing_to_show() -> None:
    named = replace(BRANCH, contact_name="Petra")

    assert not render_to_string("leesloket/plan/school_contact.html", {"branch": named}).strip()


def test_whom_to_call_at_a_school_is_told_to_its_own_people_alone(world: World) -> None:
    page = reverse("portal:how_to_sign_in")

    def schools(client: Client) -> set[str]:
        return {one.slug for one in client.get(page).context["contacts"]}

    assert schools(client_of(world, "petra")) == {"vuurvlinder"}
    for has_no_school in (Client(), client_of(world, "karim")):
        assert not schools(has_no_school)
        assert "Petra Lindhout" not in has_no_school.get(page).content.decode()


def test_how_to_sign_in_is_for_who_has_not_done_all_of_it(world: World) -> None:
    page, steps = reverse("portal:how_to_sign_in"), "Typ de zes cijfers die de app laat zien."

    assert steps in Client().get(page).content.decode()
    told = client_of(world, "petra").get(page).content.decode()
    assert steps not in told
    assert "<h1" in told
    assert "Hoe moet ik aanmelden?" not in told
