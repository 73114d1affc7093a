"""What an import will do, as one value: a pure function of file, answers and register."""

from leesloket.roster.planning.making import make_plan
from leesloket.roster.planning.number_signs import with_known_signs
from leesloket.roster.planning.plan import ENGINE_VERSION, Plan, digest_of, kind_of, mark_of
from leesloket.roster.planning.taking_over import TAKEOVER_HOLDS, make_takeover

__all__ = [
    "ENGINE_VERSION",
    "TAKEOVER_HOLDS",
    "Plan",
    "digest_of",
    "kind_of",
    "make_plan",
    "make_takeover",
    "mark_of",
    "with_known_signs",
]
