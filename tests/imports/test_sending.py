"""The school lets go of its list, takes it back, or gets it back."""

import json
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction
from tests.imports.journey import plan_of, receive, send
from tests.imports.school import School, next_year
from tests.people import LAST_YEAR, NOW, THIS_YEAR, TODAY, list_of, recorded

from leesloket.accounts.queries import Viewer
from leesloket.branches.rules import NotASchoolYearError
from leesloket.imports import actions, queries
from leesloket.imports.models import RosterImport
from leesloket.isolation.scope import scoped
from leesloket.messaging.models import Notice
from leesloket.vault.models import Sealed, Shredded, WrappedKey

NEXT_YEAR = "2027-2028"

pytestmark = pytest.mark.enable_socket


def _jobs() -> list[tuple[str, dict[str, object]]]:
    with connection.cursor() as cursor:
        cursor.execute("select task_name, args from procrastinate_jobs order by id")
        return [(name, json.loads(args)) for name, args in cursor.fetchall()]


def _told(school: School) -> list[str]:
    with scoped(school.scope):
        return list(Notice.objects.order_by("made_at").values_list("kind", flat=True))


def _import(school: School, upload: UUID) -> RosterImport:
    with scoped(school.scope):
        return RosterImport.objects.get(upload_id=upload)


def test_only_the_school_sends_its_list(school: School) -> None:
    upload = school.receive()

    digest = plan_of(upload, by=school.petra, staff=False).digest
    for other in (*school.strangers, school.marloes):
        with pytest.raises(queries.ImportNotFoundError):
            actions.send(upload, digest=digest, school_year="2026-2027", acting_user=other, now=NOW)
    assert (_import(school, upload).status, _jobs()) == ("read", [])


def test_another_plan_than_was_read_is_not_sent(school: School) -> None:
    upload = school.receive()
    digest = plan_of(upload, by=school.petra, staff=False).digest
    fingerprint = plan_of(upload, by=school.petra, staff=False).children[0].fingerprint
    actions.answer_question(
        upload, fingerprint=fingerprint, answer="leave_out", acting_user=school.petra, now=NOW
    )

    with pytest.raises(actions.PlanOutdatedError):
        actions.send(
            upload, digest=digest, school_year="2026-2027", acting_user=school.petra, now=NOW
        )

    assert (_import(school, upload).status, _jobs()) == ("read", [])


@pytest.mark.parametrize("year", ["2026", "2026-2028", "", "2026-2027 "])
def test_what_is_no_school_year_is_refused(school: School, year: str) -> None:
    upload = school.receive()

    with pytest.raises(NotASchoolYearError):
        send(upload, by=school.petra, school_year=year)

    assert _import(school, upload).status == "read"


def test_sending_fixes_the_year_and_the_days_and_tells_the_library_once(school: School) -> None:
    upload = school.receive()

    send(upload, by=school.petra)
    send(upload, by=school.petra)

    sent = _import(school, upload)
    assert (sent.status, sent.school_year_id, sent.sent_at) == ("sent", "2026-2027", NOW)
    assert (sent.as_of, sent.effective_on) == (TODAY, TODAY)
    assert _told(school) == ["list_sent"]
    with scoped(school.scope):
        notice = Notice.objects.get()
    # The job carries ids and its scope: no name, no number.
    assert _jobs() == [
        (
            "messaging.send_notice",
            {
                "notice_id": str(notice.id),
                "library_id": school.branch.library_id,
                "branch_ids": [school.branch.id],
            },
        )
    ]


def test_what_is_rolled_back_is_not_told(school: School) -> None:
    upload = school.receive()

    with transaction.atomic():
        send(upload, by=school.petra)
        transaction.set_rollback(True)

    assert (_import(school, upload).status, _told(school), _jobs()) == ("read", [], [])


def _set_terms(school: School, upload: UUID, by: Viewer, year: str, mode: str = "full") -> None:
    actions.set_terms(upload, school_year=year, mode=mode, acting_user=by, now=NOW)


def test_another_or_a_past_year_cannot_be_chosen(school: School) -> None:
    upload = school.receive()

    for stranger in (*school.strangers, school.marloes):
        with pytest.raises(queries.ImportNotFoundError):
            _set_terms(school, upload, stranger, NEXT_YEAR)
    for year, mode in ((LAST_YEAR, "full"), ("2031-2032", "full"), (NEXT_YEAR, "everything")):
        with pytest.raises(actions.NotOpenError):
            _set_terms(school, upload, school.petra, year, mode)

    assert _import(school, upload).school_year_id == THIS_YEAR


def test_the_school_chooses_the_year_before_it_reads_the_plan(school: School) -> None:
    upload = school.receive()
    read = plan_of(upload, by=school.petra, staff=False).digest
    _set_terms(school, upload, school.petra, NEXT_YEAR)
    _set_terms(school, upload, school.petra, NEXT_YEAR)

    with pytest.raises(actions.PlanOutdatedError):
        actions.send(upload, digest=read, school_year=NEXT_YEAR, acting_user=school.petra, now=NOW)
    with pytest.raises(actions.PlanOutdatedError):
        send(upload, by=school.petra, school_year=THIS_YEAR)
    send(upload, by=school.petra, school_year=NEXT_YEAR)

    sent = _import(school, upload)
    assert (sent.school_year_id, sent.effective_on) == (NEXT_YEAR, date(2027, 8, 1))
    assert plan_of(upload, by=school.marloes).school_year == NEXT_YEAR
    with pytest.raises(actions.NotOpenError):
        _set_terms(school, upload, school.petra, THIS_YEAR)


