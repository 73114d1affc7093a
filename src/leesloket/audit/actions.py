"""Writing to the record, and binding it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db import transaction

from leesloket.audit import queries, rules
from leesloket.audit.models import Event, Link

_LATE = 100_000
"""So many ids before the head an event may still come in: that of a transaction that took long.
The whole record is looked through once a day, by the check."""


class Doer(Protocol):
    """Who acts, as far as the record needs it: somebody signed in, or the scope of a job."""

    @property
    def account_id(self) -> UUID | None: ...
    @property
    def library_id(self) -> int: ...


Detail = Mapping[str, int | str | bool | None]
"""Counts, codes and ids; a name, number or birth date has no place here."""


def record_by(
    code: str,
    doer: Doer,
    at: datetime,
    *,
    branch_id: int | None = None,
    subject_id: UUID | None = None,
    detail: Detail | None = None,
) -> None:
    """Add what somebody did, or a job of nobody, in the library of theirs; as `record` does."""
    record(
        code,
        at=at,
        by=doer.account_id,
        library_id=doer.library_id,
        branch_id=branch_id,
        subject_id=subject_id,
        detail=detail,
    )


def record(
    code: str,
    *,
    at: datetime,
    by: UUID | None,
    library_id: int | None,
    branch_id: int | None = None,
    subject_id: UUID | None = None,
    detail: Detail | None = None,
) -> None:
    """Add one event, in the caller's transaction: what is not committed did not happen.

    `by` is None for what nobody asked for, and for who could not sign in; `library_id` for a name
    that nobody has.
    """
    # With `ignore_conflicts` no id is asked back: while somebody signs in, events can be written
    # and none can be read.  There is nothing to conflict with.
    Event.objects.bulk_create(
        [
            Event(
                library_id=library_id,
                branch_id=branch_id,
                account_id=by,
                code=code,
                at=at,
                subject_id=subject_id,
                detail=dict(detail or {}),
            )
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def extend_chain(library_id: int, *, secret: bytes) -> int:
    """Bind what is not bound yet to a library's chain; gives how many.  Needs its whole scope.

    Never part of what it binds: two approvals would wait for each other.  The order is that of
    finding, so that an event of a long transaction comes behind those that were committed first.
    """
    queries.hold_chain(library_id)
    head = queries.head_of(library_id)
    found = queries.not_linked(library_id)
    if head is not None:
        found = found.filter(id__gt=head.event_id - _LATE)
    entries = map(queries.entry_of, found.iterator(chunk_size=2_000))
    links = [
        Link(
            library_id=library_id,
            sequence=link.sequence,
            event_id=link.event_id,
            previous=link.previous,
            mac=link.mac,
        )
        for link in rules.extended(head, entries, secret=secret)
    ]
    Link.objects.bulk_create(links, batch_size=2_000)
    return len(links)
