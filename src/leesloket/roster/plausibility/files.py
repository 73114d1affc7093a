"""The file itself is not what it should be: empty, old, with teachers, or damaged in a sheet."""

from __future__ import annotations

from collections.abc import Iterator

from leesloket.roster.cleaning import (
    fold,
    fold_first_name,
    fold_group,
    fold_number,
    fold_surname,
    start_of,
)
from leesloket.roster.model import Hold, KnownPupil, PupilRecord
from leesloket.roster.plausibility.findings import Findings, Thresholds, share

_SAME_FILE = 0.95
_SAME_GROUPS = 0.95
_ALL_NUMBERS, _FEW_NUMBERS = 0.95, 0.5
_MOST = 0.5
_OTHERS_AGREE = 0.2
"""Differences in the other columns that do not speak against one sorted on its own."""


def no_rows(found: Findings, _: Thresholds) -> Iterator[Hold]:
    """The file holds headings and no pupils."""
    if not found.rows:
        yield Hold("no_rows", {"rows": 0, "known": len(found.known)})


def teachers_in_list(found: Findings, limits: Thresholds) -> Iterator[Hold]:
    """Adults among the pupils, by birth date or by group."""
    adults, staff = found.oddities.adults, found.oddities.staff_groups
    if adults >= limits.adults_at_least or staff:
        yield Hold("teachers_in_list", {"adults": adults, "staff_rows": staff})


def older_file(found: Findings, limits: Thresholds) -> Iterator[Hold]:
    """The file is of before what was imported already."""
    says, asked = start_of(found.facts.school_year), start_of(found.school_year)
    if says is not None and asked is not None and says < asked:
        yield Hold(
            "older_file",
            {"school_year": found.facts.school_year or "", "expected": found.school_year},
        )
        return
    previous = found.previous
    if previous and found.facts.as_of and found.facts.as_of < previous.as_of:
        yield Hold(
            "older_file",
            {"as_of": found.facts.as_of.isoformat(), "previous": previous.as_of.isoformat()},
        )
        return
    yield from _same_rows_as_before(found)
    yield from _nobody_moved_up(found, limits)
    yield from _leavers_return(found, limits)


def _same_rows_as_before(found: Findings) -> Iterator[Hold]:
    previous = found.previous
    if previous is None or not found.fingerprints or previous.school_year == found.school_year:
        return
    same = len(previous.fingerprints & found.fingerprints)
    if share(same, len(found.fingerprints)) >= _SAME_FILE:
        yield Hold("older_file", {"same_rows": same, "of": len(found.fingerprints)})


def _nobody_moved_up(found: Findings, limits: Thresholds) -> Iterator[Hold]:
    """A new school year in which the children are still in last year's groups, or lower."""
    if found.shift is None:
        return
    behind = moved = same_group = 0
    for record, known in found.matched:
        if record.year_group and known.year_group:
            moved += 1
            behind += _year(record.year_group) < _year(known.year_group) + found.shift
        same_group += fold_group(record.group) == fold_group(known.group)
    if moved >= limits.same_year_at_least and share(behind, moved) >= limits.same_year_share:
        yield Hold("older_file", {"not_moved_up": behind, "of": moved})
    elif (
        found.shift > 0
        and moved < limits.same_year_at_least <= len(found.matched)
        and share(same_group, len(found.matched)) >= _SAME_GROUPS
        and not _final_year_left(found)
    ):
        yield Hold("older_file", {"same_group": same_group, "of": len(found.matched)})


def _final_year_left(found: Findings) -> bool:
    """Whether who should leave did: then it is this year's list, of groups that stay together."""
    leavers = sum(map(found.is_final, found.leavers))
    return share(leavers, sum(map(found.is_final, found.known))) >= _MOST


def _leavers_return(found: Findings, limits: Thresholds) -> Iterator[Hold]:
    """Within a school year: who left is back, and who came since is gone."""
    if found.shift != 0:
        return
    returning = sum(not known.enrolled for _, known in found.matched)
    if min(returning, len(found.leavers)) >= limits.returning_at_least:
        yield Hold("older_file", {"returning": returning, "leavers": len(found.leavers)})


def columns_shifted(found: Findings, limits: Thresholds) -> Iterator[Hold]:
    """Rows whose cells stand under the wrong heading."""
    shifted = found.oddities.shifted
    if shifted >= max(limits.shifted_at_least, limits.shifted_share * found.rows):
        yield Hold("columns_shifted", {"rows": shifted, "of": found.rows})
        return
    pairs = found.same_number
    swapped = sum(_names_swapped(record, known) for record, known in pairs)
    if swapped >= max(limits.shifted_at_least, limits.sorted_share * len(pairs)):
        yield Hold("columns_shifted", {"names_swapped": swapped, "of": len(pairs)})


