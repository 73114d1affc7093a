"""Rows of other locations in the file of a school board: listed, and none of our business."""

from __future__ import annotations

import re
from collections.abc import Sequence

from leesloket.roster.cleaning import fold
from leesloket.roster.model import Fingerprint, PupilRecord

_BRIN6 = re.compile(r"^(\d\d[A-Z]{2})[^0-9A-Z]*(\d\d)?$")
_LOCATION_NUMBER = re.compile(r"^\d{1,2}$")


def of_other_locations(
    records: Sequence[PupilRecord],
    *,
    branch_brin: str | None,
    own_names: frozenset[str],
    strict: bool = False,
) -> frozenset[Fingerprint]:
    """The rows of other locations; none, unless some rows are recognisably of this one.

    `strict`: every row that names another location is of that one, also when none is of ours.

    `branch_brin` is the branch's BRIN6 (05KO01), `own_names` what its school calls the location.
    """
    names = {record.location for record in records}
    if not any(names):
        return frozenset()
    names_folded = {fold(name) for name in own_names}
    own = {
        name
        for name in names
        if name and (fold(name) in names_folded or _is_code_of(name, branch_brin))
    }
    if not own and not strict:
        return frozenset()
    return frozenset(
        record.fingerprint for record in records if record.location and record.location not in own
    )


def _is_code_of(location: str, branch_brin: str | None) -> bool:
    """`05KO01`, `05KO-01`, `01`, `1` for the branch 05KO01."""
    code = location.upper().replace(" ", "")
    ours = _BRIN6.match((branch_brin or "").upper())
    if ours is None:
        return False
    if _LOCATION_NUMBER.match(code):
        return ours[2] is not None and int(code) == int(ours[2])
    theirs = _BRIN6.match(code)
    return theirs is not None and theirs[1] == ours[1] and int(theirs[2] or 0) == int(ours[2] or 0)
