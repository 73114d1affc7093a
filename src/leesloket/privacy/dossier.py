"""Everything about one person, as far as the viewer's branches reach."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.utils.timezone import localdate

from leesloket.accounts.names import display_names
from leesloket.accounts.queries import Viewer
from leesloket.accounts.rules import ADMINISTER, IMPORT
from leesloket.branches.queries import branch_lines
from leesloket.children.queries import handed_to
from leesloket.imports.queries import imports_that_touched, not_included_of_patron
from leesloket.imports.showing import ExclusionLine
from leesloket.isolation.scope import scoped
from leesloket.patrons.arrivals import entered_by_hand
from leesloket.patrons.consents import ConsentLine, consents_of
from leesloket.patrons.erasing import memberships_of
from leesloket.patrons.pages import patron_page
from leesloket.patrons.queries import PatronNotFoundError, linked_to_an_account
from leesloket.patrons.showing import PatronPage
from leesloket.privacy.log import SeenLine, who_saw

MAY_TAKE_OUT = (IMPORT, ADMINISTER)


@dataclass(frozen=True, slots=True)
class ListLine:
    """That a school's list did something to somebody."""

    at: datetime
    branch_name: str
    kind: str
    """enrol · update · keep · withdraw · transfer"""


@dataclass(frozen=True, slots=True)
class EnteredLine:
    """That somebody was entered by hand, without a list."""

    on: date
    branch_name: str
    by: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class WayInLine:
    """A card to sign in with that was printed for somebody."""

    kind: str
    """activation · picture"""
    at: datetime
    by: str = field(repr=False)
    until: date
    ended_why: str
    """used · revoked · guessed; empty while it works, or did until it was over"""


@dataclass(frozen=True, slots=True)
class Dossier:
    page: PatronPage = field(repr=False)
    lists: tuple[ListLine, ...]
    entered: tuple[EnteredLine, ...] = field(repr=False)
    excluded: tuple[ExclusionLine, ...] = field(repr=False)
    has_account: bool
    ways_in: tuple[WayInLine, ...] = field(repr=False)
    consents: tuple[ConsentLine, ...]
    seen: tuple[SeenLine, ...] = field(repr=False)


def dossier(patron_id: UUID, *, viewer: Viewer, today: date) -> Dossier:
    """Everything kept of one person: register, history, lists, and who looked.

    Raises PatronNotFoundError, also without the right to import or administer where the person is
    or was a member.
    """
    with scoped(viewer.scope):
        allowed = viewer.branches_with(*MAY_TAKE_OUT)
        if not set(memberships_of(patron_id)).intersection(allowed):
            raise PatronNotFoundError
        touched = imports_that_touched(patron_id)
        entered = entered_by_hand(patron_id)
        handed = handed_to(patron_id)
        people = display_names({by for _, _, by in entered} | {card.made_by for card in handed})
        has_account = patron_id in linked_to_an_account([patron_id])
    branches = {branch for _, branch, _ in touched} | {branch for branch, _, _ in entered}
    names = {line.id: line.name for line in branch_lines(branches)}
    return Dossier(
        page=patron_page(patron_id, viewer=viewer, today=today),
        lists=tuple(ListLine(at, names.get(branch, ""), kind) for at, branch, kind in touched),
        entered=tuple(
            EnteredLine(day, names.get(branch, ""), people.of(by)) for branch, day, by in entered
        ),
        excluded=not_included_of_patron(patron_id, viewer=viewer).lines,
        has_account=has_account,
        ways_in=tuple(
            WayInLine(
                kind=card.kind,
                at=card.made_at,
                by=people.of(card.made_by),
                until=localdate(card.expires_at),
                ended_why=card.ended_why,
            )
            for card in handed
        ),
        consents=consents_of(patron_id, viewer=viewer, today=today).lines,
        seen=who_saw(patron_id, viewer=viewer, today=today).lines,
    )
