"""From claims to who somebody is and what the school gives, in the form of each provider."""

from dataclasses import replace
from typing import Any

import pytest

from leesloket.accounts.school_accounts.config import KINDS, Grant, Provider
from leesloket.accounts.school_accounts.rules import (
    RefusedError,
    given_by,
    identity_of,
    shown_since,
)

TENANT = "0a1b2c3d-0000-4000-8000-000000000001"

# As the documentation of each has it: Kennisnet's wiki, SURF's wiki, Microsoft's reference of the
# claims of an id token, Google's page about OpenID Connect.
ENTREE = {
    "sub": "1f3a",
    "uid": "qj7cks8qdz9ph54@petteflat",
    "givenName": "Piet",
    "eduPersonAffiliation": "employee",
    "nlEduPersonHomeOrganizationId": "11ZZ03",
    "nlEduPersonHomeOrganization": "Petteflat College",
}
SURFCONEXT = {
    "sub": "f3f8a2b0c1",
    "name": "Anna van Dijk",
    "schac_home_organization": "mbo.example.nl",
    "eduperson_affiliation": ["employee", "member"],
    "eduperson_entitlement": ["urn:mace:example.nl:leesloket:uploader"],
    "email": "anna@mbo.example.nl",
}
MICROSOFT = {
    "sub": "AAAbbbCCC",
    "tid": TENANT,
    "oid": "99999999-0000-4000-8000-000000000002",
    "name": "Bas de Wit",
    "preferred_username": "bas@school.example",
    "roles": ["Leesloket.Inzender"],
}
GOOGLE = {
    "sub": "110248495921238986420",
    "hd": "school.example",
    "email": "carla@school.example",
    "given_name": "Carla",
    "family_name": "Jansen",
}
SCHOOLS = {
    "entree": "11zz03",
    "surfconext": "mbo.example.nl",
    "microsoft": TENANT,
    "google": "school.example",
}
CLAIMS: dict[str, dict[str, Any]] = {
    "entree": ENTREE,
    "surfconext": SURFCONEXT,
    "microsoft": MICROSOFT,
    "google": GOOGLE,
}


def _provider(kind: str, **changed: Any) -> Provider:
    return replace(
        Provider(
            id=kind,
            name=kind.title(),
            kind=kind,
            library="Bibliotheek Voorbeeld",
            server_url="https://school.example",
            client_id="leesloket",
            secret="geheim",
            schools=frozenset({SCHOOLS[kind]}),
            claims=KINDS[kind],
            pupil_roles=frozenset({"student"}),
            grants=(),
            second_factor=frozenset(),
            scope=("openid",),
        ),
        **changed,
    )


@pytest.mark.parametrize(
    ("kind", "uid", "name", "roles"),
    [
        ("entree", "qj7cks8qdz9ph54@petteflat", "Piet", {"employee"}),
        ("surfconext", "f3f8a2b0c1", "Anna van Dijk", {"employee", "member"}),
        (
            "microsoft",
            f"{TENANT}:99999999-0000-4000-8000-000000000002",
            "Bas de Wit",
            {"leesloket.inzender"},
        ),
        ("google", "110248495921238986420", "Carla Jansen", set()),
    ],
)
def test_each_provider_is_understood(kind: str, uid: str, name: str, roles: set[str]) -> None:
    identity = identity_of(CLAIMS[kind], _provider(kind))

    assert (identity.uid, identity.name, set(identity.roles)) == (uid, name, roles)
    assert identity.schools == {SCHOOLS[kind]}
    assert not identity.second_factor


