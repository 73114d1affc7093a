"""What an import keeps in the vault, opened: the reading of its file, and what was typed over."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from uuid import UUID

from leesloket.imports.models import RosterImport
from leesloket.imports.remembered import Remembered
from leesloket.roster import ColumnMapping, confirm
from leesloket.roster.model import Field, Fingerprint, ListKind, RawTable, Repair
from leesloket.roster.readers.result import ReadResult
from leesloket.sandbox import wire
from leesloket.vault.queries import ShreddedError, open_sealed


class NothingToWorkOnError(Exception):
    """The file was refused, or its table has been destroyed: there is no plan to make."""


class Answers:
    """What people typed over, as it lies sealed beside the table."""

    def __init__(self, repairs: Sequence[Repair] = ()) -> None:
        self._values = {(repair.fingerprint, repair.field): repair.value for repair in repairs}

    @classmethod
    def opened(cls, content: bytes) -> "Answers":
        """From what `sealed` gave."""
        return cls(
            [
                Repair(Fingerprint(fingerprint), Field(name), value)
                for fingerprint, name, value in json.loads(content)
            ]
        )

    def sealed(self) -> bytes:
        """The text that goes into the vault."""
        return json.dumps(
            [[*key, value] for key, value in sorted(self._values.items())], ensure_ascii=False
        ).encode()

    def set(self, fingerprint: Fingerprint, name: Field, value: str | None) -> None:
        """Type a cell over; None takes the repair back."""
        if value is None:
            self._values.pop((fingerprint, name), None)
        else:
            self._values[(fingerprint, name)] = value

    def under(self, renamed: Mapping[Fingerprint, Fingerprint]) -> "Answers":
        """The same under other fingerprints; what was said of a row without another one is left."""
        return Answers(
            [
                replace(repair, fingerprint=renamed[repair.fingerprint])
                for repair in self.repairs
                if repair.fingerprint in renamed
            ]
        )

    @cached_property
    def repairs(self) -> tuple[Repair, ...]:
        """As the engine takes them; read after the last `set`."""
        return tuple(Repair(*key, value) for key, value in sorted(self._values.items()))


def sealed_reading(read: ReadResult) -> bytes:
    """A reading as bytes, to be sealed: the same form in which the sandbox gave it."""
    return wire.encode_result(read)[wire.HEADER.size :]


def opened_reading(roster_import: RosterImport) -> ReadResult:
    """The one reading that preview and import both use; NothingToWorkOnError when it is gone."""
    if roster_import.table_id is None:
        raise NothingToWorkOnError
    return open_reading(roster_import.table_id)


def open_reading(table_id: UUID) -> ReadResult:
    """The reading that lies sealed under this id; NothingToWorkOnError when it is gone."""
    try:
        return wire.decode_result(open_sealed(table_id))
    except ShreddedError:
        raise NothingToWorkOnError from None


def answers_of(roster_import: RosterImport) -> Answers:
    """The repairs of an import; none, when nothing was typed over."""
    if roster_import.answers_id is None:
        return Answers()
    return Answers.opened(open_sealed(roster_import.answers_id))


def mapping_of(
    roster_import: RosterImport, table: RawTable, before: Remembered | None = None
) -> ColumnMapping:
    """The mapping as it was settled, with what follows from the table made again."""
    if len(roster_import.fields) != len(table.headings):
        raise NothingToWorkOnError
    return (before or Remembered()).again(
        confirm,
        table,
        {at: Field(name) if name else None for at, name in enumerate(roster_import.fields)},
        kind=ListKind(roster_import.kind),
    )
