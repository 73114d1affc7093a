"""Forgetting the names that were typed at shared accounts, when their time is over."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from leesloket.accounts.models import Account
from leesloket.audit.actions import record
from leesloket.isolation.scope import Scope, scoped


@transaction.atomic
def forget_people(library: Scope, *, now: datetime) -> int:
    """Take the names away of who has not sat at a shared account for long; gives how many.

    The rows stay, as the record names them: their deeds are the shared account's from then on.
    """
    too_long_ago = now - timedelta(days=settings.RETENTION_SHARED_NAMES)
    with scoped(library):
        found = Account.objects.exclude(person_of=None).exclude(display_name="")
        count = found.filter(last_login__lt=too_long_ago).update(display_name="")
        if count:
            record(
                "people_forgotten",
                at=now,
                by=None,
                library_id=library.library_id,
                detail={"count": count},
            )
    return count
