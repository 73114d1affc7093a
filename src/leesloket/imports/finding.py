"""Finding an import and being allowed to see it are one step."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from leesloket.accounts.queries import Viewer
from leesloket.accounts.rules import IMPORT, UPLOAD
from leesloket.branches.queries import lock_branch
from leesloket.imports.models import RosterImport


class ImportNotFoundError(Exception):
    """No such import, or not one of this person's branches."""


class NotOpenError(Exception):
    """The list has gone on: this person can no longer do this to it."""


def find_import(
    upload_id: UUID, *, viewer: Viewer, rights: tuple[str, ...], lock: bool = False
) -> RosterImport:
    """The import of this upload, if the viewer holds one of `rights` in its branch.

    Needs the viewer's scope.  With `lock` the branch and the import stay as they are until the
    transaction ends; the branch first, so that two people can never wait for each other.
    Raises ImportNotFoundError.
    """
    found = RosterImport.objects.filter(of_these_rights(viewer, rights), upload_id=upload_id)
    if lock:
        # Only read under the lock: what was read before may have changed while waiting.
        lock_in_order(found.values_list("branch_id", flat=True))
        found = found.select_for_update(of=("self",))
    return _the_one(found)


def find_in_locked_branch(
    upload_id: UUID, *, viewer: Viewer, rights: tuple[str, ...]
) -> RosterImport:
    """The import to change, for who holds the lock of its branch already; as `find_import`."""
    found = RosterImport.objects.filter(of_these_rights(viewer, rights), upload_id=upload_id)
    return _the_one(found.select_for_update(of=("self",)))


def find_open(upload_id: UUID, *, viewer: Viewer) -> RosterImport:
    """The import, locked, if this person may still say something about it.

    The school while it is open; the library's staff also while it waits for them.  Needs the
    viewer's scope.  Raises ImportNotFoundError, NotOpenError.
    """
    roster_import = find_import(upload_id, viewer=viewer, rights=(UPLOAD, IMPORT), lock=True)
    by_staff = viewer.may(IMPORT, roster_import.branch_id)
    waits = roster_import.status == RosterImport.Status.SENT
    if roster_import.status in RosterImport.OPEN or (by_staff and waits):
        return roster_import
    raise NotOpenError


def find_sent(upload_id: UUID, *, viewer: Viewer) -> RosterImport:
    """The import, locked, if it waits for the library and this person imports there.

    Needs the viewer's scope.  Raises ImportNotFoundError, NotOpenError.
    """
    roster_import = find_import(upload_id, viewer=viewer, rights=(IMPORT,), lock=True)
    if roster_import.status != RosterImport.Status.SENT:
        raise NotOpenError
    return roster_import


def _the_one(found: QuerySet[RosterImport]) -> RosterImport:
    roster_import = found.select_related("upload", "branch__library").first()
    if roster_import is None:
        raise ImportNotFoundError
    return roster_import


def find_branch(
    upload_id: UUID, *, viewer: Viewer, rights: tuple[str, ...]
) -> tuple[int, Sequence[Mapping[str, Any]]]:
    """Whose the import is, and what was said of transfers: enough to know what to lock.

    Needs the viewer's scope.  Raises ImportNotFoundError.
    """
    found = RosterImport.objects.filter(of_these_rights(viewer, rights), upload_id=upload_id)
    for branch_id, transfers in found.values_list("branch_id", "transfers"):
        return branch_id, transfers
    raise ImportNotFoundError


def is_the_latest(roster_import: RosterImport) -> bool:
    """Whether its branch has applied no list since.  Needs a scope that holds the branch."""
    return not RosterImport.objects.filter(
        branch_id=roster_import.branch_id,
        status=RosterImport.Status.APPLIED,
        applied_at__gt=roster_import.applied_at,
    ).exists()


def has_newer(roster_import: RosterImport) -> bool:
    """Whether the school works on another list meanwhile.  Needs a scope that holds the branch."""
    return RosterImport.objects.filter(
        branch_id=roster_import.branch_id,
        kind=RosterImport.Kind.PUPILS,
        status__in=RosterImport.OPEN,
    ).exists()


def of_these_rights(viewer: Viewer, rights: tuple[str, ...]) -> Q:
    """Which imports, or uploads, a viewer may find by these rights.

    A take-over is the library's own: the right to upload for a school opens none.
    """
    pupils = Q(kind=RosterImport.Kind.PUPILS, branch_id__in=viewer.branches_with(*rights))
    return pupils | takeovers_of(viewer) if IMPORT in rights else pupils


def takeovers_of(viewer: Viewer) -> Q:
    """The library's own lists that a viewer may find."""
    return Q(kind=RosterImport.Kind.TAKEOVER, branch_id__in=viewer.branches_with(IMPORT))


def lock_in_order(branch_ids: Iterable[int]) -> None:
    """Wait for several branches, always in the same order, so that nobody waits for each other."""
    for branch_id in sorted(set(branch_ids)):
        lock_branch(branch_id)
