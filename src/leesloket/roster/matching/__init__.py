"""Which row is which known child.  `levels.py` is the policy."""

from leesloket.roster.matching.assignment import match_records
from leesloket.roster.matching.decisions import ANOTHER_CHILD, TWO_ROWS_ONE_CHILD
from leesloket.roster.matching.levels import LEVELS, Certainty, Level
from leesloket.roster.matching.outcomes import Ambiguous, Match, Matched, Unmatched
from leesloket.roster.matching.years import years_between

__all__ = [
    "ANOTHER_CHILD",
    "LEVELS",
    "TWO_ROWS_ONE_CHILD",
    "Ambiguous",
    "Certainty",
    "Level",
    "Match",
    "Matched",
    "Unmatched",
    "match_records",
    "years_between",
]
