"""Headings beside the child's own: `Vader` over `Voornaam`, or those of a second list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from leesloket.roster.heading_forms import fold_heading
from leesloket.roster.headings import NAME_FIELDS, WHO, field_for_heading, is_heading, is_needless
from leesloket.roster.model import Field

_LONGEST = 40
"""Characters; longer is a sentence above the table."""

_FEWEST_OF_A_LIST = 2
"""Columns."""
_OF_A_CHILD = frozenset({Field.PUPIL_NUMBER, Field.BIRTH_DATE, Field.GROUP})
_THE_CHILD = frozenset(
    {
        *("leerling", "leerlingen", "leerlinggegevens", "gegevensleerling", "kind", "kinderen"),
        *("gegevensvandeleerling", "gegevenskind", "gegevensvanhetkind", "kindgegevens", "student"),
        *("pupil", "child"),
    }
)
"""Folded, all of it.  What stands below other words beside this one is of somebody else."""


def of_others(headings: Sequence[str], above: Sequence[str]) -> tuple[str, ...]:
    """The headings, with what spans them where it says that they are not of the child.

    So `Voornaam` below `Vader` becomes `Vader Voornaam`, which is nobody's first name here.  So it
    does below any word (`Opvoeder`) beside `Leerling` with a `Voornaam` of its own.  What the child
    has nowhere else stays: who can tell how far a word reaches.
    """
    groups = list(_spans(above, len(headings)))
    fields = [field_for_heading(heading) for heading in headings]
    short = [group if len(group) <= _LONGEST else "" for group in groups]
    of_child = [fold_heading(group) in _THE_CHILD for group in short]
    below_child = {
        field for field, over in zip(fields, of_child, strict=True) if over and field in WHO
    }
    spanned = [
        is_needless(group) or (group != "" and not over and field in below_child)
        for group, over, field in zip(short, of_child, fields, strict=True)
    ]
    own = {field for field, over in zip(fields, spanned, strict=True) if field and not over}
    return tuple(
        _of(group, heading) if over and field in own else heading
        for heading, group, over, field in zip(headings, groups, spanned, fields, strict=True)
    )


def below_others(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...] | None:
    """Two lines as one, when the lower only divides what spans others: `Ouder 1` over its parts.

    None when the lower line is something else.
    """
    width = max(len(upper), len(lower))
    groups = tuple(_spans(upper, width))
    below = [(at, cell) for at, cell in enumerate(lower) if cell.strip()]
    if not below or not all(is_needless(groups[at]) and is_heading(cell) for at, cell in below):
        return None
    words = dict(below)
    return tuple(
        f"{groups[at]} {words[at]}" if at in words else (upper[at] if at < len(upper) else "")
        for at in range(width)
    )


def _of(other: str, heading: str) -> str:
    """Never a heading of ours again, as `Familie Naam` is."""
    told = f"{other} {heading}"
    return told if field_for_heading(told) is None else f"{heading} van {other}"


def _spans(above: Sequence[str], width: int) -> Iterator[str]:
    told = ""
    for at in range(width):
        told = (above[at].strip() if at < len(above) else "") or told
        yield told


def stand_side_by_side(headings: Sequence[str]) -> bool:
    """Whether all headings of a list come back beside it: another list stands there."""
    words = [folded for heading in headings if (folded := fold_heading(heading))]
    for lists in range(2, len(words) // _FEWEST_OF_A_LIST + 1):
        width, rest = divmod(len(words), lists)
        if rest == 0 and words == words[:width] * lists:
            fields = {field_for_heading(heading) for heading in headings}
            return not (NAME_FIELDS.isdisjoint(fields) or _OF_A_CHILD.isdisjoint(fields))
    return False
