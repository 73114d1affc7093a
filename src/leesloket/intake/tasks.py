"""The worker's doors."""

from uuid import UUID

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from leesloket.branches.queries import scopes_of_libraries
from leesloket.intake import fetching
from leesloket.isolation.jobs import scope_of_job
from leesloket.isolation.scope import scoped


@app.task(name="intake.make_copy_ready", retry=RetryStrategy(max_attempts=5, wait=10))
def make_copy_ready(*, request_id: str, library_id: int, branch_ids: list[int]) -> None:
    """Make a file ready for who asked for it; only the worker can open it."""
    with scoped(scope_of_job(library_id, branch_ids)):
        fetching.make_copy_ready(UUID(request_id), now=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="intake.drop_what_is_over", queueing_lock="intake.drop_what_is_over")
def drop_what_is_over(timestamp: int) -> None:
    """Shred the copies that nobody fetched in time; `timestamp` is the schedule's."""
    del timestamp
    now = timezone.now()
    for library in scopes_of_libraries():
        fetching.drop_what_is_over(library, now=now)
