"""Which lists had to do with somebody, and with whom lists had to do.  Needs a scope."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from leesloket.imports.models import JournalIndex


def uploads_that_touched(patron_id: UUID) -> tuple[UUID, ...]:
    """The lists that were processed and named this person, or by which it left."""
    found = JournalIndex.objects.filter(patron_id=patron_id)
    return tuple(found.values_list("roster_import_id", flat=True))


def imports_that_touched(patron_id: UUID) -> tuple[tuple[datetime, int, str], ...]:
    """(when, branch, what was done) of every import that touched somebody, newest first."""
    found = JournalIndex.objects.filter(patron_id=patron_id).order_by("-roster_import__applied_at")
    told = found.values_list("roster_import__applied_at", "branch_id", "kind")
    return tuple((at, branch_id, kind) for at, branch_id, kind in told if at is not None)


def patrons_of_uploads(upload_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Everybody that one of these lists named, or who left by it."""
    found = JournalIndex.objects.filter(roster_import_id__in=list(upload_ids))
    return frozenset(found.values_list("patron_id", flat=True))


def without_index(upload_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Which of these lists were never processed: nobody knows any more whom they named."""
    asked = frozenset(upload_ids)
    indexed = JournalIndex.objects.filter(roster_import_id__in=asked)
    return asked - frozenset(indexed.values_list("roster_import_id", flat=True))
