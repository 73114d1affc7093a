"""A school in the year that runs, and a teacher of one of its groups."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pytest
from tests.imports.school import CHILDREN, School, make_school
from tests.people import NOW, THIS_YEAR, TODAY, enrol_children

from leesloket.accounts.queries import Viewer, viewer_of
from leesloket.branches.actions import ensure_school_year
from leesloket.branches.models import Branch
from leesloket.isolation.scope import scoped
from leesloket.patrons.actions import apply_roster
from leesloket.patrons.pages import groups_of
from leesloket.patrons.rules import Placing, RosterChange
from leesloket.teaching import actions


@dataclass(frozen=True, slots=True)
class Taught:
    """Juf Anna teaches 3a of the school; nobody teaches 4a."""

    school: School
    groups: dict[str, UUID]
    """By code."""
    elsewhere: UUID
    """A group of the other school of the library."""
    anna_id: UUID

    def anna(self, today: date = TODAY) -> Viewer:
        return viewer_of(self.anna_id, today=today)


def name_anna(
    school: School, *group_ids: UUID, by: Viewer | None = None, login: str = "anna"
) -> UUID:
    """Somebody new teaches these groups; gives the account."""
    one_time = actions.name_teacher(
        actions.Newcomer(login, "Anna de Vries"),
        branch_id=school.branch.id,
        group_ids=group_ids,
        acting_user=by or school.petra,
        now=NOW,
    )
    assert one_time is not None
    return one_time.account_id


@pytest.fixture
def taught(db: None) -> Taught:
    school = make_school()
    _place_again(school)
    linde = Branch.objects.get(id=school.other.id)
    enrol_children(linde, CHILDREN[:4], school_year=THIS_YEAR)
    groups = {
        one.code: one.id
        for one in groups_of(school.branch, THIS_YEAR, viewer=school.petra, today=TODAY)
    }
    [elsewhere] = [
        one.id for one in groups_of(school.other, THIS_YEAR, viewer=school.carla, today=TODAY)
    ]
    return Taught(school, groups, elsewhere, name_anna(school, groups["3a"]))


def _place_again(school: School) -> None:
    """Everybody in a group of the same name, this year."""
    with scoped(school.scope):
        ensure_school_year(THIS_YEAR)
        apply_roster(
            RosterChange(
                branch_id=school.branch.id,
                library_id=school.branch.library_id,
                school_year=THIS_YEAR,
                effective_on=date(2026, 8, 1),
                source="test",
                placings=tuple(
                    Placing(str(school.ids[one.number]), one.group, one.group, one.year_group)
                    for one in school.children
                ),
            )
        )
