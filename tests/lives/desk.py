"""What people do with one child between two lists: at the desk, on request, and by growing old."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from uuid import UUID, uuid4

import hypothesis.strategies as st
from hypothesis.stateful import initialize, precondition, rule
from tests.imports.school import CHILDREN
from tests.lives.machine import KIDS, Lives, groups, kids
from tests.people import add_person, make_branch
from typing_extensions import override

from leesloket.accounts.queries import viewer_of
from leesloket.branches.actions import change_settings, settings_of
from leesloket.branches.models import Branch, Group, Library
from leesloket.branches.queries import branch_line
from leesloket.children import actions as children
from leesloket.children import entering
from leesloket.imports import actions
from leesloket.imports.models import NotIncluded
from leesloket.isolation.scope import scoped
from leesloket.patrons.actions import correct_details
from leesloket.patrons.arrivals import NewChild, add_child
from leesloket.patrons.cards import replace_card
from leesloket.patrons.consents import give_consent, withdraw_consent
from leesloket.patrons.models import Card, Patron
from leesloket.patrons.rules import HAND_EDITABLE, ChildDetails
from leesloket.privacy.erasing import erase
from leesloket.privacy.leavers import erase_leavers
from leesloket.teaching.actions import Newcomer, name_teacher

LEAVERS_STAY = 180


class WithTheDesk(Lives):
    """The same school; lies is at the desk here and in the public library, and administers."""

    @initialize()
    @override
    def begin(self) -> None:
        super().begin()
        library = Library.objects.get(id=self.school.branch.library_id)
        here = Branch.objects.get(id=self.school.branch.id)
        tag = uuid4().hex[:8]
        public = make_branch(library, f"stad-{tag}", kind="public")
        self.public = branch_line(public.pk)
        rights = {"desk": [here, public], "administer": [here, public]}
        self.lies = add_person(library, f"lies-{tag}", rights)
        self.entries: dict[int, list[UUID]] = {}
        self.anna_id: UUID | None = None

    @rule(kid=kids, group=groups)
    def arrive(self, kid: int, group: str) -> None:
        """Its teacher enters a child, with a name and nothing else."""
        unknown = [one for one in range(KIDS) if one not in self.world.kids]
        with scoped(self.school.scope):
            found = Group.objects.filter(school_year_id="2026-2027", code=group).first()
        if found is None or not unknown:
            return
        kid = unknown[kid % len(unknown)]
        anna_id = self._named(found)
        anna = viewer_of(anna_id, today=self.world.today)
        had = CHILDREN[kid]
        typed = NewChild(uuid4(), had.first_name, had.prefix, had.surname)
        add_child(
            typed, group_id=found.pk, branch=self.school.branch, acting_user=anna, now=self.now
        )
        self.world.arrive(kid, group)

    def _named(self, group: Group) -> UUID:
        """Juf Anna teaches this group, from now on if not before; gives her account."""
        one_time = name_teacher(
            self.anna_id or Newcomer(f"anna-{uuid4().hex[:8]}", "Anna"),
            branch_id=self.school.branch.id,
            group_ids=[group.pk],
            **self._act(by="petra"),
        )
        if one_time is not None:
            self.anna_id = one_time.account_id
        assert self.anna_id
        return self.anna_id

    def _of(self, kid: int) -> UUID:
        [found] = [one for one in self._members() if self.kid_of(one) == kid]
        return found.patron_id

    @rule(kid=kids, letter=st.sampled_from("ABC"))
    def correct(self, kid: int, letter: str) -> None:
        """Initials: what no list of this school tells."""
        if kid not in self.world.kids:
            return
        with scoped(self.school.scope):
            patron = Patron.objects.get(id=self._of(kid))
        had = ChildDetails(**{name: getattr(patron, name) for name in HAND_EDITABLE})
        correct_details(
            patron_id=patron.pk, details=replace(had, initials=letter), **self._act(by="marloes")
        )
        self.world.kids[kid] = replace(self.world.kids[kid], initials=letter)

    @rule(kid=kids)
    def lose_the_card(self, kid: int) -> None:
        if kid not in self.world.kids:
            return
        patron_id = self._of(kid)
        with scoped(self.school.scope):
            number = Card.objects.get(patron_id=patron_id, blocked_on=None).number
        replace_card(patron_id=patron_id, number=number, **self._act(by="marloes"))
        had = self.world.kids[kid]
        self.world.kids[kid] = replace(had, cards=had.cards + 1)

    @rule(kid=kids)
    def sign_in(self, kid: int) -> None:
        """A child of a group gets a card to make an account with, and does."""
        had = self.world.kids.get(kid)
        if had is None or had.left_on is not None or had.has_login or not had.group:
            return
        with scoped(self.school.scope):
            group = Group.objects.get(school_year_id="2026-2027", code=had.group)
        sheet = children.Sheet(uuid4(), group.pk, self.school.branch, [self._of(kid)])
        [card] = children.print_activations(sheet, **self._act(by="marloes"))
        now = self.now
        found = entering.find_activation(number=card.number, code=card.code, now=now)
        entering.activate(found, password="paarse-olifant-7", now=now)
        self.world.kids[kid] = replace(had, has_login=True)

    @rule(kid=kids, taken_back=st.booleans())
    def consent(self, kid: int, *, taken_back: bool) -> None:
        """A child becomes a member of the public library, and perhaps is no longer."""
        had = self.world.kids.get(kid)
        if had is None or (had.consented and had.public_until is None):
            return
        patron_id, by = self._of(kid), {"acting_user": self.lies}
        give_consent(
            patron_id=patron_id, branch=self.public, given_by="parent", source="form",
            given_on=self.world.today, now=self.now, **by,
        )  # fmt: skip
        if taken_back:
            withdraw_consent(patron_id=patron_id, branch=self.public, now=self.now, **by)
        until = self.world.today if taken_back else None
        self.world.kids[kid] = replace(had, consented=True, public_until=until)

    @rule(kid=kids, sign_off=st.booleans())
    def keep_out(self, kid: int, *, sign_off: bool) -> None:
        had = self.world.kids.get(kid)
        if had is None or had.only_named:
            return  # by a name alone no row is recognised
        before = self._lines()
        actions.keep_out(
            self._of(kid),
            branch_id=self.school.branch.id,
            reason="parent",
            decided_on=self.world.today,
            sign_off=sign_off,
            **self._act(by="marloes"),
        )
        self._kept_out(kid, before)
        self.world.keep_out(kid, sign_off=sign_off)

    @precondition(lambda self: self.world.sent() is not None)
    @rule(kid=kids)
    def keep_row_out(self, kid: int) -> None:
        name, one = self._sent()
        if kid not in one.rows:
            return
        before = self._lines()
        actions.keep_row_out(
            self.uploads[name],
            fingerprint=self._fingerprint(name, kid),
            reason="parent",
            **self._act(by="marloes"),
        )
        self._kept_out(kid, before)
        self.world.keep_out(kid, sign_off=False)

    @rule(kid=kids)
    def include_again(self, kid: int) -> None:
        for entry_id in self.entries.pop(kid, []):
            with suppress(actions.NotOnTheListError):
                actions.include_again(
                    entry_id, branch_id=self.school.branch.id, **self._act(by="marloes")
                )
        self.world.kept_out.pop(kid, None)

    @rule(kid=kids, not_again=st.booleans())
    def erase(self, kid: int, *, not_again: bool) -> None:
        had = self.world.kids.get(kid)
        if had is None or had.consented:
            return  # of the public library this person may erase nobody
        before = self._lines()
        erased = erase(self._of(kid), not_again=not_again, **self._act(by="marloes"))
        assert erased.whole
        if not_again and not had.only_named:
            self._kept_out(kid, before)
            self.world.keep_out(kid, sign_off=False)
        self.world.erase(kid)

    @rule()
    def leavers_go(self) -> None:
        branches = (self.school.branch.id, self.school.other.id, self.public.id)
        library = replace(self.school.scope, branch_ids=branches)
        here, only_there = self.world.gone_for(LEAVERS_STAY)
        assert erase_leavers(library, now=self.now) == len(here) + len(only_there)
        for kid in here:
            self.world.erase(kid)
        for kid in only_there:
            self.world.erase_there(kid)

    @rule(years=st.sampled_from([("8",), ("7", "8")]))
    def other_final_years(self, years: tuple[str, ...]) -> None:
        """It says why somebody leaves, and nothing more."""
        had = settings_of(branch_line(self.school.branch.id))
        wanted = replace(had, final_year_groups=years)
        change_settings(
            self.school.branch.id, wanted, seen=had, acting_user=self.lies, now=self.now
        )

    def _lines(self) -> set[UUID]:
        with scoped(self.school.scope):
            return set(NotIncluded.objects.values_list("entry_id", flat=True))

    def _kept_out(self, kid: int, before: set[UUID]) -> None:
        self.entries.setdefault(kid, []).extend(self._lines() - before)
