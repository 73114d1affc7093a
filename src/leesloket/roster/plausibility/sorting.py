"""One column was sorted, or moved a row, without the others: the children do not exist."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from leesloket.roster.cleaning import fold, fold_group, fold_surname, stage_of, start_of
from leesloket.roster.matching.together import tie_between
from leesloket.roster.model import Hold, KnownPupil, PupilRecord
from leesloket.roster.plausibility import values
from leesloket.roster.plausibility.altered import altered_alike
from leesloket.roster.plausibility.findings import Findings
from leesloket.roster.plausibility.group_ages import (
    are_of_all_ages,
    are_of_one_age,
    groups_changed_age,
    groups_put_in_order,
)
from leesloket.roster.plausibility.group_column import (
    exchanged_groups,
    moved_groups,
)
from leesloket.roster.plausibility.limits import Thresholds
from leesloket.roster.plausibility.numbers import compare_numbers
from leesloket.roster.plausibility.slipping import slipped
from leesloket.roster.plausibility.years import place_of, streams_of, year_by_age, years_told

_BOTH_WAYS = 0.2
"""A column in disorder puts children too high and too low; an older file only too low."""
_FAR_OFF = 2
_OF_OTHER_AGE = 0.1
"""Two years or more beside their group: hardly anybody where age tells the year."""
_FEWEST_GROUPS, _FEWEST_CHILDREN = 3, 30
_FEWEST_OF_EACH = 3
"""Children of a group, in the middle: of one or two nobody can tell who goes on together."""
_MOST_STREAMS = 0.4
"""One in ten goes to another stream."""
_ALMOST_ALL = 0.93
"""Of the children: some repeat a year."""
_MOST_GO_ON = 0.6
"""To the next stage; one that is mixed up takes as many to any other."""
_HALF = 0.5
_TIED = 3.0
"""Standard deviations: groups of two years that belong together are far above this."""

Count = tuple[str, int, int]
"""A field, how many rows are wrong, of how many that could be looked at."""


def column_sorted_alone(found: Findings, limits: Thresholds) -> Iterator[Hold]:
    """One column was sorted without the others: every row is a child that does not exist."""
    for field, count, of in _signs(found, limits):
        yield Hold("column_sorted_alone", {"field": field, "rows": count, "of": of})
        return
    if found.oddities.in_order:
        one, other = found.oddities.in_order
        yield Hold("column_sorted_alone", {"field": one.value, "other": other.value})


def _signs(found: Findings, limits: Thresholds) -> Iterator[Count]:
    """What is wrong with which column, the surest sign first."""
    yield from slipped(found, limits)
    for field, count, of in _mixed_up(found):
        if count >= max(limits.sorted_at_least, limits.sorted_share * of):
            yield field, count, of
    numbers = compare_numbers(found)
    if numbers.are_mixed_up(limits):
        yield "pupil_number", numbers.changed, numbers.compared
    odd = found.oddities
    if odd.out_of_step >= max(
        limits.out_of_step_at_least, limits.out_of_step_share * odd.ages_known
    ):
        yield "group", odd.out_of_step, odd.ages_known
    yield from _by_prefix(found, limits)
    yield from altered_alike(found)
    yield from _groups_astray(found)


def _groups_astray(found: Findings) -> Iterator[Count]:
    for count, of in (
        *groups_put_in_order(found),
        *moved_groups(found),
        *exchanged_groups(found),
    ):
        yield "group", count, of


def _mixed_up(found: Findings) -> Iterator[Count]:
    """Per column: rows whose value is somebody else's, where the other columns still agree."""
    yield from _by_half_a_name(found)
    yield _groups_by_year(found)
    yield _years_by_year(found)
    streams, told = _streams_left(found)
    if streams > _MOST_STREAMS * told and told >= _FEWEST_CHILDREN:
        yield "group", streams, told
    groups = _groups_of(found)
    if are_of_all_ages(found) or (
        (
            (_are_unrelated(groups) and not _are_in_their_stage(groups))
            or (groups_changed_age(found) and not _go_on_together(groups))
        )
        and not are_of_one_age(found)
    ):
        yield "group", groups.total(), groups.total()


# --- names and birth dates -----------------------------------------------------------------------


def _by_prefix(found: Findings, limits: Thresholds) -> Iterator[Count]:
    """Children with the prefix of another: nobody is known by it, so their rows are tied.

    A list that writes prefixes otherwise, or in the surname, takes none from anybody.  Hardly any
    changes but with the surname, and so a few tell as much as a tenth of all.
    """
    gained: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    for record, known in found.matched:
        if record.prefix == known.prefix or _has_other_surname(record, known):
            continue
        now, before = fold(record.prefix), fold(known.prefix)
        if now != before:
            gained[now] += 1
            lost[before] += 1
    changed_hands = (gained & lost).total()
    if changed_hands >= limits.sorted_at_least:
        yield "prefix", changed_hands, len(found.matched)


def _by_half_a_name(found: Findings) -> Iterator[Count]:
    """With nothing but names: most rows have one member's first name and another's surname.

    Each is a question about all who have either.  Of newcomers with common names many have that
    too, and in some schools they are nearly half.  Which of the two was sorted, the list's order
    tells.
    """
    if found.asked <= _HALF * found.rows:
        return
    halves = values.first_name, values.surname
    theirs = [set(map(half, found.known)) for half in halves]
    count = sum(
        all(half(record) in members for half, members in zip(halves, theirs, strict=True))
        and values.name(record) not in map(values.name, who)
        for record, who in found.unsure
    )
    if count > _HALF * found.rows:
        rises = [
            sum(one <= other for one, other in pairwise(str(half(row)) for row in found.records))
            for half in halves
        ]
        yield ("first_name" if rises[0] > rises[1] else "surname"), count, found.rows


