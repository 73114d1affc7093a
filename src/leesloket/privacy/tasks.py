"""The worker's doors."""

import logging

from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from procrastinate.contrib.django import app

from leesloket.accounts.forgetting import forget_people
from leesloket.branches.queries import scopes_of_libraries
from leesloket.privacy import checking
from leesloket.privacy.leavers import erase_leavers
from leesloket.privacy.reviewing import remind

logger = logging.getLogger(__name__)


# After the commits, never in them: what happened in the last minutes is not bound yet.
@app.periodic(cron="*/5 * * * *")
@app.task(name="privacy.extend_chains", queueing_lock="privacy.extend_chains")
def extend_chains(timestamp: int) -> None:
    """Bind what was recorded since the last time; `timestamp` is the schedule's."""
    del timestamp
    for library in scopes_of_libraries():
        checking.extend(library)


# Every hour, so that a machine that was off in the night makes good for it.
@app.periodic(cron="25 * * * *")
@app.task(name="privacy.anchor_record", queueing_lock="privacy.anchor_record")
def anchor_record(timestamp: int) -> None:
    """Once a day: write the heads down outside of the database, and check the record."""
    del timestamp
    now = timezone.now()
    for library in scopes_of_libraries():
        if not checking.anchored_on(library, now=now):
            checking.anchor(library, now=now)
        elif checking.checked_since_anchor(library):
            continue  # else a worker was killed in between
        verdict = checking.verify(library, now=now)
        if not verdict.whole:
            logger.error(
                "the record of library %s is broken in %s places: run `audit verify`",
                library.library_id,
                len(verdict.findings),
            )


# Every hour, a few hundred at a time: after a summer many have their day at once.
@app.periodic(cron="42 * * * *")
@app.task(name="privacy.erase_leavers", queueing_lock="privacy.erase_leavers")
def erase_who_left(timestamp: int) -> None:
    """Erase leavers whose time has come, library by library."""
    del timestamp
    for library in scopes_of_libraries():
        erase_leavers(library, now=timezone.now())


# Every hour, as above.
@app.periodic(cron="48 * * * *")
@app.task(name="privacy.forget_shared_names", queueing_lock="privacy.forget_shared_names")
def forget_shared_names(timestamp: int) -> None:
    """Take away the names of who has not sat at a shared account for long."""
    del timestamp
    for library in scopes_of_libraries():
        forget_people(library, now=timezone.now())


# Every hour, so that a machine that was off on the day makes good for it.
@app.periodic(cron="55 * * * *")
@app.task(name="privacy.remind_of_review", queueing_lock="privacy.remind_of_review")
def remind_of_review(timestamp: int) -> None:
    """In August and in September: ask each library to look through its rights."""
    del timestamp
    for library in scopes_of_libraries():
        remind(library, now=timezone.now())


# A session that ended by itself stays in its table until somebody takes it out.
@app.periodic(cron="35 * * * *")
@app.task(name="privacy.drop_expired_sessions", queueing_lock="privacy.drop_expired_sessions")
def drop_expired_sessions(timestamp: int) -> None:
    """Take out the sessions that nobody can use any more: each child of a class leaves one."""
    del timestamp
    SessionStore.clear_expired()
