"""Reading the register of people.  Everything needs a scope; most functions open it themselves."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F

from leesloket.accounts.queries import Viewer
from leesloket.branches.models import Group
from leesloket.branches.rules import folded, year_on
from leesloket.isolation.scope import scoped
from leesloket.patrons.models import Card, Consent, Membership, Patron, Placement
from leesloket.patrons.rules import FORGIVEN, folded_number, kept_by_one_slip, with_one_slip
from leesloket.patrons.showing import PatronLine, PatronSearch

SHOWN = 50
"""How many patrons a search shows; the rest is counted."""

LONGEST_QUERY = 200
"""Characters; every word is a condition, and PostgreSQL takes no more than 65,535 of them."""


class PatronNotFoundError(Exception):
    """No such patron, or not one of this person's branches."""


def lock_for_change(patron_id: UUID) -> Patron:
    """The patron, locked until the transaction ends; raises PatronNotFoundError."""
    try:
        return Patron.objects.select_for_update().get(id=patron_id)
    except Patron.DoesNotExist:
        raise PatronNotFoundError from None


def birth_date_of(patron_id: UUID) -> date | None:
    """The date of birth, if one is known; raises PatronNotFoundError.  Needs a scope."""
    found = Patron.objects.filter(id=patron_id).values_list("birth_date", flat=True)
    for birth_date in found:
        return birth_date
    raise PatronNotFoundError


def members_elsewhere(patron_ids: Iterable[UUID], *, branch_id: int) -> frozenset[UUID]:
    """Who belongs or belonged to another branch of the scope."""
    found = Membership.objects.filter(patron_id__any_of=patron_ids).exclude(branch_id=branch_id)
    return frozenset(found.values_list("patron_id", flat=True))


def had_members(branch_id: int) -> bool:
    """Whether anybody belongs or belonged to this branch.  Needs its scope."""
    return Membership.objects.filter(branch_id=branch_id).exists()


def with_consent(
    patron_ids: Iterable[UUID], *, branch_ids: Collection[int] | None = None
) -> frozenset[UUID]:
    """Of whom there is consent on record, at these branches, which no undo takes away.

    Needs a scope; without `branch_ids` at any branch of it.
    """
    found = Consent.objects.filter(membership__patron_id__any_of=patron_ids)
    if branch_ids is not None:
        found = found.filter(branch_id__in=branch_ids)
    return frozenset(found.values_list("membership__patron_id", flat=True))


