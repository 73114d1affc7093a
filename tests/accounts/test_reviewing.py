"""Once a school year somebody looks at every right; a school says who left as soon as it knows."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from tests.accounts.cast import NOW, TODAY, Cast

from leesloket.accounts import actions, queries, reviewing, reviews, rules
from leesloket.accounts.models import Right
from leesloket.audit.queries import events_about
from leesloket.isolation.scope import scoped, signing_in


@dataclass(frozen=True)
class Given:
    from_date: date
    confirmed_on: date | None = None
    until_date: date | None = None
    ended_at: datetime | None = None


@pytest.mark.parametrize(
    ("right", "waits"),
    [
        (Given(date(2025, 9, 1)), True),
        (Given(date(2026, 7, 31)), True),
        (Given(date(2026, 8, 1)), False),
        (Given(date(2020, 9, 1), confirmed_on=date(2025, 8, 20)), True),
        (Given(date(2020, 9, 1), confirmed_on=date(2026, 8, 1)), False),
        (Given(date(2025, 9, 1), until_date=date(2026, 8, 23)), False),
        (Given(date(2025, 9, 1), ended_at=datetime(2026, 8, 2, tzinfo=UTC)), False),
        (Given(date(2026, 9, 1)), False),
    ],
)
def test_a_right_of_an_earlier_school_year_waits(right: Given, *, waits: bool) -> None:
    assert rules.awaits_review(right, date(2026, 8, 24)) is waits


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 8, 1), 0),
        (date(2026, 8, 14), 0),
        (date(2026, 8, 15), 1),
        (date(2026, 9, 14), 1),
        (date(2026, 9, 15), 2),
        (date(2027, 7, 31), 2),
        (date(2027, 8, 1), 0),
    ],
)
def test_the_library_is_reminded_twice_in_a_school_year(day: date, due: int) -> None:
    assert rules.reminders_due(day) == due


def _waiting(cast: Cast, login: str) -> list[tuple[str, str]]:
    review = reviews.review_for(cast.viewer(login), today=TODAY)
    return [(line.login, line.kind) for branch in review.branches for line in branch.lines]


def _right(cast: Cast, login: str) -> UUID:
    with signing_in():
        return Right.objects.get(account_id=cast.ids[login]).pk


def test_everybody_sees_the_rights_that_they_can_give(cast: Cast) -> None:
    assert _waiting(cast, "beheer") == [
        ("anna", "desk"),
        ("anna", "import"),
        ("bas", "upload"),
        ("beheer", "administer"),
    ]
    assert _waiting(cast, "anna") == [("bas", "upload")]
    assert _waiting(cast, "bas") == []
    assert _waiting(cast, "dirk") == [("dirk", "administer")]


def test_who_is_switched_off_waits_for_nobody(cast: Cast) -> None:
    with signing_in():
        account = queries.account_by_login("bas")
    assert account is not None
    with scoped(queries.managing_scope(cast.viewer("beheer"))):
        account.is_active = False
        account.save(update_fields=["is_active"])

    assert _waiting(cast, "anna") == []


def _confirm(cast: Cast, by: str, *rights: UUID) -> int:
    return reviewing.confirm_rights(right_ids=rights, acting_user=cast.viewer(by), now=NOW)


def test_a_confirmed_right_waits_again_next_school_year(cast: Cast) -> None:
    assert _confirm(cast, "anna", _right(cast, "bas")) == 1

    assert _waiting(cast, "anna") == []
    review = reviews.review_for(cast.viewer("anna"), today=TODAY)
    assert (review.waiting, review.seen) == (0, 1)
    next_year = date(2027, 8, 20)
    [branch] = reviews.review_for(cast.viewer("anna", next_year), today=next_year).branches
    assert [line.login for line in branch.lines] == ["bas"]
    with scoped(queries.managing_scope(cast.viewer("beheer"))):
        assert [event.code for event in events_about(cast.ids["bas"])] == ["right_confirmed"]


def test_who_may_not_give_a_right_does_not_confirm_it_either(cast: Cast) -> None:
    with pytest.raises(actions.NotAllowedError):
        _confirm(cast, "anna", _right(cast, "bas"), _right(cast, "beheer"))
    with pytest.raises(actions.RightNotFoundError):
        _confirm(cast, "dirk", _right(cast, "bas"))

    assert _waiting(cast, "anna") == [("bas", "upload")]


def test_a_right_that_ended_meanwhile_stays_ended(cast: Cast) -> None:
    right = _right(cast, "bas")
    actions.end_right(right_id=right, acting_user=cast.viewer("beheer"), now=NOW)

    assert _confirm(cast, "anna", right) == 0


# --- a school says who left ----------------------------------------------------------------------


def _report(cast: Cast, by: str, right: UUID, now: datetime = NOW) -> int | None:
    return reviewing.report_gone(right_id=right, acting_user=cast.viewer(by), now=now)


def test_a_colleague_who_left_is_reported_once_and_keeps_the_right_until_the_library_answers(
    cast: Cast,
) -> None:
    cast.add("tom", ("upload", cast.regenboog), from_date=TODAY - timedelta(days=3))
    right = _right(cast, "tom")

    assert _report(cast, "bas", right) == cast.regenboog.pk
    assert _report(cast, "bas", right) is None

    assert cast.viewer("tom").may("upload", cast.regenboog.pk)
    assert _waiting(cast, "anna") == [("bas", "upload"), ("tom", "upload")]
    [branch] = reviews.review_for(cast.viewer("anna"), today=TODAY).branches
    assert [line.login for line in branch.unquestioned] == ["bas"]
    [reported] = [line for line in branch.lines if line.gone_on]
    assert (reported.login, reported.gone_by) == ("tom", "Bas Voorbeeld")

    assert _confirm(cast, "anna", right) == 1
    assert _waiting(cast, "anna") == [("bas", "upload")]


def test_nobody_reports_themselves_another_branch_or_another_right(cast: Cast) -> None:
    cast.add("eva", ("upload", cast.vuurvlinder))
    cast.add("els", ("desk", cast.regenboog))

    with pytest.raises(actions.NotAllowedError):
        _report(cast, "bas", _right(cast, "bas"))
    with pytest.raises(actions.RightNotFoundError):
        _report(cast, "bas", _right(cast, "eva"))
    with pytest.raises(actions.NotAllowedError):
        _report(cast, "bas", _right(cast, "els"))


def test_a_school_sees_who_may_send_for_it(cast: Cast) -> None:
    cast.add("tom", ("upload", cast.regenboog))
    cast.add("eva", ("upload", cast.vuurvlinder))
    _report(cast, "tom", _right(cast, "bas"))

    senders = reviews.senders_of(cast.regenboog.pk, viewer=cast.viewer("tom"), today=TODAY)

    assert [(one.display_name, one.is_viewer, one.gone) for one in senders] == [
        ("Tom Voorbeeld", True, False),
        ("Bas Voorbeeld", False, True),
    ]
    assert reviews.senders_of(cast.regenboog.pk, viewer=cast.viewer("eva"), today=TODAY) == ()


def test_the_branches_with_rights_to_look_through(cast: Cast) -> None:
    library = queries.managing_scope(cast.viewer("beheer"))

    assert reviews.branches_in_review(library, today=TODAY) == (cast.regenboog.pk,)
    assert reviews.branches_in_review(library, today=date(2025, 8, 20)) == ()
