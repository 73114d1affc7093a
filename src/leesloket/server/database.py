"""Making a database ready: migrate as the owner, then hand the web role its address."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from leesloket.server import embedded
from leesloket.server.embedded import OWNER_ROLE, SUPERUSER, WEB_ROLE, Embedded

NAME = "leesloket"

# The policies bind the owner too (FORCE), and adding a foreign key reads both tables.  With an
# empty scope that sees no rows; a migration of data opens the scope it needs.
EMPTY_SCOPE = {"PGOPTIONS": "-c leesloket.library=0 -c leesloket.branches={}"}


class OwnerAddressMissingError(Exception):
    """A PostgreSQL of your own needs LEESLOKET_OWNER_DATABASE_URL beside DATABASE_URL."""


class KeeperAddressMissingError(Exception):
    """A backup of your own PostgreSQL needs LEESLOKET_BACKUP_DATABASE_URL: a role that sees all."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the site's database is, for the role that owns it and the one that works on it."""

    owner: str = field(repr=False)
    web: str = field(repr=False)


def addresses(folder: Path) -> Addresses:
    """The operator's own PostgreSQL when DATABASE_URL names one, else the embedded server.

    Starts the embedded server and makes its database.  Raises OwnerAddressMissingError.
    """
    web = os.environ.get("DATABASE_URL")
    if web:
        owner = os.environ.get("LEESLOKET_OWNER_DATABASE_URL")
        if not owner:
            raise OwnerAddressMissingError
        return Addresses(owner=owner, web=web)
    server = embedded.start(folder)
    server.make_database(NAME)
    return Addresses(owner=server.url(OWNER_ROLE, NAME), web=server.url(WEB_ROLE, NAME))


def check_answers(*given: str) -> None:
    """Raise psycopg.OperationalError when a database is not there, or does not let a role in."""
    for address in given:
        psycopg.connect(address).close()


def keeper_address(folder: Path) -> str:
    """Where the database is for who keeps it: a role that row-level security does not bind.

    Starts the embedded server.  Raises KeeperAddressMissingError.
    """
    if os.environ.get("DATABASE_URL"):
        address = os.environ.get("LEESLOKET_BACKUP_DATABASE_URL")
        if not address:
            raise KeeperAddressMissingError
        return address
    server = embedded.start(folder)
    server.make_database(NAME)
    return server.url(SUPERUSER, NAME)


def has_library(address: str) -> bool:
    """Whether anybody's library is in the (migrated) database at this address."""
    with psycopg.connect(address) as connection:
        found = connection.execute("select exists (select 1 from branches_library)").fetchone()
    return bool(found and found[0])


def with_own_password(address: str) -> frozenset[str]:
    """The logins whose password for one time has been used: what was printed is of no use now."""
    with psycopg.connect(address) as connection:
        # As the sign-in page does: it finds accounts, and nothing else.
        connection.execute("select set_config('leesloket.purpose', 'sign_in', true)")
        found = connection.execute(
            "select login from accounts_account where one_time_until is null"
        ).fetchall()
    return frozenset(login for (login,) in found)


def environment_at(address: str) -> dict[str, str]:
    """The environment of a process that works on the database at this address."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "leesloket.settings",
        "DATABASE_URL": address,
        "LEESLOKET_WEB_ROLE": os.environ.get("LEESLOKET_WEB_ROLE", WEB_ROLE),
    }


def environment(server: Embedded, role: str, database: str) -> dict[str, str]:
    """The environment of a process that works on an embedded `database` as `role`."""
    return environment_at(server.url(role, database))


def migrate_at(address: str, *, extra: Mapping[str, str] | None = None) -> None:
    """Bring a database to the present schema, as its owner and in a process of its own.

    A process of its own, so that no connection of the owner lives on where pages are made.
    """
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity", "0", "--skip-checks"],
        env=environment_at(address) | EMPTY_SCOPE | dict(extra or {}),
        check=True,
    )


def migrate(server: Embedded, database: str, *, extra: Mapping[str, str] | None = None) -> None:
    """Bring an embedded `database` to the present schema."""
    migrate_at(server.url(OWNER_ROLE, database), extra=extra)
