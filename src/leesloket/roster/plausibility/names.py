"""Other names in a column than last time, for nearly everybody whom we recognise."""

from __future__ import annotations

from collections.abc import Iterator

from leesloket.roster.cleaning import fold_surname, is_letter_or_initials
from leesloket.roster.model import Hold
from leesloket.roster.plausibility.findings import Findings
from leesloket.roster.plausibility.limits import Thresholds
from leesloket.roster.plausibility.values import is_other_first_name


def names_changed(found: Findings, limits: Thresholds) -> Iterator[Hold]:
    """Most children whom we know would be called otherwise, all in the same column.

    Official names below *Roepnaam*, or the other parent's name behind every surname: one child may
    change its name, a school does not.  Initials, accents and further given names are no change.
    """
    changed = {
        "first_name": sum(
            _are_told(record.first_name, known.first_name)
            and is_other_first_name(record.first_name, known.first_name)
            for record, known in found.matched
        ),
        "surname": sum(
            _are_told(record.surname, known.surname)
            and fold_surname(record.surname) != fold_surname(known.surname)
            for record, known in found.matched
            if record.surname != known.surname
        ),
    }
    of = len(found.matched)
    for field, rows in changed.items():
        if rows >= max(limits.names_changed_at_least, limits.names_changed_share * of):
            yield Hold("names_changed", {"field": field, "rows": rows, "of": of})
            return


def _are_told(one: str, other: str) -> bool:
    return bool(one and other) and not (is_letter_or_initials(one) or is_letter_or_initials(other))
