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
    """A child in the register: since when it has left, its group of this year, and what people did.

    Who was taken away and comes again is another `person`; a group that was taken away and given
    again is another `placement`, which an older list knows nothing of.
    """

    left_on: date | None = None
    group: str = ""
    initials: str = ""
    cards: int = 1
    has_login: bool = False
    only_named: bool = False
    """Entered by its teacher, and in no list yet."""
    entered_on: date | None = field(default=None, compare=False)
    consented: bool = field(default=False, compare=False)
    public_until: date | None = field(default=None, compare=False)
    """Of a member of the public library: since when no longer, if at all."""
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

    def older_than(self, kid: Kid) -> bool:
        """Whether it could not hold a child that was entered by hand since, or that very day."""
        assert self.sent_on is not None
        entered = kid.entered_on
        return kid.only_named and entered is not None and self.sent_on <= entered

    def counting(self) -> dict[int, str]:
        """The rows that count, as they are after repair."""
        return {
            kid: self.repaired.get(kid, group)
            for kid, group in self.rows.items()
            if kid not in self.left_out
        }


@dataclass(frozen=True)
class There:
    """A child at the other school."""

    person: int
    left_on: date | None
    group: str


@dataclass
class Over:
    """A list of the other school with one child, known here."""

    kid: int
    moment: int
    before: There | None
    after: There
    ended_here_on: date | None
    """When it takes effect, if it signed the child off here."""


@dataclass
class World:
    """A school's register and its lists, by the name that the test gives them."""

    today: date
    kids: dict[int, Kid]
    lists: dict[str, List] = field(default_factory=dict)
    kept_out: dict[int, int] = field(default_factory=dict)
    """Who is on the list 'niet opnemen', since which moment."""
    turned_back: dict[int, int] = field(default_factory=dict)
    """Persons whose enrolment was taken back, and when."""
    there: dict[int, There] = field(default_factory=dict)
    """Who is or was a member of the other school of the library."""
    overs: list[Over] = field(default_factory=list)
    given: int = 0
    moment: int = 0

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
        rows = {kid: group for kid, group in one.counting().items() if kid not in self.kept_out}
        for kid, group in rows.items():
            had = self.kids.get(kid) or Kid(person=self._another())
            placement = had.placement or self._another()
            now[kid] = replace(
                had, left_on=None, group=group, placement=placement, only_named=False
            )
        if one.complete:
            for kid, member in self.kids.items():
                if member.left_on is None and kid not in one.rows and not one.older_than(member):
                    now[kid] = replace(member, left_on=one.effective_on)
        touched = set(rows) | {kid for kid in now if now[kid] != self.kids.get(kid)}
        one.before = {kid: self.kids.get(kid) for kid in touched}
        one.after = {kid: now[kid] for kid in touched}
        one.status, one.applied_on, one.has_journal = "applied", self.today, True
        one.turn = self._next()
        self.kids = now

    def _next(self) -> int:
        self.moment += 1
        return self.moment

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
            self.turned_back[now.person] = self._next()
            if now == after and not now.has_login and not self._is_elsewhere(kid):
                del self.kids[kid]
            elif now.left_on is None:
                # Somebody did more with a newcomer since: it leaves, and is not taken away.
                self.kids[kid] = replace(now, left_on=max(self.today, one.effective_on))
            return
        left_on = before.left_on if now.left_on == after.left_on else now.left_on
        if before.left_on is None and self._stays_out(kid, now.person, one.turn):
            left_on = now.left_on
        if (now.placement, now.group) == (after.placement, after.group):
            now = replace(now, group=before.group, placement=before.placement)
        only_named = before.only_named or now.only_named
        self.kids[kid] = replace(now, left_on=left_on, only_named=only_named)

    def _is_elsewhere(self, kid: int) -> bool:
        """Whether this person is or was a member of another branch too."""
        member = self.kids[kid]
        return member.consented or self._is_there(kid, member.person)

    def _is_there(self, kid: int, person: int) -> bool:
        return kid in self.there and self.there[kid].person == person

    def _stays_out(self, kid: int, person: int, since: int) -> bool:
        """Whether somebody said since then that this child is to be no member."""
        return self.kept_out.get(kid, 0) > since or self.turned_back.get(person, 0) > since

    def arrive(self, kid: int, group: str) -> None:
        """A teacher enters a child that no list has had."""
        self.kids[kid] = Kid(
            group=group,
            only_named=True,
            entered_on=self.today,
            person=self._another(),
            placement=self._another(),
        )

    def keep_out(self, kid: int, *, sign_off: bool) -> None:
        """No list touches this child from now on."""
        self.kept_out.setdefault(kid, self._next())
        member = self.kids.get(kid)
        if sign_off and member and member.left_on is None:
            self.kids[kid] = replace(member, left_on=self.today)

    def erase(self, kid: int, *, there_too: bool = True) -> None:
        """The person goes, also from what undoing looks at; the lists that wait keep their rows."""
        person = self.kids.pop(kid).person
        for one in self.lists.values():
            if kid in one.after and one.after[kid].person == person:
                del one.before[kid], one.after[kid]
        if there_too and self._is_there(kid, person):
            self.erase_there(kid)

    def erase_there(self, kid: int) -> None:
        person = self.there.pop(kid).person
        self.overs = [
            one for one in self.overs if not (one.kid == kid and one.after.person == person)
        ]

    def gone_for(self, days: int) -> tuple[list[int], list[int]]:
        """Who has been a member nowhere for so long: of this school, and only of the other."""
        latest = self.today - timedelta(days=days)
        here = [kid for kid, member in self.kids.items() if self._has_left(kid, member, latest)]
        only_there = [
            kid
            for kid, one in self.there.items()
            if one.left_on is not None
            and one.left_on <= latest
            and (kid not in self.kids or self.kids[kid].person != one.person)
        ]
        return here, only_there

    def _has_left(self, kid: int, member: Kid, day: date) -> bool:
        ends = [member.left_on]
        if member.consented:
            ends.append(member.public_until)
        if self._is_there(kid, member.person):
            ends.append(self.there[kid].left_on)
        return all(end is not None and end <= day for end in ends)

    # --- the other school ---------------------------------------------------------------------

    def go_over(self, kid: int, group: str, *, ends: bool) -> None:
        """A list of the other school has this child: it is a member there, and perhaps not here."""
        here, before = self.kids[kid], self.there.get(kid)
        person = before.person if before else here.person
        after = There(person, None, group)
        effective_on = max(YEAR_BEGINS, self.today)
        ended_here_on = effective_on if ends and before is None and here.left_on is None else None
        if ended_here_on:
            self.kids[kid] = replace(here, left_on=ended_here_on)
        self.there[kid] = after
        self.overs.append(Over(kid, self._next(), before, after, ended_here_on))

    def undo_over(self, moment: int) -> None:
        """Take back the latest of the other school; of who was erased there is nothing to do."""
        one = next((one for one in self.overs if one.moment == moment), None)
        if one is None:
            return
        self.overs.remove(one)
        here = self.kids.get(one.kid)
        is_here = here is not None and here.person == one.after.person
        if one.before is not None:
            self.there[one.kid] = one.before
        elif is_here:
            del self.there[one.kid]
        else:
            # It is a member nowhere else any more, and would be gone for everybody to see.
            self.there[one.kid] = replace(one.after, left_on=max(YEAR_BEGINS, self.today))
        if here is None or not is_here or one.ended_here_on is None:
            return
        if here.left_on != one.ended_here_on:
            return
        if not self._stays_out(one.kid, here.person, one.moment):
            self.kids[one.kid] = replace(here, left_on=None)

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
