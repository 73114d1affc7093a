"""The list 'niet opnemen': children whom no pupil list may enrol (again) at a branch."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID, uuid4

from django.utils.timezone import localdate

from leesloket.accounts.queries import Viewer
from leesloket.accounts.rules import IMPORT
from leesloket.audit.actions import record_by
from leesloket.branches.queries import lock_branch
from leesloket.imports.actions.answering import pupil_of
from leesloket.imports.actions.keeping import save_answers
from leesloket.imports.finding import find_sent
from leesloket.imports.known import known_pupil
from leesloket.imports.models import NotIncluded
from leesloket.imports.work import work_on
from leesloket.isolation.scope import scoped
from leesloket.patrons import actions as patrons
from leesloket.patrons.members import members_of_branch
from leesloket.patrons.queries import PatronNotFoundError
from leesloket.roster import identities
from leesloket.roster.model import Identity, KnownPupil, PatronId, PupilRecord
from leesloket.vault.queries import branch_secret


class NothingToGoByError(Exception):
    """Without a number, and without a name and a birth date, no row could be recognised."""


class NotAReasonError(ValueError):
    """No reason of the list, or a day that is still to come."""


class NotOnTheListError(Exception):
    """No such line, or not one of this person's branches."""


def keep_out(
    patron_id: UUID,
    *,
    branch_id: int,
    reason: str,
    decided_on: date,
    sign_off: bool,
    acting_user: Viewer,
    now: datetime,
) -> None:
    """Put a patron on a branch's list: no pupil list enrols or changes this child there.

    Only keyed hashes of number, name and birth date are kept.  With `sign_off` the membership ends
    today as well.  Done twice is done once.  Raises PatronNotFoundError (also without the right to
    import there), NotAReasonError, NothingToGoByError.
    """
    if not acting_user.may(IMPORT, branch_id):
        raise PatronNotFoundError
    with scoped(acting_user.scope):
        lock_branch(branch_id)
        child = _member(patron_id, branch_id)
        _check(reason, decided_on, today=localdate(now))
        listed = NotIncluded.objects.filter(branch_id=branch_id, patron_id=patron_id)
        if not listed.exists():
            line = NotIncluded(
                branch_id=branch_id,
                patron_id=patron_id,
                reason=reason,
                decided_on=decided_on,
                added_at=now,
            )
            _add(child, line, acting_user)
        if sign_off:
            patrons.end_memberships([patron_id], branch_id=branch_id, on=localdate(now))


def _member(patron_id: UUID, branch_id: int) -> KnownPupil:
    for member in members_of_branch(branch_id):
        if member.patron_id == str(patron_id):
            return known_pupil(member)
    raise PatronNotFoundError


def kept_out_since(
    patron_ids: Collection[PatronId], *, branch_id: int, since: datetime
) -> frozenset[PatronId]:
    """Which of these the branch's list got since then, by whatever code.  Needs a scope."""
    listed = NotIncluded.objects.filter(branch_id=branch_id, added_at__gt=since)
    codes = frozenset(map(Identity, listed.values_list("identity", flat=True)))
    if not codes:
        return frozenset()
    secret = branch_secret(branch_id)
    return frozenset(
        child.patron_id
        for child in map(known_pupil, members_of_branch(branch_id))
        if child.patron_id in patron_ids and codes.intersection(identities(child, secret=secret))
    )


def _check(reason: str, decided_on: date, *, today: date) -> None:
    if reason not in NotIncluded.Reason.values or decided_on > today:
        raise NotAReasonError


def keep_row_out(
    upload_id: UUID, *, fingerprint: str, reason: str, acting_user: Viewer, now: datetime
) -> None:
    """Put the child of a row on the list: left out of this plan, and of those of later years.

    Raises ImportNotFoundError, NotOpenError, RowGoneError, NotAReasonError, NothingToGoByError.
    """
    with scoped(acting_user.scope):
        roster_import = find_sent(upload_id, viewer=acting_user)
        pupil = pupil_of(work_on(roster_import), fingerprint)
        today = localdate(now)
        _check(reason, today, today=today)
        line = NotIncluded(
            branch_id=roster_import.branch_id, reason=reason, decided_on=today, added_at=now
        )
        _add(pupil, line, acting_user)
        save_answers(roster_import)


def _add(child: PupilRecord | KnownPupil, line: NotIncluded, acting_user: Viewer) -> None:
    """One line per code of the child, all of them like `line`."""
    codes = identities(child, secret=branch_secret(line.branch_id))
    if not codes:
        raise NothingToGoByError
    known = NotIncluded.objects.filter(branch_id=line.branch_id, identity__in=codes)
    if known.count() == len(codes):
        return
    line.entry_id = uuid4()
    line.added_by_id = acting_user.account_id
    like = {
        field.attname: getattr(line, field.attname)
        for field in NotIncluded._meta.concrete_fields  # noqa: SLF001 - Django's public API despite its name
        if field.attname not in {"id", "identity"}
    }
    NotIncluded.objects.bulk_create(
        [NotIncluded(**like, identity=code) for code in codes], ignore_conflicts=True
    )
    _told("not_included_added", line, acting_user, line.added_at)


def _told(code: str, line: NotIncluded, acting_user: Viewer, now: datetime) -> None:
    record_by(
        code,
        acting_user,
        now,
        branch_id=line.branch_id,
        subject_id=line.patron_id or line.entry_id,
        detail={"reason": line.reason},
    )


def include_again(entry_id: UUID, *, branch_id: int, acting_user: Viewer, now: datetime) -> None:
    """Take a child off a branch's list: the next pupil list enrols it as any other.

    Raises NotOnTheListError (also for a second click).
    """
    if not acting_user.may(IMPORT, branch_id):
        raise NotOnTheListError
    with scoped(acting_user.scope):
        lock_branch(branch_id)
        lines = NotIncluded.objects.filter(branch_id=branch_id, entry_id=entry_id)
        line = lines.first()
        if line is None:
            raise NotOnTheListError
        lines.delete()
        _told("not_included_removed", line, acting_user, now)
