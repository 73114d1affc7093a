"""Taking a proposal of the school's file, or putting it aside."""

from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from leesloket.accounts.actions import OneTime
from leesloket.accounts.queries import Viewer
from leesloket.branches.queries import BranchLine
from leesloket.imports.models import RosterImport
from leesloket.imports.queries.teachers import Proposal, latest_list, proposals_of
from leesloket.isolation.scope import scoped
from leesloket.teaching.actions import Newcomer, name_teacher
from leesloket.teaching.queries import NotAllowedError, may_name


class ProposalGoneError(Exception):
    """Answered before, or the list has gone or a newer one has come."""


def take_proposal(
    upload_id: UUID,
    at: int,
    *,
    branch: BranchLine,
    account_id: UUID | None = None,
    login: str = "",
    acting_user: Viewer,
    now: datetime,
) -> OneTime | None:
    """Name the proposed teacher: a colleague with an account, or somebody new with this login.

    Raises ProposalGoneError and what teaching.actions.name_teacher raises; then nothing is done.
    """
    with scoped(acting_user.scope.narrowed(branch.id)):
        roster_import = _locked(upload_id, branch, acting_user, now)
        proposal = _proposal(at, branch, acting_user, now)
        one_time = name_teacher(
            account_id or Newcomer(login, proposal.name),
            branch_id=branch.id,
            group_ids=proposal.group_ids,
            acting_user=acting_user,
            now=now,
        )
        _answered(roster_import, at)
    return one_time


def put_proposal_aside(
    upload_id: UUID, at: int, *, branch: BranchLine, acting_user: Viewer, now: datetime
) -> None:
    """Do not offer this teacher of this list again.  Raises ProposalGoneError."""
    with scoped(acting_user.scope.narrowed(branch.id)):
        roster_import = _locked(upload_id, branch, acting_user, now)
        _proposal(at, branch, acting_user, now)
        _answered(roster_import, at)


def _locked(
    upload_id: UUID, branch: BranchLine, acting_user: Viewer, now: datetime
) -> RosterImport:
    if not may_name(acting_user, branch_id=branch.id):
        raise NotAllowedError
    roster_import = latest_list(branch.id, today=localdate(now), lock=True)
    if roster_import is None or roster_import.upload_id != upload_id:
        raise ProposalGoneError
    return roster_import


def _proposal(at: int, branch: BranchLine, acting_user: Viewer, now: datetime) -> Proposal:
    for proposal in proposals_of(branch, viewer=acting_user, today=localdate(now)):
        if proposal.at == at:
            return proposal
    raise ProposalGoneError


def _answered(roster_import: RosterImport, at: int) -> None:
    roster_import.teachers_answered = [*roster_import.teachers_answered, at]
    roster_import.save(update_fields=["teachers_answered"])
