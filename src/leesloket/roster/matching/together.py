"""Who goes where nobody of its group goes, while its group goes on together or leaves.

Where a name is all there is, that is a namesake as often as the child itself.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence

from leesloket.roster.cleaning import fold_group
from leesloket.roster.matching.evidence import Child
from leesloket.roster.model import KnownPupil

_FEWEST, _MOST = 5, 0.5
"""Others of the group, and the share of them that goes one way: else it is split or mixed."""
_LEFT = ""


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
        if group and isinstance(child.source, KnownPupil) and child.source.enrolled:
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
