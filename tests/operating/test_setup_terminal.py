"""The first setup in the terminal."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.operating.duo import OLD

from leesloket.accounts.queries import account_by_login
from leesloket.branches.duo import read_schools
from leesloket.branches.models import Branch, Library
from leesloket.operating.terminal import ask_for, main
from leesloket.operating.wishes import WishUnclearError, beginning_from

pytestmark = pytest.mark.django_db

WISH = {
    "library": {"name": "Bibliotheek Voort", "place": "Voort"},
    "administrator": {"name": "J. Voorbeeld", "login": "beheer"},
    "branches": [
        {"brin6": "98ZZ00", "contact_name": "P. School", "helpdesk": "012"},
        {"name": "Centrum", "kind": "public"},
    ],
}


def _files(folder: Path, wish: object) -> list[str]:
    (folder / "wens.json").write_text(json.dumps(wish))
    (folder / "scholen.csv").write_text(OLD, encoding="cp1252")
    return ["--json", str(folder / "wens.json"), "--duo", str(folder / "scholen.csv")]


def test_a_json_file_makes_everything_and_answers_in_json(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(_files(data, WISH)) == 0

    told = json.loads(capsys.readouterr().out)
    account = account_by_login(told["login"])
    assert account is not None
    assert account.check_password(told["password"])
    assert [(one.name, one.brin6, one.place) for one in Branch.objects.order_by("id")] == [
        ("De Linde", "98ZZ00", "'s-Gravenvoort"),
        ("Centrum", "", ""),
    ]


def test_a_second_library_is_made_on_purpose_only(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(_files(data, WISH))
    other = {
        "library": {"name": "Een andere"},
        "administrator": {"name": "N. Ander", "login": "ander"},
        "branches": [{"name": "Elders", "kind": "public"}],
    }

    assert main(_files(data, other)) == 1
    assert "--another" in capsys.readouterr().err
    assert main([*_files(data, other), "--another"]) == 0
    assert Library.objects.count() == 2


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"branches": []}, "minstens één vestiging"),
        ({"branches": [{"name": "Elders", "kind": "palace"}]}, "primary, secondary of public"),
        ({"branches": [{"name": "Elders", "kind": "public", "colour": "red"}]}, "colour"),
        ({"branches": "De Linde"}, "branches"),
        ({"branches": [{"brin6": "11AA00"}]}, "branches[0].brin6"),
        ({"library": {"name": ""}}, "naam"),
        ({"library": {"name": 5}}, "library.name"),
        ({"administrator": {"name": "J.", "login": "B"}}, "kleine letters"),
        (
            {"administrator": {"name": "J.", "login": "beheer", "email": "geen"}},
            "Te lang, of geen mailadres: email",
        ),
    ],
)
def test_what_is_not_clear_makes_nothing(
    data: Path, capsys: pytest.CaptureFixture[str], changed: dict[str, object], told: str
) -> None:
    assert main(_files(data, {**WISH, **changed})) == 1

    assert told in capsys.readouterr().err
    assert not Library.objects.exists()
    assert account_by_login("beheer") is None


def test_a_file_that_is_not_there_is_said(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--json", str(data / "niets.json")]) == 1

    assert "niets.json" in capsys.readouterr().err


def test_text_that_is_no_json_is_not_clear() -> None:
    with pytest.raises(WishUnclearError):
        beginning_from("geen json", schools=())


def _answers(*given: str) -> Iterator[str]:
    yield from given


def test_the_terminal_asks_again_until_it_fits() -> None:
    given = _answers(
        "", "Bibliotheek Voort", "Voort", "J. Voorbeeld", "beheer",
        "geen adres", "j@voort.example", "012", "",
        "linde", "2, 9 x", "P. School", "",
        "j", "Centrum", "Voort", "4", "3",
        "j", "De Es", "Voort", "1", "99ZZ", "99zz00", "", "",
        "n",
    )  # fmt: skip
    said: list[str] = []

    wish = ask_for(read_schools(OLD.encode()), ask=lambda _: next(given), say=said.append)

    assert (wish.library_name, wish.login, wish.email) == (
        "Bibliotheek Voort",
        "beheer",
        "j@voort.example",
    )
    assert [(one.kind, one.settings.brin6) for one in wish.branches] == [
        ("primary", "98ZZ01"),
        ("public", ""),
        ("primary", "99ZZ00"),
    ]
    assert wish.branches[0].settings.contact_name == "P. School"
    assert {one.settings.helpdesk for one in wish.branches} == {"012"}
    assert next(given, None) is None
    assert said.count("  Dat past niet.") == 4
