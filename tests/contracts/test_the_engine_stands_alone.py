"""The engine stands alone: no Django, no clock, no more than is asked for."""

from __future__ import annotations

import subprocess
import sys

import leesloket.roster


def _loaded_by(statement: str) -> set[str]:
    script = f"import sys; {statement}; print('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    return set(done.stdout.split())


def test_the_engine_loads_no_django_and_the_package_loads_nothing() -> None:
    package = _loaded_by("import leesloket.roster")
    everything = _loaded_by("from leesloket.roster import *")

    assert not [name for name in package if name.startswith("leesloket.roster.")]
    assert "leesloket.roster.planning" in everything
    for forbidden in ("django", "procrastinate", "psycopg", "lxml", "rapidfuzz"):
        assert forbidden not in everything


def test_every_public_name_is_there() -> None:
    for name in leesloket.roster.__all__:
        assert getattr(leesloket.roster, name) is not None
