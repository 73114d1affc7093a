"""Taking a person out of the register, with every earlier version of its rows."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Max, Q

from leesloket.patrons.models import Membership, Patron


def memberships_of(patron_id: UUID) -> tuple[int, ...]:
    """Every branch of the scope that somebody belongs or belonged to."""
    found = Membership.objects.filter(patron_id=patron_id).order_by("branch_id")
    return tuple(found.values_list("branch_id", flat=True))


def members_of_branches(branch_ids: Iterable[int]) -> set[UUID]:
    """Everybody who belongs or belonged to one of these branches of the scope."""
    found = Membership.objects.filter(branch_id__in=list(branch_ids))
    return set(found.values_list("patron_id", flat=True))


def account_of(patron_id: UUID) -> UUID | None:
    """The login that belongs to a person, if there is one."""
    return Patron.objects.filter(id=patron_id).values_list("account_id", flat=True).first()


def names_of(patron_id: UUID) -> tuple[str, ...]:
    """The words that somebody is called by, for looking whether a text holds one."""
    found = Patron.objects.filter(id=patron_id).values_list("first_name", "surname").first()
    return tuple(filter(None, found or ()))


def erase_rows(patron_id: UUID, *, branch_ids: Collection[int]) -> bool:
    """Delete somebody's rows and history at these branches; whether the person is gone as well.

    The person, its cards and their history go when no other branch has it.  Needs a scope of the
    whole library, or a membership elsewhere would not be seen.
    """
    with connection.cursor() as cursor:
        cursor.execute("select erase_patron(%s, %s)", [patron_id, list(branch_ids)])
        return bool(cursor.fetchone()[0])


def left_for(*, days: int, today: date) -> dict[UUID, date]:
    """Whose last membership ended so many days ago or longer, with its last day.  Needs a scope."""
    latest = today - timedelta(days=days)
    found = (
        Membership.objects.values("patron_id")
        .annotate(left_on=Max("until_date"))
        .exclude(patron__memberships__until_date=None)
        .filter(Q(left_on__lte=latest))
    )
    return {row["patron_id"]: row["left_on"] for row in found}
