"""The site's worker on the day of the tests: on the machine's day, every list would be too old."""

import tests.site.clocked  # noqa: F401, I001 - Django is loaded on the moved clock

from procrastinate.contrib.django import app

from leesloket.server.worker import main

# What the clock brings depends on the minute; the tests bring it when they want it.
app.periodic_registry.periodic_tasks.clear()
main()
