"""Reading who teaches what."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from leesloket.accounts.models import Account, Right
from leesloket.accounts.queries import Viewer
from leesloket.accounts.rules import TEACH, UPLOAD, may_name_teachers
from leesloket.branches.queries import BranchLine
from leesloket.branches.rules import year_on
from leesloket.isolation.scope import scoped
from leesloket.teaching.models import Teaching


class NotAllowedError(Exception):
    """Not with this person's rights in this branch."""


@dataclass(frozen=True, slots=True)
class TeacherLine:
    """Somebody who teaches a group."""

    teaching_id: UUID
    group_id: UUID
    account_id: UUID
    display_name: str = field(repr=False)
    is_active: bool
    came: bool
    """Whether the person ever signed in."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the school who has an account already."""

    id: UUID
    display_name: str = field(repr=False)
    login: str = field(repr=False)


def teachers_of(
    branch: BranchLine, school_year: str, *, viewer: Viewer
) -> dict[UUID, tuple[TeacherLine, ...]]:
    """The teachers by group, in the order of their names.  Raises NotAllowedError."""
    _check(branch, viewer)
    with scoped(viewer.scope.narrowed(branch.id)):
        found = (
            Teaching.objects.filter(
                branch_id=branch.id, group__school_year_id=school_year, ended_at=None
            )
            .select_related("account")
            .order_by("account__display_name", "id")
        )
        lines: dict[UUID, tuple[TeacherLine, ...]] = {}
        for one in found:
            line = TeacherLine(
                teaching_id=one.pk,
                group_id=one.group_id,
                account_id=one.account_id,
                display_name=one.account.display_name,
                is_active=one.account.is_active,
                came=one.account.last_login is not None,
            )
            lines[one.group_id] = (*lines.get(one.group_id, ()), line)
    return lines


def colleagues_of(branch: BranchLine, *, viewer: Viewer, today: date) -> tuple[Colleague, ...]:
    """Who sends for the school now, and who teaches there or once did, by name.

    Of others who work with the branch, such as staff, a school sees no names.  Raises
    NotAllowedError.
    """
    _check(branch, viewer)
    with scoped(viewer.scope.narrowed(branch.id)):
        found = colleagues(branch.id, today=today).order_by("display_name", "login")
        return tuple(Colleague(one.pk, one.display_name, one.login) for one in found)


def colleagues(branch_id: int, *, today: date) -> QuerySet[Account]:
    """The accounts that colleagues_of tells of.  Needs a scope that holds the branch."""
    holds = Q(ended_at=None, kind=UPLOAD) & (Q(until_date=None) | Q(until_date__gte=today))
    rights = Right.objects.filter(holds | Q(kind=TEACH), branch_id=branch_id)
    found = Account.objects.filter(id__in=rights.values("account_id"), is_active=True)
    # An account of the whole office teaches no group.
    return found.filter(shared_at=None).exclude(display_name="")


def groups_taught(viewer: Viewer, *, branch_id: int, today: date) -> frozenset[UUID]:
    """The groups of the present school year that the viewer teaches in this branch."""
    if not viewer.may(TEACH, branch_id):
        return frozenset()
    with scoped(viewer.scope.narrowed(branch_id)):
        found = Teaching.objects.filter(
            account_id=viewer.account_id,
            branch_id=branch_id,
            group__school_year_id=year_on(today).label,
            ended_at=None,
        )
        return frozenset(found.values_list("group_id", flat=True))


def teaches(viewer: Viewer, group_id: UUID, *, branch_id: int, today: date) -> bool:
    """Whether this is a group of the viewer's own, today."""
    return group_id in groups_taught(viewer, branch_id=branch_id, today=today)


def may_name(viewer: Viewer, *, branch_id: int) -> bool:
    """Whether the viewer says who teaches here; never from an account that several people use."""
    return viewer.shared_id is None and may_name_teachers(viewer.held, branch_id=branch_id)


def _check(branch: BranchLine, viewer: Viewer) -> None:
    if not may_name(viewer, branch_id=branch.id):
        raise NotAllowedError