# Most values are written as they were: folding is only for those that are not.


def _has_other_first_name(record: PupilRecord, known: KnownPupil) -> bool:
    return values.is_other_first_name(record.first_name, known.first_name)


def _has_other_surname(record: PupilRecord, known: KnownPupil) -> bool:
    if record.surname == known.surname or not record.surname:
        return False
    return fold_surname(record.surname) != fold_surname(known.surname)


# --- groups --------------------------------------------------------------------------------------


def _groups_by_year(found: Findings) -> Count:
    """Children whose new group is two years or more from the one they should be in."""
    above = below = known_years = 0
    for move, children in found.moves.items():
        years = years_told("", move.group, secondary=found.secondary)
        if not years or not move.year_before:
            continue
        known_years += children
        expected = place_of(move.year_before) + (found.shift or 0)
        above += children * (place_of(years[0]) - expected >= _FAR_OFF)
        below += children * (expected - place_of(years[-1]) >= _FAR_OFF)
    for told, expected in _by_age(found):
        known_years += 1
        above += place_of(told[0]) - expected >= _FAR_OFF
        below += expected - place_of(told[-1]) >= _FAR_OFF
    return "group", _in_disorder(above, below), known_years


def _by_age(found: Findings) -> Iterator[tuple[Sequence[str], int]]:
    """The years of a child's group, and the one that its age tells where nothing else does.

    In a list of combination groups nobody's year is written down.  Where many were not in the group
    of their age last year either, as in special education, ages tell nothing.
    """
    start = start_of(found.school_year)
    if start is None:
        return
    told = []
    astray = 0
    for record, known in found.matched:
        if known.year_group or record.birth_date is None:
            continue
        years = years_told("", record.group, secondary=found.secondary)
        if years:
            told.append((years, year_by_age(record.birth_date, start)))
            before = years_told("", known.group, secondary=found.secondary)
            last = year_by_age(record.birth_date, start - (found.shift or 0))
            astray += bool(before) and _is_far_off(before, last)
    if astray <= _OF_OTHER_AGE * len(told):
        yield from told


def _is_far_off(years: Sequence[str], expected: int) -> bool:
    return place_of(years[0]) - expected >= _FAR_OFF or expected - place_of(years[-1]) >= _FAR_OFF


def _years_by_year(found: Findings) -> Count:
    """Children, known by number and name, whose year group is two years or more off.

    Without birth dates to tell their age, their rows are questions: nobody need be tied.
    """
    off = [
        place_of(record.year_group) - place_of(known.year_group) - (found.shift or 0)
        for record, known in found.same_number
        if record.year_group.isdigit()
        and known.year_group.isdigit()
        and _are_named_alike(record, known)
    ]
    above, below = sum(years >= _FAR_OFF for years in off), sum(years <= -_FAR_OFF for years in off)
    return "year_group", _in_disorder(above, below), len(off)


def _in_disorder(above: int, below: int) -> int:
    wrong = above + below
    return wrong if min(above, below) >= _BOTH_WAYS * wrong else 0


def _are_named_alike(record: PupilRecord, known: KnownPupil) -> bool:
    return not _has_other_first_name(record, known) and not _has_other_surname(record, known)


def _streams_left(found: Findings) -> tuple[int, int]:
    """How many children of a secondary school are in another stream now, of those with one.

    A column that moved a row in a list in order of years puts every child in its year, and in any
    class.
    """
    groups = (group for move in found.moves for group in (move.group_before, move.group))
    streams = streams_of(groups) if found.secondary else {}
    left = told = 0
    for move, children in found.moves.items():
        before, now = streams.get(move.group_before), streams.get(move.group)
        told += children * bool(before and now)
        left += children * bool(before and now and before != now)
    return left, told


def _groups_of(found: Findings) -> Counter[tuple[str, str]]:
    """How many children went from each group to each."""
    groups: Counter[tuple[str, str]] = Counter()
    for move, children in found.moves.items():
        if move.group_before and move.group:
            groups[fold_group(move.group_before), fold_group(move.group)] += children
    return groups


def _are_unrelated(seen: Counter[tuple[str, str]]) -> bool:
    """Whether this year's groups have nothing to do with last year's."""
    before, after = {old for old, _ in seen}, {new for _, new in seen}
    fewest = max(_FEWEST_CHILDREN, _FEWEST_OF_EACH * max(len(before), len(after)))
    if min(len(before), len(after)) < _FEWEST_GROUPS or seen.total() < fewest:
        return False
    return tie_between(seen) < _TIED


def _are_in_their_stage(seen: Counter[tuple[str, str]]) -> bool:
    """Whether hardly any child is in another stage than its own or the next one.

    A school for newcomers to the country deals its classes anew by how far the children are, and
    most go on.
    """
    steps: Counter[int] = Counter()
    for (before, after), children in seen.items():
        was, now = stage_of(before), stage_of(after)
        if was is not None and now is not None:
            steps[now - was] += children
    go_on, of = steps[1], seen.total()
    return go_on >= _MOST_GO_ON * of and steps[0] + go_on >= _ALMOST_ALL * of


def _go_on_together(seen: Counter[tuple[str, str]]) -> bool:
    """Whether hardly any group was split or joined: then their names were dealt anew.

    In a column of groups that was turned about a group ends where another did not.
    """
    new: dict[str, int] = defaultdict(int)
    old: dict[str, int] = defaultdict(int)
    for (before, after), children in seen.items():
        new[before] = max(new[before], children)
        old[after] = max(old[after], children)
    return min(sum(new.values()), sum(old.values())) >= _ALMOST_ALL * seen.total()
