"""Taking an import back, whole or one child, without trampling what people did since."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.timezone import localdate

from leesloket.accounts.queries import Viewer
from leesloket.accounts.rules import IMPORT
from leesloket.branches.queries import scope_of_library
from leesloket.imports import rules
from leesloket.imports.actions.answering import forget_distinct
from leesloket.imports.actions.excluding import kept_out_since
from leesloket.imports.finding import (
    NotOpenError,
    find_import,
    find_in_locked_branch,
    is_the_latest,
    lock_in_order,
)
from leesloket.imports.journal import TRANSFER, journal_kept
from leesloket.imports.known import known_pupil
from leesloket.imports.leavers import copies_at_home
from leesloket.imports.models import JournalIndex, RosterImport
from leesloket.imports.telling import mail, told
from leesloket.isolation.scope import scoped
from leesloket.patrons import actions as patrons
from leesloket.patrons.members import lock_patrons, members_of_branch
from leesloket.patrons.queries import linked_to_an_account, members_elsewhere, with_consent
from leesloket.patrons.rules import PatronState, RowState
from leesloket.patrons.states import states
from leesloket.roster import JournalLine, Leave, Restore, Undoing, WithdrawInstead, plan_undo
from leesloket.roster.model import PatronId

ALONE_FOR_DAYS = 7
"""After this, undoing wants two people (SECURITY.md section 2, item 6)."""


class JournalGoneError(Exception):
    """The journal was destroyed on its day: this import can no longer be undone."""


class FromElsewhereError(Exception):
    """A child came from a branch where this person may not import; somebody else takes it back."""


class NotTheLatestError(Exception):
    """Only the branch's latest import can be undone as a whole; older ones child by child."""


@dataclass(frozen=True, slots=True)
class UndoResult:
    """What an undo did: how many were put back, signed off instead, or left alone."""

    restored: int
    signed_off: int
    kept: int


def undo_import(upload_id: UUID, *, reason: str, acting_user: Viewer, now: datetime) -> UndoResult:
    """Take back the branch's latest import.

    Field by field: what was changed since stays, and is counted as kept.  A newcomer with a
    login or a loan is signed off, not removed.  Raises ImportNotFoundError, NotOpenError (not
    applied, or undone before), NotTheLatestError, JournalGoneError, ReasonMissingError,
    FromElsewhereError, SecondPersonNeededError (after ALONE_FOR_DAYS; the first one's wish is
    kept).
    """
    reason = rules.given_reason(reason)
    with scoped(acting_user.scope, cause=upload_id, undoing=True):
        _lock_branches(upload_id, acting_user)
        roster_import = _applied(upload_id, acting_user)
        if not is_the_latest(roster_import):
            raise NotTheLatestError
        waits = _waits_for_another(roster_import, acting_user, now)
        if not waits:
            return _undo_all(roster_import, reason, acting_user, now)
    raise rules.SecondPersonNeededError


def _undo_all(
    roster_import: RosterImport, reason: str, acting_user: Viewer, now: datetime
) -> UndoResult:
    undone = set(
        JournalIndex.objects.filter(
            roster_import=roster_import, undone_at__isnull=False
        ).values_list("patron_id", flat=True)
    )
    lines = [line for line in _journal(roster_import) if UUID(line.patron_id) not in undone]
    result = _take_back(lines, roster_import, acting_user, now)
    patrons.remove_empty_groups(map(UUID, roster_import.made_groups))
    roster_import.status = RosterImport.Status.UNDONE
    roster_import.undone_at = now
    roster_import.undone_by_id = acting_user.account_id
    roster_import.undo_reason = reason
    roster_import.undo_counts = {
        "restored": result.restored,
        "signed_off": result.signed_off,
        "kept": result.kept,
    }
    roster_import.save()
    told("import_undone", roster_import, acting_user, now, roster_import.undo_counts)
    mail("list_undone", roster_import, acting_user, now)
    return result