@pytest.mark.parametrize(
    ("kind", "claims", "reason"),
    [
        ("entree", ENTREE | {"eduPersonAffiliation": "student"}, "pupil"),
        ("entree", ENTREE | {"eduPersonAffiliation": ["Student"]}, "pupil"),
        ("entree", ENTREE | {"eduPersonAffiliation": "student@petteflat"}, "pupil"),
        ("entree", ENTREE | {"nlEduPersonHomeOrganizationId": "22YY00"}, "other_school"),
        ("entree", {**ENTREE, "uid": ""}, "no_identity"),
        ("entree", {**ENTREE, "uid": "a" * 192}, "no_identity"),
        ("surfconext", SURFCONEXT | {"eduperson_affiliation": ["student", "member"]}, "pupil"),
        ("surfconext", SURFCONEXT | {"schac_home_organization": "elders.nl"}, "other_school"),
        ("microsoft", MICROSOFT | {"tid": "9188040d-6c67-4c5b-b112-36a304b66dad"}, "other_school"),
        ("microsoft", {**MICROSOFT, "oid": None}, "no_identity"),
        ("google", {name: GOOGLE[name] for name in ("sub", "email")}, "other_school"),
        ("google", GOOGLE | {"hd": "school.example.evil.example"}, "other_school"),
    ],
)
def test_who_is_refused_and_why(kind: str, claims: dict[str, Any], reason: str) -> None:
    with pytest.raises(RefusedError) as refused:
        identity_of(claims, _provider(kind))

    assert refused.value.reason == reason


def test_somebody_who_works_and_learns_at_one_school_is_no_pupil_here() -> None:
    claims = SURFCONEXT | {"eduperson_affiliation": ["student", "employee"]}

    assert identity_of(claims, _provider("surfconext")).uid == "f3f8a2b0c1"


def test_a_school_says_itself_what_a_pupil_is_called() -> None:
    provider = _provider("microsoft", pupil_roles=frozenset({"leerling"}))

    with pytest.raises(RefusedError):
        identity_of(MICROSOFT | {"roles": ["Leerling"]}, provider)


def _grant(**conditions: str) -> Grant:
    filled = {"school": "11zz03", "role": "", "entitlement": ""} | conditions
    return Grant(kind="upload", branch="regenboog", **filled)


@pytest.mark.parametrize(
    ("grant", "given"),
    [
        (_grant(role="employee"), True),
        (_grant(role="staff"), False),
        (_grant(school="22yy00", role="employee"), False),
        (_grant(role="employee", entitlement="urn:x"), False),
    ],
)
def test_a_right_is_given_where_every_condition_holds(grant: Grant, *, given: bool) -> None:
    provider = _provider("entree", grants=(grant,))

    rights = given_by(identity_of(ENTREE, provider), provider)

    assert rights == (frozenset({("upload", "regenboog")}) if given else frozenset())


def test_an_entitlement_alone_can_be_the_condition() -> None:
    grant = _grant(school="mbo.example.nl", entitlement="urn:mace:example.nl:leesloket:uploader")
    provider = _provider("surfconext", grants=(grant,))

    assert given_by(identity_of(SURFCONEXT, provider), provider) == {("upload", "regenboog")}


@pytest.mark.parametrize(
    ("told", "believed", "counts"),
    [
        ({"acr": "https://refeds.org/profile/mfa"}, {"https://refeds.org/profile/mfa"}, True),
        ({"amr": ["pwd", "mfa"]}, {"mfa"}, True),
        ({"amr": ["pwd"]}, {"mfa"}, False),
        ({"amr": ["pwd", "mfa"]}, set(), False),
        ({}, {"mfa"}, False),
    ],
)
def test_a_second_factor_counts_only_where_the_library_believes_the_word(
    told: dict[str, Any], believed: set[str], *, counts: bool
) -> None:
    provider = _provider("entree", second_factor=frozenset(believed))

    assert identity_of(ENTREE | told, provider).second_factor is counts


@pytest.mark.parametrize(
    ("auth_time", "anew"),
    [(1000, True), (941, True), (939, False), (None, False), ("1000", False), (True, False)],
)
def test_still_you_needs_the_schools_word_of_when(auth_time: Any, *, anew: bool) -> None:
    identity = identity_of(ENTREE | {"auth_time": auth_time}, _provider("entree"))

    assert shown_since(identity, 1000.0) is anew


def test_nothing_of_who_came_stands_in_a_repr() -> None:
    shown = repr(identity_of(ENTREE, _provider("entree")))

    assert not [value for value in ("Piet", "qj7", "11zz03") if value in shown]
