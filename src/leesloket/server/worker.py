"""The worker: runs the jobs that pages and actions enqueue.  Any number of these may run."""

import asyncio
import logging
import os
import signal
from contextlib import suppress
from typing import TYPE_CHECKING

import django
from procrastinate.exceptions import ConnectorException
from psycopg import OperationalError

from leesloket.server.collecting import freeze_what_is_loaded

if TYPE_CHECKING:
    from procrastinate import App

PAUSE = 1.0
"""Seconds before a database that went away is asked again."""

logger = logging.getLogger(__name__)


def main() -> None:
    """Work until stopped by a signal; a job that runs then is finished first."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leesloket.settings")
    django.setup()
    from procrastinate.contrib.django import app  # noqa: PLC0415 - needs the apps

    freeze_what_is_loaded()
    asyncio.run(_work(app))


async def _work(app: "App") -> None:
    """A worker of procrastinate ends when its database goes away; ours begins again."""
    over = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, over.set)
    while not over.is_set():
        working = asyncio.create_task(_run(app))
        stopping = asyncio.create_task(over.wait())
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        # A worker that is cancelled first finishes what it does.
        working.cancel()
        try:
            await working
        except asyncio.CancelledError:
            break
        except (ConnectorException, OperationalError):
            logger.warning("the worker waits for its database")
        with suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), PAUSE)


async def _run(app: "App") -> None:
    # Django's connector enqueues; working needs its own, which listens.
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]  # DjangoConnector's
    with app.replace_connector(connector) as worker_app:
        async with worker_app.open_async():
            await worker_app.run_worker_async(
                concurrency=2,
                listen_notify=True,
                delete_jobs="successful",
                install_signal_handlers=False,
            )


if __name__ == "__main__":
    main()
