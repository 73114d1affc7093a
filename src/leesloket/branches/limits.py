"""What a library may set of its checks and its term, and how far.  Pure.

The numbers are those of roster.plausibility.limits (a test holds the two together); the bounds
leave a check stricter or somewhat looser, never off (docs/algorithms).  Shares are percents here:
what a person types.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields


@dataclass(frozen=True, slots=True)
class Limits:
    """When a list is held: more than the share, and more than so many children."""

    leavers_share: int = 10
    leavers_at_least: int = 8
    group_leavers_share: int = 25
    group_leavers_at_least: int = 5
    total_leavers_share: int = 35
    newcomers_share: int = 20
    newcomers_at_least: int = 10


LIMITS = tuple(field.name for field in fields(Limits))

BOUNDS: Mapping[str, tuple[int, int]] = {
    # 5 % is ordinary turnover; above 15 % half a year group could go unseen.
    "leavers_share": (3, 15),
    "leavers_at_least": (3, 12),
    "group_leavers_share": (10, 40),
    "group_leavers_at_least": (3, 8),
    # In a vmbo school a quarter leaves after the fourth year.
    "total_leavers_share": (20, 50),
    # A growing district gives 15 %.
    "newcomers_share": (5, 30),
    "newcomers_at_least": (5, 20),
}
"""The lowest and the highest of each."""

LEAVER_DAYS = (30, 1095)
"""The shortest and the longest term after which a leaver is erased."""

PAUSE = 30
"""Days in which nobody is erased after the term became shorter: administrators are promised to see
thirty days beforehand whom it will be."""


def unfit(limits: Limits) -> tuple[str, ...]:
    """The names of those that are outside of their bounds."""
    return tuple(
        name
        for name, value in asdict(limits).items()
        if not BOUNDS[name][0] <= value <= BOUNDS[name][1]
    )
