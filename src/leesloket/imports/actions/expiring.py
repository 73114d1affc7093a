"""What has had its time is destroyed on its day, also when nobody looks."""

from datetime import date, datetime

from leesloket.audit.actions import record
from leesloket.branches.queries import lock_branch
from leesloket.imports.actions.keeping import close_import
from leesloket.imports.models import RosterImport
from leesloket.intake.models import Upload
from leesloket.intake.queries import unread
from leesloket.isolation.scope import Scope, scoped
from leesloket.vault import actions as vault
from leesloket.vault.queries import due_on


def destroy_expired(library: Scope, *, today: date, now: datetime) -> int:
    """Destroy what lies in the vault of a library and has reached its day; gives how many.

    A list that was never applied ends with it, and the record says so.  Done twice is done once.
    """
    under_way = RosterImport.UNDER_WAY
    with scoped(library):
        due = due_on(today)
        for branch_id in sorted(
            RosterImport.objects.filter(status__in=under_way, table_id__in=due).values_list(
                "branch_id", flat=True
            )
        ):
            lock_branch(branch_id)
        # Read under the locks: a list may have been applied meanwhile, and live longer.
        due = due_on(today)
        vault.shred_expired(today=today, now=now)
        for ended in RosterImport.objects.filter(
            status__in=under_way, table_id__in=due
        ).select_related("upload"):
            close_import(ended, RosterImport.Status.EXPIRED, now=now)
            record(
                "list_expired",
                at=now,
                by=None,
                library_id=library.library_id,
                branch_id=ended.branch_id,
                subject_id=ended.upload_id,
            )
        unread().filter(sealed_id__in=due).update(ended=RosterImport.Status.EXPIRED)
        # A workbook that waited for a choice of sheet: there is nothing left to choose from.
        Upload.objects.filter(roster_import=None, sealed_id__in=due).update(sealed_id=None)
        return len(due)
