"""What a file says about itself besides its pupils."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class About:
    """The school and the year of a list that is written."""

    school_year: str
    """`2026-2027`."""
    as_of: date
    brin: str = ""
    """BRIN (05KO) or BRIN6 (05KO01); may be empty."""
    school_name: str = "School"

    @property
    def first_day(self) -> str:
        """The school year starts on 1 August (DOMAIN.md 7)."""
        return f"{self.school_year[:4]}-08-01"

    @property
    def last_day(self) -> str:
        return f"{self.school_year[-4:]}-07-31"
