"""A new child that another branch of the library knows: staff say so, and it stays one person."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from tests.imports.journey import approve, fingerprint_of_register, plan_of, receive, send
from tests.imports.school import NEWCOMER, School, next_year
from tests.people import NOW, TODAY, Child, enrol_children, list_of, recorded

from leesloket.accounts.queries import Viewer
from leesloket.audit.queries import events_about
from leesloket.branches.models import Branch
from leesloket.imports import actions, queries
from leesloket.imports.actions.transferring import TransferAnswer
from leesloket.imports.models import JournalIndex
from leesloket.isolation.scope import Scope, scoped
from leesloket.patrons.actions import correct_details
from leesloket.patrons.models import Card, Membership, Patron, PupilNumber
from leesloket.patrons.rules import ChildDetails

pytestmark = pytest.mark.enable_socket

PIEN_THERE = replace(NEWCOMER, number="77", group="2b")
SOMEBODY = Child("78", "Kaj", "", "Anders", date(2016, 3, 3), "6b")


@pytest.fixture
def pien(school: School) -> UUID:
    """The newcomer of this school is a child of the other one."""
    linde = Branch.objects.get(id=school.other.id)
    return enrol_children(linde, [PIEN_THERE, SOMEBODY])["77"]


def both_branches(school: School) -> Scope:
    return Scope(school.branch.library_id, (school.branch.id, school.other.id))


def _sent(school: School, *children: Child) -> UUID:
    upload = school.receive(children)
    send(upload, by=school.petra)
    return upload


def answer_transfer(
    upload: UUID,
    by: Viewer,
    answer: TransferAnswer = "same",
    *,
    patron: UUID | None = None,
    ends: bool = False,
    nth: int = 0,
) -> None:
    shown = plan_of(upload, by=by, kind="new").children
    actions.answer_transfer(
        upload,
        fingerprint=shown[nth].fingerprint,
        answer=answer,
        patron_id=patron,
        ends=ends,
        acting_user=by,
        now=NOW,
    )


def test_staff_with_both_rights_see_that_another_branch_knows_the_child(
    school: School, pien: UUID
) -> None:
    upload = _sent(school)

    plan = plan_of(upload, by=school.marloes, kind="elsewhere")

    assert (plan.elsewhere_open, plan.total_shown, plan.counts["enrol"]) == (1, 1, 1)
    [one] = plan.elsewhere
    [known] = one.candidates
    assert (one.name, known.patron_id, known.branches) == ("Pien Zomer", pien, ("Linde",))
    assert (known.enrolled_at, known.group, known.pupil_number) == (("Linde",), "2b", "77")


def test_who_may_not_import_there_and_the_school_see_a_new_child_and_no_more(
    school: School, pien: UUID
) -> None:
    upload = _sent(school)
    seen = (plan_of(upload, by=school.tarik), plan_of(upload, by=school.petra, staff=False))

    for plan in seen:
        assert (plan.elsewhere, plan.elsewhere_open, plan.counts["enrol"]) == ((), 0, 1)
        assert "elsewhere" not in {tab.kind for tab in plan.tabs}
        assert plan.digest == seen[0].digest
    for stranger in (*school.strangers, school.petra):
        with pytest.raises(queries.ImportNotFoundError):
            actions.answer_transfer(
                upload,
                fingerprint="0" * 32,
                answer="new",
                acting_user=stranger,
                now=NOW,
            )
    with pytest.raises(actions.RowGoneError):
        answer_transfer(upload, school.tarik, patron=pien)


def test_a_confirmed_child_is_no_second_person_and_keeps_card_and_history(
    school: School, pien: UUID
) -> None:
    upload = _sent(school)
    before = plan_of(upload, by=school.marloes)
    with scoped(both_branches(school)):
        people, cards = Patron.objects.count(), Card.objects.count()

    answer_transfer(upload, school.marloes, patron=pien)
    answer_transfer(upload, school.marloes, patron=pien)

    after = plan_of(upload, by=school.marloes)
    assert (after.transfers, after.elsewhere_open) == (1, 0)
    assert after.digest != before.digest
    assert plan_of(upload, by=school.petra, staff=False).digest == before.digest
    assert approve(upload, by=school.marloes)
    with scoped(both_branches(school)):
        assert (Patron.objects.count(), Card.objects.count()) == (people, cards)
        here = Membership.objects.get(patron_id=pien, branch_id=school.branch.id)
        there = Membership.objects.get(patron_id=pien, branch_id=school.other.id)
        numbers = set(
            PupilNumber.objects.filter(membership__patron_id=pien, until_date=None).values_list(
                "number", flat=True
            )
        )
        assert (here.from_date, here.until_date, there.until_date) == (TODAY, None, None)
        assert numbers == {"77", NEWCOMER.number}
        assert JournalIndex.objects.get(patron_id=pien).kind == "transfer"
        applied = events_about(upload)[-1]
        assert (applied.code, applied.detail["transfer"]) == ("import_applied", 1)


def test_the_school_reads_in_the_result_that_the_child_is_new(school: School, pien: UUID) -> None:
    upload = _sent(school)
    answer_transfer(upload, school.marloes, patron=pien, ends=True)
    approve(upload, by=school.marloes)

    for_school = queries.result_page(upload, viewer=school.petra, staff=False, now=NOW, kind="new")
    for_staff = queries.result_page(upload, viewer=school.marloes, staff=True, now=NOW, kind="new")

    assert [(child.name, child.comes_from) for child in for_school.children] == [("Pien Zomer", "")]
    assert [child.comes_from for child in for_staff.children] == ["Linde"]


def test_the_other_membership_ends_when_staff_say_so_and_undo_gives_it_back(
    school: School, pien: UUID
) -> None:
    before = fingerprint_of_register(both_branches(school))
    upload = _sent(school)
    answer_transfer(upload, school.marloes, patron=pien, ends=True)
    approve(upload, by=school.marloes)
    with scoped(both_branches(school)):
        assert Membership.objects.get(patron_id=pien, branch_id=school.other.id).until_date == TODAY
    after = fingerprint_of_register(both_branches(school))

    with pytest.raises(actions.FromElsewhereError):
        actions.undo_import(upload, reason="verkeerd", acting_user=school.tarik, now=NOW)
    assert fingerprint_of_register(both_branches(school)) == after
    actions.undo_import(upload, reason="verkeerd", acting_user=school.marloes, now=NOW)

    assert fingerprint_of_register(both_branches(school)) == before


def test_one_transferred_child_is_taken_back_alone(school: School, pien: UUID) -> None:
    upload = _sent(school)
    answer_transfer(upload, school.marloes, patron=pien, ends=True)
    approve(upload, by=school.marloes)

    actions.undo_one(upload, patron_id=pien, acting_user=school.marloes, now=NOW)

    with scoped(both_branches(school)):
        [membership] = Membership.objects.filter(patron_id=pien)
    assert (membership.branch_id, membership.until_date) == (school.other.id, None)


def test_who_may_not_import_at_the_other_branch_cannot_approve_the_transfer(
    school: School, pien: UUID
) -> None:
    upload = _sent(school)
    answer_transfer(upload, school.marloes, patron=pien)

    plan = plan_of(upload, by=school.tarik)

    assert (plan.may_approve, plan.missing) == (False, ("transfers",))
    with pytest.raises(actions.NotReadyError):
        approve(upload, by=school.tarik)


def test_a_transfer_that_changed_since_it_was_read_is_not_applied(
    school: School, pien: UUID
) -> None:
    upload = _sent(school)
    answer_transfer(upload, school.marloes, patron=pien)
    read = plan_of(upload, by=school.marloes)
    before = fingerprint_of_register(both_branches(school))

    answer_transfer(upload, school.marloes, patron=pien, ends=True)

    with pytest.raises(actions.PlanOutdatedError):
        actions.approve(upload, digest=read.digest, acting_user=school.marloes, now=NOW)
    assert fingerprint_of_register(both_branches(school)) == before
    changed = plan_of(upload, by=school.marloes, seen=read.step_marks).changed_since
    assert [child.name for child in changed] == ["Pien Zomer"]


def test_a_child_that_got_another_name_meanwhile_is_asked_about_no_more(
    school: School, pien: UUID
) -> None:
    upload = _sent(school)
    answer_transfer(upload, school.marloes, patron=pien)

    correct_details(
        patron_id=pien,
        details=ChildDetails(first_name="Pien", surname="Winter", birth_date=NEWCOMER.born),
        acting_user=school.marloes,
        now=NOW,
    )

    plan = plan_of(upload, by=school.marloes)
    assert (plan.transfers, plan.elsewhere) == (0, ())


def test_a_new_child_is_a_new_child_and_the_answer_can_be_taken_back(
    school: School, pien: UUID
) -> None:
    upload = _sent(school)
    answer_transfer(upload, school.marloes, "new")
    plan = plan_of(upload, by=school.marloes)
    assert (plan.elsewhere[0].answer, plan.elsewhere_open, plan.transfers) == ("new", 0, 0)

    answer_transfer(upload, school.marloes, "clear")

    assert plan_of(upload, by=school.marloes).elsewhere_open == 1
    assert recorded(upload, school.scope)[-2:] == ["transfer_answered"] * 2
    answer_transfer(upload, school.marloes, "new")
    assert approve(upload, by=school.marloes)
    with scoped(both_branches(school)):
        assert Patron.objects.filter(surname="Zomer").count() == 2


def test_two_rows_are_never_one_patron(school: School, pien: UUID) -> None:
    upload = _sent(school, *next_year(), NEWCOMER, replace(NEWCOMER, number="001301", group="4a"))
    for question in plan_of(upload, by=school.marloes).questions:
        actions.answer_question(
            upload,
            fingerprint=question.fingerprint,
            answer="another",
            acting_user=school.marloes,
            now=NOW,
        )
    shown = plan_of(upload, by=school.marloes, kind="new").children
    assert len(shown) == 2
    answer_transfer(upload, school.marloes, patron=pien)

    with pytest.raises(actions.AlreadyClaimedError):
        answer_transfer(upload, school.marloes, patron=pien, nth=1)
    with pytest.raises(actions.RowGoneError):
        answer_transfer(upload, school.marloes, patron=uuid4(), nth=1)


def test_only_a_list_that_waits_for_the_library_is_answered(school: School, pien: UUID) -> None:
    upload = receive(list_of((*next_year(), NEWCOMER)), branch_id=school.branch.id, by=school.petra)

    with pytest.raises(actions.NotOpenError):
        answer_transfer(upload, school.marloes, patron=pien)
