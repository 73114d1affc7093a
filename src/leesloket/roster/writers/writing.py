"""One door to every form a list of pupils can be written in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, assert_never

from leesloket.roster.model import PupilRecord
from leesloket.roster.writers.about import About
from leesloket.roster.writers.edexml import write_edexml
from leesloket.roster.writers.oneroster import write_oneroster
from leesloket.roster.writers.pupil_list import write_xlsx
from leesloket.roster.writers.wise import write_wise

Form = Literal["wise", "edexml", "oneroster", "xlsx"]


def write_pupils(records: Sequence[PupilRecord], form: Form, about: About) -> bytes:
    """The pupils in a form that others read; reading it back gives the same pupils."""
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
