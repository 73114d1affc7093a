"""Writing a roster takes as many statements for few children as for many."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.imports.school import School
from tests.people import NOW, THIS_YEAR

from leesloket.isolation.scope import scoped
from leesloket.patrons.actions import apply_roster, correct_details
from leesloket.patrons.models import Membership, Patron
from leesloket.patrons.queries import lock_for_change
from leesloket.patrons.rules import ChildDetails, RosterChange


def _change(school: School, **what: object) -> RosterChange:
    empty = RosterChange(
        branch_id=school.branch.id,
        library_id=school.branch.library_id,
        school_year=THIS_YEAR,
        effective_on=date(2026, 8, 24),
        source="import",
    )
    return replace(empty, **what)  # type: ignore[arg-type]  # named by the tests below


def _statements(school: School, change: RosterChange) -> int:
    with (
        scoped(school.scope),
        CaptureQueriesContext(
            connection,
        ) as asked,
    ):
        apply_roster(change)
    return len(asked)


def _set_by_hand(school: School, patrons: Sequence[str]) -> None:
    for patron_id in map(UUID, patrons):
        with scoped(school.scope):
            was = lock_for_change(patron_id)
        details = ChildDetails(was.first_name, surname="Zelfgekozen", birth_date=was.birth_date)
        correct_details(patron_id=patron_id, details=details, acting_user=school.marloes, now=NOW)


def test_giving_values_back_to_the_school_takes_as_many_for_one_as_for_six(school: School) -> None:
    one, *others = list(map(str, school.ids.values()))[:7]
    _set_by_hand(school, [one, *others])

    alone = _statements(school, _change(school, released={one: ("surname",)}))
    together = _statements(school, _change(school, released=dict.fromkeys(others, ("surname",))))

    assert together == alone
    with scoped(school.scope):
        left = Patron.objects.filter(id__in=[one, *others]).values_list("hand_edited", flat=True)
        assert not any("surname" in names for names in left)


def test_ending_memberships_takes_as_many_for_one_as_for_six(school: School) -> None:
    one, *others = list(map(str, school.ids.values()))[:7]
    here = school.branch.id

    alone = _statements(school, _change(school, ending=((here, one),)))
    together = _statements(school, _change(school, ending=tuple((here, who) for who in others)))

    assert together == alone
    with scoped(school.scope):
        ended = Membership.objects.filter(branch_id=here, until_date=date(2026, 8, 24))
        assert set(map(str, ended.values_list("patron_id", flat=True))) == {one, *others}
