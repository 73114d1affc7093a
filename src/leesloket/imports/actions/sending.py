"""The school lets go of a list, takes it back, or gets it back."""

from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from leesloket.accounts.queries import Viewer
from leesloket.accounts.rules import UPLOAD
from leesloket.branches import rules as years
from leesloket.imports import rules
from leesloket.imports.actions.keeping import close_import
from leesloket.imports.actions.waiting import withdraw_waiting
from leesloket.imports.finding import (
    ImportNotFoundError,
    NotOpenError,
    find_import,
    find_sent,
    has_newer,
)
from leesloket.imports.models import RosterImport
from leesloket.imports.queries import standing_of
from leesloket.imports.telling import mail, told
from leesloket.imports.work import counts_of, work_on
from leesloket.isolation.scope import scoped


def send(
    upload_id: UUID, *, digest: str, school_year: str, acting_user: Viewer, now: datetime
) -> None:
    """Send the list to the library: school year, day of the list and effective date are fixed.

    The library is told by a job in the same transaction.  A list that was sent before and not
    applied yet makes room.  Sending twice is sending once.  Raises ImportNotFoundError,
    NotOpenError, NotReadyError, PlanOutdatedError, branches.rules.NotASchoolYearError.
    """
    year = years.year_of(school_year)
    with scoped(acting_user.scope):
        roster_import = find_import(upload_id, viewer=acting_user, rights=(UPLOAD,), lock=True)
        if roster_import.status == RosterImport.Status.SENT:
            return
        if roster_import.status not in RosterImport.OPEN:
            raise NotOpenError
        work = work_on(roster_import)
        missing = rules.missing_for_sending(standing_of(work))
        if missing:
            raise rules.NotReadyError(missing)
        if work.plan.digest != digest or roster_import.school_year_id != year.label:
            raise rules.PlanOutdatedError
        before = RosterImport.objects.filter(
            branch_id=roster_import.branch_id,
            kind=RosterImport.Kind.PUPILS,
            status=RosterImport.Status.SENT,
        ).first()
        if before is not None:
            close_import(before, RosterImport.Status.REPLACED, now=now)
            told("list_replaced", before, acting_user, now)
        today = localdate(now)
        roster_import.status = RosterImport.Status.SENT
        roster_import.sent_at = now
        roster_import.as_of = today
        roster_import.effective_on = years.effective_on(year, today)
        roster_import.counts = counts_of(work)
        roster_import.save()
        told("list_sent", roster_import, acting_user, now)
        mail("list_sent", roster_import, acting_user, now)


def withdraw(upload_id: UUID, *, acting_user: Viewer, now: datetime) -> None:
    """Take a list back ('Verwijder bestand'): file, table and answers are shredded.

    Possible until it is applied; the library is told when it had been sent.
    Raises ImportNotFoundError, NotOpenError.
    """
    with scoped(acting_user.scope):
        try:
            roster_import = find_import(upload_id, viewer=acting_user, rights=(UPLOAD,), lock=True)
        except ImportNotFoundError:
            withdraw_waiting(upload_id, acting_user=acting_user, now=now)
            return
        if roster_import.status == RosterImport.Status.WITHDRAWN:
            return
        was_sent = roster_import.status == RosterImport.Status.SENT
        if not was_sent and roster_import.status not in RosterImport.OPEN:
            raise NotOpenError
        close_import(roster_import, RosterImport.Status.WITHDRAWN, now=now)
        told("list_withdrawn", roster_import, acting_user, now)
        if was_sent:
            mail("list_withdrawn", roster_import, acting_user, now)


def return_to_school(upload_id: UUID, *, reason: str, acting_user: Viewer, now: datetime) -> None:
    """Give a sent list back to the school with a question, which it reads on its page.

    Raises ImportNotFoundError, NotOpenError (not waiting, or the school has begun a newer list).
    """
    with scoped(acting_user.scope):
        roster_import = find_sent(upload_id, viewer=acting_user)
        if roster_import.kind != RosterImport.Kind.PUPILS or has_newer(roster_import):
            raise NotOpenError
        roster_import.status = RosterImport.Status.RETURNED
        roster_import.first_approver = None
        roster_import.first_digest = ""
        roster_import.lifted_holds = []
        roster_import.return_reason = reason.strip()[: rules.LONGEST_REASON]
        roster_import.save()
        told("list_returned", roster_import, acting_user, now)
        mail("list_returned", roster_import, acting_user, now)
