"""How it stands with a school's list of this school year, and what that leaves to do.  Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from leesloket.imports.showing import UploadLine

UNDERWAY: Final = frozenset({"read", "returned", "sent", "waiting"})
"""Something is to come of it: at the school, at the library, or at the scanner."""
CAME_TO_SOMETHING: Final = UNDERWAY | {"applied", "undone"}


@dataclass(frozen=True, slots=True)
class Standing:
    """The sentence a school's page opens with, and the files it is about."""

    title: str
    body: str
    at_hand: UploadLine | None
    """The file that is underway; otherwise this year's list, once it was processed."""
    earlier: tuple[UploadLine, ...]
    dropped: tuple[UploadLine, ...]
    """Of these nothing came: not readable, replaced, removed."""

    @property
    def is_done(self) -> bool:
        """Whether this year's list was processed, and nothing newer is underway."""
        return self.at_hand is not None and self.at_hand.status == "applied"


def how_it_stands(lines: Sequence[UploadLine], *, school_year: str) -> Standing:
    """Say it of the uploads of a branch, newest first."""
    underway = [line for line in lines if line.status in UNDERWAY]
    done = [line for line in lines if line.status == "applied" and line.school_year == school_year]
    at_hand = next(iter(underway + done), None)
    others = [line for line in lines if line is not at_hand]
    title, body = _opening(at_hand, at_library=any(line.status == "sent" for line in others))
    return Standing(
        title=title,
        body=body,
        at_hand=at_hand,
        earlier=tuple(line for line in others if line.status in CAME_TO_SOMETHING),
        dropped=tuple(line for line in others if line.status not in CAME_TO_SOMETHING),
    )


def _opening(at_hand: UploadLine | None, *, at_library: bool) -> tuple[str, str]:
    match at_hand and at_hand.status:
        case "waiting":
            return _("Your list waits for the virus scan"), _("You need not do anything now.")
        case "returned":
            return _("The library sent your list back"), ""
        case "sent":
            return _("Your list is with the library"), _("You need not do anything now.")
        case "applied":
            return _("Your list has been processed"), _("You need not do anything now.")
        case None:
            return (
                _("Send your pupils to the library"),
                _("One file, every year. You see at once whether it is right. Nothing is mailed."),
            )
        case "read" if at_library:
            return (
                _("Your new list has not been sent yet"),
                _("The library still has the list before it, until you send this one."),
            )
        case _:
            return _("Your list has not been sent yet"), ""
