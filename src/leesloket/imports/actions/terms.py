"""For which school year a list is, and whether it is a complete one."""

from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from leesloket.accounts.queries import Viewer
from leesloket.accounts.rules import UPLOAD
from leesloket.branches import rules as years
from leesloket.branches.actions import ensure_school_year
from leesloket.imports.actions.keeping import save_answers
from leesloket.imports.finding import NotOpenError, find_import
from leesloket.imports.models import RosterImport
from leesloket.imports.telling import told
from leesloket.isolation.scope import scoped
from leesloket.roster.model import Mode


def set_terms(
    upload_id: UUID, *, school_year: str, mode: str, acting_user: Viewer, now: datetime
) -> None:
    """Say for which school year the list is, and whether it is complete or additions only.

    The plan follows from it, so it is said before the plan is read; sending fixes it.  Raises
    ImportNotFoundError, NotOpenError (also for a year that is not the present or the next one).
    """
    today = localdate(now)
    offered = years.years_to_choose(today)
    with scoped(acting_user.scope):
        roster_import = find_import(upload_id, viewer=acting_user, rights=(UPLOAD,), lock=True)
        chosen = next((year for year in offered if year.label == school_year), None)
        if roster_import.status not in RosterImport.OPEN or chosen is None or mode not in set(Mode):
            raise NotOpenError
        roster_import.school_year_id = ensure_school_year(chosen.label)
        roster_import.mode = mode
        roster_import.as_of = today
        roster_import.effective_on = years.effective_on(chosen, today)
        save_answers(roster_import)
        told("terms_set", roster_import, acting_user, now)
