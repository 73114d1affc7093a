"""The whole site from one command: database, reader, web server and worker.

The parent does nothing but start the others and stop them.  The reader is started first and
before Django is loaded, so that the process that opens hostile files never held a key.
"""

import hashlib
import json
import os
import secrets
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from threading import Event
from typing import Any

from leesloket.sandbox.client import start_supervisor
from leesloket.sandbox.probing import probe
from leesloket.server import database
from leesloket.server.alone import alone_on, made_run_folder
from leesloket.server.ending import StoppedError, listen_for_signals, start_with_us, stop
from leesloket.server.port import check_is_free, listen_on
from leesloket.server.setup_code import drop_code, make_code
from leesloket.server.telling import tell_how_to_begin, tell_where
from leesloket.server.watching import start_when_gone

READY_WITHIN = 30.0
PAUSE = 0.05
LOOK_EVERY = 2.0


class NotReadyError(Exception):
    """The web server did not answer in time."""


class DataInCheckoutError(Exception):
    """Real data lie outside the checkout, so that no commit and no clean-up ever takes them."""


class WallsMissingError(Exception):
    """The machine cannot shut the reading child in; LEESLOKET_WITHOUT_WALLS=1 takes that risk."""


class DemoFolderError(Exception):
    """Only for real data: their folder is named in LEESLOKET_DATA."""


class UpgradeNeededError(Exception):
    """The tables are of another version: ./run upgrade makes a backup and brings them here."""


class DemoHalfMadeError(Exception):
    """A first start was broken off: remove the folder var and start again."""


def run_site(checkout: Path) -> int:
    """Start everything, say where it is, and wait until somebody stops it.

    Raises DataInCheckoutError, WallsMissingError, alone.AlreadyRunningError, port.PortTakenError
    and database.OwnerAddressMissingError before anything is started.
    """
    folder, demo = data_folder(checkout)
    missing = [wall.name for wall in probe() if not wall.stands]
    if missing and not demo and not os.environ.get("LEESLOKET_WITHOUT_WALLS"):
        raise WallsMissingError(*missing)
    port = os.environ.get("PORT", "8000")
    # First, for whose own site has the port is not to take another port for a second one.
    with alone_on(folder):
        check_is_free(int(port))
        running: list[subprocess.Popen[Any]] = []
        try:
            listen_for_signals()
            _start(running, folder, demo=demo, port=port, missing=missing)
            return _until_one_ends(running, folder)
        except StoppedError:
            return 0
        finally:
            stop(running)


def _start(
    running: list[subprocess.Popen[Any]],
    folder: Path,
    *,
    demo: bool,
    port: str,
    missing: list[str],
) -> None:
    """Start one process after the other, each added to `running`, and say where the site is."""
    running.append(start_supervisor(folder / "run" / "reader.sock"))
    environment = _ready_database(folder, demo=demo, port=port)
    credentials = _demo(folder, environment) if demo else []
    code = "" if demo else code_to_begin_with(folder, environment["DATABASE_URL"])
    running.append(start_with_us(web_server(port), environment))
    _wait_until_it_answers(f"http://127.0.0.1:{port}/hoe-aanmelden/", running)
    # After the pages: nobody waits for a job, and loading Django twice at once is slower.
    running.append(start_with_us(["-m", "leesloket.server.worker"], environment))
    own = database.with_own_password(environment["DATABASE_URL"]) if demo else frozenset()
    tell_where(
        environment["LEESLOKET_SITE_URL"],
        credentials,
        folder,
        missing,
        own_password=own,
        mail_lies_here="LEESLOKET_EMAIL_BACKEND" not in environment,
    )
    if code:
        tell_how_to_begin(environment["LEESLOKET_SITE_URL"], code)


def web_server(port: str) -> list[str]:
    """What Python runs as the web server; in a container it listens to more than loopback."""
    return [
        "-m", "granian", "--interface", "wsgi",
        "--host", listen_on(), "--port", port,
        "--workers", "1", "--blocking-threads", "4", "--backpressure", "64",
        "--no-access-log", "--log-level", "warning",
        "leesloket.wsgi:application",
    ]  # fmt: skip


def data_folder(checkout: Path) -> tuple[Path, bool]:
    """Where the data lie, and whether they are the demo's: real data never lie in a checkout."""
    named = os.environ.get("LEESLOKET_DATA")
    if not named:
        return checkout / "var", True
    own = Path(named).resolve()
    if own.is_relative_to(checkout.resolve()):
        raise DataInCheckoutError(own)
    return own, False


