"""Printing cards for a group, and what children do with them."""

import secrets
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.utils.timezone import localdate

from leesloket.accounts.queries import Viewer
from leesloket.audit.actions import record_by
from leesloket.branches.queries import BranchLine
from leesloket.children import queries, rules
from leesloket.children.models import Activation, PictureCard
from leesloket.children.secrecy import mac_of
from leesloket.isolation.scope import scoped
from leesloket.patrons.actions import NotAllowedError
from leesloket.patrons.cards import HANDS_OUT, lock_to_hand_out
from leesloket.patrons.members import lock_patrons
from leesloket.patrons.pages import group_page
from leesloket.patrons.queries import branch_to_tell
from leesloket.patrons.showing import PatronLine
from leesloket.teaching.queries import teaches


class NobodyChosenError(Exception):
    """No child of the group was chosen for which the card can be printed."""


class SheetIsOverError(Exception):
    """Cards of this page were used or replaced already: the page is opened again first."""


@dataclass(frozen=True, slots=True)
class PrintedActivation:
    """A card's secrets, to be printed once and then forgotten."""

    name: str = field(repr=False)
    number: str = field(repr=False)
    code: str = field(repr=False)
    until: datetime


@dataclass(frozen=True, slots=True)
class PrintedPicture:
    """As PrintedActivation; the picture is for the teacher's list."""

    name: str = field(repr=False)
    code: str = field(repr=False)
    picture: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is printed: for whom, and from which page.

    Whoever presses twice on one page gets the same cards twice.  With fresh ones the first paper
    would be useless, and nobody would know.
    """

    page_id: UUID = field(repr=False)
    group_id: UUID
    branch: BranchLine
    patron_ids: Collection[UUID]


def print_activations(
    sheet: Sheet, *, acting_user: Viewer, now: datetime
) -> tuple[PrintedActivation, ...]:
    """Make activation cards for these children of a group; earlier ones work no longer.

    Children without a library card are left out: its number is what they sign in with.  Raises
    GroupNotFoundError, NotAllowedError and NobodyChosenError.
    """
    until = now + timedelta(days=settings.ACTIVATION_DAYS)
    with _printing(sheet, acting_user, now):
        chosen, names = _chosen(sheet, acting_user, now, with_card=True)
        codes = {line.id: _code(sheet, line.id, rules.ACTIVATION_LENGTH) for line in chosen}
        macs = {line.id: mac_of("activation", line.card, codes[line.id]) for line in chosen}
        printed = _replace(Activation, macs, now)
        Activation.objects.bulk_create(
            Activation(
                library_id=acting_user.library_id,
                patron_id=line.id,
                card_number=line.card,
                mac=macs[line.id],
                made_at=now,
                made_by_id=acting_user.account_id,
                expires_at=until,
            )
            for line in chosen
            if line.id not in printed
        )
        _record_printed("activations_printed", sheet, acting_user, now, len(chosen))
    return tuple(
        PrintedActivation(
            names[line.id],
            line.card,
            codes[line.id],
            printed[line.id].expires_at if line.id in printed else until,
        )
        for line in chosen
    )


def print_pictures(
    sheet: Sheet, *, acting_user: Viewer, now: datetime
) -> tuple[PrintedPicture, ...]:
    """Make picture cards for these children of a group; earlier ones work no longer.

    Raises GroupNotFoundError, NotAllowedError and NobodyChosenError.
    """
    until = now + timedelta(days=settings.PICTURE_CARD_DAYS)
    with _printing(sheet, acting_user, now):
        chosen, names = _chosen(sheet, acting_user, now, with_card=False)
        codes = {line.id: _code(sheet, line.id, rules.PICTURE_LENGTH) for line in chosen}
        macs = {line.id: mac_of("picture", codes[line.id]) for line in chosen}
        printed = _replace(PictureCard, macs, now)
        pictures = {
            line.id: printed[line.id].picture
            if line.id in printed
            else secrets.choice(rules.PICTURES)
            for line in chosen
        }
        PictureCard.objects.bulk_create(
            PictureCard(
                library_id=acting_user.library_id,
                patron_id=line.id,
                picture=pictures[line.id],
                mac=macs[line.id],
                made_at=now,
                made_by_id=acting_user.account_id,
                expires_at=until,
            )
            for line in chosen
            if line.id not in printed
        )
        _record_printed("pictures_printed", sheet, acting_user, now, len(chosen))
    return tuple(
        PrintedPicture(names[line.id], codes[line.id], pictures[line.id]) for line in chosen
    )


@contextmanager
def _printing(sheet: Sheet, acting_user: Viewer, now: datetime) -> Iterator[None]:
    branch_id, today = sheet.branch.id, localdate(now)
    hands_out = any(acting_user.may(kind, branch_id) for kind in HANDS_OUT)
    if not hands_out and not teaches(acting_user, sheet.group_id, branch_id=branch_id, today=today):
        raise NotAllowedError
    with scoped(acting_user.scope.narrowed(sheet.branch.id)):
        yield


def _chosen(
    sheet: Sheet, acting_user: Viewer, now: datetime, *, with_card: bool
) -> tuple[list[PatronLine], Mapping[UUID, str]]:
    """The chosen children of the group, locked, and what each is called on a card."""
    page = group_page(sheet.branch, sheet.group_id, viewer=acting_user, today=localdate(now))
    chosen = [
        line for line in page.lines if line.id in sheet.patron_ids and (line.card or not with_card)
    ]
    if not chosen:
        raise NobodyChosenError
    # Two people who print at once: the second waits, and its cards are the ones that work.
    lock_patrons(line.id for line in chosen)
    # All of the group, so that a Noor is told from the other one who got a card before.
    known = queries.called(line.id for line in page.lines)
    everybody = [line.id for line in page.lines if line.id in known]
    shown = rules.names_on_cards([known[patron_id] for patron_id in everybody])
    return chosen, dict(zip(everybody, shown, strict=True))


def _code(sheet: Sheet, patron_id: UUID, length: int) -> str:
    digest = mac_of("sheet", str(sheet.page_id), str(patron_id), str(length))
    return rules.code_from(digest, length)


_Handed = TypeVar("_Handed", Activation, PictureCard)


def _replace(model: type[_Handed], macs: Mapping[UUID, str], now: datetime) -> dict[UUID, _Handed]:
    """End the open cards of these children but those of this very sheet; gives the latter.

    A card of this sheet that was used or revoked since keeps its secret for good: then somebody
    takes a new page.  Raises SheetIsOverError.
    """
    if model.objects.filter(mac__in=list(macs.values())).exclude(ended_at=None).exists():
        raise SheetIsOverError
    open_cards = model.objects.filter(patron_id__in=list(macs), ended_at=None)
    open_cards.exclude(mac__in=list(macs.values())).update(ended_at=now, ended_why="revoked")
    return {card.patron_id: card for card in open_cards}


def _record_printed(
    code: str, sheet: Sheet, acting_user: Viewer, now: datetime, count: int
) -> None:
    record_by(
        code,
        acting_user,
        now,
        branch_id=sheet.branch.id,
        subject_id=sheet.group_id,
        detail={"count": count},
    )


def revoke_picture(*, patron_id: UUID, acting_user: Viewer, now: datetime) -> None:
    """Let a lost picture card open nothing any more.  A second click changes nothing.

    Raises PatronNotFoundError and NotAllowedError.
    """
    with scoped(acting_user.scope):
        lock_to_hand_out(patron_id, acting_user)
        open_cards = PictureCard.objects.filter(patron_id=patron_id, ended_at=None)
        if open_cards.update(ended_at=now, ended_why="revoked"):
            _record_about("picture_revoked", patron_id, acting_user, now)


def let_in_again(*, patron_id: UUID, acting_user: Viewer, now: datetime) -> None:
    """Forget the wrong pictures of a child, which then can try again.

    Raises PatronNotFoundError and NotAllowedError.
    """
    with scoped(acting_user.scope):
        lock_to_hand_out(patron_id, acting_user)
        if PictureCard.objects.filter(patron_id=patron_id, ended_at=None, wrong__gt=0).update(
            wrong=0
        ):
            _record_about("picture_allowed", patron_id, acting_user, now)


def _record_about(code: str, patron_id: UUID, acting_user: Viewer, now: datetime) -> None:
    record_by(code, acting_user, now, branch_id=branch_to_tell(patron_id), subject_id=patron_id)
