"""What a site behind HTTPS sends to every browser, in a process with the settings of one."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import pytest
from django.templatetags.static import static
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

REAL = {
    "DJANGO_SETTINGS_MODULE": "leesloket.settings",
    "LEESLOKET_PLAIN_HTTP": "0",
    "LEESLOKET_HOSTS": "lees.example.nl",
    "LEESLOKET_SITE_URL": "https://lees.example.nl",
    "LEESLOKET_SECRET_KEY": "alleen-voor-deze-test-en-lang-genoeg-0123456789-abcdefghijklmnop",
    "LEESLOKET_SECURITY_CONTACT": "mailto:beveiliging@example.nl",
}
_LOOK = """
import json, django
django.setup()
from django.conf import settings
from django.templatetags.static import static
from django.test import Client
browser = Client(headers={"host": "lees.example.nl"})
from django.templatetags.static import static
addresses = ["/healthz", "/.well-known/security.txt", static("leesloket/js/app.js"), "/niets"]
seen = {one: dict(browser.get(one, secure=True).headers) for one in addresses}
plain = browser.get("/aanmelden/")
cookies = {name: getattr(settings, name) for name in dir(settings) if "_COOKIE_" in name}
print(json.dumps({"seen": seen, "moved": [plain.status_code, plain["Location"]],
                  "cookies": cookies}, default=str))
"""


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        env={**os.environ, **REAL},
        capture_output=True,
        text=True,
        check=False,
    )


@lru_cache
def _looked() -> dict[str, Any]:
    done = _run("-c", _LOOK)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_django_finds_nothing_to_say_about_a_real_site() -> None:
    done = _run("-m", "django", "check", "--deploy", "--fail-level", "WARNING")

    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


@pytest.mark.parametrize(
    "address",
    ["/healthz", "/.well-known/security.txt", static("leesloket/js/app.js"), "/niets"],
)
def test_every_answer_carries_the_headers(address: str) -> None:
    headers = _looked()["seen"][address]

    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    policy = dict(part.split(maxsplit=1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["base-uri"] == "'none'"
    assert not [part for part in policy.values() if "unsafe" in part or "http" in part]


def test_cookies_belong_to_this_host_alone_and_to_https() -> None:
    cookies = _looked()["cookies"]

    for name in ("SESSION", "CSRF"):
        assert cookies[f"{name}_COOKIE_NAME"].startswith("__Host-")
        assert cookies[f"{name}_COOKIE_SECURE"] is True
        assert cookies[f"{name}_COOKIE_HTTPONLY"] is True
        # Without these a browser refuses a cookie of that name.
        assert (cookies[f"{name}_COOKIE_DOMAIN"], cookies[f"{name}_COOKIE_PATH"]) == (None, "/")
    assert cookies["DEVICE_COOKIE_NAME"].startswith("__Host-")


def test_who_comes_without_https_is_sent_to_it() -> None:
    assert _looked()["moved"] == [301, "https://lees.example.nl/aanmelden/"]


@pytest.mark.parametrize(
    ("where", "starts"),
    [
        ("unix:/run/clamav/clamd.ctl", True),
        ("tcp:127.0.0.1:3310", True),
        ("", True),
        ("/run/clamav/clamd.ctl", False),
        ("tcp:127.0.0.1", False),
        ("unix:", False),
    ],
)
def test_a_scanner_that_cannot_be_found_by_what_is_said_stops_the_site(
    where: str, *, starts: bool
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import leesloket.settings"],
        env={**os.environ, "LEESLOKET_CLAMAV": where},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode == 0) == starts
    assert starts or "LEESLOKET_CLAMAV" in done.stderr


# --- security.txt --------------------------------------------------------------------------------


def test_security_txt_names_the_contact_and_an_end_within_a_year(settings: Settings) -> None:
    settings.SECURITY_CONTACT = "mailto:beveiliging@example.nl"
    settings.SECURE_SSL_REDIRECT = False

    told = Client().get("/.well-known/security.txt")

    lines = dict(line.split(": ", 1) for line in told.content.decode().splitlines())
    assert told["Content-Type"] == "text/plain; charset=utf-8"
    assert lines["Contact"] == "mailto:beveiliging@example.nl"
    assert lines["Canonical"].endswith("/.well-known/security.txt")
    ends = datetime.strptime(lines["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert 100 < (ends - timezone.now()).days < 365


def test_a_contact_that_nobody_can_reach_stops_the_start() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import leesloket.settings"],
        env={**os.environ, **REAL, "LEESLOKET_SECURITY_CONTACT": "bel maar"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode != 0
