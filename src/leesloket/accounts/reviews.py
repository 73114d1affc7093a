"""Who still has which right: what the library looks through once a year, and a school always."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.utils.timezone import localdate

from leesloket.accounts import rules
from leesloket.accounts.models import Right
from leesloket.accounts.names import Names, display_names
from leesloket.accounts.queries import Viewer, managing_scope
from leesloket.branches.models import Branch
from leesloket.isolation.scope import Scope, scoped


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One right that holds today, as the yearly review shows it."""

    right_id: UUID
    kind: str
    account_id: UUID
    display_name: str = field(repr=False)
    login: str = field(repr=False)
    from_date: date
    until_date: date | None
    ended_at: datetime | None
    confirmed_on: date | None
    last_sign_in: datetime | None
    gone_on: date | None
    """When the school said that this person left."""
    gone_by: str = field(repr=False)
    given_by: str = field(repr=False)
    """Empty for what came with the first set-up."""


@dataclass(frozen=True, slots=True)
class BranchReview:
    """The rights in one branch that somebody has to look at."""

    branch_id: int
    name: str
    lines: tuple[ReviewLine, ...] = field(repr=False)

    @property
    def unquestioned(self) -> tuple[ReviewLine, ...]:
        """Those that nobody has said anything about: what one button may confirm together."""
        return tuple(line for line in self.lines if line.gone_on is None)


@dataclass(frozen=True, slots=True)
class Review:
    """The review of this school year, as far as the viewer can give and end the rights."""

    since: date
    branches: tuple[BranchReview, ...]
    """Only what waits; in the order of their names."""
    seen: int
    """Rights that were confirmed, or given, in this school year."""

    @property
    def waiting(self) -> int:
        return sum(len(branch.lines) for branch in self.branches)

    @property
    def gone(self) -> int:
        """How many of them the school says have left."""
        return sum(line.gone_on is not None for branch in self.branches for line in branch.lines)


def review_for(viewer: Viewer, *, today: date) -> Review:
    """The rights that this viewer has to confirm or end; none for who cannot give any."""
    with scoped(managing_scope(viewer)):
        rights = [
            right
            for right in _rights_on(today)
            if rules.may_give(viewer.held, kind=right.kind, branch_id=right.branch_id)
        ]
        names = display_names(
            {
                person
                for right in rights
                for person in (right.given_by_id, right.reported_gone_by_id)
            }
        )
    waiting = [right for right in rights if _waits(right, today)]
    by_branch = groupby(waiting, key=lambda right: right.branch)
    return Review(
        since=rules.review_from(today),
        branches=tuple(
            BranchReview(branch.pk, branch.name, tuple(_line(right, names) for right in some))
            for branch, some in by_branch
        ),
        seen=len(rights) - len(waiting),
    )


def _rights_on(today: date) -> Iterable[Right]:
    """Every right of the scope that holds today, by branch and person."""
    found = (
        Right.objects.filter(account__is_active=True)
        .select_related("branch", "account")
        .order_by("branch__name", "branch_id", "account__display_name", "account_id", "kind", "id")
    )
    return rules.rights_on(found, today)


def _waits(right: Right, today: date) -> bool:
    return right.reported_gone_at is not None or rules.awaits_review(_line(right, Names()), today)


def _line(right: Right, names: Names) -> ReviewLine:
    return ReviewLine(
        right_id=right.pk,
        kind=right.kind,
        account_id=right.account_id,
        display_name=right.account.display_name,
        login=right.account.login,
        from_date=right.from_date,
        until_date=right.until_date,
        ended_at=right.ended_at,
        confirmed_on=localdate(right.confirmed_at) if right.confirmed_at else None,
        last_sign_in=right.account.last_login,
        gone_on=localdate(right.reported_gone_at) if right.reported_gone_at else None,
        gone_by=names.of(right.reported_gone_by_id),
        given_by=names.of(right.given_by_id),
    )


def branches_in_review(library: Scope, *, today: date) -> tuple[int, ...]:
    """The branches with rights that wait for the review of this school year."""
    with scoped(library):
        branch_ids = {right.branch_id for right in _rights_on(today) if _waits(right, today)}
        found = Branch.objects.filter(id__in=branch_ids).order_by("name", "id")
        return tuple(found.values_list("id", flat=True))


# --- what a school sees --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sender:
    """Somebody who may send for a school."""

    right_id: UUID
    display_name: str = field(repr=False)
    is_viewer: bool
    gone: bool
    """The school said so, and the library has not answered yet."""


def senders_of(branch_id: int, *, viewer: Viewer, today: date) -> tuple[Sender, ...]:
    """Who may send for this branch, the viewer first; empty for who may not send for it."""
    if not viewer.may(rules.UPLOAD, branch_id):
        return ()
    with scoped(viewer.scope.narrowed(branch_id)):
        found = [right for right in _rights_on(today) if right.kind == rules.UPLOAD]
    senders = [
        Sender(
            right_id=right.pk,
            display_name=right.account.display_name,
            is_viewer=right.account_id == viewer.signed_in_as,
            gone=right.reported_gone_at is not None,
        )
        for right in found
    ]
    return tuple(sorted(senders, key=lambda sender: not sender.is_viewer))
