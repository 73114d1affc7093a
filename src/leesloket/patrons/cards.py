"""Cards at the desk: given, scanned, blocked and replaced.  Triggers keep every version."""

from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate

from leesloket.accounts.queries import Viewer
from leesloket.accounts.rules import DESK, IMPORT
from leesloket.audit.actions import record_by
from leesloket.branches.models import Group
from leesloket.branches.queries import BranchLine, lock_branch
from leesloket.isolation.scope import scoped
from leesloket.patrons import bulk, queries
from leesloket.patrons.actions import NotAllowedError
from leesloket.patrons.card_numbers import is_to_come, new_card_numbers
from leesloket.patrons.members import lock_patrons
from leesloket.patrons.models import Card, Membership
from leesloket.patrons.pages import GroupNotFoundError
from leesloket.patrons.rules import card_number_fits, cleaned_card_number

HANDS_OUT = (DESK, IMPORT)
"""The rights with which cards are given."""


class CardUnfitError(Exception):
    """No number that a scanned card can have; see rules.card_number_fits."""


class CardTakenError(Exception):
    """Somebody of the library, maybe of another branch, has a card with this number."""


class HasCardError(Exception):
    """There is a card that works; it is blocked or replaced first."""


class NoSuchCardError(Exception):
    """Not a card of this person, or one that was blocked before."""


def give_card(*, patron_id: UUID, number: str = "", acting_user: Viewer, now: datetime) -> str:
    """Give somebody without a working card one: the scanned number, else a new one of ours.

    Raises queries.PatronNotFoundError, NotAllowedError, HasCardError, CardUnfitError,
    CardTakenError and card_numbers.NumbersUsedUpError.
    """
    with scoped(acting_user.scope):
        lock_to_hand_out(patron_id, acting_user)
        if Card.objects.filter(patron_id=patron_id, blocked_on=None).exists():
            raise HasCardError
        given = _give(patron_id, number, acting_user, now)
        _record("card_given", patron_id, acting_user, now, scanned=bool(number))
    return given


def block_card(*, patron_id: UUID, number: str, acting_user: Viewer, now: datetime) -> None:
    """Let a lost card work no longer, from today on.

    Raises queries.PatronNotFoundError, NotAllowedError and NoSuchCardError (a second click).
    """
    with scoped(acting_user.scope):
        lock_to_hand_out(patron_id, acting_user)
        _block(patron_id, number, now)
        _record("card_blocked", patron_id, acting_user, now)


def replace_card(
    *, patron_id: UUID, number: str, new_number: str = "", acting_user: Viewer, now: datetime
) -> str:
    """Block a lost card and give another one, scanned or ours; gives its number.

    Raises what block_card and give_card raise; then the old card still works.
    """
    with scoped(acting_user.scope):
        lock_to_hand_out(patron_id, acting_user)
        _block(patron_id, number, now)
        given = _give(patron_id, new_number, acting_user, now)
        _record("card_replaced", patron_id, acting_user, now, scanned=bool(new_number))
    return given


def lock_to_hand_out(patron_id: UUID, acting_user: Viewer) -> None:
    """Lock somebody for whom this person gives out cards.

    Needs the scope of the acting user.  Raises queries.PatronNotFoundError and NotAllowedError.
    """
    queries.lock_for_change(patron_id)
    branches = Membership.objects.filter(patron_id=patron_id).values_list("branch_id", flat=True)
    if not any(acting_user.may(kind, branch) for kind in HANDS_OUT for branch in branches):
        raise NotAllowedError


def _block(patron_id: UUID, number: str, now: datetime) -> None:
    card = Card.objects.filter(patron_id=patron_id, number=number, blocked_on=None)
    if not card.update(blocked_on=localdate(now)):
        raise NoSuchCardError


def _give(patron_id: UUID, typed: str, acting_user: Viewer, now: datetime) -> str:
    number = cleaned_card_number(typed)
    library_id = acting_user.library_id
    if number and (not card_number_fits(number) or is_to_come(number, library_id=library_id)):
        raise CardUnfitError
    [number] = [number] if number else new_card_numbers(1, library_id=library_id)
    card = Card(
        library_id=library_id,
        patron_id=patron_id,
        number=number,
        from_date=localdate(now),
    )
    try:
        with transaction.atomic():
            card.save(force_insert=True)
    except IntegrityError as error:
        raise CardTakenError from error
    return number


def _record(code: str, patron_id: UUID, acting_user: Viewer, now: datetime, **detail: bool) -> None:
    record_by(
        code,
        acting_user,
        now,
        branch_id=queries.branch_to_tell(patron_id),
        subject_id=patron_id,
        detail=detail,
    )


_WITHOUT_CARD = """
select distinct m.patron_id from patrons_placement y
join patrons_membership m on m.id = y.membership_id
where y.group_id = %s and (m.until_date is null or m.until_date > %s)
  and not exists (
    select 1 from patrons_card c where c.patron_id = m.patron_id and c.blocked_on is null)
"""


def give_cards(*, group_id: UUID, branch: BranchLine, acting_user: Viewer, now: datetime) -> int:
    """Give everybody of a group without a working card a new one of ours; how many got one.

    The number of statements is the same for every size.  Raises GroupNotFoundError,
    NotAllowedError and card_numbers.NumbersUsedUpError.
    """
    if not any(acting_user.may(kind, branch.id) for kind in HANDS_OUT):
        raise NotAllowedError
    today = localdate(now)
    with scoped(acting_user.scope.narrowed(branch.id)):
        # Two people who press at once wait for each other here, and for an import.
        lock_branch(branch.id)
        if not Group.objects.filter(id=group_id, branch_id=branch.id).exists():
            raise GroupNotFoundError
        # A child may belong to another branch too, whose import must not wait for us: it is asked
        # for before the numbers are.  Meanwhile somebody may have given it a card.
        lock_patrons(_without_card(group_id, today))
        patron_ids = _without_card(group_id, today)
        if not patron_ids:
            return 0
        numbers = new_card_numbers(len(patron_ids), library_id=acting_user.library_id)
        rows = [
            {
                "id": uuid4(),
                "library_id": acting_user.library_id,
                "patron_id": patron_id,
                "number": number,
                "from_date": today,
                "blocked_on": None,
            }
            for patron_id, number in zip(patron_ids, numbers, strict=True)
        ]
        bulk.insert("card", rows)
        record_by(
            "cards_given",
            acting_user,
            now,
            branch_id=branch.id,
            subject_id=group_id,
            detail={"count": len(rows)},
        )
    return len(rows)


def _without_card(group_id: UUID, today: date) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(_WITHOUT_CARD, [group_id, today])
        return [patron_id for (patron_id,) in cursor.fetchall()]
