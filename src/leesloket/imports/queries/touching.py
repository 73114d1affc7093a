"""Which lists had to do with somebody, and which ids are those of lists.  Needs a scope."""

from collections.abc import Iterable
from uuid import UUID

from leesloket.imports.models import JournalIndex, RosterImport


def uploads_that_touched(patron_id: UUID) -> tuple[UUID, ...]:
    """The lists that were processed and named this person, or by which it left."""
    found = JournalIndex.objects.filter(patron_id=patron_id)
    return tuple(found.values_list("roster_import_id", flat=True))


def uploads_known(ids: Iterable[UUID]) -> frozenset[UUID]:
    """Which of these ids are those of lists."""
    found = RosterImport.objects.filter(upload_id__in=list(ids))
    return frozenset(found.values_list("upload_id", flat=True))
