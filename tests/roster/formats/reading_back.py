"""Reading back what our writers wrote, as far as it must be the same."""

from __future__ import annotations

from tests.roster.cases import AS_OF, SECRET

from leesloket.roster import extract_records, suggest_mapping
from leesloket.roster.cleaning import fold_group
from leesloket.roster.model import PupilRecord
from leesloket.roster.readers import read
from leesloket.roster.writers.about import About
from leesloket.roster.writers.writing import Form

ABOUT = About("2026-2027", AS_OF, brin="05KO01", school_name="De Vuurvlinder")
FORMS: list[Form] = ["wise", "edexml", "oneroster", "xlsx"]


def read_back(content: bytes) -> list[PupilRecord]:
    table = read(content).table
    assert table is not None
    mapping = suggest_mapping(table)
    assert mapping.is_certain
    return list(extract_records(table, mapping, secret=SECRET, as_of=AS_OF).records)


def pupil_as(record: PupilRecord, form: Form) -> tuple[object, ...]:
    """What must survive; Wise has codes of its own for groups, and keeps their names beside."""
    group = record.group_name or record.group if form == "wise" else record.group
    return (
        record.pupil_number,
        record.first_name,
        f"{record.prefix} {record.surname}".strip(),
        record.birth_date,
        fold_group(group),
        record.year_group,
    )
