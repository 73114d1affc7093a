"""What Leesloket is made of: locked with hashes, listed, and held to what is known of it."""

import importlib
import json
import sys
import threading
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from typing_extensions import override

from leesloket import dev

LOCK = tomllib.loads((dev.CHECKOUT / "uv.lock").read_text())
PACKAGES: dict[str, dict[str, Any]] = {one["name"]: one for one in LOCK["package"]}


def test_every_package_of_the_lock_comes_with_a_hash() -> None:
    for name, package in PACKAGES.items():
        if name == "leesloket":
            continue
        files = _files_of(package)
        assert files, name
        assert all(one["hash"].startswith("sha256:") for one in files), name
    assert len(PACKAGES) > 50
    assert "--locked" in (dev.CHECKOUT / "run").read_text()


def test_the_list_of_packages_names_all_that_it_runs_with(
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert dev.sbom(()) == 0

    made = json.loads(capfd.readouterr().out)
    listed = {
        (one["name"], one["version"]): {
            (file["url"], hashed["content"])
            for file in one["externalReferences"]
            for hashed in file["hashes"]
        }
        for one in made["components"]
    }
    assert listed == {
        (name, PACKAGES[name]["version"]): {
            (file["url"], file["hash"].removeprefix("sha256:"))
            for file in _files_of(PACKAGES[name])
        }
        for name in _needed()
    }
    assert ("pytest", PACKAGES["pytest"]["version"]) not in listed
    # Every file has the same form, and looking at an address takes the validator long: of one
    # package one file.
    first, *others = made["components"]
    del first["externalReferences"][1:]
    for one in others:
        del one["externalReferences"]
    # Loaded here: it makes a grammar of addresses first, which all who collect would wait for.
    schema = importlib.import_module("cyclonedx.schema").SchemaVersion.V1_5
    validator = importlib.import_module("cyclonedx.validation.json").JsonStrictValidator(schema)
    assert validator.validate_str(json.dumps(made)) is None


def _files_of(package: dict[str, Any]) -> list[dict[str, str]]:
    return [*package.get("wheels", ()), *([package["sdist"]] if "sdist" in package else ())]


def _needed() -> set[str]:
    """What the lock says that the product and its demo need, with all that those need."""
    own = PACKAGES["leesloket"]
    waiting = [*own["dependencies"], *own["dev-dependencies"]["demo"]]
    needed: set[str] = set()
    seen: set[tuple[str, tuple[str, ...]]] = set()
    while waiting:
        wanted = waiting.pop()
        name, extras = wanted["name"], tuple(wanted.get("extra", ()))
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        needed.add(name)
        package = PACKAGES[name]
        waiting += package.get("dependencies", ())
        for extra in extras:
            waiting += package.get("optional-dependencies", {}).get(extra, ())
    return needed


# --- what is known of them ---------------------------------------------------------------------

BUG = {
    "id": "GHSA-test-0000-0000",
    "aliases": ["CVE-2026-99999"],
    "summary": "a bug for a test",
    "affected": [
        {
            "package": {"name": "django", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99.0"}]}],
        }
    ],
}


@contextmanager
def _a_source(known: dict[str, Any], *, status: int = 200) -> Iterator[str]:
    """A place that is asked as OSV is, and what it knows of each package."""

    class Answers(BaseHTTPRequestHandler):
        @override
        def log_message(self, *_: Any) -> None:
            pass

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            told = json.dumps(known.get(asked["package"]["name"], {})).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("known", "status", "code", "said"),
    [
        ({}, 200, 0, "packages checked, nothing is known of them."),
        ({"django": {"vulns": [BUG]}}, 200, 1, "KNOWN: django"),
        ({}, 404, 2, "NOT CHECKED: all packages."),
    ],
    ids=["well", "known", "no answer"],
)
def test_a_known_vulnerability_fails_and_no_answer_is_told_as_not_checked(
    capfd: pytest.CaptureFixture[str], known: dict[str, Any], status: int, code: int, said: str
) -> None:
    with _a_source(known, status=status) as url:
        assert dev.vulnerabilities(("-s", "osv", "--osv-url", url)) == code

    assert said in capfd.readouterr().out


def test_a_source_that_knows_no_package_is_not_taken_for_good_news(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.syspath_prepend(dev.CHECKOUT / "tools")
    monkeypatch.delitem(sys.modules, "vulnerabilities", raising=False)
    tool = importlib.import_module("vulnerabilities")

    skipped = {"dependencies": [{"name": "django", "skip_reason": "not found"}]}
    assert tool.findings_in(json.dumps(skipped)).code == 2
