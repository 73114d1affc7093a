"""Sites that can be killed."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.intake import clamav
from tests.kills.errands import Stages
from tests.kills.killing import Killing
from tests.kills.mortal import Mortal
from tests.kills.own_server import copy_database, own_server
from tests.site.fixtures import Ground, give_passwords
from tests.site.visitor import Visitor

from leesloket.server import embedded


@pytest.fixture(scope="session")
def killing(server: embedded.Embedded, demo_template: str) -> Iterator[Killing]:
    """All errands, on a PostgreSQL of their own: it is killed too."""
    with own_server() as own:
        copy_database(demo_template, server, own)
        with _killing(own, demo_template) as made:
            made.learn()
            yield made


@contextmanager
def _killing(server: embedded.Embedded, template: str) -> Iterator[Killing]:
    with tempfile.TemporaryDirectory(prefix="leesloket-kills-") as folder:
        site = Mortal(server, Path(folder) / "data")
        site.scanners = {"silent": f"unix:{folder}/nobody.sock"}
        try:
            site.begin_from(template)
            give_passwords(site)
            site.start_reader()
            site.born()
            site.serve()
            cookies = {
                login: Visitor(site.url).sign_in(login).cookies
                for login in ("petra", "marloes", "tarik")
            }
            site.rows("delete from web_cache")
            ground = Ground(site, template, cookies)
            with clamav.running(Path(folder)) as address:
                site.scanners["there"] = address
                yield Killing(site, ground, Stages(site, ground))
        finally:
            site.stop()
            server.drop_database(site.database)
