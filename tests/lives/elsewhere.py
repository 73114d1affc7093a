"""A child that goes to the other school of the library, and comes back."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import hypothesis.strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule
from tests.imports.journey import all_the_same, lift_all, plan_of, receive, send
from tests.lives.desk import WithTheDesk
from tests.lives.machine import child, groups, kids
from tests.lives.model import ALONE_FOR
from tests.people import add_person, list_of
from typing_extensions import override

from leesloket.branches.models import Branch, Library
from leesloket.imports import actions
from leesloket.isolation.scope import Scope, scoped
from leesloket.patrons.models import Membership, Placement
from leesloket.privacy.erasing import erase


class WithTheOtherSchool(WithTheDesk):
    """Carla sends for the other school; marloes and mila import at both, tarik at the first."""

    @initialize()
    @override
    def begin(self) -> None:
        super().begin()
        library = Library.objects.get(id=self.school.branch.library_id)
        both = [Branch.objects.get(id=one.id) for one in (self.school.branch, self.school.other)]
        self.mila = add_person(library, f"mila-{uuid4().hex[:8]}", {"import": both})
        self.uploads_there: list[tuple[int, date, UUID]] = []

    @rule(kid=kids, group=groups, ends=st.booleans())
    def go_over(self, kid: int, group: str, *, ends: bool) -> None:
        """A list of the other school has a child of this one, and staff say that it is the same."""
        had = self.world.kids.get(kid)
        if had is None or had.only_named:
            return
        carla, there = self.school.carla, self.school.other.id
        content = list_of([child(kid, group)])
        upload = receive(content, branch_id=there, by=carla, now=self.now)
        actions.set_terms(
            upload, school_year="2026-2027", mode="additions", acting_user=carla, now=self.now
        )
        send(upload, by=carla, now=self.now)
        all_the_same(upload, by=self.school.marloes, ends=ends, now=self.now)
        lift_all(upload, by=self.school.marloes, now=self.now)
        digest = plan_of(upload, by=self.school.marloes).digest
        if not actions.approve(upload, digest=digest, **self._act(by="marloes")):
            assert actions.approve(upload, digest=digest, acting_user=self.mila, now=self.now)
        self.world.go_over(kid, group, ends=ends)
        self.uploads_there.append((self.world.moment, self.world.today, upload))

    @precondition(lambda self: self.uploads_there)
    @rule()
    def come_back(self) -> None:
        """The latest list of the other school is turned back, in its first week."""
        moment, applied_on, upload = self.uploads_there[-1]
        if self.world.today - applied_on >= _A_WEEK:
            return
        actions.undo_import(upload, reason="x", **self._act(by="marloes"))
        self.uploads_there.pop()
        self.world.undo_over(moment)

    @rule(kid=kids)
    def erase_here_only(self, kid: int) -> None:
        """Who imports at this school alone erases what is of this school."""
        had = self.world.kids.get(kid)
        if had is None or had.consented:
            return
        is_there = kid in self.world.there and self.world.there[kid].person == had.person
        erased = erase(self._of(kid), not_again=False, **self._act(by="tarik"))
        assert erased.whole is not is_there
        self.world.erase(kid, there_too=False)

    @invariant()
    def the_other_register_is_the_same(self) -> None:
        with scoped(Scope(self.school.branch.library_id, (self.school.other.id,))):
            members = Membership.objects.select_related("patron")
            found = {self.kid_of(one): (one.patron_id, one.until_date) for one in members}
            assert len(found) == len(members)
            placed = Placement.objects.values_list("membership__patron_id", "group__code")
            groups_of = dict(placed)
        assert {
            kid: (until, groups_of[patron_id]) for kid, (patron_id, until) in found.items()
        } == {kid: (one.left_on, one.group) for kid, one in self.world.there.items()}


_A_WEEK = timedelta(days=ALONE_FOR)
