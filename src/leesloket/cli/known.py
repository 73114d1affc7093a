"""KNOWN.csv: the children a register knows, for who has no database at hand."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from leesloket.roster.cleaning import start_of
from leesloket.roster.model import KnownPupil, PatronId

_REQUIRED = ("id", "pupil_number", "first_name", "prefix", "surname", "birth_date", "group")
_WITHDRAWN = "withdrawn"
_STATUSES = frozenset({"", "enrolled", _WITHDRAWN})


class KnownFileError(Exception):
    """KNOWN.csv does not have the agreed form; says the line, never what stands in it."""


def read_known(path: Path) -> list[KnownPupil]:
    """The children, in the file's order.  Raises KnownFileError or OSError."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            # A Dutch Excel writes semicolons where it was given commas.
            semicolons = ";" in lines.readline()
            lines.seek(0)
            reader = csv.DictReader(lines, delimiter=";" if semicolons else ",")
            missing = [name for name in _REQUIRED if name not in (reader.fieldnames or ())]
            if missing:
                raise KnownFileError(f"kolom ontbreekt: {', '.join(missing)}")
            pupils = []
            seen: set[str] = set()
            for row in reader:
                pupils.append(_pupil(row, reader.line_num))
                if pupils[-1].patron_id in seen:
                    raise KnownFileError(f"regel {reader.line_num}: dit id was er al")
                seen.add(pupils[-1].patron_id)
            return pupils
    except UnicodeDecodeError:
        raise KnownFileError("het bestand is geen UTF-8") from None


def _pupil(row: Mapping[str, str | None], line: int) -> KnownPupil:
    if any(row[name] is None for name in _REQUIRED):
        raise KnownFileError(f"regel {line}: te weinig velden")
    text = {name: (value or "").strip() for name, value in row.items() if isinstance(name, str)}
    status = text.get("status", "").lower()
    if not text["id"]:
        raise KnownFileError(f"regel {line}: geen id")
    if status not in _STATUSES:
        raise KnownFileError(f"regel {line}: onbekende status")
    school_year = text.get("school_year", "")
    if school_year and start_of(school_year) is None:
        raise KnownFileError(f"regel {line}: het schooljaar is niet van de vorm 2025-2026")
    return KnownPupil(
        patron_id=PatronId(text["id"]),
        pupil_number=text["pupil_number"],
        first_name=text["first_name"],
        prefix=text["prefix"],
        surname=text["surname"],
        birth_date=_day(text["birth_date"], line),
        group=text["group"],
        year_group=text.get("year_group", ""),
        enrolled=status != _WITHDRAWN,
        school_year=school_year or None,
    )


def _day(text: str, line: int) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise KnownFileError(f"regel {line}: de geboortedatum is niet JJJJ-MM-DD") from None
