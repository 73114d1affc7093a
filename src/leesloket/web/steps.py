"""An upload's way as a line of steps: what is done, where it is, what comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from leesloket.imports.showing import UploadLine
from leesloket.web.words import STATUSES, STATUSES_OF_TAKEOVERS

NAMES: tuple[str | Promise, ...] = (
    _("Received"),
    _("Checked"),
    _("Sent"),
    _("Being read"),
    _("Processed"),
)
ENDED = ("refused", "withdrawn", "replaced", "moved", "expired", "undone")
AT: dict[str, int] = {
    "waiting": 0,
    "refused": 0,
    "read": 1,
    "returned": 1,
    "withdrawn": 1,
    "replaced": 1,
    "moved": 1,
    "expired": 1,
    "sent": 3,
    "applied": 5,
    "undone": 5,
}
"""The step an upload of each status stands on; 5 is behind the last one."""


@dataclass(frozen=True, slots=True)
class Step:
    word: str
    state: Literal["done", "now", "todo"]
    at: datetime | None = None


def steps(upload: UploadLine) -> tuple[Step, ...]:
    """Return the five steps of an upload, each with its moment where there is one.

    A list that was processed and turned back has a sixth: what was done did happen.
    """
    present = AT[upload.status]
    moments = (
        upload.received_at,
        upload.received_at if present >= 1 else None,
        upload.sent_at,
        None,
        upload.applied_at if present > len(NAMES) - 1 else None,
    )
    way = tuple(
        Step(
            str(name),
            "done" if index < present else "now" if index == present else "todo",
            at if index <= present else None,
        )
        for index, (name, at) in enumerate(zip(NAMES, moments, strict=True))
    )
    if upload.status == "undone":
        # Where it stands now, so that a narrow screen says so as well.
        return (*way, Step(str(STATUSES["undone"]), "now", upload.undone_at))
    return way


def status_word(upload: UploadLine) -> str:
    """Return where an upload is, in a few words."""
    if upload.is_takeover and upload.status in STATUSES_OF_TAKEOVERS:
        return str(STATUSES_OF_TAKEOVERS[upload.status])
    return str(STATUSES[upload.status])


def has_ended(upload: UploadLine) -> bool:
    """Whether nothing more will happen to this file (it is no success either)."""
    return upload.status in ENDED
