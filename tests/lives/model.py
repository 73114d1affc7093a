"""What lists do to a register, told as simply as it can be.  Pure; knows nothing of the product.

A child is a number.  A list says of some children in which group they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

YEAR_BEGINS = date(2026, 8, 1)
UNTOUCHED_AFTER, JOURNAL_FOR, ALONE_FOR = 30, 30, 7
"""Days until a list that is not processed goes, and a journal; and for one person to undo."""


@dataclass(frozen=True)
class Kid:
    """A child in the register: since when it has left, and its group of this year.

    Who was taken away and comes again is another `person`; a group that was taken away and given
    again is another `placement`, which an older list knows nothing of.
    """

    left_on: date | None = None
    group: str = ""
    person: int = field(default=0, compare=False)
    placement: int = field(default=0, compare=False)


@dataclass
class List:
    """A list on its way."""

    rows: dict[int, str]
    received_on: date
    status: str = "read"
    left_out: set[int] = field(default_factory=set)
    repaired: dict[int, str] = field(default_factory=dict)
    complete: bool = True
    sent_on: date | None = None
    applied_on: date | None = None
    before: dict[int, Kid | None] = field(default_factory=dict)
    after: dict[int, Kid] = field(default_factory=dict)
    undone: set[int] = field(default_factory=set)
    has_journal: bool = False
    turn: int = 0

    @property
    def effective_on(self) -> date:
        assert self.sent_on is not None
        return max(YEAR_BEGINS, self.sent_on)

    def counting(self) -> dict[int, str]:
        """The rows that count, as they are after repair."""
        return {
            kid: self.repaired.get(kid, group)
            for kid, group in self.rows.items()
            if kid not in self.left_out
        }


@dataclass
class World:
    """A school's register and its lists, by the name that the test gives them."""

    today: date
    kids: dict[int, Kid]
    lists: dict[str, List] = field(default_factory=dict)
    given: int = 0

    def _another(self) -> int:
        self.given += 1
        return self.given

    def with_status(self, *statuses: str) -> Iterator[tuple[str, List]]:
        return ((name, one) for name, one in self.lists.items() if one.status in statuses)

    def open(self) -> tuple[str, List] | None:
        """The list that the school still works on."""
        return next(self.with_status("read", "returned"), None)

    def sent(self) -> tuple[str, List] | None:
        """The list that waits for the library."""
        return next(self.with_status("sent"), None)

    def same_file(self, rows: dict[int, str]) -> str | None:
        """A list that waits with the very same content."""
        waiting = self.with_status("read", "returned", "sent")
        return next((name for name, one in waiting if one.rows == rows), None)

    def receive(self, name: str, rows: dict[int, str]) -> None:
        new = List(dict(rows), self.today)
        if old := self.open():
            _, had = old
            same = {kid for kid, group in rows.items() if had.rows.get(kid) == group}
            new.complete = had.complete
            new.left_out = had.left_out & same
            new.repaired = {kid: group for kid, group in had.repaired.items() if kid in same}
            had.status = "replaced"
        self.lists[name] = new

    def send(self, name: str) -> None:
        if old := self.sent():
            old[1].status = "replaced"
        self.lists[name].status = "sent"
        self.lists[name].sent_on = self.today

    def apply(self, name: str) -> None:
        """Everybody of the list is a member, in its group; on a complete list, others leave."""
        one = self.lists[name]
        now = dict(self.kids)
        for kid, group in one.counting().items():
            had = self.kids.get(kid) or Kid(person=self._another())
            now[kid] = Kid(None, group, had.person, had.placement or self._another())
        if one.complete:
            for kid, member in self.kids.items():
                if member.left_on is None and kid not in one.rows:
                    now[kid] = replace(member, left_on=one.effective_on)
        touched = set(one.counting()) | {kid for kid in now if now[kid] != self.kids.get(kid)}
        one.before = {kid: self.kids.get(kid) for kid in touched}
        one.after = {kid: now[kid] for kid in touched}
        one.status, one.applied_on, one.has_journal = "applied", self.today, True
        one.turn = 1 + max(other.turn for other in self.lists.values())
        self.kids = now

    def applied(self) -> list[tuple[str, List]]:
        """The lists that were applied and not undone, in the order of their approval."""
        found = list(self.with_status("applied"))
        return sorted(found, key=lambda named: named[1].turn)

    def latest(self) -> str | None:
        applied = self.applied()
        return applied[-1][0] if applied else None

    def undo(self, name: str) -> None:
        one = self.lists[name]
        for kid in set(one.after) - one.undone:
            self._undo(one, kid)
        one.status = "undone"

    def undo_one(self, name: str, kid: int) -> None:
        self._undo(self.lists[name], kid)

    def _undo(self, one: List, kid: int) -> None:
        one.undone.add(kid)
        before, after, now = one.before[kid], one.after[kid], self.kids.get(kid)
        if now is None or now.person != after.person:
            return
        if before is None:
            if now == after:
                del self.kids[kid]
            elif now.left_on is None:
                # Somebody did more with a newcomer since: it leaves, and is not taken away.
                self.kids[kid] = replace(now, left_on=max(self.today, one.effective_on))
            return
        left_on = before.left_on if now.left_on == after.left_on else now.left_on
        if (now.placement, now.group) == (after.placement, after.group):
            now = replace(now, group=before.group, placement=before.placement)
        self.kids[kid] = replace(now, left_on=left_on)

    def expire(self) -> None:
        """What has had its time is destroyed."""
        for _, one in self.with_status("read", "returned", "sent"):
            if one.received_on + timedelta(days=UNTOUCHED_AFTER) <= self.today:
                one.status = "expired"
        for _, one in self.with_status("applied", "undone"):
            assert one.applied_on is not None
            if one.applied_on + timedelta(days=JOURNAL_FOR) <= self.today:
                one.has_journal = False

    def wants_two_to_undo(self, name: str) -> bool:
        applied_on = self.lists[name].applied_on
        assert applied_on is not None
        # Every moment is later than the one before: on the day itself the week is over.
        return self.today - applied_on >= timedelta(days=ALONE_FOR)
