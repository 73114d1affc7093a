"""Everything about one person on paper: sections with tables, as many pages as it takes."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from leesloket.printing.typesetting import typeset


@dataclass(frozen=True, slots=True)
class Chapter:
    """A table under a heading; every row has as many cells as there are columns."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Frame:
    """The sentences around them, in the reader's language."""

    title: str = field(repr=False)
    lead: str
    nothing: str
    """Where a section has no rows."""
    foot: str
    """On every page, before its number."""


def dossier(chapters: Sequence[Chapter], frame: Frame) -> bytes:
    """The sections in their order, as a PDF/UA-1."""
    data = {"sections": [asdict(one) for one in chapters], "lines": asdict(frame)}
    return typeset("dossier", data)
