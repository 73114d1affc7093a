"""Where static files lie: at an address of which the version is a part.

A browser keeps what it got there for good; the pages of another version name another address.  One
version for all of them, and not a name for each: scripts and style sheets find each other by where
they lie, so none has to be rewritten, and nothing has to be collected before a start.
"""

import hashlib
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

LIBRARIES = ("django-htmx", "django-allauth")
"""Whose static files we show beside our own: their version says which those are."""


def version_of_static_files(package: Path, libraries: Iterable[str] = LIBRARIES) -> str:
    """Twelve letters that are others as soon as one of the files is; some milliseconds."""
    found = hashlib.sha256()
    for name in libraries:
        found.update(f"{name} {version(name)}\0".encode())
    for path in sorted(package.glob("*/static/**/*")):
        if path.is_file():
            content = path.read_bytes()
            found.update(f"{path.relative_to(package)} {len(content)}\0".encode())
            found.update(content)
    return found.hexdigest()[:12]
