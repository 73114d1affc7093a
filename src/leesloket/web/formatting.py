"""How days, moments, numbers and names look on a Dutch screen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime

from django.utils import dateformat, formats, timezone
from django.utils.translation import gettext as _

from leesloket.imports.showing import SheetRow

_OF_SECONDARY = re.compile(r"1[1-6]")
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT, DAY, FULL_DAY, CLOCK = "D j b H.i", "D j b", "j F Y", "H.i"


def group_title(name: str) -> str:
    """Return `Groep 4` and `Groep 2havo3`, and `Vlinders` as it is."""
    return _("Group %(name)s") % {"name": name} if name[:1].isdigit() else name


def named_group(name: str) -> str:
    """Return the same within a sentence: `groep 4`."""
    return _("group %(group)s") % {"group": name} if name[:1].isdigit() else name


def year_told(year_group: str) -> str:
    """Return a year group as a school says it: EDEXML's `13` is year 3 of secondary school."""
    return year_group[1:] if _OF_SECONDARY.fullmatch(year_group) else year_group


def years_told(year_groups: Iterable[str]) -> str:
    """Return several of them in one line: `3, 4`."""
    return ", ".join(map(year_told, year_groups))


def moment(value: datetime | None) -> str:
    """Return `ma 24 aug 09.12`, in the site's own time zone; nothing for no moment."""
    return dateformat.format(timezone.localtime(value), MOMENT) if value else ""


def clock(value: datetime | None) -> str:
    """Return `09.12`, in the site's own time zone."""
    return dateformat.format(timezone.localtime(value), CLOCK) if value else ""


def day(value: date | datetime | None) -> str:
    """Return `ma 24 aug`."""
    return dateformat.format(_as_day(value), DAY) if value else ""


def full_day(value: date | datetime | None) -> str:
    """Return `24 augustus 2026`."""
    return dateformat.format(_as_day(value), FULL_DAY) if value else ""


def _as_day(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def day_of_text(value: str) -> str:
    """Return an ISO day of the engine as `24 augustus 2026`; other text stays as it is.

    A card number of eight or ten digits would be a date to Python.
    """
    if not _ISO_DAY.fullmatch(value):
        return value
    try:
        return full_day(date.fromisoformat(value))
    except ValueError:
        return value


def row_number(row: int) -> str:
    """Return `12`, to stand behind `row`; `12 (blad Groep 3)` where several sheets were read."""
    if not isinstance(row, SheetRow):
        return str(row)
    if row.sheet:
        return _("%(row)s (sheet %(name)s)") % {"row": row.number, "name": row.sheet}
    # The name went with the table.  Sheets without pupils were not counted.
    return _("%(row)s (sheet no. %(at)s of those with pupils)") % {
        "row": row.number,
        "at": row.sheet_number,
    }


def thousands(value: int) -> str:
    """Return `1.184`."""
    return formats.number_format(value, force_grouping=True)


def in_fours(key: str) -> tuple[str, ...]:
    """Return `N3BSPGMN7X` as `N3BS`, `PGMN`, `7X`: read and typed a piece at a time."""
    return tuple(key[at : at + 4] for at in range(0, len(key), 4))


_WAY_TO_REACH = re.compile(
    r"(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)|(?P<tel>(?<!\d)(?:\+|0)\d(?:[ -]?\d){7,11}(?!\d))"
)


def ways_to_reach(text: str) -> tuple[tuple[str, str], ...]:
    """A text in pieces, each with the link of the telephone or mailbox that it is; else empty."""
    pieces, behind = [], 0
    for found in _WAY_TO_REACH.finditer(text):
        pieces.append((text[behind : found.start()], ""))
        said = found[0]
        link = f"mailto:{said}" if found["mail"] else "tel:" + re.sub("[ -]", "", said)
        pieces.append((said, link))
        behind = found.end()
    return tuple(piece for piece in (*pieces, (text[behind:], "")) if piece[0])
