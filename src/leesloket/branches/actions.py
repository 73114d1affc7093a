"""Writing libraries, branches and school years."""

from leesloket.branches.models import SchoolYear
from leesloket.branches.rules import year_of


def ensure_school_year(label: str) -> str:
    """Make the school year exist; gives its label.  Raises NotASchoolYearError."""
    year = year_of(label)
    SchoolYear.objects.bulk_create(
        [SchoolYear(label=year.label, starts_on=year.starts_on, ends_on=year.ends_on)],
        ignore_conflicts=True,
    )
    return year.label
