"""The teachers that the school's own file names: proposals, which somebody takes or leaves."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from leesloket.accounts.queries import Viewer
from leesloket.branches.models import Group
from leesloket.branches.queries import BranchLine
from leesloket.branches.rules import year_on
from leesloket.imports.kept import NothingToWorkOnError, opened_reading
from leesloket.imports.models import RosterImport
from leesloket.isolation.scope import scoped
from leesloket.roster.model import ListedTeacher
from leesloket.teaching.queries import NotAllowedError, may_name

_COUNTS = (
    RosterImport.Status.READ,
    RosterImport.Status.SENT,
    RosterImport.Status.RETURNED,
    RosterImport.Status.APPLIED,
)


@dataclass(frozen=True, slots=True)
class ProposedGroup:
    """A group as the file calls it; without an id when the branch has no such group (yet)."""

    name: str
    id: UUID | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A teacher of the file, and where it stands there."""

    upload_id: UUID
    at: int
    name: str = field(repr=False)
    groups: tuple[ProposedGroup, ...]

    @property
    def group_ids(self) -> tuple[UUID, ...]:
        """The groups that can be given now."""
        return tuple(group.id for group in self.groups if group.id is not None)


def proposals_of(branch: BranchLine, *, viewer: Viewer, today: date) -> tuple[Proposal, ...]:
    """Whom the latest list of this school year names and nobody answered, in the file's order.

    They are read from the sealed table and go with it.  Raises teaching.queries.NotAllowedError.
    """
    if not may_name(viewer, branch_id=branch.id):
        raise NotAllowedError
    with scoped(viewer.scope.narrowed(branch.id)):
        latest = latest_list(branch.id, today=today)
        if latest is None:
            return ()
        answered = set(latest.teachers_answered)
        groups = _groups(latest)
        return tuple(
            Proposal(
                upload_id=latest.upload_id,
                at=at,
                name=teacher.name,
                groups=tuple(
                    ProposedGroup(name, groups.get(name.casefold())) for name in teacher.groups
                ),
            )
            for at, teacher in enumerate(_teachers(latest))
            if at not in answered and teacher.groups
        )


def latest_list(branch_id: int, *, today: date, lock: bool = False) -> RosterImport | None:
    """The newest list of this school year that is still there.  Needs a scope."""
    found = RosterImport.objects.filter(
        branch_id=branch_id,
        kind=RosterImport.Kind.PUPILS,
        status__in=_COUNTS,
        school_year_id__gte=year_on(today).label,
        table_id__isnull=False,
    ).order_by("-upload__received_at")
    return (found.select_for_update(of=("self",)) if lock else found).first()


def _teachers(roster_import: RosterImport) -> tuple[ListedTeacher, ...]:
    try:
        table = opened_reading(roster_import).table
    except NothingToWorkOnError:
        return ()
    return table.teachers if table else ()


def _groups(roster_import: RosterImport) -> dict[str, UUID]:
    """The branch's groups of the list's school year, by name and by code."""
    found = Group.objects.filter(
        branch_id=roster_import.branch_id, school_year_id=roster_import.school_year_id
    )
    return dict(_called(found))


def _called(groups: Iterable[Group]) -> Iterator[tuple[str, UUID]]:
    for group in groups:
        yield group.name.casefold(), group.pk
        yield group.code.casefold(), group.pk
