"""An embedded PostgreSQL that ended by itself is started again, so that the site goes on.

It recovers from nearly everything without help, but ends where even recovering cannot write: on a
full disk.  Once there is room, the next try succeeds.
"""

import logging
import os
from pathlib import Path

from psycopg import Error, pq
from psycopg.conninfo import make_conninfo

from leesloket.server import embedded

logger = logging.getLogger(__name__)


def start_when_gone(folder: Path) -> None:
    """Start the server of `folder` again if nobody is there; when that fails, it is logged.

    A PostgreSQL of the operator's own is left to the operator.
    """
    if os.environ.get("DATABASE_URL"):
        return
    socket_folder = str((folder / "pg").resolve())
    address = make_conninfo(host=socket_folder, user=embedded.SUPERUSER, dbname="postgres")
    if pq.PGconn.ping(address.encode()) != pq.Ping.NO_RESPONSE:
        return
    try:
        embedded.start(folder)
    except (OSError, Error, embedded.DoesNotStartError, embedded.NoAnswerError):
        logger.exception("the database ended and does not start; is the disk full?")
    else:
        logger.warning("the database had ended, and was started again")
