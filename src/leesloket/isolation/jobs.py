"""Jobs: enqueued in the caller's transaction, carrying ids and their scope, never a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import psycopg
from django.db import OperationalError, connection
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException

from leesloket.isolation.scope import Scope


class NotGivenUpError(Exception):
    """There is no job of this number that was given up."""


def enqueue(task: str, *, scope: Scope, **ids: UUID | int) -> None:
    """Enqueue the task of this name; it runs after (and only after) the caller's commit.

    Raises Django's OperationalError when the database goes away, as every other query does.
    """
    try:
        app.configure_task(task).defer(
            library_id=scope.library_id,
            branch_ids=list(scope.branch_ids),
            **{name: str(value) for name, value in ids.items()},
        )
    except ConnectorException as error:
        if not isinstance(error.__cause__, psycopg.OperationalError):
            raise
        raise OperationalError from error.__cause__


def seconds_since_worker() -> float | None:
    """How long ago a worker said that it lives, by the database's clock; None for never."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select extract(epoch from now() - max(last_heartbeat)) from procrastinate_workers"
        )
        [(seconds,)] = cursor.fetchall()
    return None if seconds is None else float(seconds)


def jobs_by_status() -> dict[str, int]:
    """How many jobs wait, run and failed."""
    with connection.cursor() as cursor:
        cursor.execute("select status::text, count(*) from procrastinate_jobs group by status")
        return dict(cursor.fetchall())


def tried_in_vain(tasks: Sequence[str], *, times: int) -> int:
    """How many jobs of these tasks wait after so many tries."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from procrastinate_jobs where status in ('todo', 'doing')"
            " and task_name = any (%s) and attempts >= %s",
            [list(tasks), times],
        )
        [(count,)] = cursor.fetchall()
    return int(count)


@dataclass(frozen=True, slots=True)
class FailedJob:
    """A job that was given up, without what it is about."""

    id: int
    task: str
    tries: int
    failed_at: datetime | None


def failed_jobs() -> tuple[FailedJob, ...]:
    """What was given up, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, task_name, attempts, (select max(at) from procrastinate_events e"
            " where e.job_id = j.id and e.type = 'failed')"
            " from procrastinate_jobs j where status = 'failed' order by id"
        )
        return tuple(FailedJob(*row) for row in cursor.fetchall())


def try_again(job_id: int, *, now: datetime) -> None:
    """Let a job that was given up run once more; another one, or none, raises NotGivenUpError."""
    _check_given_up(job_id)
    app.job_manager.retry_job_by_id(job_id, retry_at=now)


def give_up_for_good(job_id: int) -> None:
    """Take a job that was given up out of the table; raises NotGivenUpError as above."""
    _check_given_up(job_id)
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs where id = %s", [job_id])


def _check_given_up(job_id: int) -> None:
    if job_id not in {job.id for job in failed_jobs()}:
        raise NotGivenUpError


def scope_of_job(library_id: int, branch_ids: list[int]) -> Scope:
    """The scope that a job was enqueued with."""
    return Scope(library_id, tuple(branch_ids))
