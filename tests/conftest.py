"""The ground under the tests: real PostgreSQL, as the role that row-level security binds.

One template database is migrated per change of the migrations; every worker works on copies, in
memory.  `db` rolls back after each test.  `demo` does the same in a register filled with the demo
world; `fresh_database` gives a test (or a running site) a demo register of its own, where commits
last.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import fasteners
import pytest
from django.conf import settings
from django.db import connections, transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker
from tests import memory
from tests.hashing import make_argon2_cheap
from tests.memory import Room
from tests.together import pytest_collection_modifyitems, pytest_xdist_make_scheduler

from leesloket.demo.populate import populate
from leesloket.sandbox import client as sandbox
from leesloket.server import database, embedded
from leesloket.vault.keys import make_key_files

__all__ = ["pytest_collection_modifyitems", "pytest_xdist_make_scheduler"]

CHECKOUT = Path(__file__).resolve().parent.parent
GROUND = CHECKOUT / "var" / "test"
DEMO_DAY = datetime(2026, 8, 17, 9, 0, tzinfo=UTC)
"""The day on which the demo schools send their lists."""


def _schema_mark() -> str:
    """Changes when a migration, a grant or a policy does."""
    marked = hashlib.sha256()
    package = CHECKOUT / "src" / "leesloket"
    for path in sorted([*package.glob("*/migrations/*.py"), *package.glob("isolation/*.py")]):
        marked.update(path.read_bytes())
    return marked.hexdigest()[:12]


@pytest.fixture(scope="session")
def server() -> embedded.Embedded:
    """The embedded PostgreSQL of the tests, shared by all workers.

    Nothing in it has to outlive a power cut, and dropping a database mostly waits for the
    disk.  The tests that kill PostgreSQL have one of their own, as it is for users.
    """
    memory.let_start(GROUND / "pg")
    started = embedded.start(GROUND)
    with fasteners.InterProcessLock(GROUND / "template.lock"):
        memory.sweep(started)
    with started.connect(embedded.SUPERUSER, "postgres") as connection:
        connection.execute("alter system set fsync = off")
        connection.execute("select pg_reload_conf()")
    return started


@pytest.fixture(scope="session")
def room(server: embedded.Embedded) -> Iterator[Room]:
    """Where this worker's databases are."""
    with memory.room(server, otherwise=GROUND) as made:
        yield made


@pytest.fixture(scope="session")
def template_database(migrated: str, room: Room) -> str:
    """A migrated, empty database to copy from."""
    return room.copy(migrated)


@pytest.fixture(scope="session")
def migrated(server: embedded.Embedded) -> str:
    """The same on disk, for the next time too.  The first worker makes it, the others wait."""
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


@pytest.fixture(scope="session")
def demo_template(populated: str, room: Room) -> str:
    """A database with the demo world in it, to copy from."""
    return room.copy(populated)


@pytest.fixture(scope="session")
def populated(server: embedded.Embedded, migrated: str, django_db_blocker: DjangoDbBlocker) -> str:
    """The same on disk; made once per change of the demo."""
    name = f"demo_{_demo_mark()}"
    with fasteners.InterProcessLock(GROUND / "template.lock"):
        with server.connect(embedded.SUPERUSER, "postgres") as connection:
            known = connection.execute(
                "select 1 from pg_database where datname = %s", [name]
            ).fetchone()
        if not known:
            building = f"building_{name}"
            server.drop_database(building)
            server.make_database(building, template=migrated)
            quick = override_settings(
                PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]
            )
            with quick, _working_on(building, server, django_db_blocker):
                populate(now=DEMO_DAY)
            with server.connect(embedded.SUPERUSER, "postgres") as connection:
                connection.execute(f'alter database "{building}" rename to "{name}"')
    return name


def _demo_mark() -> str:
    marked = hashlib.sha256(_schema_mark().encode())
    package = CHECKOUT / "src" / "leesloket"
    for path in sorted([*package.glob("demo/*.py"), *package.glob("patrons/*.py")]):
        marked.update(path.read_bytes())
    return marked.hexdigest()[:12]


@pytest.fixture(scope="session")
def demo_database(server: embedded.Embedded, demo_template: str) -> Iterator[str]:
    """The worker's own copy of the demo register; its tests roll back."""
    name = f"test_demo_{uuid4().hex[:8]}"
    server.make_database(name, template=demo_template)
    yield name
    server.drop_database(name)


@pytest.fixture
def demo(
    server: embedded.Embedded, demo_database: str, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Work in a demo register; what the test writes is rolled back."""
    with _working_on(demo_database, server, django_db_blocker), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def fresh_database(
    server: embedded.Embedded, demo_template: str, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """Work in a demo register of one's own, where a commit is a commit; gives its name."""
    name = f"fresh_{uuid4().hex[:8]}"
    server.make_database(name, template=demo_template)
    with _working_on(name, server, django_db_blocker):
        yield name
    server.drop_database(name)


@contextmanager
def _working_on(
    name: str, server: embedded.Embedded, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Let Django use this database as the web role, and put back what it used before."""
    with django_db_blocker.unblock():
        connection = connections["default"]
        before = dict(connection.settings_dict)
        _point_at(server, name)
        yield
        connection.close()
        connection.settings_dict.update(before)


@pytest.fixture(scope="session")
def reader(_keys: None) -> Iterator[None]:
    """The real reader: a supervisor with its children, at settings.READER_SOCKET."""
    supervisor = sandbox.start_supervisor(settings.READER_SOCKET)
    yield
    supervisor.communicate()


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
def _cheap_argon2() -> None:
    make_argon2_cheap()


@pytest.fixture(scope="session", autouse=True)
def _keys() -> Iterator[None]:
    """Key files, mail and reader socket of this test run, in a folder that goes with it."""
    with tempfile.TemporaryDirectory(prefix="leesloket-") as folder:
        settings.KEYS = Path(folder) / "keys"
        settings.EMAIL_FILE_PATH = Path(folder) / "mail"
        settings.ANCHORS = Path(folder) / "anchors"
        settings.READER_SOCKET = Path(folder) / "reader.sock"
        make_key_files(settings.KEYS)
        yield
