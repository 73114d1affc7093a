"""The site's WSGI application on the day of the tests."""

import tests.site.clock  # noqa: F401 - Django is loaded on the moved clock

from leesloket.wsgi import application

__all__ = ["application"]
