"""The yearly review of rights: reminding the library, and passing on what a school says."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.timezone import localdate

from leesloket.accounts import reviewing, rules
from leesloket.accounts.queries import Viewer
from leesloket.accounts.reviews import branches_in_review
from leesloket.branches.queries import branch_lines
from leesloket.isolation.scope import Scope, scoped
from leesloket.messaging.actions import tell
from leesloket.messaging.queries import made_since

REMINDER = "rights_review"


@transaction.atomic
def report_gone(*, right_id: UUID, acting_user: Viewer, now: datetime) -> None:
    """A school says that somebody left: kept, and the library is told.

    Raises what leesloket.accounts.reviewing.report_gone raises.
    """
    branch_id = reviewing.report_gone(right_id=right_id, acting_user=acting_user, now=now)
    if branch_id is not None:
        with scoped(acting_user.scope.narrowed(branch_id)):
            tell(
                "sender_gone",
                branch_id=branch_id,
                library_id=acting_user.library_id,
                subject_id=right_id,
                now=now,
            )


@transaction.atomic
def remind(library: Scope, *, now: datetime) -> int:
    """Mail who looks after the rights that there are some to look through; gives how many mails.

    One mail for each address that branches with such rights have; as often in a school year as
    rules.REMIND_AFTER says, however often the job runs.
    """
    today = localdate(now)
    due = rules.reminders_due(today)
    waiting = branches_in_review(library, today=today) if due else ()
    addresses: dict[str, int] = {}
    for branch in branch_lines(waiting):
        if branch.notice_email:
            addresses.setdefault(branch.notice_email, branch.id)
    sent = 0
    with scoped(library):
        for branch_id in addresses.values():
            if made_since(rules.review_from(today), kind=REMINDER, branch_id=branch_id) < due:
                tell(
                    REMINDER,
                    branch_id=branch_id,
                    library_id=library.library_id,
                    subject_id=uuid4(),
                    now=now,
                )
                sent += 1
    return sent
