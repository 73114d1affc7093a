"""A key for every pupil, also for who has no number."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from leesloket.roster.cleaning import fold_number
from leesloket.roster.model import PupilRecord


def keys_of(records: Sequence[PupilRecord]) -> Sequence[str]:
    """The number of each pupil, or `#1`, `#2`: EDEXML's mark for a key that may change.

    None of those is another pupil's number without the mark: readers compare numbers by their
    digits, and would take the two for one.
    """
    taken = {fold_number(record.pupil_number) for record in records}
    free = (key for at in count(1) if fold_number(key := f"#{at}") not in taken)
    return [record.pupil_number or next(free) for record in records]
