"""Everything about one person: complete against the register, and for who may take it out."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from tests.imports.journey import approve, lift_all, send
from tests.imports.school import School, make_school
from tests.people import LAST_YEAR, NOW, TODAY, add_person

from leesloket.branches.models import Branch, Library
from leesloket.children.actions import Sheet, print_activations
from leesloket.imports import actions
from leesloket.isolation.scope import scoped
from leesloket.patrons.actions import correct_details
from leesloket.patrons.models import Card, Membership, Patron
from leesloket.patrons.pages import groups_of
from leesloket.patrons.queries import PatronNotFoundError
from leesloket.patrons.rules import ChildDetails
from leesloket.privacy import looking
from leesloket.privacy.dossier import dossier
from leesloket.web.dossiers import as_json

pytestmark = pytest.mark.enable_socket
ZOE = "001200"


@pytest.fixture
def school(db: None, reader: None) -> School:
    return make_school()


def _zoe(school: School) -> UUID:
    return school.ids[ZOE]


LATER = NOW + timedelta(minutes=20)


def _told(school: School) -> dict[str, list[dict[str, str]]]:
    found = dossier(_zoe(school), viewer=school.marloes, today=TODAY)
    told: dict[str, list[dict[str, str]]] = json.loads(json.dumps(as_json(found)))
    return told


def test_a_dossier_holds_the_register_its_history_the_lists_and_who_looked(school: School) -> None:
    upload = school.receive()
    send(upload, by=school.petra)
    lift_all(upload, by=school.marloes)
    approve(upload, by=school.marloes)
    correct_details(
        patron_id=_zoe(school),
        details=ChildDetails(first_name="Zoé", prefix="van", surname="Dijk"),
        acting_user=school.marloes,
        now=NOW,
    )
    looking.saw_patron(_zoe(school), viewer=school.tarik, now=NOW)
    actions.keep_out(
        _zoe(school),
        branch_id=school.branch.id,
        reason="parent",
        decided_on=TODAY,
        sign_off=False,
        acting_user=school.marloes,
        now=NOW,
    )

    told = _told(school)

    assert {"Wat": "Roepnaam", "Waarde": "Zoé", "Met de hand gezet": "ja"} in told["Gegevens"]
    assert [line["Vestiging"] for line in told["Inschrijvingen"]] == [school.branch.name]
    assert [line["Groep"] for line in told["Groepen"]] == ["4a", "3a"]
    assert [line["Nummer"] for line in told["Leerlingnummers"]] == [ZOE]
    with scoped(school.scope):
        numbers = Card.objects.filter(patron_id=_zoe(school)).values_list("number", flat=True)
        assert [line["Nummer"] for line in told["Passen"]] == list(numbers)
    assert told["Account"] == [{"Wat": "Heeft een account", "Waarde": "nee"}]
    assert [line["Vestiging"] for line in told["Niet opnemen"]] == [school.branch.name]
    assert len(told["Leerlingbestanden"]) == 1
    changed = [(line["Wie"], line["Wat"]) for line in told["Wie veranderde wat"]]
    assert any(by == "Marloes Voorbeeld" and "Roepnaam: Zoë → Zoé" in what for by, what in changed)
    assert [line["Wie"] for line in told["Wie zag deze gegevens?"]] == ["Tarik Voorbeeld"]


def test_every_column_of_a_person_that_a_school_gave_stands_in_it(school: School) -> None:
    """A new field of the register cannot be forgotten here."""
    follows = {"id", "library", "account", "sort_key", "search", "hand_edited"}
    fields = {field.name for field in Patron._meta.concrete_fields} - follows

    assert len(_told(school)["Gegevens"]) == len(fields)


TOLD_AS = {
    "patrons_membership": "Inschrijvingen",
    "patrons_placement": "Groepen",
    "patrons_pupilnumber": "Leerlingnummers",
    "patrons_card": "Passen",
    "patrons_consent": "Toestemming voor de openbare bibliotheek",
    "patrons_arrival": "Met de hand toegevoegd",
    "children_child": "Account",
    "children_activation": "Kaarten om aan te melden",
    "children_picturecard": "Kaarten om aan te melden",
    "imports_notincluded": "Niet opnemen",
    "imports_journalindex": "Leerlingbestanden",
}
NOT_TOLD = {"imports_distinctpair": "says of a row of a list that it is another child's"}


def test_every_table_about_a_person_has_its_section(school: School) -> None:
    """A new table cannot be forgotten here."""
    about = {
        model._meta.db_table
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if (field.name == "patron_id" or field.related_model in {Patron, Membership})
        and not model._meta.db_table.endswith("event")
    }

    assert about == set(TOLD_AS) | set(NOT_TOLD)
    assert set(TOLD_AS.values()) <= set(_told(school))


def test_a_card_to_sign_in_with_is_told_without_what_stood_on_it(school: School) -> None:
    [group] = [
        one
        for one in groups_of(school.branch, LAST_YEAR, viewer=school.marloes, today=TODAY)
        if one.code == "3a"
    ]
    sheet = Sheet(uuid4(), group.id, school.branch, (_zoe(school),))
    [card] = print_activations(sheet, acting_user=school.marloes, now=NOW)
    print_activations(replace(sheet, page_id=uuid4()), acting_user=school.marloes, now=LATER)

    told = _told(school)["Kaarten om aan te melden"]

    assert [line["Hoe het afliep"] for line in told] == ["", "ingetrokken"]
    assert {line["Wat"] for line in told} == {"Activatiekaart"}
    assert {line["Wie"] for line in told} == {"Marloes Voorbeeld"}
    assert card.code not in str(told)


def test_it_is_taken_out_by_who_imports_or_administers_there_and_by_nobody_else(
    school: School,
) -> None:
    library = Library.objects.get(pk=school.branch.library_id)
    kiem = Branch.objects.get(pk=school.branch.id)
    els = add_person(library, "els", {"desk": [kiem]})
    willem = add_person(library, "willem", {"administer": [kiem]})

    for stranger in (*school.strangers, els, school.petra):
        with pytest.raises(PatronNotFoundError):
            dossier(_zoe(school), viewer=stranger, today=TODAY)

    assert dossier(_zoe(school), viewer=willem, today=TODAY).page.first_name == "Zoë"
