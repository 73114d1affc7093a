"""Rows that follow each other: a mistake in a column is seldom here and there."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby


def longest_run(told: Iterable[bool]) -> int:
    """The most rows below each other of which something is so."""
    return max((len(list(run)) for is_so, run in groupby(told) if is_so), default=0)
