"""What an import will do, as one value: a pure function of file, answers and register."""

from leesloket.roster.planning.making import make_plan
from leesloket.roster.planning.plan import ENGINE_VERSION, Plan, digest_of, kind_of, mark_of

__all__ = ["ENGINE_VERSION", "Plan", "digest_of", "kind_of", "make_plan", "mark_of"]
