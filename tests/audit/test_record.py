"""The record: written in the caller's transaction, read in one's own scope, never changed."""

from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.imports.school import School, make_school
from tests.people import NOW

from leesloket.audit.actions import record
from leesloket.audit.queries import events_about, events_about_all
from leesloket.isolation.scope import Scope, scoped


@pytest.fixture
def school(db: None) -> School:
    return make_school()


def _record(school: School, subject: object, code: str = "list_sent") -> None:
    record(
        code,
        at=NOW,
        by=school.petra.account_id,
        library_id=school.branch.library_id,
        branch_id=school.branch.id,
        subject_id=subject,  # type: ignore[arg-type]
        detail={"bytes": 12},
    )


def test_what_happened_is_read_in_its_order(school: School) -> None:
    subject, other = uuid4(), uuid4()
    with scoped(school.scope):
        _record(school, subject, "upload_received")
        _record(school, other)
        _record(school, subject, "list_sent")

        events = events_about(subject)
        with CaptureQueriesContext(connection) as captured:
            assert set(events_about_all([subject, other, uuid4()])) == {subject, other}

    assert [event.code for event in events] == ["upload_received", "list_sent"]
    assert (events[0].by, events[0].at, events[0].detail) == (
        school.petra.account_id,
        NOW,
        {"bytes": 12},
    )
    assert len(captured) == 1


def test_what_is_rolled_back_did_not_happen(school: School) -> None:
    subject = uuid4()
    with scoped(school.scope):
        with transaction.atomic():
            _record(school, subject)
            transaction.set_rollback(True)

        assert events_about(subject) == ()


def test_another_branch_and_another_library_read_nothing_of_it(school: School) -> None:
    subject = uuid4()
    with scoped(school.scope):
        _record(school, subject)

    for stranger in school.strangers:
        with scoped(stranger.scope):
            assert events_about(subject) == ()


def test_nobody_records_in_the_name_of_another_library(school: School) -> None:
    noortje = Scope(school.noortje.library_id, school.noortje.scope.branch_ids)

    with (
        scoped(noortje),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        _record(school, uuid4())
