"""`./run test` makes a browser, a site or a register once for what is done with it."""

import os
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent.parent
EIGHT = """
import pytest

@pytest.mark.parametrize("one", range(8))
def test_it(one): pass
"""
FILES = ("journeys/test_one", "journeys/test_two", "kills/test_one", "kills/test_two")
ALONE = "imports/test_one"


def test_a_file_of_journeys_and_all_kills_go_to_one_worker(tmp_path: Path) -> None:
    for name in (*FILES, ALONE):
        path = tmp_path / "tests" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(EIGHT)
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --import-mode=importlib\n")

    dealt = ["-n", "2", "--dist", "loadgroup", "-p", "xdist", "-p", "tests.together"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-v", *dealt],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    workers: dict[str, set[str]] = defaultdict(set)
    for worker, name in re.findall(r"\[(gw\d)\] .* PASSED tests/([\w/]+)", done.stdout):
        workers[name].add(worker)
    assert set(workers) == {*FILES, ALONE}, done.stdout
    assert [len(workers[name]) for name in FILES] == [1, 1, 1, 1]
    assert workers["kills/test_one"] == workers["kills/test_two"]
    assert len(set().union(*workers.values())) == 2
