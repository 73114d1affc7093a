"""The library looks, lifts what holds, agrees, and the register changes: in one transaction."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils.timezone import localdate

from leesloket.accounts.names import Names
from leesloket.accounts.queries import Viewer
from leesloket.accounts.rules import IMPORT
from leesloket.imports import rules
from leesloket.imports.actions.columns import remember_columns
from leesloket.imports.actions.keeping import shorten_lives
from leesloket.imports.finding import (
    NotOpenError,
    find_branch,
    find_in_locked_branch,
    find_sent,
    lock_in_order,
)
from leesloket.imports.journal import Entry, journal_of
from leesloket.imports.models import RosterImport
from leesloket.imports.queries import hold_lines, standing_of
from leesloket.imports.remembered import let_go
from leesloket.imports.telling import mail, told
from leesloket.imports.transfers import Overlay, overlay_of
from leesloket.imports.work import Work, counts_of, rows_left, work_on
from leesloket.imports.writing import roster_change
from leesloket.isolation.scope import scoped
from leesloket.patrons import actions as patrons
from leesloket.patrons.bulk import as_array
from leesloket.patrons.card_numbers import NumbersUsedUpError, new_card_numbers
from leesloket.patrons.members import membership_ids
from leesloket.patrons.rules import PatronKey, RosterChange
from leesloket.patrons.states import RowTexts, joined, memberships_elsewhere, row_texts
from leesloket.roster.model import Enrol, Withdraw
from leesloket.vault import actions as vault


class AlreadyAppliedError(Exception):
    """Somebody else, or the first of two clicks, has applied it."""


def lift_hold(
    upload_id: UUID, *, key: str, reason: str, acting_user: Viewer, now: datetime
) -> None:
    """Say why a hold does not stop this import.  It counts for the hold's present numbers only.

    Raises ImportNotFoundError, NotOpenError, ReasonMissingError, PlanOutdatedError (no such hold
    any more).
    """
    reason = rules.given_reason(reason)
    with scoped(acting_user.scope):
        roster_import = find_sent(upload_id, viewer=acting_user)
        work = work_on(roster_import)
        held = {hold.key: hold for hold in hold_lines(work, names=Names())}
        if key not in held:
            raise rules.PlanOutdatedError
        others = [told for told in roster_import.lifted_holds if told["key"] != key]
        roster_import.lifted_holds = [
            *others,
            {
                "key": key,
                "code": held[key].code,
                "reason": reason,
                "by": str(acting_user.account_id),
                "at": now.isoformat(),
            },
        ]
        roster_import.counts = counts_of(work)
        roster_import.save(update_fields=["lifted_holds", "counts"])
        told("hold_lifted", roster_import, acting_user, now, detail={"code": held[key].code})


def approve(upload_id: UUID, *, digest: str, acting_user: Viewer, now: datetime) -> bool:
    """Agree to the plan with this digest, and apply it; True when it is applied.

    The register is read again under the lock, and the plan is what follows from it.  When that is
    another one than was read, nothing is written.  An abnormal plan wants two people: the first
    one's agreement is kept (False).

    Raises ImportNotFoundError, NotOpenError, AlreadyAppliedError, PlanOutdatedError,
    NotReadyError, SecondPersonNeededError.
    """
    with scoped(acting_user.scope, cause=upload_id):
        locked = _lock_branches(upload_id, acting_user)
        roster_import = find_in_locked_branch(upload_id, viewer=acting_user, rights=(IMPORT,))
        if roster_import.status in {RosterImport.Status.APPLIED, RosterImport.Status.UNDONE}:
            raise AlreadyAppliedError
        if roster_import.status != RosterImport.Status.SENT:
            raise NotOpenError
        work = work_on(roster_import, lock=True)
        overlay = overlay_of(work, acting_user, lock=True)
        if overlay.digest(work) != digest or not overlay.branch_ids <= locked:
            raise rules.PlanOutdatedError
        missing = rules.missing_for_approval(standing_of(work), unseen_transfers=overlay.unseen)
        if missing:
            raise rules.NotReadyError(missing)
        if _waits_for_another(work, digest, acting_user, now):
            return False
        _apply(work, overlay, acting_user, now)
        return True


def _lock_branches(upload_id: UUID, acting_user: Viewer) -> frozenset[int]:
    """Lock this branch and those that children come from, in the order of their ids."""
    branch_id, transfers = find_branch(upload_id, viewer=acting_user, rights=(IMPORT,))
    allowed = acting_user.branches_with(IMPORT)
    others = {one for said in transfers for one in said["branches"]}
    branches = frozenset({branch_id, *others.intersection(allowed)})
    lock_in_order(branches)
    return branches


def _waits_for_another(work: Work, digest: str, acting_user: Viewer, now: datetime) -> bool:
    roster_import = work.roster_import
    if not rules.needs_second_person([hold.code for hold in work.plan.holds]):
        return False
    agreed_before = roster_import.first_digest == digest
    if agreed_before and roster_import.first_approver_id != acting_user.account_id:
        return False
    if agreed_before:
        raise rules.SecondPersonNeededError
    roster_import.first_approver_id = acting_user.account_id
    roster_import.first_digest = digest
    roster_import.save(update_fields=["first_approver", "first_digest"])
    told("plan_agreed", roster_import, acting_user, now)
    return True


def _apply(work: Work, overlay: Overlay, acting_user: Viewer, now: datetime) -> None:
    """Write the plan, journal and record.  The caller holds the locks and the transaction."""
    roster_import = work.roster_import
    cards = _card_numbers(work, overlay)
    change, entries = roster_change(work, card_numbers=cards, transfers=overlay.confirmed)
    memberships = membership_ids(change.written(), branch_id=change.branch_id)
    before = _rows_of(change, change.owners_before(), memberships)
    try:
        written = patrons.apply_roster(change, memberships)
    except patrons.CardTakenError:
        raise rules.NotReadyError(("cards",)) from None
    after = _rows_of(change, change.owners(), written.memberships)
    journal = journal_of(entries, before, after)
    today = localdate(now)
    roster_import.journal_id = vault.seal(
        journal,
        kind="journal",
        branch_id=change.branch_id,
        expires_on=today + timedelta(days=settings.RETENTION_JOURNAL),
        now=now,
    )
    _index(roster_import, entries)
    counts = counts_of(work)
    roster_import.status = RosterImport.Status.APPLIED
    roster_import.applied_at = now
    roster_import.applied_by_id = acting_user.account_id
    roster_import.digest = overlay.digest(work)
    roster_import.counts = counts
    roster_import.rows_left = rows_left(work)
    roster_import.made_groups = [str(group) for group in written.made_groups]
    roster_import.fingerprints = [record.fingerprint for record in work.extraction.records]
    roster_import.save()
    if roster_import.kind == RosterImport.Kind.PUPILS:
        remember_columns(roster_import, work.table)
    shorten_lives(roster_import, now)
    told(
        "import_applied",
        roster_import,
        acting_user,
        now,
        detail={
            **counts,
            "transfer": len(overlay.confirmed),
            "journal": hashlib.sha256(journal).hexdigest(),
        },
    )
    mail("list_applied", roster_import, acting_user, now)
    let_go(roster_import.upload_id)


def _rows_of(
    change: RosterChange,
    owners: Mapping[str, Sequence[PatronKey]],
    memberships: Mapping[PatronKey, str],
) -> Mapping[PatronKey, RowTexts]:
    """The rows that the change touches, as they are now: here, and the memberships elsewhere."""
    return joined(
        row_texts(
            owners,
            branch_id=change.branch_id,
            school_year=change.school_year,
            memberships=memberships,
        ),
        memberships_elsewhere(change.ending),
    )


def _card_numbers(work: Work, overlay: Overlay) -> Sequence[str]:
    """A number for every newcomer without one; those of a library's own list are never given."""
    new = [
        step.record
        for step in work.plan.steps
        if isinstance(step, Enrol) and step.record.fingerprint not in overlay.confirmed
    ]
    theirs = [record.card_number for record in new if record.subscription and record.card_number]
    avoid = (
        {step.record.card_number for step in work.plan.steps if not isinstance(step, Withdraw)}
        if theirs
        else set()
    )
    try:
        return new_card_numbers(
            len(new) - len(theirs), library_id=work.branch.library_id, avoid=avoid
        )
    except NumbersUsedUpError:
        raise rules.NotReadyError(("card_numbers",)) from None


def _index(roster_import: RosterImport, entries: tuple[Entry, ...]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into imports_journalindex (roster_import_id, branch_id, patron_id, kind, row)"
            " select %s, %s, new.* from unnest(%s::uuid[], %s::text[], %s::int[]) as new",
            [
                roster_import.upload_id,
                roster_import.branch_id,
                as_array(entry.patron_id for entry in entries),
                as_array(entry.kind for entry in entries),
                as_array(str(entry.row or "null") for entry in entries),
            ],
        )
