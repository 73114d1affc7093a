"""The rows of other locations in a school board's file."""

from leesloket.imports.work import Work
from leesloket.roster.model import RawRow, Skip

OTHER_LOCATION = "other_location"


def rows_by_location(work: Work) -> dict[str, list[RawRow]]:
    """The rows that are left out because they are of another location, by what it is called."""
    raw = {row.origin: row for row in work.table.rows}
    found: dict[str, list[RawRow]] = {}
    for step in work.plan.steps:
        if isinstance(step, Skip) and OTHER_LOCATION in step.reasons:
            found.setdefault(step.record.location, []).append(raw[step.record.origin])
    return found
