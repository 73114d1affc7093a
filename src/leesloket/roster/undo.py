"""Take an import back, field by field, without trampling what people did since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from leesloket.roster.model import PatronId

RowKey = str
"""Names a row of one patron: `patron`, `membership`, `placement:<id>`, `number:<id>`."""

State = Mapping[RowKey, Mapping[str, str | None] | None]
"""Rows of one patron with their values as text; None in place of a row that does not exist."""

_PATRON: RowKey = "patron"
_Row = Mapping[str, str | None] | None


@dataclass(frozen=True, slots=True)
class JournalLine:
    """What an import did to one patron: the touched rows before and after."""

    patron_id: PatronId
    kind: str
    before: State = field(repr=False)
    after: State = field(repr=False)


@dataclass(frozen=True, slots=True)
class Restore:
    """Write these values back; None takes away a row the import made."""

    patron_id: PatronId
    rows: State = field(repr=False)
    left_alone: tuple[str, ...] = ()
    """`row.field` of values changed since: they stay as they are."""


@dataclass(frozen=True, slots=True)
class WithdrawInstead:
    """A newcomer who uses the library already: signed off, with card, login and loans kept."""

    patron_id: PatronId


@dataclass(frozen=True, slots=True)
class Leave:
    """Nothing to take back: it is as before, or everything was changed since."""

    patron_id: PatronId
    left_alone: tuple[str, ...] = ()


Undoing = Restore | WithdrawInstead | Leave


def plan_undo(
    journal: Sequence[JournalLine],
    current: Mapping[PatronId, State],
    *,
    in_use: frozenset[PatronId],
) -> tuple[Undoing, ...]:
    """One outcome per journal line, in the same order.

    `current` holds the rows the journal names as they are now; a patron that is not in it no
    longer exists.  `in_use` are patrons with a used card, a login or a loan.
    """
    return tuple(_undo(line, current.get(line.patron_id, {}), in_use) for line in journal)


def _undo(line: JournalLine, now: State, in_use: frozenset[PatronId]) -> Undoing:
    if _made_the_patron(line):
        if now.get(_PATRON) is None:
            return Leave(line.patron_id)
        if line.patron_id in in_use or _differs(now, line.after):
            return WithdrawInstead(line.patron_id)
        return Restore(line.patron_id, dict(line.before))
    rows: dict[RowKey, Mapping[str, str | None] | None] = {}
    left_alone: list[str] = []
    for key in sorted(line.after.keys() | line.before.keys()):
        back = _undo_row(line.before.get(key), line.after.get(key), now.get(key))
        left_alone.extend(f"{key}.{name}" if name else key for name in back.left_alone)
        if back.write:
            rows[key] = back.values
    if rows:
        return Restore(line.patron_id, rows, tuple(left_alone))
    return Leave(line.patron_id, tuple(left_alone))


def _made_the_patron(line: JournalLine) -> bool:
    return line.before.get(_PATRON) is None and line.after.get(_PATRON) is not None


def _differs(now: State, after: State) -> bool:
    """Whether anything the import made was changed or added to since."""
    return any(
        (row is None) != (now.get(key) is None)
        or any((now.get(key) or {}).get(name) != value for name, value in (row or {}).items())
        for key, row in after.items()
    )


@dataclass(frozen=True, slots=True)
class _Back:
    """What one row goes back to."""

    write: bool = False
    values: Mapping[str, str | None] | None = field(default=None, repr=False)
    left_alone: tuple[str, ...] = ()


def _undo_row(before: _Row, after: _Row, now: _Row) -> _Back:
    if before is None and after is None:
        return _Back()
    if after is None:  # the import took the row away
        return _Back(write=True, values=before) if now is None else _Back(left_alone=("",))
    if now is None:  # taken away since
        return _Back(left_alone=("",) if before is not None else ())
    if before is None:  # the import made the row
        edited = tuple(name for name, value in after.items() if now.get(name) != value)
        return _Back(left_alone=edited) if edited else _Back(write=True, values=None)
    values: dict[str, str | None] = {}
    edited_fields = []
    for name, value in after.items():
        if before.get(name) == value or now.get(name) == before.get(name):
            continue
        if now.get(name) == value:
            values[name] = before.get(name)
        else:
            edited_fields.append(name)
    return _Back(write=bool(values), values=values, left_alone=tuple(edited_fields))
