"""The first administrator comes in."""

from pathlib import Path

from django.test import Client
from tests.accounts.cast import code_of
from tests.operating.test_setup_page import PAGE, TYPED, password_in

from leesloket.server.setup_code import make_code


def test_the_first_administrator_sets_password_and_second_step_before_any_page_opens(
    committing: str, visitor: Client, data: Path
) -> None:
    begun = visitor.post(PAGE, {**TYPED, "code": make_code(data)})
    password = password_in(begun.content.decode())

    first = visitor.post("/aanmelden/", {"login": "beheer", "password": password})
    assert first["Location"] == "/aanmelden/nieuw-wachtwoord/"
    own = "een lange zin om te onthouden"
    visitor.post(first["Location"], {"password": own, "again": own})
    to_the_step = visitor.get("/balie/mensen/")
    assert to_the_step["Location"] == "/aanmelden/tweede-stap/instellen/"
    page = visitor.get(to_the_step["Location"])
    visitor.post(to_the_step["Location"], {"code": code_of(page.context["form"].secret)})

    assert visitor.get("/balie/mensen/").status_code == 200
    assert "De Linde" in visitor.get("/balie/vestigingen/").content.decode()
