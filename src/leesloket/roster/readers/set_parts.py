"""One file of a set that systems send each other: children in one, their groups in another.

OneRoster, School Data Sync and Clever have such sets (DOMAIN.md 6).  A single file of one looks
like a list, with a year where the group should be.
"""

from __future__ import annotations

from collections.abc import Collection

from leesloket.roster.headings import field_for_heading, fold_heading
from leesloket.roster.model import Field

_KEY_ENDS = "sourcedid"
"""OneRoster and School Data Sync v2: `sourcedId`, `userSourcedId`."""
_OLD_KEYS = frozenset({"schoolsisid", "sectionsisid"})
"""School Data Sync v1."""
_CLEVER_SCHOOL = "school_id"
_CLEVER_OTHERS = frozenset({"student_id", "section_id", "teacher_id", "school_number"})
_LOOKED_AT = 60


def is_part_of_a_set(headings: Collection[str]) -> bool:
    """Whether these are the headings of such a file, and no group stands beside the keys."""
    told = [heading.strip() for heading in headings][:_LOOKED_AT]
    folded = {*map(fold_heading, told)}
    plain = {heading.lower() for heading in told}
    if not (
        any(key.endswith(_KEY_ENDS) for key in folded)
        or not _OLD_KEYS.isdisjoint(folded)
        or (_CLEVER_SCHOOL in plain and not _CLEVER_OTHERS.isdisjoint(plain))
    ):
        return False
    return {Field.GROUP, Field.GROUP_NAME}.isdisjoint({*map(field_for_heading, told)})
