"""The site's worker on the day of the tests: on the machine's day, every list would be too old."""

import tests.site.clock  # noqa: F401 - Django is loaded on the moved clock

from leesloket.server.worker import main

main()
