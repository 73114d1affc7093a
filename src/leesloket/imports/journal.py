"""The journal of an import: before and after of everybody it touched, from which it is undone.

It lies sealed as JSON, a line a patron: who, what was done, the rows before, the rows after.  Its
index (models.JournalIndex) holds who and what without the values.
"""

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from leesloket.imports.models import RosterImport
from leesloket.patrons.rules import PatronKey
from leesloket.patrons.states import RowTexts
from leesloket.roster import JournalLine
from leesloket.roster.model import PatronId
from leesloket.vault.queries import ShreddedError, open_sealed

_NO_ROWS: RowTexts = {}
TRANSFER = "transfer"
"""The journal's word for a patron of another branch who became a member here."""


class Entry(NamedTuple):
    """What an import does to one patron, before anything is written."""

    patron_id: PatronKey
    kind: str
    row: int | None


def journal_of(
    entries: Sequence[Entry], before: Mapping[str, RowTexts], after: Mapping[str, RowTexts]
) -> bytes:
    """Before and after of every touched patron, to be sealed; rows equal in both are left out.

    The rows are JSON already: they go in as they are.
    """
    lines = []
    for entry in entries:
        patron_id = entry.patron_id
        was, now = before.get(patron_id, _NO_ROWS), after.get(patron_id, _NO_ROWS)
        keys = [key for key in {**was, **now} if was.get(key) != now.get(key)]
        lines.append(f'["{patron_id}","{entry.kind}",{_picked(was, keys)},{_picked(now, keys)}]')
    return f"[{','.join(lines)}]".encode()


def _picked(rows: RowTexts, keys: Sequence[str]) -> str:
    return "{" + ",".join(f'"{key}":{rows.get(key, "null")}' for key in keys) + "}"


def journal_without(content: bytes, patron_id: UUID) -> bytes | None:
    """The same journal without a patron; None when it was not in it."""
    lines = json.loads(content)
    kept = [line for line in lines if line[0] != str(patron_id)]
    if len(kept) == len(lines):
        return None
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()


def journal_kept(roster_import: RosterImport) -> list[JournalLine] | None:
    """The journal of an import, opened; None when it was never applied, or had its day."""
    content = content_kept(roster_import)
    if content is None:
        return None
    return [
        JournalLine(PatronId(patron_id), kind, before, after)
        for patron_id, kind, before, after in json.loads(content)
    ]


def content_kept(roster_import: RosterImport) -> bytes | None:
    """The same as it lies in the vault."""
    if roster_import.journal_id is None:
        return None
    try:
        return open_sealed(roster_import.journal_id)
    except ShreddedError:
        return None
