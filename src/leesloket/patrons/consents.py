"""Consent for a membership of the public library: a dated record with its source."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.timezone import localdate

from leesloket.accounts.names import display_names
from leesloket.accounts.queries import Viewer
from leesloket.accounts.rules import DESK
from leesloket.audit.actions import record_by
from leesloket.branches.queries import BranchLine, branch_line, branch_lines, lock_branch
from leesloket.isolation.scope import scoped
from leesloket.patrons import queries
from leesloket.patrons.actions import NotAllowedError
from leesloket.patrons.models import Consent, Membership
from leesloket.patrons.rules import is_grown_up, who_may_consent

RIGHT = DESK
"""The right with which consent is recorded, at the public branch itself."""

SOURCES = tuple(Consent.Source.values)


class ConsentDayError(Exception):
    """A day to come, or one before the person was born."""


class NotTheirsToGiveError(Exception):
    """Below sixteen a parent or guardian agrees, from then on the person itself."""


class AlreadyGivenError(Exception):
    """There is consent for this branch, or the second of two clicks."""


class NoConsentError(Exception):
    """There is none that counts, or the second of two clicks."""


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """One record; `withdrawn_on` empty: it counts."""

    branch_name: str
    branch_slug: str
    given_by: str
    """parent · self"""
    source: str
    """form · desk · mail · school"""
    given_on: date
    recorded_at: datetime
    recorded_by: str
    withdrawn_on: date | None
    withdrawn_by: str
    may_withdraw: bool = False


@dataclass(frozen=True, slots=True)
class ConsentView:
    """What was recorded for somebody, and where the viewer can record more."""

    lines: tuple[ConsentLine, ...]
    unrecorded: tuple[str, ...]
    """Public branches whose member a child is without consent on record."""
    branches: tuple[BranchLine, ...]
    """Public branches of the viewer without consent of this child on record."""
    givers: tuple[str, ...]
    """Who can agree today: see rules.who_may_consent."""
    sources: tuple[str, ...] = SOURCES


def give_consent(
    *,
    patron_id: UUID,
    branch: BranchLine,
    given_by: str,
    source: str,
    given_on: date,
    acting_user: Viewer,
    now: datetime,
) -> None:
    """Record consent; who is no member of the branch becomes one, from today on.

    Raises queries.PatronNotFoundError, NotAllowedError (no desk at that branch, or no public
    one), ConsentDayError, NotTheirsToGiveError, AlreadyGivenError.  `source` is one of SOURCES.
    """
    with scoped(acting_user.scope):
        # Under the lock that another kind waits for: a public branch with members stays one.
        lock_branch(branch.id)
        patron = queries.lock_for_change(patron_id)
        if branch_line(branch.id).kind != "public" or not acting_user.may(RIGHT, branch.id):
            raise NotAllowedError
        if given_on > localdate(now) or (patron.birth_date and given_on < patron.birth_date):
            raise ConsentDayError
        if given_by not in who_may_consent(patron.birth_date, given_on):
            raise NotTheirsToGiveError
        membership = _member(patron_id, branch.id, from_date=localdate(now))
        if membership.consents.filter(withdrawn_on=None).exists():
            raise AlreadyGivenError
        Consent.objects.create(
            membership=membership,
            branch_id=branch.id,
            given_by=given_by,
            source=Consent.Source(source),
            given_on=given_on,
            recorded_at=now,
            recorded_by_id=acting_user.account_id,
        )
        _record("consent_given", patron_id, branch.id, acting_user, now, by=given_by, source=source)


def withdraw_consent(
    *, patron_id: UUID, branch: BranchLine, acting_user: Viewer, now: datetime
) -> None:
    """Record that consent was taken back today, and end the membership with it.

    Person, card, history and memberships of schools stay.  Raises queries.PatronNotFoundError,
    NotAllowedError, NoConsentError.
    """
    today = localdate(now)
    with scoped(acting_user.scope):
        # Before the patron, as an import does that locks every member of the branch.
        lock_branch(branch.id)
        queries.lock_for_change(patron_id)
        if not acting_user.may(RIGHT, branch.id):
            raise NotAllowedError
        counts = Consent.objects.filter(
            membership__patron_id=patron_id, branch_id=branch.id, withdrawn_on=None
        )
        withdrawn = counts.update(
            withdrawn_on=today, withdrawn_at=now, withdrawn_by_id=acting_user.account_id
        )
        if not withdrawn:
            raise NoConsentError
        Membership.objects.filter(patron_id=patron_id, branch_id=branch.id, until_date=None).update(
            until_date=today
        )
        _record("consent_withdrawn", patron_id, branch.id, acting_user, now)


def consents_of(patron_id: UUID, *, viewer: Viewer, today: date) -> ConsentView:
    """What was recorded at the viewer's branches; raises queries.PatronNotFoundError."""
    with scoped(viewer.scope):
        birth_date = queries.birth_date_of(patron_id)
        rows = list(
            Consent.objects.filter(membership__patron_id=patron_id)
            .select_related("branch")
            .order_by("-recorded_at")
        )
        member = set(
            Membership.objects.filter(
                patron_id=patron_id, category=Membership.Category.PUBLIC, until_date=None
            ).values_list("branch_id", flat=True)
        )
        names = display_names(
            {row.recorded_by_id for row in rows} | {row.withdrawn_by_id for row in rows}
        )
        mine = branch_lines(viewer.branches_with(RIGHT))
        counted = {row.branch_id for row in rows if row.withdrawn_on is None}
        unrecorded = branch_lines(member - counted)
        # A grown-up becomes a member by an agreement of its own.
        asked_of = birth_date is None or not is_grown_up(birth_date, today)
    return ConsentView(
        lines=tuple(
            ConsentLine(
                branch_name=row.branch.name,
                branch_slug=row.branch.slug,
                given_by=row.given_by,
                source=row.source,
                given_on=row.given_on,
                recorded_at=row.recorded_at,
                recorded_by=names.of(row.recorded_by_id),
                withdrawn_on=row.withdrawn_on,
                withdrawn_by=names.of(row.withdrawn_by_id),
                may_withdraw=row.withdrawn_on is None and viewer.may(RIGHT, row.branch_id),
            )
            for row in rows
        ),
        unrecorded=tuple(line.name for line in unrecorded if asked_of),
        branches=tuple(
            line for line in mine if asked_of and line.kind == "public" and line.id not in counted
        ),
        givers=tuple(sorted(who_may_consent(birth_date, today))),
    )


def _member(patron_id: UUID, branch_id: int, *, from_date: date) -> Membership:
    """The membership of the branch, begun or opened again when there is none now."""
    membership, _ = Membership.objects.get_or_create(
        patron_id=patron_id,
        branch_id=branch_id,
        defaults={"category": Membership.Category.PUBLIC, "from_date": from_date},
    )
    if membership.until_date is not None:
        membership.until_date = None
        membership.save(update_fields=["until_date"])
    return membership


def _record(
    code: str, patron_id: UUID, branch_id: int, acting_user: Viewer, now: datetime, **detail: str
) -> None:
    record_by(code, acting_user, now, branch_id=branch_id, subject_id=patron_id, detail=detail)
