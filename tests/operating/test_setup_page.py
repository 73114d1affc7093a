"""The first setup in the browser."""

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings
from tests.operating.duo import NEW_SECONDARY, OLD

from leesloket.accounts.queries import account_by_login
from leesloket.branches.models import Branch, Library
from leesloket.server.setup_code import is_the_code, make_code

pytestmark = pytest.mark.django_db

PAGE = "/begin/"
TYPED = {
    "library_name": "Bibliotheek Voort",
    "library_place": "Voort",
    "display_name": "J. Voorbeeld",
    "login": "Beheer",
    "email": "",
    "name": "De Linde",
    "place": "Voort",
    "kind": "primary",
    "brin6": "99zz-00",
    "contact_name": "P. School",
    "helpdesk": "012 345 67 00",
}


@pytest.fixture
def code(data: Path) -> str:
    return make_code(data)


def password_in(page: str) -> str:
    [found] = re.findall(r'id="secret">([^<]+)<', page)
    return str(found)


def test_the_right_code_makes_library_branch_and_administrator(
    visitor: Client, code: str, data: Path
) -> None:
    answer = visitor.post(PAGE, {**TYPED, "code": f" {code.upper()} "})

    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    [branch] = Branch.objects.select_related("library")
    assert (branch.library.name, branch.slug, branch.brin6, branch.contact_name) == (
        "Bibliotheek Voort",
        "de-linde",
        "99ZZ00",
        "P. School",
    )
    assert (branch.helpdesk, branch.final_year_groups) == ("012 345 67 00", ["8"])
    account = account_by_login("beheer")
    assert account is not None
    assert account.check_password(password_in(answer.content.decode()))
    assert not is_the_code(data, code)


@pytest.mark.parametrize("typed", ["", "boelan-zeetuk-miral-roetes-47", "é"])
def test_a_wrong_code_makes_nothing(visitor: Client, code: str, typed: str) -> None:
    answer = visitor.post(PAGE, {**TYPED, "code": typed})

    assert answer.status_code == 400
    assert "code" in answer.context["form"].errors
    assert not Library.objects.exists()


def test_without_a_code_of_the_server_nothing_fits(visitor: Client) -> None:
    assert visitor.post(PAGE, {**TYPED, "code": ""}).status_code == 400
    assert not Library.objects.exists()


def test_once_there_is_a_library_the_page_is_gone(visitor: Client, code: str) -> None:
    assert visitor.get(PAGE).status_code == 200
    visitor.post(PAGE, {**TYPED, "code": code})

    assert visitor.get(PAGE).status_code == 404
    assert visitor.post(PAGE, {**TYPED, "login": "ander", "code": code}).status_code == 404
    assert Library.objects.count() == 1


def test_a_demo_has_no_such_page(visitor: Client, settings: Settings) -> None:
    settings.DEMO = True

    assert visitor.get(PAGE).status_code == 404


@pytest.mark.parametrize("address", ["/", "/aanmelden/", "/balie/leerlingimport/", "/mijn/"])
def test_every_door_of_an_empty_site_says_what_must_be_done(
    visitor: Client, code: str, address: str
) -> None:
    page = visitor.get(address, follow=True)

    assert page.status_code == 200
    told = page.content.decode()
    assert "Hier is nog niets ingericht" in told
    assert "./run setup" in told
    assert "password" not in told


def test_what_an_empty_site_says_helps_nobody_to_the_code(
    visitor: Client, code: str, data: Path
) -> None:
    page = visitor.get("/", follow=True)

    told = page.content.decode() + str(page.headers)
    assert code not in told
    assert all(word not in told for word in code.split("-") if word.isalpha())
    assert str(data) not in told
    assert PAGE not in told


def test_with_a_library_the_door_is_the_ordinary_one(visitor: Client, code: str) -> None:
    visitor.post(PAGE, {**TYPED, "code": code})

    told = visitor.get("/", follow=True).content.decode()

    assert "ingericht" not in told
    assert 'name="password"' in told


def test_an_empty_demo_says_nothing_of_setting_up(visitor: Client, settings: Settings) -> None:
    settings.DEMO = True

    assert 'name="password"' in visitor.get("/", follow=True).content.decode()


@pytest.mark.parametrize(
    ("wrong", "form", "field"),
    [
        ({"library_name": ""}, "form", "library_name"),
        ({"login": "é"}, "form", "login"),
        ({"brin6": "99ZZ"}, "branch", "brin6"),
        ({"kind": "public", "final_year_groups": "8"}, "branch", "final_year_groups"),
        ({"name": ""}, "branch", "name"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(
    visitor: Client, code: str, wrong: dict[str, str], form: str, field: str
) -> None:
    answer = visitor.post(PAGE, {**TYPED, **wrong, "code": code})

    assert answer.status_code == 400
    assert field in answer.context[form].errors
    assert not Library.objects.exists()


def _file(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("scholen.csv", text.encode("cp1252"), "text/csv")


def test_schools_are_ticked_in_duos_list(visitor: Client, code: str) -> None:
    typed = {**TYPED, "name": "", "brin6": "", "code": code}
    found = visitor.post(PAGE, {**typed, "search": "1", "words": "linde", "file": _file(OLD)})
    page = found.content.decode()
    assert 'value="98ZZ00"' in page
    assert "Bibliotheek Voort" in page

    visitor.post(
        PAGE,
        {
            **typed,
            "school": ["98ZZ00", "98ZZ01"],
            "name-98ZZ00": "De Linde",
            "place-98ZZ00": "'s-Gravenvoort",
            "kind-98ZZ00": "primary",
            "contact-98ZZ00": "P. School",
            "telephone-98ZZ00": "0123456789",
            "name-98ZZ01": "De Linde, dépendance Zoë",
            "place-98ZZ01": "Voort",
            "kind-98ZZ01": "primary",
        },
    )

    branches = Branch.objects.order_by("brin6")
    assert [(one.brin6, one.contact_name, one.helpdesk) for one in branches] == [
        ("98ZZ00", "P. School", "012 345 67 00"),
        ("98ZZ01", "", "012 345 67 00"),
    ]


def test_ticked_schools_are_not_lost_when_something_else_does_not_fit(
    visitor: Client, code: str
) -> None:
    ticked = {
        "school": "98ZZ00",
        "name-98ZZ00": "De Linde",
        "kind-98ZZ00": "primary",
        "contact-98ZZ00": "P. School",
    }
    answer = visitor.post(PAGE, {**TYPED, **ticked, "library_name": "", "code": code})

    [one] = answer.context["schools"]
    assert (one.school.brin6, one.contact, one.ticked) == ("98ZZ00", "P. School", True)


def test_without_the_code_no_file_is_read(visitor: Client, code: str) -> None:
    posted = {**TYPED, "code": "nee", "search": "1", "words": "lyceum"}
    answer = visitor.post(PAGE, {**posted, "file": _file(NEW_SECONDARY)})

    assert answer.status_code == 400
    assert "searched" not in answer.context


def test_another_file_is_refused_with_what_it_must_be(visitor: Client, code: str) -> None:
    posted = {**TYPED, "code": code, "search": "1", "words": "lyceum"}
    answer = visitor.post(PAGE, {**posted, "file": _file("Naam;Groep\nIemand;5\n")})

    assert answer.status_code == 400
    assert "file" in answer.context["search"].errors


def test_a_code_is_made_once_and_only_its_owner_reads_it(data: Path) -> None:
    code = make_code(data)

    assert make_code(data) == code
    assert (data / "run" / "setup-code").stat().st_mode & 0o777 == 0o600
    assert is_the_code(data, code)
    assert not is_the_code(data, code[:-1])
