"""Writing to the register of people."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils import timezone

from leesloket.accounts.queries import Viewer
from leesloket.accounts.rules import DESK
from leesloket.audit.actions import record_by
from leesloket.branches.models import Group
from leesloket.isolation.scope import scoped
from leesloket.patrons import bulk, queries
from leesloket.patrons.members import membership_ids
from leesloket.patrons.models import Membership, Patron
from leesloket.patrons.rules import (
    HAND_EDITABLE,
    ChildDetails,
    NewCard,
    PatronKey,
    Placing,
    RosterChange,
    RowState,
    folded_number,
    must_fit,
    only_changed,
    patron_row,
    search_text,
    sort_key,
)


class CardTakenError(Exception):
    """A card is somebody else's, at a branch that this scope does not hold."""


class NotAllowedError(Exception):
    """Not with this person's rights in this branch."""


@dataclass(frozen=True, slots=True)
class Written:
    """What came of a change."""

    made_groups: tuple[UUID, ...]
    memberships: Mapping[PatronKey, str]
    """The membership of everybody who got a placement or a number."""


@transaction.atomic(savepoint=False)
def apply_roster(
    change: RosterChange, memberships: Mapping[PatronKey, str] | None = None
) -> Written:
    """Write everything one import asks for, set by set.

    `memberships` are those of the branch of everybody in `change.written()` who has one, for who
    has them at hand.  Needs a scope that holds the branch, and the branch's lock
    (imports.actions).  The number of statements is the same for 5 and for 50,000 children; row
    history comes from triggers.  Raises CardTakenError.
    """
    if memberships is None:
        memberships = membership_ids(change.written(), branch_id=change.branch_id)
    known_groups = _groups_of_year(change)
    made_groups = _make_groups(change, known_groups)
    try:
        with bulk.sent_together():
            memberships = {**memberships, **_enrol(change), **_join(change)}
            _give_cards(change.cards, change)
            _correct(change)
            _release(change)
            _end_and_reopen(change)
            _place(change, {**known_groups, **made_groups}, memberships)
            _number(change, memberships)
    except IntegrityError as error:
        if "one_card_per_number_and_library" not in str(error):
            raise
        raise CardTakenError from None
    return Written(tuple(made_groups.values()), memberships)


def _groups_of_year(change: RosterChange) -> dict[str, UUID]:
    return dict(
        Group.objects.filter(
            branch_id=change.branch_id, school_year_id=change.school_year
        ).values_list("code", "id")
    )


def _enrol(change: RosterChange) -> dict[PatronKey, str]:
    """Newcomers with their cards; gives their memberships."""
    bulk.insert(
        "patron",
        [patron_row(new.patron_id, new.details) for new in change.newcomers],
        common={"library_id": change.library_id, "hand_edited": []},
    )
    made = bulk.insert(
        "membership",
        [
            {"patron_id": new.patron_id, "category": new.category, **_since(new.since)}
            for new in change.newcomers
        ],
        common={"branch_id": change.branch_id, "from_date": change.effective_on},
    )
    _give_cards(
        [
            NewCard(new.patron_id, new.card_number, new.since, new.card_blocked)
            for new in change.newcomers
            if new.card_number
        ],
        change,
    )
    return dict(zip((new.patron_id for new in change.newcomers), made, strict=True))


def _since(day: date | None) -> Mapping[str, date]:
    """When it began, where a list tells; else it is the day on which the list takes effect."""
    return {"from_date": day} if day else {}


def _give_cards(cards: Sequence[NewCard], change: RosterChange) -> None:
    bulk.insert(
        "card",
        [
            {
                "patron_id": card.patron_id,
                "number": card.number,
                "blocked_on": change.effective_on if card.blocked else None,
                **_since(card.since),
            }
            for card in cards
        ],
        common={"library_id": change.library_id, "from_date": change.effective_on},
    )


def _join(change: RosterChange) -> dict[PatronKey, str]:
    """Patrons of other branches become members here, and end there what was asked."""
    made = bulk.insert(
        "membership",
        [
            {
                "patron_id": patron_id,
                "category": change.categories.get(patron_id, Membership.Category.PUPIL),
            }
            for patron_id in change.joining
        ],
        common={"branch_id": change.branch_id, "from_date": change.effective_on},
    )
    leaving: dict[int, list[PatronKey]] = {}
    for branch_id, patron_id in change.ending:
        leaving.setdefault(branch_id, []).append(patron_id)
    for branch_id, patron_ids in sorted(leaving.items()):
        end_memberships(patron_ids, branch_id=branch_id, on=change.effective_on)
    return dict(zip(change.joining, made, strict=True))


