"""The library hears of rights to look through: twice a year, and when a school says who left."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from tests.people import branch, viewer

from leesloket.accounts.models import Right
from leesloket.branches.queries import scopes_of_libraries
from leesloket.isolation.scope import Scope, scoped
from leesloket.messaging.models import Notice
from leesloket.privacy.reviewing import remind, report_gone


@pytest.fixture
def rietoever(demo: None) -> Scope:
    [library] = [
        one for one in scopes_of_libraries() if one.library_id == branch("vuurvlinder").library_id
    ]
    with scoped(library):
        Right.objects.update(from_date="2024-08-20")
    return library


def _told(library: Scope, kind: str) -> int:
    with scoped(library):
        return Notice.objects.filter(kind=kind).count()


def test_a_library_is_reminded_once_per_address_and_moment(rietoever: Scope) -> None:
    days = [
        (2026, 8, 14),
        (2026, 8, 15),
        (2026, 8, 16),
        (2026, 9, 15),
        (2026, 9, 30),
        (2026, 12, 1),
    ]

    sent = [remind(rietoever, now=datetime(*day, 10, tzinfo=UTC)) for day in days]

    assert sent == [0, 1, 0, 1, 0, 0]
    assert _told(rietoever, "rights_review") == 2


def test_who_has_looked_everything_through_is_left_in_peace(rietoever: Scope) -> None:
    with scoped(rietoever):
        Right.objects.update(confirmed_at=datetime(2026, 8, 3, 9, tzinfo=UTC))

    assert remind(rietoever, now=datetime(2026, 8, 20, 10, tzinfo=UTC)) == 0


def test_the_library_is_told_once_when_a_school_says_that_somebody_left(rietoever: Scope) -> None:
    petra = viewer("petra")
    with scoped(rietoever):
        right = Right(
            id=uuid4(),
            account_id=viewer("karim").account_id,
            branch_id=branch("vuurvlinder").id,
            kind="upload",
            from_date="2024-08-20",
        )
        right.save(force_insert=True)
    now = datetime(2026, 8, 20, 10, tzinfo=UTC)

    for _ in range(2):
        report_gone(right_id=UUID(str(right.id)), acting_user=petra, now=now)

    assert _told(rietoever, "sender_gone") == 1
