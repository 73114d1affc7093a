"""Which identity providers this site knows, as the operator wrote them down (LEESLOKET_OIDC).

The file lies outside the checkout and can be read by the site only: secrets stand in it, or in
files that it names.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from leesloket.accounts.rules import GIVEN_BY_SCHOOLS


class ProvidersUnfitError(Exception):
    """The file cannot be used; the text says where and why, for who runs the site."""


@dataclass(frozen=True, slots=True)
class ClaimNames:
    """What a provider calls what we need to know.  Empty: it does not tell."""

    identity: tuple[str, ...]
    """Together these stay the same for one person; never an address, which is given out again."""
    school: str
    role: str = ""
    entitlement: str = ""


KINDS: Final[Mapping[str, ClaimNames]] = {
    # Kennisnet's standard attributes: `uid` is hash@realm, and needs no Attribute Release Policy.
    "entree": ClaimNames(
        ("uid",),
        "nlEduPersonHomeOrganizationId",
        "eduPersonAffiliation",
        "eduPersonEntitlement",
    ),
    # `sub` is a pseudonym that SURFconext keeps for this service alone.
    "surfconext": ClaimNames(
        ("sub",), "schac_home_organization", "eduperson_affiliation", "eduperson_entitlement"
    ),
    # `sub` differs per application; `oid` is the person, within the tenant `tid`.
    "microsoft": ClaimNames(("tid", "oid"), "tid", "roles", "groups"),
    "google": ClaimNames(("sub",), "hd"),
    "other": ClaimNames(
        ("sub",), "schacHomeOrganization", "eduPersonAffiliation", "eduPersonEntitlement"
    ),
}


@dataclass(frozen=True, slots=True)
class Grant:
    """A right that the library gives to whoever comes from this school with this role."""

    school: str
    role: str
    entitlement: str
    kind: str
    branch: str
    """The slug of the branch."""


@dataclass(frozen=True, slots=True)
class Provider:
    """One way to sign in with a school account."""

    id: str
    name: str
    kind: str
    library: str
    """The name of the library whose people may use it, unless `branch` says which."""
    server_url: str
    client_id: str
    secret: str = field(repr=False)
    schools: frozenset[str]
    """Whose people may come in, in small letters as its claim has it."""
    claims: ClaimNames
    pupil_roles: frozenset[str]
    grants: tuple[Grant, ...]
    second_factor: frozenset[str]
    """Values of `acr` or `amr` that count as our second factor; none unless the library says so."""
    scope: tuple[str, ...]
    branch: str = ""
    """The slug of one of the library's branches: it stays when the library is renamed."""


def read_providers(path: Path | None) -> tuple[Provider, ...]:
    """The providers of this file; none without one.  Raises ProvidersUnfitError."""
    if path is None:
        return ()
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ProvidersUnfitError(f"{path.name}: cannot be read as JSON") from error
    if not isinstance(listed, list):
        raise ProvidersUnfitError(f"{path.name}: must be a list of providers")
    providers = tuple(_provider(one, folder=path.parent) for one in listed)
    if len({one.id for one in providers}) < len(providers):
        raise ProvidersUnfitError(f"{path.name}: two providers have the same id")
    return providers


_NEEDED: Final = ("id", "name", "kind", "server_url", "client_id", "schools")
_MORE: Final = (
    "library",
    "branch",
    "secret",
    "secret_file",
    "claims",
    "pupil_roles",
    "rights",
    "scope",
    "second_factor",
)
_CLAIMS: Final = ("identity", "school", "role", "entitlement")
_RIGHT: Final = ("school", "role", "entitlement", "right", "branch")
_SCOPE: Final = ("openid", "profile")


