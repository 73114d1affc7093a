"""An administrator gives the library another name, on the page of its policy."""

import pytest
from django.test import Client
from pytest_django import Settings
from tests.accounts.cast import Answer
from tests.people import make_library, provider_named

from leesloket.branches.models import Library
from leesloket.branches.queries import Called, library_called

PAGE = "/balie/beleid/"
OTHER = "Bibliotheek Hoge Heide"


def _post(page: Answer, by: Client, name: str, place: str = "") -> Answer:
    """Fill in the form as it stands on this page, and send it."""
    seen = page.context["library"]["seen"].value()
    typed = {"library-seen": seen, "library-name": name, "library-place": place}
    return by.post(f"{PAGE}naam/", typed)


def test_the_page_renames_the_library_as_often_as_one_likes(
    library: Library, chief: Client
) -> None:
    assert f'href="{PAGE}"' in chief.get("/balie/vestigingen/").content.decode()

    for name, place in (("Bibliotheek Noord", ""), ('"Lees & <b>"', "Noordwoud"), ("Noord", "")):
        answer = _post(chief.get(PAGE), chief, name, place)
        assert answer.status_code == 302
        assert library_called(library.pk) == Called(name, place)

    told = chief.get(PAGE).content.decode()
    assert "De bibliotheek heet vanaf nu zo." in told
    assert "&quot;Lees &amp; &lt;b&gt;&quot;" in told


def test_what_somebody_else_changed_meanwhile_is_told_and_not_overwritten(
    library: Library, chief: Client
) -> None:
    old = chief.get(PAGE)
    _post(chief.get(PAGE), chief, "Van een ander")

    told = _post(old, chief, "Van mij")

    assert "Iemand anders veranderde dit" in told.content.decode()
    assert library_called(library.pk).name == "Van een ander"
    assert _post(told, chief, "Van mij").status_code == 302


@pytest.mark.parametrize("name", ["", "   ", "x" * 121, OTHER])
def test_what_does_not_fit_is_said_at_the_name(library: Library, chief: Client, name: str) -> None:
    make_library(OTHER)

    answer = _post(chief.get(PAGE), chief, name)

    assert answer.context["library"].errors["name"]
    assert library_called(library.pk).name == library.name


def test_the_page_says_what_school_accounts_hang_on(
    library: Library, chief: Client, settings: Settings
) -> None:
    settings.SCHOOL_ACCOUNTS = (provider_named(library.name),)

    answer = _post(chief.get(PAGE), chief, "Bibliotheek Noord")

    assert "noemen de bibliotheek bij haar naam" in answer.content.decode()
    assert library_called(library.pk).name == library.name
