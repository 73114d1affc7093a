"""The roster engine: from a school's file and the register to a plan, and back.  Pure.

No Django, no clock, no database.  Names are loaded when they are first used, so that the reader
child and the command line load no more than they need.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leesloket.roster.cleaning import fold, start_of, year_groups_of
    from leesloket.roster.columns import (
        ColumnMapping,
        Extraction,
        confirm,
        extract_records,
        identities,
        narrow,
        suggest_mapping,
    )
    from leesloket.roster.matching import (
        Ambiguous,
        Match,
        Matched,
        Unmatched,
        match_records,
    )
    from leesloket.roster.planning import (
        ENGINE_VERSION,
        TAKEOVER_HOLDS,
        Plan,
        digest_of,
        kind_of,
        make_plan,
        make_takeover,
        mark_of,
        with_known_signs,
    )
    from leesloket.roster.plausibility import (
        HOLDS,
        EarlierYear,
        Findings,
        PreviousImport,
        Thresholds,
        checks_in_order,
        find_holds,
    )
    from leesloket.roster.undo import (
        JournalLine,
        Leave,
        Restore,
        Undoing,
        WithdrawInstead,
        plan_undo,
    )

_HOMES = {
    "cleaning": ("fold", "start_of", "year_groups_of"),
    "columns": (
        *("ColumnMapping", "Extraction", "confirm", "extract_records", "identities", "narrow"),
        "suggest_mapping",
    ),
    "matching": ("Ambiguous", "Match", "Matched", "Unmatched", "match_records"),
    "planning": (
        *("ENGINE_VERSION", "TAKEOVER_HOLDS", "Plan", "digest_of", "kind_of", "make_plan"),
        *("make_takeover", "mark_of", "with_known_signs"),
    ),
    "plausibility": (
        *("HOLDS", "EarlierYear", "Findings", "PreviousImport", "Thresholds"),
        *("checks_in_order", "find_holds"),
    ),
    "undo": ("JournalLine", "Leave", "Restore", "Undoing", "WithdrawInstead", "plan_undo"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "ENGINE_VERSION",
    "HOLDS",
    "TAKEOVER_HOLDS",
    "Ambiguous",
    "ColumnMapping",
    "EarlierYear",
    "Extraction",
    "Findings",
    "JournalLine",
    "Leave",
    "Match",
    "Matched",
    "Plan",
    "PreviousImport",
    "Restore",
    "Thresholds",
    "Undoing",
    "Unmatched",
    "WithdrawInstead",
    "checks_in_order",
    "confirm",
    "digest_of",
    "extract_records",
    "find_holds",
    "fold",
    "identities",
    "kind_of",
    "make_plan",
    "make_takeover",
    "mark_of",
    "match_records",
    "narrow",
    "plan_undo",
    "start_of",
    "suggest_mapping",
    "with_known_signs",
    "year_groups_of",
]


def __getattr__(name: str) -> object:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(name)
    return getattr(import_module(f"leesloket.roster.{home}"), name)