def _provider(given: Any, *, folder: Path) -> Provider:
    name = str(given.get("id", "?")) if isinstance(given, dict) else "?"
    values = _known(given, needed=_NEEDED, more=_MORE, where=f"provider {name}")
    if not re.fullmatch(r"[a-z0-9-]{2,30}", name):
        raise ProvidersUnfitError(f"provider {name}: an id is 2 to 30 letters, digits or dashes")
    if values["kind"] not in KINDS:
        raise ProvidersUnfitError(f"provider {name}: kind is one of {', '.join(KINDS)}")
    if ("library" in values) == ("branch" in values):
        raise ProvidersUnfitError(f"provider {name}: give library or branch, one of the two")
    schools = _small(values["schools"])
    if not schools:
        raise ProvidersUnfitError(f"provider {name}: schools must name at least one")
    return Provider(
        id=name,
        name=str(values["name"]),
        kind=values["kind"],
        library=str(values.get("library", "")),
        server_url=_address(values["server_url"], where=name),
        client_id=str(values["client_id"]),
        secret=_secret(values, folder=folder, where=name),
        schools=schools,
        claims=_claims(values, where=name),
        pupil_roles=_small(values.get("pupil_roles", ["student"])),
        grants=tuple(_grant(one, schools, where=name) for one in values.get("rights", ())),
        second_factor=frozenset(map(str, values.get("second_factor", ()))),
        scope=tuple(values.get("scope", _SCOPE)),
        branch=str(values.get("branch", "")),
    )


def _known(
    given: Any, *, needed: Iterable[str], more: Iterable[str], where: str
) -> Mapping[str, Any]:
    if not isinstance(given, dict):
        raise ProvidersUnfitError(f"{where}: must be an object")
    missing = sorted(set(needed) - set(given))
    if missing:
        raise ProvidersUnfitError(f"{where}: misses {', '.join(missing)}")
    # A misspelt condition must not make a right for everybody.
    unknown = sorted(set(given) - set(needed) - set(more))
    if unknown:
        raise ProvidersUnfitError(f"{where}: does not know {', '.join(unknown)}")
    return given


def _small(values: Iterable[Any]) -> frozenset[str]:
    return frozenset(str(value).strip().lower() for value in values)


def _address(url: Any, *, where: str) -> str:
    """Only HTTPS, or this machine: what a provider says is believed because it came over TLS."""
    parts = urlsplit(str(url))
    if parts.scheme == "https" or (
        parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost"}
    ):
        return str(url)
    raise ProvidersUnfitError(f"provider {where}: server_url must begin with https://")


def _secret(values: Mapping[str, Any], *, folder: Path, where: str) -> str:
    if ("secret" in values) == ("secret_file" in values):
        raise ProvidersUnfitError(f"provider {where}: give secret or secret_file, one of the two")
    if "secret" in values:
        return str(values["secret"])
    try:
        return (folder / str(values["secret_file"])).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ProvidersUnfitError(f"provider {where}: cannot read secret_file") from error


def _claims(values: Mapping[str, Any], *, where: str) -> ClaimNames:
    given = dict(
        _known(values.get("claims", {}), needed=(), more=_CLAIMS, where=f"{where}: claims")
    )
    if "identity" in given:
        one = given["identity"]
        given["identity"] = (one,) if isinstance(one, str) else tuple(one)
    return replace(KINDS[values["kind"]], **given)


def _grant(given: Any, schools: frozenset[str], *, where: str) -> Grant:
    values = _known(
        given, needed=("school", "right", "branch"), more=_RIGHT, where=f"{where}: rights"
    )
    grant = Grant(
        school=str(values["school"]).strip().lower(),
        role=str(values.get("role", "")).strip().lower(),
        entitlement=str(values.get("entitlement", "")).strip().lower(),
        kind=str(values["right"]),
        branch=str(values["branch"]),
    )
    if grant.school not in schools:
        raise ProvidersUnfitError(f"{where}: a right is for a school that schools does not name")
    if grant.kind not in GIVEN_BY_SCHOOLS:
        raise ProvidersUnfitError(
            f"{where}: a school can give {' or '.join(sorted(GIVEN_BY_SCHOOLS))}, no other right"
        )
    if not grant.role and not grant.entitlement:
        # Else every pupil of the school would get it where the provider does not tell roles.
        raise ProvidersUnfitError(f"{where}: a right asks a role or an entitlement")
    return grant
