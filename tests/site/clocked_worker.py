"""The site's worker on the day of the tests: on the machine's day, every list would be too old."""

import tests.site.clock  # noqa: F401, I001 - Django is loaded on the moved clock

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leesloket.settings")
django.setup()

from procrastinate.contrib.django import app  # noqa: E402 - needs the apps

from leesloket.server.worker import main  # noqa: E402

# What the clock brings depends on the minute; the tests bring it when they want it.
app.periodic_registry.periodic_tasks.clear()
main()
