"""docs/codes.md says what the tables say: a new code is not finished before its line is there.

So does the command line, which reads the same sentences from a file.
"""

import importlib.util
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[2]


def _codes() -> ModuleType:
    spec = importlib.util.spec_from_file_location("codes", ROOT / "tools" / "codes.py")
    assert spec is not None
    assert spec.loader is not None
    codes = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(codes)
    return codes


def test_the_page_of_codes_is_what_the_tables_say() -> None:
    codes = _codes()

    written = (ROOT / "docs" / "codes.md").read_text(encoding="utf-8")

    assert written == codes.page(), "run: .venv/bin/python tools/codes.py"


def test_the_command_line_says_what_the_tables_say() -> None:
    codes = _codes()

    written = codes.SENTENCES.read_text(encoding="utf-8")

    assert written == codes.sentences(), "run: .venv/bin/python tools/codes.py"