def _correct(change: RosterChange) -> None:
    bulk.update(
        "patron",
        ("first_name", "given_names", "initials", "prefix", "surname", "birth_date",
         "sort_key", "search"),
        [patron_row(changed.patron_id, changed.details) for changed in change.changed],
    )  # fmt: skip


def _release(change: RosterChange) -> None:
    """What staff gave back to the school is no longer set by hand."""
    if not change.released:
        return
    patrons = Patron.objects.filter(id__any_of=change.released).values_list("id", "hand_edited")
    bulk.update(
        "patron",
        ("hand_edited",),
        [
            {
                "id": str(patron_id),
                "hand_edited": [
                    name for name in names if name not in change.released[str(patron_id)]
                ],
            }
            for patron_id, names in patrons
        ],
    )


def _make_groups(change: RosterChange, known: Collection[str]) -> dict[str, UUID]:
    """The groups of this school year that were missing, by code.  Needs the branch's lock."""
    wanted: dict[str, Placing] = {}
    years: dict[str, set[str]] = {}
    for placing in change.placings:
        if placing.group_code and placing.group_code not in known:
            wanted.setdefault(placing.group_code, placing)
            if placing.year_group:
                years.setdefault(placing.group_code, set()).add(placing.year_group)
    made = Group.objects.bulk_create(
        [
            Group(
                branch_id=change.branch_id,
                school_year_id=change.school_year,
                code=code,
                name=placing.group_name or code,
                year_groups=sorted(years.get(code, ()), key=lambda year: (len(year), year)),
            )
            for code, placing in wanted.items()
        ]
    )
    return {group.code: group.id for group in made}


def _end_and_reopen(change: RosterChange) -> None:
    with connection.cursor() as cursor:
        if change.leaving:
            cursor.execute(
                "update patrons_membership set until_date = %s"
                " where branch_id = %s and patron_id = any (%s::uuid[]) and until_date is null",
                [change.effective_on, change.branch_id, bulk.as_array(change.leaving)],
            )
        if change.returning:
            cursor.execute(
                "update patrons_membership set until_date = null"
                " where branch_id = %s and patron_id = any (%s::uuid[]) and until_date is not null",
                [change.branch_id, bulk.as_array(change.returning)],
            )


def _place(
    change: RosterChange, groups: Mapping[str, UUID], memberships: Mapping[PatronKey, str]
) -> None:
    group_ids = {code: str(group) for code, group in groups.items()}
    rows = [
        {
            "membership_id": memberships[placing.patron_id],
            "group_id": group_ids[placing.group_code] if placing.group_code else None,
            "year_group": placing.year_group,
        }
        for placing in change.placings
    ]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into patrons_placement as old (id, membership_id, branch_id, school_year_id,"
            "  group_id, year_group, from_date, until_date)"
            " select new.id, new.membership_id, %s, %s, new.group_id, new.year_group, %s, null"
            " from jsonb_to_recordset(%s::jsonb)"
            "  as new(id uuid, membership_id uuid, group_id uuid, year_group text)"
            " on conflict (branch_id, membership_id, school_year_id) do update"
            "  set group_id = excluded.group_id, year_group = excluded.year_group"
            "  where (old.group_id, old.year_group)"
            "   is distinct from (excluded.group_id, excluded.year_group)",
            [
                change.branch_id,
                change.school_year,
                change.effective_on,
                bulk.as_json(bulk.with_keys(rows)),
            ],
        )


def _number(change: RosterChange, memberships: Mapping[PatronKey, str]) -> None:
    rows = [
        {
            "membership_id": memberships[numbering.patron_id],
            "number": numbering.number,
            "folded": folded_number(numbering.number),
        }
        for numbering in change.numberings
    ]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "update patrons_pupilnumber set until_date = %s"
            " where branch_id = %s and until_date is null and membership_id = any (%s::uuid[])",
            [
                change.effective_on,
                change.branch_id,
                bulk.as_array(memberships[numbering.patron_id] for numbering in change.numberings),
            ],
        )
        cursor.execute(
            "insert into patrons_pupilnumber"
            "  (id, membership_id, branch_id, number, folded, source, from_date, until_date)"
            " select new.id, new.membership_id, %s, new.number, new.folded, %s, %s, null"
            " from jsonb_to_recordset(%s::jsonb)"
            "  as new(id uuid, membership_id uuid, number text, folded text)",
            [
                change.branch_id,
                change.source,
                change.effective_on,
                bulk.as_json(bulk.with_keys(rows)),
            ],
        )


