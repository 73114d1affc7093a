"""Whom staff ask about what holds a list."""

from dataclasses import replace

from django.template.loader import render_to_string
from tests.web.test_verdicts import BRANCH


def test_a_held_list_names_whom_to_call() -> None:
    called = replace(BRANCH, contact_name="Petra", contact_phone="088 1", contact_email="p@x.nl")

    shown = render_to_string("leesloket/plan/school_contact.html", {"branch": called})

    for said in ("Petra", 'href="tel:088 1"', 'href="mailto:p@x.nl"'):
        assert said in shown


def test_a_school_without_a_number_or_address_has_nothing_to_show() -> None:
    named = replace(BRANCH, contact_name="Petra")

    assert not render_to_string("leesloket/plan/school_contact.html", {"branch": named}).strip()
