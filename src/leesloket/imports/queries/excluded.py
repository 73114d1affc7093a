"""The list 'niet opnemen' as the screens show it: when, by whom and why, and no name."""

from collections.abc import Sequence
from uuid import UUID

from leesloket.accounts.names import display_names
from leesloket.accounts.queries import Viewer
from leesloket.accounts.rules import IMPORT
from leesloket.branches.queries import BranchLine, branch_lines
from leesloket.imports.models import NotIncluded
from leesloket.imports.showing import ExclusionLine, ExclusionView
from leesloket.isolation.scope import scoped
from leesloket.patrons.queries import branches_of, present

REASONS: tuple[str, ...] = tuple(NotIncluded.Reason.values)


def not_included_of_branch(branch: BranchLine, *, viewer: Viewer) -> tuple[ExclusionLine, ...]:
    """Everybody on the list of a branch, the latest first; empty without the right to import."""
    if not viewer.may(IMPORT, branch.id):
        return ()
    with scoped(viewer.scope.narrowed(branch.id)):
        return _lines(list(NotIncluded.objects.filter(branch_id=branch.id)), {branch.id: branch})


def not_included_of_patron(patron_id: UUID, *, viewer: Viewer) -> ExclusionView:
    """On which lists a patron stands, and on which the viewer could put it."""
    allowed = viewer.branches_with(IMPORT)
    with scoped(viewer.scope):
        own = [one for one in branches_of(patron_id) if one in allowed]
        branches = {line.id: line for line in branch_lines(own)}
        found = NotIncluded.objects.filter(branch_id__in=own, patron_id=patron_id)
        lines = _lines(list(found), branches)
    listed = {line.branch.id for line in lines}
    return ExclusionView(
        lines=lines,
        branches=tuple(line for line in branches.values() if line.id not in listed),
        reasons=REASONS,
    )


def _lines(
    found: Sequence[NotIncluded], branches: dict[int, BranchLine]
) -> tuple[ExclusionLine, ...]:
    names = display_names(line.added_by_id for line in found)
    there = present(line.patron_id for line in found if line.patron_id)
    entries = {line.entry_id: line for line in found}
    lines = [
        ExclusionLine(
            entry_id=line.entry_id,
            branch=branches[line.branch_id],
            reason=line.reason,
            decided_on=line.decided_on,
            added_at=line.added_at,
            added_by=names.of(line.added_by_id),
            patron_id=line.patron_id if line.patron_id in there else None,
        )
        for line in entries.values()
    ]
    return tuple(sorted(lines, key=lambda line: line.added_at, reverse=True))
