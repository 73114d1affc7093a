"""The worker's doors."""

from uuid import UUID

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from leesloket.isolation.jobs import scope_of_job
from leesloket.isolation.scope import scoped
from leesloket.messaging import actions

# A mail server that is down for a night is tried again until the next morning.
_PATIENCE = RetryStrategy(max_attempts=12, exponential_wait=5)


@app.task(name="messaging.send_notice", retry=_PATIENCE)
def send_notice(*, notice_id: str, library_id: int, branch_ids: list[int]) -> None:
    with scoped(scope_of_job(library_id, branch_ids)):
        actions.send_notice(UUID(notice_id), now=timezone.now())