def real_data_folder(checkout: Path) -> tuple[Path, bool]:
    """Where the real data lie, and whether the operator's own PostgreSQL holds the tables.

    Raises DemoFolderError and DataInCheckoutError.
    """
    folder, demo = data_folder(checkout)
    if demo:
        raise DemoFolderError
    return folder, bool(os.environ.get("DATABASE_URL"))


def site_environment(checkout: Path) -> dict[str, str]:
    """The environment of a command on the site's database, as the web role."""
    folder, demo = data_folder(checkout)
    return _environment(database.addresses(folder).web, folder, demo=demo, port="8000")


def ready_environment(checkout: Path) -> dict[str, str]:
    """The same, on a database that was made or migrated when that was needed; never a demo's.

    Raises DemoFolderError and what data_folder raises.
    """
    folder, _ = real_data_folder(checkout)
    made_run_folder(folder)
    return _ready_database(folder, demo=False, port="8000")


def code_to_begin_with(folder: Path, address: str) -> str:
    """The code of the setup page; empty, and gone, once there is a library."""
    if database.has_library(address):
        drop_code(folder)
        return ""
    return make_code(folder)


def _environment(address: str, folder: Path, *, demo: bool, port: str) -> dict[str, str]:
    return {
        **database.environment_at(address),
        "LEESLOKET_DATA": str(folder),
        "LEESLOKET_DEMO": "1" if demo else "0",
        "LEESLOKET_PLAIN_HTTP": os.environ.get("LEESLOKET_PLAIN_HTTP", "1"),
        "LEESLOKET_SITE_URL": os.environ.get("LEESLOKET_SITE_URL", f"http://localhost:{port}"),
        "LEESLOKET_SECRET_KEY": _secret_key(folder),
    }


def _ready_database(folder: Path, *, demo: bool, port: str) -> dict[str, str]:
    from leesloket.vault.keys import make_key_files  # noqa: PLC0415 - after the reader's start

    addresses = database.addresses(folder)
    make_key_files(folder / "keys")
    database.check_answers(addresses.owner, addresses.web)
    environment = _environment(addresses.web, folder, demo=demo, port=port)
    mark_file = _mark_file(folder)
    # Migrating takes two seconds even when there is nothing to do.
    if not mark_file.exists() or demo:
        _migrate(folder, addresses.owner)
    elif mark_file.read_text() != _schema_mark():
        raise UpgradeNeededError
    return environment


def _mark_file(folder: Path) -> Path:
    return folder / "run" / "schema"


def _migrate(folder: Path, owner_address: str) -> None:
    mark = _schema_mark()
    if _mark_file(folder).exists() and _mark_file(folder).read_text() == mark:
        return
    database.migrate_at(owner_address, extra={"LEESLOKET_DATA": str(folder)})
    _mark_file(folder).write_text(mark)


def bring_up_to_date(folder: Path) -> None:
    """Bring the tables of real data to this version; the caller has made a backup."""
    made_run_folder(folder)
    _migrate(folder, database.addresses(folder).owner)


def forget_schema_mark(folder: Path) -> None:
    """Let the next start look at the tables again."""
    _mark_file(folder).unlink(missing_ok=True)


def _schema_mark() -> str:
    """Changes when a migration, a policy or a grant does."""
    package = Path(__file__).resolve().parent.parent
    marked = hashlib.sha256()
    for path in sorted([*package.glob("*/migrations/*.py"), *package.glob("isolation/*.py")]):
        marked.update(path.read_bytes())
    return marked.hexdigest()


def _secret_key(folder: Path) -> str:
    """Django's secret: made once per data folder, readable by its owner only."""
    path = folder / "keys" / "django.key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text()


def _demo(folder: Path, environment: dict[str, str]) -> list[dict[str, str]]:
    """Fill an empty demo; gives what its people sign in with, also at a later start."""
    path = folder / "demo-people.json"
    if not path.exists():
        made = subprocess.run(
            [sys.executable, "-m", "leesloket.demo"],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        if not json.loads(made):
            raise DemoHalfMadeError
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(made)
    people: list[dict[str, str]] = json.loads(path.read_text())
    return people


def _wait_until_it_answers(url: str, running: list[subprocess.Popen[Any]]) -> None:
    import time  # noqa: PLC0415 - the one place that has to wait for another process

    waited = 0.0
    while waited < READY_WITHIN:
        if any(process.poll() is not None for process in running):
            raise NotReadyError
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own loopback
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(PAUSE)
            waited += PAUSE
    raise NotReadyError


def _until_one_ends(running: list[subprocess.Popen[Any]], folder: Path) -> int:
    """Look after the database; when one of the processes ends by itself, so does the site."""
    pause = Event()
    while all(process.poll() is None for process in running):
        pause.wait(LOOK_EVERY)
        start_when_gone(folder)
    return 1