def test_additions_only_sign_nobody_off(school: School) -> None:
    upload = school.receive(next_year()[:4])
    assert plan_of(upload, by=school.petra, staff=False).counts["withdraw"] == 16

    _set_terms(school, upload, school.petra, THIS_YEAR, "additions")

    plan = plan_of(upload, by=school.petra, staff=False)
    assert (plan.mode, plan.counts["withdraw"]) == ("additions", 0)
    assert recorded(upload, school.scope) == ["upload_received", "terms_set"]


def test_another_file_is_for_the_year_and_as_complete_as_the_one_before(school: School) -> None:
    upload = school.receive()
    _set_terms(school, upload, school.petra, NEXT_YEAR, "additions")

    again = school.receive(next_year()[1:])

    plan = plan_of(again, by=school.petra, staff=False)
    assert (plan.mode, plan.school_year) == ("additions", NEXT_YEAR)
    assert plan.effective_on == date(int(NEXT_YEAR[:4]), 8, 1)
    assert plan.counts["withdraw"] == 0


def test_a_year_that_is_over_is_not_that_of_another_file(school: School) -> None:
    upload = school.receive()
    _set_terms(school, upload, school.petra, THIS_YEAR, "additions")

    again = receive(
        list_of(next_year()[1:]),
        branch_id=school.branch.id,
        by=school.petra,
        now=NOW + timedelta(days=365),
    )

    plan = plan_of(again, by=school.petra, staff=False)
    assert (plan.mode, plan.school_year) == ("additions", NEXT_YEAR)


def test_a_list_for_after_the_summer_takes_effect_on_the_first_of_august(school: School) -> None:
    july = NOW.replace(month=7, day=6)
    upload = school.receive(now=july)

    send(upload, by=school.petra, now=july)

    assert _import(school, upload).effective_on == date(2026, 8, 1)


def test_a_newer_list_takes_the_place_of_the_one_that_waits(school: School) -> None:
    first = school.receive()
    send(first, by=school.petra)
    second = school.receive(next_year())

    send(second, by=school.petra)

    assert (_import(school, first).status, _import(school, second).status) == ("replaced", "sent")
    moments = queries.upload_line(first, viewer=school.petra).history
    assert [moment.event for moment in moments] == ["received", "sent", "replaced"]
    with pytest.raises(actions.NotOpenError):
        _send_unread(first, school)


# --- taking back ---------------------------------------------------------------------------------


def test_another_cannot_take_a_list_back(school: School) -> None:
    upload = school.receive()

    for other in (*school.strangers, school.marloes):
        with pytest.raises(queries.ImportNotFoundError):
            actions.withdraw(upload, acting_user=other, now=NOW)

    assert _import(school, upload).status == "read"


def test_a_list_taken_back_before_sending_is_destroyed_and_nobody_is_told(school: School) -> None:
    upload = school.receive()

    actions.withdraw(upload, acting_user=school.petra, now=NOW)
    actions.withdraw(upload, acting_user=school.petra, now=NOW)

    assert _import(school, upload).status == "withdrawn"
    with scoped(school.scope):
        assert (Sealed.objects.count(), WrappedKey.objects.count()) == (0, 0)
        assert list(Shredded.objects.values_list("reason", flat=True)) == ["withdrawn"] * 2
    assert (_told(school), _jobs()) == ([], [])
    with pytest.raises(actions.NotOpenError):
        _send_unread(upload, school)


def _send_unread(upload: UUID, school: School) -> None:
    actions.send(
        upload, digest="sha256:", school_year="2026-2027", acting_user=school.petra, now=NOW
    )


def test_a_list_taken_back_after_sending_is_told_to_the_library(school: School) -> None:
    upload = school.receive()
    send(upload, by=school.petra)

    actions.withdraw(upload, acting_user=school.petra, now=NOW)

    assert sorted(_told(school)) == ["list_sent", "list_withdrawn"]
    assert len(_jobs()) == 2
    assert queries.queue(viewer=school.marloes, today=TODAY).waiting == ()


# --- giving back ---------------------------------------------------------------------------------


def test_only_the_library_gives_a_list_back_and_only_when_it_was_sent(school: School) -> None:
    upload = school.receive()
    with pytest.raises(actions.NotOpenError):
        actions.return_to_school(upload, reason="x", acting_user=school.marloes, now=NOW)
    send(upload, by=school.petra)

    for other in (*school.strangers, school.petra):
        with pytest.raises(queries.ImportNotFoundError):
            actions.return_to_school(upload, reason="x", acting_user=other, now=NOW)

    assert _import(school, upload).status == "sent"


def test_a_list_given_back_can_be_answered_and_sent_again(school: School) -> None:
    upload = school.receive()
    send(upload, by=school.petra)

    actions.return_to_school(
        upload, reason="  Ontbreekt groep 8? ", acting_user=school.marloes, now=NOW
    )

    line = queries.upload_line(upload, viewer=school.petra)
    assert (line.status, line.return_reason) == ("returned", "Ontbreekt groep 8?")
    with scoped(school.petra.scope):
        assert Notice.objects.filter(kind="list_returned", subject_id=upload).count() == 1
    assert line.history[-1].reason == "Ontbreekt groep 8?"
    assert line.history[-1].by == "Marloes Voorbeeld"
    with pytest.raises(actions.NotOpenError):
        actions.return_to_school(upload, reason="x", acting_user=school.marloes, now=NOW)
    send(upload, by=school.petra)
    assert _import(school, upload).status == "sent"


def test_a_list_is_not_given_back_over_a_newer_one(school: School) -> None:
    upload = school.receive()
    send(upload, by=school.petra)
    assert not plan_of(upload, by=school.marloes).newer_at_school
    school.receive(next_year())

    assert plan_of(upload, by=school.marloes).newer_at_school
    with pytest.raises(actions.NotOpenError):
        actions.return_to_school(upload, reason="x", acting_user=school.marloes, now=NOW)
