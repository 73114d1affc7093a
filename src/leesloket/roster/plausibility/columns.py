"""Cells under another heading: shifted rows, names that changed places, groups that are none."""

from __future__ import annotations

from collections.abc import Iterator

from leesloket.roster.cleaning import fold, fold_first_name, fold_surname
from leesloket.roster.model import Hold, KnownPupil, PupilRecord
from leesloket.roster.plausibility.findings import Findings
from leesloket.roster.plausibility.group_cells import groups_of_one_child, rows_with_other_cells
from leesloket.roster.plausibility.group_heaps import (
    children_in_crowds,
    children_in_heaps,
    two_classes_in_one,
)
from leesloket.roster.plausibility.limits import Thresholds

_SWAPPED_SHARE = 0.05
"""Some families are asked twice which of the two is the surname."""


def columns_shifted(found: Findings, limits: Thresholds) -> Iterator[Hold]:
    """Rows whose cells stand under the wrong heading, or a heading above something else."""
    shifted = max(
        found.oddities.shifted,
        _values_of_neighbours(found),
        rows_with_other_cells(found),
        groups_of_one_child(found),
    )
    if shifted >= max(limits.shifted_at_least, limits.shifted_share * found.rows):
        yield Hold("columns_shifted", {"rows": shifted, "of": found.rows})
        return
    swapped = _names_swapped(found)
    if swapped >= max(limits.shifted_at_least, _SWAPPED_SHARE * found.rows):
        yield Hold("columns_shifted", {"names_swapped": swapped, "of": found.rows})
        return
    heaped, of = children_in_heaps(found)
    if heaped:
        yield Hold("columns_shifted", {"in_one_heap": heaped, "of": of})
        return
    crowded, of = children_in_crowds(found)
    if crowded:
        yield Hold("columns_shifted", {"crowded": crowded, "of": of})
        return
    group, together = two_classes_in_one(found)
    if together:
        yield Hold("columns_shifted", {"group": group, "together": together})


def _values_of_neighbours(found: Findings) -> int:
    """Rows in which a known child's value stands one column further than it should."""
    return sum(
        record.surname != known.surname and _is_beside_its_column(record, known)
        for record, known in found.same_number_differing
    )


def _is_beside_its_column(record: PupilRecord, known: KnownPupil) -> bool:
    surname, prefix = fold(known.surname), fold(known.prefix)
    if not surname or fold(record.surname) == surname:
        return False
    return (
        fold(record.group) == surname
        or fold(record.prefix) == surname
        or (prefix != "" and fold(record.surname) == prefix)
        or (record.surname == "" and fold(record.first_name) == surname)
    )


def _names_swapped(found: Findings) -> int:
    """Children we know, with their first name as surname and their surname as first name."""
    loose = found.loose_records
    pairs = [pair for pair in found.same_number_differing if _are_swapped(*pair)]
    if not loose:
        return len(pairs)
    swapped_names = {
        (fold_surname(known.first_name), fold_first_name(known.surname)) for known in found.known
    }
    seen = {record.fingerprint for record, _ in pairs}
    seen |= {
        record.fingerprint
        for record in loose
        if (fold_surname(record.surname), fold_first_name(record.first_name)) in swapped_names
        and record.surname
        and record.first_name
    }
    return len(seen)


def _are_swapped(record: PupilRecord, known: KnownPupil) -> bool:
    return record.first_name != known.first_name and (
        (fold_surname(record.first_name), fold_first_name(record.surname))
        == (fold_surname(known.surname), fold_first_name(known.first_name))
        != (fold_surname(known.first_name), fold_first_name(known.surname))
    )
