"""How the site is: what its pages need, and what should happen without anybody looking.

Numbers and yes or no; nobody's data, no name of a school or a library.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from leesloket.accounts.school_accounts.queries import providers, without_library
from leesloket.branches.policies import scan_required
from leesloket.branches.queries import scopes_of_libraries
from leesloket.intake import scanning
from leesloket.intake.queries import reader_answers
from leesloket.isolation.jobs import jobs_by_status, seconds_since_worker, tried_in_vain
from leesloket.isolation.scope import scoped
from leesloket.messaging.queries import TO_PEOPLE, waiting_since
from leesloket.vault.queries import not_opened_here, overdue_before

WORKER_SILENT_AFTER = 60.0
"""Seconds; a worker tells that it lives every ten."""

MAIL_LATE_AFTER = timedelta(minutes=15)
MAIL_LATE_TRIES = 6
"""As long, by the patience of messaging.tasks: mail to people is no row that has a moment."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    name: str
    ok: bool
    needed: bool
    """Whether pages work without it: what only runs late makes a site degraded, not down."""
    value: float | None = None
    """A number that says more, where there is one."""


@dataclass(frozen=True, slots=True)
class Health:
    checks: tuple[Check, ...]

    @property
    def status(self) -> str:
        """`ok`, `degraded` (something runs late) or `down` (pages do not work)."""
        wrong = [check for check in self.checks if not check.ok]
        if any(check.needed for check in wrong):
            return "down"
        return "degraded" if wrong else "ok"


def health(*, now: datetime) -> Health:
    """Look at everything, now.  What cannot be asked because the database is away is not ok."""
    database = _database()
    kept: tuple[tuple[str, bool, Callable[[], tuple[bool, float | None]]], ...] = (
        ("migrations", True, _migrations),
        ("worker", False, _worker),
        ("mail", False, lambda: _mail(now)),
        ("failed_jobs", False, _failed_jobs),
        ("expiry", False, lambda: _expiry(now)),
        ("keys", False, _keys),
    )
    checks = [
        Check("database", database, needed=True),
        Check("reader", reader_answers(), needed=True),
    ]
    # A library that wants every file scanned waits for a scanner that nobody named, too.
    required = database and _looked(lambda: (_over_libraries(scan_required) > 0, None))[0]
    if required or scanning.is_asked_for():
        checks.append(Check("scanner", scanning.answers(required=required), needed=False))
    if providers():
        kept = (*kept, ("school_accounts", False, _school_accounts))
    for name, needed, look in kept:
        ok, value = _looked(look) if database else (False, None)
        checks.append(Check(name, ok, needed, value))
    return Health(tuple(checks))


def _looked(look: Callable[[], tuple[bool, float | None]]) -> tuple[bool, float | None]:
    try:
        return look()
    except Error:
        return False, None


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except Error:
        return False
    return True


def _migrations() -> tuple[bool, float]:
    missing = len(_wanted_migrations() - MigrationRecorder(connection).applied_migrations().keys())
    return missing == 0, missing


@lru_cache
def _wanted_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations)


def _school_accounts() -> tuple[bool, float]:
    lost = len(without_library())
    return lost == 0, lost


def _worker() -> tuple[bool, float | None]:
    silent = seconds_since_worker()
    return silent is not None and silent < WORKER_SILENT_AFTER, silent


def _failed_jobs() -> tuple[bool, float]:
    """A job that failed for good was tried many times; somebody has to look."""
    failed = jobs_by_status().get("failed", 0)
    return failed == 0, failed


def _mail(now: datetime) -> tuple[bool, float]:
    late = _over_libraries(lambda _library: waiting_since(now - MAIL_LATE_AFTER))
    late += tried_in_vain(TO_PEOPLE, times=MAIL_LATE_TRIES)
    return late == 0, late


def _expiry(now: datetime) -> tuple[bool, float]:
    overdue = _over_libraries(lambda _library: overdue_before(timezone.localdate(now)))
    return overdue == 0, overdue


def _keys() -> tuple[bool, float]:
    """What lies sealed is sealed for the keys of this process: or it has others than it should."""
    closed = _over_libraries(lambda _library: not_opened_here())
    return closed == 0, closed


def _over_libraries(count: Callable[[int], int]) -> int:
    total = 0
    for library in scopes_of_libraries():
        with scoped(library):
            total += count(library.library_id)
    return total
