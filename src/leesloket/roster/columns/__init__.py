"""From a table to pupils: which column is which field, and what every row says."""

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
