"""What has its time comes of itself: the workers of the other tests hear of no clock."""

import inspect
from datetime import UTC, datetime, timedelta

from procrastinate.contrib.django import app
from procrastinate.periodic import PeriodicDeferrer

MIDNIGHT = datetime(2026, 8, 20, tzinfo=UTC)


def test_every_errand_of_the_clock_comes_within_the_hour() -> None:
    errands = {
        name
        for name, task in app.tasks.items()
        if name.startswith(("imports.", "intake.", "messaging.", "privacy."))
        and "timestamp" in inspect.signature(task.func).parameters
    }

    deferrer = PeriodicDeferrer(app.periodic_registry)
    brought = [
        periodic.task.name
        for minute in range(60)
        for periodic, _moment in deferrer.get_previous_tasks(
            at=(MIDNIGHT + timedelta(minutes=minute)).timestamp()
        )
    ]

    assert "imports.destroy_expired" in errands
    assert set(brought) == errands
