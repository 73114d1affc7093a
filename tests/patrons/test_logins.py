"""'Mag lenergegevens uploaden voor': given and ended at the page of a grown-up patron."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.imports.school import CHILDREN, School
from tests.people import NOW, TODAY, add_person

from leesloket.accounts import actions as accounts
from leesloket.accounts.queries import Viewer, viewer_of
from leesloket.branches.models import Branch, Library
from leesloket.branches.queries import scope_of_library
from leesloket.isolation.scope import scoped
from leesloket.patrons import logins
from leesloket.patrons.models import Membership, Patron
from leesloket.patrons.queries import PatronNotFoundError
from leesloket.patrons.rules import is_grown_up
from leesloket.privacy.erasing import erase, erasure_view

PUPIL = CHILDREN[0].number


def _patron(school: School, **other: Any) -> UUID:
    """Somebody of the school's branch; a teacher of forty unless told otherwise."""
    category = other.pop("category", "teacher")
    told = {"first_name": "Truus", "surname": "Voorn", "birth_date": date(1986, 3, 4), **other}
    patron_id = uuid4()
    with scoped(scope_of_library(school.branch.library_id)):
        Patron.objects.bulk_create(
            [
                Patron(
                    id=patron_id,
                    library_id=school.branch.library_id,
                    sort_key="voorn  truus  ",
                    search=" truus voorn",
                    **told,
                )
            ],
            ignore_conflicts=True,
        )
        Membership.objects.create(
            patron_id=patron_id,
            branch_id=school.branch.id,
            category=category,
            from_date=date(2025, 8, 1),
        )
    return patron_id


def _give(school: School, patron_id: UUID, **other: Any) -> accounts.OneTime | None:
    told: dict[str, Any] = {
        "branch_id": school.branch.id,
        "login": "truus.voorn",
        "from_date": TODAY,
        "until_date": None,
        "acting_user": school.tarik,
        **other,
    }
    return logins.give_upload(patron_id=patron_id, now=NOW, **told)


def _login(school: School, patron_id: UUID, by: Viewer | None = None) -> logins.PatronLogin | None:
    return logins.patron_login(patron_id, viewer=by or school.tarik, today=TODAY)


def _there(school: School, patron_id: UUID) -> logins.PatronLogin:
    found = _login(school, patron_id)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("born", "is_one"),
    [(date(2008, 8, 17), True), (date(2008, 8, 18), False), (date(1990, 1, 1), True), (None, True)],
)
def test_who_is_eighteen_is_grown_up(born: date | None, is_one: bool) -> None:  # noqa: FBT001 - a case
    assert is_grown_up(born, TODAY) is is_one


def test_the_first_right_makes_an_account_with_a_password_for_one_time(school: School) -> None:
    truus = _patron(school)
    assert _there(school, truus).account_id is None

    one_time = _give(school, truus)

    assert one_time is not None
    login = _there(school, truus)
    assert (login.account_id, login.login) == (one_time.account_id, "truus.voorn")
    [right] = login.rights
    assert (right.kind, right.branch_id, right.active) == ("upload", school.branch.id, True)
    viewer = viewer_of(one_time.account_id, today=TODAY)
    assert viewer.may("upload", school.branch.id)
    assert viewer.display_name == "Truus Voorn"
    line = logins.patron_of_account(one_time.account_id, viewer=school.tarik, today=TODAY)
    assert line is not None
    assert line.id == truus


def test_the_next_right_goes_to_the_same_account(school: School) -> None:
    truus = _patron(school)
    _give(school, truus)

    again = _give(school, truus, branch_id=school.other.id, login="", acting_user=school.marloes)

    assert again is None
    login = _login(school, truus, school.marloes)
    assert login is not None
    assert {right.branch_id for right in login.rights} == {school.branch.id, school.other.id}
    with pytest.raises(accounts.RightAlreadyGivenError):
        _give(school, truus)


def test_a_right_is_ended_and_can_be_given_again(school: School) -> None:
    truus = _patron(school)
    _give(school, truus)
    [right] = _there(school, truus).rights

    accounts.end_right(right_id=right.id, acting_user=school.tarik, now=NOW)

    assert _there(school, truus).rights == ()
    assert _give(school, truus) is None
    assert len(_there(school, truus).rights) == 1


def test_nothing_is_done_when_something_does_not_fit(school: School) -> None:
    truus = _patron(school)
    for other, error in (
        ({"login": ""}, logins.LoginMissingError),
        ({"login": "Truus Voorn"}, accounts.LoginUnfitError),
        ({"login": "petra"}, accounts.LoginTakenError),
        ({"until_date": TODAY - timedelta(days=1)}, accounts.EndsBeforeItStartsError),
    ):
        with pytest.raises(error):
            _give(school, truus, **other)

    assert _there(school, truus).account_id is None


def test_a_pupil_and_a_child_send_no_lists(school: School) -> None:
    child = _patron(school, category="public", birth_date=date(2014, 5, 5))
    for one in (school.ids[PUPIL], child):
        assert _login(school, one) is None
        with pytest.raises(logins.NotForPupilsError):
            _give(school, one)


def test_who_is_a_pupil_elsewhere_in_the_library_sends_none(school: School) -> None:
    truus = _patron(school)
    with scoped(scope_of_library(school.branch.library_id)):
        Membership.objects.create(
            patron_id=truus, branch_id=school.other.id, category="pupil", from_date=TODAY
        )

    assert _login(school, truus) is None


def test_only_who_may_give_the_right_gives_it(school: School) -> None:
    truus = _patron(school)
    desk = add_person(
        Library.objects.get(id=school.branch.library_id),
        "els",
        {"desk": [Branch.objects.get(id=school.branch.id)]},
    )
    assert _login(school, truus, desk) is None
    for nobody in (desk, school.petra, *school.strangers):
        with pytest.raises(accounts.NotAllowedError):
            _give(school, truus, acting_user=nobody)
    for stranger in school.strangers:
        with pytest.raises(PatronNotFoundError):
            _login(school, truus, stranger)
    with pytest.raises(PatronNotFoundError):
        _give(school, truus, branch_id=school.other.id, acting_user=school.carla)
    with pytest.raises(accounts.NotAllowedError):
        _give(school, truus, branch_id=school.other.id)


def test_erasing_says_that_the_login_stays_and_leaves_it(school: School) -> None:
    truus = _patron(school)
    one_time = _give(school, truus)
    assert one_time is not None

    view = erasure_view(truus, viewer=school.tarik, today=TODAY)
    erase(truus, not_again=False, acting_user=school.tarik, now=NOW)

    assert [one.code for one in view.staying] == ["account"]
    assert view.account_id == one_time.account_id
    assert viewer_of(one_time.account_id, today=TODAY).display_name == "Truus Voorn"
    assert logins.patron_of_account(one_time.account_id, viewer=school.tarik, today=TODAY) is None
