"""The worker's doors."""

from uuid import UUID

from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from leesloket.accounts import resetting
from leesloket.accounts.school_accounts.queries import links_of
from leesloket.isolation.jobs import scope_of_job
from leesloket.isolation.scope import scoped
from leesloket.messaging import actions, to_people

# For some three days, each time a minute later than the time before: a mail server that was away
# for a weekend is found within two hours of its return.  Waits that grow by powers take a week.
_PATIENCE = RetryStrategy(max_attempts=100, wait=5, linear_wait=60)


@app.task(name="messaging.send_notice", retry=_PATIENCE)
def send_notice(*, notice_id: str, library_id: int, branch_ids: list[int]) -> None:
    with scoped(scope_of_job(library_id, branch_ids)):
        actions.send_notice(UUID(notice_id), now=timezone.now())


@app.task(name="messaging.tell_of_emergency_code", retry=_PATIENCE)
def tell_of_emergency_code(
    *, account_id: str, code_id: str, library_id: int, branch_ids: list[int]
) -> None:
    """Warn somebody for whom a code was made, who may not have asked for it."""
    with scoped(scope_of_job(library_id, branch_ids)):
        to_people.send("emergency_code", account_id=UUID(account_id), about=UUID(code_id))


@app.task(name="messaging.tell_of_school_account", retry=_PATIENCE)
def tell_of_school_account(
    *, account_id: str, link_id: str, message_id: str, library_id: int, branch_ids: list[int]
) -> None:
    """Tell somebody that a school account opens theirs, which they may not have linked."""
    account, about = UUID(account_id), UUID(message_id)
    for linked in links_of(account):
        if linked.id == int(link_id):
            with scoped(scope_of_job(library_id, branch_ids)):
                to_people.send(
                    "school_linked", account_id=account, about=about, provider=linked.name
                )


@app.task(name="messaging.send_password_reset", retry=_PATIENCE)
def send_password_reset(
    *, account_id: str, reset_id: str, library_id: int, branch_ids: list[int]
) -> None:
    """Send the link to a new password, as long as it opens something."""
    about = UUID(reset_id)
    if not resetting.is_open(about, now=timezone.now()):
        return
    with scoped(scope_of_job(library_id, branch_ids)):
        to_people.send(
            "password_reset",
            account_id=UUID(account_id),
            about=about,
            token=resetting.token_of(about),
        )


@app.periodic(cron="* * * * *")
@app.task(
    name="messaging.take_up_stalled", queueing_lock="messaging.take_up_stalled", pass_context=True
)
async def take_up_stalled(context: JobContext, timestamp: int) -> None:
    """Start again what a worker left behind that was killed: nothing else does (STACK.md 4).

    Every task can be run twice, so a worker that was only slow does no harm.
    """
    del timestamp
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        await manager.retry_job(job)
