"""Where mail about signing in goes."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from leesloket.accounts.actions import NotAllowedError, check_reset, lock_account
from leesloket.accounts.models import Account
from leesloket.accounts.queries import Viewer
from leesloket.audit.actions import record_by
from leesloket.isolation.scope import scoped


class AddressUnfitError(Exception):
    """Nothing that mail can go to."""


def address_of(account_id: UUID) -> str:
    """Where mail about signing in goes; empty for nowhere.  Needs a scope."""
    found = Account.objects.filter(id=account_id, is_active=True).values_list("email", flat=True)
    return found.first() or ""


@transaction.atomic
def set_address(*, account_id: UUID, address: str, acting_user: Viewer, now: datetime) -> None:
    """Set where mail about signing in goes; empty takes it away.

    Whoever may give somebody a password for one time may do this: a link to a new password goes
    there.  Raises PersonNotFoundError, NotAllowedError and AddressUnfitError.
    """
    address = address.strip()
    if address:
        try:
            validate_email(address)
        except ValidationError:
            raise AddressUnfitError from None
    with scoped(acting_user.scope):
        account = lock_account(account_id)
        check_reset(account_id, acting_user, now)
        if account.shared_at_id:
            # A link to a new password is for one person's eyes.
            raise NotAllowedError
        if account.email == address:
            return
        account.email = address
        account.save(update_fields=["email"])
        record_by("address_set", acting_user, now, subject_id=account_id)
