"""A running site, and the cast signed in to it.  A conftest takes these over by name."""

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.sessions.backends.db import SessionStore
from django.test import override_settings
from psycopg.types.json import Jsonb
from tests.people import NOW
from tests.site.running import SECRET_KEY, Site
from tests.site.visitor import PASSWORD, TOTP_SECRET, Visitor

from leesloket.accounts import secrecy
from leesloket.server import embedded

SIGNED_IN = ("petra", "joost", "marloes", "tarik", "els", "bas", "willem", "noortje")


@dataclass(frozen=True, slots=True)
class Ground:
    """A site that runs, the database it begins from, and the cookies of who is signed in there."""

    site: Site
    template: str
    cookies: dict[str, dict[str, str]]

    def visitor(self, login: str = "") -> Visitor:
        """Somebody of the cast, signed in; nobody without a name."""
        return Visitor(self.site.url, dict(self.cookies[login]) if login else {})


@pytest.fixture(scope="session")
def ground(server: embedded.Embedded, demo_template: str) -> Iterator[Ground]:
    """The worker's own site, with everybody signed in by the real forms."""
    with tempfile.TemporaryDirectory(prefix="leesloket-site-") as folder:
        site = Site(server, Path(folder) / "data")
        template = f"ground_{uuid4().hex[:8]}"
        try:
            site.begin_from(demo_template)
            give_passwords(site)
            site.start()
            cookies = {login: Visitor(site.url).sign_in(login).cookies for login in SIGNED_IN}
            # A code counts once: the one of this half minute may be used again.
            site.rows("delete from web_cache")
            site.keep_as(template)
            yield Ground(site, template, cookies)
        finally:
            site.stop()
            server.drop_database(site.database)
            server.drop_database(template)


@pytest.fixture
def site(ground: Ground) -> Iterator[Site]:
    """The site as it is before anybody has done anything."""
    ground.site.begin_from(ground.template)
    yield ground.site
    worker = ground.site.worker
    if worker is not None and worker.poll() is None:
        ground.site.kill("worker")
    for mail in ground.site.mails():
        mail.unlink()


def give_passwords(site: Site) -> None:
    """Let everybody have chosen a password and set a second step, long ago."""
    with override_settings(SECRET_KEY=SECRET_KEY):
        secret, seed = secrecy.encrypt(TOTP_SECRET), secrecy.encrypt("0" * 40)
    password = Argon2PasswordHasher().encode(PASSWORD, "saltsaltsaltsalt")
    site.rows("update accounts_account set password = %s, one_time_until = null", password)
    site.rows(
        "update mfa_authenticator set data = %s where type = 'totp'", Jsonb({"secret": secret})
    )
    site.rows(
        "update mfa_authenticator set data = %s where type = 'recovery_codes'",
        Jsonb({"seed": seed, "used_mask": 0}),
    )
    # Looked through this month, or a worker would remind of it at five to the hour.
    site.rows(
        "update accounts_right set from_date = '2025-08-01', confirmed_at = %s",
        NOW - timedelta(days=1),
    )


def make_old(site: Site, cookies: Mapping[str, str]) -> None:
    """Let somebody have signed in eleven hours ago, in this session."""
    key = next(value for name, value in cookies.items() if "session" in name)
    with override_settings(SECRET_KEY=SECRET_KEY):
        stored = site.value("select session_data from django_session where session_key = %s", key)
        session = SessionStore().decode(stored)
        for record in session["account_authentication_methods"]:
            record["at"] -= 11 * 3600
        encoded = SessionStore().encode(session)
    site.rows("update django_session set session_data = %s where session_key = %s", encoded, key)
