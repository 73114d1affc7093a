"""Which school accounts belong to somebody, and with which one somebody can come in."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.socialaccount.models import SocialAccount
from django.conf import settings

from leesloket.accounts.rules import OF_A_SCHOOL
from leesloket.accounts.school_accounts.config import Provider
from leesloket.branches.queries import library_of_branch, library_of_name
from leesloket.isolation.scope import signing_in


@dataclass(frozen=True, slots=True)
class Link:
    """A school account that opens somebody's account here."""

    id: int
    provider: str
    name: str
    """Of the provider; its id when it is not configured any more."""
    since: datetime
    last_used: datetime


def providers() -> tuple[Provider, ...]:
    """Everything that the operator configured."""
    found: tuple[Provider, ...] = settings.SCHOOL_ACCOUNTS
    return found


def library_of(provider: Provider) -> int | None:
    """Whose people may use this provider; None when the file names no library that is here.

    The word of a branch stays as it is; the name of a library can change.
    """
    if provider.branch:
        return library_of_branch(provider.branch)
    return library_of_name(provider.library)


def named_by_providers(name: str) -> bool:
    """Whether a provider knows its library by this name, and not by the word of a branch."""
    return any(one.library == name and not one.branch for one in providers())


def is_granted_by_schools(branch: str) -> bool:
    """Whether a provider lets people send lists for the branch of this word, who come next."""
    grants = (grant for one in providers() for grant in one.grants)
    return any(one.branch == branch and one.kind in OF_A_SCHOOL for one in grants)


def without_library() -> tuple[str, ...]:
    """The ids of providers whose people nobody can be: a mistake in the file, or a new name."""
    return tuple(one.id for one in providers() if library_of(one) is None)


def providers_of(library_id: int) -> tuple[Provider, ...]:
    """The providers that the people of this library may use."""
    return tuple(one for one in providers() if library_of(one) == library_id)


def links_of(account_id: UUID) -> tuple[Link, ...]:
    """What opens this account, oldest first."""
    names = {one.id: one.name for one in providers()}
    with signing_in():
        rows = list(SocialAccount.objects.filter(user_id=account_id).order_by("date_joined", "pk"))
    return tuple(
        Link(
            id=row.pk,
            provider=row.provider,
            name=names.get(row.provider, row.provider),
            since=row.date_joined,
            last_used=row.last_login,
        )
        for row in rows
    )


def linked_providers(account_id: UUID) -> tuple[Provider, ...]:
    """The providers that know this person, and that this site still knows."""
    linked = {link.provider for link in links_of(account_id)} if providers() else set()
    return tuple(one for one in providers() if one.id in linked)
