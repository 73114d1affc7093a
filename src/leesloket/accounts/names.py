"""What people who sign in are called on a screen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from leesloket.accounts.models import Account


def initials_of(display_name: str) -> str:
    """At most two letters for a round badge: of the first and of the last word that is a name."""
    words = [word for word in display_name.split() if word[0].isalpha()]
    return "".join(word[0].upper() for word in (words[:1] + words[1:][-1:]))


@dataclass(frozen=True, slots=True)
class Names:
    """What accounts are called; nobody, and who is not known here, is called nothing."""

    known: Mapping[UUID, str] = field(default_factory=dict, repr=False)

    def of(self, account_id: UUID | None) -> str:
        """What this account is called; empty for none."""
        return self.known.get(account_id, "") if account_id else ""


def display_names(account_ids: Iterable[UUID | None]) -> Names:
    """The names of these accounts, as far as the scope reaches; for history on a screen.

    Who sat at a shared account has its login name behind her own: nobody knows for sure.
    """
    found = Account.objects.filter(id__in=set(account_ids)).select_related("person_of")
    return Names({one.pk: _name_of(one) for one in found})


def _name_of(account: Account) -> str:
    if account.person_of is None:
        return account.display_name
    if not account.display_name:
        return account.person_of.display_name
    return f"{account.display_name} ({account.person_of.login})"
