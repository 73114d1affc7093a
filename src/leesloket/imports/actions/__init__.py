"""Everything a person can do with a list, from receiving to undoing."""

from leesloket.imports.actions.answering import answer_question, repair_cell
from leesloket.imports.actions.approving import AlreadyAppliedError, approve, lift_hold
from leesloket.imports.actions.choosing import choose_hand_edit
from leesloket.imports.actions.columns import choose_columns
from leesloket.imports.actions.describing import KindHeldError, describe_branch
from leesloket.imports.actions.excluding import (
    NotAReasonError,
    NothingToGoByError,
    NotOnTheListError,
    include_again,
    keep_out,
    keep_row_out,
)
from leesloket.imports.actions.placing import BranchBusyError, move_list, split_off
from leesloket.imports.actions.receiving import (
    NotAllowedError,
    SameFileError,
    TooManyFilesError,
    receive_list,
)
from leesloket.imports.actions.sending import return_to_school, send, withdraw
from leesloket.imports.actions.sheets import choose_sheet
from leesloket.imports.actions.taking_over import receive_takeover, remove_takeover
from leesloket.imports.actions.teachers import (
    ProposalGoneError,
    put_proposal_aside,
    take_proposal,
)
from leesloket.imports.actions.terms import set_terms
from leesloket.imports.actions.transferring import AlreadyClaimedError, answer_transfer
from leesloket.imports.actions.undoing import (
    FromElsewhereError,
    JournalGoneError,
    NotTheLatestError,
    undo_import,
    undo_one,
)
from leesloket.imports.finding import NotOpenError
from leesloket.imports.rules import (
    NotReadyError,
    PlanOutdatedError,
    ReasonMissingError,
    RowGoneError,
    SecondPersonNeededError,
)

__all__ = [
    "AlreadyAppliedError",
    "AlreadyClaimedError",
    "BranchBusyError",
    "FromElsewhereError",
    "JournalGoneError",
    "KindHeldError",
    "NotAReasonError",
    "NotAllowedError",
    "NotOnTheListError",
    "NotOpenError",
    "NotReadyError",
    "NotTheLatestError",
    "NothingToGoByError",
    "PlanOutdatedError",
    "ProposalGoneError",
    "ReasonMissingError",
    "RowGoneError",
    "SameFileError",
    "SecondPersonNeededError",
    "TooManyFilesError",
    "answer_question",
    "answer_transfer",
    "approve",
    "choose_columns",
    "choose_hand_edit",
    "choose_sheet",
    "describe_branch",
    "include_again",
    "keep_out",
    "keep_row_out",
    "lift_hold",
    "move_list",
    "put_proposal_aside",
    "receive_list",
    "receive_takeover",
    "remove_takeover",
    "repair_cell",
    "return_to_school",
    "send",
    "set_terms",
    "split_off",
    "take_proposal",
    "undo_import",
    "undo_one",
    "withdraw",
]
