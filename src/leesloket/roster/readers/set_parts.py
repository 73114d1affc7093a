"""Parts of a set that systems send each other: one file of it, one year, one school.

OneRoster, School Data Sync and Clever have such sets (DOMAIN.md 6).  A single file of one looks
like a list, with a year where the group should be.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from leesloket.roster.cleaning import without_forbidden_characters
from leesloket.roster.heading_forms import fold_heading
from leesloket.roster.headings import field_for_heading
from leesloket.roster.model import Field
from leesloket.roster.problems import Code, Detail
from leesloket.roster.readers.result import RefusedError
from leesloket.roster.sheet_rows import ALL_SHEETS

_KEY_ENDS = "sourcedid"
"""OneRoster and School Data Sync v2: `sourcedId`, `userSourcedId`."""
_OLD_KEYS = frozenset({"schoolsisid", "sectionsisid"})
"""School Data Sync v1."""
_CLEVER_SCHOOL = "school_id"
_CLEVER_OTHERS = frozenset({"student_id", "section_id", "teacher_id", "school_number"})
_LOOKED_AT = 60
_NAME_AT_MOST = 60


@dataclass(frozen=True, slots=True)
class Part:
    """What of a set is read: of one school year, of one school, or all of it."""

    school_year: str | None = None
    school: str | None = None

    @property
    def name(self) -> str | None:
        """What a person picks it by."""
        school = without_forbidden_characters(self.school or "")[:_NAME_AT_MOST]
        return " ".join(filter(None, (school, self.school_year))) or None


def chosen_part(
    years: Sequence[str], schools: Sequence[str], picked: str | None, *, rows: int
) -> Part:
    """The part that a person picked by its name, or all where nothing is to be chosen.

    Schools may be the locations of one, and all of them the answer; years may not.  Raises
    RefusedError several_sheets, with what can be picked, where nobody picked one of several.
    """
    parts = [
        Part(year, school)
        for school in (schools if len(schools) > 1 else [None])
        for year in (years if len(years) > 1 else [None])
    ]
    if len(parts) == 1 or (picked == ALL_SHEETS and len(years) <= 1):
        return Part()
    by_name = {part.name or "": part for part in parts}
    if picked in by_name:
        return by_name[picked]
    detail: dict[str, Detail] = {"schools": len(schools)} if len(schools) > 1 else {}
    if len(years) > 1:
        detail["years"] = tuple(part.school_year or "" for part in by_name.values())
    else:
        detail["rows"] = rows
    raise RefusedError(Code.SEVERAL_SHEETS, sheets=tuple(by_name), **detail)


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