def undo_one(upload_id: UUID, *, patron_id: UUID, acting_user: Viewer, now: datetime) -> UndoResult:
    """Take back what an import did to one child; also of an import that is not the latest.

    Nobody is asked why: what is typed about one child has no place where it would be kept and go
    in time.  Raises ImportNotFoundError (also for a child it did not touch), NotOpenError,
    JournalGoneError, FromElsewhereError.
    """
    with scoped(acting_user.scope, cause=upload_id, undoing=True):
        _lock_branches(upload_id, acting_user)
        roster_import = _applied(upload_id, acting_user)
        lines = [line for line in _journal(roster_import) if line.patron_id == str(patron_id)]
        entry = JournalIndex.objects.filter(
            roster_import=roster_import, patron_id=patron_id, undone_at=None
        )
        if not lines or not entry.exists():
            raise NotOpenError
        result = _take_back(lines, roster_import, acting_user, now)
        told("child_undone", roster_import, acting_user, now)
        return result


def _lock_branches(upload_id: UUID, acting_user: Viewer) -> None:
    """Lock this branch and those that children came from, in the order of their ids."""
    roster_import = find_import(upload_id, viewer=acting_user, rights=(IMPORT,))
    branches = {roster_import.branch_id}
    if JournalIndex.objects.filter(roster_import=roster_import, kind=TRANSFER).exists():
        lines = _journal(roster_import)
        branches |= {branch for branch, _ in _elsewhere(lines, roster_import)}
    lock_in_order(branches.intersection(acting_user.branches_with(IMPORT)))


def _elsewhere(
    lines: Sequence[JournalLine], roster_import: RosterImport
) -> set[tuple[int, PatronId]]:
    """(branch, patron) of the memberships at other branches that the import ended."""
    own = str(roster_import.branch_id)
    return {
        (int(branch_id), line.patron_id)
        for line in lines
        if line.kind == TRANSFER
        for key, row in line.before.items()
        if row
        and key.startswith("membership:")
        and (branch_id := row["branch_id"])
        and branch_id != own
    }


def _take_back(
    lines: Sequence[JournalLine], roster_import: RosterImport, acting_user: Viewer, now: datetime
) -> UndoResult:
    ids = [UUID(line.patron_id) for line in lines]
    elsewhere = _elsewhere(lines, roster_import)
    if not all(acting_user.may(IMPORT, branch_id) for branch_id, _ in elsewhere):
        raise FromElsewhereError
    # Who changes one of these at a desk waits for us, or we for them.
    lock_patrons(ids)
    current = states(
        [line.patron_id for line in lines], branch_id=roster_import.branch_id, elsewhere=elsewhere
    )
    outcomes = plan_undo(
        lines,
        {PatronId(patron): state for patron, state in current.items()},
        in_use=_in_use(lines, roster_import, acting_user),
        staying_ended=_staying_ended(lines, roster_import),
    )
    _ask_again(lines, roster_import)
    restoring = [outcome for outcome in outcomes if isinstance(outcome, Restore)]
    signing_off = [outcome for outcome in outcomes if isinstance(outcome, WithdrawInstead)]
    patrons.restore_rows(
        {
            UUID(outcome.patron_id): _complete(outcome, current.get(outcome.patron_id, {}))
            for outcome in outcomes
            if isinstance(outcome, Restore | WithdrawInstead)
        }
    )
    patrons.end_memberships(
        [outcome.patron_id for outcome in signing_off],
        branch_id=roster_import.branch_id,
        # A list for after the summer may be taken back before it took effect.
        on=max(localdate(now), roster_import.effective_on),
    )
    JournalIndex.objects.filter(roster_import=roster_import, patron_id__any_of=ids).update(
        undone_at=now
    )
    return UndoResult(restored=len(restoring), signed_off=len(signing_off), kept=_kept(outcomes))


def _ask_again(lines: Sequence[JournalLine], roster_import: RosterImport) -> None:
    """Who was enrolled because somebody said 'another child' may be asked about once more."""
    new = {line.patron_id for line in lines if line.kind == "enrol"}
    if any(told["answer"] == "another" for told in roster_import.decisions):
        members = map(known_pupil, members_of_branch(roster_import.branch_id))
        enrolled = [child for child in members if child.patron_id in new]
        forget_distinct(roster_import, enrolled, roster_import.decisions)


