"""Where the rows of a file belong: other locations in it, and branches it could be put at."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from leesloket.accounts.queries import Viewer
from leesloket.accounts.rules import IMPORT
from leesloket.branches.queries import BranchLine, branch_lines
from leesloket.imports.locations import rows_by_location
from leesloket.imports.models import RosterImport
from leesloket.imports.showing import LocationLine
from leesloket.imports.work import Work
from leesloket.roster.planning.locations import of_other_locations


def other_branches(work: Work, *, viewer: Viewer) -> tuple[BranchLine, ...]:
    """The other schools where this person imports; for a take-over every branch, this one too."""
    lines = branch_lines(viewer.branches_with(IMPORT))
    if work.roster_import.kind == RosterImport.Kind.TAKEOVER:
        return lines
    return tuple(line for line in lines if line.id != work.branch.id and line.kind != "public")


def location_lines(work: Work, branches: Sequence[BranchLine]) -> tuple[LocationLine, ...]:
    """The other locations in a file, with where their rows went or seem to belong."""
    names = {branch.id: branch.name for branch in branches}
    done = {one["location"]: one for one in work.roster_import.split_off}
    lines = []
    for name, rows in sorted(rows_by_location(work).items()):
        went = done.get(name)
        lines.append(
            LocationLine(
                name=name,
                rows=len(rows),
                suggested=None if went else _suggested(name, work, branches),
                branch_name=names.get(went["branch"], "") if went else "",
                upload_id=_list_of(went) if went and went["branch"] in names else None,
            )
        )
    return tuple(lines)


def _list_of(went: Mapping[str, Any]) -> UUID | None:
    return UUID(went["upload"]) if "upload" in went else None


def _suggested(name: str, work: Work, branches: Sequence[BranchLine]) -> int | None:
    """The only branch that recognises this location as its own."""
    records = work.extraction.records
    rows = {record.fingerprint for record in records if record.location == name}
    own = []
    for branch in branches:
        others = of_other_locations(
            records,
            branch_brin=branch.brin6 or None,
            own_names=frozenset({branch.name, branch.slug}),
        )
        if others and others.isdisjoint(rows):
            own.append(branch.id)
    return own[0] if len(own) == 1 else None
