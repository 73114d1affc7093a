"""Lists live in any order, in the product and in the model; they must come to the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import hypothesis.strategies as st
from django.db.models import Prefetch
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.imports.journey import lift_all, plan_of, receive, send
from tests.imports.school import CHILDREN, School, make_school
from tests.lives.model import Kid, List, World
from tests.people import NOW, TODAY, Child, list_of

from leesloket.imports import actions
from leesloket.imports.actions.expiring import destroy_expired
from leesloket.imports.models import RosterImport
from leesloket.imports.work import work_on
from leesloket.isolation.scope import scoped
from leesloket.patrons.models import Membership, Placement
from leesloket.roster.model import Fingerprint

KIDS, THERE_BEFORE = 6, 4
GROUPS = ("3a", "4b")
LAST_DAY = TODAY + timedelta(days=190)
"""Before June, when a list would be one of the next year."""

kids = st.integers(0, KIDS - 1)
groups = st.sampled_from(GROUPS)
# Mostly everybody: of two lists that have nobody in common little can be said.
rows = st.fixed_dictionaries({}, optional=dict.fromkeys(range(KIDS), groups)).filter(bool)
_KID_OF = {CHILDREN[kid].surname: kid for kid in range(KIDS)}


def child(kid: int, group: str) -> Child:
    had = CHILDREN[kid]
    return Child(had.number, had.first_name, had.prefix, had.surname, had.born, group)


class Lives(RuleBasedStateMachine):
    """One school; petra sends, marloes approves, tarik is the second person."""

    school: School

    @initialize()
    def begin(self) -> None:
        members = tuple(child(kid, "3a") for kid in range(THERE_BEFORE))
        self.school = make_school(children=members, tag=f"-{uuid4().hex[:8]}")
        self.world = World(TODAY, {kid: Kid() for kid in range(THERE_BEFORE)})
        self.uploads: dict[str, UUID] = {}
        self.patrons: dict[str, dict[int, UUID]] = {}
        self.seconds = 0

    @property
    def now(self) -> datetime:
        """The moment, a second later each time: no two things happen at the very same."""
        self.seconds += 1
        return NOW + (self.world.today - TODAY) + timedelta(seconds=self.seconds)

    def _act(self, *, by: str) -> dict[str, Any]:
        return {"acting_user": getattr(self.school, by), "now": self.now}

    # --- the school --------------------------------------------------------------------------

    @rule(rows=rows)
    def receive(self, rows: dict[int, str]) -> None:
        content = list_of(child(kid, group) for kid, group in sorted(rows.items()))
        same = self.world.same_file(rows)
        try:
            upload = receive(
                content, branch_id=self.school.branch.id, by=self.school.petra, now=self.now
            )
        except actions.SameFileError as error:
            upload = error.upload_id
        if same is not None:
            assert upload == self.uploads[same]
            return
        name = f"list {len(self.uploads) + 1}"
        assert upload not in self.uploads.values()
        self.uploads[name] = upload
        self.world.receive(name, rows)

    @precondition(lambda self: self.world.open() is not None)
    @rule(kid=kids, what=st.sampled_from(["leave_out", "clear", *GROUPS]))
    def answer(self, kid: int, what: str) -> None:
        name, one = self._open()
        if kid not in one.rows:
            return
        row = {"fingerprint": self._fingerprint(name, kid), **self._act(by="petra")}
        match what:
            case "leave_out" | "clear":
                actions.answer_question(self.uploads[name], answer=what, **row)
                (one.left_out.add if what == "leave_out" else one.left_out.discard)(kid)
            case group:
                actions.repair_cell(self.uploads[name], field="group", value=group, **row)
                one.repaired[kid] = group

    @precondition(lambda self: self.world.open() is not None)
    @rule(complete=st.booleans())
    def set_terms(self, *, complete: bool) -> None:
        name, one = self._open()
        mode = "full" if complete else "additions"
        actions.set_terms(
            self.uploads[name], school_year="2026-2027", mode=mode, **self._act(by="petra")
        )
        one.complete = complete

    @precondition(lambda self: self.world.open() is not None)
    @rule()
    def send(self) -> None:
        name, _ = self._open()
        self._say_the_same(self.uploads[name], by="petra")
        send(self.uploads[name], by=self.school.petra, now=self.now)
        self.world.send(name)

    @precondition(lambda self: (self.world.open() or self.world.sent()) is not None)
    @rule()
    def withdraw(self) -> None:
        name, one = self.world.open() or self._sent()
        actions.withdraw(self.uploads[name], **self._act(by="petra"))
        one.status = "withdrawn"

    # --- the library -------------------------------------------------------------------------

    @precondition(lambda self: self.world.sent() is not None)
    @rule()
    def return_to_school(self) -> None:
        name, one = self._sent()
        try:
            actions.return_to_school(self.uploads[name], reason="?", **self._act(by="marloes"))
        except actions.NotOpenError:
            assert self.world.open()
        else:
            assert not self.world.open()
            one.status = "returned"

    @precondition(lambda self: self.world.sent() is not None)
    @rule()
    def approve(self) -> None:
        name, _ = self._sent()
        upload = self.uploads[name]
        self._say_the_same(upload, by="marloes")
        lift_all(upload, by=self.school.marloes, now=self.now)
        digest = plan_of(upload, by=self.school.marloes).digest
        applied = actions.approve(upload, digest=digest, **self._act(by="marloes"))
        if not applied:
            assert actions.approve(upload, digest=digest, **self._act(by="tarik"))
        self.world.apply(name)
        self.patrons[name] = {self.kid_of(one): one.patron_id for one in self._members()}

    @rule(rows=rows)
    def go_all_the_way(self, rows: dict[int, str]) -> None:
        """What nearly always happens: a list comes, is sent, and is approved."""
        self.receive(rows)
        if self.world.open():
            self.send()
        if self.world.sent():
            self.approve()

    @precondition(lambda self: self.world.latest() is not None)
    @rule(older=st.integers(0, 3))
    def undo(self, older: int) -> None:
        applied = self.world.applied()
        name, one = applied[-1 - older] if older < len(applied) else applied[-1]
        upload = self.uploads[name]
        try:
            actions.undo_import(upload, reason="x", **self._act(by="marloes"))
        except actions.NotTheLatestError:
            assert name != self.world.latest()
            return
        except actions.SecondPersonNeededError:
            assert self.world.wants_two_to_undo(name)
            try:
                actions.undo_import(upload, reason="x", **self._act(by="tarik"))
            except actions.JournalGoneError:
                assert not one.has_journal
                return
        else:
            assert not self.world.wants_two_to_undo(name)
        assert name == self.world.latest()
        assert one.has_journal
        self.world.undo(name)

    @precondition(lambda self: self.world.latest() is not None)
    @rule(kid=kids, older=st.integers(0, 3))
    def undo_one(self, kid: int, older: int) -> None:
        applied = self.world.applied()
        name, one = applied[-1 - older] if older < len(applied) else applied[-1]
        if kid not in one.after:
            return
        try:
            actions.undo_one(
                self.uploads[name],
                patron_id=self.patrons[name][kid],
                **self._act(by="marloes"),
            )
        except actions.NotOpenError:
            assert kid in one.undone
        except actions.JournalGoneError:
            assert not one.has_journal
        else:
            assert kid not in one.undone
            assert one.has_journal
            self.world.undo_one(name, kid)

    def _say_the_same(self, upload: UUID, *, by: str) -> None:
        """A row that names a child of whom the register has no more than that, is that child."""
        viewer = getattr(self.school, by)
        for question in plan_of(upload, by=viewer, staff=by == "marloes").questions:
            if not question.answer:
                [candidate] = question.candidates
                actions.answer_question(
                    upload,
                    fingerprint=question.fingerprint,
                    answer="same",
                    patron_id=candidate.patron_id,
                    shown=(candidate.patron_id,),
                    **self._act(by=by),
                )

    # --- time --------------------------------------------------------------------------------

    @precondition(lambda self: self.world.today < LAST_DAY)
    @rule(days=st.sampled_from([1, 5, 16, 90]), job=st.booleans())
    def days_pass(self, days: int, *, job: bool) -> None:
        self.world.today += timedelta(days=days)
        if job:
            destroy_expired(self.school.scope, today=self.world.today, now=self.now)
            self.world.expire()

    # --- what must be the same ---------------------------------------------------------------

    @invariant()
    def the_register_is_the_same(self) -> None:
        assert self._register() == self.world.kids

    @invariant()
    def the_lists_stand_the_same(self) -> None:
        with scoped(self.school.scope):
            stands = dict(RosterImport.objects.values_list("upload_id", "status"))
        assert {name: stands[upload] for name, upload in self.uploads.items()} == {
            name: one.status for name, one in self.world.lists.items()
        }

    # --- looking -----------------------------------------------------------------------------

    def _open(self) -> tuple[str, List]:
        found = self.world.open()
        assert found
        return found

    def _sent(self) -> tuple[str, List]:
        found = self.world.sent()
        assert found
        return found

    def _fingerprint(self, name: str, kid: int) -> Fingerprint:
        """How the product knows the row of this child."""
        with scoped(self.school.scope):
            roster_import = RosterImport.objects.get(upload_id=self.uploads[name])
            extraction = work_on(roster_import).extraction
        pupils = [*extraction.records, *extraction.set_aside]
        pupils += [skip.record for skip in extraction.skips]
        [found] = [one for one in pupils if one.pupil_number == CHILDREN[kid].number]
        return found.fingerprint

    def _register(self) -> Mapping[int, Kid]:
        found: dict[int, Kid] = {}
        for one in self._members():
            kid = self.kid_of(one)
            assert kid not in found, "a child twice"
            [group] = [placed.group.code for placed in one.this_year] or [""]  # type: ignore[attr-defined]
            patron = one.patron
            found[kid] = Kid(
                one.until_date,
                group,
                patron.initials,
                cards=len(patron.cards.all()),
                has_login=patron.account_id is not None,
                only_named=patron.birth_date is None,
            )
        return found

    @staticmethod
    def kid_of(member: Membership) -> int:
        """Which child of the model this is."""
        return _KID_OF[member.patron.surname]

    def _members(self) -> list[Membership]:
        this_year = Prefetch(
            "placements",
            Placement.objects.filter(school_year_id="2026-2027").select_related("group"),
            to_attr="this_year",
        )
        with scoped(self.school.scope):
            members = Membership.objects.filter(branch_id=self.school.branch.id)
            members = members.select_related("patron")
            return list(members.prefetch_related(this_year, "patron__cards"))
