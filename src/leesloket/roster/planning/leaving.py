"""Who leaves: members that no row could be.  The only step that takes something away."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from leesloket.roster.columns import Extraction
from leesloket.roster.columns.extraction import DUPLICATE_ROW, LEFT_OUT
from leesloket.roster.columns.former import YET_TO_COME
from leesloket.roster.model import (
    Enrol,
    Keep,
    KnownPupil,
    PatronId,
    PupilRecord,
    Question,
    Skip,
    Step,
    Update,
    Withdraw,
)
from leesloket.roster.planning.protect import could_be
from leesloket.roster.planning.rows import NOT_TO_BE_INCLUDED, OTHER_LOCATION
from leesloket.roster.planning.standing import stand_in

_STILL_THERE = frozenset({OTHER_LOCATION, NOT_TO_BE_INCLUDED, YET_TO_COME, LEFT_OUT, DUPLICATE_ROW})
"""Why rows are left out of children who do not leave by that."""


def leavers_of(
    steps: Sequence[Step],
    extraction: Extraction,
    known: Sequence[KnownPupil],
    *,
    made_on: date,
) -> list[KnownPupil]:
    """The members that are in no row, in the order of their keys.

    Nobody leaves who is a candidate of a question, or who may be in a row that could not be read
    or is left out; nor who was entered by hand on the day that the list was made, or after it.
    """
    staying: set[PatronId] = set()
    not_planned: list[PupilRecord] = list(extraction.set_aside)
    for step in steps:
        match step:
            case Update(_, pupil) | Keep(_, pupil):
                staying.add(pupil.patron_id)
            case Question(_, candidates):
                staying.update(candidate.patron_id for candidate in candidates)
            case Skip(record, reasons) if not _STILL_THERE.isdisjoint(reasons):
                not_planned.append(record)
            case Skip() | Enrol() | Withdraw():
                pass
    missing = [
        pupil
        for pupil in known
        if pupil.enrolled and pupil.patron_id not in staying and not _came_later(pupil, made_on)
    ]
    protected = could_be(not_planned, missing) | stand_in(
        extraction.cells_set_aside, missing, as_of=made_on
    )
    return sorted(
        (pupil for pupil in missing if pupil.patron_id not in protected),
        key=lambda pupil: pupil.patron_id,
    )


def _came_later(pupil: KnownPupil, made_on: date) -> bool:
    """Whether the list could not know this child: a later one has to say."""
    return pupil.in_no_list_yet and pupil.entered_on is not None and made_on <= pupil.entered_on


def withdrawals(leavers: Sequence[KnownPupil], finals: Collection[PatronId]) -> list[Withdraw]:
    """A step per leaver; leaving after the final year is said to be that."""
    return [
        Withdraw(pupil, ("final_year",) if pupil.patron_id in finals else ()) for pupil in leavers
    ]
