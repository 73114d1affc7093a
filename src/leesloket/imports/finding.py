"""Finding an import and being allowed to see it are one step."""

from collections.abc import Iterable
from uuid import UUID

from leesloket.accounts.queries import Viewer
from leesloket.branches.models import Branch
from leesloket.imports.models import RosterImport

UPLOAD = "upload"
IMPORT = "import"


class ImportNotFoundError(Exception):
    """No such import, or not one of this person's branches."""


def find_import(
    upload_id: UUID, *, viewer: Viewer, rights: tuple[str, ...], lock: bool = False
) -> RosterImport:
    """The import of this upload, if the viewer holds one of `rights` in its branch.

    Needs the viewer's scope.  With `lock` the branch and the import stay as they are until the
    transaction ends; the branch first, so that two people can never wait for each other.
    Raises ImportNotFoundError.
    """
    allowed = viewer.branches_with(*rights)
    found = RosterImport.objects.filter(upload_id=upload_id, branch_id__in=allowed)
    roster_import = found.select_related("upload", "branch").first()
    if roster_import is None:
        raise ImportNotFoundError
    if lock:
        lock_branch(roster_import.branch_id)
        # Read again under the lock: what was read before may have changed while waiting.
        return found.select_related("upload").select_for_update(of=("self",)).get()
    return roster_import


def lock_in_order(branch_ids: Iterable[int]) -> None:
    """Wait for several branches, always in the same order, so that nobody waits for each other."""
    for branch_id in sorted(set(branch_ids)):
        lock_branch(branch_id)


def lock_branch(branch_id: int) -> None:
    """Wait until this branch is ours; released when the transaction ends."""
    Branch.objects.select_for_update().get(id=branch_id)
