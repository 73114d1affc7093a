"""Too many leave: the danger of every full list (an incomplete file signs off a school)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from leesloket.roster.model import Hold, KnownPupil, Mode
from leesloket.roster.plausibility.findings import Findings, Thresholds, share


def part_missing(found: Findings, limits: Thresholds) -> Iterator[Hold]:
    """A whole group, or everybody of a year, is not in the file."""
    if found.mode is not Mode.FULL or not found.rows:
        return
    for group, (leavers, of) in _per_group(found).items():
        if _is_gone(leavers, of, limits):
            yield Hold("part_missing", {"group": group, "leavers": leavers, "of": of})


def too_many_leavers(found: Findings, limits: Thresholds) -> Iterator[Hold]:
    """More children leave than a year explains: in all, outside the final year, per group."""
    if found.mode is not Mode.FULL:
        return
    outside, of = len(found.unexpected_leavers), len(found.expected_to_stay)
    limit = max(limits.leavers_at_least, int(limits.leavers_share * of))
    if outside > limit:
        yield Hold(
            "too_many_leavers",
            {"outside_final_year": outside, "of": of, "limit": limit, **_usual(found)},
        )
    limit = int(limits.total_leavers_share * len(found.known))
    if len(found.leavers) > max(limit, limits.leavers_at_least):
        yield Hold(
            "too_many_leavers",
            {"leavers": len(found.leavers), "of": len(found.known), "limit": limit},
        )
    for group, (leavers, of) in _per_group(found).items():
        limit = int(limits.group_leavers_share * of)
        if (
            leavers >= limits.group_leavers_at_least
            and leavers > limit
            and not _is_gone(leavers, of, limits)
        ):
            yield Hold(
                "too_many_leavers", {"group": group, "leavers": leavers, "of": of, "limit": limit}
            )


def _is_gone(leavers: int, of: int, limits: Thresholds) -> bool:
    return leavers >= limits.group_gone_at_least and share(leavers, of) >= limits.group_gone_share


def _per_group(found: Findings) -> dict[str, tuple[int, int]]:
    """Leavers and members of each group outside the final year, by last year's group."""
    leavers = Counter(map(_group, found.unexpected_leavers))
    if not leavers:
        return {}
    members = Counter(map(_group, found.expected_to_stay))
    return {group: (leavers[group], of) for group, of in sorted(members.items()) if group and of}


def _group(pupil: KnownPupil) -> str:
    return pupil.group or pupil.year_group


def _usual(found: Findings) -> dict[str, int]:
    previous = found.previous
    return {} if previous is None or previous.leavers is None else {"usual": previous.leavers}
