"""Every package has its line in docs/architecture.md, and no line is of a package that is gone."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "leesloket"
LINE = re.compile(r"^\| `([a-z0-9_/]+)/` \| \S", re.MULTILINE)


def test_every_package_has_its_line_and_every_line_its_package() -> None:
    packages = {
        folder.relative_to(PACKAGE).as_posix()
        for folder in (path.parent for path in PACKAGE.rglob("__init__.py"))
        if folder != PACKAGE and folder.name != "migrations"
    }

    named = LINE.findall((ROOT / "docs" / "architecture.md").read_text(encoding="utf-8"))

    assert sorted(named) == sorted(packages)
