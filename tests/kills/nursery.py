"""Gives birth to web servers and workers in a tenth of a second: Django is loaded once.

Run as a process of its own.  For every line on standard input it forks a child that is the site's
web server (granian with the site's own application) or its worker, and answers with the pid.  The
child has its own connections, threads and group of processes, and dies alone.
"""

from tests.site.clocked import application as site_application  # noqa: I001 - Django is loaded first

import json
import os
import signal
import sys
import traceback
from typing import Any

from django.conf import settings
from django.urls import get_resolver
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from procrastinate.contrib.django import app
from tests.kills import dying

from leesloket.server import worker

application = dying.told_of_requests(site_application)


def main() -> None:
    """Fork what is asked for until nobody asks any more."""
    # What the clock brings depends on the minute; the tests bring it when they want it.
    app.periodic_registry.periodic_tasks.clear()
    _ = get_resolver().url_patterns  # or every child would load the screens
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # who died is not mourned
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        asked = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _live(asked)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


def _live(asked: dict[str, Any]) -> None:
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(2, 1)
        settings.CLAMAV = asked["scanner"]
        if asked["end"] is not None:
            dying.prepare(dying.End(**asked["end"]))
        if asked["kind"] == "web":
            _serve(asked["port"])
        else:
            worker.main()
    except BaseException:  # noqa: BLE001 - whatever it is, this is where a forked process ends
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(0)


def _serve(port: int) -> None:
    """As `leesloket.server.site.web_server` starts it, with the application that is loaded."""
    Granian(
        "tests.kills.nursery:application",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=4,
        backpressure=64,
        log_access=False,
        log_level=LogLevels.warning,
    ).serve(target_loader=lambda *_: application)


if __name__ == "__main__":
    main()
