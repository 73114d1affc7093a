"""The administrator's page for a new branch."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.operating.duo import OLD

from leesloket.branches.models import Branch

PAGE = "/balie/nieuwe-vestiging/"
TYPED = {"name": "De Es", "place": "Voort", "kind": "primary", "brin6": "98ZZ00"}
TICKED = {
    "school": "98ZZ00",
    "name-98ZZ00": "De Linde",
    "place-98ZZ00": "Voort",
    "kind-98ZZ00": "primary",
    "contact-98ZZ00": "P. School",
    "helpdesk": "012",
}


def test_a_branch_by_hand_leads_to_its_settings(chief: Client) -> None:
    assert 'href="/balie/nieuwe-vestiging/"' in chief.get("/balie/vestigingen/").content.decode()
    assert chief.get(PAGE).status_code == 200

    answer = chief.post(PAGE, TYPED, follow=True)

    assert answer.redirect_chain == [("/balie/vestigingen/de-es/", 302)]
    assert answer.status_code == 200
    assert Branch.objects.get(slug="de-es").final_year_groups == ["8"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"kind": "palace"}, "kind"),
        ({"brin6": "98ZZ"}, "brin6"),
        ({"final_year_groups": "14"}, "final_year_groups"),
        ({"notice_email": "geen adres"}, "notice_email"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(
    chief: Client, wrong: dict[str, str], field: str
) -> None:
    answer = chief.post(PAGE, {**TYPED, **wrong})

    assert field in answer.context["form"].errors
    assert Branch.objects.count() == 1


def test_a_brin_of_another_branch_is_said_at_its_field(chief: Client) -> None:
    chief.post(PAGE, TYPED)

    answer = chief.post(PAGE, {**TYPED, "name": "De Eik"})

    assert "brin6" in answer.context["form"].errors
    assert Branch.objects.count() == 2


def _search(chief: Client, text: str, words: str = "linde") -> str:
    file = SimpleUploadedFile("scholen.csv", text.encode(), "text/csv")
    return chief.post(f"{PAGE}zoek/", {"file": file, "words": words}).content.decode()


def test_schools_are_searched_ticked_and_added(chief: Client) -> None:
    assert 'name="school"' in _search(chief, OLD)

    answer = chief.post(f"{PAGE}kies/", TICKED)

    assert answer["Location"] == "/balie/vestigingen/"
    linde = Branch.objects.get(brin6="98ZZ00")
    assert (linde.slug, linde.contact_name, linde.helpdesk) == ("de-linde", "P. School", "012")


def test_a_school_that_is_a_branch_already_cannot_be_ticked(chief: Client) -> None:
    chief.post(f"{PAGE}kies/", TICKED)

    page = _search(chief, OLD)

    assert 'value="98ZZ00"' not in page
    assert 'value="98ZZ01"' in page
    assert chief.post(f"{PAGE}kies/", TICKED).status_code == 400
    assert Branch.objects.count() == 2


@pytest.mark.parametrize("wrong", [{"school": ""}, {"name-98ZZ00": ""}, {"kind-98ZZ00": ""}])
def test_a_tick_that_does_not_fit_adds_nothing_and_loses_nothing(
    chief: Client, wrong: dict[str, str]
) -> None:
    answer = chief.post(f"{PAGE}kies/", {**TICKED, **wrong})

    assert answer.status_code == 400
    assert [one.contact for one in answer.context["schools"]] == ["P. School"]
    assert Branch.objects.count() == 1


def test_a_search_without_a_result_says_so(chief: Client) -> None:
    assert 'role="status"' in _search(chief, OLD, "nergens")
    assert 'name="school"' not in _search(chief, OLD, "nergens")


def test_what_is_no_list_of_schools_is_said_at_the_file(chief: Client) -> None:
    file = SimpleUploadedFile("l.csv", b"Naam;Groep\nIemand;5\n", "text/csv")
    answer = chief.post(f"{PAGE}zoek/", {"file": file, "words": "x"})

    assert answer.status_code == 400
    assert "file" in answer.context["search"].errors
    assert chief.post(f"{PAGE}zoek/", {"words": "x"}).status_code == 400
