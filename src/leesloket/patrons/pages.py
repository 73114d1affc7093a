"""Reading one patron, and groups with their lists."""

from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from leesloket.accounts.queries import Viewer
from leesloket.accounts.rules import DESK
from leesloket.branches.models import Group
from leesloket.branches.queries import BranchLine
from leesloket.branches.rules import year_to_open as year_of_page
from leesloket.isolation.scope import scoped
from leesloket.patrons.history import history_of
from leesloket.patrons.models import Card, Membership, Patron, Placement, PupilNumber
from leesloket.patrons.queries import PatronNotFoundError, patron_lines
from leesloket.patrons.showing import (
    CardLine,
    GroupLine,
    GroupPage,
    MembershipLine,
    NumberLine,
    PatronPage,
    PlacementLine,
)

LONGEST_GROUP = 2_000
"""No group is longer; a list page shows it whole."""


class GroupNotFoundError(Exception):
    """No such group, or not one of this person's branches."""


def patron_page(patron_id: UUID, *, viewer: Viewer, today: date) -> PatronPage:
    """One patron: data, memberships, placements per school year, cards, history.

    Raises PatronNotFoundError for somebody outside of the viewer's branches.
    """
    with scoped(viewer.scope):
        lines, _ = patron_lines("p.id = %(id)s", {"id": patron_id}, today=today, limit=1)
        if not lines:
            raise PatronNotFoundError
        patron = Patron.objects.get(id=patron_id)
        memberships = list(
            Membership.objects.filter(patron_id=patron_id)
            .select_related("branch")
            .order_by("from_date", "branch__name")
        )
        return PatronPage(
            line=lines[0],
            first_name=patron.first_name,
            given_names=patron.given_names,
            initials=patron.initials,
            prefix=patron.prefix,
            surname=patron.surname,
            birth_date=patron.birth_date,
            hand_edited=tuple(patron.hand_edited),
            memberships=tuple(map(_membership_line, memberships)),
            placements=_placements(patron_id),
            numbers=_numbers(patron_id),
            cards=_cards(patron_id),
            history=history_of(patron_id),
            may_correct=any(viewer.may(DESK, membership.branch_id) for membership in memberships),
        )


def _membership_line(membership: Membership) -> MembershipLine:
    return MembershipLine(
        branch_name=membership.branch.name,
        branch_slug=membership.branch.slug,
        category=membership.category,
        from_date=membership.from_date,
        until_date=membership.until_date,
    )


def _placements(patron_id: UUID) -> tuple[PlacementLine, ...]:
    found = Placement.objects.filter(membership__patron_id=patron_id)
    newest_first = found.select_related("branch", "group").order_by(
        "-school_year_id", "branch__name"
    )
    return tuple(
        PlacementLine(
            school_year=placement.school_year_id,
            branch_name=placement.branch.name,
            branch_slug=placement.branch.slug,
            group=placement.group.code if placement.group else "",
            group_id=placement.group_id,
            year_group=placement.year_group,
        )
        for placement in newest_first
    )


def _numbers(patron_id: UUID) -> tuple[NumberLine, ...]:
    found = PupilNumber.objects.filter(membership__patron_id=patron_id)
    newest_first = found.select_related("branch").order_by("-from_date", "number")
    return tuple(
        NumberLine(
            number=number.number,
            branch_name=number.branch.name,
            source=number.source,
            from_date=number.from_date,
            until_date=number.until_date,
        )
        for number in newest_first
    )


def _cards(patron_id: UUID) -> tuple[CardLine, ...]:
    newest_first = Card.objects.filter(patron_id=patron_id).order_by("-from_date", "number")
    return tuple(
        CardLine(number=card.number, from_date=card.from_date, blocked_on=card.blocked_on)
        for card in newest_first
    )


def school_years(branch: BranchLine, *, viewer: Viewer) -> tuple[str, ...]:
    """The school years in which the branch has groups, newest first."""
    with scoped(viewer.scope.narrowed(branch.id)):
        years = Group.objects.filter(branch_id=branch.id).values_list("school_year_id", flat=True)
        return tuple(sorted(set(years), reverse=True))


def year_to_open(branch: BranchLine, *, viewer: Viewer, today: date) -> str:
    """The school year with which the groups of a branch open; empty when it has none.

    A year with a group in which nobody is yet (it was made for a teacher) waits for its list.
    """
    with scoped(viewer.scope.narrowed(branch.id)):
        placed = (
            Placement.objects.filter(_of_members("membership", today), branch_id=branch.id)
            .exclude(group=None)
            .values_list("school_year_id", flat=True)
        )
        years = set(placed.distinct())
    return year_of_page(years or school_years(branch, viewer=viewer), today)


def _of_members(path: str, today: date) -> Q:
    """Those of who is a member today: who leaves after the summer is one until then."""
    return Q(**{f"{path}__until_date": None}) | Q(**{f"{path}__until_date__gt": today})


def groups_of(
    branch: BranchLine, school_year: str, *, viewer: Viewer, today: date
) -> tuple[GroupLine, ...]:
    """The groups of a branch in one school year, with how many pupils they have now."""
    with scoped(viewer.scope.narrowed(branch.id)):
        found = Group.objects.filter(branch_id=branch.id, school_year_id=school_year).annotate(
            pupils=Count("placements", filter=_of_members("placements__membership", today))
        )
        lines = [_group_line(group, group.pupils) for group in found]
    return tuple(sorted(lines, key=lambda line: (_years_first(line.year_groups), line.code)))


def group_page(branch: BranchLine, group_id: UUID, *, viewer: Viewer, today: date) -> GroupPage:
    """A group with its list; raises GroupNotFoundError."""
    with scoped(viewer.scope.narrowed(branch.id)):
        group = Group.objects.filter(id=group_id, branch_id=branch.id).first()
        if group is None:
            raise GroupNotFoundError
        lines, total = patron_lines(
            "exists (select 1 from patrons_placement y"
            " join patrons_membership x on x.id = y.membership_id"
            " where x.patron_id = p.id and y.group_id = %(group_id)s"
            " and (x.until_date is null or x.until_date > %(today)s))",
            {"group_id": group_id},
            today=today,
            limit=LONGEST_GROUP,
            school_year=group.school_year_id,
        )
        return GroupPage(
            group=_group_line(group, total),
            branch_name=branch.name,
            branch_slug=branch.slug,
            school_year=group.school_year_id,
            lines=lines,
        )


def _group_line(group: Group, pupils: int) -> GroupLine:
    return GroupLine(
        id=group.id,
        code=group.code,
        name=group.name,
        year_groups=tuple(group.year_groups),
        pupils=pupils,
    )


def _years_first(year_groups: tuple[str, ...]) -> tuple[int, str]:
    """1 before 2 before 11; a group without a year group comes last."""
    first = year_groups[0] if year_groups else "99"
    return (int(first) if first.isdigit() else 98, first)
