"""Making a database ready: migrate as the owner, then hand the web role its address."""

import os
import subprocess
import sys
from collections.abc import Mapping

from leesloket.server.embedded import OWNER_ROLE, WEB_ROLE, Embedded

# The policies bind the owner too (FORCE), and adding a foreign key reads both tables.  With an
# empty scope that sees no rows; a migration of data opens the scope it needs.
EMPTY_SCOPE = {"PGOPTIONS": "-c leesloket.library=0 -c leesloket.branches={}"}


def environment(embedded: Embedded, role: str, database: str) -> dict[str, str]:
    """The environment of a process that works on `database` as `role`."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "leesloket.settings",
        "DATABASE_URL": embedded.url(role, database),
        "LEESLOKET_WEB_ROLE": WEB_ROLE,
    }


def migrate(embedded: Embedded, database: str, *, extra: Mapping[str, str] | None = None) -> None:
    """Bring `database` to the present schema, as the owner and in a process of its own.

    A process of its own, so that no connection of the owner lives on where pages are made.
    """
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity", "0", "--skip-checks"],
        env=environment(embedded, OWNER_ROLE, database) | EMPTY_SCOPE | dict(extra or {}),
        check=True,
    )
