"""Erasing a person on request: what goes, what must stay and why, and doing it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.utils.timezone import localdate

from leesloket.accounts.actions import scrub
from leesloket.accounts.queries import Viewer, ever_held_a_right
from leesloket.accounts.rules import IMPORT
from leesloket.audit.actions import record_by
from leesloket.audit.queries import events_among
from leesloket.branches.queries import branch_lines, scope_of_library
from leesloket.imports.actions import NothingToGoByError, keep_out
from leesloket.imports.actions.forgetting import (
    Forgotten,
    branches_that_touched,
    forget,
    lists_waiting,
)
from leesloket.imports.finding import lock_in_order
from leesloket.imports.leavers import copies_at_home
from leesloket.isolation.scope import Scope, scoped
from leesloket.patrons import erasing as patrons
from leesloket.patrons.members import lock_patrons
from leesloket.patrons.queries import PatronNotFoundError, branches_of, lines_of
from leesloket.patrons.showing import PatronLine
from leesloket.privacy.rules import PATRON_ERASED


class StillOpenError(Exception):
    """Copies are at home: who borrows must be known until they are back."""


@dataclass(frozen=True, slots=True)
class Staying:
    """Something that erasing leaves, and why: a code with a number."""

    code: str
    """copies_at_home · elsewhere · account · waiting_lists"""
    count: int


@dataclass(frozen=True, slots=True)
class ErasureView:
    """What erasing would do, before it is done."""

    patron: PatronLine = field(repr=False)
    branch_names: tuple[str, ...]
    whole: bool
    staying: tuple[Staying, ...]
    possible: bool
    account_id: UUID | None = None
    """The login that stays, because it held a right."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What was done; `already` when somebody did it before."""

    whole: bool = True
    already: bool = False
    kept_out: int = 0
    waiting: int = 0


def erasure_view(patron_id: UUID, *, viewer: Viewer, today: date) -> ErasureView:
    """What erasing somebody would do, and what would stay.

    Raises PatronNotFoundError (also without the right to import where the person is a member).
    """
    with scoped(scope_of_library(viewer.library_id, by=viewer.account_id)):
        own, elsewhere = _branches(patron_id, viewer)
        account_id = _account_that_stays(patron_id)
        staying = tuple(_staying(patron_id, own, elsewhere, has_account=account_id is not None))
    with scoped(viewer.scope):
        [patron] = lines_of([patron_id], today=today)
    return ErasureView(
        patron=patron,
        branch_names=tuple(line.name for line in branch_lines(own)),
        whole=not elsewhere,
        staying=staying,
        possible=all(one.code != "copies_at_home" for one in staying),
        account_id=account_id,
    )


def _branches(patron_id: UUID, viewer: Viewer) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Where this person may erase, and where else somebody is a member."""
    everywhere = patrons.memberships_of(patron_id)
    own = tuple(one for one in everywhere if viewer.may(IMPORT, one))
    if not own:
        raise PatronNotFoundError
    return own, tuple(one for one in everywhere if one not in own)


def _account_that_stays(patron_id: UUID) -> UUID | None:
    """The login that held a right: who sent or approved a list must stay known."""
    account_id = patrons.account_of(patron_id)
    return account_id if account_id and ever_held_a_right(account_id) else None


def _staying(
    patron_id: UUID, own: tuple[int, ...], elsewhere: tuple[int, ...], *, has_account: bool
) -> Iterator[Staying]:
    at_home = copies_at_home([patron_id]).get(patron_id, 0)
    if at_home:
        yield Staying("copies_at_home", at_home)
    if elsewhere:
        # Only that there is more, not where: that is not this person's to know.
        yield Staying("elsewhere", 1)
    if has_account:
        yield Staying("account", 1)
    waiting = lists_waiting(patron_id, branch_ids=own)
    if waiting:
        yield Staying("waiting_lists", waiting)


def erase(patron_id: UUID, *, not_again: bool, acting_user: Viewer, now: datetime) -> Erased:
    """Erase somebody at every branch where this person imports; everywhere, if that is all.

    With `not_again` the child goes on the list 'niet opnemen' there, so that the school's next
    list does not enrol it.  A second click does nothing.  Raises PatronNotFoundError,
    StillOpenError.
    """
    library = scope_of_library(acting_user.library_id, by=acting_user.account_id)
    with scoped(library):
        try:
            before, _ = _branches(patron_id, acting_user)
            lock_for_erasing(patron_id, before)
            # Read again under the locks: the first of two clicks may have done it meanwhile.
            own, _ = _branches(patron_id, acting_user)
        except PatronNotFoundError:
            if _was_erased(patron_id, acting_user):
                return Erased(already=True)
            raise
        if set(own) <= set(before):
            kept_out = _keep_out(patron_id, own, acting_user, now) if not_again else 0
            whole, forgotten = erase_at(patron_id, own, library=library, now=now, reason="request")
            return Erased(whole=whole, kept_out=kept_out, waiting=forgotten.waiting)
    # It became a member of another branch while we waited, whose lock has its own place in line.
    return erase(patron_id, not_again=not_again, acting_user=acting_user, now=now)


def lock_for_erasing(patron_id: UUID, branch_ids: Iterable[int]) -> None:
    """Let somebody stay as it is, and the imports that erasing takes it out of.

    Of its branches, and of those whose imports touched it before.  Needs a scope of the library.
    """
    lock_in_order({*branch_ids, *branches_that_touched(patron_id)})
    lock_patrons([patron_id])


def _was_erased(patron_id: UUID, viewer: Viewer) -> bool:
    return any(
        event.branch_id is not None and viewer.may(IMPORT, event.branch_id)
        for event in events_among([patron_id], [PATRON_ERASED])
    )


def _keep_out(patron_id: UUID, own: tuple[int, ...], acting_user: Viewer, now: datetime) -> int:
    kept_out = 0
    for branch_id in set(own).intersection(branches_of(patron_id)):
        try:
            keep_out(
                patron_id,
                branch_id=branch_id,
                reason="erasure",
                decided_on=localdate(now),
                sign_off=False,
                acting_user=acting_user,
                now=now,
            )
        except NothingToGoByError:
            continue  # without number, name and birth date no list would recognise this child
        kept_out += 1
    return kept_out


def erase_at(
    patron_id: UUID, own: tuple[int, ...], *, library: Scope, now: datetime, reason: str
) -> tuple[bool, Forgotten]:
    """Erase somebody at these branches, after `lock_for_erasing` in the scope of the library."""
    if copies_at_home([patron_id]):
        raise StillOpenError
    everywhere = patrons.memberships_of(patron_id)
    whole = set(everywhere) == set(own)
    names = patrons.names_of(patron_id)
    # Nobody else keeps a journal with somebody who is gone everywhere.
    also_at = library.branch_ids if whole else ()
    forgotten = forget(patron_id, branch_ids=own, also_at=also_at, names=names, now=now)
    account = patrons.account_of(patron_id)
    whole = patrons.erase_rows(patron_id, branch_ids=own)
    scrubbed = scrub(account) if whole and account else False
    for branch_id in own:
        record_by(
            PATRON_ERASED,
            library,
            now,
            branch_id=branch_id,
            subject_id=patron_id,
            detail={
                "reason": reason,
                "whole": whole,
                "journals": forgotten.journals,
                "lists": forgotten.lists,
                "account": scrubbed,
            },
        )
    return whole, forgotten
