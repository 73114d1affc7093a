"""The list 'niet opnemen': whom no pupil list enrols, and how somebody comes off it again."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from tests.imports.journey import approve, lift_all, plan_of, receive, send
from tests.imports.school import NEWCOMER, School, next_year
from tests.people import NOW, TODAY, recorded, without_birth_dates

from leesloket.accounts.queries import Viewer
from leesloket.audit.queries import events_about
from leesloket.imports import actions, queries
from leesloket.imports.models import NotIncluded
from leesloket.isolation.scope import scoped
from leesloket.patrons.models import Membership
from leesloket.patrons.queries import PatronNotFoundError

pytestmark = pytest.mark.enable_socket

ZOE = "001200"
LATER = NOW + timedelta(hours=1)


def _keep_out(
    school: School,
    by: Viewer,
    *,
    reason: str = "parent",
    day: date = TODAY,
    patron: UUID | None = None,
    sign_off: bool = False,
    now: datetime = NOW,
) -> None:
    actions.keep_out(
        patron or school.ids[ZOE],
        branch_id=school.branch.id,
        reason=reason,
        decided_on=day,
        sign_off=sign_off,
        acting_user=by,
        now=now,
    )


def _listed(school: School) -> int:
    with scoped(school.scope):
        return NotIncluded.objects.count()


def test_a_child_on_the_list_is_passed_over_and_neither_changed_nor_signed_off(
    school: School,
) -> None:
    upload = school.receive()
    before = plan_of(upload, by=school.petra, staff=False)

    _keep_out(school, school.marloes)

    after = plan_of(upload, by=school.petra, staff=False, kind="skip")
    assert after.digest != before.digest
    [line] = after.children
    assert (line.kind, line.reasons) == ("skip", ("not_to_be_included",))
    assert (after.counts["withdraw"], after.counts["enrol"]) == (0, 1)


def test_only_who_imports_here_puts_somebody_on_the_list_or_reads_it(school: School) -> None:
    for stranger in (*school.strangers, school.petra):
        with pytest.raises(PatronNotFoundError):
            _keep_out(school, stranger)
        assert queries.not_included_of_branch(school.branch, viewer=stranger) == ()
        view = queries.not_included_of_patron(school.ids[ZOE], viewer=stranger)
        assert (view.lines, view.branches) == ((), ())
    with pytest.raises(PatronNotFoundError):
        _keep_out(school, school.marloes, patron=uuid4())

    assert _listed(school) == 0


def test_a_second_click_adds_nothing(school: School) -> None:
    _keep_out(school, school.marloes)
    _keep_out(school, school.tarik)

    assert _listed(school) == 2  # the number, and the name with the birth date
    [line] = queries.not_included_of_branch(school.branch, viewer=school.tarik)
    assert (line.reason, line.decided_on, line.added_by) == ("parent", TODAY, "Marloes Voorbeeld")
    assert line.patron_id == school.ids[ZOE]
    with scoped(school.scope):
        events = events_about(school.ids[ZOE])
    assert [(event.code, dict(event.detail)) for event in events] == [
        ("not_included_added", {"reason": "parent"})
    ]


def test_a_reason_is_one_of_the_list_and_the_day_has_come(school: School) -> None:
    with pytest.raises(actions.NotAReasonError):
        _keep_out(school, school.marloes, reason="zomaar")
    with pytest.raises(actions.NotAReasonError):
        _keep_out(school, school.marloes, day=TODAY + timedelta(days=1))

    assert _listed(school) == 0


def test_somebody_can_be_signed_off_at_once_and_does_not_come_back_with_a_list(
    school: School,
) -> None:
    _keep_out(school, school.marloes, sign_off=True)

    upload = school.receive()
    send(upload, by=school.petra)
    approve(upload, by=school.marloes)

    with scoped(school.scope):
        assert Membership.objects.get(patron_id=school.ids[ZOE]).until_date == TODAY


def test_off_the_list_is_off_the_list(school: School) -> None:
    _keep_out(school, school.marloes)
    [line] = queries.not_included_of_branch(school.branch, viewer=school.marloes)
    _keep_out(school, school.marloes, patron=school.ids["001201"])
    for stranger in (*school.strangers, school.petra):
        with pytest.raises(actions.NotOnTheListError):
            _again(school, line.entry_id, stranger)
    # Who imports at another branch too takes nobody off this one's list by way of that.
    with pytest.raises(actions.NotOnTheListError):
        actions.include_again(
            line.entry_id, branch_id=school.other.id, acting_user=school.marloes, now=NOW
        )
    assert _listed(school) == 4

    _again(school, line.entry_id, school.tarik)

    [other] = queries.not_included_of_branch(school.branch, viewer=school.marloes)
    assert (other.patron_id, _listed(school)) == (school.ids["001201"], 2)
    _again(school, other.entry_id, school.tarik)
    assert recorded(school.ids[ZOE], school.scope) == ["not_included_added", "not_included_removed"]
    with pytest.raises(actions.NotOnTheListError):
        _again(school, line.entry_id, school.tarik)
    upload = school.receive()
    assert plan_of(upload, by=school.petra, staff=False).counts["skip"] == 0


def _again(school: School, entry_id: UUID, by: Viewer) -> None:
    actions.include_again(entry_id, branch_id=school.branch.id, acting_user=by, now=NOW)


def test_the_child_of_a_row_is_left_out_now_and_next_year(school: School) -> None:
    upload = school.receive()
    send(upload, by=school.petra)
    [newcomer] = plan_of(upload, by=school.marloes, kind="new").children
    for stranger in (*school.strangers, school.petra):
        with pytest.raises(queries.ImportNotFoundError):
            _row_out(upload, newcomer.fingerprint, stranger)

    _row_out(upload, newcomer.fingerprint, school.marloes)
    _row_out(upload, newcomer.fingerprint, school.tarik)

    assert _listed(school) == 2
    plan = plan_of(upload, by=school.marloes)
    assert (plan.counts["enrol"], plan.counts["skip"]) == (0, 1)
    [line] = queries.not_included_of_branch(school.branch, viewer=school.marloes)
    assert line.patron_id is None
    lift_all(upload, by=school.marloes)
    assert approve(upload, by=school.marloes)
    later = NOW + timedelta(days=300)
    again = school.receive((*next_year(next_year()), NEWCOMER), now=later)
    assert plan_of(again, by=school.petra, staff=False).counts["enrol"] == 0


def test_the_child_of_a_row_is_left_out_by_its_number_however_lists_write_numbers(
    school: School,
) -> None:
    children = (*next_year(school.children), NEWCOMER)
    signed = without_birth_dates(replace(one, number=f"L{one.number}") for one in children)
    upload = receive(signed, branch_id=school.branch.id, by=school.petra)
    send(upload, by=school.petra)
    [newcomer] = plan_of(upload, by=school.marloes, kind="new").children

    _row_out(upload, newcomer.fingerprint, school.marloes)

    assert plan_of(upload, by=school.marloes).counts["enrol"] == 0
    plain = without_birth_dates(children)
    again = receive(plain, branch_id=school.branch.id, by=school.petra)
    assert plan_of(again, by=school.petra, staff=False).counts["enrol"] == 0


def _row_out(upload: UUID, fingerprint: str, by: Viewer) -> None:
    actions.keep_row_out(upload, fingerprint=fingerprint, reason="parent", acting_user=by, now=NOW)


def test_a_row_is_left_out_only_while_the_list_waits_for_the_library(school: School) -> None:
    upload = school.receive()
    [newcomer] = plan_of(upload, by=school.petra, staff=False, kind="new").children

    with pytest.raises(actions.NotOpenError):
        _row_out(upload, newcomer.fingerprint, school.marloes)


@pytest.mark.parametrize("sign_off", [True, False])
def test_who_was_kept_out_since_stays_signed_off_when_the_list_is_turned_back(
    school: School, *, sign_off: bool
) -> None:
    _zoe, also_gone, *staying = next_year()
    upload = school.receive(staying)
    send(upload, by=school.petra)
    approve(upload, by=school.marloes)
    _keep_out(school, school.marloes, sign_off=sign_off, now=LATER)

    result = actions.undo_import(upload, reason="x", acting_user=school.marloes, now=LATER)

    assert (result.restored, result.kept) == (19, 1)
    with scoped(school.scope):
        ended = dict(Membership.objects.values_list("patron_id", "until_date"))
    assert ended[school.ids[ZOE]] == TODAY
    assert ended[school.ids[also_gone.number]] is None


def test_who_was_kept_out_before_is_given_back_as_it_was(school: School) -> None:
    _zoe, *staying = next_year()
    _keep_out(school, school.marloes, now=NOW - timedelta(hours=1))
    upload = school.receive(staying)
    send(upload, by=school.petra)
    approve(upload, by=school.marloes)

    actions.undo_import(upload, reason="x", acting_user=school.marloes, now=LATER)

    with scoped(school.scope):
        assert not Membership.objects.exclude(until_date=None).exists()


def test_who_would_leave_after_the_summer_is_signed_off_at_once_when_that_is_asked(
    school: School,
) -> None:
    july = NOW - timedelta(days=28)
    _zoe, *staying = next_year()
    upload = school.receive(staying, now=july)
    send(upload, by=school.petra, now=july)
    approve(upload, by=school.marloes, now=july)

    _keep_out(school, school.marloes, day=july.date(), sign_off=True, now=july)

    with scoped(school.scope):
        assert Membership.objects.get(patron_id=school.ids[ZOE]).until_date == july.date()
