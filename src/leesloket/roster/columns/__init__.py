"""From a table to pupils: which column is which field, and what every row says.

First the columns, in `mapping`: what their headings say and their values allow (`claims`) is
weighed in a draft (`settling`), and what nobody claims is proposed.  Then the rows, in
`extraction`: cells become clean (`cells`) and then values (`fields`), what is wrong is said at each
row (`rows`, `shifted`, `duplicates`), and who is no pupil here now is left out (`not_here`,
`titles`).
"""

from leesloket.roster.columns.extraction import Extraction, extract_records
from leesloket.roster.columns.identity import fingerprints_of, identities
from leesloket.roster.columns.mapping import (
    ColumnMapping,
    confirm,
    missing_fields,
    narrow,
    suggest_mapping,
)
from leesloket.roster.columns.oddities import Oddities

__all__ = [
    "ColumnMapping",
    "Extraction",
    "Oddities",
    "confirm",
    "extract_records",
    "fingerprints_of",
    "identities",
    "missing_fields",
    "narrow",
    "suggest_mapping",
]
