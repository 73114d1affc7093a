"""The worker's doors."""

from django.utils import timezone
from procrastinate.contrib.django import app

from leesloket.branches.queries import scopes_of_libraries
from leesloket.imports.actions import waiting
from leesloket.imports.actions.expiring import destroy_expired


@app.periodic(cron="* * * * *")
@app.task(name="imports.take_up_waiting", queueing_lock="imports.take_up_waiting")
def take_up_waiting(timestamp: int) -> None:
    """Go on with what waits for the virus scanner, once it answers."""
    del timestamp
    for library in scopes_of_libraries():
        waiting.take_up_waiting(library, now=timezone.now())


# Every hour, so that a machine that was off at midnight makes good for it.
@app.periodic(cron="12 * * * *")
@app.task(name="imports.destroy_expired", queueing_lock="imports.destroy_expired")
def destroy_what_expired(timestamp: int) -> None:
    """Destroy what has reached its day, library by library; `timestamp` is the schedule's."""
    del timestamp
    now = timezone.now()
    for library in scopes_of_libraries():
        destroy_expired(library, today=timezone.localdate(now), now=now)
