"""The hash chain over the record: every event is bound to all before it by a keyed code.  Pure.

A chain alone finds edits and gaps.  A tail that was cut off, or a chain made anew by who holds the
key, is found by an anchor: the head as it was on a day, written where the database cannot reach.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

START = "0" * 64
"""What stands before the first link."""

_MARK = "leesloket-record"
_ANCHOR = re.compile(rf"{_MARK}\s+library=(\d+)\s+(\d+)\s+([0-9a-f]{{64}})\s*$")

Break = Literal["changed", "missing", "out_of_order", "cut_off", "rewritten"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of the record, as the chain binds it."""

    id: int
    library_id: int | None
    branch_id: int | None
    account_id: str
    code: str
    at: datetime
    subject_id: str
    detail: Mapping[str, int | str | bool | None]


@dataclass(frozen=True, slots=True)
class Link:
    """An event's place in its library's chain."""

    sequence: int
    event_id: int
    previous: str
    mac: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """The head of a chain, as it was written down outside of the database."""

    library_id: int
    sequence: int
    mac: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Where a chain is broken, and how."""

    kind: Break
    sequence: int


def mac_of(entry: Entry, *, sequence: int, previous: str, secret: bytes) -> str:
    """The code that binds this event, at this place, to everything before it."""
    bound = [
        sequence,
        previous,
        entry.id,
        entry.library_id,
        entry.branch_id,
        entry.account_id,
        entry.code,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.subject_id,
        entry.detail,
    ]
    text = json.dumps(bound, sort_keys=True, separators=(",", ":"))
    return hmac.digest(secret, text.encode(), hashlib.sha256).hex()


def extended(head: Link | None, entries: Iterable[Entry], *, secret: bytes) -> Iterator[Link]:
    """The links that bind `entries`, in their order, behind the head of a chain."""
    sequence, previous = (head.sequence, head.mac) if head else (0, START)
    for entry in entries:
        sequence += 1
        mac = mac_of(entry, sequence=sequence, previous=previous, secret=secret)
        yield Link(sequence, entry.id, previous, mac)
        previous = mac


def broken(
    chain: Iterable[tuple[Link, Entry | None]], anchors: Sequence[Anchor], *, secret: bytes
) -> Iterator[Finding]:
    """Everything that is wrong with a chain; nothing, when it is whole.

    `chain` gives the links by sequence with the event that each names, None for one that is gone.
    """
    due = {anchor.sequence: set[str]() for anchor in anchors}
    for anchor in anchors:
        due[anchor.sequence].add(anchor.mac)
    sequence, previous = 0, START
    for link, entry in chain:
        sequence += 1
        if link.sequence != sequence or not hmac.compare_digest(link.previous, previous):
            yield Finding("out_of_order", link.sequence)
        elif entry is None:
            yield Finding("missing", sequence)
        elif not hmac.compare_digest(
            link.mac, mac_of(entry, sequence=sequence, previous=previous, secret=secret)
        ):
            yield Finding("changed", sequence)
        if due.pop(link.sequence, {link.mac}) != {link.mac}:
            yield Finding("rewritten", link.sequence)
        # From here as it stands: one break is told once, not by every link behind it.
        sequence, previous = link.sequence, link.mac
    yield from (Finding("cut_off", missing) for missing in sorted(due))


def anchor_line(anchor: Anchor, *, at: datetime) -> str:
    """One line for a file or a mail: nobody's name stands in it."""
    day = at.astimezone(UTC).isoformat(timespec="seconds")
    return f"{day} {_MARK} library={anchor.library_id} {anchor.sequence} {anchor.mac}"


def anchors_in(text: str, *, library_id: int) -> tuple[Anchor, ...]:
    """The anchors of a library in a file, or in a mail among other text; none of a torn line."""
    anchors = (_anchor(line) for line in text.splitlines())
    return tuple(one for one in anchors if one is not None and one.library_id == library_id)


def torn_lines(text: str) -> int:
    """How many anchors broke off while they were written, as on a disk that filled up."""
    return sum(_MARK in line and _anchor(line) is None for line in text.splitlines())


def _anchor(line: str) -> Anchor | None:
    found = _ANCHOR.search(line)
    return Anchor(int(found[1]), int(found[2]), found[3]) if found else None
