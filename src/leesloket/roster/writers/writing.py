"""One door to every form a list of pupils can be written in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, assert_never

from leesloket.roster.model import PupilRecord
from leesloket.roster.writers.about import About
from leesloket.roster.writers.edexml import write_edexml
from leesloket.roster.writers.group_codes import one_spelling
from leesloket.roster.writers.oneroster import write_oneroster
from leesloket.roster.writers.pupil_list import write_xlsx
from leesloket.roster.writers.wise import write_wise

Form = Literal["wise", "edexml", "oneroster", "xlsx"]


def write_pupils(records: Sequence[PupilRecord], form: Form, about: About) -> bytes:
    """The pupils in a form that others read; reading it back gives the same pupils.

    A group that is written in two ways in the list becomes one, and not two in the other system.
    A number of two children, as in a list of two schools, is nobody's there: the other system would
    take them for one child.
    """
    records = _in_one_spelling(records)
    if form != "xlsx":
        records = _without_shared_numbers(records)
    match form:
        case "wise":
            return write_wise(records)
        case "edexml":
            return write_edexml(records, about)
        case "oneroster":
            return write_oneroster(records, about)
        case "xlsx":
            return write_xlsx(records)
        case _:
            assert_never(form)


def _in_one_spelling(records: Sequence[PupilRecord]) -> Sequence[PupilRecord]:
    spelt = one_spelling([record.group for record in records])
    return [
        record
        if spelt[record.group] == record.group
        else replace(record, group=spelt[record.group])
        for record in records
    ]


def _without_shared_numbers(records: Sequence[PupilRecord]) -> Sequence[PupilRecord]:
    often = Counter(record.pupil_number for record in records)
    return [
        replace(record, pupil_number="") if often[record.pupil_number] > 1 else record
        for record in records
    ]
