"""Waiting until others wait for us, in the test's own process."""

from django.db import connection
from tests.site.waiting import TRIES, NeverHappenedError


def until_they_wait(count: int) -> None:
    """Until so many statements stand before a lock.  Raises NeverHappenedError."""
    with connection.cursor() as cursor:
        for _ in range(TRIES):
            cursor.execute("select pg_stat_clear_snapshot(), pg_sleep(0.02)")
            cursor.execute(
                "select count(*) from pg_stat_activity"
                " where datname = current_database() and wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0] == count:
                return
    raise NeverHappenedError
