"""What the screens show of children who sign in, and of their cards."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from leesloket.accounts.models import Account
from leesloket.accounts.queries import Viewer
from leesloket.branches.queries import BranchLine, scope_of_library
from leesloket.children import rules
from leesloket.children.models import Activation, Child, PictureCard
from leesloket.isolation.scope import scoped, signing_in
from leesloket.patrons.models import Patron
from leesloket.patrons.pages import group_page
from leesloket.patrons.queries import lines_of
from leesloket.patrons.showing import GroupLine, PatronLine


@dataclass(frozen=True, slots=True)
class ChildLine:
    """A child of a group, with the ways in that it has."""

    patron: PatronLine = field(repr=False)
    signs_in: bool
    """Whether there is an account."""
    last_sign_in: datetime | None
    activation_until: datetime | None
    """Set while a printed card waits to be used."""
    picture_since: datetime | None
    """Set while a picture card works, or would without the wrong pictures."""
    picture_stopped: bool
    """Too many wrong pictures: somebody has to let the child in again."""

    @property
    def is_new(self) -> bool:
        """Whether the child has no way in yet, nor a card on its way: whom a sheet is for."""
        return not (self.signs_in or self.activation_until or self.picture_since)


@dataclass(frozen=True, slots=True)
class GroupCards:
    """A group with everybody's cards."""

    group: GroupLine
    branch_name: str
    branch_slug: str
    school_year: str
    lines: tuple[ChildLine, ...] = field(repr=False)

    @property
    def without_card(self) -> int:
        """How many have no library card that works."""
        return sum(not line.patron.card for line in self.lines)


def group_cards(
    branch: BranchLine, group_id: UUID, *, viewer: Viewer, today: date, now: datetime
) -> GroupCards:
    """A group with the cards of everybody in it; raises patrons.pages.GroupNotFoundError."""
    page = group_page(branch, group_id, viewer=viewer, today=today)
    ids = [line.id for line in page.lines]
    with scoped(viewer.scope.narrowed(branch.id)):
        signs_in = {child.patron_id: child for child in _children(ids)}
        seen = dict(
            Account.objects.filter(id__in=[child.pk for child in signs_in.values()]).values_list(
                "id", "last_login"
            )
        )
        waiting = {
            one.patron_id: one.expires_at
            for one in Activation.objects.filter(
                patron_id__in=ids, ended_at=None, expires_at__gt=now
            )
        }
        keys = {
            one.patron_id: one
            for one in PictureCard.objects.filter(
                patron_id__in=ids, ended_at=None, expires_at__gt=now
            )
        }
    return GroupCards(
        group=page.group,
        branch_name=page.branch_name,
        branch_slug=page.branch_slug,
        school_year=page.school_year,
        lines=tuple(
            ChildLine(
                patron=line,
                signs_in=line.id in signs_in,
                last_sign_in=seen.get(signs_in[line.id].pk) if line.id in signs_in else None,
                activation_until=waiting.get(line.id),
                picture_since=keys[line.id].made_at if line.id in keys else None,
                picture_stopped=line.id in keys and keys[line.id].wrong >= rules.WRONG_PICTURES,
            )
            for line in page.lines
        ),
    )


@dataclass(frozen=True, slots=True)
class HandedLine:
    """A card to sign in with that was printed for somebody; what stood on it is nowhere."""

    kind: str
    """activation · picture"""
    made_at: datetime
    made_by: UUID | None
    expires_at: datetime
    ended_at: datetime | None
    ended_why: str
    """used · revoked · guessed; empty while it works, or did until it was over"""


def handed_to(patron_id: UUID) -> tuple[HandedLine, ...]:
    """Every card to sign in with that was printed for somebody, newest first.  Needs a scope."""
    lines = [
        HandedLine(kind, one.made_at, one.made_by_id, one.expires_at, one.ended_at, one.ended_why)
        for kind, cards in (("activation", Activation.objects), ("picture", PictureCard.objects))
        for one in cards.filter(patron_id=patron_id)
    ]
    return tuple(sorted(lines, key=lambda line: line.made_at, reverse=True))


def _children(patron_ids: Iterable[UUID]) -> list[Child]:
    return list(Child.objects.filter(patron_id__any_of=patron_ids))


def called(patron_ids: Iterable[UUID]) -> dict[UUID, rules.Called]:
    """The parts of these people's names.  Needs a scope."""
    found = Patron.objects.filter(id__any_of=patron_ids)
    return {
        patron_id: rules.Called(*names)
        for patron_id, *names in found.values_list("id", "first_name", "prefix", "surname")
    }


# --- the child itself -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OwnPage:
    """What a child sees of itself."""

    patron: PatronLine = field(repr=False)
    first_name: str = field(repr=False)
    login: str = field(repr=False)


def is_child(viewer: Viewer) -> bool:
    """Whether the account belongs to a child."""
    with signing_in():
        return Child.objects.filter(account_id=viewer.account_id).exists()


class NotAChildError(Exception):
    """The account is no child's, or the child is not in the register any more."""


def first_name_of(viewer: Viewer) -> str:
    """What a signed-in child is called; empty for everybody else.

    A child's account has no name of its own: the register has it.
    """
    with scoped(scope_of_library(viewer.library_id, by=viewer.account_id)):
        child = Child.objects.filter(account_id=viewer.account_id).first()
        names = called([child.patron_id]) if child else {}
    return next((one.first_name or one.surname for one in names.values()), "")


def own_page(viewer: Viewer, *, today: date) -> OwnPage:
    """What a signed-in child sees of itself; raises NotAChildError for everybody else."""
    # A child has no branches; within the library it finds the one patron that is its own.
    with scoped(scope_of_library(viewer.library_id, by=viewer.account_id)):
        child = Child.objects.filter(account_id=viewer.account_id).first()
        lines = lines_of([child.patron_id], today=today) if child else ()
        if child is None or not lines:
            raise NotAChildError
        [name] = called([child.patron_id]).values()
        login = Account.objects.values_list("login", flat=True).get(id=viewer.account_id)
    return OwnPage(patron=lines[0], first_name=name.first_name or lines[0].name, login=login)
