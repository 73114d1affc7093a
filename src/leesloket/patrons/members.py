"""The pupils of one branch as an import reads them.  Everything needs a scope.

Every query looks into one table, and Python puts the answers together: a join that PostgreSQL
plans before it has statistics (a first import, a restored backup) compares everybody with
everybody, and a school of 5,000 waits for seconds.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from typing_extensions import override

from leesloket.patrons.bulk import as_array
from leesloket.patrons.models import Patron
from leesloket.patrons.rules import PatronKey


class Member(NamedTuple):
    """A pupil's membership of one branch, with the latest placement and the present number."""

    patron_id: str
    """As text, since thousands are read and an import only compares them."""
    pupil_number: str
    first_name: str
    given_names: str
    initials: str
    prefix: str
    surname: str
    birth_date: date | None
    group: str
    year_group: str
    enrolled: bool
    school_year: str | None
    hand_edited: list[str]
    entered_on: date | None = None
    """When somebody entered the child by hand, without a list."""

    @override
    def __repr__(self) -> str:
        return f"Member({self.patron_id})"


# Ids come as text: they are keys, and psycopg would make an object of each.
_MEMBERSHIPS = (
    "select t.patron_id::text, t.id::text, t.until_date is null from patrons_membership t"
    " where t.branch_id = %s and t.category = any (%s) order by t.patron_id"
)
PATRONS = (
    "select t.id::text, t.first_name, t.given_names, t.initials, t.prefix, t.surname,"
    " t.birth_date, t.hand_edited"
    " from patrons_patron t where t.id = any (%s::uuid[]) order by t.id"
)
_NUMBERS = (
    "select distinct on (t.membership_id) t.membership_id::text, t.number"
    " from patrons_pupilnumber t where t.branch_id = %s"
    " order by t.membership_id, t.until_date desc nulls first, t.from_date desc"
)
_GROUPS = "select t.id::text, t.code from branches_group t where t.branch_id = %s"
_PLACEMENTS = (
    "select distinct on (t.membership_id)"
    " t.membership_id::text, t.group_id::text, t.year_group, t.school_year_id"
    " from patrons_placement t where t.branch_id = %s"
    " order by t.membership_id, t.school_year_id desc"
)
_ARRIVALS = (
    "select t.membership_id::text, t.entered_on from patrons_arrival t where t.branch_id = %s"
)
_NOT_PLACED = (None, "", None)


EVERY_CATEGORY = ("pupil", "teacher", "public")


def members_of_branch(
    branch_id: int, *, lock: bool = False, categories: Sequence[str] = ("pupil",)
) -> list[Member]:
    """Every pupil that belongs or belonged to the branch, in six queries.

    With `lock` memberships and patrons stay as they are until the transaction ends: what is
    planned under the lock is what is written.
    """
    locking = " for update" if lock else ""
    memberships = rows(_MEMBERSHIPS + locking, branch_id, list(categories))
    patrons = rows(PATRONS + locking, as_array(row[0] for row in memberships))
    numbers = dict(rows(_NUMBERS, branch_id))
    groups = dict(rows(_GROUPS, branch_id))
    placements = {row[0]: row[1:] for row in rows(_PLACEMENTS, branch_id)}
    arrivals = dict(rows(_ARRIVALS, branch_id))
    details = {patron_id: rest for patron_id, *rest in patrons}
    members = []
    for patron_id, membership_id, enrolled in memberships:
        if patron_id not in details:
            continue  # taken away by an undo between two of these queries
        *names_and_birth, hand_edited = details[patron_id]
        group_id, year_group, school_year = placements.get(membership_id, _NOT_PLACED)
        members.append(
            Member._make(
                (
                    *(patron_id, numbers.get(membership_id, ""), *names_and_birth),
                    *(groups.get(group_id, ""), year_group, enrolled, school_year, hand_edited),
                    arrivals.get(membership_id),
                )
            )
        )
    return members


def counted_members(branch_id: int, *, on: date) -> dict[str, int]:
    """Members of a branch on this day, by category."""
    return dict(
        rows(
            "select t.category, count(*) from patrons_membership t where t.branch_id = %s"
            " and (t.until_date is null or t.until_date > %s) group by t.category order by 1",
            branch_id,
            on,
        )
    )


_BORN_ON = """
select m.branch_id, p.id::text, coalesce(n.number, ''), p.first_name, p.given_names, p.initials,
  p.prefix, p.surname, p.birth_date, coalesce(pl.code, ''), coalesce(pl.year_group, ''),
  m.until_date is null, pl.school_year_id, p.hand_edited
from patrons_membership m
join patrons_patron p on p.id = m.patron_id
left join lateral (
  select g.code, y.year_group, y.school_year_id from patrons_placement y
  left join branches_group g on g.id = y.group_id
  where y.membership_id = m.id and y.branch_id = m.branch_id
  order by y.school_year_id desc limit 1
) pl on true
left join lateral (
  select x.number from patrons_pupilnumber x
  where x.membership_id = m.id and x.branch_id = m.branch_id
  order by x.until_date desc nulls first, x.from_date desc limit 1
) n on true
where m.branch_id = any (%(branches)s) and m.category = 'pupil' and p.birth_date = any (%(born)s)
order by p.id, m.branch_id
"""


def members_born_on(branch_ids: Sequence[int], births: Iterable[date]) -> list[tuple[int, Member]]:
    """(branch, pupil) of these branches, now or before, with one of these birth dates."""
    days = list(births)
    if not days or not branch_ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_BORN_ON, {"branches": list(branch_ids), "born": days})
        return [(row[0], Member._make((*row[1:], None))) for row in cursor.fetchall()]


def lock_patrons(patron_ids: Iterable[UUID]) -> None:
    """Let these patrons stay as they are until the transaction ends."""
    list(
        Patron.objects.select_for_update()
        .filter(id__any_of=patron_ids)
        .order_by("id")
        .values_list("id")
    )


def membership_ids(patron_ids: Iterable[PatronKey], *, branch_id: int) -> dict[PatronKey, str]:
    """The membership of this branch per patron; who never belonged to it is not in the answer."""
    return dict(
        rows(
            "select patron_id::text, id::text from patrons_membership"
            " where branch_id = %s and patron_id = any (%s::uuid[])",
            branch_id,
            as_array(patron_ids),
        )
    )


def rows(query: str, *parameters: Any) -> list[tuple[Any, ...]]:
    """What a query of this package gives."""
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
