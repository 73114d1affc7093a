"""Taking an import back of somebody with whom more happened since: nobody is lost by it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from tests.imports.journey import approve, lift_all, plan_of, receive, say_another, send
from tests.imports.school import NEWCOMER, School, next_year
from tests.imports.test_taking_over import ADA, take_over
from tests.imports.test_transferring import PIEN_THERE, SOMEBODY, answer_transfer, both_branches
from tests.people import (
    LAST_YEAR,
    NOW,
    THIS_YEAR,
    Child,
    add_person,
    enrol_children,
    list_of,
    make_branch,
)

from leesloket.branches.models import Branch, Library
from leesloket.branches.queries import branch_line
from leesloket.imports import actions
from leesloket.imports.actions.undoing import UndoResult
from leesloket.isolation.scope import scoped
from leesloket.patrons.consents import consents_of, give_consent
from leesloket.patrons.models import Card, Membership, Patron, Placement
from leesloket.privacy.erasing import erase

pytestmark = pytest.mark.enable_socket

JULY = datetime(2026, 7, 20, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def pien(school: School) -> UUID:
    """The newcomer of this school is a child of the other one."""
    linde = Branch.objects.get(id=school.other.id)
    return enrol_children(linde, [PIEN_THERE, SOMEBODY])["77"]


def _applied(
    school: School, children: Sequence[Child], *, year: str = THIS_YEAR, now: datetime = NOW
) -> UUID:
    upload = _sent(school, children, year=year, now=now)
    lift_all(upload, by=school.marloes, now=now)
    assert approve(upload, by=school.marloes, now=now)
    return upload


def _sent(
    school: School, children: Sequence[Child], *, year: str = THIS_YEAR, now: datetime = NOW
) -> UUID:
    upload = receive(list_of(children), branch_id=school.branch.id, by=school.petra, now=now)
    actions.set_terms(upload, school_year=year, mode="full", acting_user=school.petra, now=now)
    send(upload, by=school.petra, school_year=year, now=now)
    return upload


def _undo_one(school: School, upload: UUID, patron_id: UUID) -> UndoResult:
    now = LATER + timedelta(minutes=1)
    result = actions.undo_one(upload, patron_id=patron_id, acting_user=school.marloes, now=now)
    # The keys of several columns wait for the end of the transaction.
    connection.check_constraints()
    return result


def test_a_newcomer_whom_a_later_list_placed_in_the_next_year_is_signed_off(
    school: School,
) -> None:
    july = _applied(school, (*school.children, NEWCOMER), year=LAST_YEAR, now=JULY)
    _applied(school, (*next_year(), replace(NEWCOMER, group="4a")))
    with scoped(school.scope):
        pien = Patron.objects.get(surname="Zomer").pk

    assert _undo_one(school, july, pien) == UndoResult(restored=0, signed_off=1, kept=0)

    with scoped(school.scope):
        assert Placement.objects.filter(membership__patron_id=pien).count() == 2


def test_who_came_over_and_was_moved_since_is_signed_off_here_and_goes_back_there(
    school: School, pien: UUID
) -> None:
    upload = _sent(school, (*next_year(), NEWCOMER))
    answer_transfer(upload, school.marloes, patron=pien, ends=True)
    approve(upload, by=school.marloes)
    _applied(school, (*next_year(), replace(NEWCOMER, group="4a")), now=LATER)

    assert _undo_one(school, upload, pien).signed_off == 1

    with scoped(both_branches(school)):
        members = Membership.objects.filter(patron_id=pien)
        ended = dict(members.values_list("branch_id", "until_date"))
    assert ended == {school.branch.id: LATER.date(), school.other.id: None}


def test_who_came_over_and_was_erased_there_since_stays_a_person_that_staff_can_see(
    school: School, pien: UUID
) -> None:
    upload = _sent(school, (*next_year(), NEWCOMER))
    answer_transfer(upload, school.marloes, patron=pien, ends=True)
    approve(upload, by=school.marloes)
    erase(pien, not_again=False, acting_user=school.carla, now=NOW)

    result = actions.undo_import(upload, reason="x", acting_user=school.marloes, now=NOW)

    assert result.signed_off == 1
    with scoped(both_branches(school)):
        [here] = Membership.objects.filter(patron_id=pien)
    assert (here.branch_id, here.until_date) == (school.branch.id, NOW.date())


def test_who_consented_at_the_branch_that_took_them_over_is_signed_off_with_it_on_record(
    school: School,
) -> None:
    library = Library.objects.get(id=school.branch.library_id)
    public = make_branch(library, "centrale", kind="public")
    here = Branch.objects.get(id=school.branch.id)
    olga = add_person(library, "olga", {"import": [here, public], "desk": [public]})
    approve(take_over([ADA], by=olga, branch_id=here.pk), by=olga)
    upload = take_over([ADA], by=olga, branch_id=public.pk)
    approve(upload, by=olga)
    with scoped(olga.scope):
        ada = Card.objects.get(number=ADA[0]).patron_id
    give_consent(
        patron_id=ada,
        branch=branch_line(public.pk),
        given_by="parent",
        source="form",
        given_on=NOW.date(),
        acting_user=olga,
        now=NOW,
    )

    result = actions.undo_import(upload, reason="x", acting_user=olga, now=NOW)

    assert result.signed_off == 1
    assert len(consents_of(ada, viewer=olga, today=NOW.date()).lines) == 1


def test_whose_enrolment_was_turned_back_stays_signed_off_with_the_list_that_did_it(
    school: School,
) -> None:
    first = _applied(school, (*next_year(), NEWCOMER))
    with scoped(school.scope):
        pien = Patron.objects.get(surname="Zomer").pk
    zoe, *staying = next_year()
    second = _applied(school, staying, now=LATER)
    _undo_one(school, first, pien)

    result = actions.undo_import(
        second, reason="x", acting_user=school.marloes, now=LATER + timedelta(hours=1)
    )

    assert (result.restored, result.kept) == (1, 1)
    with scoped(school.scope):
        ended = dict(Membership.objects.values_list("patron_id", "until_date"))
    assert (ended[pien], ended[school.ids[zoe.number]]) == (LATER.date(), None)


def _asks_about_zoe_after(school: School, undo: Callable[[UUID], object]) -> int:
    """How many questions the next list has, when Zoë was wrongly called another child."""
    zoe, *others = next_year()
    again = replace(zoe, number="009999", first_name="Zoe", surname="Dijck")
    upload = school.receive((again, *others))
    send(upload, by=school.petra)
    say_another(upload, by=school.marloes)
    assert approve(upload, by=school.marloes)
    undo(upload)
    return plan_of(
        school.receive((replace(again, group="8b"), *others)), by=school.petra, staff=False
    ).counts["question"]


def test_another_child_that_was_a_mistake_is_asked_about_again_once_it_is_turned_back(
    school: School,
) -> None:
    def back(upload: UUID) -> None:
        with scoped(school.scope):
            newcomer = Patron.objects.get(surname="Dijck")
        for patron_id in (newcomer.pk, school.ids["001200"]):
            actions.undo_one(upload, patron_id=patron_id, acting_user=school.marloes, now=NOW)

    assert _asks_about_zoe_after(school, back) == 1


def test_another_child_is_asked_about_again_when_the_whole_list_is_turned_back(
    school: School,
) -> None:
    def back(upload: UUID) -> None:
        actions.undo_import(upload, reason="x", acting_user=school.marloes, now=NOW)

    assert _asks_about_zoe_after(school, back) == 1


def test_what_was_said_of_another_child_stays_when_somebody_else_is_turned_back(
    school: School,
) -> None:
    def back(upload: UUID) -> None:
        actions.undo_one(
            upload,
            patron_id=school.ids["001202"],
            acting_user=school.marloes,
            now=NOW,
        )

    assert _asks_about_zoe_after(school, back) == 0
