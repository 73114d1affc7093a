"""Rows as CSV and as JSON Lines, and files as a zip that is sent while it is made.  Pure."""

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import StringIO
from itertools import islice
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

AT_ONCE = 1_000
"""Rows in one piece."""
PIECE = 64 * 1024
"""Bytes that are sent at a time, about."""


def as_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> Iterator[bytes]:
    """RFC 4180 in UTF-8, for machines: days in ISO 8601, true and false, nothing for null.

    A value that begins with `=` stays as it is: what is changed here cannot be read back.
    """
    rows = iter(rows)
    head: list[Sequence[str]] = [columns]
    while True:
        lines = [[_text(row[name]) for name in columns] for row in islice(rows, AT_ONCE)]
        if not (head or lines):
            return
        text = StringIO(newline="")
        csv.writer(text, lineterminator="\r\n").writerows([*head, *lines])
        head = []
        yield text.getvalue().encode()


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool | list | dict):
        return _json(value)
    return str(value)


def as_json_lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """One object per line; null and empty are two things here."""
    rows = iter(rows)
    while some := list(islice(rows, AT_ONCE)):
        yield "".join(f"{_json(row)}\n" for row in some).encode()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@dataclass(slots=True)
class _Waiting:
    """Where the zip is written: bytes that wait to be sent, and no way back."""

    pieces: list[bytes] = field(default_factory=list)
    size: int = 0

    def write(self, data: bytes) -> int:
        self.pieces.append(bytes(data))
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is kept back."""

    def taken(self) -> bytes:
        together = b"".join(self.pieces)
        self.pieces, self.size = [], 0
        return together


def as_zip(files: Iterable[tuple[str, Iterable[bytes]]], *, at: datetime) -> Iterator[bytes]:
    """A zip of these files, piece by piece; the last one names the others with their hashes.

    Nothing of it lies on a disk, and no more of it in memory than a piece.
    """
    waiting = _Waiting()
    sums: dict[str, dict[str, int | str]] = {}
    with ZipFile(waiting, "w", ZIP_DEFLATED) as archive:  # type: ignore[call-overload] # needs no more than write
        for name, pieces in files:
            digest, size = hashlib.sha256(), 0
            with archive.open(_entry(name, at), "w", force_zip64=True) as entry:
                for piece in pieces:
                    entry.write(piece)
                    digest.update(piece)
                    size += len(piece)
                    if waiting.size >= PIECE:
                        yield waiting.taken()
            sums[name] = {"bytes": size, "sha256": digest.hexdigest()}
        archive.writestr(_entry("inhoud.json", at), json.dumps(sums, indent=1))
    yield waiting.taken()


def _entry(name: str, at: datetime) -> ZipInfo:
    entry = ZipInfo(name, date_time=at.timetuple()[:6])
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry
