"""The ground under the tests: real PostgreSQL, as the role that row-level security binds.

One template database is migrated per change of the migrations; every worker works on a copy.
`db` rolls back after each test; `fresh_database` gives a test (or a running site) its own copy.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import fasteners
import pytest
from django.conf import settings
from django.db import connections

from leesloket.server import database, embedded
from leesloket.vault.keys import make_key_files

CHECKOUT = Path(__file__).resolve().parent.parent
GROUND = CHECKOUT / "var" / "test"


def _schema_mark() -> str:
    """Changes when a migration, a grant or a policy does."""
    marked = hashlib.sha256()
    package = CHECKOUT / "src" / "leesloket"
    for path in sorted([*package.glob("*/migrations/*.py"), *package.glob("isolation/*.py")]):
        marked.update(path.read_bytes())
    return marked.hexdigest()[:12]


@pytest.fixture(scope="session")
def server() -> embedded.Embedded:
    """The embedded PostgreSQL of the tests, shared by all workers."""
    return embedded.start(GROUND)


@pytest.fixture(scope="session")
def template_database(server: embedded.Embedded) -> str:
    """A migrated, empty database to copy from.  The first worker makes it, the others wait."""
    name = f"template_{_schema_mark()}"
    with fasteners.InterProcessLock(GROUND / "template.lock"):
        with server.connect(embedded.SUPERUSER, "postgres") as connection:
            known = connection.execute(
                "select 1 from pg_database where datname = %s", [name]
            ).fetchone()
        if not known:
            building = f"building_{name}"
            server.drop_database(building)
            server.make_database(building)
            database.migrate(server, building)
            with server.connect(embedded.SUPERUSER, "postgres") as connection:
                connection.execute(f'alter database "{building}" rename to "{name}"')
    return name


@pytest.fixture(scope="session")
def django_db_setup(
    server: embedded.Embedded, template_database: str, django_db_blocker: object
) -> Iterator[None]:
    """pytest-django's `db`, on a copy of the template and as the web role."""
    name = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}_{uuid4().hex[:8]}"
    server.make_database(name, template=template_database)
    _point_at(server, name)
    yield
    connections.close_all()
    server.drop_database(name)


def _point_at(server: embedded.Embedded, name: str) -> None:
    connection = connections["default"]
    connection.close()
    connection.settings_dict.update(
        NAME=name,
        USER=embedded.WEB_ROLE,
        PASSWORD=server.passwords[embedded.WEB_ROLE],
        HOST=server.socket_folder,
        PORT="",
    )


@pytest.fixture(scope="session", autouse=True)
def _keys() -> Iterator[None]:
    """Key files, mail and reader socket of this test run, in a folder that goes with it."""
    with tempfile.TemporaryDirectory(prefix="leesloket-") as folder:
        settings.KEYS = Path(folder) / "keys"
        settings.EMAIL_FILE_PATH = Path(folder) / "mail"
        settings.READER_SOCKET = Path(folder) / "reader.sock"
        make_key_files(settings.KEYS)
        yield
