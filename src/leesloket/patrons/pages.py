"""Reading one patron with everything that happened to it, and groups with their lists."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q

from leesloket.accounts.queries import Viewer, display_names
from leesloket.branches.models import Group
from leesloket.branches.queries import BranchLine
from leesloket.isolation.scope import scoped
from leesloket.patrons.models import Card, Membership, Patron, Placement, PupilNumber
from leesloket.patrons.queries import PatronNotFoundError, group_codes, patron_lines
from leesloket.patrons.showing import (
    CardLine,
    GroupLine,
    GroupPage,
    HistoryChange,
    HistoryLine,
    MembershipLine,
    NumberLine,
    PatronPage,
    PlacementLine,
)

LONGEST_GROUP = 2_000
"""No group is longer; a list page shows it whole."""

_TOLD = (
    "first_name", "given_names", "initials", "prefix", "surname", "birth_date", "from_date",
    "until_date", "school_year_id", "group_id", "year_group", "number", "blocked_on",
)  # fmt: skip
"""The columns that history tells of; keys for sorting and finding follow from these."""


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
        memberships = Membership.objects.filter(patron=patron).select_related("branch")
        return PatronPage(
            line=lines[0],
            first_name=patron.first_name,
            given_names=patron.given_names,
            initials=patron.initials,
            prefix=patron.prefix,
            surname=patron.surname,
            birth_date=patron.birth_date,
            hand_edited=tuple(patron.hand_edited),
            memberships=tuple(
                MembershipLine(
                    branch_name=membership.branch.name,
                    branch_slug=membership.branch.slug,
                    category=membership.category,
                    from_date=membership.from_date,
                    until_date=membership.until_date,
                )
                for membership in memberships.order_by("from_date", "branch__name")
            ),
            placements=tuple(
                PlacementLine(
                    school_year=placement.school_year_id,
                    branch_name=placement.branch.name,
                    branch_slug=placement.branch.slug,
                    group=placement.group.code if placement.group else "",
                    group_id=placement.group_id,
                    year_group=placement.year_group,
                )
                for placement in Placement.objects.filter(membership__patron=patron)
                .select_related("branch", "group")
                .order_by("-school_year_id", "branch__name")
            ),
            numbers=tuple(
                NumberLine(
                    number=number.number,
                    branch_name=number.branch.name,
                    source=number.source,
                    from_date=number.from_date,
                    until_date=number.until_date,
                )
                for number in PupilNumber.objects.filter(membership__patron=patron)
                .select_related("branch")
                .order_by("-from_date", "number")
            ),
            cards=tuple(
                CardLine(number=card.number, from_date=card.from_date, blocked_on=card.blocked_on)
                for card in Card.objects.filter(patron=patron).order_by("-from_date", "number")
            ),
            history=_history(patron_id),
            may_correct=any(viewer.may("desk", membership.branch_id) for membership in memberships),
        )


_EVENTS = {
    "patron": "select * from patrons_patronevent e where e.pgh_obj_id = %(id)s",
    "membership": "select * from patrons_membershipevent e where e.patron_id = %(id)s",
    "placement": "select * from patrons_placementevent e where e.membership_id in {members}",
    "number": "select * from patrons_pupilnumberevent e where e.membership_id in {members}",
    "card": "select * from patrons_cardevent e where e.patron_id = %(id)s",
}
_MEMBERS = "(select m.id from patrons_membership m where m.patron_id = %(id)s)"


def _history(patron_id: UUID) -> tuple[HistoryLine, ...]:
    """Every version of the patron's rows, newest first, each against the version before it."""
    events: list[tuple[str, dict[str, Any]]] = []
    with connection.cursor() as cursor:
        for table, query in _EVENTS.items():
            cursor.execute(
                f"select to_jsonb(v)::text from ({query.format(members=_MEMBERS)}) v"  # noqa: S608
                " order by v.pgh_id",
                {"id": patron_id},
            )
            # As text: Django tells psycopg to leave JSON alone outside of its own fields.
            events += [(table, json.loads(row)) for (row,) in cursor.fetchall()]
    # Stable: of one moment (an import) the tables keep their order, and each table its own.
    events.sort(key=lambda event: str(event[1]["pgh_created_at"]))
    groups = group_codes(row["group_id"] for _, row in events if row.get("group_id"))
    names = display_names(
        UUID(row["pgh_context"]["account"])
        for _, row in events
        if (row["pgh_context"] or {}).get("account")
    )
    latest: dict[tuple[str, str], Mapping[str, Any]] = {}
    lines = []
    for table, row in events:
        key = (table, row["pgh_obj_id"])
        context = row["pgh_context"] or {}
        changes = tuple(_changes(latest.get(key, {}), row, groups))
        latest[key] = row
        if changes or row["pgh_label"] == "delete":
            lines.append(
                HistoryLine(
                    at=datetime.fromisoformat(row["pgh_created_at"]),
                    by=names.get(UUID(context["account"]), "") if context.get("account") else "",
                    import_id=UUID(context["import"]) if context.get("import") else None,
                    table=table,
                    kind=row["pgh_label"],
                    changes=changes,
                )
            )
    return tuple(reversed(lines))


def _changes(
    before: Mapping[str, Any], after: Mapping[str, Any], groups: Mapping[str, str]
) -> Iterator[HistoryChange]:
    for name in _TOLD:
        old, new = before.get(name) or "", after.get(name) or ""
        if old != new:
            if name == "group_id":
                old, new = groups.get(old, ""), groups.get(new, "")
            yield HistoryChange(what=name.removesuffix("_id"), before=str(old), after=str(new))


def school_years(branch: BranchLine, *, viewer: Viewer) -> tuple[str, ...]:
    """The school years in which the branch has groups, newest first."""
    with scoped(viewer.scope.narrowed(branch.id)):
        years = Group.objects.filter(branch_id=branch.id).values_list("school_year_id", flat=True)
        return tuple(sorted(set(years), reverse=True))


def groups_of(branch: BranchLine, school_year: str, *, viewer: Viewer) -> tuple[GroupLine, ...]:
    """The groups of a branch in one school year, with how many pupils they have now."""
    with scoped(viewer.scope.narrowed(branch.id)):
        found = Group.objects.filter(branch_id=branch.id, school_year_id=school_year).annotate(
            pupils=Count("placements", filter=Q(placements__membership__until_date=None))
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
            " where x.patron_id = p.id and y.group_id = %(group_id)s and x.until_date is null)",
            {"group_id": group_id},
            today=today,
            limit=LONGEST_GROUP,
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
