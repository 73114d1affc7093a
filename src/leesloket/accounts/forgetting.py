"""Forgetting the names that were typed at shared accounts: in time, or when somebody asks."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from leesloket.accounts.actions import check_reset, lock_account
from leesloket.accounts.models import Account, SignedIn
from leesloket.accounts.queries import Viewer, managing_scope
from leesloket.audit.actions import record, record_by
from leesloket.isolation.scope import Scope, scoped, signing_in


@dataclass(frozen=True, slots=True)
class SatThere:
    """A name that somebody typed at a shared account."""

    id: UUID
    name: str = field(repr=False)
    last_said: datetime | None


def people_at(account_id: UUID, *, viewer: Viewer) -> tuple[SatThere, ...]:
    """The names that were typed at this shared account, as far as they are still known."""
    with scoped(managing_scope(viewer)):
        found = Account.objects.filter(person_of_id=account_id).exclude(display_name="")
        return tuple(
            SatThere(one.pk, one.display_name, one.last_login)
            for one in found.order_by("display_name")
        )


@transaction.atomic
def forget_person(person_id: UUID, *, account_id: UUID, acting_user: Viewer, now: datetime) -> None:
    """Take one name away because somebody asks, and sign out who sits there under it.

    The row stays, as the record names it.  Who is not there, or has no name any more, changes
    nothing.  Raises PersonNotFoundError and NotAllowedError.
    """
    with scoped(acting_user.scope):
        lock_account(account_id)
        check_reset(account_id, acting_user, now)
        found = Account.objects.filter(id=person_id, person_of_id=account_id)
        if not found.exclude(display_name="").update(display_name=""):
            return
        with signing_in():
            SignedIn.objects.filter(person_id=person_id, ended_at=None).update(ended_at=now)
        record_by("person_forgotten", acting_user, now, subject_id=account_id)


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
