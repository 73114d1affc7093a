"""Codes for groups that another system accepts, one to one with the groups they stand for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from leesloket.roster.cleaning import fold_group
from leesloket.roster.writers.cells import FORMULA_STARTS

# Wise refuses these in a code (DOMAIN.md 10.2); `1/2A` is the one every school has.
_REPLACED = str.maketrans({"/": "-", "|": "-", "\\": "-", "+": "-", "&": "-"})
_REMOVED = str.maketrans("", "", "\"'<>`")


def wise_codes(groups: Iterable[str], *, length: int = 10) -> Mapping[str, str]:
    """Each group to a legal code of at most `length` characters; no two groups share one."""
    return _distinct({group: _legal(group) for group in groups}, length)


def _legal(group: str) -> str:
    """The group without the signs that Wise refuses, nor one in front that makes a formula."""
    code = group.translate(_REPLACED).translate(_REMOVED)
    return code.lstrip("".join((*FORMULA_STARTS, " ")))


def one_spelling(groups: Sequence[str]) -> Mapping[str, str]:
    """Each group to how it is written most: `5A` and `Groep 5a` are one group, as in reading."""
    usual: dict[str, str] = {}
    for group, _ in sorted(Counter(groups).items(), key=lambda item: (-item[1], item[0])):
        usual.setdefault(fold_group(group), group)
    return {group: usual[fold_group(group)] for group in set(groups)}


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
