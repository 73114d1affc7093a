"""Staff choose between a value that the desk set by hand and the one that a list has."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from leesloket.accounts.queries import Viewer
from leesloket.imports.actions.keeping import save_answers
from leesloket.imports.finding import find_sent
from leesloket.imports.hand_edits import conflicts_of
from leesloket.imports.rules import RowGoneError
from leesloket.imports.telling import told
from leesloket.imports.work import work_on
from leesloket.isolation.scope import scoped
from leesloket.roster.model import PatronId

HandChoice = Literal["ours", "school", "clear"]


def choose_hand_edit(
    upload_id: UUID,
    *,
    patron_id: UUID,
    choice: HandChoice,
    acting_user: Viewer,
    now: datetime,
) -> None:
    """Say of one child whether our values stay or the school's are taken.

    Without a choice ours stay.  The school's are written when the list is approved, and are the
    desk's no longer.  `clear` takes a choice back.  Raises ImportNotFoundError, NotOpenError,
    RowGoneError (this child is not, or no longer, one on whom desk and list disagree).
    """
    key = str(patron_id)
    with scoped(acting_user.scope):
        roster_import = find_sent(upload_id, viewer=acting_user)
        others = [had for had in roster_import.hand_edits if had["patron_id"] != key]
        before = [had for had in roster_import.hand_edits if had["patron_id"] == key]
        conflicts = conflicts_of(work_on(roster_import).plan.steps, PatronId(key))
        fields = {*conflicts, *(name for had in before for name in had["fields"])}
        if not fields:
            raise RowGoneError
        said = {
            "patron_id": key,
            "choice": choice,
            "fields": sorted(fields),
            "by": str(acting_user.account_id),
        }
        roster_import.hand_edits = others if choice == "clear" else [*others, said]
        save_answers(roster_import)
        told("hand_edit_chosen", roster_import, acting_user, now, detail={"choice": choice})
