"""Values that the desk set by hand, where a list says otherwise.  Pure.

Ours stays, unless staff say of this child that the school's is to be taken: then the value counts
as any other, and is the desk's no longer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from leesloket.roster.model import Field, Keep, KnownPupil, PatronId, Step, Update

OURS, THE_SCHOOLS = "ours", "school"


def with_released(
    known: Sequence[KnownPupil], choices: Sequence[Mapping[str, Any]]
) -> tuple[KnownPupil, ...]:
    """The known pupils, with the values that the school may set again."""
    released = {
        told["patron_id"]: frozenset(map(Field, told["fields"]))
        for told in choices
        if told["choice"] == THE_SCHOOLS
    }
    if not released:
        return tuple(known)
    return tuple(
        replace(pupil, edited_by_hand=pupil.edited_by_hand - released[pupil.patron_id])
        if pupil.patron_id in released
        else pupil
        for pupil in known
    )


def released_by(
    steps: Sequence[Step], choices: Sequence[Mapping[str, Any]]
) -> dict[str, tuple[str, ...]]:
    """Per patron the fields that become the school's when this plan is applied."""
    taken = {told["patron_id"]: told for told in choices if told["choice"] == THE_SCHOOLS}
    found: dict[str, tuple[str, ...]] = {}
    for step in steps:
        if isinstance(step, Update) and step.known.patron_id in taken:
            wanted = set(taken[step.known.patron_id]["fields"])
            fields = tuple(one.field.value for one in step.changes if one.field.value in wanted)
            if fields:
                found[step.known.patron_id] = fields
    return found


def conflicts_of(steps: Sequence[Step], patron_id: PatronId) -> tuple[str, ...]:
    """The fields of this patron where desk and list disagree."""
    for step in steps:
        if isinstance(step, Update | Keep) and step.known.patron_id == patron_id:
            return tuple(conflict.field.value for conflict in step.conflicts)
    return ()
