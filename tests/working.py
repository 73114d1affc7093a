"""A real worker in a test: it needs a database where a commit is a commit (`fresh_database`)."""

from django.db import connection, connections
from procrastinate.contrib.django import app


def run_jobs() -> None:
    """Do every job that is due, as the worker of the site would."""
    settings = connections["default"].settings_dict
    before = settings["CONN_MAX_AGE"]
    # The worker's thread ends with it and must leave no connection behind.
    settings["CONN_MAX_AGE"] = 0
    with app.replace_connector(app.connector.get_worker_connector()) as worker:  # type: ignore[attr-defined]  # DjangoConnector's
        worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
    settings["CONN_MAX_AGE"] = before


def jobs(task: str) -> list[tuple[str, int, bool]]:
    """(status, attempts, whether it waits for later) of every job of a task."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select status::text, attempts, coalesce(scheduled_at > now(), false)"
            " from procrastinate_jobs where task_name = %s order by id",
            [task],
        )
        return list(cursor.fetchall())
