"""A child that comes in the middle of a year, entered by its teacher: a name and a group.

It has no number and no birth date, so the next list of the school asks whether its row is this
child (roster.matching: `name_without_birth_date`), and does not make a second one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid5

from django.utils.timezone import localdate

from leesloket.accounts.queries import Viewer
from leesloket.audit.actions import record_by
from leesloket.branches.models import Group
from leesloket.branches.queries import BranchLine, lock_branch
from leesloket.isolation.scope import scoped
from leesloket.patrons.actions import apply_roster
from leesloket.patrons.card_numbers import new_card_numbers
from leesloket.patrons.models import Arrival, Patron
from leesloket.patrons.pages import GroupNotFoundError
from leesloket.patrons.rules import (
    ChildDetails,
    NewPatron,
    Placing,
    RosterChange,
    fits_a_name,
    sort_key,
)
from leesloket.teaching.queries import teaches

BY_HAND = "by_hand"
"""The source of what no list said."""


class NameMissingError(Exception):
    """A first name and a surname are needed, of a length that a name can have."""


class SameNameError(Exception):
    """A child with this name is in the group already: somebody has to say that it is another."""


@dataclass(frozen=True, slots=True)
class NewChild:
    """What a teacher types; `page_id` is that of the page, so that a second click adds nobody."""

    page_id: UUID = field(repr=False)
    first_name: str = field(repr=False)
    prefix: str = field(default="", repr=False)
    surname: str = field(default="", repr=False)
    is_another: bool = False
    """That a child of the group has the same name, and is not this one."""


def add_child(
    child: NewChild, *, group_id: UUID, branch: BranchLine, acting_user: Viewer, now: datetime
) -> UUID:
    """Put a child in a group of the teacher's own, with a card; gives its id.

    Raises GroupNotFoundError, NameMissingError, SameNameError and
    card_numbers.NumbersUsedUpError; then nobody was added.
    """
    today = localdate(now)
    if not teaches(acting_user, group_id, branch_id=branch.id, today=today):
        raise GroupNotFoundError
    details = _details(child)
    # Of this teacher's page alone: a number from outside never names another's patron.
    patron_id = uuid5(acting_user.account_id, f"{group_id} {child.page_id}")
    with scoped(acting_user.scope.narrowed(branch.id)):
        # Who presses twice waits here for the first of the two.
        lock_branch(branch.id)
        group = Group.objects.filter(id=group_id, branch_id=branch.id).first()
        if group is None:
            raise GroupNotFoundError
        if Patron.objects.filter(id=patron_id).exists():
            return patron_id
        if not child.is_another and _is_in(group, details):
            raise SameNameError
        [number] = new_card_numbers(1, library_id=acting_user.library_id)
        written = apply_roster(
            RosterChange(
                branch_id=branch.id,
                library_id=acting_user.library_id,
                school_year=group.school_year_id,
                effective_on=today,
                source=BY_HAND,
                newcomers=(NewPatron(str(patron_id), details, number),),
                placings=(Placing(str(patron_id), group.code, group.name, _year_group(group)),),
            )
        )
        Arrival.objects.create(
            membership_id=written.memberships[str(patron_id)],
            branch_id=branch.id,
            entered_on=today,
            entered_by_id=acting_user.account_id,
        )
        record_by(
            "arrival_entered",
            acting_user,
            now,
            branch_id=branch.id,
            subject_id=patron_id,
            detail={"group": str(group_id)},
        )
    return patron_id


def entered_by_hand(patron_id: UUID) -> tuple[tuple[int, date, UUID], ...]:
    """(branch, day, by whom) of somebody who came in without a list.  Needs a scope."""
    found = Arrival.objects.filter(membership__patron_id=patron_id).order_by("entered_on")
    return tuple(found.values_list("branch_id", "entered_on", "entered_by_id"))


def _details(child: NewChild) -> ChildDetails:
    names = [" ".join(name.split()) for name in (child.first_name, child.prefix, child.surname)]
    first_name, prefix, surname = names
    if not first_name or not surname or not all(map(fits_a_name, names)):
        raise NameMissingError
    return ChildDetails(first_name=first_name, prefix=prefix, surname=surname)


def _is_in(group: Group, details: ChildDetails) -> bool:
    """Whether somebody of this name is in the group now; capitals and accents do not count."""
    found = Patron.objects.filter(
        memberships__until_date=None,
        memberships__branch_id=group.branch_id,
        memberships__placements__group=group,
    ).values_list("first_name", "prefix", "surname")
    return _key(details.first_name, details.prefix, details.surname) in _keys(found)


def _keys(names: Iterable[tuple[str, str, str]]) -> set[str]:
    return {_key(*name) for name in names}


def _key(first_name: str, prefix: str, surname: str) -> str:
    return sort_key(surname=surname, prefix=prefix, first_name=first_name)


def _year_group(group: Group) -> str:
    """The year of a group that has one; in a combination group the next list says."""
    return group.year_groups[0] if len(group.year_groups) == 1 else ""
