"""Codes for groups that another system accepts, one to one with the groups they stand for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

# Wise refuses these in a code (DOMAIN.md 10.2); `1/2A` is the one every school has.
_REPLACED = str.maketrans({"/": "-", "|": "-", "\\": "-", "+": "-", "&": "-"})
_REMOVED = str.maketrans("", "", "\"'<>`")


def wise_codes(groups: Iterable[str], *, length: int = 10) -> Mapping[str, str]:
    """Each group to a legal code of at most `length` characters; no two groups share one."""
    return _distinct(
        {group: group.translate(_REPLACED).translate(_REMOVED) for group in groups}, length
    )


def distinct_names(groups: Mapping[str, str], *, length: int = 30) -> Mapping[str, str]:
    """Each group's name cut to `length`, made different where two groups would share one."""
    return _distinct(groups, length)


def _distinct(texts: Mapping[str, str], length: int) -> Mapping[str, str]:
    found: dict[str, str] = {}
    used: set[str] = set()
    last_number: Counter[str] = Counter()
    for group in sorted(texts):
        base = " ".join(texts[group].split())[:length].strip() or "groep"
        text = base
        while text.casefold() in used:
            last_number[base.casefold()] += 1
            ending = f"-{last_number[base.casefold()] + 1}"
            text = base[: length - len(ending)].strip() + ending
        used.add(text.casefold())
        found[group] = text
    return found
