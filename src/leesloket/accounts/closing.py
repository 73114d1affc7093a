"""Closing an account of somebody who left, opening it again, and ending where somebody is in."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from leesloket.accounts import sessions
from leesloket.accounts.actions import check_reset, lock_account
from leesloket.accounts.queries import Viewer
from leesloket.audit.actions import record_by
from leesloket.isolation.scope import scoped


@transaction.atomic
def close(*, account_id: UUID, acting_user: Viewer, now: datetime) -> None:
    """Let nobody sign in with this account; who is in is out with the next click.

    Rights stay as they are, for when somebody comes back.  Closing again changes nothing.  Raises
    PersonNotFoundError and NotAllowedError.
    """
    _switch(account_id, acting_user, now, active=False)


@transaction.atomic
def reopen(*, account_id: UUID, acting_user: Viewer, now: datetime) -> None:
    """Let somebody sign in again, with what they had.  Raises as `close` does."""
    _switch(account_id, acting_user, now, active=True)


def _switch(account_id: UUID, acting_user: Viewer, now: datetime, *, active: bool) -> None:
    with scoped(acting_user.scope):
        account = lock_account(account_id)
        check_reset(account_id, acting_user, now)
        if account.is_active == active:
            return
        account.is_active = active
        account.save(update_fields=["is_active"])
        if not active:
            sessions.end(account_id=account_id, now=now)
        record_by(
            "account_reopened" if active else "account_closed",
            acting_user,
            now,
            subject_id=account_id,
        )


@transaction.atomic
def end_sessions(*, account_id: UUID, acting_user: Viewer, now: datetime) -> int:
    """End all that somebody has open, as after a stolen laptop; gives how many there were.

    Raises PersonNotFoundError and NotAllowedError.
    """
    with scoped(acting_user.scope):
        lock_account(account_id)
        check_reset(account_id, acting_user, now)
        count = sessions.end(account_id=account_id, now=now)
        if count:
            record_by("sessions_ended", acting_user, now, subject_id=account_id)
    return count