def _complete(
    outcome: Restore | WithdrawInstead, now: PatronState
) -> Mapping[str, RowState | None]:
    """Whole rows, from the values that go back and what the rows hold beside them."""
    return {
        key: None if row is None else {**now.get(key, {}), **row}
        for key, row in outcome.rows.items()
    }


def _kept(outcomes: Sequence[Undoing]) -> int:
    return sum(
        bool(outcome.left_alone) for outcome in outcomes if isinstance(outcome, Restore | Leave)
    )


def _in_use(
    lines: Sequence[JournalLine], roster_import: RosterImport, acting_user: Viewer
) -> frozenset[PatronId]:
    """Who has more here than the import gave: a login, a loan, consent, or another branch.

    Who came from another branch has a login and a card of its own; but when it is a member
    nowhere else any more, nobody would ever see that person again.
    """
    branch_id = roster_import.branch_id
    joined = {UUID(line.patron_id) for line in lines if line.kind == TRANSFER}
    new = {UUID(line.patron_id) for line in lines} - joined
    used = {*linked_to_an_account(new), *copies_at_home({*new, *joined}), *with_consent(new)}
    used |= with_consent(joined, branch_ids=(branch_id,))
    # Also where this person has no say: the register would lose somebody of another branch.
    with scoped(scope_of_library(acting_user.library_id, by=acting_user.account_id)):
        elsewhere = members_elsewhere({*new, *joined}, branch_id=branch_id)
    used |= (new & elsewhere) | (joined - elsewhere)
    return frozenset(PatronId(str(patron)) for patron in used)


def _staying_ended(lines: Sequence[JournalLine], roster_import: RosterImport) -> frozenset[str]:
    """Memberships that the import ended, and that are not to begin again.

    Of who is to be kept out of there since, or whose enrolment there was turned back since.
    """
    ended: dict[int, dict[PatronId, str]] = {}
    for line in lines:
        for key, row in line.before.items():
            was_open = key.startswith("membership:") and row and row["until_date"] is None
            now = line.after.get(key)
            if was_open and row and row["branch_id"] and now and now["until_date"]:
                ended.setdefault(int(row["branch_id"]), {})[line.patron_id] = key
    since = roster_import.applied_at
    return frozenset(
        keys[patron_id]
        for branch_id, keys in ended.items()
        if since is not None
        for patron_id in kept_out_since(keys.keys(), branch_id=branch_id, since=since)
        | _turned_back_since(keys.keys(), branch_id=branch_id, since=since)
    )


def _turned_back_since(
    patron_ids: Collection[PatronId], *, branch_id: int, since: datetime
) -> frozenset[PatronId]:
    """Whose enrolment at this branch was taken back since then."""
    found = JournalIndex.objects.filter(
        branch_id=branch_id,
        patron_id__any_of=patron_ids,
        kind__in=("enrol", TRANSFER),
        undone_at__gt=since,
    )
    return frozenset(PatronId(str(patron)) for patron in found.values_list("patron_id", flat=True))


def _journal(roster_import: RosterImport) -> list[JournalLine]:
    journal = journal_kept(roster_import)
    if journal is None:
        raise JournalGoneError
    return journal


def _applied(upload_id: UUID, acting_user: Viewer) -> RosterImport:
    roster_import = find_in_locked_branch(upload_id, viewer=acting_user, rights=(IMPORT,))
    if roster_import.status != RosterImport.Status.APPLIED:
        raise NotOpenError
    return roster_import


def _waits_for_another(roster_import: RosterImport, acting_user: Viewer, now: datetime) -> bool:
    applied_at = roster_import.applied_at
    if applied_at is None or now - applied_at <= timedelta(days=ALONE_FOR_DAYS):
        return False
    asked_by = roster_import.undo_asked_by_id
    if asked_by is not None and asked_by != acting_user.account_id:
        return False
    if asked_by is None:
        roster_import.undo_asked_by_id = acting_user.account_id
        roster_import.save(update_fields=["undo_asked_by"])
        told("undo_asked", roster_import, acting_user, now)
    return True
