"""Where mail about signing in goes."""

from uuid import UUID

from leesloket.accounts.models import Account


def address_of(account_id: UUID) -> str:
    """Where mail about signing in goes; empty for nowhere.  Needs a scope."""
    found = Account.objects.filter(id=account_id, is_active=True).values_list("email", flat=True)
    return found.first() or ""
