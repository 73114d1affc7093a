"""The policy of a library as an administrator reads it, with who changed what."""

from dataclasses import dataclass, field
from datetime import datetime

from leesloket.accounts.names import display_names
from leesloket.accounts.queries import Viewer
from leesloket.accounts.renaming import LIBRARY_RENAMED
from leesloket.accounts.rules import ADMINISTER
from leesloket.audit.queries import EventLine, events_of_library
from leesloket.branches.limits import Limits
from leesloket.branches.policies import (
    POLICY_CHANGED,
    LeaverTerm,
    NotAnAdministratorError,
    leaver_term,
    limits_of,
    scan_required,
)
from leesloket.branches.queries import Called, library_called
from leesloket.isolation.scope import scoped
from leesloket.patrons.card_numbers import SeriesInUse, series_of

_SHOWN = 50


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """That somebody changed the policy: what it was, and what it became."""

    at: datetime
    by: str = field(repr=False)
    changed: tuple[tuple[str, str, str], ...]
    """(code, old, new)"""


@dataclass(frozen=True, slots=True)
class PolicyPage:
    called: Called
    limits: Limits
    term: LeaverTerm
    cards: SeriesInUse
    scan_required: bool
    changes: tuple[PolicyChange, ...] = field(repr=False)
    """The latest, newest first."""


def policy_page(*, viewer: Viewer) -> PolicyPage:
    """The policy of the viewer's library; raises NotAnAdministratorError."""
    if not viewer.branches_with(ADMINISTER):
        raise NotAnAdministratorError
    with scoped(viewer.scope):
        events = events_of_library(POLICY_CHANGED, LIBRARY_RENAMED, at_most=_SHOWN)
        names = display_names(event.by for event in events)
        return PolicyPage(
            called=library_called(viewer.library_id),
            limits=limits_of(viewer.library_id),
            term=leaver_term(viewer.library_id),
            cards=series_of(viewer.library_id),
            scan_required=scan_required(viewer.library_id),
            changes=tuple(
                PolicyChange(
                    at=event.at,
                    by=names.of(event.by),
                    changed=_changed(event),
                )
                for event in events
            ),
        )


def _changed(event: EventLine) -> tuple[tuple[str, str, str], ...]:
    told = {code: str(value) for code, value in event.detail.items()}
    if event.code == LIBRARY_RENAMED:
        # A name may hold any sign, so old and new are not in one text.
        both = {one: (told[f"{one}_before"], told[f"{one}_after"]) for one in ("name", "place")}
        return tuple((code, *two) for code, two in both.items() if two[0] != two[1])
    return tuple((code, *_parts(value)) for code, value in told.items())


def _parts(told: str) -> tuple[str, str]:
    before, _, after = told.partition(" → ")
    return before, after
