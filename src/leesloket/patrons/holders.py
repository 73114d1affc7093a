"""Who a take-over may meet: the patrons of a branch, and who holds one of the cards of its list.

Everything needs a scope.  Cards are one person's in the whole library, so the cards of the list are
looked up in all that the scope holds; names never are.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from leesloket.patrons import members
from leesloket.patrons.members import Member, lock_patrons, members_of_branch, rows

_HOLDERS = (
    "select t.number, t.patron_id::text from patrons_card t"
    " where t.number = any (%s::text[]) order by t.number"
)
_CARDS_OF = (
    "select t.patron_id::text, t.number from patrons_card t where t.patron_id = any (%s::uuid[])"
    " order by t.blocked_on nulls last, t.from_date, t.number"
)


@dataclass(frozen=True, slots=True)
class Holders:
    """The patrons a list can be about."""

    members: tuple[Member, ...] = field(repr=False)
    """Who belongs or belonged to the branch, of every category."""
    elsewhere: tuple[Member, ...] = field(repr=False)
    """Patrons of other branches with a card of the list."""
    card_of: Mapping[str, str] = field(repr=False)
    """Patron to the card that tells who it is: the one in the list, else the newest."""
    owner_of: Mapping[str, str] = field(repr=False)
    """Card of the list to the patron who holds it."""


def holders(branch_id: int, *, numbers: Collection[str], lock: bool = False) -> Holders:
    """In seven queries, however long the list is."""
    own = members_of_branch(branch_id, lock=lock, categories=members.EVERY_CATEGORY)
    owner_of = dict(rows(_HOLDERS, sorted(numbers)))
    known = {member.patron_id for member in own}
    others = sorted(set(owner_of.values()) - known)
    if lock:
        lock_patrons(map(UUID, others))
    elsewhere = [_stranger(row) for row in rows(members.PATRONS, others)]
    # The last one wins: cards that are not blocked, the newest of them.
    card_of = dict(rows(_CARDS_OF, sorted(known)))
    card_of.update({patron_id: number for number, patron_id in owner_of.items()})
    return Holders(tuple(own), tuple(elsewhere), card_of, owner_of)


def _stranger(row: tuple[Any, ...]) -> Member:
    """Somebody without a membership here: who it is, and nothing of groups."""
    patron_id, first_name, given_names, initials, prefix, surname, born, hand_edited = row
    return Member(
        patron_id=patron_id,
        pupil_number="",
        first_name=first_name,
        given_names=given_names,
        initials=initials,
        prefix=prefix,
        surname=surname,
        birth_date=born,
        group="",
        year_group="",
        enrolled=True,
        school_year=None,
        hand_edited=hand_edited,
    )
