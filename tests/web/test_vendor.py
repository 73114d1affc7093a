"""What we ship of others is what we say it is."""

import hashlib
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
VENDOR = ROOT / "src/leesloket/web/static/leesloket/vendor"
PACKAGES: list[dict[str, Any]] = tomllib.loads((ROOT / "tools/vendor.toml").read_text("utf-8"))[
    "package"
]
FILES = [one for package in PACKAGES for one in package["file"]]


@pytest.mark.parametrize("listed", FILES, ids=lambda one: one["target"])
def test_every_vendored_file_has_the_listed_hash(listed: dict[str, str]) -> None:
    content = (VENDOR / listed["target"]).read_bytes()

    assert hashlib.sha256(content).hexdigest() == listed["sha256"]


def test_no_file_is_shipped_that_nobody_listed() -> None:
    shipped = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()}

    assert shipped == {one["target"] for one in FILES} | {"utrecht.css"}


def test_the_bundle_is_exactly_the_listed_styles() -> None:
    parts = [
        (VENDOR / one["target"]).read_bytes().rstrip() + b"\n"
        for one in FILES
        if one["target"].startswith("utrecht/") and one["target"].endswith(".css")
    ]

    assert (VENDOR / "utrecht.css").read_bytes() == b"".join(parts)


def test_the_notices_name_every_package_with_its_licence() -> None:
    notices = (ROOT / "THIRD-PARTY-NOTICES.md").read_text("utf-8")

    for package in PACKAGES:
        line = f"| {package['name']} | {package['version']} | {package['licence']} |"
        assert line in notices
