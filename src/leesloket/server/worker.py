"""The worker: runs the jobs that pages and actions enqueue.  Any number of these may run."""

import os

import django

from leesloket.server.collecting import freeze_what_is_loaded


def main() -> None:
    """Work until stopped by a signal; a job that runs then is finished first."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leesloket.settings")
    django.setup()
    from procrastinate.contrib.django import app  # noqa: PLC0415 - needs the apps

    freeze_what_is_loaded()
    # Django's connector enqueues; working needs its own, which listens.
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]  # DjangoConnector's
    with app.replace_connector(connector) as worker_app:
        worker_app.run_worker(concurrency=2, listen_notify=True, delete_jobs="successful")


if __name__ == "__main__":
    main()
