"""From what a provider says to who somebody is and what the school gives them, without a clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from leesloket.accounts.school_accounts.config import Provider

Reason = Literal[
    "pupil",
    "other_school",
    "no_identity",
    "unknown",
    "other_library",
    "inactive",
    "shared",
    "taken",
    "not_you",
    "cancelled",
    "lost",
    "silent",
]
"""Why a school account does not open the door; `web` has the sentences."""

STAFF_ROLES: Final = frozenset({"employee", "staff", "faculty"})
"""Of eduPersonAffiliation.  At MBO and HO somebody may work and learn at the same school."""

LONGEST_IDENTITY: Final = 191
"""What allauth's table takes; cutting one off could make two people one."""


class RefusedError(Exception):
    """A school account does not open the door."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


@dataclass(frozen=True, slots=True)
class Identity:
    """Who came, as far as we want to know; nothing of it is kept but `uid`."""

    uid: str = field(repr=False)
    name: str = field(repr=False)
    schools: frozenset[str] = field(repr=False)
    roles: frozenset[str] = field(repr=False)
    entitlements: frozenset[str] = field(repr=False)
    second_factor: bool
    """Whether the provider says so, where the library believes it."""
    shown_at: int
    """When the person last showed the provider who they are; 0 when it does not say."""


def identity_of(claims: Mapping[str, Any], provider: Provider) -> Identity:
    """Who these verified claims are about.

    Raises RefusedError for a pupil, for who is not of one of the provider's schools, and when what
    stays the same of a person is missing.
    """
    names = provider.claims
    parts = [str(claims.get(name) or "").strip() for name in names.identity]
    uid = ":".join(parts)
    if not all(parts) or len(uid) > LONGEST_IDENTITY:
        raise RefusedError("no_identity")
    schools = _values(claims, names.school)
    if provider.schools.isdisjoint(schools):
        raise RefusedError("other_school")
    roles = frozenset(role.partition("@")[0] for role in _values(claims, names.role))
    if not roles.isdisjoint(provider.pupil_roles) and roles.isdisjoint(STAFF_ROLES):
        raise RefusedError("pupil")
    return Identity(
        uid=uid,
        name=_name(claims),
        schools=schools,
        roles=roles,
        entitlements=_values(claims, names.entitlement),
        second_factor=not provider.second_factor.isdisjoint(_told(claims, "acr", "amr")),
        shown_at=_moment(claims.get("auth_time")),
    )


def _told(claims: Mapping[str, Any], *names: str) -> frozenset[str]:
    """The values of these claims, as they are; a provider gives one, or a list."""
    values: list[str] = []
    for name in names:
        told = claims.get(name) or ()
        values.extend([told] if isinstance(told, str) else map(str, told))
    return frozenset(values)


def _values(claims: Mapping[str, Any], name: str) -> frozenset[str]:
    return frozenset(value.strip().lower() for value in _told(claims, name) if value.strip())


def _name(claims: Mapping[str, Any]) -> str:
    """What to call somebody: the whole name, or what there is of it."""
    whole = str(claims.get("name") or "").strip()
    if whole:
        return whole[:120]
    first = claims.get("given_name") or claims.get("givenName") or ""
    prefix = claims.get("nlEduPersonTussenvoegsels") or ""
    last = claims.get("family_name") or claims.get("sn") or ""
    return " ".join(str(part).strip() for part in (first, prefix, last) if part)[:120]


def _moment(told: Any) -> int:
    return told if isinstance(told, int) and not isinstance(told, bool) else 0


def given_by(identity: Identity, provider: Provider) -> frozenset[tuple[str, str]]:
    """The rights that the school's word is enough for: (kind, branch)."""
    return frozenset(
        (grant.kind, grant.branch)
        for grant in provider.grants
        if grant.school in identity.schools
        and (not grant.role or grant.role in identity.roles)
        and (not grant.entitlement or grant.entitlement in identity.entitlements)
    )


CLOCKS_APART: Final = 60
"""So many seconds may our clock and the provider's differ."""


def shown_since(identity: Identity, asked_at: float) -> bool:
    """Whether somebody showed the provider anew who they are, after we asked for that."""
    return identity.shown_at >= asked_at - CLOCKS_APART
