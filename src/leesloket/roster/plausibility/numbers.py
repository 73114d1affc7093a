"""The numbers of the file are not the register's: without zeros, all new, or those of others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from leesloket.roster.cleaning import fold_number
from leesloket.roster.model import Hold, KnownPupil, PupilRecord
from leesloket.roster.plausibility import values
from leesloket.roster.plausibility.findings import Findings
from leesloket.roster.plausibility.limits import Thresholds

_STILL_USED = 0.9
_HARDLY_ANY = 0.02


def zeros_lost(found: Findings, limits: Thresholds) -> Iterator[Hold]:
    """Numbers that began with zeros no longer do: a spreadsheet took them for amounts."""
    with_zeros = [
        (record, known)
        for record, known in found.matched
        if known.pupil_number[:1] == "0" and has_same_number(record, known)
    ]
    lost = sum(len(r.pupil_number) < len(k.pupil_number) for r, k in with_zeros)
    if lost >= max(limits.zeros_lost_at_least, limits.zeros_lost_share * len(with_zeros)):
        yield Hold("zeros_lost", {"rows": lost, "of": len(with_zeros)})


def numbers_all_new(found: Findings, limits: Thresholds) -> Iterator[Hold]:
    """The same children have other numbers: the school changed its pupil administration.

    Or a part of the list is from another one.  One year may have been numbered anew: of who begins
    school the final number often comes later.
    """
    numbers = compare_numbers(found)
    all_new = max(limits.numbers_changed_at_least, limits.numbers_changed_share * numbers.compared)
    in_part = max(
        limits.numbers_of_years_at_least, limits.numbers_of_years_share * numbers.compared
    )
    are_new = numbers.changed >= all_new or numbers.outside_one_year >= in_part
    if are_new and not numbers.are_mixed_up(limits):
        yield Hold("numbers_all_new", {"changed": numbers.changed, "of": numbers.compared})


@dataclass(frozen=True, slots=True)
class Numbers:
    """How the numbers of the recognised children differ from the register's."""

    compared: int
    changed: int
    still_used: int
    """Changed, and the old number stands in another row."""
    outside_one_year: int
    """Changed, but for those of the year (or the group that tells none) with most of them."""
    of_leavers: int
    """Changed into that of a child that left: a new administration begins anew."""

    def are_mixed_up(self, limits: Thresholds) -> bool:
        """Whether the column of numbers was sorted on its own: the same numbers, others' rows."""
        return (
            self.changed >= max(limits.sorted_at_least, limits.sorted_share * self.compared)
            and self.still_used >= _STILL_USED * self.changed
            and self.of_leavers <= _HARDLY_ANY * self.changed
        )


def compare_numbers(found: Findings) -> Numbers:
    """Look at the recognised children who have a number on both sides.

    So are rows that can be one child of their name: without birth dates new numbers make
    questions of all.
    """
    asked = ((record, who[0]) for record, who in map(_namesakes, found.unsure) if len(who) == 1)
    both = [(r, k) for r, k in (*found.matched, *asked) if r.pupil_number and k.pupil_number]
    changed = [(r, k) for r, k in both if not has_same_number(r, k)]
    if not changed:
        return Numbers(len(both), 0, 0, 0, 0)
    used = {fold_number(record.pupil_number) for record in found.records}
    left = {fold_number(pupil.pupil_number) for pupil in found.leavers}
    years = Counter(record.year_group or record.group for record, _ in changed)
    return Numbers(
        len(both),
        len(changed),
        sum(fold_number(known.pupil_number) in used for _, known in changed),
        len(changed) - max(years.values()),
        sum(fold_number(record.pupil_number) in left for record, _ in changed),
    )


def _namesakes(
    asked: tuple[PupilRecord, Sequence[KnownPupil]],
) -> tuple[PupilRecord, Sequence[KnownPupil]]:
    """A question with the candidates of the same name only; with all of them, where none is."""
    record, who = asked
    return record, values.namesakes(record, who) or who


def has_same_number(record: PupilRecord, known: KnownPupil) -> bool:
    # Most values are written as they were: folding is only for those that are not.
    return record.pupil_number == known.pupil_number or (
        fold_number(record.pupil_number) == fold_number(known.pupil_number)
    )
