"""Other names in a column than last time, for nearly everybody whom we recognise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from operator import attrgetter

from leesloket.roster.cleaning import fold_surname, is_letter_or_initials
from leesloket.roster.model import Hold
from leesloket.roster.plausibility.findings import Findings
from leesloket.roster.plausibility.limits import Thresholds
from leesloket.roster.plausibility.values import are_unlike, is_other_first_name


def names_changed(found: Findings, limits: Thresholds) -> Iterator[Hold]:
    """Most children whom we know would be called otherwise, all in the same column.

    Official names below *Roepnaam*, or the other parent's name behind every surname: one child may
    change its name, a school does not.  Initials, accents and further given names are no change.
    Of names that have nothing of the old one fewer tell: half of a list may have them.
    """
    for field, is_other in _OTHER.items():
        raw = attrgetter(field)
        changed = [
            (one, other)
            for one, other in ((raw(record), raw(known)) for record, known in found.matched)
            if one != other and _are_told(one, other) and is_other(one, other)
        ]
        of, rows = len(found.matched), len(changed)
        if rows < limits.names_changed_at_least:
            continue
        others = [pair for pair in changed if are_unlike(*pair)]
        unlike = len(set(others) if field == "surname" else others)  # a family counts once
        if rows >= limits.names_changed_share * of or unlike >= max(
            limits.names_changed_at_least, limits.names_unlike_share * of
        ):
            yield Hold("names_changed", {"field": field, "rows": rows, "of": of})
            return


def _are_told(one: str, other: str) -> bool:
    return bool(one and other) and not (is_letter_or_initials(one) or is_letter_or_initials(other))


def _is_other_surname(one: str, other: str) -> bool:
    return fold_surname(one) != fold_surname(other)


_OTHER: Mapping[str, Callable[[str, str], bool]] = {
    "first_name": is_other_first_name,
    "surname": _is_other_surname,
}
