"""Whatever the record tells has plain words.

That every page and file with a pupil is in it: tests/contracts/test_every_url_is_guarded.py.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from leesloket.web.record_words import CODES

SOURCE = Path(__file__).parents[2] / "src" / "leesloket"


def _recorded() -> Iterator[str]:
    """Every code that the source gives to `record`, `record_by`, or a helper called after them."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = node.func.id if isinstance(node.func, ast.Name) else ""
            called = called.lstrip("_")
            if called == "told" or called.startswith("record"):
                for one in ast.walk(node.args[0]):
                    if isinstance(one, ast.Constant) and isinstance(one.value, str):
                        yield one.value


def test_every_code_that_is_recorded_has_plain_words() -> None:
    codes = set(_recorded())

    assert len(codes) > 30
    assert codes - set(CODES) == set()
