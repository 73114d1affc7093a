"""In the database: no row of the register points outside its own branch, library or year."""

from uuid import UUID

import pytest
from django.db import IntegrityError, connection
from tests.imports.school import School
from tests.people import LAST_YEAR, THIS_YEAR

from leesloket.branches.actions import ensure_school_year
from leesloket.branches.models import Group
from leesloket.isolation.scope import Scope, scoped
from leesloket.patrons.models import Card, Placement, PupilNumber

pytestmark = pytest.mark.django_db


def _write(school: School, statement: str, *values: UUID | int) -> None:
    """With a scope of both schools, so that no policy stands in the way; as at the commit."""
    both = Scope(school.branch.library_id, (school.branch.id, school.other.id))
    with scoped(both), connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount == 1
        cursor.execute("set constraints all immediate")


def _placed(school: School) -> Placement:
    with scoped(school.scope):
        found = Placement.objects.filter(branch_id=school.branch.id, school_year_id=LAST_YEAR)
        return found.exclude(group=None)[0]


def _group(branch_id: int, school_year: str) -> Group:
    with scoped(Scope(0, (branch_id,))):
        return Group.objects.create(branch_id=branch_id, school_year_id=school_year, code="9Z")


def test_a_placement_is_of_a_member_of_its_branch(school: School) -> None:
    placed = _placed(school)

    with pytest.raises(IntegrityError, match="placement_of_a_member_of_its_branch"):
        _write(
            school,
            "update patrons_placement set branch_id = %s, group_id = null where id = %s",
            school.other.id,
            placed.id,
        )


@pytest.mark.parametrize(
    ("whose", "year"), [("other", LAST_YEAR), ("branch", THIS_YEAR)], ids=["branch", "year"]
)
def test_a_placement_is_in_a_group_of_its_branch_and_year(
    school: School, whose: str, year: str
) -> None:
    ensure_school_year(year)
    group = _group(getattr(school, whose).id, year)
    placed = _placed(school)

    with pytest.raises(IntegrityError, match="placement_in_a_group_of_its_year"):
        _write(
            school,
            "update patrons_placement set group_id = %s where id = %s",
            group.id,
            placed.id,
        )


def test_a_placement_goes_to_another_group_of_its_branch_and_year(school: School) -> None:
    group = _group(school.branch.id, LAST_YEAR)

    _write(
        school,
        "update patrons_placement set group_id = %s where id = %s",
        group.id,
        _placed(school).id,
    )


def test_a_number_is_of_a_member_of_its_branch(school: School) -> None:
    with scoped(school.scope):
        number = PupilNumber.objects.filter(branch_id=school.branch.id)[0]

    with pytest.raises(IntegrityError, match="number_of_a_member_of_its_branch"):
        _write(
            school,
            "update patrons_pupilnumber set branch_id = %s where id = %s",
            school.other.id,
            number.id,
        )


def test_nobody_goes_and_leaves_a_card(school: School) -> None:
    with scoped(school.scope):
        card = Card.objects.all()[0]

    with pytest.raises(IntegrityError, match="card_of_a_patron_of_its_library"):
        _write(
            school,
            "with gone as (delete from patrons_membership where patron_id = %s)"
            " delete from patrons_patron where id = %s",
            card.patron_id,
            card.patron_id,
        )
