"""What an operator can write down about identity providers, and what stops the site."""

import json
from pathlib import Path
from typing import Any

import pytest

from leesloket.accounts.school_accounts.config import (
    KINDS,
    ProvidersUnfitError,
    read_providers,
)

GOOD: dict[str, Any] = {
    "id": "entree",
    "name": "Entree Federatie",
    "kind": "entree",
    "library": "Bibliotheek Voorbeeld",
    "server_url": "https://entree.example",
    "client_id": "leesloket",
    "secret": "geheim",
    "schools": ["11ZZ03"],
}
RIGHT = {"school": "11ZZ03", "role": "Employee", "right": "upload", "branch": "regenboog"}


def _written(folder: Path, *providers: Any) -> Path:
    path = folder / "oidc.json"
    path.write_text(json.dumps(list(providers)))
    return path


def test_without_a_file_there_is_no_provider() -> None:
    assert read_providers(None) == ()


def test_a_provider_is_read_with_what_its_kind_calls_things(tmp_path: Path) -> None:
    [provider] = read_providers(_written(tmp_path, GOOD | {"rights": [RIGHT]}))

    assert provider.claims == KINDS["entree"]
    assert provider.schools == {"11zz03"}
    assert [(grant.school, grant.role) for grant in provider.grants] == [("11zz03", "employee")]
    assert provider.second_factor == frozenset()
    assert "geheim" not in repr(provider)


def test_a_secret_can_lie_in_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "entree.secret").write_text("uit-een-bestand\n")
    given = {name: value for name, value in GOOD.items() if name != "secret"}

    [provider] = read_providers(_written(tmp_path, given | {"secret_file": "entree.secret"}))

    assert provider.secret == "uit-een-bestand"


def test_names_of_claims_can_differ(tmp_path: Path) -> None:
    claims = {"identity": "nlEduPersonRealId", "role": "rol"}

    [provider] = read_providers(_written(tmp_path, GOOD | {"claims": claims}))

    assert provider.claims.identity == ("nlEduPersonRealId",)
    assert provider.claims.role == "rol"
    assert provider.claims.school == "nlEduPersonHomeOrganizationId"


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"id": "Entree!"}, "an id is"),
        ({"kind": "saml"}, "kind is one of"),
        ({"schools": []}, "schools must name"),
        ({"server_url": "http://entree.example"}, "https://"),
        ({"servr_url": "https://x.example"}, "does not know servr_url"),
        ({"secret_file": "ook"}, "one of the two"),
        ({"claims": {"e-mail": "mail"}}, "does not know e-mail"),
        ({"rights": [RIGHT | {"school": "22YY00"}]}, "schools does not name"),
        ({"rights": [RIGHT | {"right": "import"}]}, "no other right"),
        ({"rights": [RIGHT | {"right": "desk"}]}, "no other right"),
        ({"rights": [RIGHT | {"right": "administer"}]}, "no other right"),
        ({"rights": [RIGHT | {"role": ""}]}, "asks a role or an entitlement"),
        ({"rights": [RIGHT | {"rol": "employee"}]}, "does not know rol"),
    ],
)
def test_what_cannot_be_meant_stops_the_site_and_says_where(
    tmp_path: Path, changed: dict[str, Any], says: str
) -> None:
    with pytest.raises(ProvidersUnfitError, match=says):
        read_providers(_written(tmp_path, GOOD | changed))


@pytest.mark.parametrize("missing", ["id", "library", "schools", "secret", "server_url"])
def test_what_is_missing_stops_the_site(tmp_path: Path, missing: str) -> None:
    given = {name: value for name, value in GOOD.items() if name != missing}

    with pytest.raises(ProvidersUnfitError):
        read_providers(_written(tmp_path, given))


def test_a_branch_says_whose_it_is_in_the_place_of_a_name_that_can_change(tmp_path: Path) -> None:
    given = {name: value for name, value in GOOD.items() if name != "library"}

    [found] = read_providers(_written(tmp_path, given | {"branch": "de-linde"}))

    assert (found.library, found.branch) == ("", "de-linde")
    with pytest.raises(ProvidersUnfitError, match="one of the two"):
        read_providers(_written(tmp_path, GOOD | {"branch": "de-linde"}))


def test_two_providers_with_one_id_and_a_broken_file_stop_the_site(tmp_path: Path) -> None:
    with pytest.raises(ProvidersUnfitError, match="same id"):
        read_providers(_written(tmp_path, GOOD, GOOD))
    (tmp_path / "broken.json").write_text("[{")
    with pytest.raises(ProvidersUnfitError, match="JSON"):
        read_providers(tmp_path / "broken.json")
    with pytest.raises(ProvidersUnfitError, match="JSON"):
        read_providers(tmp_path / "weg.json")
