"""'Mag lenergegevens uploaden voor': the login of a grown-up patron, and the right to send lists.

The account is a person's as any other (accounts); here is only that it belongs to this patron.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils.timezone import localdate

from leesloket.accounts import actions as accounts
from leesloket.accounts.queries import (
    PersonNotFoundError,
    RightLine,
    Viewer,
    branches_to_give,
    person,
)
from leesloket.accounts.rules import UPLOAD, may_give, may_manage_people
from leesloket.branches.queries import BranchLine, scope_of_library
from leesloket.isolation.scope import scoped
from leesloket.patrons.models import Membership, Patron
from leesloket.patrons.queries import (
    PatronNotFoundError,
    full_name,
    lines_of,
    lock_for_change,
)
from leesloket.patrons.rules import is_grown_up
from leesloket.patrons.showing import PatronLine


class NotForPupilsError(Exception):
    """A pupil, or somebody who is not grown up, sends no lists."""


class LoginMissingError(ValueError):
    """There is no account yet, and no login name to make one with."""


@dataclass(frozen=True, slots=True)
class PatronLogin:
    """The account of a patron, as far as it may send lists."""

    account_id: UUID | None
    login: str = field(repr=False)
    """Empty while there is no account."""
    is_active: bool
    rights: tuple[RightLine, ...] = field(repr=False)
    """To upload, today or later."""
    branches: tuple[BranchLine, ...]
    """For which the viewer gives or ends it."""

    @property
    def ends(self) -> frozenset[int]:
        """The branches whose right the viewer can end."""
        return frozenset(branch.id for branch in self.branches)


def patron_login(patron_id: UUID, *, viewer: Viewer, today: date) -> PatronLogin | None:
    """The login of a patron; None for pupils, children, and viewers who give no right at all.

    Raises PatronNotFoundError.
    """
    if not may_manage_people(viewer.held):
        return None
    with scoped(viewer.scope):
        patron = Patron.objects.filter(id=patron_id).first()
    if patron is None:
        raise PatronNotFoundError
    if not _may_send(patron, today):
        return None
    branches = tuple(
        branch
        for branch in branches_to_give(viewer)
        if branch.kind != "public" and may_give(viewer.held, kind=UPLOAD, branch_id=branch.id)
    )
    if patron.account_id is None:
        return PatronLogin(None, "", is_active=True, rights=(), branches=branches)
    try:
        page = person(viewer, patron.account_id, today=today)
    except PersonNotFoundError:
        return None  # the account of a child has no name
    return PatronLogin(
        account_id=page.id,
        login=page.login,
        is_active=page.is_active,
        rights=tuple(right for right in page.rights if right.kind == UPLOAD),
        branches=branches,
    )


def give_upload(
    *,
    patron_id: UUID,
    branch_id: int,
    login: str,
    from_date: date,
    until_date: date | None,
    acting_user: Viewer,
    now: datetime,
) -> accounts.OneTime | None:
    """Let a grown-up patron send lists for a branch.

    The first time with a login name, for which an account is made; gives its password for one
    time.  Raises PatronNotFoundError, NotForPupilsError, LoginMissingError, and what
    `accounts.actions.add_account` and `give_right` raise; then nothing was done.
    """
    if not may_give(acting_user.held, kind=UPLOAD, branch_id=branch_id):
        raise accounts.NotAllowedError
    with scoped(acting_user.scope):
        patron = lock_for_change(patron_id)
        if not _may_send(patron, localdate(now)):
            raise NotForPupilsError
        one_time = None
        if patron.account_id is None:
            if not login.strip():
                raise LoginMissingError
            one_time = accounts.add_account(
                login=login,
                display_name=full_name(patron.first_name, patron.prefix, patron.surname)[:120],
                acting_user=acting_user,
                now=now,
            )
            patron.account_id = one_time.account_id
            patron.save(update_fields=["account"])
        accounts.give_right(
            account_id=patron.account_id,
            branch_id=branch_id,
            kind=UPLOAD,
            from_date=from_date,
            until_date=until_date,
            acting_user=acting_user,
            now=now,
        )
    return one_time


def _may_send(patron: Patron, today: date) -> bool:
    """Whether somebody is grown up and no pupil anywhere, also where the viewer does not look."""
    with scoped(scope_of_library(patron.library_id)):
        is_pupil = (
            Membership.objects.filter(patron_id=patron.pk, category=Membership.Category.PUPIL)
            .filter(Q(until_date=None) | Q(until_date__gt=today))
            .exists()
        )
    return not is_pupil and is_grown_up(patron.birth_date, today)


def patron_of_account(account_id: UUID, *, viewer: Viewer, today: date) -> PatronLine | None:
    """Which patron has this account, as far as the viewer's branches reach."""
    with scoped(viewer.scope):
        found = Patron.objects.filter(account_id=account_id).values_list("id", flat=True)
        lines = lines_of(list(found), today=today)
    return lines[0] if lines else None
