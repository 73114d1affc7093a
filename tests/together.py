"""Which tests go to one worker: those whose ground takes longer to make than they take.

A browser, a register with lists on their way, and sites that can be killed are made once for a
file.  The many small tests of roster and web go to a worker at once, which xdist does quicker.
"""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

_BY_FILE = {"contracts", "journeys", "roster", "web"}
_WHOLE = {"kills"}
_LONG = ("tests/lives/", "tests/server/test_keeping.py", "tests/export/test_actions.py")
"""One of these takes up to twenty seconds: as the last of all it would let the others wait."""


def ground_of(nodeid: str) -> str:
    """What a test shares with all that have the same; its own name when that is nothing."""
    path = nodeid.split("::", maxsplit=1)[0]
    folder = path.split("/")[1]
    if folder in _WHOLE:
        return folder
    return path if folder in _BY_FILE else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling | None:
    """Give what shares a ground to one worker, the most tests first; then test by test."""
    if config.getoption("dist") != "loadgroup":
        return None
    # By name and not by xdist's marks: pytest 9.2 no longer passes on what those do to a name.
    scheduler = LoadScopeScheduling(config, log)
    scheduler._split_scope = ground_of
    return scheduler


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long; the rest stays in the order that was drawn."""
    items.sort(key=lambda item: not item.nodeid.startswith(_LONG))
