"""The policy of a library as an administrator reads it, with who changed what."""

from dataclasses import dataclass, field

from leesloket.accounts.changes import Change, Told, changes_in, differing
from leesloket.accounts.queries import Viewer
from leesloket.accounts.renaming import LIBRARY_RENAMED
from leesloket.audit.queries import EventLine, events_of_library
from leesloket.branches.limits import Limits
from leesloket.branches.policies import (
    POLICY_CHANGED,
    LeaverTerm,
    check_administers,
    leaver_term,
    limits_of,
    scan_required,
)
from leesloket.branches.queries import Called, library_called
from leesloket.isolation.scope import scoped
from leesloket.patrons.card_numbers import SeriesInUse, series_of

_SHOWN = 50


@dataclass(frozen=True, slots=True)
class PolicyPage:
    called: Called
    limits: Limits
    term: LeaverTerm
    cards: SeriesInUse
    scan_required: bool
    changes: tuple[Change, ...] = field(repr=False)
    """The latest, newest first."""


def policy_page(*, viewer: Viewer) -> PolicyPage:
    """The policy of the viewer's library; raises NotAnAdministratorError."""
    check_administers(viewer)
    with scoped(viewer.scope):
        events = events_of_library(POLICY_CHANGED, LIBRARY_RENAMED, at_most=_SHOWN)
        return PolicyPage(
            called=library_called(viewer.library_id),
            limits=limits_of(viewer.library_id),
            term=leaver_term(viewer.library_id),
            cards=series_of(viewer.library_id),
            scan_required=scan_required(viewer.library_id),
            changes=changes_in(events, _told),
        )


def _told(event: EventLine) -> tuple[Told, ...]:
    if event.code == LIBRARY_RENAMED:
        return differing(event, (("name", "name"), ("place", "place")))
    return tuple((code, *_parts(str(value))) for code, value in event.detail.items())


def _parts(told: str) -> tuple[str, str]:
    before, _, after = told.partition(" → ")
    return before, after
