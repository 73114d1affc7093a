"""The site's WSGI application on the day of the tests."""

import tests.site.clock  # noqa: F401 - Django is loaded on the moved clock
from tests.hashing import make_argon2_cheap

from leesloket.wsgi import application

make_argon2_cheap()

__all__ = ["application"]
