"""DUO's open data: every school of a kind with its BRIN and place, as one CSV.  Pure.

The file is public (CC0) and holds no pupil.  DUO renamed columns over the years and saves with
`;` or `,`, as UTF-8 or cp1252.
"""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

from anyascii import anyascii

from leesloket.branches.rules import cleaned_brin, is_brin6

_INSTITUTION = ("BRIN NUMMER", "BRINNUMMER", "INSTELLINGSCODE")
_LOCATION = ("VESTIGINGSNUMMER", "VESTIGINGSCODE")
_NAME = ("VESTIGINGSNAAM", "INSTELLINGSNAAM", "NAAM")
_PLACE = ("PLAATSNAAM", "PLAATS")
_MUNICIPALITY = ("GEMEENTENAAM",)
_TELEPHONE = ("TELEFOONNUMMER",)
# Only the lists of secondary education say which streams a school has.
_SECONDARY = ("ONDERWIJSSTRUCTUUR",)

_LONGEST = {"name": 120, "place": 80, "telephone": 20}
"""What a branch has room for."""

_UNIT_LENGTH = 4
_LONGEST_CELL = 2_000


class NotSchoolsError(ValueError):
    """The file is no list of schools as DUO publishes it."""


@dataclass(frozen=True, slots=True)
class School:
    """A school (or one location of it) in DUO's list."""

    brin6: str
    name: str
    place: str
    municipality: str
    telephone: str
    kind: str
    """`primary` or `secondary`; a list of special education says neither, so it can be wrong."""


def read_schools(content: bytes) -> tuple[School, ...]:
    """The schools of one file, each location once; raises NotSchoolsError."""
    rows = csv.reader(StringIO(_decoded(content), newline=""), delimiter=_delimiter(content))
    try:
        headings = [_heading(cell) for cell in next(rows, [])]
        column = _columns(headings)
        kind = "secondary" if _first(headings, _SECONDARY) is not None else "primary"
        read = [_school(row, column, kind) for row in rows if not _is_too_long(row)]
    except csv.Error:
        raise NotSchoolsError from None
    found = {one.brin6: one for one in read if one is not None}
    if not found:
        raise NotSchoolsError
    return tuple(found.values())


def find_schools(schools: Iterable[School], words: str) -> tuple[School, ...]:
    """The schools in whose name, place, municipality or BRIN every word stands; by place, name."""
    wanted = _plain(words).split()
    found = [
        one
        for one in schools
        if all(
            word in _plain(f"{one.name} {one.place} {one.municipality} {one.brin6}")
            for word in wanted
        )
    ]
    return tuple(sorted(found, key=lambda one: (_plain(one.place), _plain(one.name), one.brin6)))


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Every byte is a character in DUO's older files; five bytes have none.
        return content.decode("cp1252", errors="replace")


def _is_too_long(row: Sequence[str]) -> bool:
    """A quote that never closes; the csv module's own limit is another reader's to set."""
    return max(map(len, row), default=0) > _LONGEST_CELL


def _delimiter(content: bytes) -> str:
    first = content.split(b"\n", 1)[0]
    return ";" if first.count(b";") >= first.count(b",") else ","


def _heading(cell: str) -> str:
    return re.sub(r"\s+", " ", cell.strip().upper())


def _columns(headings: Sequence[str]) -> Mapping[str, int]:
    """Where everything stands.  Without BRIN, name and place it is not DUO's list."""
    column = {
        name: found
        for name, known in (
            ("institution", _INSTITUTION),
            ("location", _LOCATION),
            ("name", _NAME),
            ("place", _PLACE),
            ("municipality", _MUNICIPALITY),
            ("telephone", _TELEPHONE),
        )
        if (found := _first(headings, known)) is not None
    }
    if not {"name", "place"} <= column.keys() or not {"institution", "location"} & column.keys():
        raise NotSchoolsError
    return column


def _first(headings: Sequence[str], known: Iterable[str]) -> int | None:
    return next((headings.index(name) for name in known if name in headings), None)


def _school(row: Sequence[str], column: Mapping[str, int], kind: str) -> School | None:
    """One line; None for a line without a BRIN or a name, as below a table."""
    cells = {
        name: row[at].strip()[: _LONGEST.get(name)] if at < len(row) else ""
        for name, at in column.items()
    }
    brin6 = _brin6(cells.get("institution", ""), cells.get("location", ""))
    if not is_brin6(brin6) or not cells["name"]:
        return None
    return School(
        brin6=brin6,
        name=cells["name"],
        place=_place(cells["place"]),
        municipality=cells.get("municipality", ""),
        telephone=cells.get("telephone", ""),
        kind=kind,
    )


def _brin6(institution: str, location: str) -> str:
    """`05KO` and `01`, `1`, `05KO01` or nothing: the main location is number 00."""
    unit, at = cleaned_brin(institution), cleaned_brin(location)
    if len(at) > _UNIT_LENGTH:
        return at
    if len(at) == _UNIT_LENGTH and not unit:
        return f"{at}00"
    return unit if len(unit) > _UNIT_LENGTH else f"{unit}{at.zfill(2)[-2:]}"


_SMALL = frozenset(
    [
        "aan",
        "a/d",
        "bij",
        "de",
        "den",
        "der",
        "en",
        "het",
        "in",
        "op",
        "te",
        "ten",
        "ter",
        "van",
        "voor",
    ]
)


def _place(text: str) -> str:
    """DUO writes places in capitals: `'S-GRAVENHAGE` becomes `'s-Gravenhage`."""
    if text != text.upper():
        return text
    words = re.split(r"([ -])", text.lower())
    made = "".join(
        word if at and word in _SMALL else word.capitalize() for at, word in enumerate(words)
    )
    return re.sub(r"\bIj", "IJ", made)


def _plain(text: str) -> str:
    return anyascii(text).casefold()
