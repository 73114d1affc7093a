"""Consent for the public library: a dated record with its source, and what follows from it."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from tests.imports.school import CHILDREN, School
from tests.people import NOW, TODAY, add_person, make_branch, recorded

from leesloket.accounts.queries import Viewer
from leesloket.audit.models import Event
from leesloket.branches.models import Branch, Library
from leesloket.branches.queries import BranchLine, branch_line
from leesloket.isolation.scope import scoped
from leesloket.patrons import consents
from leesloket.patrons.actions import NotAllowedError, end_memberships
from leesloket.patrons.consents import ConsentView
from leesloket.patrons.erasing import erase_rows
from leesloket.patrons.models import Consent, Membership, Patron
from leesloket.patrons.queries import PatronNotFoundError
from leesloket.patrons.rules import who_may_consent

CHILD = CHILDREN[0]
FORM_DAY = TODAY - timedelta(days=9)


@pytest.fixture
def child(school: School) -> UUID:
    return school.ids[CHILD.number]


@pytest.fixture
def public(school: School) -> BranchLine:
    library = Library.objects.get(id=school.branch.library_id)
    branch = make_branch(library, "stad")
    Branch.objects.filter(id=branch.pk).update(kind="public")
    return branch_line(branch.pk)


@pytest.fixture
def lies(school: School, public: BranchLine) -> Viewer:
    """Who works at the desk of the school's library and of the public one."""
    library = Library.objects.get(id=school.branch.library_id)
    desks = [Branch.objects.get(id=school.branch.id), Branch.objects.get(id=public.id)]
    return add_person(library, "lies", {"desk": desks})


def _give(
    child: UUID,
    public: BranchLine,
    by: Viewer,
    *,
    given_by: str = "parent",
    given_on: date = FORM_DAY,
) -> None:
    consents.give_consent(
        patron_id=child,
        branch=public,
        given_by=given_by,
        source="form",
        given_on=given_on,
        acting_user=by,
        now=NOW,
    )


def _withdraw(child: UUID, public: BranchLine, by: Viewer) -> None:
    consents.withdraw_consent(
        patron_id=child, branch=public, acting_user=by, now=NOW + timedelta(days=30)
    )


def _view(child: UUID, by: Viewer) -> ConsentView:
    return consents.consents_of(child, viewer=by, today=TODAY)


def _membership(child: UUID, public: BranchLine, by: Viewer) -> Membership:
    with scoped(by.scope):
        return Membership.objects.get(patron_id=child, branch_id=public.id)


# --- who may agree -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("born", "on", "givers"),
    [
        (date(2018, 3, 2), date(2026, 9, 1), {"parent"}),
        (date(2010, 9, 2), date(2026, 9, 1), {"parent"}),
        (date(2010, 9, 1), date(2026, 9, 1), {"self"}),
        (date(2008, 2, 29), date(2024, 2, 28), {"parent"}),
        (date(2008, 2, 29), date(2024, 2, 29), {"self"}),
        (date(1980, 1, 1), date(2026, 9, 1), {"self"}),
        (None, date(2026, 9, 1), {"parent", "self"}),
    ],
)
def test_below_sixteen_a_parent_agrees_and_from_then_on_the_person(
    born: date | None, on: date, givers: set[str]
) -> None:
    assert who_may_consent(born, on) == givers


# --- giving --------------------------------------------------------------------------------------


def test_consent_makes_a_member_and_says_who_agreed_and_how_we_know(
    child: UUID, public: BranchLine, lies: Viewer
) -> None:
    before = _view(child, lies)
    assert (before.lines, before.unrecorded) == ((), ())
    assert [one.id for one in before.branches] == [public.id]
    assert before.givers == ("parent",)

    _give(child, public, lies)

    membership = _membership(child, public, lies)
    assert (membership.category, membership.from_date, membership.until_date) == (
        "public",
        TODAY,
        None,
    )
    after = _view(child, lies)
    [line] = after.lines
    assert (line.given_by, line.source, line.given_on) == ("parent", "form", FORM_DAY)
    assert (line.recorded_by, line.recorded_at, line.withdrawn_on) == (
        "Lies Voorbeeld",
        NOW,
        None,
    )
    assert line.may_withdraw
    assert after.branches == ()
    with scoped(lies.scope):
        event = Event.objects.get(code="consent_given")
    assert (event.subject_id, event.branch_id) == (child, public.id)
    assert event.detail == {"by": "parent", "source": "form"}


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), CHILD.born - timedelta(days=1)])
def test_a_day_that_cannot_be_is_refused(
    child: UUID, public: BranchLine, lies: Viewer, day: date
) -> None:
    with pytest.raises(consents.ConsentDayError):
        _give(child, public, lies, given_on=day)

    assert _view(child, lies).lines == ()


