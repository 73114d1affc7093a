"""An administrator changes what a branch is called, on the page of its settings."""

from typing import Any

import pytest
from django.test import Client
from tests.accounts.cast import Answer
from tests.people import add_person, make_branch

from leesloket.branches.models import Branch, Library

PAGE = "/balie/vestigingen/centrum/"


def _typed(page: Answer, **other: str) -> dict[str, str]:
    """The form as it stands on this page, with something else typed in."""
    form = page.context["described"]
    return {f"branch-{one}": form[one].value() for one in form.fields} | {
        f"branch-{one}": value for one, value in other.items()
    }


def _post(page: Answer, by: Client, **other: str) -> Answer:
    return by.post(f"{PAGE}naam/", _typed(page, **other))


def test_the_page_describes_the_branch_as_often_as_one_likes(
    library: Library, chief: Client
) -> None:
    for name, place in (("Noord", ""), ('"Lees & <b>"', "Noordwoud"), ("Centrum", "Voort")):
        answer = _post(chief.get(PAGE), chief, name=name, place=place)
        assert (answer.status_code, answer["Location"]) == (302, PAGE)
        assert Branch.objects.filter(slug="centrum", name=name, place=place).exists()

    told = chief.get(PAGE).content.decode()
    assert "Bewaard. Vanaf nu staat het zo op elke pagina" in told
    assert "&quot;Lees &amp; &lt;b&gt;&quot;" in told
    assert "Het woord in het adres blijft <b>centrum</b>" in told


def test_another_kind_says_to_look_at_the_final_years(library: Library, chief: Client) -> None:
    _post(chief.get(PAGE), chief, kind="secondary")

    told = chief.get(PAGE).content.decode()
    assert "De eindjaren zijn nu de gewone." in told
    assert "<del>openbare bibliotheek</del> → <ins>voortgezet onderwijs</ins>" in told
    assert "14, 15, 16" in told


def test_what_keeps_the_kind_is_said_at_the_kind(library: Library, chief: Client) -> None:
    Branch.objects.filter(slug="centrum").update(kind="primary", final_year_groups=["8"])
    centrum = Branch.objects.get(slug="centrum")
    add_person(library, "ria", {"upload": [centrum]})

    answer = _post(chief.get(PAGE), chief, kind="public", name="Anders")

    assert "Iemand stuurt lijsten voor deze vestiging" in answer.content.decode()
    assert answer.context["described"].errors["kind"]
    assert Branch.objects.get(slug="centrum").name == centrum.name


def test_what_somebody_else_changed_meanwhile_is_told_and_not_overwritten(
    library: Library, chief: Client
) -> None:
    old = chief.get(PAGE)
    _post(chief.get(PAGE), chief, name="Van een ander")

    told = _post(old, chief, name="Van mij")

    assert "Iemand anders veranderde dit" in told.content.decode()
    assert Branch.objects.get(slug="centrum").name == "Van een ander"
    assert _post(told, chief).status_code == 302
    assert Branch.objects.get(slug="centrum").name == "Van mij"


@pytest.mark.parametrize("name", ["", "   ", "x" * 121])
def test_what_does_not_fit_is_said_at_the_name(library: Library, chief: Client, name: str) -> None:
    answer = _post(chief.get(PAGE), chief, name=name)

    assert answer.context["described"].errors["name"]
    assert Branch.objects.get(slug="centrum").name == "Centrum"


@pytest.mark.parametrize("seen", ["", "[]", "{", "null", '["a", "b"]', "[1, 2, 3]"])
def test_a_form_that_no_page_showed_changes_nothing(
    library: Library, chief: Client, seen: str
) -> None:
    answer = _post(chief.get(PAGE), chief, name="Noord", seen=seen)

    assert answer.status_code == 200
    assert Branch.objects.get(slug="centrum").name == "Centrum"


def test_a_branch_that_one_does_not_administer_is_not_there(
    library: Library, chief: Client
) -> None:
    make_branch(library, "elders")

    page = chief.get(PAGE)

    assert chief.post("/balie/vestigingen/elders/naam/", _typed(page)).status_code == 404


def test_the_settings_beside_it_are_kept_on_their_own(library: Library, chief: Client) -> None:
    seen = chief.get(PAGE).context["form"]["seen"].value()

    answer = chief.post(PAGE, {"helpdesk": "012 345 67 89", "seen": seen})

    assert answer.status_code == 302
    branch = Branch.objects.get(slug="centrum")
    assert (branch.helpdesk, branch.name) == ("012 345 67 89", "Centrum")


@pytest.mark.parametrize(
    "seen", ["", "[]", "{", "null", "[1, 2]", "{}", '{"final_year_groups": 8}', '{"brin6": ""}']
)
def test_settings_that_no_page_showed_are_not_changed(
    library: Library, chief: Client, seen: str
) -> None:
    answer = chief.post(PAGE, {"helpdesk": "012 345 67 89", "seen": seen})

    assert answer.status_code == 200
    assert "Iemand anders veranderde dit" in answer.content.decode()
    assert Branch.objects.get(slug="centrum").helpdesk == ""


def test_two_tabs_keep_each_others_settings(library: Library, chief: Client) -> None:
    Branch.objects.filter(slug="centrum").update(kind="primary", final_year_groups=["8"])
    tabs = [chief.get(PAGE).context["form"] for _ in range(3)]

    def keep(form: Any, **typed: str | list[str]) -> Answer:
        shown = {name: form[name].value() for name in form.fields}
        return chief.post(PAGE, {**shown, **typed})

    assert keep(tabs[0], contact_name="Iris Bos").status_code == 302
    assert keep(tabs[1], helpdesk="088 1").status_code == 302
    told = keep(tabs[2], helpdesk="088 2", final_year_groups=["7", "8"])

    assert "Iemand anders veranderde dit terwijl je typte" in told.content.decode()
    branch = Branch.objects.get(slug="centrum")
    now = (branch.contact_name, branch.helpdesk, branch.final_year_groups)
    assert now == ("Iris Bos", "088 1", ["8"])

    assert keep(told.context["form"]).status_code == 302

    branch.refresh_from_db()
    now = (branch.contact_name, branch.helpdesk, branch.final_year_groups)
    assert now == ("Iris Bos", "088 2", ["7", "8"])
