"""docs/codes.md says what the tables say: a new code is not finished before its line is there."""

import importlib.util
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_page_of_codes_is_what_the_tables_say() -> None:
    spec = importlib.util.spec_from_file_location("codes", ROOT / "tools" / "codes.py")
    assert spec is not None
    assert spec.loader is not None
    codes = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(codes)

    written = (ROOT / "docs" / "codes.md").read_text(encoding="utf-8")

    assert written == codes.page(), "run: .venv/bin/python tools/codes.py"
