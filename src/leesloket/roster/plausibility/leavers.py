"""Too many leave: the danger of every full list (an incomplete file signs off a school)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from leesloket.roster.cleaning import fold_group, fold_surname, stage_of
from leesloket.roster.model import Hold, KnownPupil, Mode, PupilRecord
from leesloket.roster.plausibility.findings import Findings, deviation, share
from leesloket.roster.plausibility.limits import Thresholds
from leesloket.roster.plausibility.lost_rows import behind_last_row, between_two_rows
from leesloket.roster.plausibility.years import place_of, years_told

_FEWEST_FAMILIES = 3
"""One family may have a letter of its own, and move house."""

_YEARS_WITH_A_NEXT = range(1, 8)
"""Of a primary school: children go from year 1 to 8."""

_MOST, _YEARS_TOLD = 0.5, 0.9
_FEWEST_OF_CLOSED, _FEW_CLOSE = 5, 0.1
_FEW_ASKED = 10
"""Rows without a group that are asked about one by one, however short the list."""
_A_QUARTER = 0.25
"""Of the members: with so many in the final year the others come near the limit for all."""
_ABOVE_LAST_SUMMER = 1.2
"""Times as many as left a group of that name in the summer before."""

_Counts = dict[str, tuple[int, int]]


def has_no_groups(without: int, of: int) -> bool:
    """Whether a list tells the group of hardly anybody: one decision, and no question per row."""
    return without > _FEW_ASKED and without > _MOST * of


def part_missing(found: Findings, limits: Thresholds) -> Iterator[Hold]:
    """A group or a year group is not in the file, or the file stops too early.

    Everything that is missing is one decision.
    """
    without = sum(not record.group for record in found.records)
    if found.shift != 0 and has_no_groups(without, found.rows):
        # Within a year everybody stays in the group that is known.
        yield Hold("part_missing", {"without_group": without, "rows": found.rows})
        return
    if found.mode is not Mode.FULL or not found.rows:
        return
    for what, key in (("group", _group), ("year_group", _year_group)):
        counts = _per(key, found)
        gone = _gone(counts, limits)
        if what == "group":
            gone = _groups_gone(gone, counts, found, limits)
        elif not gone:
            gone = _of_empty_years(counts, found, limits)
        if gone:
            yield _missing(what, gone, soon=_next_year_of(gone, found) if what == "group" else "")
            return
    yield from _nobody_begins(found, limits)
    yield from _rows_lost(found, limits)


def _nobody_begins(found: Findings, limits: Thresholds) -> Iterator[Hold]:
    """Nobody is in the year in which children begin, where a class was last year.

    Those who are missing are newcomers: nobody would leave, so that nothing else tells it.  A list
    made before the summer has hardly any newcomers.
    """
    now = [_years(record, found) for record in found.records]
    told = sum(map(bool, now)) >= _YEARS_TOLD * found.rows
    if found.shift != 1 or len(found.newcomers) < limits.begin_beside_at_least or not told:
        return
    first = found.first_year_of_all
    before = Counter(years[0] for pupil in found.known if (years := _years(pupil, found)))
    for year, members in before.items():
        if (
            place_of(year) == first < min(place_of(one) for years in now for one in years)
            and members >= limits.begin_at_least
            and share(members, len(found.known)) >= limits.begin_share
        ):
            yield Hold("part_missing", {"nobody_in": year, "before": members})


def _years(pupil: PupilRecord | KnownPupil, found: Findings) -> tuple[str, ...]:
    return years_told(pupil.year_group, pupil.group, secondary=found.secondary)


def _rows_lost(found: Findings, limits: Thresholds) -> Iterator[Hold]:
    """Rows were lost at the end of the list or within it, or a filter hid some letters."""
    leavers = len(found.unexpected_leavers)
    if leavers < limits.cut_off_at_least:
        return
    cut_off = behind_last_row(found)
    if cut_off >= limits.cut_off_at_least:
        yield Hold("part_missing", {"behind_last_row": cut_off, "leavers": leavers})
    elif letters := _letters_gone(found, limits):
        yield _missing("letter", letters)
    elif between := between_two_rows(found):
        yield Hold("part_missing", {"between_rows": between, "leavers": leavers})


def too_many_leavers(found: Findings, limits: Thresholds) -> Iterator[Hold]:
    """More children leave than a year explains: outside the final year, in all, or of one group.

    One hold: when too many leave as a whole, of how many groups they are is one of its numbers.
    """
    if found.mode is not Mode.FULL:
        return
    groups = _per(_group, found)
    losing = {
        name: counts for name, counts in groups.items() if _loses(name, counts, found, limits)
    }
    outside = len(found.unexpected_leavers) + _too_many_to_be_meant(found)
    of = len(found.expected_to_stay)
    limit = max(limits.leavers_at_least, _limit_outside(of, limits))
    if outside > limit:
        detail = {"outside_final_year": outside, "of": of, "limit": limit, **_usual(found)}
        if len(losing) > 1:
            detail |= {"groups_losing": len(losing), "groups": len(groups)}
        yield Hold("too_many_leavers", detail)
        return
    leavers, of = len(found.leavers), len(found.known)
    limit = _limit_of_all(found, limits)
    if leavers > limit:
        yield Hold("too_many_leavers", {"leavers": leavers, "of": of, "limit": limit})
        return
    for group, (leavers, members) in losing.items():
        if not _is_gone(leavers, members, limits):
            limit = max(
                limits.group_leavers_at_least - 1, _limit_of_group(group, members, found, limits)
            )
            yield Hold(
                "too_many_leavers",
                {"group": group, "leavers": leavers, "of": members, "limit": limit},
            )


def _too_many_to_be_meant(found: Findings) -> int:
    """How many more leave at least: nobody who may be meant does, and each question is of one."""
    tied = {known.patron_id for _, known in found.matched}
    meant = {known.patron_id for _, who in found.unsure for known in who} - tied
    return max(0, sum(pupil.patron_id in meant for pupil in found.expected_to_stay) - found.asked)


def _limit_outside(of: int, limits: Thresholds) -> int:
    """How many of so many outside the final year may leave, as the branch is used to."""
    part = limits.leavers_share
    return int(part * of + limits.leavers_spread * deviation(of, part))


def _limit_of_all(found: Findings, limits: Thresholds) -> int:
    """How many may leave, the final year with them.

    Of a school that has the last two years only half is in the final one: then it is those, and of
    the others no more than of any school.  So it is where many of the others leave each year.
    """
    of, through = len(found.known), found.through
    limit = max(limits.leavers_at_least, int(limits.total_leavers_share * of))
    if through <= _A_QUARTER * of and not limits.leavers_spread:
        return limit
    others = max(limits.leavers_at_least, _limit_outside(of - through, limits))
    return max(limit, through + others)


def entered_by_hand(found: Findings, _limits: Thresholds) -> Iterator[Hold]:
    """A child leaves that somebody entered by hand, and that no list has held yet.

    A school that exported its list a few days ago did not have the child in it.
    """
    if found.mode is not Mode.FULL:
        return
    leavers = sum(pupil.in_no_list_yet for pupil in found.leavers)
    if leavers:
        yield Hold("entered_by_hand", {"leavers": leavers})


def _next_year_of(gone: _Counts, found: Findings) -> str:
    """The year that the one group that is gone would be in now, in a primary school.

    The file may have a group that is called as this one was: other children are in it.
    """
    years = {pupil.year_group for pupil in found.expected_to_stay if _group(pupil) in gone}
    [year, *others] = years or {""}
    if found.shift != 1 or others or not year.isdigit() or int(year) not in _YEARS_WITH_A_NEXT:
        return ""
    return str(int(year) + 1)


def _missing(what: str, gone: _Counts, *, soon: str = "") -> Hold:
    leavers = sum(left for left, _ in gone.values())
    members = sum(of for _, of in gone.values())
    if len(gone) > 1:
        what = f"{what}s"
    detail: dict[str, int | str] = {what: ", ".join(gone), "leavers": leavers, "of": members}
    return Hold("part_missing", detail | ({"soon": soon} if soon and len(gone) == 1 else {}))


def _gone(counts: _Counts, limits: Thresholds) -> _Counts:
    return {name: (left, of) for name, (left, of) in counts.items() if _is_gone(left, of, limits)}


def _groups_gone(gone: _Counts, counts: _Counts, found: Findings, limits: Thresholds) -> _Counts:
    """The groups that are gone, but for a last one that may be; or one that is in no row."""
    may_go = limits.leavers_spread or not found.is_end_told
    if gone and may_go and found.shift:
        gone = _not_filled_anew(gone, found)
    return gone or _closed(counts, found)


def _closed(counts: _Counts, found: Findings) -> _Counts:
    """The groups that are in no row any more, where half of the children leave.

    The children of a group that closes go to others.  Of a group of several years the rest has
    moved up, and is in the list.  Nothing is told where groups have other names this year, nor by
    a group that has a year in its name.
    """
    rows = {fold_group(record.group) for record in found.records}
    groups = {fold_group(pupil.group) for pupil in found.known if pupil.group}
    if len(groups - rows) > max(1, _FEW_CLOSE * len(groups)):
        return {}
    return {
        name: (left, of)
        for name, (left, of) in counts.items()
        if fold_group(name) not in rows
        and not years_told("", name, secondary=found.secondary)
        and stage_of(name) is None
        and left >= _FEWEST_OF_CLOSED
        and share(left, of) >= _MOST
    }


def _not_filled_anew(gone: _Counts, found: Findings) -> _Counts:
    """The groups that are gone, but for those that others of the school moved up into.

    Where most leave each year (newcomers to the country, VSO) a last group that tells no year goes
    as a whole when a new one begins, and those of the group before it are in it now.  So it is only
    when every group of last year is in the list: of one that was forgotten the children stand in no
    other.
    """
    rows = Counter(fold_group(record.group) for record in found.records)
    members = Counter(fold_group(pupil.group) for pupil in found.known if pupil.group)
    if any(rows[group] < _A_QUARTER * of for group, of in members.items()):
        return gone
    moved_in = Counter(
        fold_group(record.group)
        for record, known in found.matched
        if fold_group(record.group) != fold_group(known.group)
    )
    return {
        name: counts
        for name, counts in gone.items()
        if years_told("", name, secondary=found.secondary)
        or not found.may_go_as_a_whole(name)
        or moved_in[fold_group(name)] < _MOST * rows[fold_group(name)]
    }


def _of_empty_years(counts: _Counts, found: Findings, limits: Thresholds) -> _Counts:
    """The year groups most of which leave while nobody in the list is of the year they would be in.

    In a small school one child that repeats a year is a large share of those who should be there.
    """
    years = [place_of(record.year_group) for record in found.records if record.year_group]
    if found.shift is None or share(len(years), found.rows) < _YEARS_TOLD:
        return {}
    return {
        year: (left, of)
        for year, (left, of) in counts.items()
        if left >= limits.group_wholly_gone_at_least
        and share(left, of) >= _MOST
        and place_of(year) + found.shift not in years
    }


def _is_gone(leavers: int, of: int, limits: Thresholds) -> bool:
    if leavers == of:
        return leavers >= limits.group_wholly_gone_at_least
    return leavers >= limits.group_gone_at_least and share(leavers, of) >= limits.group_gone_share


def _loses(group: str, counts: tuple[int, int], found: Findings, limits: Thresholds) -> bool:
    """Whether a group loses more than a year explains."""
    leavers, of = counts
    return leavers >= limits.group_leavers_at_least and (
        leavers > _limit_of_group(group, of, found, limits)
    )


def _limit_of_group(group: str, of: int, found: Findings, limits: Thresholds) -> int:
    part, usual = limits.group_leavers_share, 0.0
    if limits.group_final_share:  # nothing tells who is through
        usual = _ABOVE_LAST_SUMMER * found.left_last_summer(group)
        if found.may_finish(group):
            part = max(part, limits.group_final_share)
    if found.has_yet_to_begin(group):
        part = max(part, limits.toddlers_leavers_share)
    return int(max(usual, part * of + limits.group_leavers_spread * deviation(of, part)))


def _per(key: Callable[[KnownPupil], str], found: Findings) -> _Counts:
    """Leavers and members outside the final year, by last year's group or year group."""
    leavers = Counter(map(key, found.unexpected_leavers))
    if not leavers:
        return {}
    members = Counter(map(key, found.expected_to_stay))
    return {name: (leavers[name], of) for name, of in sorted(members.items()) if name}


def _group(pupil: KnownPupil) -> str:
    return pupil.group or pupil.year_group


def _year_group(pupil: KnownPupil) -> str:
    return pupil.year_group


def _letter(pupil: PupilRecord | KnownPupil) -> str:
    return fold_surname(pupil.surname)[:1].upper()


def _letters_gone(found: Findings, limits: Thresholds) -> _Counts:
    """The letters that no surname of the list begins with, and those of several families did.

    A filter was left on.  Who moves house is of any letter, and others have it.
    """
    here = set(map(_letter, found.records))
    families: dict[str, set[str]] = defaultdict(set)
    for pupil in found.unexpected_leavers:
        families[_letter(pupil)].add(fold_surname(pupil.surname))
    return {
        letter: (left, of)
        for letter, (left, of) in _per(_letter, found).items()
        if letter not in here
        and left >= limits.cut_off_at_least
        and share(left, of) >= limits.group_gone_share
        and len(families[letter]) >= _FEWEST_FAMILIES
    }


def _usual(found: Findings) -> dict[str, int]:
    """How many left in the latest earlier year."""
    years = found.previous.years if found.previous else ()
    return {"usual": years[-1].leavers} if years else {}