def test_a_child_does_not_agree_for_itself(child: UUID, public: BranchLine, lies: Viewer) -> None:
    with pytest.raises(consents.NotTheirsToGiveError):
        _give(child, public, lies, given_by="self")

    with scoped(lies.scope):
        assert not Membership.objects.filter(branch_id=public.id).exists()


def test_a_second_click_records_nothing_twice(
    child: UUID, public: BranchLine, lies: Viewer
) -> None:
    _give(child, public, lies)

    with pytest.raises(consents.AlreadyGivenError):
        _give(child, public, lies)

    assert len(_view(child, lies).lines) == 1


def test_only_the_desk_of_that_public_branch_records_it(
    school: School, child: UUID, public: BranchLine, lies: Viewer
) -> None:
    with pytest.raises(NotAllowedError):
        _give(child, public, school.marloes)
    with pytest.raises(NotAllowedError):
        _give(child, replace(public, id=school.branch.id, kind="primary"), lies)
    for stranger in school.strangers:
        with pytest.raises(PatronNotFoundError):
            _give(child, public, stranger)
        with pytest.raises(PatronNotFoundError):
            _view(child, stranger)


def test_a_member_without_consent_on_record_is_told(
    child: UUID, public: BranchLine, lies: Viewer
) -> None:
    with scoped(lies.scope):
        Membership.objects.create(
            patron_id=child, branch_id=public.id, category="public", from_date=date(2024, 9, 2)
        )
    assert _view(child, lies).unrecorded == (public.name,)

    _give(child, public, lies)

    assert _view(child, lies).unrecorded == ()
    assert _membership(child, public, lies).from_date == date(2024, 9, 2)


# --- withdrawing ---------------------------------------------------------------------------------


def test_withdrawing_ends_that_membership_and_nothing_else(
    school: School, child: UUID, public: BranchLine, lies: Viewer
) -> None:
    _give(child, public, lies)

    _withdraw(child, public, lies)

    assert _membership(child, public, lies).until_date == TODAY + timedelta(days=30)
    with scoped(school.scope):
        assert Membership.objects.get(patron_id=child).until_date is None
        assert Patron.objects.get(id=child).cards.filter(blocked_on=None).count() == 1
    [line] = _view(child, lies).lines
    assert (line.withdrawn_on, line.withdrawn_by, line.may_withdraw) == (
        TODAY + timedelta(days=30),
        "Lies Voorbeeld",
        False,
    )
    with pytest.raises(consents.NoConsentError):
        _withdraw(child, public, lies)
    assert recorded(child, lies.scope) == ["consent_given", "consent_withdrawn"]


def test_who_agrees_again_is_a_member_again_and_the_first_time_stays_on_record(
    child: UUID, public: BranchLine, lies: Viewer
) -> None:
    _give(child, public, lies)
    _withdraw(child, public, lies)

    consents.give_consent(
        patron_id=child,
        branch=public,
        given_by="parent",
        source="desk",
        given_on=TODAY + timedelta(days=60),
        acting_user=lies,
        now=NOW + timedelta(days=60),
    )

    assert _membership(child, public, lies).until_date is None
    assert [line.withdrawn_on is None for line in _view(child, lies).lines] == [True, False]


def test_leaving_school_leaves_the_public_library_alone(
    school: School, child: UUID, public: BranchLine, lies: Viewer
) -> None:
    _give(child, public, lies)

    with scoped(school.scope):
        end_memberships([child], branch_id=school.branch.id, on=TODAY)

    assert _membership(child, public, lies).until_date is None
    assert len(_view(child, lies).lines) == 1


# --- erasing and the wall ------------------------------------------------------------------------


def test_erasing_a_person_takes_the_consent_along(
    school: School, child: UUID, public: BranchLine, lies: Viewer
) -> None:
    _give(child, public, lies)

    with scoped(lies.scope):
        assert erase_rows(child, branch_ids=(school.branch.id, public.id))
        assert not Consent.objects.exists()


def test_consent_is_there_for_its_own_branch_only(
    school: School, child: UUID, public: BranchLine, lies: Viewer
) -> None:
    _give(child, public, lies)

    with scoped(school.scope):
        assert not Consent.objects.exists()
    assert consents.consents_of(child, viewer=school.marloes, today=TODAY).lines == ()
