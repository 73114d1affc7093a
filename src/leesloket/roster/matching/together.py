"""Where a name is all there is: who goes where its class goes, and who goes there alone.

Who goes where nobody of its group goes is a namesake as often as the child itself.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from math import sqrt

from leesloket.roster.cleaning import fold_group
from leesloket.roster.matching.blocks import whole_name_of
from leesloket.roster.matching.evidence import Child

_FEWEST, _MOST = 5, 0.5
"""Others of the group, and the share of them that goes one way: else it is split or mixed."""
_LEFT = ""
_FEWEST_TOGETHER, _PART = 3, 0.2
"""Children of a class who are in one group now, and of those that we find the share."""
_FEW_TOGETHER, _SMALL_PART = 2, 0.05
"""The same where units are of two or three years: part of each goes on, to any of the next unit.
It takes nearly all of the children to be on these ways, and not by chance."""
_NEARLY_ALL, _AS_BY_CHANCE = 0.85, 2
"""Of all the share that goes so; or most do, and so many times as many as by chance would."""
_STAY = 0.6
"""Of the members: a year takes the eighth or the quarter who are through, and some more."""
_FEWEST_TOLD, _TIED = 15, 3.0
"""Children, and standard deviations: groups of two years that belong together are far above."""

Ways = frozenset[tuple[str, str]]
"""From a group of last year to one of this year's."""


def tie_between(seen: Mapping[tuple[str, str], int]) -> float:
    """How far the groups of two years are from having nothing to do with each other.

    In standard deviations, by a chi-square test; `seen` is how many went from each to each.
    Classes are split, joined and mixed, and still most of a group go on together.
    """
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    for (old, new), children in seen.items():
        before[old] += children
        after[new] += children
    freedom = (len(before) - 1) * (len(after) - 1)
    if not freedom:
        return 0.0
    # Sum over all cells of (seen - expected)^2 / expected, with the empty cells taken together.
    chi_square = before.total() * (
        sum(count * count / (before[old] * after[new]) for (old, new), count in seen.items()) - 1
    )
    return (chi_square - freedom) / sqrt(2 * freedom)


def ways_of_classes(rows: Sequence[Child], known: Sequence[Child]) -> Ways:
    """Where the classes went, by the members whose name nobody else has on either side.

    None at all when this year's groups have little to do with last year's, for then any child may
    be in any group; or when many left, for who has the name of one of them may have come instead.
    Where most stay in their unit, the few who go on go to any group of the next one.
    """
    members = [child for child in known if child.is_member and child.source.group]
    before, after = _by_single_name(members), _by_single_name(rows)
    seen = Counter(
        (fold_group(before[name].source.group), fold_group(after[name].source.group))
        for name in before.keys() & after.keys()
        if after[name].source.group
    )
    fewest = max(_FEWEST_TOLD, _STAY * len(before))
    if seen.total() < fewest or tie_between(seen) < _TIED:
        return frozenset()
    ways = _ways(seen, _FEWEST_TOGETHER, _PART)
    on_them, by_chance = _shares(ways, seen)
    if on_them < min(_NEARLY_ALL, max(_MOST, _AS_BY_CHANCE * by_chance)):
        return frozenset()
    narrow = _ways(seen, _FEW_TOGETHER, _SMALL_PART)
    on_narrow, by_chance = _shares(narrow, seen)
    are_units = on_them < _NEARLY_ALL <= on_narrow and on_narrow >= _AS_BY_CHANCE * by_chance
    return narrow if are_units else ways


def _ways(seen: Counter[tuple[str, str]], fewest: int, part: float) -> Ways:
    """Those on which so many children of a group went."""
    all_of: Counter[str] = Counter()
    for (old, _), children in seen.items():
        all_of[old] += children
    return frozenset(
        (old, new)
        for (old, new), children in seen.items()
        if children >= max(fewest, part * all_of[old])
    )


def _shares(ways: Ways, seen: Counter[tuple[str, str]]) -> tuple[float, float]:
    """The part of the children that went on these ways, and the part that would by chance."""
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    for (old, new), children in seen.items():
        before[old] += children
        after[new] += children
    of = before.total()
    by_chance = sum(before[old] * after[new] for old, new in ways) / of**2
    return sum(seen[way] for way in ways) / of, by_chance


def goes_with_its_class(row: Child, child: Child, ways: Ways) -> bool:
    """Whether a member is where its class went; of who left before its class says nothing."""
    return (
        bool(ways)
        and child.is_member
        and (fold_group(child.source.group), fold_group(row.source.group)) in ways
    )


def _by_single_name(children: Sequence[Child]) -> Mapping[object, Child]:
    names = Counter(map(whole_name_of, children))
    return {
        name: child for child in children if (name := whole_name_of(child)) and names[name] == 1
    }


def alone_among(
    judged: Collection[int],
    tied: Mapping[int, int],
    rows: Sequence[Child],
    known: Sequence[Child],
) -> frozenset[int]:
    """Of the `judged` rows those whose child goes where no other of its group goes.

    `tied` is row to known child, for all rows; members that are in none have left.
    """
    if not judged:
        return frozenset()
    group_of_child = {child: fold_group(rows[row].source.group) for row, child in tied.items()}
    went: dict[str, Counter[str]] = defaultdict(Counter)
    for child in known:
        group = fold_group(child.source.group)
        if group and child.is_member:
            went[group][group_of_child.get(child.at, _LEFT)] += 1
    return frozenset(
        row
        for row in judged
        if (new := group_of_child[tied[row]])
        and (ways := went.get(fold_group(known[tied[row]].source.group)))
        and ways[new] == 1
        and ways.total() > _FEWEST
        and max(ways.values()) >= _MOST * (ways.total() - 1)
    )
