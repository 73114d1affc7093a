"""Reading the record."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Count, DateField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncMonth

from leesloket.audit import rules
from leesloket.audit.models import Event, Link

_AT_ONCE = 2_000
"""How many links are in memory at a time while a chain is walked."""


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event as a screen can tell it."""

    code: str
    at: datetime
    by: UUID | None
    subject_id: UUID | None
    detail: Mapping[str, int | str | bool | None]
    branch_id: int | None = None


def events_about_all(subject_ids: Iterable[UUID]) -> dict[UUID, tuple[EventLine, ...]]:
    """Everything recorded about several subjects, in one query; oldest first.  Needs a scope."""
    found: dict[UUID, list[EventLine]] = {}
    for event in Event.objects.filter(subject_id__in=list(subject_ids)).order_by("id"):
        if event.subject_id is not None:
            found.setdefault(event.subject_id, []).append(line_of(event))
    return {subject: tuple(lines) for subject, lines in found.items()}


def events_about(subject_id: UUID) -> tuple[EventLine, ...]:
    """Everything recorded about one upload, patron or account, oldest first.  Needs a scope."""
    return events_about_all([subject_id]).get(subject_id, ())


def events_of_branch(branch_id: int, *codes: str) -> tuple[EventLine, ...]:
    """Every event of these kinds in a branch, newest first.  Needs a scope."""
    found = Event.objects.filter(branch_id=branch_id, code__in=codes).order_by("-id")
    return tuple(map(line_of, found))


def events_of_library(*codes: str, at_most: int) -> tuple[EventLine, ...]:
    """The latest events of these kinds that are of no branch, newest first.  Needs a scope."""
    found = Event.objects.filter(branch_id=None, code__in=codes).order_by("-id")[:at_most]
    return tuple(map(line_of, found))


def happened_since(
    code: str,
    *,
    since: datetime,
    by: UUID,
    subject_id: UUID | None,
    branch_id: int | None,
    detail: Mapping[str, int | str],
) -> bool:
    """Whether the same was recorded of the same person after `since`.  Needs a scope."""
    return Event.objects.filter(
        code=code,
        at__gt=since,
        account_id=by,
        subject_id=subject_id,
        branch_id=branch_id,
        detail=dict(detail),
    ).exists()


def events_at(
    branch_id: int,
    *,
    codes: Collection[str] = (),
    without: Collection[str] = (),
    by: Collection[UUID] = (),
    between: tuple[datetime, datetime] | None = None,
) -> QuerySet[Event]:
    """What happened at a branch or in its library as a whole, newest first.  Needs a scope."""
    found = Event.objects.filter(Q(branch_id=branch_id) | Q(branch_id=None))
    if without:
        found = found.exclude(code__in=list(without))
    if codes:
        found = found.filter(code__in=list(codes))
    if by:
        found = found.filter(account_id__in=list(by))
    if between:
        found = found.filter(at__gte=between[0], at__lt=between[1])
    return found.order_by("-id")


def counted_by_month(
    branch_id: int, *, codes: Collection[str], since: datetime
) -> tuple[tuple[date, str, int], ...]:
    """(first of the month, code, how often) of these codes at a branch, newest first."""
    found = (
        Event.objects.filter(branch_id=branch_id, code__in=list(codes), at__gte=since)
        .annotate(month=TruncMonth("at", output_field=DateField()))
        .values_list("month", "code")
        .annotate(Count("id"))
        .order_by("-month", "code")
    )
    return tuple(found)


def events_between(
    since: datetime,
    until: datetime,
    *,
    by: Collection[UUID] = (),
    branch_id: int | None = None,
) -> tuple[EventLine, ...]:
    """What happened from `since` up to `until`, oldest first.  Needs a scope.

    With `by` what these accounts did, and what was done to them; with `branch_id` what
    happened there, and in the library as a whole.
    """
    found = Event.objects.filter(at__gte=since, at__lt=until)
    if by:
        found = found.filter(Q(account_id__in=list(by)) | Q(subject_id__in=list(by)))
    if branch_id:
        found = found.filter(Q(branch_id=branch_id) | Q(branch_id=None))
    return tuple(map(line_of, found.order_by("id")))


def events_among(subject_ids: Iterable[UUID], codes: Collection[str]) -> tuple[EventLine, ...]:
    """Events of these kinds about any of these.  Needs a scope."""
    found = Event.objects.filter(subject_id__in=list(subject_ids), code__in=list(codes))
    return tuple(map(line_of, found))


def places_of(subject_ids: Iterable[UUID], code: str) -> dict[UUID, tuple[EventLine, int]]:
    """The last event of this kind about each, with its place in the chain (0: not bound yet).

    Needs a scope of the whole library.
    """
    events = list(Event.objects.filter(subject_id__in=list(subject_ids), code=code).order_by("id"))
    places = Link.objects.filter(event_id__in=[one.pk for one in events])
    bound = dict(places.values_list("event_id", "sequence"))
    return {
        one.subject_id: (line_of(one), bound.get(one.pk, 0)) for one in events if one.subject_id
    }


def events_that_show(subject_id: UUID, code: str) -> tuple[EventLine, ...]:
    """Events of this kind that name somebody among those shown.  Needs a scope."""
    found = Event.objects.filter(code=code, detail__shown__icontains=str(subject_id))
    return tuple(map(line_of, found))


def head_of(library_id: int) -> rules.Link | None:
    """The last link of a library's chain.  Needs a scope."""
    last = Link.objects.filter(library_id=library_id).order_by("-sequence").first()
    return _link(last) if last else None


def not_linked(library_id: int) -> QuerySet[Event]:
    """What no link binds yet, in the order of its ids.  Needs a scope of the whole library."""
    linked = Link.objects.filter(library_id=library_id, event_id=OuterRef("pk"))
    return Event.objects.filter(~Exists(linked), library_id=library_id).order_by("id")


def chain_of(library_id: int) -> Iterator[tuple[rules.Link, rules.Entry | None]]:
    """Every link by sequence, with its event.  Needs a scope of the whole library."""
    after = -1
    while True:
        found = Link.objects.filter(library_id=library_id, sequence__gt=after)
        links = [_link(link) for link in found.order_by("sequence")[:_AT_ONCE]]
        events = Event.objects.in_bulk([link.event_id for link in links])
        for link in links:
            event = events.get(link.event_id)
            yield link, entry_of(event) if event else None
        if len(links) < _AT_ONCE:
            return
        after = links[-1].sequence


def entry_of(event: Event) -> rules.Entry:
    """An event as the chain binds it."""
    return rules.Entry(
        id=event.pk,
        library_id=event.library_id,
        branch_id=event.branch_id,
        account_id=str(event.account_id or ""),
        code=event.code,
        at=event.at,
        subject_id=str(event.subject_id or ""),
        detail=event.detail,
    )


def latest(code: str) -> EventLine | None:
    """The last event of this kind in the scope."""
    event = Event.objects.filter(code=code, branch_id=None).order_by("-id").first()
    return line_of(event) if event else None


def hold_chain(library_id: int) -> None:
    """Wait until this library's chain is ours; released when the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtext('audit.chain'), %s::int)", [library_id]
        )


def _link(link: Link) -> rules.Link:
    return rules.Link(link.sequence, link.event_id, link.previous, link.mac)


def line_of(event: Event) -> EventLine:
    """An event as the screens tell of it."""
    return EventLine(
        event.code, event.at, event.account_id, event.subject_id, event.detail, event.branch_id
    )
