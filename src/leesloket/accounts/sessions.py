"""Where somebody is signed in, and ending that.

A session counts as long as its row says so.  That is asked on every request: what staff or the
person end is over with the next one, whatever cookie a browser still has.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from leesloket.accounts import rules
from leesloket.accounts.models import Account, SignedIn
from leesloket.isolation.scope import signing_in

_KEY: Final = "leesloket_signed_in"
_SEEN: Final = "leesloket_seen"
_SEEN_EVERY: Final = timedelta(minutes=5)
"""Not at every request: a list that is five minutes behind tells as much."""


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One browser in which somebody is signed in."""

    id: UUID
    browser: str
    system: str
    started_at: datetime
    seen_at: datetime
    here: bool = field(default=False)
    """Whether it is the one that asks."""


def begin(session: SessionBase, *, account_id: UUID, user_agent: str, now: datetime) -> None:
    """Write down that somebody signed in with this session; what is old goes."""
    browser, system = rules.browser_and_system(user_agent)
    row = SignedIn(
        account_id=account_id, browser=browser, system=system, started_at=now, seen_at=now
    )
    with signing_in():
        too_old = now - timedelta(days=settings.SIGN_INS_KEPT_DAYS)
        SignedIn.objects.filter(started_at__lt=too_old).delete()
        row.save(force_insert=True)
    session[_KEY] = str(row.pk)
    session[_SEEN] = now.timestamp()


def is_open(session: SessionBase, *, now: datetime) -> Exists:
    """That this session has not ended, as a condition on the account of a query."""
    return Exists(_open(now).filter(account_id=OuterRef("pk"), pk=_id(session)))


def was_seen(session: SessionBase, *, now: datetime) -> None:
    """Remember once in a while that this session is used."""
    if now.timestamp() - session.get(_SEEN, 0) < _SEEN_EVERY.total_seconds():
        return
    session[_SEEN] = now.timestamp()
    with signing_in():
        SignedIn.objects.filter(pk=_id(session)).update(seen_at=now)


def _id(session: SessionBase) -> UUID:
    """The row of this session; nobody's for one that signed in before there were rows."""
    return UUID(session.get(_KEY) or "0" * 32)


def _open(now: datetime) -> QuerySet[SignedIn]:
    # A working day, however busy: a session that is used does not live on for ever (ASVS 7.3.2).
    oldest = now - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return SignedIn.objects.filter(ended_at=None, started_at__gt=oldest)


def sessions_of(account_id: UUID, *, session: SessionBase, now: datetime) -> list[SessionLine]:
    """Where this person is signed in now; this browser first."""
    own = _id(session)
    with signing_in():
        rows = list(_open(now).filter(account_id=account_id).order_by("-seen_at", "-started_at"))
    lines = [
        SessionLine(row.pk, row.browser, row.system, row.started_at, row.seen_at, row.pk == own)
        for row in rows
    ]
    return sorted(lines, key=lambda line: not line.here)


@transaction.atomic
def end(*, account_id: UUID, now: datetime, only: UUID | None = None) -> int:
    """End one session of this person, or all; gives how many there were."""
    with signing_in():
        which = Q(pk=only) if only else Q()
        return SignedIn.objects.filter(which, account_id=account_id, ended_at=None).update(
            ended_at=now
        )


@transaction.atomic
def end_others(session: SessionBase, *, account_id: UUID, now: datetime) -> int:
    """End all sessions of this person but this one; gives how many there were."""
    with signing_in():
        others = SignedIn.objects.filter(account_id=account_id, ended_at=None)
        return others.exclude(pk=_id(session)).update(ended_at=now)


def person_in(session: SessionBase) -> Account | None:
    """Who said that she sits here, at a shared account; None before anybody did."""
    with signing_in():
        row = SignedIn.objects.filter(pk=_id(session)).select_related("person").first()
    return row.person if row else None


@transaction.atomic
def let_in(session: SessionBase, *, person: Account) -> None:
    """Write down who sits here now; what is done from here on is hers."""
    with signing_in():
        rows = SignedIn.objects.filter(pk=_id(session), account=person.person_of)
        rows.update(person=person)


def end_this(session: SessionBase, *, account_id: UUID, now: datetime) -> None:
    """End the session that asks."""
    end(account_id=account_id, now=now, only=_id(session))
