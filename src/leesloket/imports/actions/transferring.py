"""Staff say that a new row is a child of another branch, or that it is not."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from leesloket.accounts.queries import Viewer
from leesloket.imports.actions.keeping import save_answers
from leesloket.imports.finding import find_sent
from leesloket.imports.rules import RowGoneError
from leesloket.imports.telling import told
from leesloket.imports.transfers import overlay_of
from leesloket.imports.work import work_on
from leesloket.isolation.scope import scoped
from leesloket.roster.model import Fingerprint

TransferAnswer = Literal["same", "new", "clear"]


class AlreadyClaimedError(Exception):
    """Another row of this list is that child already."""


def answer_transfer(
    upload_id: UUID,
    *,
    fingerprint: str,
    answer: TransferAnswer,
    patron_id: UUID | None = None,
    ends: bool = False,
    acting_user: Viewer,
    now: datetime,
) -> None:
    """Say who the child of a new row is: a patron of another branch, or somebody new.

    With `ends` it is signed off there on the day the list takes effect.  `clear` takes an answer
    back.  Nothing is written in the register before the list is approved.  Only for who imports at
    both branches: raises ImportNotFoundError, NotOpenError, RowGoneError (no such child known
    elsewhere, to this person), AlreadyClaimedError.
    """
    row = Fingerprint(fingerprint)
    with scoped(acting_user.scope):
        roster_import = find_sent(upload_id, viewer=acting_user)
        overlay = overlay_of(work_on(roster_import), acting_user)
        hints = {hint.patron_id: hint for hint in overlay.hints.get(row, ())}
        if not hints or (answer == "same" and patron_id not in hints):
            raise RowGoneError
        others = [had for had in roster_import.transfers if had["fingerprint"] != row]
        if answer == "same" and any(had["patron_id"] == str(patron_id) for had in others):
            raise AlreadyClaimedError
        said = {
            "fingerprint": row,
            "answer": answer,
            "patron_id": str(patron_id) if answer == "same" else None,
            "candidates": [str(candidate) for candidate in hints],
            "branches": [branch.id for branch in hints[patron_id].branches]
            if answer == "same" and patron_id
            else [],
            "ends": ends,
            "by": str(acting_user.account_id),
        }
        roster_import.transfers = others if answer == "clear" else [*others, said]
        save_answers(roster_import)
        told("transfer_answered", roster_import, acting_user, now, detail={"answer": answer})
