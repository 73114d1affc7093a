"""The running site."""

from tests.site.fixtures import ground, site

__all__ = ["ground", "site"]
