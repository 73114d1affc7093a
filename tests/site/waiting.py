"""Waiting for another process, and standing in its way."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from psycopg import sql
from tests.site.running import Site

TRIES = 1500
"""Of a fiftieth of a second each: far more than a busy machine needs."""


class NeverHappenedError(Exception):
    """What was waited for did not come."""


def wait_until(site: Site, query: str) -> None:
    """Until the database says yes.  Raises NeverHappenedError after half a minute of no."""
    with site.connect() as connection:
        for _ in range(TRIES):
            row = connection.execute(query.encode()).fetchone()
            if row is not None and row[0]:
                return
            connection.execute("select pg_sleep(0.02)")
    raise NeverHappenedError(query)


def wait_for(site: Site, condition: Callable[[], bool]) -> None:
    """Until `condition` holds.  Raises NeverHappenedError after half a minute."""
    with site.connect() as connection:
        for _ in range(TRIES):
            if condition():
                return
            connection.execute("select pg_sleep(0.02)")
    raise NeverHappenedError


@contextmanager
def standing_before(site: Site, table: str) -> Iterator[None]:
    """Keep everybody from writing to this table; readers pass."""
    with site.connect() as connection, connection.transaction():
        connection.execute(sql.SQL("lock table {} in exclusive mode").format(sql.Identifier(table)))
        yield


def until_somebody_waits(site: Site, *, how_many: int = 1) -> None:
    """Until so many statements stand before a lock."""
    wait_until(
        site,
        f"select count(*) >= {how_many} from pg_stat_activity"  # noqa: S608 - a number
        " where datname = current_database() and wait_event_type = 'Lock'",
    )
