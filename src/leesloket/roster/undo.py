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
_MEMBERSHIP, _NUMBER, _CARD = "membership", "number", "card"
_OF_A_MEMBER = ("placement", _NUMBER)
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
    """Somebody new here of whom there is more by now: signed off, and all of that is kept."""

    patron_id: PatronId
    rows: State = field(default_factory=dict, repr=False)
    """What goes back all the same: of who came from another branch, the membership there."""


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
    staying_ended: frozenset[RowKey] = frozenset(),
) -> tuple[Undoing, ...]:
    """One outcome per journal line, in the same order.

    `current` holds every row here of the patrons that the journal names, and of other branches
    those that it names; a patron that is not in it no longer exists.  `in_use` are patrons who are
    not to be taken away from here: with a used card, a login or a loan.  `staying_ended` are
    memberships that nobody wants back.
    """
    return tuple(
        _undo(line, current.get(line.patron_id, {}), in_use, staying_ended) for line in journal
    )


def _undo(
    line: JournalLine,
    now: State,
    in_use: frozenset[PatronId],
    staying_ended: frozenset[RowKey],
) -> Undoing:
    made = {key: row for key, row in line.after.items() if row and line.before.get(key) is None}
    is_new_person = _PATRON in made
    if is_new_person and now.get(_PATRON) is None:
        return Leave(line.patron_id)
    # Taking a membership away takes along whatever hangs on it by now.
    is_new_here = any(_table(key) == _MEMBERSHIP and now.get(key) for key in made)
    went_on = is_new_here and (
        line.patron_id in in_use
        or any(_differs(row, now.get(key)) for key, row in made.items())
        or _has_more(line, now, (*_OF_A_MEMBER, _CARD) if is_new_person else _OF_A_MEMBER)
    )
    # A child has one number: where a third took the place of ours, the first does not come back.
    gave_way = any(
        _table(key) == _NUMBER and now.get(key) and _differs(row, now.get(key))
        for key, row in made.items()
    )
    rows: dict[RowKey, Mapping[str, str | None] | None] = {}
    left_alone: list[str] = []
    for key in sorted(line.after.keys() | line.before.keys()):
        if went_on and key in made:
            continue
        back = _undo_row(line.before.get(key), line.after.get(key), now.get(key))
        if back.write and (key in staying_ended or (gave_way and _table(key) == _NUMBER)):
            back = _Back(left_alone=("",))
        left_alone.extend(f"{key}.{name}" if name else key for name in back.left_alone)
        if back.write:
            rows[key] = back.values
    if went_on:
        return WithdrawInstead(line.patron_id, rows)
    if rows:
        return Restore(line.patron_id, rows, tuple(left_alone))
    return Leave(line.patron_id, tuple(left_alone))


def _table(key: RowKey) -> str:
    return key.partition(":")[0]


def _differs(row: Mapping[str, str | None], now: _Row) -> bool:
    """Whether a row that the import made was changed or taken away since."""
    return now is None or any(now.get(name) != value for name, value in row.items())


def _has_more(line: JournalLine, now: State, tables: Sequence[str]) -> bool:
    """Whether a row that the import did not make was added since."""
    return any(_table(key) in tables and key not in line.after for key, row in now.items() if row)


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
