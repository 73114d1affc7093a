"""What counts as having seen somebody's data, and how often that is told.  Pure."""

from datetime import timedelta

PATRON_VIEWED = "patron_viewed"
PATRON_EXPORTED = "patron_exported"
PATRON_TOLD = "patron_told"
PATRON_ERASED = "patron_erased"
PATRONS_SEARCHED = "patrons_searched"
GROUP_VIEWED = "group_viewed"
GROUP_EXPORTED = "group_exported"
LIST_VIEWED = "list_viewed"
LIST_EXPORTED = "list_exported"
FILE_FETCHED = "file_fetched"
BREACH_EXAMINED = "breach_examined"
LEAVERS_VIEWED = "leavers_viewed"
RECORD_VIEWED = "record_viewed"
LIBRARY_EXPORTED = "library_exported"

ABOUT_A_PATRON = (PATRON_VIEWED, PATRON_EXPORTED, PATRON_TOLD)
ABOUT_A_GROUP = (GROUP_VIEWED, GROUP_EXPORTED)
ABOUT_A_LIST = (LIST_VIEWED, LIST_EXPORTED, FILE_FETCHED)

LOOKS = (
    *ABOUT_A_PATRON,
    *ABOUT_A_GROUP,
    *ABOUT_A_LIST,
    PATRONS_SEARCHED,
    LIBRARY_EXPORTED,
)
"""What a privacy officer counts."""

ONCE_PER = timedelta(minutes=10)
"""The same person who looks at the same thing again within this time is told of once."""

NAMED_UP_TO = 10
"""A search that shows at most so many people keeps whom; of a longer one only how many."""