@transaction.atomic
def restore_rows(rows: Mapping[UUID, Mapping[str, RowState | None]]) -> None:
    """Make register rows equal to what they were: the writing half of undo.

    `rows` are complete rows by patron and key (as in PatronState); None removes the row.  What
    follows from other columns is made again.
    """
    present: dict[str, list[dict[str, Any]]] = {}
    gone: dict[str, list[str]] = {}
    for patron_id, changes in rows.items():
        for key, row in changes.items():
            table, _, row_id = key.partition(":")
            if row is None:
                gone.setdefault(table, []).append(row_id or str(patron_id))
            else:
                present.setdefault(table, []).append(_typed(table, row))
    for table in bulk.TABLES:
        bulk.insert_or_replace(table, present.get(table, []))
    for table in bulk.REMOVAL:
        bulk.delete(table, gone.get(table, []))


def _typed(table: str, row: RowState) -> dict[str, Any]:
    """A row of text as JSON can carry it, with its derived columns made again."""
    typed: dict[str, Any] = dict(row)
    if table == "patron":
        listed = (row.get("hand_edited") or "").strip("{}")
        typed["hand_edited"] = listed.split(",") if listed else []
        names = {name: row[name] or "" for name in ("surname", "prefix", "first_name")}
        typed["sort_key"] = sort_key(**names)
        typed["search"] = search_text(**names, given_names=row["given_names"] or "")
    return typed


@transaction.atomic
def remove_empty_groups(group_ids: Iterable[UUID]) -> None:
    """Remove those of these groups that nobody is placed in, and who was named to teach them."""
    empty = Group.objects.filter(id__in=list(group_ids), placements=None).values_list("id")
    # Who names a teacher of one at this moment is waited for: what goes along is looked for next.
    locked = list(Group.objects.select_for_update().filter(id__in=empty).order_by("id"))
    Group.objects.filter(id__in=[group.pk for group in locked]).delete()


@transaction.atomic
def end_memberships(patron_ids: Iterable[UUID | PatronKey], *, branch_id: int, on: date) -> None:
    """Sign these patrons off from the branch on a day, and no later than they would leave anyway.

    Person, card and other memberships stay.
    """
    Membership.objects.filter(
        Q(until_date=None) | Q(until_date__gt=on),
        branch_id=branch_id,
        patron_id__any_of=patron_ids,
    ).update(until_date=on)


def correct_details(
    *,
    patron_id: UUID,
    details: ChildDetails,
    acting_user: Viewer,
    now: datetime,
    seen: ChildDetails | None = None,
) -> None:
    """Set a patron's details by hand; what was left as it was `seen` sets nobody's work back.

    The fields that change are remembered: the next import shows a different value as a conflict
    and does not overwrite.  Raises queries.PatronNotFoundError, NotAllowedError,
    rules.DetailsDoNotFitError.
    """
    with scoped(acting_user.scope):
        patron = queries.lock_for_change(patron_id)
        branches = Membership.objects.filter(patron=patron).values_list("branch_id", flat=True)
        if not any(acting_user.may(DESK, branch) for branch in branches):
            raise NotAllowedError
        before = ChildDetails(**{name: getattr(patron, name) for name in HAND_EDITABLE})
        details = only_changed(details, seen=seen or before, before=before)
        changed = [one for one in HAND_EDITABLE if getattr(before, one) != getattr(details, one)]
        if not changed:
            return
        must_fit(details, before=before, today=timezone.localdate(now))
        row = patron_row(str(patron_id), details)
        Patron.objects.filter(id=patron_id).update(
            hand_edited=sorted({*patron.hand_edited, *changed}),
            **{name: value for name, value in row.items() if name != "id"},
        )
        record_by(
            "patron_corrected",
            acting_user,
            now,
            subject_id=patron_id,
            detail={"fields": len(changed)},
        )
