"""The rows of other locations in a school board's file."""

from leesloket.imports.work import Work
from leesloket.roster.columns.extraction import LEFT_OUT
from leesloket.roster.model import RawRow, Skip
from leesloket.roster.planning.rows import OTHER_LOCATION


def rows_by_location(work: Work) -> dict[str, list[RawRow]]:
    """The rows of another location, by what it is called.

    Those that a person left out go along with the others, to be left out there: a complete list
    that lacks them would sign their children off.
    """
    raw = {row.origin: row for row in work.table.rows}
    found: dict[str, list[RawRow]] = {}
    for step in work.plan.steps:
        if isinstance(step, Skip) and OTHER_LOCATION in step.reasons:
            found.setdefault(step.record.location, []).append(raw[step.record.origin])
    for skip in work.extraction.skips:
        if LEFT_OUT in skip.reasons and skip.record.location in found:
            found[skip.record.location].append(raw[skip.record.origin])
    return found