def column_sorted_alone(found: Findings, limits: Thresholds) -> Iterator[Hold]:
    """One column was sorted without the others: every row is a child that does not exist."""
    for field, count, of in _mixed_up(found):
        if count >= max(limits.sorted_at_least, limits.sorted_share * of):
            yield Hold("column_sorted_alone", {"field": field, "rows": count, "of": of})
            return
    moved, of = _numbers_moved(found)
    if moved >= max(limits.sorted_at_least, limits.sorted_share * of):
        yield Hold("column_sorted_alone", {"field": "pupil_number", "rows": moved, "of": of})
        return
    if found.oddities.in_order:
        one, other = found.oddities.in_order
        yield Hold("column_sorted_alone", {"field": one.value, "other": other.value})


def _mixed_up(found: Findings) -> Iterator[tuple[str, int, int]]:
    """Per column: rows whose value is somebody else's, where the other columns still agree."""
    pairs = found.same_number
    differs = {
        "first_name": sum(_has_other_first_name(record, known) for record, known in pairs),
        "surname": sum(_has_other_surname(record, known) for record, known in pairs),
        "birth_date": sum(record.birth_date != known.birth_date for record, known in pairs),
    }
    for field, count in differs.items():
        others = max(other for name, other in differs.items() if name != field)
        if share(others, len(pairs)) < _OTHERS_AGREE:
            yield field, count, len(pairs)
    yield "group", found.oddities.out_of_step, found.oddities.ages_known


def _numbers_moved(found: Findings) -> tuple[int, int]:
    """Rows with the number of another child that stays, when nobody's number is gone.

    A new administration's numbers may collide with the old ones, but not with those of all who
    stay and of none who left.
    """
    both = [(r, k) for r, k in found.matched if r.pupil_number and k.pupil_number]
    here = {fold_number(record.pupil_number) for record, _ in both}
    here |= {fold_number(record.pupil_number) for record in found.newcomers}
    stayed = {fold_number(known.pupil_number) for _, known in both}
    left = {fold_number(known.pupil_number) for known in found.leavers if known.pupil_number}
    if share(len(stayed & here), len(stayed)) < _ALL_NUMBERS or (
        left and share(len(left & here), len(left)) > _FEW_NUMBERS
    ):
        return 0, len(both)
    moved = sum(
        not _has_same_number(record, known) and fold_number(record.pupil_number) in stayed
        for record, known in both
    )
    return moved, len(both)


def zeros_lost(found: Findings, limits: Thresholds) -> Iterator[Hold]:
    """Numbers that began with zeros no longer do: a spreadsheet took them for amounts."""
    with_zeros = [
        (record, known)
        for record, known in found.matched
        if known.pupil_number[:1] == "0" and _has_same_number(record, known)
    ]
    lost = sum(len(r.pupil_number) < len(k.pupil_number) for r, k in with_zeros)
    if lost >= max(limits.zeros_lost_at_least, limits.zeros_lost_share * len(with_zeros)):
        yield Hold("zeros_lost", {"rows": lost, "of": len(with_zeros)})


def numbers_all_new(found: Findings, limits: Thresholds) -> Iterator[Hold]:
    """The same children have other numbers: the school changed its pupil administration."""
    both = [(r, k) for r, k in found.matched if r.pupil_number and k.pupil_number]
    changed = sum(not _has_same_number(record, known) for record, known in both)
    if changed >= max(limits.numbers_changed_at_least, limits.numbers_changed_share * len(both)):
        yield Hold("numbers_all_new", {"changed": changed, "of": len(both)})


def _names_swapped(record: PupilRecord, known: KnownPupil) -> bool:
    return _has_other_first_name(record, known) and (
        fold_surname(record.first_name),
        fold_first_name(record.surname),
    ) == (fold_surname(known.surname), fold_first_name(known.first_name))


# Most values are written as they were: folding is only for those that are not.


def _has_same_number(record: PupilRecord, known: KnownPupil) -> bool:
    return record.pupil_number == known.pupil_number or (
        fold_number(record.pupil_number) == fold_number(known.pupil_number)
    )


def _has_other_first_name(record: PupilRecord, known: KnownPupil) -> bool:
    if record.first_name == known.first_name or not record.first_name or not known.first_name:
        return False
    # A list may have all given names where the register has the call name.
    ours, theirs = fold(record.first_name).split(), fold(known.first_name).split()
    return set(ours).isdisjoint(theirs) and "".join(ours) != "".join(theirs)


def _has_other_surname(record: PupilRecord, known: KnownPupil) -> bool:
    return record.surname != known.surname and (
        fold_surname(record.surname) != fold_surname(known.surname)
    )


def _year(year_group: str) -> int:
    return int(year_group) - (2 if len(year_group) > 1 else 0)
