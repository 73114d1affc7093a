"""What was computed for an import a moment ago, so that the next page need not compute it again.

Reading, checking and planning are pure.  When what they are given is equal to what they were given
the last time, so is what they give: approval under the lock compares the register, row by row,
with the register that the plan was read from, and computes a plan only when something differs.

These are pupils' data, in the memory of this process and nowhere else: for MINUTES after they
were last asked for, and of ROWS rows (one list more while it is computed).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock, Timer
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

P = ParamSpec("P")
R = TypeVar("R")

MINUTES = 10
ROWS = 25_000

_MISSING = object()


@dataclass(slots=True, eq=False)
class Remembered:
    """The last answer of each function for one import, with what it was given."""

    rows: int = 0
    asked_at: float = 0.0
    _last: dict[Callable[..., Any], tuple[object, object, Any]] = field(
        default_factory=dict, repr=False
    )

    def holds(self, function: Callable[..., Any]) -> bool:
        """Whether there is an answer of this function."""
        return function in self._last

    def again(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """What a pure function gives; computed only when an argument differs from the last time.

        Nobody may change an argument afterwards: what was remembered would change with it.
        """
        last_args, last_kwargs, answer = self._last.get(function, (_MISSING, None, None))
        if last_args == args and last_kwargs == kwargs:
            given: R = answer
            return given
        given = function(*args, **kwargs)
        self._last[function] = (args, kwargs, given)
        return given


_imports: dict[UUID, Remembered] = {}
"""Those asked for last at the end."""
_changing = Lock()


class Emptying:
    """Lets go of what nobody asked for in time: a site that nobody uses any more does too.

    One timer for the process, that goes off when the first is due.
    """

    def __init__(self) -> None:
        self._timer: Timer | None = None

    def after(self, seconds: float) -> None:
        """Wait so long, unless it waits already.  Called under the lock."""
        # A timer that could not be started, or that was of the process this one was forked from, is
        # not alive.
        if self._timer is not None and self._timer.is_alive():
            return
        self._timer = Timer(seconds, self._let_go)
        self._timer.daemon = True
        self._timer.start()

    def _let_go(self) -> None:
        with _changing:
            self._timer = None
            now = time.monotonic()
            _let_go_before(now - MINUTES * 60)
            if _imports:
                first = min(one.asked_at for one in _imports.values())
                self.after(first + MINUTES * 60 - now)


_emptying = Emptying()


def remembered(upload_id: UUID) -> Remembered:
    """What is remembered of an import; nothing, when it was asked for too long ago.

    Whoever fills it says of how many `rows` it is.
    """
    now = time.monotonic()
    with _changing:
        _let_go_before(now - MINUTES * 60)
        found = _imports.pop(upload_id, None) or Remembered()
        found.asked_at = now
        _imports[upload_id] = found
        while sum(one.rows for one in _imports.values()) > ROWS and len(_imports) > 1:
            del _imports[next(iter(_imports))]
        _emptying.after(MINUTES * 60)
    return found


def let_go(upload_id: UUID) -> None:
    """Let go of what is remembered of one import."""
    with _changing:
        _imports.pop(upload_id, None)


def let_go_of_all() -> None:
    """Let go of all of it."""
    with _changing:
        _imports.clear()


def _let_go_before(moment: float) -> None:
    for upload_id, one in list(_imports.items()):
        if one.asked_at <= moment:
            del _imports[upload_id]