def linked_to_an_account(patron_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Which of these patrons have a login."""
    return frozenset(
        Patron.objects.filter(id__any_of=patron_ids, account__isnull=False).values_list(
            "id", flat=True
        )
    )


def branches_of(patron_id: UUID) -> tuple[int, ...]:
    """The branches of the scope where this patron is or was a pupil."""
    found = Membership.objects.filter(patron_id=patron_id, category=Membership.Category.PUPIL)
    return tuple(found.order_by("branch__name").values_list("branch_id", flat=True))


def branch_to_tell(patron_id: UUID) -> int | None:
    """The branch of the scope under which is told what happened to somebody: a present one."""
    found = Membership.objects.filter(patron_id=patron_id)
    present_first = found.order_by(F("until_date").desc(nulls_first=True), "branch_id")
    return present_first.values_list("branch_id", flat=True).first()


def groups_ever_of(patron_id: UUID) -> frozenset[UUID]:
    """Every group that somebody is or was in.  Needs a scope."""
    found = Placement.objects.filter(membership__patron_id=patron_id).exclude(group=None)
    return frozenset(
        group for group in found.values_list("group_id", flat=True) if group is not None
    )


def members_of_groups(group_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Everybody who is or was in one of these groups.  Needs a scope."""
    found = Placement.objects.filter(group_id__in=list(group_ids))
    return frozenset(found.values_list("membership__patron_id", flat=True))


def present(patron_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Which of these patrons are in the register, as far as the scope reaches."""
    return frozenset(Patron.objects.filter(id__any_of=patron_ids).values_list("id", flat=True))


def full_name(first_name: str, prefix: str, surname: str) -> str:
    """For reading: `Zoë van Dijk`."""
    return " ".join(filter(None, (first_name, prefix, surname)))


def sorted_name(first_name: str, prefix: str, surname: str) -> str:
    """For a list: `Dijk, Zoë van`."""
    behind = " ".join(filter(None, (first_name, prefix)))
    return ", ".join(filter(None, (surname, behind)))


_LINES = """
select p.id, p.first_name, p.prefix, p.surname, p.birth_date,
  coalesce(pl.code, ''), coalesce(pl.year_group, ''),
  coalesce(m.names, '{{}}'), coalesce(m.enrolled, false),
  coalesce((select n.number from patrons_pupilnumber n join patrons_membership x
     on x.id = n.membership_id where x.patron_id = p.id and n.until_date is null
     order by n.from_date desc limit 1), ''),
  coalesce((select c.number from patrons_card c where c.patron_id = p.id and c.blocked_on is null
     order by c.from_date desc limit 1), ''),
  count(*) over ()
from patrons_patron p
left join lateral (
  select array_agg(b.name order by b.name) as names,
    bool_or(x.until_date is null or x.until_date > %(today)s) as enrolled
  from patrons_membership x join branches_branch b on b.id = x.branch_id
  where x.patron_id = p.id
) m on true
left join lateral (
  select g.code, y.year_group from patrons_placement y
  join patrons_membership x on x.id = y.membership_id
  left join branches_group g on g.id = y.group_id
  where x.patron_id = p.id
  order by y.school_year_id <= %(year)s desc, y.school_year_id desc limit 1
) pl on true
where {condition}
order by p.sort_key, p.id
limit %(limit)s
"""


def patron_lines(
    condition: str,
    parameters: Mapping[str, Any],
    *,
    today: date,
    limit: int,
    school_year: str = "",
) -> tuple[tuple[PatronLine, ...], int]:
    """The patrons for which an SQL condition over `p` holds, and how many there are in all.

    The group is that of `school_year`, of the present one unless it is told: a list of the next
    year changes nothing before that begins.
    The condition is written by this app's own modules, never made from input; values travel in
    `parameters`.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _LINES.format(condition=condition),
            {
                **parameters,
                "today": today,
                "year": school_year or year_on(today).label,
                "limit": limit,
            },
        )
        rows = cursor.fetchall()
    lines = tuple(
        PatronLine(
            id=row[0],
            name=full_name(row[1], row[2], row[3]),
            sorted_name=sorted_name(row[1], row[2], row[3]),
            birth_date=row[4],
            group=row[5],
            year_group=row[6],
            branch_names=tuple(row[7]),
            enrolled=row[8],
            pupil_number=row[9],
            card=row[10],
        )
        for row in rows
    )
    return lines, rows[0][11] if rows else 0


def lines_of(
    patron_ids: Iterable[UUID], *, today: date, school_year: str = ""
) -> tuple[PatronLine, ...]:
    """These patrons as lines, in the order of their names.  Needs a scope."""
    ids = list(patron_ids)
    lines, _ = patron_lines(
        "p.id = any (%(ids)s)",
        {"ids": ids},
        today=today,
        limit=len(ids),
        school_year=school_year,
    )
    return lines


def group_codes(group_ids: Iterable[str]) -> dict[str, str]:
    """The codes of these groups by id as text, for telling of old and new."""
    found = Group.objects.filter(id__in=set(group_ids)).values_list("id", "code")
    return {str(group_id): code for group_id, code in found}


_BY_NUMBER = (
    "exists (select 1 from patrons_pupilnumber n"
    " join patrons_membership x on x.id = n.membership_id"
    " where x.patron_id = p.id and n.folded = %(number)s)"
)
_BY_CARD = "exists (select 1 from patrons_card c where c.patron_id = p.id and c.number = %(card)s)"
_BY_GROUP = (
    "exists (select 1 from patrons_placement y join patrons_membership x on x.id = y.membership_id"
    " join branches_group g on g.id = y.group_id"
    " where x.patron_id = p.id and (x.until_date is null or x.until_date > %(today)s)"
    " and lower(g.code) = %(group)s"
    " and y.school_year_id = (select z.school_year_id from patrons_placement z"
    "  where z.membership_id = x.id"
    "  order by z.school_year_id <= %(year)s desc, z.school_year_id desc limit 1))"
)


_NO_WORD_OF_A_NAME = {"groep", "klas"}
"""Before a group, as in *groep 5*: on the screens a group has that title."""


def _words(query: str) -> list[str]:
    """The words of what somebody looks for that hold a letter or a digit."""
    words = [word for word in query.split() if folded(word)]
    return [word for word in words if word.lower() not in _NO_WORD_OF_A_NAME] or words


def groups_before(
    patron_ids: Iterable[UUID], *, branch_id: int, school_year: str
) -> dict[UUID, str]:
    """The group each of these had in this branch in the last year before `school_year`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select distinct on (m.patron_id) m.patron_id, coalesce(g.code, '')"
            " from patrons_placement y join patrons_membership m on m.id = y.membership_id"
            " left join branches_group g on g.id = y.group_id"
            " where y.branch_id = %s and m.patron_id = any (%s) and y.school_year_id < %s"
            " order by m.patron_id, y.school_year_id desc",
            [branch_id, list(patron_ids), school_year],
        )
        return dict(cursor.fetchall())


def search_patrons(query: str, *, viewer: Viewer, today: date) -> PatronSearch:
    """Patrons by name, pupil number, card number or group, in the viewer's branches.

    Every word of the query must begin a word of the name, or be a group with a digit (*5a*); a
    query that is a number or a group finds those.  An empty query finds nobody, nor does one that
    is too long for a name.  Where nobody is found, who is called nearly so is.
    """
    words = _words(query) if len(query) <= LONGEST_QUERY else []
    if not words:
        return PatronSearch(query=query, lines=(), total=0, shown=0)
    parameters: dict[str, Any] = {
        "number": folded_number(query),
        "card": query.strip().upper(),
        "group": " ".join(words).lower(),
    }
    each = []
    for index, word in enumerate(words):
        parts = {f"word{index}_{at}": f"% {part}%" for at, part in enumerate(folded(word).split())}
        name = " and ".join(f"p.search like %({part})s" for part in parts)
        parameters |= parts
        if len(words) > 1 and any(map(str.isdigit, word)):
            parameters[f"group{index}"] = word.lower()
            name = f"(({name}) or {_BY_GROUP.replace('%(group)s', f'%(group{index})s')})"
        each.append(name)
    by_name = " and ".join(each)
    condition = f"(({by_name}) or {_BY_NUMBER} or {_BY_CARD} or {_BY_GROUP})"
    with scoped(viewer.scope):
        lines, total = patron_lines(condition, parameters, today=today, limit=SHOWN)
        alike = not lines and _called_nearly(words)
        if alike:
            lines, total = patron_lines(*alike, today=today, limit=SHOWN)
        blocked = Card.objects.filter(
            number=parameters["card"],
            patron_id__in=[line.id for line in lines],
            blocked_on__isnull=False,
        ).exists()
    return PatronSearch(
        query=query,
        lines=lines,
        total=total,
        shown=len(lines),
        alike=bool(alike and lines),
        blocked_card=blocked,
    )


def _called_nearly(words: Sequence[str]) -> tuple[str, dict[str, Any]] | None:
    """Who has these words in the name with one slip in each; None where no slip is forgiven.

    A number with a slip is another number, and a short word another name.
    """
    parts = [part for word in words for part in folded(word).split()]
    if not all(map(str.isalpha, parts)) or not any(len(part) in FORGIVEN for part in parts):
        return None
    conditions: list[str] = []
    looked_for: dict[str, Any] = {}
    for at, part in enumerate(parts):
        if len(part) in FORGIVEN:
            # In this order: an expression costs a hundred times what a piece of a name does.
            conditions.append(
                f"case when p.search like any (%(kept{at})s) then p.search ~ %(near{at})s"
                " else false end"
            )
            looked_for[f"kept{at}"] = [f"%{piece}%" for piece in kept_by_one_slip(part)]
            looked_for[f"near{at}"] = f" {with_one_slip(part)}"
        else:
            conditions.append(f"p.search like %(near{at})s")
            looked_for[f"near{at}"] = f"% {part}%"
    return " and ".join(conditions), looked_for
